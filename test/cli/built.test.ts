import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { bundles } from '../../scripts/bundles.mjs';
import { WRONG } from './fake.js';

const folder = mkdtempSync(join(tmpdir(), 'segno-built-'));
const cli = join(folder, 'cli.cjs');

beforeAll(async () => {
  const bundle = bundles(false).find(({ outfile }) => outfile === 'dist/cli.js');
  if (!bundle) throw new Error('no bundle for the command line');
  await build({ ...bundle, outfile: cli });
  writeFileSync(join(folder, 'a.segno'), WRONG);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('the built command line', () => {
  it('checks files and standard input, and exits accordingly', () => {
    const options = { cwd: folder, encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } } as const;
    const files = spawnSync(process.execPath, [cli, 'check', '.'], options);
    expect(files.stdout).toContain('a.segno:3:14: error[wrong-ack-number]');
    expect(files.status).toBe(1);
    const input = spawnSync(process.execPath, [cli, 'check', '--format', 'json', '-'], {
      ...options,
      input: WRONG,
    });
    expect(JSON.parse(input.stdout)).toMatchObject({ files: [{ problems: [{ code: 'wrong-ack-number' }] }] });
    expect(spawnSync(process.execPath, [cli, 'check', 'nowhere'], options).status).toBe(2);
  });

  it('serves editors over standard input and output', async () => {
    const server = spawn(process.execPath, [cli, 'lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const ended = new Promise((resolve) => server.once('exit', resolve));
    const connection = createMessageConnection(
      new StreamMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
    );
    connection.listen();
    const answer: unknown = await connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: {},
    });
    expect(answer).toMatchObject({ capabilities: { textDocumentSync: expect.anything() as unknown } });
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    expect(await ended).toBe(0);
    connection.dispose();
  });
});
