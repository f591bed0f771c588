import { assert, expect, it } from 'vitest';
import { isExchange, isText } from '../../src/language/generated/ast.js';
import { groupLines } from '../../src/language/lines.js';
import { parseLine, rangeOf, textOf } from '../../src/language/parse.js';
import { createSegnoServices } from '../../src/language/segno-module.js';

it('the grammar reads a whole text as a flat list of lines', () => {
  const text = [
    '// a comment',
    'begin Title: with a colon',
    '',
    'endpoint C "Client" reuses D',
    'mode strict',
    'S: listen',
    'C -> SYN(seq=x,',
    '  win=5) -> S [SYN_SENT, S: SYN-RECEIVED]: text',
    'S: CLOSED ->',
    'LISTEN -> SYN_RCVD',
    'note C, S: text',
    '== phase ==',
    'end // done',
    '',
  ].join('\r\n');
  const types = groupLines(text.split('\r\n')).flatMap(({ tokens }) => [
    ...tokens.map(({ type }) => type),
    'NL',
  ]);
  const { value, parserErrors, lexerErrors } = createSegnoServices().parser.LangiumParser.parse(
    types.join(' '),
  );
  expect([...parserErrors, ...lexerErrors]).toEqual([]);
  expect(isText(value) && value.lines.map(({ $type }) => $type)).toEqual([
    'Begin',
    'Declaration',
    'Mode',
    'Doing',
    'Exchange',
    'Doing',
    'Remark',
    'Phase',
    'End',
  ]);
});

it('a statement of a known shape has its own texts, where they are written', () => {
  for (const [left, seq, flag] of [
    ['C', 'x', 'SYN'],
    ['Client', 'number', 'RST'],
    ['客户端', '序号', 'ＦＩＮ'],
  ] as const) {
    const text = `${left} -> ${flag}(seq=${seq},\n  win=5) -> S: text`;
    const parsed = parseLine(text);
    const line = 'line' in parsed && isExchange(parsed.line) ? parsed.line : undefined;
    assert(line);
    const [word] = line.segment.flags;
    assert(word);
    expect(line.left.id).toBe(left);
    expect(rangeOf(line.left)).toEqual({ line: 1, column: 1, endLine: 1, endColumn: left.length + 1 });
    expect(word.word.text).toBe(flag.normalize('NFKC'));
    expect(textOf(word)).toBe(`${flag}(seq=${seq},\n  win=5)`);
    expect(word.arguments[0]?.items.map(textOf)).toEqual([`seq=${seq}`, 'win=5']);
    expect(line.texts).toEqual([': text']);
  }
});

it('a statement that cannot be read tells at which of its own tokens', () => {
  const stuckAt = (text: string): number | undefined => {
    const parsed = parseLine(text);
    assert('stuck' in parsed);
    return parsed.stuck.token?.start;
  };
  for (const [left, right] of [
    ['C', 'S'],
    ['Client', 'Server'],
  ] as const) {
    expect(stuckAt(`${left} -> SYN(seq=) -> ${right}`)).toBe(`${left} -> SYN(seq`.length);
    expect(stuckAt(`${left} -> SYN -> ${right} ->`)).toBe(`${left} -> SYN -> ${right} `.length);
    expect(stuckAt(`${left} -> SYN ->`)).toBeUndefined();
  }
});
