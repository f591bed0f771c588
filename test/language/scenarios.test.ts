import { describe, expect, it } from 'vitest';
import { analysed, marked, notation, plain, serious } from './helpers.js';

const OPENING = 'C -> SYN -> S\nC <- SYN+ACK <- S\nC -> ACK -> S';

function outline(text: string): unknown {
  return analysed(text).scenarios.map(({ title, line, endLine, script }) => [
    title,
    line,
    endLine,
    script.statements.length,
  ]);
}

describe('scenarios', () => {
  it.each([
    ['begin A title\nC -> SYN -> S\nend', [['A title', 1, 3, 1]]],
    ['开始 标题\nC -> SYN -> S\n结束', [['标题', 1, 3, 1]]],
    ['begin: A title\nC -> SYN -> S\nend', [['A title', 1, 3, 1]]],
    ['开始：标题\nC -> SYN -> S\n结束', [['标题', 1, 3, 1]]],
    ['开始\nC -> SYN -> S\nend', [['', 1, 3, 1]]],
    ['begin // no title\nC -> SYN -> S\nend', [['', 1, 3, 1]]],
    ['begin x-ray\nend', [['x-ray', 1, 2, 0]]],
    ['begin A,\nC -> SYN -> S\nend', [['A,', 1, 3, 1]]],
    ['C -> SYN -> S', [['', 1, 1, 1]]],
    ['// only a comment\n\n', []],
    ['', []],
    [
      '// comment\n\nC -> SYN -> S\n\nbegin A\nC -> SYN -> S\nend\nC <- SYN+ACK <- S\n',
      [
        ['', 3, 8, 2],
        ['A', 5, 7, 1],
      ],
    ],
    [
      'begin A\nC -> SYN -> S\n\n// trailing\nbegin B\nC -> SYN -> S\nend',
      [
        ['A', 1, 2, 1],
        ['B', 5, 7, 1],
      ],
    ],
  ])('of %j', (text, expected) => {
    expect(outline(text)).toEqual(expected);
  });

  it('count the lines of their statements from their own first line', () => {
    const [, second] = analysed(`begin A\n${OPENING}\nend\n\nbegin B\n\n${OPENING}\nend`).scenarios;
    expect(second?.line).toBe(7);
    expect(second?.script.statements.map(({ line }) => line)).toEqual([3, 4, 5]);
    expect(second?.sourceMap.range({ statement: 0, part: 'segment' })).toEqual({
      line: 9,
      column: 6,
      endLine: 9,
      endColumn: 9,
    });
  });

  it('have ends, symbols and states of their own', () => {
    const text = `begin A\nC -> SYN(seq=x) -> S\nend\nbegin B\nC -> SYN(seq=x) -> S\nC <- SYN+ACK(ack=x+1) <- S\nend`;
    expect(serious(analysed(text).problems)).toEqual([]);
  });

  it('warn on a begin that has no end, and one edit mends it', () => {
    const text = `begin A\n${OPENING}\n\nbegin B\n${OPENING}\nend`;
    const [problem] = notation(text);
    expect(problem).toMatchObject({ code: 'unclosed-scenario', severity: 'warning', line: 1, scenario: 'A' });
    expect(problem && marked(text, problem)).toBe('begin');
    expect(problem?.fixes[0]?.edits).toEqual([
      { range: { line: 4, column: 14, endLine: 4, endColumn: 14 }, text: '\nend' },
    ]);
    expect(notation(text)).toHaveLength(1);
  });

  it('report a stray end on its own line', () => {
    const text = `begin A\n${OPENING}\nend\n  结束 // here`;
    const problems = notation(text);
    expect(problems).toMatchObject([{ code: 'stray-end', severity: 'error', line: 6 }]);
    expect(problems.map((problem) => marked(text, problem))).toEqual(['结束']);
  });

  it('get no second problem where something too much follows the end', () => {
    const text = `begin A\n${OPENING}\nend of it`;
    expect(notation(text)).toMatchObject([{ code: 'syntax', line: 5 }]);
  });
});

