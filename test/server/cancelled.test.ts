import { PassThrough } from 'node:stream';
import { HoverRequest, InitializeRequest, LSPErrorCodes, type Message } from 'vscode-languageserver';
import {
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { expect, it } from 'vitest';
import { UNHEARD } from '../../src/server/cancelled.js';

it('does no work for a request that is cancelled before its turn', async () => {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  const server = createConnection(
    ProposedFeatures.all,
    new StreamMessageReader(toServer),
    new StreamMessageWriter(toClient),
    UNHEARD,
  );
  server.onInitialize(() => ({ capabilities: {} }));
  const heard: number[] = [];
  server.onHover(({ position }) => {
    heard.push(position.line);
    return null;
  });
  server.listen();
  const answers: Message[] = [];
  const answered = new Promise<void>((done) => {
    new StreamMessageReader(toClient).listen((message) => {
      answers.push(message);
      if (answers.length === 3) done();
    });
  });

  const hover = (line: number): object => ({
    method: HoverRequest.method,
    params: { textDocument: { uri: 'file:///note.segno' }, position: { line, character: 0 } },
  });
  const messages = [
    { id: 1, method: InitializeRequest.method, params: { processId: null, rootUri: null, capabilities: {} } },
    { id: 2, ...hover(2) },
    { id: 3, ...hover(3) },
    { method: '$/cancelRequest', params: { id: 2 } },
  ];
  // In one piece, so that all of it has arrived when the first is answered.
  toServer.write(
    messages
      .map((message) => JSON.stringify({ jsonrpc: '2.0', ...message }))
      .map((text) => `Content-Length: ${text.length}\r\n\r\n${text}`)
      .join(''),
  );
  await answered;
  server.dispose();

  expect(heard).toEqual([3]);
  expect(answers).toContainEqual(
    expect.objectContaining({
      id: 2,
      error: expect.objectContaining({ code: LSPErrorCodes.RequestCancelled }) as unknown,
    }),
  );
});
