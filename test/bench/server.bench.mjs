// What the built server costs: from its start to the first problems, from a key to the problems that it leaves, what is
// asked of it meanwhile, and how much memory it takes.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CancellationTokenSource,
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { at, tell } from './lib/rows.mjs';
import { exchange, scenarios } from './lib/texts.mjs';

const KEYS = 100;
/** Milliseconds between the keys of somebody who types fast. */
const PAUSE = 30;

/** A server of its own, and what is asked of it. */
async function start() {
  const began = performance.now();
  // As the extension starts it (src/extension/node.ts).
  const flags = ['--max-semi-space-size=4'];
  const server = join(import.meta.dirname, '../../dist/server.js');
  const process_ = spawn(process.execPath, [...flags, server, '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const connection = createProtocolConnection(
    new StreamMessageReader(process_.stdout),
    new StreamMessageWriter(process_.stdin),
  );
  /** @type {Map<string, () => void>} */
  const waiting = new Map();
  connection.onNotification('textDocument/publishDiagnostics', ({ uri, version }) => {
    waiting.get(`${uri} ${version}`)?.();
  });
  connection.listen();
  await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities: {} });
  await connection.sendNotification('initialized', {});
  const published = (uri, version) => new Promise((resolve) => waiting.set(`${uri} ${version}`, resolve));
  return {
    began,
    connection,
    published,
    async open(uri, text) {
      const there = published(uri, 1);
      const textDocument = { uri, languageId: 'segno', version: 1, text };
      await connection.sendNotification('textDocument/didOpen', { textDocument });
      await there;
    },
    /** Writes a letter, and waits for nothing. */
    async key(uri, version, position) {
      await connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: [{ range: { start: position, end: position }, text: 'x' }],
      });
    },
    /** Megabytes of memory that are in use. */
    memory() {
      const kilobytes = /VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${process_.pid}/status`, 'utf8'))?.[1];
      return Number(kilobytes) / 1024;
    },
    async stop() {
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      connection.dispose();
    },
  };
}

/** A comment is typed into the middle of a text, key by key; each is waited for. */
async function typed(text) {
  const server = await start();
  const uri = 'file:///typed.segno';
  const lines = text.split('\n');
  const line = Math.floor(lines.length / 2);
  lines[line] = `${lines[line]} : `;
  await server.open(uri, lines.join('\n'));
  const times = [];
  for (let key = 0; key < KEYS; key++) {
    const there = server.published(uri, key + 2);
    const began = performance.now();
    await server.key(uri, key + 2, { line, character: (lines[line] ?? '').length + key });
    await there;
    times.push(performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  await server.stop();
  return at(times, 0.95);
}

const BEHIND =
  'Only the statements around the key are read again; the text is split, compared line by line and put together anew, and each end of a statement below the key is looked up.';
for (const [segments, goal] of [
  [1_000, 15],
  [10_000, 30],
]) {
  const time = await typed(exchange(segments));
  tell({
    what: `a key in the middle of an exchange of ${segments.toLocaleString('en')} segments until its problems, p95`,
    goal: `${goal} ms`,
    figure: `${time.toFixed(0)} ms`,
    reached: time <= goal,
    why: BEHIND,
  });
}
const spread = await typed(scenarios(10_000));
tell({
  what: 'a key in 10,000 lines in scenarios of 20 until its problems, p95',
  goal: '15 ms',
  figure: `${spread.toFixed(0)} ms`,
  reached: spread <= 15,
  why: 'Of 500 scenarios 499 are found to be as they were, each by itself; half of the rest is the text itself, which is put together anew, and the collecting of garbage.',
});

{
  const server = await start();
  await server.open('file:///small.segno', exchange(10));
  const first = performance.now() - server.began;
  tell({
    what: 'from the start of the server to the first problems',
    goal: '300 ms',
    figure: `${first.toFixed(0)} ms`,
    reached: first <= 300,
    why: 'A quarter is Node itself, half the loading of the bundle, and a tenth the making of the parser. Node 22 keeps what it has compiled, which the extension asks it to.',
  });
  const idle = server.memory();
  await server.open('file:///large.segno', exchange(10_000));
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const more = server.memory() - idle;
  tell({
    what: 'memory of the server for an exchange of 10,000 segments, above idle',
    goal: '60 MB',
    figure: `${more.toFixed(0)} MB`,
    reached: more <= 60,
    why: 'Some 36 MB are kept: of each line its statement, its step, the ends before and after, and the worlds that a later edit goes on from. The rest is garbage that has not been collected yet, and code that has been compiled.',
  });
  await server.stop();
}

for (const segments of [1_000, 10_000]) {
  const server = await start();
  const uri = 'file:///asked.segno';
  const lines = exchange(segments).split('\n');
  const line = Math.floor(lines.length / 2);
  lines.splice(line, 0, '');
  await server.open(uri, lines.join('\n'));
  const textDocument = { uri };
  const range = { start: { line, character: 0 }, end: { line: line + 1, character: 0 } };
  const screen = { start: { line: line - 20, character: 0 }, end: { line: line + 20, character: 0 } };
  const requests = {
    completion: ['textDocument/completion', { textDocument, position: { line, character: 0 } }],
    hover: ['textDocument/hover', { textDocument, position: { line: line + 1, character: 6 } }],
    hints: ['textDocument/inlayHint', { textDocument, range: screen }],
    tokens: ['textDocument/semanticTokens/range', { textDocument, range: screen }],
    'code actions': ['textDocument/codeAction', { textDocument, range, context: { diagnostics: [] } }],
  };
  for (const [name, [method, params]] of Object.entries(requests)) {
    const times = [];
    for (let again = 0; again < KEYS; again++) {
      const began = performance.now();
      await server.connection.sendRequest(method, params);
      times.push(performance.now() - began);
    }
    const time = at(times, 0.95);
    tell({
      what: `${name} in the middle of ${segments.toLocaleString('en')} segments, p95`,
      goal: '20 ms',
      figure: `${time.toFixed(1)} ms`,
      reached: time <= 20,
      why:
        name === 'completion'
          ? 'What may follow is asked of the exchange above, which is replayed from its last line; who is in it and how its ends began is found out anew.'
          : 'The first answers take longest, before Node has compiled what is asked.',
    });
  }
  await server.stop();
}

{
  const server = await start();
  const uri = 'file:///fast.segno';
  const lines = scenarios(10_000).split('\n');
  const line = 5_003;
  lines[line] = `${lines[line]} : `;
  await server.open(uri, lines.join('\n'));
  const settled = server.published(uri, KEYS + 1);
  let last = 0;
  const asked = [];
  let cancel = new CancellationTokenSource();
  for (let key = 0; key < KEYS; key++) {
    const position = { line, character: (lines[line] ?? '').length + key };
    // An editor no longer wants what it has asked for before the key.
    cancel.cancel();
    cancel = new CancellationTokenSource();
    last = performance.now();
    await server.key(uri, key + 2, position);
    for (const method of ['completion', 'hover', 'documentSymbol', 'codeLens']) {
      const params = { textDocument: { uri }, position };
      const answer = server.connection.sendRequest(`textDocument/${method}`, params, cancel.token);
      asked.push(answer.catch(() => undefined));
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  await settled;
  await Promise.all(asked);
  const behind = performance.now() - last - PAUSE;
  tell({
    what: `${KEYS} keys in 10,000 lines, ${PAUSE} ms apart, four requests each: all is answered after the last`,
    goal: 'never falls behind',
    figure: `${behind.toFixed(0)} ms`,
    reached: behind <= 100,
    why: 'The outline of 10,000 lines waits until the keys rest, and is then two megabytes that both sides have to go through.',
  });
  await server.stop();
}
