import { describe, expect, it } from 'vitest';
import { scanLine } from '../../src/language/scanner.js';

/** So long that what takes time in proportion to the square of it would run out of the test's time by far. */
const LENGTH = 600_000;

describe('a line', () => {
  it.each([
    ['dashes', (count: number) => `C ${'-'.repeat(count)} S`],
    ['dashes in a value', (count: number) => `C -> SYN(seq=x${'-'.repeat(count)}) -> S`],
    ['dashes of several kinds', (count: number) => `C ${'-－—'.repeat(count / 3)} S`],
    ['the beginnings of strings', (count: number) => `C -> DATA(${'"\\'.repeat(count / 2)}) -> S`],
    ['brackets in a text', (count: number) => `C -> SYN -> S: ${'['.repeat(count)}`],
  ])('of many %s takes time in proportion to its length', (_what, lineOf) => {
    expect(scanLine(lineOf(LENGTH)).tokens.length).toBeGreaterThan(0);
  });

  it('has the same arrows behind dashes that are none', () => {
    const types = (line: string): string[] => scanLine(line).tokens.map(({ type }) => type);
    expect(types('C --- -> S')).toEqual(['ID', 'MINUS', 'MINUS', 'MINUS', 'RIGHT', 'ID']);
    expect(types('C --y--> S')).toEqual(['ID', 'MINUS', 'MINUS', 'ID', 'RIGHT', 'ID']);
    expect(types('C -+-x S')).toEqual(['ID', 'MINUS', 'PLUS', 'LOST_RIGHT', 'ID']);
  });
});
