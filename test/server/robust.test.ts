import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import {
  CancellationTokenSource,
  CompletionRequest,
  ConfigurationRequest,
  HoverRequest,
  LogMessageNotification,
  SemanticTokensDeltaRequest,
  SemanticTokensRequest,
  WorkspaceSymbolRequest,
  type Position,
  type Range,
  type SemanticTokens,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { afterEach, describe, expect, it } from 'vitest';
import type { TextKind } from '../../src/language/analyse.js';
import { diagnostics } from '../../src/language/features/diagnostics.js';
import { FEATURES } from '../../src/language/features/index.js';
import { tokensOf } from '../../src/language/features/semantic-tokens.js';
import { CURSOR_NOTIFICATION, DRAWINGS_REQUEST, isDrawingsAnswer } from '../../src/protocol/server.js';
import { noteOf } from '../language/note.js';
import { root } from '../support/root.js';
import { Client } from './client.js';

let client: Client;

afterEach(() => client.close());

async function serving(): Promise<void> {
  client = Client.inProcess();
  await client.initialize();
}

/** What the server now says of the words of a document, told as what has changed. */
async function tokensAfter(uri: string, before: SemanticTokens): Promise<SemanticTokens> {
  const answer = await client.connection.sendRequest(SemanticTokensDeltaRequest.type, {
    textDocument: { uri },
    previousResultId: before.resultId ?? '',
  });
  if (!answer || 'data' in answer) throw new Error('not told as what has changed');
  const data = [...before.data];
  for (const { start, deleteCount, data: inserted = [] } of answer.edits) {
    data.splice(start, deleteCount, ...inserted);
  }
  return { ...answer, data };
}

describe('after edits of parts', () => {
  const SEGNO = 'begin A\r\nC -> SYN(seq=x) -> S\r\nC <- SYN+ACK(ack=x+2) <- S\r\nend\r\n';
  const pieces = [
    'begin',
    'end',
    '\n',
    '\r\n',
    '\r',
    'C -> SYN -> S',
    '`',
    '```segno\n',
    '\n```\n',
    '> ',
    '😀',
    '(',
    '/*',
    ' ',
  ];
  const edit = fc.record({
    start: fc.nat(),
    length: fc.nat({ max: 30 }),
    text: fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'grapheme', maxLength: 5 })),
  });

  it.each<[TextKind, string, string]>([
    ['segno', 'file:///a.segno', SEGNO],
    [
      'markdown',
      'file:///a.md',
      `---\na: b\n---\n- \`\`\`segno\n  C -> SYM -> S\n  \`\`\`\n\n~~~java\n${SEGNO}~~~\n`,
    ],
  ])('the server knows what the client does: %s', async (kind, uri, first) => {
    await serving();
    let version = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(edit, { minLength: 1, maxLength: 3 }), { maxLength: 5 }),
        async (rounds) => {
          let document = TextDocument.create(uri, kind, ++version, first);
          await client.open(uri, first, kind);
          let tokens = await client.connection.sendRequest(SemanticTokensRequest.type, {
            textDocument: { uri },
          });
          for (const edits of rounds) {
            const changes = edits.map(({ start, length, text }) => {
              const all = document.getText();
              const from = start % (all.length + 1);
              const range: Range = {
                start: document.positionAt(from),
                end: document.positionAt(from + length),
              };
              document = TextDocument.update(document, [{ range, text }], document.version);
              return { range, text };
            });
            document = TextDocument.update(document, [], ++version);
            await client.change(uri, version, ...changes);
            tokens = tokens && (await tokensAfter(uri, tokens));
          }
          const note = { ...noteOf(document.getText(), kind), uri };
          expect(tokens?.data).toEqual(tokensOf(note).data);
          // What is held back while somebody types is said when the cursor is elsewhere, before anything else is answered.
          await client.connection.sendNotification(CURSOR_NOTIFICATION, { uri });
          await client.connection.sendRequest(SemanticTokensRequest.type, { textDocument: { uri } });
          const last = rounds.length === 0 ? 1 : version;
          const published = await client.published(uri, (params) => params.version === last);
          expect(published.diagnostics).toEqual(diagnostics(note));
          await client.closeDocument(uri);
          await client.published(
            uri,
            (params) => params.version === undefined && params.diagnostics.length === 0,
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  it('the answer is of the newest text, however long', async () => {
    await serving();
    const uri = 'file:///long.segno';
    const scenario = 'begin\nC -> SYN(seq=x) -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\nend\n';
    await client.open(uri, scenario.repeat(2_000));
    const at: Position = { line: 5_001, character: 0 };
    for (let version = 2; version < 8; version++) {
      await client.change(uri, version, { range: { start: at, end: at }, text: `D: send ${version}\n` });
    }
    await client.change(uri, 8, { range: { start: at, end: at }, text: 'C -> \n' });
    const list = await client.connection.sendRequest(CompletionRequest.type, {
      textDocument: { uri },
      position: { line: 5_001, character: 5 },
    });
    const items = list && 'items' in list ? list.items : [];
    expect(items.map(({ label }) => label)).toContain('SYN(seq=x) -> D');
  });
});

describe('a server goes on', () => {
  const uri = 'file:///a.segno';
  const textDocument = { uri };
  const position = { line: 0, character: 5 };

  const stillAnswers = async (): Promise<void> => {
    const other = 'file:///other.segno';
    await client.open(other, 'C -> SYN -> S\n');
    const hover = await client.connection.sendRequest(HoverRequest.type, {
      textDocument: { uri: other },
      position,
    });
    expect(hover?.contents).toMatchObject({ value: expect.stringContaining('SYN') as string });
  };

  it('after a request that is taken back', async () => {
    await serving();
    await client.open(uri, 'C -> SYN -> S\n');
    const source = new CancellationTokenSource();
    const answer = client.connection.sendRequest(HoverRequest.type, { textDocument, position }, source.token);
    source.cancel();
    await answer.catch(() => undefined);
    await stillAnswers();
  });

  it.each([
    { textDocument, position: { line: 10_000, character: 3 } },
    { textDocument, position: { line: 0, character: 10_000 } },
    { textDocument, position: { line: -1, character: -1 } },
    { textDocument, range: { start: { line: 9, character: 9 }, end: { line: 3, character: 1 } } },
    { textDocument: { uri: 'file:///closed' }, position },
    { textDocument: { uri: 'not an address' }, position },
    { textDocument: null },
    { position: 'x' },
    null,
    [],
  ])('after requests that make no sense: %j', async (params) => {
    await serving();
    await client.open(uri, 'C -> SYN -> S\n');
    const methods = [
      'textDocument/completion',
      'textDocument/hover',
      'textDocument/codeAction',
      'textDocument/inlayHint',
      'textDocument/semanticTokens/range',
      'textDocument/rename',
      'textDocument/prepareRename',
      'textDocument/references',
      'textDocument/selectionRange',
      'textDocument/onTypeFormatting',
      'textDocument/rangeFormatting',
      'completionItem/resolve',
      'codeAction/resolve',
      'workspace/symbol',
      'segno/drawings',
    ];
    await Promise.all(
      methods.map((method) => client.connection.sendRequest(method, params).catch(() => undefined)),
    );
    await stillAnswers();
  });

  it.each([
    [
      'textDocument/didChange',
      { textDocument: { uri: 'file:///closed', version: 2 }, contentChanges: [{ text: 'x' }] },
    ],
    ['textDocument/didClose', { textDocument: { uri: 'file:///closed' } }],
    [
      'workspace/didChangeConfiguration',
      { settings: { segno: { stateNames: [], inlayHints: 3, language: {} } } },
    ],
    ['workspace/didChangeConfiguration', { settings: 'x' }],
    ['$/unheardOf', { a: 1 }],
  ])('after %s with %j', async (method, params) => {
    await serving();
    await client.connection.sendNotification(method, params);
    await stillAnswers();
  });

  it.each(['__proto__', 'constructor', 'hasOwnProperty', 'toString'])(
    'when a document, its ends and its symbols are called %s',
    async (name) => {
      await serving();
      const text = (end: string, symbol: string) =>
        `begin ${end}\n${end} -> SYN(seq=${symbol}) -> S\n${end} <- SYN+ACK(ack=${symbol}+2) <- S\nend\n`;
      await client.open(name, text(name, name));
      const odd = await client.published(name, ({ diagnostics: found }) => found.length > 0);
      await client.open(uri, text('C', 'x'));
      const usual = await client.published(uri, ({ diagnostics: found }) => found.length > 0);
      const codes = (params: typeof odd) => params.diagnostics.map(({ code }) => code);
      expect(codes(odd)).toEqual(codes(usual));
      const answer: unknown = await client.connection.sendRequest(DRAWINGS_REQUEST, { uri: name });
      expect(isDrawingsAnswer(answer)).toBe(true);
      await stillAnswers();
    },
  );

  it('after a feature that fails', async () => {
    const fails = (): Promise<never> => Promise.reject(new Error('no disk'));
    client = Client.inProcess({ list: fails, stat: fails, read: fails });
    await client.initialize({ folders: ['file:///notes'] });
    await expect(client.connection.sendRequest(WorkspaceSymbolRequest.type, { query: '' })).rejects.toThrow(
      'no disk',
    );
    await stillAnswers();
  });

  it('and ends without a word while the client has not answered it', async () => {
    const own = Client.inProcess();
    const asked = new Promise<void>((resolve) => {
      own.connection.onRequest(ConfigurationRequest.type, () => {
        resolve();
        return new Promise<never>(() => undefined);
      });
    });
    const unhandled: unknown[] = [];
    const hear = (error: unknown): void => void unhandled.push(error);
    process.on('unhandledRejection', hear);
    await own.initialize({ asks: true });
    await asked;
    await own.close();
    await setImmediate();
    process.off('unhandledRejection', hear);
    expect(unhandled).toEqual([]);
    await serving();
  });

  it('and logs it where a configuration cannot be read', async () => {
    client = Client.inProcess({
      list: () => Promise.resolve([]),
      stat: () => Promise.resolve(undefined),
      read: () => Promise.reject(new Error('no disk')),
    });
    const logged = new Promise<string>((resolve) => {
      client.connection.onNotification(LogMessageNotification.type, ({ message }) => {
        if (message.includes('no disk')) resolve(message);
      });
    });
    await client.initialize({});
    await client.open('file:///notes/a.segno', 'C -> SYM -> S\n');
    expect(await logged).toContain('file:///notes');
    await stillAnswers();
  });

  it('after a document is closed and opened again with another text', async () => {
    await serving();
    await client.open(uri, 'C -> SYM -> S\n');
    await client.published(uri, ({ diagnostics: found }) => found.length > 0);
    await client.closeDocument(uri);
    await client.open(uri, 'D -> SYN -> T\n');
    const hover = await client.connection.sendRequest(HoverRequest.type, { textDocument, position });
    expect(hover?.contents).toMatchObject({ value: expect.stringContaining('`T`') as string });
    await client.published(
      uri,
      ({ version, diagnostics: found }) => version === 1 && found.every(({ severity }) => severity !== 1),
    );
  });

  it('whatever it offers, each method once', async () => {
    await serving();
    const keys = FEATURES.flatMap(({ capabilities }) => Object.keys(capabilities));
    expect(new Set(keys).size).toBe(keys.length);
    await stillAnswers();
  });
});

describe('a server that is sent what is no message', () => {
  const frame = (text: string): string => `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;

  const noise = Array.from({ length: 3_000 }, (_, index) => (index * 7919) % 256);

  it.each([
    ['nothing', ''],
    ['junk', 'junk\r\n\r\nmore junk'],
    ['no length', 'Content-Type: application/vscode-jsonrpc\r\n\r\n{}'],
    ['a length that is a name', 'Content-Length: __proto__\r\n\r\n{}'],
    ['a negative length', 'Content-Length: -1\r\n\r\n'],
    ['a length that never comes', 'Content-Length: 99999999999\r\n\r\n{}'],
    ['half of an object', frame('{"a":')],
    ['null', frame('null')],
    ['a list', frame('[[],3,"x"]')],
    ['a method that there is not', frame('{"jsonrpc":"2.0","id":1,"method":"shutd"}')],
    ['noise', String.fromCharCode(...noise)],
  ])('ends with its input and says nothing: %s', async (_what, input) => {
    await serving();
    const child = spawn(process.execPath, [join(root, 'dist/server.js'), '--stdio']);
    let said = '';
    child.stderr.on('data', (data: Buffer) => (said += data.toString()));
    child.stdin.on('error', () => undefined);
    const exited = once(child, 'exit') as Promise<[number | null]>;
    child.stdin.end(Buffer.from(input, 'latin1'));
    const [code] = await exited;
    expect(code).toBe(1);
    expect(said).toBe('');
  });
});