describe('the parts of a statement', () => {
  const text =
    'begin\nforged C -> SYN-ACK(seq=x, ack = y+1)+DATA("hi", win=5, mss=9) -> S : t [C: ESTAB, SYN_RCVD] // ignore shorthand\nS(C): close\nS: ESTAB(snd=1, rcv=x)\nS: CLOSED -> FIN-WAIT-1\nend';
  const [scenario] = analysed(text).scenarios;

  it.each([
    [0, 'from', 'C'],
    [0, 'to', 'S'],
    [0, 'segment', 'SYN-ACK(seq=x, ack = y+1)+DATA("hi", win=5, mss=9)'],
    [0, 'flags', 'SYN-ACK(seq=x, ack = y+1)+DATA("hi", win=5, mss=9)'],
    [0, 'flag.SYN', 'SYN'],
    [0, 'flag.ACK', 'ACK(seq=x, ack = y+1)'],
    [0, 'flag.DATA', 'DATA("hi", win=5, mss=9)'],
    [0, 'seq', 'seq=x'],
    [0, 'ack', 'ack = y+1'],
    [0, 'len', '"hi"'],
    [0, 'win', 'win=5'],
    [0, 'option.mss', 'mss=9'],
    [0, 'states.0', 'C: ESTAB'],
    [0, 'states.1', 'SYN_RCVD'],
    [0, 'expectation', '// ignore shorthand'],
    [0, 'up', 'SYN-ACK(seq=x, ack = y+1)+DATA("hi", win=5, mss=9)'],
    [1, 'end', 'S(C)'],
    [1, 'call', 'close'],
    [1, 'seq', 'S(C): close'],
    [2, 'state', 'ESTAB'],
    [2, 'counter.snd', 'snd=1'],
    [2, 'counter.rcv', 'rcv=x'],
    [3, 'path.0', 'CLOSED'],
    [3, 'path.1', 'FIN-WAIT-1'],
  ] as const)('%i %s is %s', (statement, part, expected) => {
    const range = scenario?.sourceMap.range({ statement, part });
    const line = text.split('\n')[(range?.line ?? 0) - 1] ?? '';
    expect(line.slice((range?.column ?? 0) - 1, (range?.endColumn ?? 0) - 1)).toBe(expected);
  });
});

describe('a line that cannot be read', () => {
  const lines = [
    'begin A',
    'C -> SYN -> S',
    'C <- SYN+ACK <- S',
    'C -> ACK -> S',
    'end',
    'begin B',
    'C -> SYN -> S',
    'end',
  ];
  const half = [
    'C',
    'C -',
    'C ->',
    'C -> ',
    'C -> S',
    'C -> SYN',
    'C -> SYN(',
    'C -> SYN(se',
    'C -> SYN(seq',
    'C -> SYN(seq=',
    'C -> SYN(seq=x',
    'C -> SYN(seq=x,',
    'C -> SYN(seq=x, ',
    'C -> SYN(seq=x)',
    'C -> SYN+',
    'C -> SYN+A',
    'C -> SYN -',
    'C -> SYN ->',
    'C <- SYN -> S',
    'C -> SYN -> S -> T',
    'C -> SYN -> S [',
    'C -> SYN -> S [SYN_',
    'C -> SYN -> S [SYN_SENT,',
    'C -> DATA("GET',
    'C -> -> S',
    '-> SYN -> S',
    '2MSL -> SYN -> S',
    'S:',
    'S: ',
    'S: clo',
    'S: CLOSED ->',
    'S: CLOSED -> LIS',
    'S(C',
    'S(C):',
    'S: ESTABLISHED(',
    'S: ESTABLISHED(snd=',
    'endpoint',
    'endpoint C "Cli',
    'endpoint C reuses',
    'note',
    'note C',
    'note C,',
    'mode',
    'mode str',
    'dup',
    'dup ...',
    'this is prose.',
    ';',
    ')',
    ']',
    '"',
    '\\',
    '😀',
    ':',
    '+',
    'C -> SYN(seq=x)) -> S',
    'C -> SYN(((((((( -> S',
    'end of it -> x',
  ];
  const at = [2, 3, 4, 5, 6, 8, 0];

  it.each(half)('%j harms only itself, wherever it stands', (broken) => {
    for (const index of at) {
      const text = lines.toSpliced(index, 0, broken).join('\n');
      const analysis = analysed(text);
      const problems = analysis.problems.filter(
        (problem) => problem.notation && problem.severity === 'error',
      );
      const kept = analysis.scenarios.flatMap(({ script, line }) =>
        script.statements.map((statement) => [line + statement.line - 1, plain(statement)]),
      );
      const without = analysed(lines.join('\n')).scenarios.flatMap(({ script, line }) =>
        script.statements.map((statement) => {
          const before = line + statement.line - 1;
          return [before > index ? before + 1 : before, plain(statement)];
        }),
      );
      expect(kept, text).toEqual(without);
      expect(
        problems.map(({ line }) => line),
        text,
      ).toEqual([index + 1]);
    }
  });

  it('at the very end leaves the lines above', () => {
    const text = `${lines.slice(0, 4).join('\n')}\nC <- `;
    expect(notation(text).map(({ code, line }) => [code, line])).toEqual([
      ['unclosed-scenario', 1],
      ['syntax', 5],
    ]);
    expect(analysed(text).scenarios[0]?.script.statements).toHaveLength(3);
  });
});

