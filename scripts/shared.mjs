/** Lets one bundle take modules from another that lies beside it, so that the package holds them once. */
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { root } from './lib/root.mjs';

/**
 * The common half of a package that another one uses, which may have a version of its own.
 *
 * @param {string} user
 * @param {string} name
 */
function commonOf(user, name) {
  const main = createRequire(join(root, 'node_modules', user, 'package.json')).resolve(name);
  return relative(root, join(dirname(main), '../common/api.js'));
}

/**
 * What a bundle of a browser's host has in common with the one of Node: the first exports it, each module under its
 * path from the root, and the second asks it for them.
 */
export const SERVER = [
  'src/server/server.ts',
  'src/server/cancelled.ts',
  'node_modules/vscode-languageserver/lib/common/api.js',
  'node_modules/vscode-languageserver/lib/common/server.js',
  'node_modules/vscode-languageserver/lib/common/utils/is.js',
  commonOf('vscode-languageserver', 'vscode-languageserver-protocol'),
  commonOf('vscode-languageserver', 'vscode-jsonrpc'),
];
export const EXTENSION = [
  'src/extension/start.ts',
  'node_modules/vscode-languageclient/lib/common/api.js',
  'node_modules/vscode-languageclient/lib/common/client.js',
  'node_modules/vscode-languageclient/lib/common/utils/is.js',
  commonOf('vscode-languageclient', 'vscode-languageserver-protocol'),
  commonOf('vscode-languageclient', 'vscode-jsonrpc'),
];

/**
 * Exports modules beside what an entry point does.
 *
 * @param {string} entry
 * @param {readonly string[]} modules paths from the root
 * @returns {import('esbuild').Plugin}
 */
export function exporting(entry, modules) {
  return {
    name: 'exporting',
    setup(build) {
      build.onLoad({ filter: new RegExp(`${entry.replaceAll('.', '\\.')}$`) }, ({ suffix }) => {
        if (suffix !== '') return undefined;
        const lines = modules.map(
          (path, index) =>
            `import * as m${index} from ${JSON.stringify(join(root, path))}; export { m${index} as ${JSON.stringify(path)} };`,
        );
        const own = `export * from ${JSON.stringify(`${join(root, entry)}?own`)};`;
        return { contents: [...lines, own].join('\n'), loader: 'js', resolveDir: root };
      });
      build.onResolve({ filter: /\?own$/ }, ({ path }) => ({ path: path.slice(0, -4), suffix: '?own' }));
    },
  };
}

/**
 * Takes modules from another bundle in place of bundling them again.
 *
 * @param {string} bundle its name in dist
 * @param {readonly string[]} modules paths from the root
 * @returns {import('esbuild').Plugin}
 */
export function taking(bundle, modules) {
  const taken = new Set(modules.map((path) => join(root, path)));
  return {
    name: 'taking',
    setup(build) {
      build.onResolve({ filter: /^\.|^vscode-/ }, async ({ path, pluginData, ...from }) => {
        if (pluginData === 'asked') return undefined;
        const found = await build.resolve(path, { ...from, pluginData: 'asked' });
        return taken.has(found.path)
          ? { path: found.path.slice(root.length + 1), namespace: 'taken' }
          : undefined;
      });
      build.onResolve({ filter: new RegExp(`^\\./${bundle.replaceAll('.', '\\.')}$`) }, ({ path }) => ({
        path,
        external: true,
      }));
      build.onLoad({ filter: /.*/, namespace: 'taken' }, ({ path }) => ({
        contents: `module.exports = require(${JSON.stringify(`./${bundle}`)})[${JSON.stringify(path)}];`,
        resolveDir: root,
      }));
    },
  };
}
