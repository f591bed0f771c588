import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { CodeActionKind } from 'vscode-languageserver';
import { describe, expect, it } from 'vitest';
import type { TextKind } from '../../src/language/analyse.js';
import { refactoringsAt, resolveRefactoring } from '../../src/language/features/refactorings.js';
import type { Note } from '../../src/language/note.js';
import { file, inChinese } from './generators.js';
import { applied, noteOf, uri } from './note.js';

// Each text is analysed many times.

const ALL = [
  'Name the states',
  'Fill in the numbers',
  'Leave out the numbers',
  'Add times',
  'Leave out the times',
];

/** The text after a refactoring that is chosen on a line; unchanged where it is not offered. */
function refactored(note: Note, line: number, title: string): string {
  const action = refactoringsAt(note, { line, character: 0 }).find((one) => one.title === title);
  if (!action) return note.text;
  const { edit } = resolveRefactoring(action, () => note);
  return applied(note.text, edit?.changes?.[uri] ?? []);
}

function after(lines: readonly string[], title: string, kind: TextKind = 'segno', line = 0): string[] {
  return refactored(noteOf(lines.join('\n'), kind), line, title).split('\n');
}

/** What is found and which states hold, line by line. */
function verdict({ analysis }: Note): unknown {
  return {
    problems: analysis.problems
      .map(({ line, code }) => `${line} ${code}`)
      .filter((one) => !one.endsWith(' letter-case'))
      .sort(),
    states: analysis.scenarios.map(({ trace }) => trace.steps.map(({ states }) => states.toRecord())),
  };
}

describe('naming the states', () => {
  it('adds them behind each line that does not name them', () => {
    expect(
      after(
        ['C -> SYN -> S', 'C <- SYN+ACK <- S : hello // why', 'C -> ACK -> S [ESTAB, ESTAB]', 'C: close'],
        ALL[0] ?? '',
      ),
    ).toEqual([
      'C -> SYN -> S [SYN_SENT, SYN_RCVD]',
      'C <- SYN+ACK <- S : hello [ESTABLISHED, SYN_RCVD] // why',
      'C -> ACK -> S [ESTAB, ESTAB]',
      'C: close [FIN_WAIT_1]',
    ]);
  });
});

describe('times', () => {
  const timed = ['@0..20ms C -> SYN -> S', '@20..40ms C <- SYN+ACK <- S', '@40..60ms C -> ACK -> S'];
  const untimed = ['C -> SYN -> S', 'C <- SYN+ACK <- S', 'C -> ACK -> S'];

  it('are added from the order in which things happen, and left out', () => {
    expect(after(untimed, 'Add times')).toEqual(timed);
    expect(after(timed, 'Leave out the times')).toEqual(untimed);
  });
});

describe('numbers', () => {
  const without = [
    'C -> SYN(seq=x) -> S',
    'C <- SYN(seq=y)+ACK <- S',
    'C -> ACK -> S',
    'C -> DATA(5)+ACK -> S',
  ];
  const filled = [
    'C -> SYN(seq=x) -> S',
    'C <- SYN(seq=y)+ACK(ack=x+1) <- S',
    'C -> ACK(seq=x+1, ack=y+1) -> S',
    'C -> DATA(5, seq=x+1)+ACK(ack=y+1) -> S',
  ];

  it('are filled in', () => {
    expect(after(without, 'Fill in the numbers')).toEqual(filled);
  });

  it('are left out', () => {
    expect(after(filled, 'Leave out the numbers')).toEqual([
      'C -> SYN -> S',
      'C <- SYN+ACK <- S',
      'C -> ACK -> S',
      'C -> DATA(5)+ACK -> S',
    ]);
  });

  it('are filled in inside the blocks of Markdown', () => {
    const prefix = (lines: readonly string[]): string[] => [
      '> ```segno',
      ...lines.map((line) => `> ${line}`),
      '> ```',
    ];
    expect(after(prefix(without), 'Fill in the numbers', 'markdown', 2)).toEqual(prefix(filled));
  });

  it('that are wrong stay, and the others go', () => {
    const wrong = ['C -> SYN(seq=1) -> S', 'C <- SYN(seq=5)+ACK(ack=3) <- S', 'C -> ACK(seq=2, ack=6) -> S'];
    expect(after(wrong, 'Leave out the numbers')[1]).toContain('ack=3');
  });

  it('of an acknowledgment that nothing else tells of stay', () => {
    expect(after(['C -> SYN -> S', 'C <- SYN(ack=ISN+1, seq=0) <- S'], 'Leave out the numbers')[1]).toContain(
      'ack=',
    );
  });
});

