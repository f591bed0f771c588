import {
  CompletionRequest,
  CompletionResolveRequest,
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

  it('speaks Chinese to those who do', async () => {
    const one = await open('begin\nC -> \nend\n', 'zh-cn');
    expect(await offersAt(one, 1, 5)).toMatchObject([{ label: 'SYN(seq=x) -> S', detail: '下一个报文段' }]);
  });
});
