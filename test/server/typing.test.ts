import {
  CodeActionRequest,
  CodeActionResolveRequest,
  CompletionRequest,
  CompletionResolveRequest,
  DidChangeConfigurationNotification,
  InlayHintRequest,
  InlayHintRefreshRequest,
  type CodeAction,
  type CompletionItem,
  type CompletionList,
} from 'vscode-languageserver';
import { afterEach, describe, expect, it } from 'vitest';
import { Client } from './client.js';

const uri = 'file:///notes/a.segno';

let client: Client | undefined;

afterEach(async () => {
  await client?.close();
  client = undefined;
});

const start = { line: 0, character: 0 };
const end = { line: 99, character: 0 };

async function open(text: string, locale = 'en'): Promise<Client> {
  client = Client.inProcess();
  await client.initialize({ locale });
  await client.open(uri, text);
  return client;
}

describe('while a line is typed', () => {
  const offersAt = async (one: Client, line: number, character: number): Promise<CompletionItem[]> => {
    const position = { line, character };
    const list = await one.connection.sendRequest(CompletionRequest.type, {
      textDocument: { uri },
      position,
    });
    return (list as CompletionList).items;
  };

  it('the server offers what comes next, and tells what it does', async () => {
    const one = await open('begin\nC -> SYN(seq=x) -> S\nC <- \nend\n');
    const [first] = await offersAt(one, 2, 5);
    expect(first).toMatchObject({ label: 'SYN(seq=y)+ACK(ack=x+1) <- S', detail: 'next segment' });
    const told = first && (await one.connection.sendRequest(CompletionResolveRequest.type, first));
    expect(told?.documentation).toMatchObject({
      kind: 'markdown',
      value: expect.stringContaining('SYN\\_SENT → **ESTABLISHED**') as string,
    });
  });

  it('nothing is offered outside of the blocks of Markdown, so that others can', async () => {
    client = Client.inProcess();
    const { capabilities } = await client.initialize();
    expect(capabilities.completionProvider?.triggerCharacters).toEqual(
      expect.arrayContaining(['-', ' ', '（', '：', '【']),
    );
    const md = 'file:///notes/a.md';
    await client.open(md, 'C -> \n\n- ~~~segno\r\n  开始\r\n  C → \r\n  ~~~\n', 'markdown');
    const at = (line: number, character: number): Promise<unknown> =>
      one.connection.sendRequest(CompletionRequest.type, {
        textDocument: { uri: md },
        position: { line, character },
      });
    const one = client;
    expect(await at(0, 5)).toBeNull();
    expect(await at(2, 10)).toBeNull();
    expect(await at(4, 6)).toMatchObject({ items: [{ label: 'SYN(seq=x) -> S' }] });
  });

  it('an item of an earlier list is not told about as if it were of this one', async () => {
    const one = await open('begin\nC -> SYN(seq=x) -> S\nC <- \nend\n');
    const [old] = await offersAt(one, 2, 5);
    await offersAt(one, 1, 5);
    const told = old && (await one.connection.sendRequest(CompletionResolveRequest.type, old));
    expect(told?.documentation).toBeUndefined();
  });

  it('speaks Chinese to those who do', async () => {
    const one = await open('begin\nC -> \nend\n', 'zh-cn');
    expect(await offersAt(one, 1, 5)).toMatchObject([{ label: 'SYN(seq=x) -> S', detail: '下一个报文段' }]);
  });
});

describe('inlay hints', () => {
  const labels = async (one: Client): Promise<unknown> => {
    const params = { textDocument: { uri }, range: { start, end } };
    const hints = await one.connection.sendRequest(InlayHintRequest.type, params);
    return hints?.map(({ label, position }) => [position.line, label]);
  };
  const text = 'begin\nC -> SYN(seq=x) -> S\nC <- SYN+ACK <- S [ESTABLISHED, SYN_RCVD]\nend\n';

  it('show the states after each line that does not name them', async () => {
    expect(await labels(await open(text))).toEqual([[1, '[SYN_SENT, SYN_RCVD]']]);
  });

  it.each([
    [{ states: false, numbers: false }, []],
    [{ states: false, numbers: true }, [[2, 'seq=ISN_S, ack=x+1']]],
  ])('follow the settings %j, also those that change', async (inlayHints, shown) => {
    client = Client.inProcess();
    const refreshed = new Promise<void>((resolve) => {
      client?.connection.onRequest(InlayHintRefreshRequest.type, () => resolve());
    });
    await client.initialize({ asks: true, refreshes: true });
    await client.open(uri, text);
    client.settings = { inlayHints };
    await client.connection.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
    await refreshed;
    expect(await labels(client)).toEqual(shown);
  });
});

describe('the refactoring that completes an exchange', () => {
  const offered = async (one: Client): Promise<CodeAction | undefined> => {
    const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } };
    const params = { textDocument: { uri }, range, context: { diagnostics: [], only: ['refactor'] } };
    const actions = (await one.connection.sendRequest(CodeActionRequest.type, params)) as CodeAction[];
    return actions.find(({ title }) => title === 'Complete the exchange' || title === '补全交互');
  };

  it.each(['en', 'zh-cn'])('writes the rest before the end (%s)', async (locale) => {
    const one = await open('begin\nC -> FIN(seq=u)+ACK(ack=v) -> S\nend\n', locale);
    const action = await offered(one);
    const resolved = action && (await one.connection.sendRequest(CodeActionResolveRequest.type, action));
    const [edit] = resolved?.edit?.changes?.[uri] ?? [];
    expect(edit?.range.start).toEqual({ line: 2, character: 0 });
    expect(edit?.newText.split('\n')).toEqual([
      'C <- ACK(ack=u+1) <- S',
      'C <- FIN(seq=v)+ACK(ack=u+1) <- S',
      'C -> ACK(ack=v+1) -> S',
      'C: 2MSL',
      '',
    ]);
  });

  it('is not offered for an exchange that is over', async () => {
    expect(
      await offered(await open('begin\nS: CLOSED\nC -> SYN -> S\nC <- RST+ACK <- S\nend\n')),
    ).toBeUndefined();
  });
});
