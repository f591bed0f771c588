/**
 * Sites as a stranger makes them: the package from `npm pack`, the lines of docs/sites.md, and the real generators. npm
 * brings VitePress and Docusaurus; MkDocs and Sphinx are Debian's packages, and their tests are left out where those are not
 * installed.
 */
import { execFileSync, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyFolder, install, pack, type Packed } from '../package/packed.js';
import { root } from '../support/root.js';

const OPENING = `begin Opening
C -> SYN(seq=x) -> S
C <- SYN(seq=y)+ACK(ack=x+1) <- S
C -> ACK(ack=y+1) -> S
end
`;

const PAGE = `---
title: TCP
---

# TCP

\`\`\`segno
${OPENING}\`\`\`

Text.
`;
/** Where the acknowledgment number stands in the page. */
const PLACE = '10:21';

const REST = `TCP
===

.. segno::

${OPENING.replaceAll(/^/gm, '   ').trimEnd()}

Text.
`;

const { folder, remove } = emptyFolder();
let packed: Packed;
beforeAll(() => {
  packed = pack(folder);
});
afterAll(remove);

const sites = readFileSync(join(root, 'docs/sites.md'), 'utf8');

/** The lines that docs/sites.md tells to put into a file. */
function lines(heading: string): string {
  const section = sites.split(/^## /m).find((one) => one.startsWith(`${heading}\n`)) ?? '';
  const [, , code = ''] = /^```(\w+)\n([^]*?)^```/m.exec(section) ?? [];
  expect(code).not.toBe('');
  return code;
}

interface Site {
  readonly run: (command: string, ...args: string[]) => SpawnSyncReturns<string>;
  readonly read: (file: string) => string;
  readonly write: (file: string, text: string) => void;
  /** Whether a script below a folder holds the text. */
  readonly has: (within: string, text: string) => boolean;
}

/** A folder with the package, what else npm has to bring, and some files. */
function site(name: string, files: Readonly<Record<string, string>>, ...packages: string[]): Site {
  const own = join(folder, name);
  mkdirSync(own);
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(own, file)), { recursive: true });
    writeFileSync(join(own, file), text);
  };
  write('package.json', '{ "private": true, "type": "module" }\n');
  for (const [file, text] of Object.entries(files)) write(file, text);
  if (packages.length > 0) {
    execFileSync(
      'npm',
      ['install', '--no-audit', '--no-fund', '--ignore-scripts', packed.tarball, ...packages],
      {
        cwd: own,
        stdio: 'ignore',
      },
    );
  } else {
    install(packed, own);
  }
  return {
    write,
    read: (file) => readFileSync(join(own, file), 'utf8'),
    has: (within, text) =>
      readdirSync(join(own, within), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.js'))
        .some((name) => readFileSync(join(own, within, name), 'utf8').includes(text)),
    run: (command, ...args) =>
      spawnSync(command, args, { cwd: own, encoding: 'utf8', env: { ...process.env, CI: 'true' } }),
  };
}

const said = ({ stdout, stderr }: SpawnSyncReturns<string>): string => stdout + stderr;

/** What a page shows of the figure, without any script. */
function expectFigure(html: string): void {
  expect(html.match(/<svg /g)).toHaveLength(1);
  expect(html).toContain('<title>Opening</title>');
  expect(html).toMatch(/<desc>[^<]*SYN\+ACK[^<]*<\/desc>/);
  expect(html).toMatch(/role="img"/);
}

const isThere = (command: string): boolean => spawnSync(command, ['--version']).status === 0;

describe('VitePress', () => {
  it('draws when the site is built, and stops at a wrong exchange', () => {
    const files = {
      '.vitepress/config.mjs': lines('VitePress'),
      '.vitepress/theme/index.js': `import 'segno/stepping';\nexport { default } from 'vitepress/theme';\n`,
      'index.md': PAGE,
    };
    const { run, read, write, has } = site('vitepress', files, 'vitepress@1.6.4');
    const built = run('npx', 'vitepress', 'build');
    expect(said(built)).toContain('build complete');
    expect(has('.vitepress/dist/assets', 'segno-steps')).toBe(true);
    expectFigure(read('.vitepress/dist/index.html').replaceAll(/<svg(?! xmlns)[^>]*>/g, ''));
    write('index.md', PAGE.replace('ack=x+1', 'ack=x+2'));
    const wrong = run('npx', 'vitepress', 'build');
    expect(wrong.status).not.toBe(0);
    expect(said(wrong)).toContain(`index.md:${PLACE}: wrong-ack-number: ACK should be`);
  });
});

