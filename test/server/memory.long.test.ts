import { HoverRequest, InlayHintRequest, SemanticTokensRequest } from 'vscode-languageserver';
import { afterEach, describe, expect, it } from 'vitest';
import { dice } from '../support/dice.js';
import { Client } from './client.js';

/**
 * What is known of words and labels is kept, up to a limit. So that they are all known when it is looked for the first
 * time, they are taken from so many.
 */
const VARIETY = 40;

const uri = 'file:///notes/a.md';

let client: Client | undefined;

afterEach(async () => {
  await client?.close();
  client = undefined;
});

async function started(): Promise<Client> {
  client = Client.spawned({ measured: true });
  await client.initialize();
  return client;
}

/** A page with an exchange of 60 segments, a second one, a drawing in another notation and prose, all told apart by a number. */
function page(salt: number): string {
  const data = Array.from({ length: 29 }, (_, i) => [
    `C -> ACK(seq=${String(salt + 1 + i * 10)}, ack=501, len=10) -> S`,
    `C <- ACK(seq=501, ack=${String(salt + 11 + i * 10)}) <- S`,
  ]).flat();
  return [
    `# Page ${String(salt)}`,
    '```segno',
    `C -> SYN(seq=${String(salt)}) -> S`,
    `C <- SYN(seq=500)+ACK(ack=${String(salt + 1)}) <- S`,
    ...data,
    '```',
    'Between them there is prose.',
    '```segno',
    'A -> SYN -> B',
    'A <- SYN+ACK <- B',
    'A -> ACK -> B',
    '```',
    '```mermaid',
    'sequenceDiagram',
    `C->>S: SYN seq=${String(salt)}`,
    `S->>C: SYN-ACK seq=7 ack=${String(salt + 1)}`,
    `C->>S: ACK ack=8`,
    '```',
    '',
  ].join('\n');
}

const LINES = page(0).split('\n').length;

describe('the memory of the server', { timeout: 900_000 }, () => {
  it('is the same after 20,000 edits', async () => {
    const one = await started();
    const random = dice(1);
    let version = 1;
    // Writes a line somewhere, and takes it back.
    const edit = async (): Promise<void> => {
      const line = 2 + Math.floor(random() * (LINES - 3));
      const start = { line, character: 0 };
      const text = `C -> ACK(seq=${String(Math.floor(random() * VARIETY))}, ack=x) -> S // written`;
      await one.change(uri, ++version, { range: { start, end: start }, text });
      await one.change(uri, ++version, { range: { start, end: { line, character: text.length } }, text: '' });
      // An editor asks in between; an answer also tells that the server has come that far.
      if (version % 40 === 1) {
        const textDocument = { uri };
        await one.connection.sendRequest(HoverRequest.type, { textDocument, position: start });
        await one.connection.sendRequest(SemanticTokensRequest.type, { textDocument });
        const range = { start, end: { line: line + 20, character: 0 } };
        await one.connection.sendRequest(InlayHintRequest.type, { textDocument, range });
      }
    };
    // What is known of a note that is open depends on where it was edited last.
    const edits = async (count: number): Promise<void> => {
      version = 1;
      await one.open(uri, page(1_000), 'markdown');
      for (let i = 0; i < count; i++) await edit();
      await one.closeDocument(uri);
    };
    await edits(2_000);
    const before = await one.heap();
    await edits(10_000);
    const octetsAnEdit = ((await one.heap()) - before) / 20_000;
    // Code is compiled for longer than that; of the line that was written, the statement alone has more.
    expect(octetsAnEdit).toBeLessThan(300);
  });

  it('is the same after 500 notes were opened and closed', async () => {
    const one = await started();
    const visit = async (i: number): Promise<void> => {
      const note = `file:///notes/${String(i)}.md`;
      await one.open(note, page((i % VARIETY) * 1_000), 'markdown');
      await one.published(note);
      await one.closeDocument(note);
    };
    for (let i = 0; i < 300; i++) await visit(i);
    const before = await one.heap();
    for (let i = 300; i < 800; i++) await visit(i);
    const octetsANote = ((await one.heap()) - before) / 500;
    // Its text alone has more.
    expect(octetsANote).toBeLessThan(page(0).length);
  });
});
