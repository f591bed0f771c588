import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitLines } from '../../src/language/range.js';
import { TextLines } from '../../src/language/text-lines.js';

/** Texts of little but line breaks, of all kinds. */
const piece = fc
  .array(fc.constantFrom('\n', '\r', '\r\n', 'a', 'b', ' ', 'C -> SYN -> S'), { maxLength: 12 })
  .map((parts) => parts.join(''));

describe('the lines of a text that is edited', () => {
  it('are those of a text that was never seen before', () => {
    const edit = fc.record({ at: fc.nat(), length: fc.nat({ max: 6 }), text: piece });
    fc.assert(
      fc.property(piece, fc.array(edit, { maxLength: 8 }), (first, edits) => {
        const lines = new TextLines();
        let text = first;
        expect(lines.of(text)).toEqual(splitLines(text));
        for (const { at, length, text: own } of edits) {
          const start = at % (text.length + 1);
          text = text.slice(0, start) + own + text.slice(start + length);
          expect(lines.of(text), JSON.stringify(text)).toEqual(splitLines(text));
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
