/**
 * What is bundled, from which entry point, for which runtime.
 *
 * @typedef {import('esbuild').BuildOptions & { entryPoints: [string], outfile: string }} Bundle
 */
import { markdownPreviewPlugins, previewPlugins } from './preview-plugins.mjs';
import { root } from './lib/root.mjs';

/**
 * @param {boolean} dev readable code and source maps
 * @returns {Bundle[]}
 */
export function bundles(dev) {
  /** @type {import('esbuild').BuildOptions} */
  const common = {
    absWorkingDir: root,
    bundle: true,
    minify: !dev,
    sourcemap: dev,
    logLevel: 'warning',
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': dev ? '"development"' : '"production"' },
  };
  /** @type {import('esbuild').BuildOptions} */
  const node = { ...common, platform: 'node', target: 'node20', format: 'cjs' };
  /** @type {import('esbuild').BuildOptions} */
  const browser = { ...common, platform: 'browser', target: 'es2022' };
  return [
    { ...node, entryPoints: ['src/extension/node.ts'], outfile: 'dist/extension.cjs', external: ['vscode'] },
    {
      ...browser,
      format: 'cjs',
      entryPoints: ['src/extension/browser.ts'],
      outfile: 'dist/extension-web.cjs',
      external: ['vscode'],
    },
    { ...node, entryPoints: ['src/server/node.ts'], outfile: 'dist/server.js' },
    { ...browser, format: 'iife', entryPoints: ['src/server/worker.ts'], outfile: 'dist/server-worker.js' },
    {
      ...browser,
      format: 'iife',
      entryPoints: ['src/preview/main.ts'],
      outfile: 'dist/preview.js',
      plugins: previewPlugins,
    },
    {
      ...browser,
      format: 'iife',
      entryPoints: ['src/preview/blocks.ts'],
      outfile: 'dist/markdown-preview.js',
      plugins: markdownPreviewPlugins,
      // Its look goes into shadow trees, where no page can bring it.
      loader: { '.css': 'text' },
    },
    {
      ...node,
      entryPoints: ['src/cli/main.ts'],
      outfile: 'dist/cli.js',
      banner: { js: '#!/usr/bin/env node' },
    },
  ];
}
