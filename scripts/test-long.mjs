// The long run: walks, laws, mutants and fuzzing on many more cases than `npm test` tries, and the long part of
// test/kernel, and VS Code on a server. Takes about half an hour on two cores. Ends with one line, `N passed, N failed`.
import { ensureCodeServer } from './lib/code-server.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { vitest } from './lib/tests.mjs';

await ensureInstalled();
await ensureCodeServer();
const {
  passed,
  failed,
  failures = [],
} = await vitest('long', '--config=vitest.long.config.ts', ...process.argv.slice(2));
for (const failure of failures) console.log(`failed: ${failure}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
