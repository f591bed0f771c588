import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Script } from '../../src/exchange/script.js';
import { formatEdits } from '../../src/language/format.js';
import { applyEdits } from '../../src/language/range.js';
import { dice } from '../support/dice.js';
import { written } from '../support/written.js';
import { fullWidth, inChinese } from '../language/generators.js';
import { any, placed, read, RUNS, traced } from './exchanges.js';

/** The text as somebody in a hurry writes it: other blanks, arrows and cases, with comments. */
function untidy(text: string, seed: number): string {
  const random = dice(seed);
  const some = (...choices: string[]): string => choices[Math.floor(random() * choices.length)] ?? '';
  return text
    .split('\n')
    .map((line) => {
      if (/^(?:begin|end|mode)/.test(line)) return line;
      const spread = line.replaceAll(
        / (->|<-) /g,
        (_all, arrow: string) => some(' ', '  ') + arrow + some(' ', '   '),
      );
      const lower = spread.replaceAll(/\b(?:SYN|ACK|FIN|RST)\b(?=[+( ])/g, (flag) =>
        some(flag, flag.toLowerCase()),
      );
      const wide = random() < 0.2 ? fullWidth(lower) : lower;
      return some('', '', ' ', '\t') + wide + some('', '', '  ');
    })
    .join('\n');
}

/** What a text says of its exchanges, wherever it stands and however it is spelt. */
function said(text: string): unknown {
  const analysis = read(text);
  const codes = analysis.problems
    .filter(({ code }) => code !== 'letter-case')
    .map(({ line, severity, code }) => `${line} ${severity} ${code}`);
  return { codes: codes.sort(), trace: traced(analysis) };
}

describe('what a text says stays the same', { timeout: 300_000 }, () => {
  it('when it is formatted', () => {
    fc.assert(
      fc.property(any, fc.nat(), (script, seed) => {
        const text = untidy(written(script), seed);
        const formatted = applyEdits(text, formatEdits(text, read(text).blocks));
        expect(said(formatted), text).toEqual(said(text));
        expect(formatEdits(formatted, read(formatted).blocks), text).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it('when its keywords are Chinese', () => {
    fc.assert(
      fc.property(any, (script) => {
        const text = written(script);
        expect(said(inChinese(text)), text).toEqual(said(text));
      }),
      { numRuns: RUNS },
    );
  });

  it('beside another exchange in the same file', () => {
    fc.assert(
      fc.property(any, any, (one, other) => {
        const [first, second] = [titled(one, 'first'), titled(other, 'second')];
        const together = read(`${first}\n${second}`);
        const [alone, below] = [read(first), read(second)];
        const down = first.split('\n').length;
        expect(placed(together)).toEqual([...placed(alone), ...placed(below, down)]);
        expect(traced(together)).toEqual([traced(alone), traced(below)].flat());
      }),
      { numRuns: RUNS },
    );
  });

  it.each([
    ['in a block', '', '', 0],
    ['in a list', '1. ', '   ', 3],
    ['in a quotation', '> ', '> ', 2],
    ['in a quotation in a list', '- > ', '  > ', 4],
  ])('%s of Markdown, but for where it stands', (_name, first, others, right) => {
    fc.assert(
      fc.property(any, fc.constantFrom('\n', '\r\n'), (script, eol) => {
        const text = written(script);
        const lines = ['```segno', ...text.split('\n'), '```'];
        const block = lines.map((line, i) => (i === 0 ? first : others) + line);
        const markdown = ['# A note', '', ...block, '', 'And on.'].join(eol);
        const [alone, inside] = [read(text), read(markdown, 'markdown')];
        expect(placed(inside), text).toEqual(placed(alone, 3, right));
        expect(traced(inside)).toEqual(traced(alone));
      }),
      { numRuns: Math.ceil(RUNS / 2) },
    );
  });
});

function titled(script: Script, title: string): string {
  return written({ ...script, title });
}
