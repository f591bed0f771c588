import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse, type TextKind } from '../../src/language/analyse.js';
import { formatAction, formatNote } from '../../src/language/features/formatting.js';
import { formatEdits } from '../../src/language/format.js';
import { applyEdits } from '../../src/language/range.js';
import { RUNS } from '../laws/exchanges.js';
import { root } from '../support/root.js';
import { file, fullWidth, inChinese } from './generators.js';
import { analysed, plain } from './helpers.js';
import { noteOf } from './note.js';

// Each of these texts is analysed several times.

function format(text: string, kind: TextKind = 'segno'): string {
  return applyEdits(text, formatEdits(text, analysed(text, kind).blocks));
}

/** What a text says, exactly, and what is wrong with it, without places. */
function meaning(text: string, kind: TextKind): unknown {
  const { scenarios, problems } = analyse(text, { kind, language: 'en', stateNames: 'netstat' });
  return {
    scenarios: scenarios.map(({ script }) => ({ ...script, statements: script.statements.map(plain) })),
    problems: problems
      .map(({ code, scenario }) => `${scenario ?? ''}: ${code}`)
      .filter((one) => !one.endsWith(': letter-case'))
      .sort(),
  };
}

function expectHarmless(text: string, kind: TextKind = 'segno'): void {
  const formatted = format(text, kind);
  expect(meaning(formatted, kind)).toEqual(meaning(text, kind));
  expect(format(formatted, kind)).toBe(formatted);
}

