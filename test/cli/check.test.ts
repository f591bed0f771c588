import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DOUBTFUL, folderWith, RIGHT, segno, WRONG } from './fake.js';

interface CheckJson {
  readonly version: number;
  readonly files: readonly { readonly file: string; readonly problems: readonly Record<string, unknown>[] }[];
}

const jsonOf = (stdout: string): CheckJson => JSON.parse(stdout) as CheckJson;
const filesOf = (stdout: string): string[] => jsonOf(stdout).files.map(({ file }) => file);

describe('segno check', () => {
  it('exits 0 and says so when nothing is wrong', async () => {
    const cwd = folderWith({ 'a.segno': RIGHT });
    expect(await segno(['check', 'a.segno'], { cwd })).toEqual({
      status: 0,
      stdout: '1 file checked, no problems\n',
      stderr: '',
    });
  });

  it('prints the place, the message, the line with a mark, and the section, and exits 1', async () => {
    const cwd = folderWith({ 'a.segno': WRONG });
    const { status, stdout } = await segno(['check', 'a.segno'], { cwd });
    expect(status).toBe(1);
    expect(stdout.split('\n')).toEqual([
      'a.segno:3:14: error[wrong-ack-number]: ACK should be `x+1`, not `x+2`: the SYN takes one sequence number.',
      '   |',
      ' 3 | C <- SYN+ACK(ack=x+2) <- S',
      '   |              ^^^^^^^',
      expect.stringMatching(/^ {3}= a\.segno:2:6: /),
      '   = RFC 9293 §3.4: https://www.rfc-editor.org/rfc/rfc9293.html#section-3.4',
      '',
      '1 error, 0 warnings in 1 file',
      '',
    ]);
  });

  it('exits 0 for warnings alone', async () => {
    const cwd = folderWith({ 'a.segno': DOUBTFUL });
    const { status, stdout } = await segno(['check', 'a.segno'], { cwd });
    expect(status).toBe(0);
    expect(stdout).toContain('warning[syn-carries-data]');
    expect(stdout).toContain('0 errors, 1 warning in 1 file');
  });

  it('puts the mark under the right character after full-width text and tabs', async () => {
    const text = 'begin\n\t客户端 -> SYN(seq=x) -> 服务端\n客户端 <- SYN+ACK(ack=x+2) <- 服务端\nend\n';
    const cwd = folderWith({ 'a.segno': text });
    const { stdout } = await segno(['check', 'a.segno'], { cwd });
    // Each of the three characters takes two columns.
    expect(stdout).toContain(` 3 | 客户端 <- SYN+ACK(ack=x+2) <- 服务端\n   | ${' '.repeat(18)}^^^^^^^\n`);
  });

  it('spells out control characters from notes and names of files instead of sending them to the terminal', async () => {
    const name = 'evil\u001b[2J.segno';
    const text = `begin \u001b]0;title\u0007\nC -> SYN(seq=x) -> S : \u202e\u009b31m\nC <- SYN+ACK(ack=x+2) <- S : \u001b[31m\nend\n`;
    const cwd = folderWith({ [name]: text });
    for (const argv of [
      ['check', name],
      ['check', '--format', 'json', name],
      ['check', '--format', 'sarif', name],
      ['trace', name],
      ['trace', '--json', name],
      ['render', name],
      ['render', '-f', 'markdown', name],
      ['render', '-f', 'svg', name],
      ['render', '-f', 'ascii', name],
    ]) {
      const { stdout, stderr } = await segno(argv, { cwd });
      // eslint-disable-next-line no-control-regex -- that is what must not be there
      expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    }
    const { stdout } = await segno(['check', name], { cwd });
    expect(stdout).toContain('evil<U+001B>[2J.segno:3:14');
    expect(stdout).toContain(': <U+001B>[31m\n');
  });

  it('colours only on a terminal, and not with NO_COLOR', async () => {
    const cwd = folderWith({ 'a.segno': WRONG });
    const coloured = async (tty: boolean, env = {}) =>
      (await segno(['check', 'a.segno'], { cwd, tty, env })).stdout.includes('\u001b[31m');
    expect(await coloured(true)).toBe(true);
    expect(await coloured(false)).toBe(false);
    expect(await coloured(true, { NO_COLOR: '1' })).toBe(false);
    expect(await coloured(true, { TERM: 'dumb' })).toBe(false);
  });

  it('speaks Chinese when asked or when the environment does', async () => {
    const cwd = folderWith({ 'a.segno': WRONG });
    const asked = await segno(['check', '--lang', 'zh-cn', 'a.segno'], { cwd });
    const found = await segno(['check', 'a.segno'], { cwd, env: { LANG: 'zh_CN.UTF-8' } });
    expect(asked.stdout).toContain('错误[wrong-ack-number]: ACK 应为 `x+1`');
    expect(found).toEqual(asked);
    expect(
      (await segno(['check', '--lang=en', 'a.segno'], { cwd, env: { LANG: 'zh_CN.UTF-8' } })).stdout,
    ).toContain('ACK should be');
  });

  it('reads exchanges as in mode strict with --strict', async () => {
    const cwd = folderWith({ 'a.segno': 'begin\nC -> FIN -> S\nC <- ACK <- S\nend\n' });
    expect((await segno(['check', 'a.segno'], { cwd })).status).toBe(0);
    const { status, stdout } = await segno(['check', '--strict', 'a.segno'], { cwd });
    expect(status).toBe(1);
    expect(stdout).toContain('error[missing-ack-flag]');
  });
});

