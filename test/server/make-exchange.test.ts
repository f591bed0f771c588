import {
  CodeActionRequest,
  CodeActionResolveRequest,
  Command,
  type CodeAction,
  type WorkspaceClientCapabilities,
} from 'vscode-languageserver';
import { afterEach, expect, it } from 'vitest';
import { MAKE_REQUEST } from '../../src/protocol/server.js';
import { Client } from './client.js';

let client: Client;

afterEach(() => client.close());

const uri = 'file:///notes/a.md';
const TEXT = 'First SYN → SYN-ACK → ACK.\n';
const range = { start: { line: 0, character: 6 }, end: { line: 0, character: 25 } };
const EXCHANGE = 'begin\nC -> SYN -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\nend\n';

async function serving(capabilities: { workspace?: WorkspaceClientCapabilities }): Promise<void> {
  client = Client.inProcess();
  await client.initialize(capabilities);
  await client.open(uri, TEXT, 'markdown');
}

async function offered(): Promise<CodeAction | undefined> {
  const actions = await client.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri },
    range,
    context: { diagnostics: [], only: ['refactor'] },
  });
  return actions?.find(
    (one): one is CodeAction => !Command.is(one) && one.title === 'Make an exchange of the selection',
  );
}

it('answers what is made of a selection, or why nothing is', async () => {
  await serving({});
  const ask = (params: unknown): Promise<unknown> => client.connection.sendRequest(MAKE_REQUEST, params);
  const end = { line: 0, character: 26 };
  expect(await ask({ uri, range, text: 'SYN → SYN-ACK → ACK' })).toEqual({
    text: EXCHANGE,
    edit: { range: { start: end, end }, newText: `\n\n\`\`\`segno\n${EXCHANGE}\`\`\`` },
  });
  // Of a document that the server does not know.
  expect(await ask({ uri: 'file:///notes/b.py', range, text: 'SYN → SYN-ACK → ACK' })).toEqual({
    text: EXCHANGE,
  });
  expect(await ask({ uri: 'file:///notes/b.py', range, text: 'x → y' })).toHaveProperty('why');
  expect(await ask({ uri, range })).toBeNull();
});

it('offers an edit that is to be confirmed to clients that ask', async () => {
  const workspaceEdit = { documentChanges: true, changeAnnotationSupport: {} };
  await serving({ workspace: { workspaceEdit } });
  const action = await offered();
  if (!action) throw new Error('not offered');
  const { edit } = await client.connection.sendRequest(CodeActionResolveRequest.type, action);
  expect(Object.values(edit?.changeAnnotations ?? {})).toEqual([
    { label: 'Make an exchange of the selection', needsConfirmation: true },
  ]);
  expect(JSON.stringify(edit?.documentChanges)).toContain('C -> SYN -> S');
});

it('offers nothing to others, who would write without asking', async () => {
  await serving({});
  expect(await offered()).toBeUndefined();
});
