import { afterEach, expect, it } from 'vitest';
import { PASTE_REQUEST } from '../../src/protocol/server.js';
import { Client } from './client.js';

let client: Client;

afterEach(() => client.close());

const LADDER = `A                B
|----- SYN ----->|
|<-- SYN+ACK ----|
`;

it('answers what a pasted text is in Segno, and nothing to what is none', async () => {
  const uri = 'file:///notes/a.segno';
  client = Client.inProcess();
  await client.initialize();
  await client.open(uri, 'begin\n\nend\n', 'segno');
  const at = { line: 1, character: 0 };
  const ask = (params: unknown): Promise<unknown> => client.connection.sendRequest(PASTE_REQUEST, params);
  const range = { start: at, end: at };
  expect(await ask({ uri, range, text: LADDER })).toEqual({ text: 'A -> SYN -> B\nA <- SYN+ACK <- B' });
  expect(await ask({ uri, range, text: 'SYN and ACK\nare flags.' })).toBeNull();
  expect(await ask({ uri: 'file:///notes/other.segno', range, text: LADDER })).toBeNull();
  expect(await ask({ uri, text: LADDER })).toBeNull();
});
