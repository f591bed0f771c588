import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  CodeActionRequest,
  DidChangeConfigurationNotification,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  type CodeAction,
  type Diagnostic,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ANALYSED_NOTIFICATION, DRAWINGS_REQUEST, isDrawingsAnswer } from '../../src/protocol/server.js';
import { root } from '../support/root.js';
import { Client } from './client.js';

const uri = 'file:///notes/a.segno';
const WRONG = 'begin A\nC -> SYN(seq=x) -> S\nC <- SYN(seq=y)+ACK(ack=x+2) <- S\nC -> ACK -> S\nend\n';
const NUMBER = { start: { line: 2, character: 20 }, end: { line: 2, character: 27 } };

const serious = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
  diagnostics.filter(({ severity }) => severity === 1 || severity === 2);

/** The message of the first problem. */
const said = ({ diagnostics }: { diagnostics: readonly Diagnostic[] }): string => {
  const message = diagnostics[0]?.message ?? '';
  return typeof message === 'string' ? message : message.value;
};

let client: Client | undefined;

afterEach(async () => {
  await client?.close();
  client = undefined;
});

describe.each([
  ['in this process', () => Client.inProcess()],
  ['in a process of its own', () => Client.spawned()],
])('a server %s', (_where, start) => {
  beforeAll(() => {
    if (!existsSync(join(root, 'dist/server.js')))
      execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: root });
  });

  it('tells what it can do', async () => {
    client = start();
    const { capabilities } = await client.initialize();
    expect(capabilities).toMatchObject({
      textDocumentSync: { openClose: true, change: 2 },
      codeActionProvider: {
        codeActionKinds: expect.arrayContaining(['quickfix', 'source.fixAll.segno']) as string[],
      },
      hoverProvider: true,
      foldingRangeProvider: true,
    });
  });

  it('shows a problem where it is, and takes it away when it is mended', async () => {
    client = start();
    await client.initialize();
    await client.open(uri, WRONG);
    const { diagnostics, version } = await client.published(uri);
    expect(version).toBe(1);
    expect(diagnostics).toMatchObject([
      { range: NUMBER, severity: 1, source: 'segno', code: 'wrong-ack-number' },
    ]);
    await client.change(uri, 2, { range: NUMBER, text: 'ack=x+1' });
    expect(await client.published(uri, (params) => params.version === 2)).toMatchObject({ diagnostics: [] });
  });

  it('mends a problem by its quick fix', async () => {
    client = start();
    await client.initialize();
    await client.open(uri, WRONG);
    const { diagnostics } = await client.published(uri);
    const actions = await client.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range: NUMBER,
      context: { diagnostics },
    });
    const [action] = (actions ?? []) as CodeAction[];
    const edits = action?.edit?.changes?.[uri] ?? [];
    expect(edits).toHaveLength(1);
    const text = TextDocument.applyEdits(TextDocument.create(uri, 'segno', 1, WRONG), edits);
    await client.change(uri, 2, { text });
    expect(await client.published(uri, (params) => params.version === 2)).toMatchObject({ diagnostics: [] });
  });

  it('speaks the language of the client', async () => {
    client = start();
    await client.initialize({ locale: 'zh-cn' });
    await client.open(uri, WRONG);
    const { diagnostics } = await client.published(uri);
    expect(said({ diagnostics })).toMatch(/\p{Script=Han}/u);
  });

  it('checks the blocks of a Markdown document', async () => {
    client = start();
    await client.initialize();
    const note = 'file:///notes/a.md';
    await client.open(
      note,
      `# Title\n\n> \`\`\`segno\n> ${WRONG.trimEnd().replaceAll('\n', '\n> ')}\n> \`\`\`\n`,
      'markdown',
    );
    const { diagnostics } = await client.published(note);
    expect(diagnostics).toMatchObject([
      {
        code: 'wrong-ack-number',
        range: { start: { line: 5, character: 22 }, end: { line: 5, character: 29 } },
      },
    ]);
  });
});