describe('the paths of segno check', () => {
  const files = {
    'a.segno': RIGHT,
    'b.md': `# Note\n\n\`\`\`segno\n${WRONG}\`\`\`\n`,
    'c.txt': 'no note',
    'deep/er/d.markdown': 'text',
    'deep/e.segno': RIGHT,
    '.hidden/f.segno': RIGHT,
    'node_modules/g.segno': RIGHT,
  };

  it('finds the notes of a folder and below, without hidden folders and packages', async () => {
    const cwd = folderWith(files);
    const { stdout } = await segno(['check', '--format', 'json', '.'], { cwd });
    expect(filesOf(stdout)).toEqual(['a.segno', 'b.md', 'deep/e.segno', 'deep/er/d.markdown']);
  });

  it.each([
    ['*.segno', ['a.segno']],
    ['**/*.segno', ['a.segno', 'deep/e.segno']],
    ['./deep/**', ['deep/e.segno', 'deep/er/d.markdown']],
    ['?.{md,txt}', ['b.md', 'c.txt']],
    ['[ab].*', ['a.segno', 'b.md']],
    ['[!ab].*', ['c.txt']],
  ])('takes the glob %s', async (glob, expected) => {
    const cwd = folderWith(files);
    const { stdout } = await segno(['check', '--format', 'json', glob], { cwd });
    expect(filesOf(stdout)).toEqual(expected);
  });

  it('reads each file once, however often it is named', async () => {
    const cwd = folderWith(files);
    const { stdout } = await segno(['check', '--format', 'json', 'a.segno', '*.segno', './a.segno'], { cwd });
    expect(filesOf(stdout)).toEqual(['a.segno']);
  });

  it('keeps absolute paths absolute', async () => {
    const cwd = folderWith(files);
    const path = join(cwd, 'a.segno');
    const { stdout } = await segno(['check', '--format', 'json', path]);
    expect(filesOf(stdout)).toEqual([path]);
  });

  it('reports the lines of a Markdown file', async () => {
    const cwd = folderWith(files);
    const { stdout, status } = await segno(['check', 'b.md'], { cwd });
    expect(status).toBe(1);
    expect(stdout).toContain('b.md:6:14: error[wrong-ack-number]');
  });

  it('reads standard input under the name that it is given', async () => {
    const plain = await segno(['check', '-'], { stdin: WRONG });
    expect(plain.status).toBe(1);
    expect(plain.stdout).toContain('stdin.segno:3:14');
    const named = await segno(['check', '--stdin-name', 'n.md', '-'], { stdin: files['b.md'] });
    expect(named.stdout).toContain('n.md:6:14');
  });

  it.each([
    [['nowhere.segno'], 'nowhere.segno'],
    [['*.nothing'], '*.nothing'],
    [[], 'check'],
  ])('exits 2 and says why for %j', async (paths, said) => {
    const { status, stdout, stderr } = await segno(['check', ...paths], { cwd: folderWith(files) });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^segno: /);
    expect(stderr).toContain(said);
  });

  it('exits 2 for what is no text', async () => {
    const cwd = folderWith({ 'a.segno': new Uint8Array([0xff, 0xfe, 0x00]) });
    const { status, stderr } = await segno(['check', 'a.segno'], { cwd });
    expect(status).toBe(2);
    expect(stderr).toContain('UTF-8');
  });
});

describe('the formats of segno check', () => {
  it('prints the JSON of the contract', async () => {
    const cwd = folderWith({ 'a.segno': WRONG, 'b.segno': RIGHT });
    const { status, stdout } = await segno(['check', '--format=json', 'a.segno', 'b.segno'], { cwd });
    expect(status).toBe(1);
    expect(jsonOf(stdout)).toEqual({
      version: 1,
      files: [
        {
          file: 'a.segno',
          problems: [
            {
              line: 3,
              column: 14,
              endLine: 3,
              endColumn: 21,
              severity: 'error',
              code: 'wrong-ack-number',
              message: 'ACK should be `x+1`, not `x+2`: the SYN takes one sequence number.',
              href: 'https://www.rfc-editor.org/rfc/rfc9293.html#section-3.4',
              scenario: 'Opening',
            },
          ],
        },
        { file: 'b.segno', problems: [] },
      ],
    });
  });

  it('prints SARIF with the rule, its level and the place', async () => {
    const name = 'a #1/x%y.segno';
    const cwd = folderWith({ [name]: WRONG });
    const { stdout } = await segno(['check', '--format', 'sarif', name], { cwd });
    const log: unknown = JSON.parse(stdout);
    expect(log).toMatchObject({
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'segno',
              rules: [{ id: 'wrong-ack-number', defaultConfiguration: { level: 'error' } }],
            },
          },
          results: [
            {
              ruleId: 'wrong-ack-number',
              ruleIndex: 0,
              level: 'error',
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: 'a%20%231/x%25y.segno' },
                    region: { startLine: 3, startColumn: 14, endLine: 3, endColumn: 21 },
                  },
                },
              ],
            },
          ],
        },
      ],
    });
  });

  it('prints annotations for GitHub that no name or message can break out of', async () => {
    const cwd = folderWith({ 'a,b:100%\n.segno': WRONG });
    const { stdout } = await segno(['check', '--format', 'github', '.'], { cwd });
    expect(stdout).toBe(
      '::error file=a%2Cb%3A100%25<U+000A>.segno,line=3,endLine=3,col=14,endColumn=21,title=wrong-ack-number::' +
        'ACK should be `x+1`, not `x+2`: the SYN takes one sequence number.\n',
    );
  });

  it('exits 2 for a format that there is not', async () => {
    const { status, stderr } = await segno(['check', '--format', 'xml', '-'], { stdin: RIGHT });
    expect(status).toBe(2);
    expect(stderr).toContain('pretty, json, sarif, github');
  });
});