describe('what is said of a line that cannot be read', () => {
  it.each([
    ['C ->', '->', /segment is missing/],
    ['C -> SYN', 'C -> SYN', /stands between two arrows/],
    ['C -> SYN ->', '->', /name of an end/],
    ['C -> SYN+ -> S', '+', /flag is missing/],
    ['C -> SYN(seq=x -> S', 'x', /`\)` is missing/],
    ['C -> SYN(seq=) -> S', '=', /value after `seq=`/],
    ['C -> SYN(seq=x, ) -> S', ')', /argument is missing/],
    ['C -> SYN(seq=x+) -> S', '+', /number is missing/],
    ['C -> SYN -> S -> T', '->', /two arrows/],
    ['C <- SYN -> S', 'C <- SYN -> S', /Both arrows point/],
    ['C -x SYN -> S', 'C -x SYN -> S', /cross stands/],
    ['C => ACK -> S', '=>', /`=>` is not one of .*: write `C -> ACK -> S`/],
    ['C -> ACK <= S', '<=', /`<=` is not one of .*: write `C -> ACK -> S` or `C <- ACK <- S`/],
    ['C x← SYN ← S', 'x←', /`x←` is not one of .*: write `C x- SYN ← S`/],
    ['C → SYN →x S', '→x', /`→x` is not one of .*: write `C → SYN -x S`/],
    ['C ← SYN ←x S', '←x', /`←x` is not one of .*: write `C x- SYN <- S`/],
    ['stale C ->> SYN -> S', '->>', /`->>` is not one of .*: write `stale C -> SYN -> S`/],
    ['C <-> SYN <-> S', 'C <-> SYN <-> S', /write `C -> SYN -> S` or `C <- SYN <- S`/],
    ['C - SYN -> S', 'C - SYN -> S', /stands between|Both arrows/],
    ['C: CLOSED => LISTEN', '=>', /`=>` is not one of .*: write `C: CLOSED -> LISTEN`/],
    ['C->x=>S : a => b', '=>', /write `->`/],
    ['... -> SYN -> ...', '...', /One side/],
    ['C -> SYN -> C', 'C', /to another/],
    ['C -> SYN -x ...', '...', /name of the end/],
    ['2MSL -> SYN -> S', '2MSL', /begin with a letter/],
    ['C -> SYN(seq=5x) -> S', '5x', /not a number/],
    ['C -> SYN(seq=x+y) -> S', 'x+y', /not a sequence number/],
    ['C -> SYN(seq=1, seq=2) -> S', 'seq=2', /given twice/],
    ['C -> SYN(seq=1)+ACK(seq=2) -> S', 'seq=2', /given twice/],
    ['C -> FIN(5) -> S', '5', /Say what `5` is/],
    ['C -> ACK(len=n) -> S', 'n', /takes a number/],
    ['C -> ACK(len=99999999999) -> S', '99999999999', /too large/],
    [String.raw`C -> DATA("a\qb") -> S`, String.raw`\q`, /is not an escape/],
    ['C -> DATA("abc) -> S', '"abc) -> S', /closing quotation/],
    ['C -> SYN -> S [SYN_SNT, LISTEN]', 'SYN_SNT', /Did you mean `SYN_SENT`/],
    ['C -> SYN -> S [SYN_SENT]', 'SYN_SENT', /Name the ends/],
    ['C -> SYN -> S [again]', 'again', /text begins with `:`/],
    ['C -> SYN -> S [CLOSED, CLOSED, CLOSED]', '[CLOSED, CLOSED, CLOSED]', /at most two/],
    ['C -> SYN -> S [CLOSED', 'CLOSED', /`\]` is missing/],
    ['C: cloze', 'cloze', /Did you mean `close`/],
    ['C: ESTABLISED', 'ESTABLISED', /Did you mean `ESTABLISHED`/],
    ['C: close 5', '5', /only `send` and `receive`/],
    ['C: send 5 6', '5', /one number of octets, such as `send 5`/],
    ['C: send(5, 6)', '(5, 6)', /one number of octets/],
    ['endpoint D reuses D', 'D', /`D` reuses its own address/],
    ['endpoint C reuses D\nendpoint D reuses E\nendpoint E reuses C', 'E', /`E` reuses its own address/],
    ['C: ESTABLISHED(sndd=5)', 'sndd=5', /not a counter/],
    ['C: CLOSED <- LISTEN', '<-', /left to right/],
    ['C: CLOSED [CLOSED]', '[CLOSED]', /names a state already/],
    ['C:', ':', /what the end does/],
    ['mode fast', 'fast', /is not a mode/],
    ['note C', 'note C', /text of the note is missing/],
    ['what is this', 'what is this', /not a statement/],
    ['C -> SYN; -> S', ';', /means nothing/],
  ])('%s: at %s', (text, where, message) => {
    const [problem, more] = notation(text);
    expect(more).toBeUndefined();
    expect(problem).toMatchObject({ code: 'syntax', severity: 'error' });
    expect(problem?.message).toMatch(message);
    expect(problem && marked(text, problem)).toBe(where);
  });

  it.each([
    ['C => ACK -> S', 'C -> ACK -> S'],
    ['C x← SYN ← S', 'C x- SYN ← S'],
    ['C → SYN →x S', 'C → SYN -x S'],
    ['C <= SYN <- S', 'C <- SYN <- S'],
  ])('%s is mended to %s', (text, mended) => {
    const [problem] = notation(text);
    const [edit] = problem?.fixes[0]?.edits ?? [];
    expect(
      edit && text.slice(0, edit.range.column - 1) + edit.text + text.slice(edit.range.endColumn - 1),
    ).toBe(mended);
    expect(notation(mended)).toEqual([]);
  });

  it('is said in Chinese to those who read it', () => {
    const [problem] = analysed('C -> SYN', 'segno', 'zh-cn').problems;
    expect(problem?.message).toBe('报文段写在两个箭头之间，两侧各写一端：请写 `C -> SYN -> S`。');
  });
});

