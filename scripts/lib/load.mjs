// Runs TypeScript of the project in scripts: bundled where tests and scripts find the project's root as usual.
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { root } from './root.mjs';

/**
 * Bundles a file and imports it.
 *
 * @param {string} file path from the root
 * @returns {Promise<any>} what it exports
 */
export async function load(file) {
  const folder = join(root, '.cache/loaded');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `${basename(file, '.ts')}-${process.pid}.mjs`);
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: [file],
    bundle: true,
    outfile,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
    // Some of what is bundled is CommonJS and calls require.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  return import(pathToFileURL(outfile).href);
}
