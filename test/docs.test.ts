import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMING_FROM, fileOf, firstExchange, NOTE_FILES, QUESTIONS } from '../src/extension/examples.js';
import { Command, Setting } from '../src/extension/names.js';
import { analyse } from '../src/language/analyse.js';
import { root } from './support/root.js';

const LANGUAGES = ['en', 'zh-cn'] as const;

const read = (name: string): string => readFileSync(join(root, name), 'utf8');
const inFolder = (folder: string): string[] =>
  readdirSync(join(root, folder)).map((name) => `${folder}/${name}`);

/** A page without what stands in it as code. */
const prose = (page: string): string =>
  read(page)
    .replaceAll(/^(`{3,})[^]*?^\1$/gm, '```')
    .replaceAll(/`[^`\n]+`/g, '`');

/** The headings of a page as links name them. */
const anchors = (page: string): string[] =>
  [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    (heading ?? '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\- ]/gu, '')
      .replaceAll(' ', '-'),
  );

/** What a page and its translation have in common. */
const builtOf = (page: string) => {
  const count = (pattern: RegExp) => [...prose(page).matchAll(pattern)].length;
  const links = [...prose(page).matchAll(/\]\(([^)#]+)/g)].map(([, link]) => link?.replace('.zh-cn', ''));
  return {
    headings: [...prose(page).matchAll(/^#+ /gm)].map(([marks]) => marks),
    rows: count(/^\|/gm),
    items: count(/^(?:-|\d+\.) /gm),
    blocks: count(/^```$/gm),
    links: links.filter((link) => !/^README|^editors?\.md|^language\.md/.test(link ?? '')).sort(),
  };
};

/** The notes that the extension opens, by their names from the top. */
const notes = NOTE_FILES.flatMap((note) => LANGUAGES.map((language) => fileOf(note, language)));

const pages = [
  ...['README.md', 'README.zh-cn.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const manifest = JSON.parse(read('package.json')) as {
  readonly scripts: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly menus: { readonly commandPalette: readonly { command: string; when: string }[] };
  };
};

describe('the documentation', () => {
  it.each(pages)('%s links only to files and headings that there are', (page) => {
    const links = [
      ...prose(page).matchAll(/\]\((?!https?:)([^)\s]+)/g),
      ...prose(page).matchAll(/(?:src|srcset)="(?!https?:)([^"]+)"/g),
    ].map(([, link]) => link ?? '');
    const dead = links.filter((link) => {
      const [file = '', heading] = link.split('#');
      const target = file === '' ? page : join(dirname(page), file);
      return !existsSync(join(root, target)) || (heading !== undefined && !anchors(target).includes(heading));
    });
    expect(dead).toEqual([]);
  });

  it.each(pages)('%s names only scripts that there are', (page) => {
    const scripts = [...read(page).matchAll(/`npm run ([\w:-]+)/g)].map(([, name]) => name ?? '');
    expect(scripts.filter((name) => !(name in manifest.scripts))).toEqual([]);
  });

  it('tells of every script', () => {
    const named = [...read('CONTRIBUTING.md').matchAll(/`npm (?:run )?([\w:-]+)/g)].map(([, name]) => name);
    expect(Object.keys(manifest.scripts).filter((name) => !named.includes(name))).toEqual([]);
  });

  it.each(['docs/editor.md', 'docs/editor.zh-cn.md'])(
    '%s tells of every setting, and of no other',
    (page) => {
      const named = [...read(page).matchAll(/`(segno\.[\w.]+)`/g)].map(([, name]) => name ?? '');
      expect([...new Set(named)].sort()).toEqual(Object.values<string>(Setting).sort());
    },
  );

  it.each([
    ['docs/editor.md', 'package.nls.json'],
    ['docs/editor.zh-cn.md', 'package.nls.zh-cn.json'],
  ])('%s tells of every command by its title', (page, file) => {
    const words = JSON.parse(read(file)) as Readonly<Record<string, string>>;
    // Those of the walkthrough's links are for nobody to type.
    const hidden = manifest.contributes.menus.commandPalette.filter(({ when }) => when === 'false');
    const offered = Object.values(Command).filter((id) => !hidden.some(({ command }) => command === id));
    const titles = offered.map((id) => words[id.replace('segno.', 'command.')] ?? id);
    const text = read(page).replaceAll(/\s+/g, ' ');
    expect(titles.filter((title) => !text.includes(title))).toEqual([]);
  });

  const translated = pages.filter((page) => page.endsWith('.zh-cn.md'));

  it.each(translated)('%s is built as the English page is', (page) => {
    const english = page.replace('.zh-cn', '');
    expect(builtOf(page)).toEqual(builtOf(english));
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

  it.each(notes)('in %s has no problem but those that it expects', (name) => {
    const options = { kind: 'markdown', language: 'en', stateNames: 'netstat' } as const;
    const { problems, scenarios } = analyse(read(name), options);
    expect(scenarios.length).toBeGreaterThan(0);
    expect(problems.map(({ line, code }) => `${line}: ${code}`)).toEqual([]);
  });

  it.each(LANGUAGES)(
    'stands in the middle column of tables of other notations, line by line (%s)',
    (language) => {
      const rows = [...read(fileOf(COMING_FROM, language)).matchAll(/^\|([^|]*)\|([^|]*)\|[^|]*\|$/gm)];
      const cells = rows.map(([, , cell]) =>
        [...(cell ?? '').matchAll(/`([^`]+)`/g)].map(([, code]) => code),
      );
      const written = cells.filter((codes) => codes.length > 0).map((codes) => codes.join('\n'));
      expect(written.length).toBeGreaterThan(30);
      const unread = written.filter((text) =>
        analyse(text, { kind: 'segno', language: 'en', stateNames: 'netstat' }).problems.some(
          ({ notation }) => notation,
        ),
      );
      expect(unread).toEqual([]);
    },
  );
});

describe('the notes that the extension opens', () => {
  it.each(NOTE_FILES)('$id is called in the list as in its first heading', (note) => {
    const headings = LANGUAGES.map((language) => /^# (.*)$/m.exec(read(fileOf(note, language)))?.[1]);
    expect(headings).toEqual(LANGUAGES.map((language) => note.title[language]));
  });

  it('are all in the list', () => {
    const there = inFolder('docs/questions').filter((name) => !name.includes('.zh-cn'));
    expect(there.sort()).toEqual(QUESTIONS.map((note) => fileOf(note, 'en')).sort());
  });

  it('are packed with the extension', () => {
    const packed = read('.vscodeignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => new RegExp(`^${line.slice(1).replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`));
    expect(notes.filter((name) => !packed.some((pattern) => pattern.test(name)))).toEqual([]);
  });

  it('begin with the cursor in their first exchange', () => {
    for (const name of notes) {
      const lines = read(name).split('\n');
      expect(lines[firstExchange(read(name))]).toMatch(/^(?:begin|开始) /);
    }
  });
});
