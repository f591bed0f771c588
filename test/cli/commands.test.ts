import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../src/rules/index.js';
import { RIGHT, segno, WRONG } from './fake.js';

describe('segno trace', () => {
  it('prints the JSON of the contract', async () => {
    const { status, stdout } = await segno(['trace', '--json', '--stdin-name', 'a.segno', '-'], {
      stdin: RIGHT,
    });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      file: 'a.segno',
      scenarios: [
        {
          title: 'Opening',
          line: 1,
          endLine: 5,
          mode: 'notes',
          endpoints: [
            { name: 'C', label: null },
            { name: 'S', label: null },
          ],
          initial: { C: 'CLOSED', S: 'LISTEN' },
          steps: [
            {
              line: 2,
              kind: 'segment',
              from: 'C',
              to: 'S',
              fate: 'delivered',
              origin: 'new',
              flags: ['SYN'],
              seq: 'x',
              ack: null,
              len: 0,
              win: null,
              implied: [{ endpoint: 'C', call: 'connect' }],
              outcome: 'accepted',
              states: { C: 'SYN_SENT', S: 'SYN_RCVD' },
            },
            { line: 3, flags: ['SYN', 'ACK'], ack: 'x+1', states: { C: 'ESTABLISHED', S: 'SYN_RCVD' } },
            { line: 4, flags: ['ACK'], seq: 'x+1', states: { C: 'ESTABLISHED', S: 'ESTABLISHED' } },
          ],
          final: { C: 'ESTABLISHED', S: 'ESTABLISHED' },
        },
      ],
      problems: [],
    });
  });

  it('exits 1 when there is an error, and prints the trace all the same', async () => {
    const { status, stdout } = await segno(['trace', '--json', '-'], { stdin: WRONG });
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ problems: [{ code: 'wrong-ack-number', line: 3 }] });
  });

  it('prints for people each line with the states that it changes', async () => {
    const { stdout } = await segno(['trace', '-'], { stdin: RIGHT });
    expect(stdout.split('\n')).toEqual([
      '1  Opening',
      expect.stringMatching(/^ +C +S$/),
      expect.stringMatching(/^ +CLOSED +LISTEN$/),
      expect.stringMatching(/^2 {2}C -> SYN\(seq=x\) -> S +SYN_SENT +SYN_RCVD$/),
      expect.stringMatching(/^3 {2}S -> SYN\+ACK\(seq=\S+, ack=x\+1\) -> C +ESTABLISHED +·$/),
      expect.stringMatching(/^4 {2}C -> ACK\(seq=x\+1, ack=\S+\) -> S +· +ESTABLISHED$/),
      '',
      '1 file checked, no problems',
      '',
    ]);
  });

  it.each([[[]], [['a', 'b']]])('exits 2 for %j', async (files) => {
    expect((await segno(['trace', ...files])).status).toBe(2);
  });
});

describe('segno explain', () => {
  it.each(RULES.map(({ code, title, examples }) => ({ code, title, examples })))(
    'explains $code in both languages',
    async ({ code, title, examples }) => {
      const en = await segno(['explain', code]);
      const zh = await segno(['explain', code, '--lang', 'zh-cn']);
      expect([en.status, zh.status]).toEqual([0, 0]);
      // What only thousands of lines show has no example.
      expect(en.stdout).toContain(examples.good.length > 0 ? 'Right:' : title.en);
      expect(zh.stdout).toContain(examples.good.length > 0 ? '正确写法：' : title['zh-cn']);
    },
  );

  it('keeps the blanks between Chinese and Latin text', async () => {
    const { stdout } = await segno(['explain', 'wrong-ack-number', '--lang', 'zh-cn']);
    expect(stdout).toContain('SYN 和 FIN 各占一个序号');
  });

  it.each([
    ['wrong-akc-number', 'did you mean wrong-ack-number?'],
    ['nonsense', 'there is no problem nonsense\n'],
  ])('exits 2 for %s', async (code, said) => {
    const { status, stderr } = await segno(['explain', code]);
    expect(status).toBe(2);
    expect(stderr).toContain(said);
  });
});

describe('segno', () => {
  it('shows its help, and only what there is', async () => {
    const { status, stdout } = await segno(['--help']);
    expect(status).toBe(0);
    for (const command of ['check', 'trace', 'render', 'import', 'fmt', 'explain', 'lsp'])
      expect(stdout).toContain(`\n  ${command} `);
    expect((await segno(['check', '--help'])).stdout).toBe(stdout);
    expect((await segno(['--lang', 'zh', '--help'])).stdout).toContain('用法');
  });

  it('shows its version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await segno(['--version'])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  it.each([
    [[]],
    [['frobnicate']],
    [['check', '--nonsense', 'a']],
    [['check', '--lang', 'fr', 'a']],
    [['explain']],
    [['lsp']],
  ])('exits 2 for %j', async (argv) => {
    const { status, stdout, stderr } = await segno(argv);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).not.toBe('');
  });
});
