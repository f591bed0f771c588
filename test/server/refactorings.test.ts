import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  CodeActionRequest,
  CodeActionResolveRequest,
  Command,
  TextDocumentEdit,
  type CodeAction,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { afterEach, describe, expect, it } from 'vitest';
import { DISK } from '../../src/server/disk.js';
import { Client } from './client.js';
import { SURROUNDINGS } from './surroundings.js';

let client: Client;
let folder: string | undefined;

afterEach(async () => {
  await client.close();
  if (folder !== undefined) await rm(folder, { recursive: true });
  folder = undefined;
});

const workspace = { workspaceEdit: { documentChanges: true, resourceOperations: ['create' as const] } };

async function serving(uri: string, text: string): Promise<void> {
  client = Client.inProcess(DISK);
  await client.initialize({ workspace });
  await client.open(uri, text, uri.endsWith('.md') ? 'markdown' : 'segno');
}

/** The edit of the refactoring with this title at a line (from 0). */
async function chosen(uri: string, line: number, title: string): Promise<WorkspaceEdit> {
  const position = { line, character: 4 };
  const actions = await client.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri },
    range: { start: position, end: position },
    context: { diagnostics: [], only: ['refactor'] },
  });
  const action = actions?.find((one): one is CodeAction => !Command.is(one) && one.title === title);
  if (!action) throw new Error(`${title} is not among ${(actions ?? []).map((one) => one.title).join(', ')}`);
  const { edit } = action.edit
    ? action
    : await client.connection.sendRequest(CodeActionResolveRequest.type, action);
  if (!edit) throw new Error(`no edit for ${title}`);
  return edit;
}

function applied(text: string, edits: readonly TextEdit[] = []): string {
  return TextDocument.applyEdits(TextDocument.create('file:///a', '', 1, text), [...edits]);
}

const BEFORE = ['begin A', 'C -> SYN(seq=x) -> S', 'C <- SYN(seq=y)+ACK <- S', 'end'];

const AFTER: Readonly<Record<string, readonly string[]>> = {
  'What if this segment is lost?': [
    'begin A',
    'C -> SYN(seq=x) -x S',
    'C: timeout : RTO 1 s',
    'C -> SYN(seq=x) -> S',
    'C <- SYN(seq=y)+ACK <- S',
    'end',
  ],
  'Complete the exchange': [
    ...BEFORE.slice(0, 3),
    'C -> ACK(ack=y+1) -> S',
    'C -> FIN(seq=x+1)+ACK(ack=y+1) -> S',
    'C <- ACK(ack=x+2) <- S',
    'C <- FIN(seq=y+1)+ACK(ack=x+2) <- S',
    'C -> ACK(ack=y+2) -> S',
    'C: 2MSL',
    'end',
  ],
  'Name the states': [
    'begin A',
    'C -> SYN(seq=x) -> S [SYN_SENT, SYN_RCVD]',
    'C <- SYN(seq=y)+ACK <- S [ESTABLISHED, SYN_RCVD]',
    'end',
  ],
  'Fill in the numbers': ['begin A', 'C -> SYN(seq=x) -> S', 'C <- SYN(seq=y)+ACK(ack=x+1) <- S', 'end'],
  'Leave out the numbers': ['begin A', 'C -> SYN -> S', 'C <- SYN+ACK <- S', 'end'],
  'Translate keywords to Chinese': ['开始 A', ...BEFORE.slice(1, 3), '结束'],
};

describe.each(Object.keys(AFTER))('%s', (title) => {
  it.each(Object.keys(SURROUNDINGS))('works in %s, as one edit of the note', async (name) => {
    const uri = `file:///notes/${name}`;
    const around = SURROUNDINGS[name];
    if (!around) throw new Error(name);
    const { text, first } = around(BEFORE);
    await serving(uri, text);
    const edit = await chosen(uri, first + 1, title);
    expect(Object.keys(edit)).toEqual(['changes']);
    expect(Object.keys(edit.changes ?? {})).toEqual([uri]);
    expect(applied(text, edit.changes?.[uri])).toBe(around(AFTER[title] ?? []).text);
  });
});

describe('a block of Markdown', () => {
  it.each(['second.md'])('is turned into a segno block in %s', async (name) => {
    const uri = `file:///notes/${name}`;
    const { text = '', first = 0 } = SURROUNDINGS[name]?.(BEFORE) ?? {};
    await serving(uri, text);
    const edit = await chosen(uri, first + 1, 'Turn this block into a `segno` block');
    expect(applied(text, edit.changes?.[uri])).toBe(text.replace('java', 'segno'));
  });

  it('goes into a file of its own, beside the note and beside those that are there', async () => {
    folder = await mkdtemp(join(tmpdir(), 'segno-extract-'));
    await writeFile(join(folder, 'A.segno'), 'mine');
    const uri = pathToFileURL(join(folder, 'note.md')).href;
    const { text = '', first = 0 } = SURROUNDINGS['quote.md']?.(BEFORE) ?? {};
    await serving(uri, text);
    const { documentChanges = [] } = await chosen(uri, first, 'Extract this block into a `.segno` file');
    const created = pathToFileURL(join(folder, 'A-2.segno')).href;
    expect(documentChanges[0]).toMatchObject({ kind: 'create', uri: created, options: { overwrite: false } });
    const edits = documentChanges.filter((one) => TextDocumentEdit.is(one));
    const of = (wanted: string): TextEdit[] =>
      edits
        .filter(({ textDocument }) => textDocument.uri === wanted)
        .flatMap((one) => one.edits as TextEdit[]);
    expect(applied('', of(created))).toBe(BEFORE.map((line) => `${line}\r\n`).join(''));
    expect(applied(text, of(uri))).toBe('> [A](A-2.segno)\r\n\r\nafter');
  });
});
