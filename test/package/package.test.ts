/** The package that `npm pack` makes, where a stranger installs it. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RIGHT, WRONG } from '../cli/fake.js';
import { root } from '../support/root.js';
import { emptyFolder, install, pack, type Packed } from './packed.js';

const { folder, remove } = emptyFolder();
let packed: Packed;

beforeAll(() => {
  packed = pack(folder);
  mkdirSync(join(folder, 'notes'));
  writeFileSync(join(folder, 'notes/wrong.segno'), WRONG);
  writeFileSync(join(folder, 'notes/right.md'), `# A note\n\n\`\`\`segno\n${RIGHT}\`\`\`\n`);
  install(packed, folder);
});
afterAll(remove);

const run = (command: string, ...args: string[]) =>
  spawnSync(command, args, { cwd: folder, encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });

describe('the package', () => {
  it('holds what runs, and no sources, tests or pictures', () => {
    const kinds = packed.files.map(({ path }) =>
      path.replace(/(?:shared|api|mcp|page|site)\/.*\.(js|d\.ts)$/, '*.$1'),
    );
    expect([...new Set(kinds)].sort()).toEqual([
      'LICENSE',
      'README.md',
      'README.zh-cn.md',
      'dist/THIRD-PARTY-NOTICES.txt',
      'dist/cli.js',
      'dist/npm/*.d.ts',
      'dist/npm/*.js',
      'dist/npm/package.json',
      'dist/package.json',
      'package.json',
      'python/segno_mkdocs.py',
      'python/segno_sphinx.py',
      'schemas/segnorc.schema.json',
    ]);
    expect(packed.size).toBeLessThan(1_500_000);
  });

  it('checks a folder of notes with npx, and exits accordingly', () => {
    const { stdout, status } = run('npx', '--offline', 'segno', 'check', 'notes/');
    expect(stdout).toContain('notes/wrong.segno:3:14: error[wrong-ack-number]');
    expect(stdout).toContain('1 error, 0 warnings in 2 files');
    expect(status).toBe(1);
  });
});

describe('docs/api.md', () => {
  const page = readFileSync(join(root, 'docs/api.md'), 'utf8');
  const examples = [...page.matchAll(/^```js\n([^]*?)^```\n\n```text\n([^]*?)^```/gm)];

  it.each(examples.map(([, code = '', printed = '']) => ({ code, printed })))(
    'has an example that prints what stands under it: $code',
    ({ code, printed }) => {
      const file = join(folder, 'example.mjs');
      writeFileSync(file, code);
      const { stdout, stderr } = run(process.execPath, file);
      expect(stderr).toBe('');
      expect(stdout.trimEnd()).toBe(printed.trimEnd());
    },
  );

  it('tells of every function that there is', () => {
    const file = join(folder, 'names.mjs');
    writeFileSync(file, "import * as segno from 'segno'; console.log(Object.keys(segno).join(' '));\n");
    const names = run(process.execPath, file).stdout.trim().split(' ');
    const told = [...page.matchAll(/^\| `(\w+)\(/gm)].map(([, name]) => name);
    expect(told.sort()).toEqual(names.sort());
  });
});

describe('docs/ci.md', () => {
  const page = readFileSync(join(root, 'docs/ci.md'), 'utf8');
  const commands = [...page.matchAll(/- (?:run: )?(npx --yes segno .*)$/gm)].map(
    ([, command = '']) => command,
  );
  const bash = (command: string) => run('bash', '-c', command);

  it('has commands for GitHub and GitLab', () => {
    expect(commands.length).toBeGreaterThan(3);
  });

  it.each(commands)('has a command that tells right from wrong: %s', (command) => {
    const { status } = bash(command);
    // The list of alerts is for another step to judge.
    expect(status).toBe(command.endsWith('|| true') ? 0 : 1);
  });

  it('has a hook that keeps what is wrong from being committed', () => {
    const [, hook = ''] = /^```sh\n(#!\/bin\/sh\n[^]*?)^```/m.exec(page) ?? [];
    const git = (...args: string[]) =>
      run('git', '-c', 'user.name=x', '-c', 'user.email=x@example.org', ...args);
    git('init', '-q');
    writeFileSync(join(folder, '.git/hooks/pre-commit'), hook, { mode: 0o755 });
    git('add', 'notes');
    const refused = git('commit', '-q', '-m', 'wrong');
    expect(refused.status).toBe(1);
    expect(refused.stdout + refused.stderr).toContain('notes/wrong.segno:3:14: error[wrong-ack-number]');
    git('reset', '-q', 'notes/wrong.segno');
    expect(git('commit', '-q', '-m', 'right').status).toBe(0);
  });
});

describe('the types of the package', () => {
  it('tell a program what it gets, and what it may not do', () => {
    const file = join(folder, 'program.ts');
    const lines = [
      "import { check, render, type Problem } from 'segno';",
      "import markdownIt from 'segno/markdown-it';",
      "import remark from 'segno/remark';",
      "const problems: readonly Problem[] = check('', { name: 'a.md', mode: 'strict' });",
      "const svg: string | undefined = render('', { theme: 'page' })[0]?.text;",
      "markdownIt({}, { onWrong: 'warn' });",
      'remark();',
      "check('', { mode: 'lax' });",
      'void [problems, svg];',
    ];
    writeFileSync(file, lines.join('\n'));
    const program = ts.createProgram([file], {
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      target: ts.ScriptTarget.ES2022,
      strict: true,
      noEmit: true,
      types: [],
    });
    const wrong = ts.getPreEmitDiagnostics(program).map(({ start = 0, messageText }) => ({
      line: lines.join('\n').slice(0, start).split('\n').length,
      message: ts.flattenDiagnosticMessageText(messageText, ' '),
    }));
    expect(wrong).toEqual([{ line: 8, message: expect.stringContaining('"lax"') as string }]);
  });
});
