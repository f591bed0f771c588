// Everything that must hold: npm test. Installs and builds what is missing, then runs the checks, the tests, and the
// tests in a real VS Code in Chromium. Ends with what failed, once more, and one line, `N passed, N failed`.
import { ensureInstalled } from './lib/install.mjs';
import { run, runNode } from './lib/run.mjs';
import { ensureSystem } from './lib/system.mjs';
import { vitest } from './lib/tests.mjs';

await ensureInstalled();
await ensureSystem();

const total = { passed: 0, failed: 0 };
/** @type {string[]} */
const failures = [];
/** @type {string[]} */
const unsteady = [];

/** @param {import('./lib/tests.mjs').Count} count */
function add(count) {
  total.passed += count.passed;
  total.failed += count.failed;
  failures.push(...(count.failures ?? []));
  unsteady.push(...(count.unsteady ?? []));
}

const build = await runNode('scripts/build.mjs');
add(build.status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1, failures: ['build'] });

const check = await run(process.execPath, ['scripts/check.mjs'], { quiet: true });
process.stdout.write(check.output);
const [, passed, failed] = /^check: (\d+) passed, (\d+) failed$/m.exec(check.output) ?? [];
add({
  passed: Number(passed ?? 0),
  failed: Number(failed ?? 1),
  failures: failed === '0' ? [] : [check.output.trimEnd()],
});

add(await vitest('unit'));
// Without the bundles there is nothing that VS Code could run.
if (build.status === 0) add(await vitest('e2e', '--config=vitest.e2e.config.ts'));

for (const test of unsteady) console.log(`passed when tried again: ${test}`);
for (const failure of failures) console.log(`failed: ${failure}`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
