/**
 * What is bundled, from which entry point, for which runtime.
 *
 * @typedef {import('esbuild').BuildOptions & { entryPoints: [string], outfile: string }} Bundle
 */
import { join } from 'node:path';
import { markdownPreviewPlugins, previewPlugins } from './preview-plugins.mjs';
import { root } from './lib/root.mjs';
import { EXTENSION, exporting, SERVER, taking } from './shared.mjs';

/**
 * @param {boolean} dev
 * @returns {import('esbuild').BuildOptions}
 */
const commonTo = (dev) => ({
  absWorkingDir: root,
  bundle: true,
  minify: !dev,
  sourcemap: dev,
  logLevel: 'warning',
  legalComments: 'none',
  alias: { entities: './scripts/no-entities.mjs' },
  define: { 'process.env.NODE_ENV': dev ? '"development"' : '"production"' },
});

/**
 * Langium asks for another version of the protocol than the server does. What it takes of it is the same in both, so that
 * the server's serves.
 *
 * @type {import('esbuild').Plugin}
 */
const oneProtocol = {
  name: 'one-protocol',
  setup(build) {
    const resolveDir = join(root, 'node_modules/vscode-languageserver');
    const filter = /^vscode-(?:languageserver-(?:protocol|types)|jsonrpc)(?:\/|$)/;
    build.onResolve({ filter }, ({ path, kind, pluginData }) =>
      pluginData === 'asked' ? undefined : build.resolve(path, { kind, resolveDir, pluginData: 'asked' }),
    );
  },
};

/**
 * What the command line loads only when it is asked for is not in its bundle: it stands beside it, among the modules.
 *
 * @type {import('esbuild').Plugin}
 */
const besides = {
  name: 'besides',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.\/mcp\/main\.js$/ }, () => ({ path: './npm/mcp/main.js', external: true }));
  },
};

/**
 * @param {boolean} dev readable code and source maps
 * @returns {Bundle[]}
 */
export function bundles(dev) {
  const common = commonTo(dev);
  /** @type {import('esbuild').BuildOptions} */
  const node = { ...common, platform: 'node', target: 'node20', format: 'cjs' };
  /** @type {import('esbuild').BuildOptions} */
  const browser = { ...common, platform: 'browser', target: 'es2022' };
  return [
    {
      ...node,
      entryPoints: ['src/extension/node.ts'],
      outfile: 'dist/extension.cjs',
      external: ['vscode'],
      plugins: [taking('extension-web.cjs', EXTENSION)],
    },
    {
      ...browser,
      format: 'cjs',
      entryPoints: ['src/extension/browser.ts'],
      outfile: 'dist/extension-web.cjs',
      external: ['vscode'],
      plugins: [exporting('src/extension/browser.ts', EXTENSION)],
    },
    {
      ...node,
      entryPoints: ['src/server/node.ts'],
      outfile: 'dist/server.js',
      plugins: [taking('server-worker.js', SERVER)],
    },
    {
      ...browser,
      format: 'iife',
      entryPoints: ['src/server/worker.ts'],
      outfile: 'dist/server-worker.js',
      globalName: 'segno',
      // In Node it is a module that the server takes its parts from.
      footer: { js: "if (typeof module === 'object') module.exports = segno;" },
      plugins: [oneProtocol, exporting('src/server/worker.ts', SERVER)],
    },
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
      ...browser,
      format: 'esm',
      entryPoints: ['src/page/stepping.ts'],
      outfile: 'dist/npm/page/stepping.js',
    },
    {
      ...node,
      entryPoints: ['src/cli/main.ts'],
      outfile: 'dist/cli.js',
      // tinyglobby is a module, and asks where it stands.
      define: { ...common.define, 'import.meta.url': 'moduleUrl' },
      banner: {
        js: "#!/usr/bin/env node\nconst moduleUrl = require('node:url').pathToFileURL(__filename).href;",
      },
      plugins: [besides, oneProtocol],
    },
  ];
}

/** What programs import from the package: ES modules, which have in common what they all need. */
export const MODULES = ['src/api/index.ts', 'src/site/markdown-it.ts', 'src/site/remark.ts'];

/**
 * @param {boolean} dev readable code and source maps
 * @returns {import('esbuild').BuildOptions & { outdir: string }}
 */
export function modules(dev) {
  return {
    ...commonTo(dev),
    platform: 'node',
    target: 'node20',
    format: 'esm',
    splitting: true,
    entryPoints: [...MODULES, 'src/mcp/main.ts'],
    outbase: 'src',
    outdir: 'dist/npm',
    chunkNames: 'shared/[name]-[hash]',
  };
}
