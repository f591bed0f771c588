import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wrapEvenly, wrapText, type Width } from '../../src/diagram/wrap.js';

/** A column a character. */
const columns: Width = (text) => Array.from(text).length;

const wrapped = (text: string, width: number) => wrapText(text, 'label', width, columns);

describe('breaking text into lines', () => {
  it('loses nothing but blanks, and no line is too wide', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 4, max: 40 }), (text, width) => {
        const lines = wrapText(text, 'label', width, (part) => part.length);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      }),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z ,/]*$/), fc.integer({ min: 2, max: 40 }), (text, width) => {
        for (const line of wrapped(text, width)) expect(line.length).toBeLessThanOrEqual(width);
      }),
      { numRuns: 300 },
    );
  });

  it('begins no line with punctuation that ends what is before it', () => {
    expect(wrapped('看一看，这里有一行字。', 3)).toEqual(['看一', '看，这', '里有一', '行字。']);
  });

  it('breaks a long word behind a joint rather than anywhere', () => {
    expect(wrapped('/a/path/without/blanks', 10)).toEqual(['/a/path/', 'without/', 'blanks']);
    expect(wrapped('abcdefghijklmno', 10)).toEqual(['abcdefghij', 'klmno']);
  });

  it('keeps the halves of a character together', () => {
    expect(wrapped('🙂🙂🙂🙂', 2)).toEqual(['🙂🙂', '🙂🙂']);
  });

  it('leaves no word alone on the last line where lines can be equal', () => {
    const text = 'one two three four five six';
    expect(wrapped(text, 24)).toEqual(['one two three four five', 'six']);
    expect(wrapEvenly(text, 'label', 24, columns)).toEqual(['one two three', 'four five six']);
  });

  it('measures a long word without blanks in proportion to its length', () => {
    const measured = (length: number) => {
      let characters = 0;
      wrapText('x'.repeat(length), 'label', 30, (text) => {
        characters += text.length;
        return text.length;
      });
      return characters;
    };
    expect(measured(20_000)).toBeLessThan(11 * measured(2_000));
  });
});
