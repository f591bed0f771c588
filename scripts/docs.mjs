// Writes the generated pages: docs/rules from the rules, docs/conformance from its tests: npm run docs.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importBundled } from './lib/bundled.mjs';
import { root } from './lib/root.mjs';

/** @typedef {() => ReadonlyMap<string, string>} Pages pages by file name */

/**
 * @param {string} to
 * @param {ReadonlyMap<string, string>} pages
 */
function write(to, pages) {
  const folder = join(root, to);
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (!pages.has(name)) rmSync(join(folder, name));
  for (const [name, text] of pages) writeFileSync(join(folder, name), text);
  console.log(`${to}: ${pages.size} pages`);
}

const rules = /** @type {{ rulePages: Pages }} */ (await importBundled('src/rules/pages.ts'));
write('docs/rules', rules.rulePages());
const { configSchema } = /** @type {{ configSchema: () => object }} */ (
  await importBundled('src/language/config.ts')
);
mkdirSync(join(root, 'schemas'), { recursive: true });
writeFileSync(join(root, 'schemas/segnorc.schema.json'), `${JSON.stringify(configSchema(), undefined, 2)}\n`);
console.log('schemas/segnorc.schema.json');
const conformance = /** @type {{ conformancePages: Pages }} */ (
  await importBundled('test/conformance/pages.ts')
);
write('docs/conformance', conformance.conformancePages());
const { refreshed, standing } = /** @type {any} */ (await importBundled('test/mutation/conformance.ts'));
const numbers = join(root, 'docs/conformance.md');
writeFileSync(numbers, refreshed(readFileSync(numbers, 'utf8'), standing()));
console.log('docs/conformance.md: what can be counted at once');