describe('flags', () => {
  it.each([
    ['SYM', 'SYN'],
    ['SNY', 'SYN'],
    ['AKC', 'ACK'],
    ['Reset', 'RST'],
    ['PUSH', 'PSH'],
    ['DTA', 'DATA'],
    ['QWERTY', undefined],
  ])('%s is unknown; perhaps %s was meant', (word, meant) => {
    const text = `C -> ${word} -> S`;
    const problems = notation(text);
    expect(problems).toMatchObject([{ code: 'unknown-flag', severity: 'error' }]);
    expect(problems.map((problem) => marked(text, problem))).toEqual([word]);
    expect(problems[0]?.fixes[0]?.edits[0]?.text).toBe(meant);
  });

  it('that are misspelt do not spoil the lines below', () => {
    const text = 'begin\nC -> SYM -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\nend';
    expect(serious(analysed(text).problems).map(({ code }) => code)).toEqual(['unknown-flag']);
  });

  it('with only blanks between them are an error that one edit mends', () => {
    const text = 'C <- SYN(seq=x)  ACK <- S';
    expect(notation(text)).toMatchObject([
      {
        code: 'missing-plus',
        fixes: [{ edits: [{ range: { line: 1, column: 16, endLine: 1, endColumn: 18 }, text: '+' }] }],
      },
    ]);
    expect(analysed(text).scenarios[0]?.script.statements).toHaveLength(1);
  });
});

