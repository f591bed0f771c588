// Writes docs/conformance.md and docs/survivors.md: npm run conformance. Takes a minute or two.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importBundled } from './lib/bundled.mjs';
import { root } from './lib/root.mjs';

const { standing, find, conformancePage, survivorsPage } = /** @type {any} */ (
  await importBundled('test/mutation/conformance.ts')
);
const found = find();
writeFileSync(join(root, 'docs/conformance.md'), conformancePage(standing(), found));
writeFileSync(join(root, 'docs/survivors.md'), survivorsPage(found));
console.log(`docs/conformance.md, docs/survivors.md: ${found.survivors.length} survivors`);
