// Writes docs/rules from the rules: npm run docs.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { root } from './lib/root.mjs';

const bundle = await esbuild.build({
  absWorkingDir: root,
  entryPoints: ['src/rules/pages.ts'],
  bundle: true,
  write: false,
  platform: 'neutral',
  format: 'esm',
});
const [code] = bundle.outputFiles;
const { rulePages } = await import(
  `data:text/javascript;base64,${Buffer.from(code?.contents ?? '').toString('base64')}`
);

/** @type {ReadonlyMap<string, string>} */
const pages = rulePages();
const folder = join(root, 'docs/rules');
mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder)) if (!pages.has(name)) rmSync(join(folder, name));
for (const [name, text] of pages) writeFileSync(join(folder, name), text);
console.log(`docs/rules: ${pages.size} pages`);
