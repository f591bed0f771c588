import { describe, expect, it } from 'vitest';
import { createAnalyser, type Problem } from '../../src/language/analyse.js';
import { createQuiet } from '../../src/language/quiet.js';
import { exchanges } from './as-typed.js';

const options = { kind: 'segno', language: 'en', stateNames: 'netstat' } as const;

const serious = ({ severity }: Problem): boolean => severity === 'error' || severity === 'warning';
const keyOf = ({ line, code, message }: Problem): string => `${line} ${code}: ${message}`;

/** A text as it is checked while somebody types in it. */
function checker(): (text: string, line?: number, column?: number, rested?: boolean) => string[] {
  const [analyser, quiet] = [createAnalyser(), createQuiet()];
  return (text, line, column = 1, rested = true) => {
    const cursor = line === undefined ? undefined : { line, column };
    return quiet(text, analyser(text, options), options, cursor, rested).filter(serious).map(keyOf);
  };
}

/** Valid exchanges, from everywhere, as many as are soon typed. */
const valid = exchanges()
  .filter((lines, index) => index % 97 === 0 && lines.length < 14)
  .filter((lines) => checker()(lines.join('\n')).length === 0);

/** What is said of the lines that are typed, one at each key, and unsaid when the line is whole. */
function flashes(lines: readonly string[], count: number, below: readonly string[]): string[] {
  const said = checker();
  const textOf = (line: string): string => [...lines.slice(0, count), line, ...below].join('\n');
  const line = lines[count] ?? '';
  const before = [...said(textOf(''), count + 1), ...said(textOf(''))];
  const after = new Set([...before, ...said(textOf(line), count + 1, line.length + 1)]);
  return Array.from({ length: line.length }, (_, column) => line.slice(0, column)).flatMap((begun) =>
    said(textOf(begun), count + 1, begun.length + 1, true)
      .filter((one) => !after.has(one))
      .map((one) => `${begun}| ${one}`),
  );
}

describe('while a valid line is typed from left to right', () => {
  it('nothing is said that is taken back, at the end of an exchange, however long the keys rest', () => {
    expect(valid.length).toBeGreaterThan(4);
    expect(valid.flatMap((lines) => lines.flatMap((_, count) => flashes(lines, count, [])))).toEqual([]);
  });

  it('nothing is said that is taken back, in the middle of an exchange', () => {
    expect(
      valid.flatMap((lines) => lines.flatMap((_, count) => flashes(lines, count, lines.slice(count + 1)))),
    ).toEqual([]);
  });
});