describe('directives about the notation', () => {
  it.each([
    'C -> SYM -> S // expect-error unknown-flag: on purpose',
    '// expect-error syntax\nC -> SYN',
    '// expect-error syntax\nendpoint C reuses C\nC -> SYN -> S',
    '// expect-error\nC -> SYN',
    'C -> SYM -> S // ignore unknown-flag',
    'C -> SYM -> S // 忽略 unknown-flag：故意写错',
    '// ignore all but the next\n// ignore unknown-flag: on purpose\nC -> SYM -> S',
    'begin // expect-error unclosed-scenario\nC -> SYN -> S',
    '// expect-error unclosed-scenario\nbegin\nC -> SYN -> S',
    '// expect-error\n\n// as follows\nbegin\nC -> SYN -> S',
    'begin A\nC -> SYN -> S\nend\n// ignore unclosed-scenario\nbegin B\nC -> SYN -> S',
    'begin A // expect-error unclosed-scenario\nC -> SYN -> S\n// ignore unclosed-scenario\nbegin B\nC -> SYN -> S',
    '// expect-error stray-end\nend',
  ])('meet it: %j', (text) => {
    expect(serious(analysed(text).problems)).toEqual([]);
  });

  it.each([
    ['C -> SYN -> S\n// expect-error', [2]],
    ['begin // expect-error\nC -> SYN -> S\nend', [1]],
    ['// expect-error\nC -> SYN -> S', [1]],
    ['C -> SYN -> S\n\n// expect-error\n\nbegin\nC -> SYN -> S\nend', [3]],
    ['C -> SYN // expect-error missing-plus', []],
  ])('of %j that nothing meets are a problem of their own', (text, expected) => {
    const unused = analysed(text).problems.filter(({ code }) => code === 'unused-expectation');
    expect(unused.map(({ line }) => line)).toEqual(expected);
  });
});

describe('an ignore that names no problem', () => {
  it.each([
    'ignore the window here',
    'ignore half of this',
    'ignore syntactic sugar',
    '忽略 这里的窗口',
    'ignored unknown-flag',
  ])('in prose, as in %j, hides nothing and is left alone', (comment) => {
    const { problems } = analysed(`// ${comment}\nC -> SYM -> S`);
    expect(problems.map(({ code, line }) => [code, line])).toEqual([['unknown-flag', 2]]);
  });

  it('in prose does not end a path of states', () => {
    const text = 'C: CLOSED ->\n// ignore what follows\nSYN_SENT\nC -> SYN -> S';
    expect(analysed(text).scenarios[0]?.script.statements).toHaveLength(2);
  });

  it.each([
    ['ignore unknown-flg: on purpose', 'unknown-flg', 'unknown-flag'],
    ['ignore Unknown-Flag', 'Unknown-Flag', 'unknown-flag'],
    ['ignore unknown-flag, on purpose', 'unknown-flag,', 'unknown-flag'],
    ['ignore sintax: on purpose', 'sintax', 'syntax'],
    ['忽略 unknown-flg：故意', 'unknown-flg', 'unknown-flag'],
    ['忽略 标志：故意', '标志', undefined],
    ['ignore no-such-thing', 'no-such-thing', undefined],
    ['ignore', '// ignore', undefined],
    ['忽略：故意', '// 忽略：故意', undefined],
  ])('but is meant to, as %j, hides nothing and is pointed out', (comment, where, meant) => {
    const text = `// ${comment}\nC -> SYM -> S`;
    const { problems } = analysed(text);
    expect(problems.map(({ code, severity }) => [code, severity])).toEqual([
      ['unknown-code', 'hint'],
      ['unknown-flag', 'error'],
    ]);
    const [hint] = problems;
    expect(hint && marked(text, hint)).toBe(where);
    expect(hint?.fixes.map(({ edits }) => edits[0]?.text)).toEqual(meant === undefined ? [] : [meant]);
  });
});

