import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyEdits, compareRanges, splitLines, type Edit } from '../../src/notation/range.js';

/** The edits applied one after the other, from the end of the text to its beginning. */
function oneByOne(text: string, edits: readonly Edit[]): string {
  const offset = (line: number, column: number): number => {
    const above = text.split(/(?<=\r\n|\n|\r(?!\n))/).slice(0, line - 1);
    return above.join('').length + column - 1;
  };
  let result = text;
  for (const { range, text: own } of [...edits].sort((a, b) => compareRanges(b.range, a.range))) {
    const [start, end] = [offset(range.line, range.column), offset(range.endLine, range.endColumn)];
    result = result.slice(0, start) + own + result.slice(end);
  }
  return result;
}

it('applies many edits at once as one after the other', () => {
  const text = fc
    .array(fc.constantFrom('a', 'bc', '\n', '\r\n', '\r'), { maxLength: 30 })
    .map((parts) => parts.join(''));
  const places = fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 12 });
  fc.assert(
    fc.property(text, places, fc.array(fc.boolean()), (written, chosen, filled) => {
      const lines = splitLines(written);
      const points = chosen
        .map(([line, column]) => {
          const at = line % lines.length;
          return { line: at + 1, column: (column % ((lines[at]?.length ?? 0) + 1)) + 1 };
        })
        .sort((a, b) => a.line - b.line || a.column - b.column);
      // From one point to the next, or at the point alone.
      const edits = points.flatMap(({ line, column }, index): Edit[] => {
        const end = filled[index] ? points[index + 1] : { line, column };
        if (!end || filled[index - 1]) return [];
        return [{ range: { line, column, endLine: end.line, endColumn: end.column }, text: `<${index}>` }];
      });
      expect(applyEdits(written, edits)).toBe(oneByOne(written, edits));
    }),
    { numRuns: 2_000 },
  );
});
