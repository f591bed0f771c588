import { spawn } from 'node:child_process';
import { root } from './root.mjs';

/**
 * Runs a program in the project's root and waits for it.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ quiet?: boolean, env?: NodeJS.ProcessEnv }} [options] quiet: the output is returned and not shown; env: set
 * beside what this process has.
 * @returns {Promise<{ status: number, output: string }>} status is 1 where the program could not start or was killed.
 */
export function run(command, args, options = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', options.quiet ? 'pipe' : 'inherit', options.quiet ? 'pipe' : 'inherit'],
    });
    let output = '';
    const collect = (/** @type {Buffer} */ chunk) => {
      output += chunk.toString();
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.on('error', (error) => done({ status: 1, output: `${output}${error.message}\n` }));
    child.on('close', (status) => done({ status: status ?? 1, output }));
  });
}

/**
 * Runs a script of the project with the Node that runs this one.
 *
 * @param {string} script path from the root
 * @param {...string} args
 */
export function runNode(script, ...args) {
  return run(process.execPath, [script, ...args]);
}
