import { describe, expect, it } from 'vitest';
import { isUnfinished } from '../../src/language/unfinished.js';
import { isWholeStatement } from '../../src/language/words.js';
import { exchanges } from './as-typed.js';

const lines = [...new Set(exchanges().flat())].filter(isWholeStatement);
/** As many as are soon read, from everywhere. */
const some = lines.filter((_, index) => index % 23 === 0);

describe('a line that is being typed', () => {
  it('is whole or unfinished at each key, if it becomes right', () => {
    const said = some.flatMap((line) =>
      Array.from({ length: line.length }, (_, index) => line.slice(0, index)).filter(
        (begun) => !isWholeStatement(begun) && !isUnfinished([], begun, ''),
      ),
    );
    expect(some.length).toBeGreaterThan(50);
    expect(said).toEqual([]);
  });

  it.each([
    'C -> SYN(|)',
    'C -> SYN(se|)',
    'C -> SYN(seq=x) -> S [SYN_|]',
    'C -> SYN+| -> S',
    'C -> | -> S',
    'S: LIS|',
    'mode str|',
    'note C|',
    'note C, S:|',
    '注 C：|',
    'C -> DATA("GET|") -> S',
    'C -> DATA("GET /',
    '/* and so on',
    '',
  ])('is unfinished: %s', (marked) => {
    const [before = '', after = ''] = marked.split('|');
    expect(isUnfinished([], before, after)).toBe(true);
  });

  it('may have begun above', () => {
    expect(isUnfinished(['C -> SYN +'], 'AC', '')).toBe(true);
    expect(isUnfinished(['C -> SYN('], 'seq=', '')).toBe(true);
  });

  it.each(['C => ', 'C -> -> ', 'C -> SYN -> S S', 'S: LISTN ', 'C -> SYN) ', 'end of it', 'mode strictly'])(
    'cannot become right any more: %s',
    (line) => {
      expect(isUnfinished([], line, '')).toBe(false);
    },
  );
});
