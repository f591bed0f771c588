/** *Turn into Segno*: what stands in another notation, written in Segno's. */
import { CodeActionKind, type CodeAction, type TextEdit, type WorkspaceEdit } from 'vscode-languageserver';
import type { Bilingual } from '../../rules/rule.js';
import { toTextEdit, type Note } from '../note.js';
import { splitLines } from '../range.js';
import { turned, turnEdits } from '../turn.js';

export const TURN_FIGURE: Bilingual = { en: 'Turn into Segno', 'zh-cn': '转换为 Segno' };

/** In Markdown the figure is replaced; a file in another notation stays, and there is the text of a note instead. */
export interface Turned {
  readonly edits: readonly TextEdit[];
  readonly text?: string;
}

/** The figure on a line, counted from 0, turned into Segno; undefined where there is none. */
export function turnedAt(note: Note, line: number): Turned | undefined {
  const { figures, scenarios } = note.analysis;
  const block = figures.find((one) => one.line - 1 <= line && line < one.endLine);
  if (!block) return undefined;
  if (note.options.kind === 'markdown') {
    const edits = turnEdits(block, scenarios, splitLines(note.text));
    return edits.length === 0 ? undefined : { edits: edits.map(toTextEdit) };
  }
  return { edits: [], text: scenarios.map((one) => `${turned(one).join('\n')}\n`).join('\n') };
}

export function turnActions(note: Note, line: number): CodeAction[] {
  const result = turnedAt(note, line);
  if (!result || result.edits.length === 0) return [];
  const edit: WorkspaceEdit = { changes: { [note.uri]: [...result.edits] } };
  return [{ title: TURN_FIGURE[note.options.language], kind: CodeActionKind.RefactorRewrite, edit }];
}
