import {
  CodeActionRequest,
  CodeActionResolveRequest,
  CodeLensRequest,
  Command,
  DefinitionRequest,
  DocumentFormattingRequest,
  DocumentHighlightRequest,
  DocumentOnTypeFormattingRequest,
  DocumentRangeFormattingRequest,
  FoldingRangeRequest,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
  SelectionRangeRequest,
  SemanticTokensDeltaRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
  WorkspaceSymbolRequest,
  type InitializeResult,
  type TextEdit,
} from 'vscode-languageserver';
import { afterEach, describe, expect, it } from 'vitest';
import { Client } from './client.js';

const uri = 'file:///notes/a.segno';
const options = { tabSize: 2, insertSpaces: true };

let client: Client;

afterEach(() => client.close());

async function serving(text: string, languageId = 'segno'): Promise<InitializeResult> {
  client = Client.inProcess();
  const result = await client.initialize();
  await client.open(uri, text, languageId);
  await client.published(uri);
  return result;
}

const texts = (edits: readonly TextEdit[] | null): string[] => edits?.map(({ newText }) => newText) ?? [];

describe('formatting', () => {
  it('answers for all of a text, for a part, and when a new line begins', async () => {
    await serving('C->SYN->S\nC<-SYN+ACK<-S\n\nC->ACK->S\n');
    const textDocument = { uri };
    const { connection } = client;
    const all = await connection.sendRequest(DocumentFormattingRequest.type, { textDocument, options });
    expect(texts(all)).toEqual(['C -> SYN     -> S', 'C <- SYN+ACK <- S', 'C -> ACK     -> S']);
    const range = { start: { line: 0, character: 2 }, end: { line: 1, character: 0 } };
    expect(
      texts(
        await connection.sendRequest(DocumentRangeFormattingRequest.type, { textDocument, range, options }),
      ),
    ).toEqual(['C -> SYN     -> S']);
    const typed = { textDocument, position: { line: 2, character: 0 }, ch: '\n', options };
    expect(texts(await connection.sendRequest(DocumentOnTypeFormattingRequest.type, typed))).toEqual([
      'C <- SYN+ACK <- S',
    ]);
  });

  it('is not offered for Markdown to a client that can be told so', async () => {
    client = Client.inProcess();
    const dynamicRegistration = true;
    const { capabilities } = await client.initialize({
      textDocument: {
        formatting: { dynamicRegistration },
        rangeFormatting: { dynamicRegistration },
        onTypeFormatting: { dynamicRegistration },
      },
    });
    expect(capabilities.documentFormattingProvider).toBeUndefined();
    const registered = await client.registeredFor(DocumentFormattingRequest.method);
    expect(registered.map(({ registerOptions }) => registerOptions as unknown)).toContainEqual({
      documentSelector: [{ language: 'segno' }],
    });
    await client.open(uri, '');
    await client.published(uri);
  });

  it('is offered for everything to any other client', async () => {
    const { capabilities } = await serving('');
    expect(capabilities).toMatchObject({
      documentFormattingProvider: true,
      documentRangeFormattingProvider: true,
      documentOnTypeFormattingProvider: { firstTriggerCharacter: '\n' },
    });
  });
});

describe('names', () => {
  const textDocument = { uri };
  const position = { line: 0, character: 0 };

  it('are renamed, found and marked', async () => {
    await serving('C -> SYN -> S\nC: close\n');
    const { connection } = client;
    expect(await connection.sendRequest(PrepareRenameRequest.type, { textDocument, position })).toMatchObject(
      {
        placeholder: 'C',
      },
    );
    const edit = await connection.sendRequest(RenameRequest.type, { textDocument, position, newName: 'D' });
    expect(texts(edit?.changes?.[uri] ?? null)).toEqual(['D', 'D']);
    const context = { includeDeclaration: true };
    expect(
      await connection.sendRequest(ReferencesRequest.type, { textDocument, position, context }),
    ).toHaveLength(2);
    expect(await connection.sendRequest(DefinitionRequest.type, { textDocument, position })).toMatchObject({
      uri,
    });
    expect(
      await connection.sendRequest(DocumentHighlightRequest.type, { textDocument, position }),
    ).toHaveLength(2);
  });

  it('that cannot be are refused with a reason', async () => {
    await serving('C -> SYN -> S\nC: close\n');
    await expect(
      client.connection.sendRequest(RenameRequest.type, { textDocument, position, newName: 'S' }),
    ).rejects.toThrow('already');
  });
});