describe('formatting', () => {
  it('aligns arrows, states and texts within a scenario', () => {
    expect(
      format(
        [
          'begin A',
          'C->SYN->S[SYN_SENT,SYN_RCVD]',
          'C <- SYN+ACK(ack=x+1)<- S :hello',
          'C: close [FIN_WAIT_1, CLOSE_WAIT]',
          'C -> FIN  -x S // lost',
          'end',
          'begin B',
          'Client -> SYN -> S',
          'end',
        ].join('\n'),
      ).split('\n'),
    ).toEqual([
      'begin A',
      'C -> SYN              -> S [SYN_SENT, SYN_RCVD]',
      'C <- SYN+ACK(ack=x+1) <- S : hello',
      'C: close                   [FIN_WAIT_1, CLOSE_WAIT]',
      'C -> FIN              -x S // lost',
      'end',
      'begin B',
      'Client -> SYN -> S',
      'end',
    ]);
  });

  it('gives wide characters two columns', () => {
    expect(format('客户端 -> SYN -> S\nS -> SYN+ACK -> 客户端\n')).toBe(
      '客户端 -> SYN     -> S\nS      -> SYN+ACK -> 客户端\n',
    );
  });

  it.each([
    ['C（S）：ESTABLISHED（snd＝1，rcv＝x＋1）', 'C(S): ESTABLISHED(snd=1, rcv=x+1)'],
    ['C－－＞SYN－＞……', 'C -> SYN -> ...'],
    ['C《-SYN-ACK（SEQ＝0，MSS＝5）《-S：你好，世界', 'C <- SYN+ACK(seq=0, mss=5) <- S : 你好，世界'],
    ['C → DATA（“a，b”）→ S【S：ESTAB】', 'C -> DATA("a，b") -> S [S: ESTAB]'],
    ['S：监听', 'S: 监听'],
    ['S:CLOSED->LISTEN', 'S: CLOSED -> LISTEN'],
    ['Begin A', 'begin A'],
    ['开始：标题', '开始: 标题'],
    ['＝＝第一步＝＝', '== 第一步 =='],
    ['注 C、S：看', '注 C, S: 看'],
    ['endpoint   C“客户端” reuses   D', 'endpoint C "客户端" reuses D'],
    ['C -> SYN /* why */-> S#c', 'C -> SYN /* why */ -> S #c'],
    ['／／ 预期错误 syntax', '// 预期错误 syntax'],
    ['   # text   ', '# text'],
    ['stale   C1->SYN->S', 'stale C1 -> SYN -> S'],
  ])('writes %s as %s', (before, after) => {
    expect(format(before)).toBe(after);
  });

  it.each([
    'C  ->SYN -> ',
    'C  ->SYM -> S',
    'C  ->SYN ACK -> S',
    '/* a',
    'begin:// no comment',
    'C->SYN->S /* goes\n  on */  C->ACK->S',
  ])('leaves %j as it is', (text) => {
    expect(format(text)).toBe(text);
  });

  it('keeps blank lines and sets the lines in on which a statement goes on', () => {
    expect(format('C->SYN+\nACK(seq=1,\n   ack=2)->S\r\n\r\n  C: close\r\n')).toBe(
      'C -> SYN+\n  ACK(seq=1,\n  ack=2) -> S\r\n\r\nC: close\r\n',
    );
  });

  it('stays inside the blocks of Markdown, behind what makes them part of a list or a quotation', () => {
    const text = [
      'A->B',
      '- item',
      '',
      '  ```segno',
      '    C->SYN->S',
      '',
      '  C<-SYN+ACK<-S',
      '  ```',
      '',
      '> ~~~segno',
      '>   C->FIN->S',
      '>C<-ACK<-S',
      '> ~~~',
      '',
      '- a',
      '',
      '\t```segno',
      '\tC->SYN->S',
      '\t```',
    ];
    const expected = [...text];
    expected[4] = '  C -> SYN     -> S';
    expected[6] = '  C <- SYN+ACK <- S';
    expected[10] = '> C -> FIN -> S';
    expected[11] = '>C <- ACK <- S';
    expected[17] = '\tC -> SYN -> S';
    expect(format(text.join('\n'), 'markdown').split('\n')).toEqual(expected);
  });

  it('never changes what a generated text says, and is done after one time', () => {
    fc.assert(
      fc.property(file, fc.constantFrom('english', 'chinese', 'wide'), (english, way) => {
        const text = way === 'chinese' ? inChinese(english) : way === 'wide' ? fullWidth(english) : english;
        expectHarmless(text);
        expectHarmless(`> \`\`\`segno\n${text.replaceAll(/^/gm, '> ')}\n> \`\`\`\n`, 'markdown');
      }),
      { numRuns: RUNS },
    );
  });

  it('survives whatever a text becomes by cutting and pasting', () => {
    const piece = fc.constantFrom(
      '(',
      '"',
      '/*',
      '*/',
      '-x',
      'x-',
      '\n',
      '，',
      '：',
      '“',
      '//',
      '#',
      '\t',
      '+',
      '->',
      '[',
      '==',
    );
    fc.assert(
      fc.property(file, fc.array(fc.tuple(fc.nat(), piece), { maxLength: 3 }), (text, cuts) => {
        let broken = text;
        for (const [place, inserted] of cuts) {
          const at = place % (broken.length + 1);
          broken = broken.slice(0, at) + inserted + broken.slice(at);
        }
        expectHarmless(broken);
      }),
      { numRuns: RUNS },
    );
  });

  const files = [
    'test/corpus/valid.segno',
    'test/corpus/wrong.segno',
    ...['examples', 'test/language/notes'].flatMap((folder) =>
      readdirSync(join(root, folder)).map((name) => `${folder}/${name}`),
    ),
    'docs/language.md',
    'docs/language.zh-cn.md',
  ];

  it.each(files)('changes nothing but the looks of %s', (name) => {
    expectHarmless(readFileSync(join(root, name), 'utf8'), name.endsWith('.md') ? 'markdown' : 'segno');
  });
});

describe('an editor', () => {
  const text = 'C->SYN->S\nC<-SYN+ACK<-S\n\nC->ACK->S\n';

  it('formats the lines of a range', () => {
    expect(formatNote(noteOf(text), 1, 2)).toEqual([
      {
        range: { start: { line: 1, character: 0 }, end: { line: 1, character: 13 } },
        newText: 'C <- SYN+ACK <- S',
      },
    ]);
  });

  it('has an action for the exchanges in Markdown only', () => {
    expect(formatAction(noteOf(text))).toEqual([]);
    const markdown = noteOf(`\`\`\`segno\n${text}\`\`\`\n`, 'markdown', 'zh-cn');
    expect(formatAction(markdown)).toMatchObject([
      { title: '格式化其中的交互', kind: 'source.format.segno' },
    ]);
    expect(formatAction(noteOf('```segno\nC -> SYN -> S\n```', 'markdown'))).toEqual([]);
  });
});
