import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { root } from './root.mjs';
import { run } from './run.mjs';

/**
 * @typedef {{ passed: number, failed: number, failures?: string[], unsteady?: string[] }} Count
 * `failures` holds a text for each failure: its file, its name, and the beginning of what it says; `unsteady` the same
 * for each test that passed only when it was tried again.
 */

/** So many lines of a failure's message are repeated at the end. */
const MESSAGE_LINES = 12;

/**
 * Runs vitest, showing its output, and counts what it ran. A file that could not be loaded counts as one failure, and
 * so does an error outside the tests, and a run that failed without any of these.
 *
 * @param {string} name for the report's file
 * @param {...string} args
 * @returns {Promise<Count>}
 */
export async function vitest(name, ...args) {
  mkdirSync(join(root, 'test-results'), { recursive: true });
  const report = join(root, `test-results/${name}.json`);
  const unhandled = join(root, `test-results/${name}-unhandled.json`);
  for (const path of [report, unhandled]) rmSync(path, { force: true });
  const { status } = await run(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--reporter=default',
      '--reporter=json',
      '--reporter=./scripts/lib/unhandled.mjs',
      `--outputFile.json=${report}`,
      ...args,
    ],
    { env: { SEGNO_UNHANDLED: unhandled } },
  );
  try {
    const { numPassedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
    /** @type {string[]} */
    const failures = [];
    /** @type {string[]} */
    const unsteady = [];
    for (const file of testResults) {
      const path = relative(root, file.name);
      let failed = false;
      for (const { status: end, fullName, failureMessages } of file.assertionResults) {
        failed ||= end === 'failed';
        if (end !== 'failed' && failureMessages.length === 0) continue;
        const list = end === 'failed' ? failures : unsteady;
        list.push(told(`${path}: ${fullName}`, failureMessages.join('\n')));
      }
      if (!failed && file.status === 'failed') failures.push(told(path, file.message ?? ''));
    }
    for (const error of JSON.parse(readFileSync(unhandled, 'utf8'))) failures.push(told(name, error));
    if (failures.length === 0 && status !== 0) failures.push(`${name}: failed without a failing test`);
    return { passed: numPassedTests, failed: failures.length, failures, unsteady };
  } catch {
    return { passed: 0, failed: 1, failures: [`${name}: wrote no report`] };
  }
}

/**
 * @param {string} title
 * @param {string} message
 */
function told(title, message) {
  const lines = stripVTControlCharacters(message).split('\n').slice(0, MESSAGE_LINES);
  return [title, ...lines.map((line) => `    ${line.slice(0, 300)}`)].join('\n');
}
