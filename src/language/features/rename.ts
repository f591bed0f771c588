/** Gives an end or a symbol another name, in its scenario. */
import {
  LSPErrorCodes,
  ResponseError,
  type Position,
  type PrepareRenameResult,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { Bilingual } from '../../rules/rule.js';
import { analyse } from '../analyse.js';
import { toLsp, toTextEdit, type Note } from '../note.js';
import { occurrenceAt, occurrencesIn, type Found } from '../occurrences.js';
import { applyEdits, type Edit } from '../range.js';
import type { Feature } from './feature.js';

const WORDS = {
  nothing: (): Bilingual => ({
    en: 'Only the names of ends and symbols can be renamed.',
    'zh-cn': '只有端的名字和符号可以重命名。',
  }),
  noName: (name: string): Bilingual => ({
    en: `\`${name}\` is no name: a name begins with a letter and goes on with letters, digits and \`_\`.`,
    'zh-cn': `\`${name}\` 不能作为名字：名字以字母开头，后面是字母、数字和 \`_\`。`,
  }),
  taken: (name: string): Bilingual => ({
    en: `This scenario has a \`${name}\` already: the two could no longer be told apart.`,
    'zh-cn': `这个场景里已经有 \`${name}\`：改名后两者就无法区分了。`,
  }),
  ambiguous: (name: string): Bilingual => ({
    en: `With the name \`${name}\` a line of this scenario would say something else.`,
    'zh-cn': `改名为 \`${name}\` 后，这个场景里会有一行的意思改变。`,
  }),
};

const NAME = /^[\p{ID_Start}_][\p{ID_Continue}_]*$/u;

export const rename: Feature = {
  capabilities: { renameProvider: { prepareProvider: true } },
  register({ connection, note }) {
    connection.onPrepareRename(({ textDocument, position }) => {
      const open = note(textDocument.uri);
      return open ? prepareRename(open, position) : null;
    });
    connection.onRenameRequest(({ textDocument, position, newName }) => {
      const open = note(textDocument.uri);
      return open ? renameAt(open, position, newName) : null;
    });
  },
};

function refuse({ options }: Note, words: Bilingual): ResponseError {
  return new ResponseError(LSPErrorCodes.RequestFailed, words[options.language]);
}

/** What would be renamed at a position; a refusal says why nothing can. */
export function prepareRename(note: Note, position: Position): PrepareRenameResult | ResponseError {
  const found = occurrenceAt(note, position);
  if (!found) return refuse(note, WORDS.nothing());
  return { range: toLsp(found.here.range), placeholder: found.here.name };
}

/** The edits that rename what stands at a position; a refusal says why that cannot be. */
export function renameAt(note: Note, position: Position, newName: string): WorkspaceEdit | ResponseError {
  const found = occurrenceAt(note, position);
  if (!found) return refuse(note, WORDS.nothing());
  const name = newName.trim();
  if (!NAME.test(name)) return refuse(note, WORDS.noName(name));
  if (name === found.here.name) return { changes: {} };
  const { scenario, here } = found;
  const taken = occurrencesIn(note, scenario).some((one) => one.kind === here.kind && one.name === name);
  if (taken) return refuse(note, WORDS.taken(name));
  const edits = found.all.map(({ range }): Edit => ({ range, text: name }));
  if (!saysTheSame(note, found, name, edits)) return refuse(note, WORDS.ambiguous(name));
  return { changes: { [note.uri]: edits.map(toTextEdit) } };
}

/** Whether the new name is read as the same thing everywhere: `begin: close` would be a title. */
function saysTheSame(note: Note, { here, all }: Found, name: string, edits: readonly Edit[]): boolean {
  const text = applyEdits(note.text, edits);
  const renamed: Note = { ...note, text, analysis: analyse(text, note.options) };
  const before = all.filter(
    ({ range }) => range.line === here.range.line && range.column < here.range.column,
  );
  const moved = before.length * (name.length - here.name.length);
  const position = { line: here.range.line - 1, character: here.range.column - 1 + moved };
  const now = occurrenceAt(renamed, position);
  const codes = ({ analysis }: Note): string[] => analysis.problems.map(({ code }) => code).sort();
  return (
    now?.here.kind === here.kind &&
    now.all.length === all.length &&
    codes(note).join() === codes(renamed).join()
  );
}