describe('translating', () => {
  const english = [
    'begin Title',
    'mode notes',
    'endpoint C unchecked',
    'note S: the end',
    '// expect-error: why',
    'C -> SYN -> S',
    'S: user timeout',
    'S: send 5',
    'stale ... -> SYN(seq=9) -> S',
    'end',
  ];
  const chinese = [
    '开始 Title',
    '模式 笔记',
    '端点 C 不检查',
    '注 S: the end',
    '// 预期错误: why',
    'C -> SYN -> S',
    'S: 用户超时',
    'S: 发送 5',
    '陈旧 ... -> SYN(seq=9) -> S',
    '结束',
  ];

  it('goes both ways', () => {
    expect(after(english, 'Translate keywords to Chinese')).toEqual(chinese);
    expect(after(chinese, 'Translate keywords to English')).toEqual(
      english.map((line) => line.replace('user timeout', 'user-timeout')),
    );
  });

  it('leaves names, titles and the other scenario alone', () => {
    const text = ['begin end', 'end -> SYN -> note', 'end', 'begin B', 'C: close', 'end'];
    expect(after(text, 'Translate keywords to Chinese')).toEqual([
      '开始 end',
      'end -> SYN -> note',
      '结束',
      ...text.slice(3),
    ]);
  });

  it('is offered only where there is something to translate', () => {
    const titles = (text: string): string[] =>
      refactoringsAt(noteOf(text), { line: 0, character: 0 }).map(({ title }) => title);
    expect(titles('C -> SYN -> S')).not.toContain('Translate keywords to English');
    expect(titles('C -> SYN -> S\nC: 关闭')).toContain('Translate keywords to English');
    expect(titles('C -> SYN -> S\nC: 关闭')).not.toContain('Translate keywords to Chinese');
  });
});

describe('a block of another language', () => {
  it('is turned into one of ours', () => {
    const text = '```java\nbegin A\nC -> SYN -> S\nend\n```\n';
    expect(refactored(noteOf(text, 'markdown'), 2, 'Turn this block into a `segno` block')).toBe(
      text.replace('java', 'segno'),
    );
    expect(
      refactoringsAt(noteOf(text.replace('java', 'segno'), 'markdown'), { line: 2, character: 0 }).map(
        ({ title }) => title,
      ),
    ).not.toContain('Turn this block into a `segno` block');
  });
});

describe('a refactoring', () => {
  it.each(['valid', 'wrong'])('changes no problem and no state of the corpus: %s', (name) => {
    const text = readFileSync(new URL(`../corpus/${name}.segno`, import.meta.url), 'utf8');
    let changed = 0;
    // Each scenario by itself, because every one of them is judged by itself.
    for (const scenario of noteOf(text).analysis.scenarios) {
      const own = text
        .split('\n')
        .slice(scenario.line - 1, scenario.endLine)
        .join('\n');
      const note = noteOf(own);
      for (const title of [...ALL, 'Translate keywords to Chinese']) {
        const result = refactored(note, 0, title);
        if (result !== own) changed++;
        expect(verdict(noteOf(result)), `${title}: ${own}`).toEqual(verdict(note));
      }
    }
    expect(changed).toBeGreaterThan(50);
  });

  it('that adds times is taken back by the one that leaves them out', () => {
    const text = readFileSync(new URL('../corpus/valid-transfer.segno', import.meta.url), 'utf8');
    let timed = 0;
    for (const { line, endLine } of noteOf(text).analysis.scenarios) {
      const own = text
        .split('\n')
        .slice(line - 1, endLine)
        .join('\n');
      const added = refactored(noteOf(own), 0, 'Add times');
      if (own.includes('@') || added === own) continue;
      timed++;
      expect(refactored(noteOf(added), 0, 'Leave out the times')).toBe(own);
    }
    expect(timed).toBeGreaterThan(10);
  });

  it('changes no problem and no state of a generated text', () => {
    fc.assert(
      fc.property(
        file,
        fc.constantFrom(...ALL, 'Translate keywords to Chinese', 'Translate keywords to English'),
        fc.boolean(),
        (english, title, chinese) => {
          const note = noteOf(chinese ? inChinese(english) : english);
          expect(verdict(noteOf(refactored(note, 0, title)))).toEqual(verdict(note));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('has a title in the language of the reader', () => {
    const actions = refactoringsAt(noteOf('C -> SYN -> S', 'segno', 'zh-cn'), { line: 0, character: 0 });
    expect(actions.map(({ title }) => title)).toEqual([
      '补全交互',
      '写出状态',
      '填写编号',
      '添加时间',
      '如果这个报文段丢失了会怎样？',
    ]);
    expect(new Set(actions.map(({ kind }) => kind))).toEqual(new Set([CodeActionKind.RefactorRewrite]));
  });
});
