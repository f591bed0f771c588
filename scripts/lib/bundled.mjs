import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { root } from './root.mjs';

/**
 * What a TypeScript module of the project exports, for scripts that use the project's own code.
 *
 * @param {string} entry path from the root
 * @returns {Promise<unknown>}
 */
export async function importBundled(entry) {
  const folder = join(root, '.cache/bundled');
  mkdirSync(folder, { recursive: true });
  // Files in different folders may have the same name.
  const outfile = join(folder, entry.replaceAll('/', '-').replace(/\.ts$/, '.cjs'));
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    outfile,
    platform: 'node',
    format: 'cjs',
    logLevel: 'warning',
    // CommonJS has no import.meta.
    define: { 'import.meta.url': 'moduleUrl' },
    banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
  });
  return createRequire(import.meta.url)(outfile);
}
