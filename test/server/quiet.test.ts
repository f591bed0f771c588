import { DidSaveTextDocumentNotification, type PublishDiagnosticsParams } from 'vscode-languageserver';
import { afterEach, describe, expect, it } from 'vitest';
import { CURSOR_NOTIFICATION } from '../../src/protocol/server.js';
import { Client } from './client.js';

const uri = 'file:///notes/a.segno';

let client: Client | undefined;

afterEach(async () => {
  await client?.close();
  client = undefined;
});

/** A server whose client types on the second line, key by key; tells what is said at each. */
async function typing(line: string): Promise<{ one: Client; said: string[] }> {
  const one = (client = Client.inProcess());
  await one.initialize();
  await one.open(uri, 'begin\n\nC <- SYN+ACK <- S\nend\n');
  const known = await one.published(uri);
  const before = new Set(codes(known));
  const said: string[] = [];
  for (const [character, text] of Array.from(line).entries()) {
    const position = { line: 1, character };
    const version = character + 2;
    await one.change(uri, version, { range: { start: position, end: position }, text });
    const published = await one.published(uri, (params) => params.version === version);
    said.push(...codes(published).filter((code) => !before.has(code)));
  }
  return { one, said };
}

function codes({ diagnostics }: PublishDiagnosticsParams): string[] {
  return diagnostics.map(({ code, range }) => `${range.start.line} ${code}`);
}

const broken = (params: PublishDiagnosticsParams): boolean => codes(params).includes('1 syntax');

describe('while a line is typed', () => {
  it('the server says nothing of it', async () => {
    const { said } = await typing('C -> SYN(seq=x) -> S');
    expect(said).toEqual([]);
  });

  it('what is wrong with it is said when the keys rest, if it cannot become right any more', async () => {
    const { one, said } = await typing('C => SYN');
    expect(said).toEqual([]);
    await one.published(uri, broken);
  });

  it('that it is unfinished is said as soon as the cursor is elsewhere', async () => {
    const { one } = await typing('C -> SYN');
    await one.connection.sendNotification(CURSOR_NOTIFICATION, { uri, line: 2 });
    await one.connection.sendNotification(CURSOR_NOTIFICATION, { uri, line: 4 });
    await one.published(uri, broken);
  });

  it('that it is unfinished is said as soon as something is written elsewhere', async () => {
    const { one } = await typing('C -> SYN');
    const position = { line: 4, character: 0 };
    await one.change(uri, 99, { range: { start: position, end: position }, text: '// ' });
    await one.published(uri, broken);
  });

  it('that it is unfinished is said as soon as the note is saved', async () => {
    const { one } = await typing('C -> SYN');
    await one.connection.sendNotification(DidSaveTextDocumentNotification.type, { textDocument: { uri } });
    await one.published(uri, broken);
  });
});
