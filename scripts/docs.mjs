// Writes the generated pages: docs/rules from the rules, docs/conformance from its tests: npm run docs.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { root } from './lib/root.mjs';

/**
 * @param {string} entryPoint
 * @returns {Promise<Record<string, () => ReadonlyMap<string, string>>>} what it exports: pages by file name
 */
async function load(entryPoint) {
  const bundle = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [entryPoint],
    bundle: true,
    write: false,
    platform: 'neutral',
    format: 'esm',
  });
  const [code] = bundle.outputFiles;
  return import(`data:text/javascript;base64,${Buffer.from(code?.contents ?? '').toString('base64')}`);
}

/**
 * @param {string} to
 * @param {ReadonlyMap<string, string> | undefined} pages
 */
function write(to, pages = new Map()) {
  const folder = join(root, to);
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (!pages.has(name)) rmSync(join(folder, name));
  for (const [name, text] of pages) writeFileSync(join(folder, name), text);
  console.log(`${to}: ${pages.size} pages`);
}

const { rulePages } = await load('src/rules/pages.ts');
write('docs/rules', rulePages?.());
const { conformancePages } = await load('test/conformance/pages.ts');
write('docs/conformance', conformancePages?.());
