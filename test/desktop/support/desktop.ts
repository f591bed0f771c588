/** VS Code on a server, with the packed extension in its extension host in Node, as on the desktop. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { codeServer } from '../../../scripts/lib/code-server.mjs';
import { root } from '../../support/root.js';
import { driver, type Served } from '../../e2e/support/workbench.js';

/** Nothing in the way: neither a page of welcome, nor a chat that takes a third of the window. */
const SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
};

const socketDriver = join(root, 'test/desktop/support/driver');

export interface Desktop extends Served {
  /** The processes in which the extension's language server runs, as far as the system says. */
  servers(): number[];
}

/** Whether it is installed; says how to install it where not. */
export function isThere(): boolean {
  const there = codeServer() !== undefined;
  if (!there) console.warn('Left out, for want of code-server: npm run test:long installs it on Linux.');
  return there;
}

/** Serves a folder, with a profile that is thrown away at the end. */
export async function serveDesktop(folder: string): Promise<Desktop> {
  const installed = codeServer();
  if (!installed) throw new Error('code-server is not installed');
  const { node, script } = installed;
  const home = mkdtempSync(join(tmpdir(), 'segno-desktop-'));
  const [extensions, data, socket] = ['extensions', 'data', 'driver.sock'].map((name) =>
    join(home, name),
  ) as [string, string, string];
  const common = [
    script,
    `--extensions-dir=${extensions}`,
    `--user-data-dir=${data}`,
    `--config=${join(home, 'config.yaml')}`,
  ];
  mkdirSync(join(data, 'User'), { recursive: true });
  writeFileSync(join(data, 'User/settings.json'), JSON.stringify(SETTINGS));
  const vsix = join(home, 'segno.vsix');
  const vsce = join(root, 'node_modules/@vscode/vsce/vsce');
  execFileSync(process.execPath, [vsce, 'package', '--no-dependencies', '--out', vsix], {
    cwd: root,
    stdio: 'ignore',
  });
  execFileSync(node, [...common, '--install-extension', vsix], { stdio: 'ignore' });
  add(extensions, 'driver', driver);
  add(extensions, 'socket-driver', socketDriver);

  const server = spawn(
    node,
    [...common, '--auth=none', '--disable-workspace-trust', '--disable-telemetry', '--bind-addr=127.0.0.1:0'],
    {
      // A group of its own, so that all that it starts ends with it.
      detached: true,
      env: { ...process.env, SEGNO_DRIVER: socket, XDG_DATA_HOME: home, XDG_CONFIG_HOME: home },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const ended = once(server, 'exit');
  const close = async () => {
    if (server.exitCode === null && server.pid !== undefined) process.kill(-server.pid, 'SIGKILL');
    await ended;
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };
  let output = '';
  const origin = await new Promise<string | undefined>((done) => {
    const look = (chunk: Buffer) => {
      output += chunk.toString();
      const [, address] = /HTTP server listening on (http:\S+?)\/?\s/.exec(output) ?? [];
      if (address !== undefined) done(address);
    };
    server.stdout.on('data', look);
    server.stderr.on('data', look);
    void ended.then(() => done(undefined));
  });
  if (origin === undefined) {
    await close();
    throw new Error(`code-server has ended.\n${output}`);
  }
  return {
    url: `${origin}/?folder=${encodeURIComponent(folder)}`,
    run: (command, args) => ask(socket, [command, ...args]),
    servers: () => processesOf(extensions),
    close,
  };
}

/** Puts an extension beside those that are installed, as installing it would. */
function add(extensions: string, name: string, from: string): void {
  const to = join(extensions, `segno.${name}-1.0.0`);
  cpSync(from, to, { recursive: true });
  const list = join(extensions, 'extensions.json');
  const known = JSON.parse(readFileSync(list, 'utf8')) as unknown[];
  const added = {
    identifier: { id: `segno.${name}` },
    version: '1.0.0',
    location: { $mid: 1, path: to, scheme: 'file' },
    relativeLocation: `segno.${name}-1.0.0`,
  };
  writeFileSync(list, JSON.stringify([...known, added]));
}

/** Has the driver run a command, as soon as it listens. */
async function ask(socketPath: string, call: readonly unknown[]): Promise<unknown> {
  for (;;) {
    try {
      const asked = request({ socketPath, method: 'POST' });
      asked.end(JSON.stringify(call));
      const [response] = (await once(asked, 'response')) as [IncomingMessage];
      const answer = await text(response);
      if (response.statusCode !== 200) throw new Error(`${String(call[0])}: ${answer}`);
      return JSON.parse(answer);
    } catch (error) {
      // The extension host may still be starting, or starting again.
      const { code = '' } = error as NodeJS.ErrnoException;
      if (!['ENOENT', 'ECONNREFUSED', 'ECONNRESET'].includes(code)) throw error;
      await new Promise((done) => setTimeout(done, 50));
    }
  }
}

/** Those that run the server of the extension that is installed there. */
function processesOf(extensions: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return line.includes(extensions) && line.includes('dist/server.js');
      } catch {
        // It has ended meanwhile.
        return false;
      }
    })
    .map(Number);
}
