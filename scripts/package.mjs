// Packs the extension into dist/segno-VERSION.vsix: npm run package.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from './lib/install.mjs';
import { root } from './lib/root.mjs';
import { run, runNode } from './lib/run.mjs';

await ensureInstalled();
if ((await runNode('scripts/build.mjs')).status !== 0) process.exit(1);

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const { status } = await run(process.execPath, [
  'node_modules/@vscode/vsce/vsce',
  'package',
  // Everything is bundled.
  '--no-dependencies',
  '--allow-missing-repository',
  // The README's picture is in the package.
  '--no-rewrite-relative-links',
  '--out',
  `dist/segno-${version}.vsix`,
]);
process.exitCode = status;
