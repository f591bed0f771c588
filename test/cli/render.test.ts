import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { width } from '../../src/notation/width.js';
import { folderWith, RIGHT, segno, WRONG } from './fake.js';

describe('segno render', () => {
  it('writes each exchange as a Mermaid diagram', async () => {
    const { status, stdout } = await segno(['render', '-'], { stdin: RIGHT + RIGHT });
    expect(status).toBe(0);
    expect(stdout.match(/^sequenceDiagram$/gm)).toHaveLength(2);
    expect(stdout).toContain('SYN_RCVD');
  });

  it('writes Markdown with the diagram in a block that GitHub draws', async () => {
    const text = RIGHT.replace('Opening', 'A *bold* title');
    const { stdout } = await segno(['render', '-f', 'markdown', '-'], { stdin: text });
    expect(stdout).toMatch(/^## A \\\*bold\\\* title\n\n```mermaid\nsequenceDiagram\n/);
    expect(stdout).toMatch(/\n```\n$/);
  });

  it('writes to a file', async () => {
    const cwd = folderWith({ 'a.segno': RIGHT });
    const { stdout } = await segno(['render', 'a.segno', '-o', 'a.mmd'], { cwd });
    expect(stdout).toBe('');
    expect(readFileSync(join(cwd, 'a.mmd'), 'utf8')).toMatch(/^sequenceDiagram\n/);
  });

  it.each([
    ['by its own name', 'a.segno', 'a.segno'],
    ['by another path', 'a.segno', './b/../a.segno'],
    ['by a link', 'a.segno', 'link.segno'],
    ['as one of several pictures', 'a-2.segno', 'a.segno', 'svg'],
  ])('never overwrites what it draws, named %s', async (_how, from, to, format = 'mermaid') => {
    const text = format === 'svg' ? RIGHT + RIGHT : RIGHT;
    const cwd = folderWith({ [from]: text, 'b/c': '' });
    symlinkSync(join(cwd, from), join(cwd, 'link.segno'));
    const { status, stderr } = await segno(['render', '-f', format, from, '-o', to], { cwd });
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(/^segno: .* is what was read: write to another file\n$/),
    ]);
    expect(readFileSync(join(cwd, from), 'utf8')).toBe(text);
  });

  it('writes to standard output for -', async () => {
    const { stdout } = await segno(['render', '-', '-o', '-'], { stdin: RIGHT });
    expect(stdout).toMatch(/^sequenceDiagram\n/);
  });

  it('exits 2 when there is nothing to draw', async () => {
    expect((await segno(['render', '-'], { stdin: '// nothing\n' })).status).toBe(2);
  });

  it.each([
    ['an empty file', ''],
    ['a note without an exchange', '// nothing\n'],
  ])('says that %s has nothing to draw', async (_, stdin) => {
    for (const format of ['mermaid', 'markdown', 'svg', 'ascii', 'rfc']) {
      const { status, stdout, stderr } = await segno(['render', '-f', format, '-'], { stdin });
      expect([status, stdout, stderr]).toEqual([2, '', 'segno: stdin.segno has no exchange to draw\n']);
    }
  });

  it('says which formats and themes there are', async () => {
    const format = await segno(['render', '-f', 'gif', '-'], { stdin: RIGHT });
    expect([format.status, format.stderr]).toEqual([
      2,
      expect.stringContaining('one of mermaid, markdown, svg, ascii, rfc'),
    ]);
    const theme = await segno(['render', '-f', 'svg', '--theme', 'blue', '-'], { stdin: RIGHT });
    expect([theme.status, theme.stderr]).toEqual([2, expect.stringContaining('one of light, dark')]);
  });

  it('draws what has an error, says so, and exits 1', async () => {
    const { status, stdout, stderr } = await segno(['render', '-', '--stdin-name', 'a.segno'], {
      stdin: WRONG,
    });
    expect([status, stderr]).toEqual([1, 'segno: a.segno has 1 error: see segno check a.segno\n']);
    expect(stdout).toContain('⚠ ack should be x+1');
  });

  it('says why a file cannot be written', async () => {
    const cwd = folderWith({ 'a.segno': RIGHT, 'folder/b.txt': '' });
    const into = (output: string) => segno(['render', 'a.segno', '-f', 'svg', '-o', output], { cwd });
    expect(await into('nowhere/a.svg')).toMatchObject({
      status: 2,
      stderr: 'segno: cannot write nowhere/a.svg (ENOENT)\n',
    });
    expect(await into('folder')).toMatchObject({
      status: 2,
      stderr: 'segno: cannot write folder (EISDIR)\n',
    });
  });
});

describe('segno render -f svg', () => {
  it('writes one exchange to standard output or a file, light or dark', async () => {
    const cwd = folderWith({ 'a.segno': RIGHT });
    const { stdout } = await segno(['render', 'a.segno', '-f', 'svg'], { cwd });
    expect(stdout).toMatch(/^<\?xml [^>]*>\n<svg [^>]*>\n<title>Opening<\/title>/);
    expect(stdout).toContain('fill="#ffffff"');
    await segno(['render', 'a.segno', '-f', 'svg', '--theme', 'dark', '-o', 'a.svg'], { cwd });
    const dark = readFileSync(join(cwd, 'a.svg'), 'utf8');
    expect(dark).toContain('fill="#1f1f1f"');
    expect(dark).not.toContain('#ffffff');
  });

  it('numbers the files where there are several exchanges, and asks for a name for them', async () => {
    const note = `# A note\n\n\`\`\`segno\n${RIGHT}\`\`\`\n\n\`\`\`segno\n${WRONG}\`\`\`\n`;
    const cwd = folderWith({ 'note.md': note, 'out/old.svg': '' });
    const unnamed = await segno(['render', '-f', 'svg', 'note.md'], { cwd });
    expect([unnamed.status, unnamed.stdout]).toEqual([2, '']);
    expect(unnamed.stderr).toContain('note.md has 2 exchanges');
    const named = await segno(['render', '-f', 'svg', 'note.md', '-o', 'out/note.svg'], { cwd });
    expect(named.status).toBe(1);
    expect(readdirSync(join(cwd, 'out')).sort()).toEqual(['note-1.svg', 'note-2.svg', 'old.svg']);
    // A picture goes its own way: what is wrong with it goes with it.
    const said = (name: string) => readFileSync(join(cwd, 'out', name), 'utf8').includes('wrong-ack-number');
    expect(['note-1.svg', 'note-2.svg'].map(said)).toEqual([false, true]);
  });
});

describe('segno render -f ascii', () => {
  const ascii = (stdin: string, more: Parameters<typeof segno>[1] = {}) =>
    segno(['render', '-f', 'ascii', '-'], { stdin, ...more });

  it('draws state, arrow and state, as the figures of the RFC do', async () => {
    expect((await ascii(RIGHT)).stdout).toBe(`Opening

               C                              S
        CLOSED :                              | LISTEN
               :                              |
1     SYN_SENT :-- SYN seq=x ---------------->| SYN_RCVD
               |                              |
2  ESTABLISHED |<---------- SYN+ACK ack=x+1 --| SYN_RCVD
               |                              |
3  ESTABLISHED |-- ACK seq=x+1 -------------->| ESTABLISHED
`);
  });

  it('draws what is lost and what is under way, what the programs do, and what is said', async () => {
    const { stdout } = await ascii(`begin
C: connect
C -> SYN(seq=x) -x S
C: timeout
C -> SYN(seq=x) -> ...
== later ==
note C, S: at last
... -> SYN(seq=x) -> S
C <- SYN+ACK(ack=x+1) <- S : welcome
end
`);
    expect(stdout).toMatch(/SYN_SENT o connect/);
    expect(stdout).toMatch(/-- SYN seq=x \(lost\) -+X +\|/);
    expect(stdout).toMatch(/-- SYN seq=x \(again\) -+> \.\.\. \|/);
    expect(stdout).toMatch(/- - - later - -/);
    expect(stdout).toMatch(/\.-+\.[^]*\| +at last +\|[^]*'-+'/);
    expect(stdout).toMatch(/\| \.\.\. -- SYN seq=x -+>\| SYN_RCVD/);
    expect(stdout).toMatch(/--\| SYN_RCVD\n +\| +welcome +\|\n/);
  });

  it('gives a note beside a lifeline the room up to the next one', async () => {
    const { stdout } = await ascii(
      'begin\nC -> SYN -> S\nnote C: The client waits for an answer\nnote S: The server has answered\nend\n',
    );
    expect(stdout).toMatch(/\| \.-+\. +\|\n.*\| \|  *The client waits for/);
    expect(stdout).toContain('The server has answered');
  });

  it.each([44, 60, 200])('keeps to a terminal of %d columns', async (columns) => {
    const text = WRONG.replace('SYN(seq=x)', 'SYN(seq=x, win=65535, mss=1460)');
    const { stdout } = await ascii(text, { tty: true, columns, env: { NO_COLOR: '1' } });
    const widths = stdout.split('\n').map(width);
    expect(Math.max(...widths)).toBeLessThanOrEqual(columns);
    expect(stdout).toContain('65535');
  });

  it.each([44, 60, 200])('keeps titles, labels and phases to a terminal of %d columns', async (columns) => {
    const text = `begin A title that goes on and on beyond what a terminal of few columns has room for
endpoint S "服务器在很远很远很远的地方"
C -> SYN(seq=1000) -> S
note C, S: 客户端发送了一个很长的说明文字，一直写到终端的右边还没有写完
== 一个很长的阶段标题，写到终端的右边还没有写完，要换行才放得下 ==
C <- SYN(seq=3000)+ACK <- S
`;
    const { stdout } = await ascii(text, { tty: true, columns, env: { NO_COLOR: '1' } });
    const lines = stdout.split('\n');
    expect(Math.max(...lines.map((line) => width(line)))).toBeLessThanOrEqual(columns);
    expect(lines.filter((line) => line.includes('- - -'))).toHaveLength(1);
  });

  it('has Chinese text take two columns a character', async () => {
    const { stdout } = await ascii('开始 握手\n客户端 -> SYN(seq=x) -> 服务端 : 你好\n结束\n');
    const lines = stdout.split('\n');
    const places = lines
      .filter((line) => /[|:].*[|:]/.test(line))
      .map((line) => {
        const at = Array.from(line).findLastIndex((character) => character === '|' || character === ':');
        return width(Array.from(line).slice(0, at).join(''));
      });
    expect(places.length).toBeGreaterThan(2);
    expect(new Set(places).size).toBe(1);
  });

  it('colours only a terminal, and not with NO_COLOR', async () => {
    const escape = (text: string) => text.includes('\u001b[');
    expect(escape((await ascii(WRONG, { tty: true })).stdout)).toBe(true);
    expect(escape((await ascii(WRONG, { tty: true, env: { NO_COLOR: '1' } })).stdout)).toBe(false);
    expect(escape((await ascii(WRONG)).stdout)).toBe(false);
    const cwd = folderWith({ 'a.segno': WRONG });
    await segno(['render', '-f', 'ascii', 'a.segno', '-o', 'a.txt'], { cwd, tty: true });
    expect(escape(readFileSync(join(cwd, 'a.txt'), 'utf8'))).toBe(false);
  });
});
