import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { Command, ContextKey, PREVIEW_PANEL, Setting } from '../src/extension/names.js';
import { RULES } from '../src/rules/index.js';
import { rulePages } from '../src/rules/pages.js';
import { CONFIGS } from '../scripts/generate.mjs';
import { walkthroughPictures } from '../scripts/walkthrough/pictures.js';
import { importsOf, sourceFiles } from './support/imports.js';
import { root } from './support/root.js';

/**
 * What each part of the code may import: other parts (or single files of them, without their ending), and packages.
 * Arrows point one way. A part may always import itself.
 */
const mayImport: Readonly<Record<string, { parts: readonly string[]; packages: readonly string[] }>> = {
  tcp: { parts: [], packages: [] },
  exchange: { parts: ['tcp'], packages: [] },
  rules: { parts: ['tcp', 'exchange'], packages: [] },
  diagram: { parts: ['tcp', 'exchange', 'rules'], packages: [] },
  notation: { parts: ['tcp', 'exchange', 'rules', 'diagram'], packages: ['langium'] },
  language: {
    parts: ['tcp', 'exchange', 'rules', 'diagram', 'notation'],
    packages: ['langium', 'markdown-it', 'vscode-languageserver'],
  },
  capture: { parts: ['tcp', 'exchange', 'rules', 'language'], packages: [] },
  protocol: { parts: ['tcp', 'diagram'], packages: [] },
  server: {
    parts: [
      'tcp',
      'exchange',
      'rules',
      'diagram',
      'notation',
      'language',
      'capture',
      'protocol',
      'assistant',
    ],
    packages: ['node', 'vscode-languageserver', 'vscode-languageserver-textdocument', 'vscode-uri'],
  },
  api: { parts: ['tcp', 'exchange', 'rules', 'diagram', 'notation', 'language'], packages: [] },
  assistant: { parts: ['rules', 'language', 'notation', 'api'], packages: [] },
  mcp: { parts: ['api', 'assistant'], packages: ['@modelcontextprotocol/sdk'] },
  // Plugins look into a page's file to count its lines.
  site: { parts: ['rules', 'diagram', 'language', 'api'], packages: ['node'] },
  page: { parts: [], packages: [] },
  // `segno lsp` is the language server over standard input and output; `package` is package.json, for the version.
  cli: {
    parts: [
      'tcp',
      'exchange',
      'rules',
      'diagram',
      'notation',
      'language',
      'capture',
      'server/stdio',
      'mcp/main',
      'site',
      'package',
    ],
    packages: ['node', 'chokidar', 'fdir', 'picomatch', 'tinyglobby', 'write-file-atomic'],
  },
  // VS Code's own Markdown preview asks the extension itself for drawings, at once.
  extension: {
    parts: [
      'capture',
      'diagram/draw-analysis',
      'diagram/escape',
      'language/analyse',
      'language/blocks-alone',
      'language/file-name',
      'language/memory',
      'language/text-kind',
      'language/turn',
      'rules/rule',
      'rules/wording',
      'protocol',
      'server/settings',
    ],
    // Node's own modules are for `node.ts` alone: the compiler knows none elsewhere.
    packages: ['node', 'vscode', 'vscode-languageclient'],
  },
  // The webview has the messages, drawings, and what is made of them.
  preview: {
    parts: ['protocol', 'diagram', 'media/drawing.css', 'media/markdown.css'],
    packages: ['mermaid'],
  },
};

const parts = readdirSync(join(root, 'src'));

