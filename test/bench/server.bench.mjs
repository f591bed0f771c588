// How long the built server takes with 10,000 lines: to open them, and to show what one more key changes.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';

const SCENARIOS = 1_000;
const KEYS = 20;
const PAUSE = 30;

const text = Array.from({ length: SCENARIOS }, (_, index) =>
  [
    `begin Scenario ${index}`,
    'C -> SYN(seq=x) -> S   [SYN_SENT, SYN_RCVD]',
    'C <- SYN(seq=y)+ACK(ack=x+1) <- S',
    '// The handshake ends here.',
    'C -> ACK(ack=y+1) -> S',
    `C -> DATA(len=${index + 1}) -> S : request`,
    'C <- ACK <- S',
    'C -> FIN -> S',
    'C <- FIN+ACK <- S',
    'end\n',
  ].join('\n'),
).join('');

const server = spawn(process.execPath, [join(import.meta.dirname, '../../dist/server.js'), '--stdio'], {
  stdio: ['pipe', 'pipe', 'inherit'],
});
const connection = createProtocolConnection(
  new StreamMessageReader(server.stdout),
  new StreamMessageWriter(server.stdin),
);
/** @type {Map<number, (at: number) => void>} */
const waiting = new Map();
connection.onNotification('textDocument/publishDiagnostics', ({ version }) => {
  waiting.get(version)?.(performance.now());
});
/** @param {number} version */
const published = (version) => new Promise((resolve) => waiting.set(version, resolve));
connection.listen();

const uri = 'file:///bench.segno';
await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities: {} });
await connection.sendNotification('initialized', {});

const opened = published(1);
const began = performance.now();
await connection.sendNotification('textDocument/didOpen', {
  textDocument: { uri, languageId: 'segno', version: 1, text },
});
console.log(`open ${SCENARIOS * 10} lines: ${((await opened) - began).toFixed(0)} ms`);

let last = 0;
const settled = published(KEYS + 1);
for (let key = 0; key < KEYS; key++) {
  const position = { line: 5_003, character: 5 + key };
  last = performance.now();
  await connection.sendNotification('textDocument/didChange', {
    textDocument: { uri, version: key + 2 },
    contentChanges: [{ range: { start: position, end: position }, text: 'x' }],
  });
  await new Promise((resolve) => setTimeout(resolve, PAUSE));
}
console.log(
  `${KEYS} keys, ${PAUSE} ms apart: right ${((await settled) - last).toFixed(0)} ms after the last`,
);

await connection.sendRequest('shutdown');
await connection.sendNotification('exit');
connection.dispose();
