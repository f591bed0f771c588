/** Quick fixes for the problems at a place, and all of them at once. */
import {
  CodeActionKind,
  type ClientCapabilities,
  type CodeAction,
  type CodeActionParams,
  type Range as LspRange,
} from 'vscode-languageserver';
import type { Bilingual } from '../../rules/rule.js';
import { mendAll, mendings } from '../mend.js';
import { toLsp, toTextEdit, type Note } from '../note.js';
import { diagnosticOf } from './diagnostics.js';
import type { Feature } from './feature.js';
import { FORMAT, formatAction } from './formatting.js';
import { refactoringsAt, resolveExtraction, resolveRefactoring } from './refactorings.js';
import { makeActions, resolveMake } from './make-exchange.js';
import { resolveTurn } from './turn-figure.js';

/** The kind that `editor.codeActionsOnSave` names to have everything mended on save. */
export const FIX_ALL = `${CodeActionKind.SourceFixAll}.segno`;

const FIX_ALL_TITLE: Bilingual = { en: 'Fix all Segno problems', 'zh-cn': '修复所有 Segno 问题' };

export const codeActions: Feature = {
  capabilities: {
    codeActionProvider: {
      codeActionKinds: [
        CodeActionKind.QuickFix,
        CodeActionKind.RefactorRewrite,
        CodeActionKind.RefactorExtract,
        FIX_ALL,
        FORMAT,
      ],
      resolveProvider: true,
    },
  },
  register({ connection, note, client, files }) {
    connection.onCodeAction((params) => {
      const open = note(params.textDocument.uri);
      return open ? actionsFor(open, params, client()) : [];
    });
    const exists = async (uri: string): Promise<boolean> =>
      note(uri) !== undefined || (await files.exists(uri));
    connection.onCodeActionResolve(async (action) => {
      const resolved = resolveMake(resolveRefactoring(action, note), note);
      return resolveTurn(await resolveExtraction(resolved, note, exists), note, exists);
    });
  },
};

/** The actions that are asked for: kinds are hierarchical, `source` asks for `source.fixAll.segno`, too. */
export function actionsFor(
  note: Note,
  { range, context }: Pick<CodeActionParams, 'range' | 'context'>,
  client: ClientCapabilities = {},
): CodeAction[] {
  const wanted = (kind: string): boolean =>
    !context.only || context.only.some((only) => only === '' || kind === only || kind.startsWith(`${only}.`));
  return [
    ...(wanted(CodeActionKind.QuickFix) ? quickFixes(note, range) : []),
    ...refactoringsIn(wanted, () => [
      ...refactoringsAt(note, range.start, client),
      ...makeActions(note, range, client),
    ]),
    // Offered only to those who ask for it: in the list of quick fixes it would be noise.
    ...(context.only && wanted(FIX_ALL) ? fixAll(note) : []),
    ...(context.only && wanted(FORMAT) ? formatAction(note) : []),
  ];
}

const REFACTORINGS = [CodeActionKind.RefactorRewrite, CodeActionKind.RefactorExtract];

function refactoringsIn(wanted: (kind: string) => boolean, all: () => CodeAction[]): CodeAction[] {
  if (!REFACTORINGS.some(wanted)) return [];
  return all().filter(({ kind }) => kind !== undefined && wanted(kind));
}

function quickFixes(note: Note, range: LspRange): CodeAction[] {
  return note.analysis.problems.flatMap((problem) => {
    if (!touches(toLsp(problem), range)) return [];
    const diagnostic = diagnosticOf(problem, note.uri);
    return mendings(note, problem).map(({ title, edits }, index): CodeAction => ({
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      ...(index === 0 ? { isPreferred: true } : {}),
      edit: { changes: { [note.uri]: edits.map(toTextEdit) } },
    }));
  });
}

function touches(a: LspRange, b: LspRange): boolean {
  const before = (one: LspRange['start'], other: LspRange['start']): boolean =>
    one.line < other.line || (one.line === other.line && one.character < other.character);
  return !before(a.end, b.start) && !before(b.end, a.start);
}

function fixAll(note: Note): CodeAction[] {
  const edits = mendAll(note).map(toTextEdit);
  if (edits.length === 0) return [];
  return [
    {
      title: FIX_ALL_TITLE[note.options.language],
      kind: FIX_ALL,
      edit: { changes: { [note.uri]: edits } },
    },
  ];
}
