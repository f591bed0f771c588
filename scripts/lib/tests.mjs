import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';
import { run } from './run.mjs';

/** @typedef {{ passed: number, failed: number }} Count */

/**
 * Runs vitest, showing its output, and counts what it ran. A file that could not be loaded counts as one failure, and
 * so does a run that failed without a failing test.
 *
 * @param {string} name for the report's file
 * @param {...string} args
 * @returns {Promise<Count>}
 */
export async function vitest(name, ...args) {
  mkdirSync(join(root, 'test-results'), { recursive: true });
  const report = join(root, `test-results/${name}.json`);
  rmSync(report, { force: true });
  const { status } = await run(process.execPath, [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...args,
  ]);
  try {
    const { numPassedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
    let failed = 0;
    for (const file of testResults) {
      const failures = file.assertionResults.filter(
        (/** @type {{ status: string }} */ t) => t.status === 'failed',
      ).length;
      failed += failures || (file.status === 'failed' ? 1 : 0);
    }
    return { passed: numPassedTests, failed: failed || (status === 0 ? 0 : 1) };
  } catch {
    return { passed: 0, failed: 1 };
  }
}
