import { describe, expect, it } from 'vitest';
import { scanLine } from '../../src/language/scanner.js';

/** The time that the quickest of several runs takes: what else the machine does only ever adds to it. */
function quickest(line: string): number {
  let best = Infinity;
  for (let run = 0; run < 7; run++) {
    const start = performance.now();
    scanLine(line);
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

describe('a line', () => {
  it.each([
    ['dashes', (count: number) => `C ${'-'.repeat(count)} S`],
    ['dashes in a value', (count: number) => `C -> SYN(seq=x${'-'.repeat(count)}) -> S`],
    ['dashes of several kinds', (count: number) => `C ${'-－—'.repeat(count / 3)} S`],
    ['the beginnings of strings', (count: number) => `C -> DATA(${'"\\'.repeat(count / 2)}) -> S`],
    ['brackets in a text', (count: number) => `C -> SYN -> S: ${'['.repeat(count)}`],
  ])('of many %s takes time in proportion to its length', (_what, lineOf) => {
    scanLine(lineOf(3000));
    // Eight times the length: eight times the time, and not sixty-four times.
    expect(quickest(lineOf(48_000)) / Math.max(quickest(lineOf(6000)), 0.05)).toBeLessThan(30);
  });

  it('has the same arrows behind dashes that are none', () => {
    const types = (line: string): string[] => scanLine(line).tokens.map(({ type }) => type);
    expect(types('C --- -> S')).toEqual(['ID', 'MINUS', 'MINUS', 'MINUS', 'RIGHT', 'ID']);
    expect(types('C --y--> S')).toEqual(['ID', 'MINUS', 'MINUS', 'ID', 'RIGHT', 'ID']);
    expect(types('C -+-x S')).toEqual(['ID', 'MINUS', 'PLUS', 'LOST_RIGHT', 'ID']);
  });
});
