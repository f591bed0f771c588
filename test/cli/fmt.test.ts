import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, segno } from './fake.js';

const UNTIDY = 'begin A\nC->syn→S\nC<-SYN+ACK<-S\nend\n';
const TIDY = 'begin A\nC -> SYN     -> S\nC <- SYN+ACK <- S\nend\n';

describe('segno fmt', () => {
  it('writes the files that change and names them', async () => {
    const markdown = `Text->here\n\n\`\`\`segno\n${UNTIDY}\`\`\`\n`;
    const cwd = folderWith({ 'a.segno': UNTIDY, 'b.segno': TIDY, 'c.md': markdown });
    expect(await segno(['fmt', '.'], { cwd })).toEqual({ status: 0, stdout: 'a.segno\nc.md\n', stderr: '' });
    expect(readFileSync(join(cwd, 'a.segno'), 'utf8')).toBe(TIDY);
    expect(readFileSync(join(cwd, 'b.segno'), 'utf8')).toBe(TIDY);
    expect(readFileSync(join(cwd, 'c.md'), 'utf8')).toBe(markdown.replace(UNTIDY, TIDY));
    expect(await segno(['fmt', '--check', '.'], { cwd })).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('with --check changes nothing and exits 1 if there is work', async () => {
    const cwd = folderWith({ 'a.segno': UNTIDY, 'b.segno': TIDY });
    expect(await segno(['fmt', '--check', 'a.segno', 'b.segno'], { cwd })).toEqual({
      status: 1,
      stdout: 'a.segno\n',
      stderr: '',
    });
    expect(readFileSync(join(cwd, 'a.segno'), 'utf8')).toBe(UNTIDY);
  });

  it('goes from standard input to standard output', async () => {
    expect(await segno(['fmt', '-'], { stdin: UNTIDY })).toEqual({ status: 0, stdout: TIDY, stderr: '' });
    const markdown = await segno(['fmt', '--stdin-name', 'a.md', '-'], { stdin: UNTIDY });
    expect(markdown.stdout).toBe(UNTIDY);
  });

  it('keeps the byte order mark, the permissions and the links of a file', async () => {
    const cwd = folderWith({ 'a.segno': `\uFEFF${UNTIDY}` });
    const file = join(cwd, 'a.segno');
    chmodSync(file, 0o640);
    symlinkSync(file, join(cwd, 'link.segno'));
    expect(await segno(['fmt', 'link.segno'], { cwd })).toMatchObject({ status: 0, stderr: '' });
    expect(readFileSync(file, 'utf8')).toBe(`\uFEFF${TIDY}`);
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(lstatSync(join(cwd, 'link.segno')).isSymbolicLink()).toBe(true);
    expect(readdirSync(cwd).sort()).toEqual(['a.segno', 'link.segno']);
    const { stdout } = await segno(['fmt', '-'], { stdin: `\uFEFF${UNTIDY}` });
    expect(stdout).toBe(`\uFEFF${TIDY}`);
  });

  it('needs a path', async () => {
    expect(await segno(['fmt'])).toMatchObject({ status: 2 });
  });

  it('is in the help of both languages', async () => {
    for (const lang of ['en', 'zh-cn']) {
      expect((await segno(['--help', '--lang', lang])).stdout).toMatch(/^ {2}fmt .*[\s\S]*--check/m);
    }
  });
});
