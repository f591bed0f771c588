import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundles } from '../../scripts/bundles.mjs';
import { fileOf, NOTE_FILES } from '../../src/extension/examples.js';
import { root } from '../support/root.js';

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly repository: { readonly url: string };
  readonly bugs: string;
  readonly homepage: string;
  readonly main: string;
  readonly browser: string;
};

/** What the extension consists of; whatever else lies in the folder stays out of the package. */
const CONTENT: readonly RegExp[] = [
  /^(?:package(?:\.nls(?:\.zh-cn)?)?\.json|README\.md|CHANGELOG\.md|LICENSE)$/,
  /^l10n\/bundle\.l10n\.zh-cn\.json$/,
  /^dist\/(?:extension|extension-web)\.cjs$/,
  /^dist\/(?:server|server-worker|preview|markdown-preview)\.js$/,
  /^dist\/(?:package\.json|THIRD-PARTY-NOTICES\.txt)$/,
  /^language\/language-configuration\.json$/,
  /^syntaxes\/segno(?:-fences|-notes)?\.tmLanguage\.json$/,
  /^media\/(?:theme|drawing|preview)\.css$/,
  /^media\/(?:icon\.png|(?:segno|preview)-(?:light|dark)\.svg)$/,
  /^media\/walkthrough\/[\w.-]+\.svg$/,
  /^schemas\/segnorc\.schema\.json$/,
  /^docs\/images\/preview\.png$/,
];

describe('the package of the extension', () => {
  let files: string[];
  beforeAll(async () => {
    files = await listFiles({ cwd: root, packageManager: PackageManager.None });
  });
  const notes = NOTE_FILES.flatMap((note) => [fileOf(note, 'en'), fileOf(note, 'zh-cn')]);

  it('has nothing in it but what it consists of', () => {
    const others = files.filter((file) => !notes.includes(file) && !CONTENT.some((one) => one.test(file)));
    expect(others).toEqual([]);
  });

  it('has all that it consists of', () => {
    const needed = [
      manifest.main,
      manifest.browser,
      'LICENSE',
      'dist/THIRD-PARTY-NOTICES.txt',
      ...notes.filter((note) => note.startsWith('docs/')),
      ...bundles(false).map(({ outfile }) => outfile),
    ].map((file) => file.replace(/^\.\//, ''));
    // The command line, and what sites take, are in the package for npm.
    const own = needed.filter((file) => !/^dist\/(?:cli\.js|npm\/)/.test(file));
    expect(own.filter((file) => !files.includes(file))).toEqual([]);
  });

  it('is the same, byte by byte, whenever it is made', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'segno-package-'));
    const before = { ...process.env };
    try {
      Object.assign(process.env, { SOURCE_DATE_EPOCH: '1704067200', TZ: 'UTC' });
      const digests: string[] = [];
      for (const name of ['one.vsix', 'two.vsix']) {
        const packagePath = join(folder, name);
        await createVSIX({ cwd: root, dependencies: false, packagePath });
        digests.push(createHash('sha256').update(readFileSync(packagePath)).digest('hex'));
      }
      expect(digests[0]).toBe(digests[1]);
    } finally {
      process.env = before;
      rmSync(folder, { recursive: true });
    }
  });
});

describe('what is said of the project', () => {
  it('has one place: the address of the repository', () => {
    const address = manifest.repository.url.replace(/\.git$/, '');
    expect(address).toMatch(/^https:\/\/github\.com\/[\w-]+\/[\w-]+$/);
    expect([manifest.bugs, manifest.homepage]).toEqual([`${address}/issues`, `${address}#readme`]);
  });

  it.each(['README.md', 'README.zh-cn.md'])('%s shows pictures as any marketplace does', (name) => {
    // What is rewritten to addresses are the links of Markdown; other elements would stay relative.
    expect(readFileSync(join(root, name), 'utf8')).not.toMatch(/<(?:picture|img|source|a)\b/);
  });
});

describe('the notices', () => {
  const rule = '='.repeat(80);
  const [, ...pieces] = readFileSync(join(root, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8').split(`${rule}\n`);
  /** By package: its licence, and the text of that. */
  const packages = new Map(
    pieces.flatMap((heads, index) => {
      if (index % 2 === 1) return [];
      const named = [...heads.matchAll(/^(\S+) \S+ \((.*)\)$/gm)];
      return named.map(
        ([, name = '', license = '']) => [name, { license, text: pieces[index + 1] ?? '' }] as const,
      );
    }),
  );

  it('give the licence and its text for every package', () => {
    expect([...packages.keys()]).toEqual(
      expect.arrayContaining(['chevrotain', 'd3-selection', 'dompurify', 'langium', 'mermaid']),
    );
    const silent = [...packages].filter(([, { license, text }]) => license === '' || text.length < 300);
    expect(silent.map(([name]) => name)).toEqual([]);
  });

  it('name no licence that asks for more than to be passed on', () => {
    const free =
      /^\(?(?:MIT|ISC|BSD-[23]-Clause|0BSD|BlueOak-1\.0\.0|Unlicense|(?:MPL-2\.0 OR )?Apache-2\.0)\)?$/;
    const others = [...packages].filter(([, { license }]) => !free.test(license));
    expect(others.map(([name, { license }]) => `${name}: ${license}`)).toEqual([]);
  });
});