describe('imports', () => {
  it('are declared for every part of the code', () => {
    expect(parts.filter((part) => !(part in mayImport))).toEqual([]);
  });

  it('are declared only for parts and files that there are', () => {
    // A part, a file in one, or a file beside `src`.
    const isThere = (part: string) =>
      [`src/${part}`, `src/${part}.ts`, part, `${part}.json`].some((file) => existsSync(join(root, file)));
    const named = [...Object.keys(mayImport), ...Object.values(mayImport).flatMap((may) => may.parts)];
    expect(named.filter((part) => !isThere(part))).toEqual([]);
  });

  it('are declared only of packages that are imported', () => {
    const unused = Object.entries(mayImport).flatMap(([part, { packages }]) => {
      const used = new Set(
        sourceFiles(`src/${part}`)
          .flatMap(importsOf)
          .map(({ to }) => to),
      );
      return packages.filter((name) => !used.has(name)).map((name) => `${part} -> ${name}`);
    });
    expect(unused).toEqual([]);
  });

  it('are declared as ARCHITECTURE.md has them', () => {
    const map = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
    const listed = [...map.matchAll(/^\| `src\/(\w+)` +\|/gm)].map(([, part]) => part);
    expect(listed.sort()).toEqual([...parts].sort());
  });

  it.each(parts)('of src/%s point only where they may', (part) => {
    const allowed = mayImport[part] ?? { parts: [], packages: [] };
    const wrong = sourceFiles(`src/${part}`)
      .flatMap(importsOf)
      .filter(({ to, isPackage }) =>
        isPackage
          ? !allowed.packages.includes(to)
          : ![part, ...allowed.parts].some((target) => to === target || to.startsWith(`${target}/`)),
      );
    expect(wrong.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });

  it('of one rule never name another', () => {
    const rules = new Set(RULES.map(({ code }) => `rules/${code}`));
    const wrong = [...rules]
      .map((rule) => `src/${rule}.ts`)
      .filter((file) => existsSync(join(root, file)))
      .flatMap(importsOf)
      .filter(({ to }) => rules.has(to));
    expect(wrong.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });
});

describe('each rule', () => {
  const codes = RULES.map(({ code }) => code);

  it('stands in a file named for its code, and each such file is registered', () => {
    const defining = sourceFiles('src/rules')
      .filter((file) =>
        /^export const \w+ = (?:rule|notationRule)\(/m.test(readFileSync(join(root, file), 'utf8')),
      )
      .map((file) => file.replace(/^src\/rules\/(.*)\.ts$/, '$1'));
    expect(defining).toEqual([...codes].sort());
  });

  it('has a page of documentation', () => {
    expect(codes.filter((code) => !existsSync(join(root, `docs/rules/${code}.md`)))).toEqual([]);
  });
});

/** What stands in a menu or on a key. */
interface Item {
  readonly command: string;
  readonly alt?: string;
}

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
    readonly keybindings: readonly Item[];
    readonly menus: Readonly<Record<string, readonly Item[]>>;
  };
}

describe('package.json', () => {
  const text = readFileSync(join(root, 'package.json'), 'utf8');
  const { contributes } = JSON.parse(text) as Manifest;
  const commands = contributes.commands.map(({ command }) => command);

  it('has the commands that the code has', () => {
    expect([...commands].sort()).toEqual(Object.values<string>(Command).sort());
  });

  it('has the settings that the code has', () => {
    expect(Object.keys(contributes.configuration.properties).sort()).toEqual(
      Object.values<string>(Setting).sort(),
    );
  });

  it('has menus and keys only for commands that there are', () => {
    const used = [...Object.values(contributes.menus).flat(), ...contributes.keybindings]
      .flatMap(({ command, alt }) => [command, alt])
      .filter((command) => command !== undefined);
    expect(used.filter((command) => !commands.includes(command))).toEqual([]);
  });

  it('asks in its when clauses only for keys that the code sets', () => {
    const asked = [...text.matchAll(/"(?:when": "|onContext:)([^"]*)"/g)]
      .flatMap(([, when]) => [...(when ?? '').matchAll(/\bsegno\.[\w.]+/g)])
      .map(([key]) => key);
    const known: readonly string[] = [...Object.values(ContextKey), PREVIEW_PANEL];
    expect(asked.filter((key) => !known.includes(key))).toEqual([]);
  });

  it.each(['package.nls.json', 'package.nls.zh-cn.json'])('has its words in %s, and no others', (file) => {
    const used = [...text.matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key ?? '');
    const there = JSON.parse(readFileSync(join(root, file), 'utf8')) as Record<string, string>;
    expect(Object.keys(there).sort()).toEqual([...new Set(used)].sort());
  });

  it('names only files that there are', () => {
    const files = [...text.matchAll(/"(\.\/(?!dist\/)[^"*]+)"(?!:)/g)].map(([, file]) => file ?? '');
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });
});

describe('package-lock.json', () => {
  it('names no registry, so that it serves behind any', () => {
    expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toMatch(
      /"resolved"|https?:\/\/[^"]*\.tgz/,
    );
  });
});

describe('the words of the extension', () => {
  it('are all there in Chinese, and no others', () => {
    const used = sourceFiles('src/extension')
      .map((file) => readFileSync(join(root, file), 'utf8'))
      .flatMap((code) => [...code.matchAll(/l10n\.t\(\s*'((?:[^'\\]|\\.)*)'/g)])
      .map(([, words]) => words ?? '');
    const there = JSON.parse(readFileSync(join(root, 'l10n/bundle.l10n.zh-cn.json'), 'utf8')) as object;
    expect(Object.keys(there).sort()).toEqual([...new Set(used)].sort());
  });
});

describe('generated files', () => {
  it('of the documentation are those of the rules (npm run docs renews them)', () => {
    const there = new Map(
      readdirSync(join(root, 'docs/rules')).map((name) => [
        name,
        readFileSync(join(root, 'docs/rules', name), 'utf8'),
      ]),
    );
    const pages = rulePages();
    expect([...there.keys()].sort()).toEqual([...pages.keys()].sort());
    const stale = [...pages].filter(([name, text]) => there.get(name) !== text);
    expect(stale.map(([name]) => `${name}: npm run docs`)).toEqual([]);
  });

  it('of the walkthrough are those of the notes in it (npm run walkthrough renews them)', () => {
    const folder = join(root, 'media/walkthrough');
    const pictures = walkthroughPictures();
    expect(readdirSync(folder).sort()).toEqual([...pictures.keys()].sort());
    const stale = [...pictures].filter(([name, text]) => readFileSync(join(folder, name), 'utf8') !== text);
    expect(stale.map(([name]) => `${name}: npm run walkthrough`)).toEqual([]);
  });

  mkdirSync(join(root, '.cache'), { recursive: true });
  const temporary = mkdtempSync(join(root, '.cache/generated-'));
  afterAll(() => {
    rmSync(temporary, { recursive: true });
  });

  it.each(CONFIGS)('of the parser are those of the grammar in %s (npm run generate renews them)', (file) => {
    const config = JSON.parse(readFileSync(join(root, file), 'utf8')) as {
      languages: { grammar: string }[];
      out: string;
    };
    const generated = join(root, 'language', config.out);
    for (const language of config.languages) {
      language.grammar = relative(temporary, join(root, 'language', language.grammar));
    }
    config.out = basename(file, '.json');
    writeFileSync(join(temporary, basename(file)), JSON.stringify(config));
    execFileSync(process.execPath, [
      '--import',
      pathToFileURL(join(root, 'scripts/polyfill.mjs')).href,
      join(root, 'node_modules/langium-cli/bin/langium.js'),
      'generate',
      '--mode=production',
      `--file=${join(temporary, basename(file))}`,
    ]);
    for (const name of readdirSync(join(temporary, config.out))) {
      const fresh = readFileSync(join(temporary, config.out, name), 'utf8');
      expect(readFileSync(join(generated, name), 'utf8') === fresh, `${name}: npm run generate`).toBe(true);
    }
  });
});
