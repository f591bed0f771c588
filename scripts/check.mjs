// Types, lint and formatting. Usage: node scripts/check.mjs; prints `check: N passed, N failed`.
import { availableParallelism } from 'node:os';
import { readdirSync } from 'node:fs';
import { root } from './lib/root.mjs';
import { run } from './lib/run.mjs';

const tsc = 'node_modules/typescript/bin/tsc';
const projects = readdirSync(root).filter(
  (name) => /^tsconfig(\.[a-z-]+)?\.json$/.test(name) && name !== 'tsconfig.base.json',
);

/** @type {{ name: string, args: string[] }[]} */
const tasks = [
  { name: 'eslint', args: ['node_modules/eslint/bin/eslint.js', '--max-warnings=0', '.'] },
  ...projects.map((name) => ({ name: `tsc -p ${name}`, args: [tsc, '-p', name, '--pretty', 'false'] })),
  {
    name: 'prettier',
    args: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'],
  },
];

let failed = 0;
const passed = () => total - failed;
const total = tasks.length;

async function worker() {
  for (let task = tasks.shift(); task; task = tasks.shift()) {
    const { status, output } = await run(process.execPath, task.args, { quiet: true });
    if (status === 0) {
      console.log(`ok      ${task.name}`);
    } else {
      failed++;
      console.log(`FAILED  ${task.name}\n${output.trimEnd()}`);
    }
  }
}

await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, worker));
console.log(`check: ${passed()} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
