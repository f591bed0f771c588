import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

/**
 * A package of which something stands in a bundle.
 *
 * @typedef {{ name: string, version: string, license: string, texts: readonly string[] }} Bundled
 * `license` is the SPDX expression that it gives; `texts` are those of its files that the licence asks to pass on.
 */

const TEXTS = /^(?:licen[cs]e|copying|notice)(?:[-.].*)?$/i;
/** Behind a namespace, where a plugin has read the file. */
const PACKAGE = /^(?:[\w-]+:)?(.*\bnode_modules\/(?:@[^/]+\/)?[^/]+)\//;

/**
 * The packages whose code esbuild has put into bundles, in the order of their names.
 *
 * @param {readonly import('esbuild').Metafile[]} metafiles
 * @returns {Bundled[]}
 */
export function bundledPackages(metafiles) {
  const inputs = metafiles
    .flatMap(({ outputs }) => Object.values(outputs))
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const folders = new Set(inputs.flatMap(([path]) => PACKAGE.exec(path)?.[1] ?? []));
  /** @type {Map<string, Bundled>} */
  const found = new Map();
  for (const folder of folders) {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const texts = textsIn(folder);
    const named = license ?? (texts.some((text) => text.startsWith('The MIT License')) ? 'MIT' : '');
    found.set(`${name} ${version}`, { name, version, license: String(named), texts });
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, bundled]) => bundled);
}

/**
 * The licence of a package, in files of its own or at the end of its README.
 *
 * @param {string} folder from the root
 */
function textsIn(folder) {
  const files = readdirSync(join(root, folder)).sort();
  const read = (/** @type {string} */ file) => readFileSync(join(root, folder, file), 'utf8').trim();
  const own = files.filter((file) => TEXTS.test(file)).map(read);
  if (own.length > 0) return own;
  return files
    .filter((file) => /^readme/i.test(file))
    .flatMap((file) => /^(?:#+ *licen[cs]e|licen[cs]e.*\n-+$)[^]*/im.exec(read(file))?.[0] ?? []);
}

/**
 * What goes with the bundles: who has written what is in them, and on what terms. Where packages have the same text it
 * stands once.
 *
 * @param {readonly Bundled[]} packages
 */
export function noticesText(packages) {
  /** @type {Map<string, Bundled[]>} */
  const byText = new Map();
  for (const one of packages) {
    const text = one.texts.join('\n\n');
    byText.set(text, [...(byText.get(text) ?? []), one]);
  }
  const rule = '='.repeat(80);
  const sections = [...byText].map(([text, of]) => {
    const heads = of.map(({ name, version, license }) => `${name} ${version} (${license})`);
    return `${rule}\n${heads.join('\n')}\n${rule}\n\n${text}\n`;
  });
  return [
    'Segno contains code of the packages below, each on its own terms. Segno itself is under the MIT licence.\n',
    ...sections,
  ].join('\n');
}