describe('a refactoring', () => {
  it('comes with its edits as soon as it is chosen', async () => {
    await serving('C -> SYN(seq=x) -> S\nC <- SYN+ACK <- S\n');
    const { connection } = client;
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const context = { diagnostics: [], only: ['refactor'] };
    const actions = await connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range,
      context,
    });
    const action = actions?.find(({ title }) => title === 'Name the states');
    if (!action || Command.is(action)) throw new Error('not offered');
    expect(action.edit).toBeUndefined();
    const { edit } = await connection.sendRequest(CodeActionResolveRequest.type, action);
    expect(texts(edit?.changes?.[uri] ?? null)).toEqual([
      ' [SYN_SENT, SYN_RCVD]',
      ' [ESTABLISHED, SYN_RCVD]',
    ]);
  });
});

describe('a note', () => {
  it('is coloured, selected and found', async () => {
    await serving('begin Opening\nC -> SYN -> S\nend\n');
    const { connection } = client;
    const textDocument = { uri };
    const range = { start: { line: 2, character: 0 }, end: { line: 2, character: 3 } };
    const full = await connection.sendRequest(SemanticTokensRequest.type, { textDocument });
    expect(full?.data.length).toBe(7 * 5);
    expect(
      await connection.sendRequest(SemanticTokensRangeRequest.type, { textDocument, range }),
    ).toMatchObject({
      data: [2, 0, 3, 0, 0],
    });
    const positions = [{ line: 1, character: 0 }];
    expect(
      await connection.sendRequest(SelectionRangeRequest.type, { textDocument, positions }),
    ).toMatchObject([{ range: { start: positions[0] }, parent: {} }]);
    expect(await connection.sendRequest(WorkspaceSymbolRequest.type, { query: 'open' })).toMatchObject([
      { name: 'Opening' },
    ]);
  });

  it('is coloured anew only where it has changed, or all of it where something else was sent before', async () => {
    await serving('begin Opening\nC -> SYN -> S\nend\n');
    const textDocument = { uri };
    const full = await client.connection.sendRequest(SemanticTokensRequest.type, { textDocument });
    const start = { line: 1, character: 8 };
    await client.change(uri, 2, { range: { start, end: start }, text: '+ACK' });
    const delta = (previousResultId: string): Promise<unknown> =>
      client.connection.sendRequest(SemanticTokensDeltaRequest.type, { textDocument, previousResultId });
    const { resultId } = full ?? {};
    expect(await delta(resultId ?? '')).toEqual({
      resultId: expect.not.stringMatching(`^${resultId}$`) as string,
      edits: [{ start: 4 * 5, deleteCount: 0, data: [0, 3, 1, 9, 0, 0, 1, 3, 2, 0] }],
    });
    expect(await delta(resultId ?? '')).toMatchObject({ data: expect.any(Array) as number[] });
  });

  it.each([
    [undefined, 0],
    [{ codeLens: true }, 1],
    [{ codeLens: false }, 0],
  ])('has lenses with the settings %j: %i', async (initializationOptions, count) => {
    client = Client.inProcess();
    await client.initialize({ ...(initializationOptions ? { initializationOptions } : {}) });
    await client.open(uri, 'C -> SYN -> S\n');
    const lenses = await client.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri } });
    expect(lenses).toHaveLength(count);
  });

  it('reads figures in plain text, and says nothing of what is none', async () => {
    client = Client.inProcess();
    await client.initialize({ initializationOptions: { codeLens: true } });
    const lenses = async (name: string, text: string): Promise<number | undefined> => {
      const textDocument = { uri: `file:///notes/${name}` };
      await client.open(textDocument.uri, text, 'plaintext');
      expect((await client.published(textDocument.uri)).diagnostics).toEqual([]);
      return (await client.connection.sendRequest(CodeLensRequest.type, { textDocument }))?.length;
    };
    expect(
      await lenses('a.mmd', 'sequenceDiagram\nA->>B: SYN seq=x\nB->>A: SYN-ACK ack=x+1\nA->>B: ACK\n'),
    ).toBe(2);
    expect(await lenses('b.txt', 'We send a SYN -> and wait for the ACK.\nC -> S\n')).toBe(0);
    const folding = { textDocument: { uri: 'file:///notes/b.txt' } };
    expect(await client.connection.sendRequest(FoldingRangeRequest.type, folding)).toBeNull();
  });
});