describe('the server', () => {
  const start = async (options: Parameters<Client['initialize']>[0] = {}): Promise<Client> => {
    client = Client.inProcess();
    await client.initialize(options);
    return client;
  };

  it('answers from the newest text, even while changes come fast', async () => {
    const one = await start();
    await one.open(uri, WRONG);
    for (let version = 2; version <= 40; version++) {
      await one.change(uri, version, { range: NUMBER, text: version % 2 === 0 ? 'ack=x+3' : 'ack=x+2' });
    }
    await one.change(uri, 41, { range: NUMBER, text: 'ack=x+1' });
    const actions = await one.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range: NUMBER,
      context: { diagnostics: [], only: ['quickfix'] },
    });
    expect(actions).toEqual([]);
    expect(await one.published(uri, (params) => params.version === 41)).toMatchObject({ diagnostics: [] });
  });

  it('keeps the meaning of all other lines while one is being typed', async () => {
    const one = await start();
    const text = WRONG.replace('x+2', 'x+1');
    await one.open(uri, text);
    await one.published(uri);
    let version = 1;
    let line = '';
    for (const key of 'C -> DATA(len=5) -> S') {
      line += key;
      version++;
      await one.change(uri, version, { text: text.replace('end', `${line}\nend`) });
      const { diagnostics } = await one.published(uri, (params) => params.version === version);
      expect(
        serious(diagnostics).every(({ range }) => range.start.line === 4),
        line,
      ).toBe(true);
    }
    expect(serious((await one.published(uri)).diagnostics)).toEqual([]);
  });

  it('forgets a document that is closed', async () => {
    const one = await start();
    await one.open(uri, WRONG);
    await one.published(uri, ({ diagnostics }) => diagnostics.length > 0);
    await one.closeDocument(uri);
    await one.published(uri, ({ diagnostics }) => diagnostics.length === 0);
    expect(
      await one.connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position: NUMBER.start }),
    ).toBeNull();
  });

  it('follows the settings as they change', async () => {
    const one = Client.inProcess();
    client = one;
    one.settings = { stateNames: 'rfc' };
    await one.initialize({ asks: true });
    await one.open(uri, 'C -> SYN -> S [SYN_SENT, ESTABLISHED]');
    await one.published(uri, (params) => said(params).includes('SYN-RECEIVED'));
    one.settings = { stateNames: 'ss', language: 'zh-cn' };
    await one.connection.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
    await one.published(uri, (params) =>
      /SYN-RECV.*\p{Script=Han}|\p{Script=Han}.*SYN-RECV/u.test(said(params)),
    );
  });

  it('takes settings from clients that push them', async () => {
    const one = await start({ initializationOptions: { stateNames: 'ss' } });
    await one.open(uri, 'C -> SYN -> S [SYN_SENT, ESTABLISHED]');
    await one.published(uri, (params) => said(params).includes('SYN-RECV'));
    await one.connection.sendNotification(DidChangeConfigurationNotification.type, {
      settings: { segno: { stateNames: 'rfc' } },
    });
    await one.published(uri, (params) => said(params).includes('SYN-RECEIVED'));
  });

  it('answers what editors ask for', async () => {
    const one = await start();
    await one.open(uri, WRONG);
    const textDocument = { uri };
    expect(await one.connection.sendRequest(DocumentSymbolRequest.type, { textDocument })).toMatchObject([
      { name: 'A' },
    ]);
    expect(await one.connection.sendRequest(FoldingRangeRequest.type, { textDocument })).toEqual([
      { startLine: 0, endLine: 4 },
    ]);
    expect(
      await one.connection.sendRequest(HoverRequest.type, { textDocument, position: NUMBER.start }),
    ).toMatchObject({
      contents: { kind: 'markdown' },
    });
  });

  it('draws a document, and says when there is something new to draw and where', async () => {
    const one = await start();
    const analysed = new Promise((resolve) => one.connection.onNotification(ANALYSED_NOTIFICATION, resolve));
    await one.open(uri, `${WRONG}C -> what`);
    expect(await analysed).toEqual({
      uri,
      version: 1,
      scenarios: [{ title: 'A', line: 1, endLine: 5 }],
    });
    const again = new Promise((resolve) => one.connection.onNotification(ANALYSED_NOTIFICATION, resolve));
    await one.change(uri, 2, { text: `${WRONG}C -> what?` });
    // Where they stand is told only if that is new.
    expect(await again).toEqual({ uri, version: 2 });
    const answer: unknown = await one.connection.sendRequest(DRAWINGS_REQUEST, { uri });
    expect(isDrawingsAnswer(answer)).toBe(true);
    expect(answer).toMatchObject({
      uri,
      version: 2,
      scenarios: [{ title: 'A', line: 1, endLine: 5 }],
      problems: [{ line: 6, code: 'syntax', broken: true }],
    });
  });

  it('has a drawing with nothing in it for a block of Markdown in which nothing stands yet', async () => {
    const one = await start();
    await one.open('file:///a.md', '```segno\nC -> SYN -> S\n```\n\n```segno Next\n\n```\n', 'markdown');
    const answer = await one.connection.sendRequest(DRAWINGS_REQUEST, { uri: 'file:///a.md' });
    expect(answer).toMatchObject({
      scenarios: [
        { line: 2, rows: [{ kind: 'segment' }] },
        { title: 'Next', line: 5, endLine: 6, rows: [] },
      ],
    });
  });

  it('draws nothing of a document that is not open, and ignores requests that make no sense', async () => {
    const one = await start();
    expect(await one.connection.sendRequest(DRAWINGS_REQUEST, { uri })).toEqual({
      uri,
      version: 0,
      scenarios: [],
      problems: [],
    });
    expect(await one.connection.sendRequest(DRAWINGS_REQUEST, { uri: 5 })).toBeNull();
  });
});
