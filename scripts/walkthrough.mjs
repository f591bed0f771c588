// Draws the pictures of the walkthrough into media/walkthrough: npm run walkthrough.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importBundled } from './lib/bundled.mjs';
import { root } from './lib/root.mjs';

/** @type {{ walkthroughPictures(): ReadonlyMap<string, string> }} */
const { walkthroughPictures } = /** @type {any} */ (await importBundled('scripts/walkthrough/pictures.ts'));
const pictures = walkthroughPictures();
const folder = join(root, 'media/walkthrough');
mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder)) if (!pictures.has(name)) rmSync(join(folder, name));
for (const [name, text] of pictures) writeFileSync(join(folder, name), text);
console.log(`media/walkthrough: ${pictures.size} pictures`);
