/** An open document as the features of an editor see it. */
import type { Position, Range as LspRange, TextEdit } from 'vscode-languageserver';
import type { Analysis, AnalyseOptions, Scenario } from './analysis.js';
import type { Edit, Range } from './range.js';

export interface Note {
  readonly uri: string;
  readonly version: number;
  readonly text: string;
  readonly options: AnalyseOptions;
  readonly analysis: Analysis;
}

/** The protocol counts lines and characters from 0. */
export function toLsp(range: Range): LspRange {
  return {
    start: { line: range.line - 1, character: range.column - 1 },
    end: { line: range.endLine - 1, character: range.endColumn - 1 },
  };
}

export function fromLsp({ start, end }: LspRange): Range {
  return {
    line: start.line + 1,
    column: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

export function toTextEdit(edit: Edit): TextEdit {
  return { range: toLsp(edit.range), newText: edit.text };
}

/** The scenario that a position stands in, or undefined. */
export function scenarioAt(note: Note, position: Position): Scenario | undefined {
  const line = position.line + 1;
  // Scenarios do not overlap, but the unnamed one may lie around others: the one that begins last is the inner one.
  return note.analysis.scenarios.findLast((scenario) => scenario.line <= line && line <= scenario.endLine);
}
