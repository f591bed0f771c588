// Runs the benchmarks, test/bench/*.bench.mjs, one after the other: npm run bench [-- NAME …].
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from './lib/install.mjs';
import { root } from './lib/root.mjs';
import { runNode } from './lib/run.mjs';

await ensureInstalled();
const folder = join(root, 'test/bench');
const names = process.argv.slice(2);
const files = (existsSync(folder) ? readdirSync(folder) : [])
  .filter((file) => file.endsWith('.bench.mjs'))
  .filter((file) => names.length === 0 || names.some((name) => file.startsWith(name)));
if (files.length === 0) console.log('no benchmark to run');

if (files.length > 0 && (await runNode('scripts/build.mjs')).status !== 0) process.exit(1);
for (const file of files) {
  console.log(`\n${file}`);
  if ((await runNode(`test/bench/${file}`)).status !== 0) process.exitCode = 1;
}