describe('Docusaurus', () => {
  it('draws when the site is built, and stops at a wrong exchange', () => {
    const [first = ''] = lines('Docusaurus').split('\n');
    const config = `${first}
export default {
  title: 'Notes', url: 'https://example.org', baseUrl: '/', clientModules: [require.resolve('segno/stepping')],
  presets: [['classic', { docs: { routeBasePath: '/', remarkPlugins: [segno] }, blog: false, pages: false }]],
};
`;
    const { run, read, write, has } = site(
      'docusaurus',
      {
        // As its own starter makes it: in a package of modules its pages cannot be built.
        'package.json': '{ "private": true }\n',
        'docusaurus.config.js': config,
        'docs/index.md': PAGE.replace('title: TCP', 'title: TCP\nslug: /'),
      },
      '@docusaurus/core@3.10.2',
      '@docusaurus/preset-classic@3.10.2',
      'react@19',
      'react-dom@19',
    );
    const built = run('npx', 'docusaurus', 'build');
    expect(said(built)).toContain('Generated static files');
    expect(has('build/assets', 'segno-steps')).toBe(true);
    expectFigure(read('build/index.html').replaceAll(/<svg(?! xmlns)[^>]*>/g, ''));
    write('docs/index.md', PAGE.replace('ack=x+1', 'ack=x+2'));
    const wrong = run('npx', 'docusaurus', 'build');
    expect(wrong.status).not.toBe(0);
    expect(said(wrong)).toContain(`index.md:${PLACE}: wrong-ack-number: ACK should be`);
  });
});

describe.skipIf(!isThere('mkdocs'))('MkDocs', () => {
  it('draws when the site is built, and stops at a wrong exchange, or only says so', () => {
    const config = `site_name: Notes\n${lines('MkDocs')}`;
    const { run, read, write } = site('mkdocs', { 'mkdocs.yml': config, 'docs/index.md': PAGE });
    const built = run('mkdocs', 'build');
    expect(built.status).toBe(0);
    expectFigure(read('site/index.html'));
    write('docs/index.md', PAGE.replace('ack=x+1', 'ack=x+2'));
    const wrong = run('mkdocs', 'build');
    expect(wrong.status).not.toBe(0);
    expect(said(wrong)).toContain(`index.md:${PLACE}: error[wrong-ack-number]: ACK should be`);
    write('mkdocs.yml', `${config}extra: {segno: {on_wrong: warn}}\n`);
    const warned = run('mkdocs', 'build');
    expect(warned.status).toBe(0);
    expect(said(warned)).toContain(`index.md:${PLACE}: error[wrong-ack-number]: ACK should be`);
  });
});

describe.skipIf(!isThere('sphinx-build'))('Sphinx', () => {
  it('draws when the site is built, and stops at a wrong exchange, or only says so', () => {
    const config = `project = "Notes"\n${lines('Sphinx')}`;
    const { run, read, write } = site('sphinx', { 'conf.py': config, 'index.rst': REST });
    const build = () => run('sphinx-build', '-q', '-E', '-b', 'html', '.', '_build');
    expect(said(build())).toBe('');
    expectFigure(read('_build/index.html'));
    write('index.rst', REST.replace('ack=x+1', 'ack=x+2'));
    const wrong = build();
    expect(wrong.status).not.toBe(0);
    expect(said(wrong)).toContain('index.rst:8:21: error[wrong-ack-number]: ACK should be');
    write('conf.py', `${config}segno_on_wrong = "warn"\n`);
    const warned = build();
    expect(warned.status).toBe(0);
    expect(said(warned)).toContain('index.rst:8:21: error[wrong-ack-number]: ACK should be');
  });
});
