import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../support/root.js';

const pages = ['docs/editors.md', 'docs/editors.zh-cn.md'];

/** The blocks of Lua on a page: the configuration, and then one with settings. */
function luaOf(page: string): readonly string[] {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(/^```lua\n(.*?)^```$/gms)].map(([, lua]) => lua ?? '');
}

/** What Neovim runs once a file is open: it waits for a problem, tells all of them as JSON, and ends. */
const tell = `vim.wait(100000, function() return #vim.diagnostic.get(0) > 0 end, 20)
io.stdout:write(vim.json.encode(vim.diagnostic.get(0)), '\\n')`;

interface Told {
  readonly lnum: number;
  readonly col: number;
  readonly code: string;
  readonly source: string;
  readonly message: string;
}

const installed = spawnSync('nvim', ['--version']).status === 0;

it('is documented in the same words for Neovim in both languages', () => {
  const [english, chinese] = pages.map(luaOf);
  expect(english).toHaveLength(2);
  expect(chinese).toEqual(english);
});

describe.skipIf(!installed)('in Neovim, configured as documented (where nvim is installed)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'segno-neovim-'));
  beforeAll(() => {
    // The command as it stands on the path of those who have it.
    const command = join(folder, 'segno');
    writeFileSync(command, `#!/bin/sh\nexec "${process.execPath}" "${join(root, 'dist/cli.js')}" "$@"\n`);
    chmodSync(command, 0o755);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  /** The problems that Neovim shows of a file. */
  const problemsIn = (name: string, text: string, config: readonly string[]): readonly Told[] => {
    writeFileSync(join(folder, 'init.lua'), config.join('\n'));
    writeFileSync(join(folder, 'tell.lua'), tell);
    writeFileSync(join(folder, name), text);
    const { stdout, stderr } = spawnSync(
      'nvim',
      ['--headless', '--clean', '-u', 'init.lua', name, '-c', 'luafile tell.lua', '-c', 'qa!'],
      {
        cwd: folder,
        encoding: 'utf8',
        timeout: 120_000,
        env: { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}`, LC_ALL: 'C.UTF-8' },
      },
    );
    try {
      return JSON.parse(stdout) as Told[];
    } catch {
      throw new Error(`Neovim told no problems:\n${stdout}${stderr}`);
    }
  };

  const WRONG = 'begin\nC -> SYN(seq=x) -> S\nC <- SYN(seq=y)+ACK(ack=x+2) <- S\nend\n';
  const [config = '', settings = ''] = luaOf(pages[0] ?? '');

  it.each([
    ['note.segno', WRONG, 2],
    ['note.md', `# A note\n\n\`\`\`segno\n${WRONG}\`\`\`\n`, 5],
  ])('shows the problem of %s', (name, text, lnum) => {
    const [problem, ...others] = problemsIn(name, text, [config]);
    expect(problem).toMatchObject({ lnum, col: 20, code: 'wrong-ack-number', source: 'segno' });
    expect(problem?.message).toContain('x+1');
    expect(others).toEqual([]);
  });

  it('speaks the language that the settings say', () => {
    const [problem] = problemsIn('note.segno', WRONG, [config, settings]);
    expect(problem?.message).toMatch(/\p{Script=Han}/u);
  });
});