describe('a line that was meant to be a segment', () => {
  it.each([
    'C <- SYN+ACK',
    'C <- SYN+ACK(seq=y, ack=x+1',
    'C <- SYN+ACK(seq=y, ack=x+1 <- S',
    'C <- SYN+ACK(seq=y) <- S [SYN_SNT, LISTEN]',
    'C <- SYN+ACK(seq=y) S',
    'C <- SYN+ACK(seq=y) <- S S',
  ])('and breaks off as %j does not make the lines below look wrong', (broken) => {
    const text = `begin\nC -> SYN(seq=x) -> S\n${broken}\nC -> ACK(ack=y+1) -> S\nC -> FIN -> S\nend`;
    const analysis = analysed(text);
    expect(serious(analysis.problems).map(({ line, code }) => [line, code])).toEqual([[3, 'syntax']]);
    expect(analysis.scenarios[0]?.script.statements.map(({ line }) => line)).toEqual([2, 4, 5]);
  });

  it('hides no mistake of another line', () => {
    const opening = 'begin\nC -> SYN(seq=x) -> S\nC <- SYN+ACK(seq=y) <- S\nC -> ACK -> S\n';
    const text = `${opening}C <- DATA(len=5\nC -> FIN+ACK(seq=x+7) -> S\nend`;
    expect(serious(analysed(text).problems).map(({ line, code }) => [line, code])).toEqual([
      [5, 'syntax'],
      [6, 'wrong-sequence-number'],
    ]);
  });

  it.each([
    ['C <- SYN+ACK(seq=y, ack=x+1 <- S', 'seq=x+2, ack=y+1', 'seq=x+1'],
    ['C <- SYN+ACK(seq=y ack=x+1) <- S', 'seq=x+1, ack=y+2', 'ack=y+1'],
  ])('hides no mistake of a line that needs it: %j', (broken, numbers, right) => {
    const text = `begin\nC -> SYN(seq=x) -> S\n${broken}\nC -> ACK(${numbers}) -> S\nend`;
    const [first, second, ...more] = serious(analysed(text).problems);
    expect([first?.code, first?.line, second?.line, more]).toEqual(['syntax', 3, 4, []]);
    expect(second?.message).toContain(`\`${right.slice(4)}\``);
    expect(second?.fixes.map(({ title }) => title)).toEqual([`Change to ${right}`]);
  });
});

describe('a broken segment in the middle of a handshake', () => {
  it.each([
    'C < SYN(seq=y)+ACK(ack=x+1) <- S',
    '((C <- SYN(seq=y)+ACK(ack=x+1) <- S',
    'C <- SYN(seq=y)+ACK(ack= <- S',
    'C - SYN(seq=y)+ACK(ack=x+1) <- S',
    'C <- SYN(seq=y)+ACK(ack=x+1) <-',
  ])('%s is the only problem', (broken) => {
    const text = `C -> SYN(seq=x) -> S\n${broken}\nC -> ACK(ack=y+1) -> S\nC -> FIN -> S\n`;
    expect(serious(analysed(text).problems).map(({ line, code }) => [line, code])).toEqual([[2, 'syntax']]);
  });
});
