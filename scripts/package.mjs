// Packs the extension into dist/segno-VERSION.vsix: npm run package.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from './lib/install.mjs';
import { root } from './lib/root.mjs';
import { run, runNode } from './lib/run.mjs';

await ensureInstalled();
if ((await runNode('scripts/build.mjs')).status !== 0) process.exit(1);

// Two packages of one commit are the same, byte by byte: the times in it are that commit's. Zip files know no zone.
process.env.SOURCE_DATE_EPOCH ??= await timeOfCommit();
process.env.TZ = 'UTC';

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const { status } = await run(process.execPath, [
  'node_modules/@vscode/vsce/vsce',
  'package',
  // Everything is bundled.
  '--no-dependencies',
  '--out',
  `dist/segno-${version}.vsix`,
]);
process.exitCode = status;

/** In seconds since 1970; outside of a repository any time will do, if it is always the same. */
async function timeOfCommit() {
  const { status, output } = await run('git', ['log', '-1', '--format=%ct'], { quiet: true });
  return status === 0 ? output.trim() : '1704067200';
}
