import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyse } from '../src/language/analyse.js';
import { root } from './support/root.js';

const read = (name: string): string => readFileSync(join(root, name), 'utf8');
const inFolder = (folder: string): string[] =>
  readdirSync(join(root, folder)).map((name) => `${folder}/${name}`);

const pages = [
  ...['README.md', 'README.zh-cn.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
  ...inFolder('docs').filter((name) => name.endsWith('.md')),
  ...inFolder('docs/rules'),
  ...inFolder('docs/gallery').filter((name) => name.endsWith('.md')),
];
const manifest = JSON.parse(read('package.json')) as {
  readonly scripts: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
};

describe('the documentation', () => {
  it.each(pages)('%s links only to files that there are', (page) => {
    const links = [
      ...read(page).matchAll(/\]\((?!https?:|#)([^)#]+)/g),
      ...read(page).matchAll(/(?:src|srcset)="(?!https?:)([^"]+)"/g),
    ].map(([, link]) => link ?? '');
    expect(links.filter((link) => !existsSync(join(root, dirname(page), link)))).toEqual([]);
  });

  it.each(pages)('%s names only scripts that there are', (page) => {
    const scripts = [...read(page).matchAll(/`npm run ([\w:-]+)/g)].map(([, name]) => name ?? '');
    expect(scripts.filter((name) => !(name in manifest.scripts))).toEqual([]);
  });

  it('tells of every dependency why it is there, and of no other', () => {
    const [, table = ''] = read('ARCHITECTURE.md').split('## Dependencies');
    const named = [...table.matchAll(/^\|([^|]+)\|/gm)]
      .flatMap(([, cell]) => [...(cell ?? '').matchAll(/`([^`]+)`/g)])
      .map(([, name]) => name ?? '');
    expect(named.sort()).toEqual(Object.keys(manifest.devDependencies).sort());
  });
});

describe('an exchange for readers', () => {
  const texts = [
    ...inFolder('examples'),
    'README.md',
    'README.zh-cn.md',
    'docs/language.md',
    'docs/language.zh-cn.md',
  ];

  it.each(texts)('in %s has no error and no warning', (name) => {
    const kind = name.endsWith('.md') ? 'markdown' : 'segno';
    const { problems, scenarios } = analyse(read(name), { kind, language: 'en', stateNames: 'netstat' });
    expect(scenarios.length).toBeGreaterThan(0);
    expect(problems.filter(({ severity }) => severity === 'error' || severity === 'warning')).toEqual([]);
  });
});
