import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readItems } from '../../src/language/items.js';
import { readStatement } from '../../src/language/scenario.js';

/** Lines that are whole, that go on in the next, that belong to the next, and that are none. */
const line = fc.constantFrom(
  'C -> SYN -> S',
  'C <- SYN+',
  'ACK <- S',
  'C -> DATA(seq=x,',
  'len=10) -> S',
  'C -> ',
  '// a comment',
  '// expect-error wrong-ack-number: to show it',
  '// ignore sequence-gap',
  'C: close // ignore',
  '',
  '  ',
  'end',
  'nonsense',
);

it('reads after an edit what it would read afresh', () => {
  const edit = fc.tuple(fc.nat(), fc.nat(3), fc.array(line, { maxLength: 3 }));
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), fc.array(edit, { maxLength: 4 }), (text, edits) => {
      let lines = text;
      let known = readItems(lines, readStatement);
      for (const [at, gone, come] of edits) {
        lines = lines.toSpliced(at % (lines.length + 1), gone, ...come);
        known = readItems(lines, readStatement, known);
        expect(known).toEqual(readItems(lines, readStatement));
      }
    }),
    { numRuns: 1_000 },
  );
});

it('leaves the statements above and below an edit as they were', () => {
  const lines = Array.from({ length: 20 }, (_, index) => `C -> ACK(ack=${index}) -> S`);
  const before = readItems(lines, readStatement);
  const after = readItems(lines.with(10, 'C -> SYN -> S'), readStatement, before);
  const same = after.items.flatMap((item, index) => (item === before.items[index] ? [index] : []));
  // Where the statement above the edit ends was still open, and that below shows that all is as it was.
  expect(same).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 13, 14, 15, 16, 17, 18, 19]);
});
