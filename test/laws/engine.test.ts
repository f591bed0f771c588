import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replay } from '../../src/exchange/replay.js';
import type { Script } from '../../src/exchange/script.js';
import { written } from '../support/written.js';
import { filledIn, leftOut, renamed, renumbered, shifted } from './changes.js';
import { any, counted, mistakes, right, RUNS, serious, verdict } from './exchanges.js';

/**
 * The verdict up to the first mistake. What a mistaken line meant is a guess, and a number that it now tells may favour
 * another one: a segment without numbers may have been meant to go the other way.
 */
function untilMistake(script: Script, except: ReadonlySet<string>): string[] {
  const all = mistakes(script);
  // Whether a reply never comes is told at the end, by what the mistaken lines are taken for.
  const played = all.filter(({ fault }) => fault.code !== 'reply-missing');
  const [counting, others] =
    played.length > 0 ? [played, new Set([...except, 'reply-missing'])] : [all, except];
  const first = Math.min(...counting.map(({ place }) => place.statement));
  const sound = verdict(script, others).filter((_, i) => !(i >= first));
  return Number.isFinite(first) ? [...sound, `mistake in ${first}`] : sound;
}

const OTHER_NAMES = ['North', 'Süd', '东', 'west_4', 'Mitte', 'q'];

describe('the verdict stays the same', { timeout: 300_000 }, () => {
  it('when the ends have other names', () => {
    fc.assert(
      fc.property(any, (script) => {
        const known = new Map<string, string>();
        const name = (old: string): string => {
          const fresh = known.get(old) ?? OTHER_NAMES[known.size] ?? `e${known.size}`;
          known.set(old, fresh);
          return fresh;
        };
        const other = renamed(script, name);
        const key = (word: string): string => known.get(word) ?? word;
        // Which names look like typing errors depends on the names alone.
        const except = new Set(['unlike-other-endpoints']);
        const before = verdict(script, except).map((line) => line.replaceAll(/[^ ()]+/g, key));
        expect(verdict(other, except), written(script)).toEqual(before);
      }),
      { numRuns: RUNS },
    );
  });

  it('when the symbols have other names', () => {
    fc.assert(
      fc.property(any, (script) => {
        const other = renumbered(script, ({ symbol, offset }) =>
          symbol === undefined ? { offset } : { symbol: `${symbol}_${symbol}`, offset },
        );
        expect(verdict(other), `${written(script)}\n${written(other)}`).toEqual(verdict(script));
      }),
      { numRuns: RUNS },
    );
  });

  it('when all numbers of one end are shifted', () => {
    fc.assert(
      fc.property(counted, fc.nat(2 ** 32 - 1), fc.boolean(), (script, by, first) => {
        const names = replay(script).endpoints.map(({ name }) => name);
        fc.pre(names.length === 2 && hasNumbersOnly(script));
        const [whose] = first ? names : names.toReversed();
        const other = shifted(script, (stream) => (stream.startsWith(`${whose}>`) ? by : 0));
        expect(verdict(other), `${written(script)}\n${written(other)}`).toEqual(verdict(script));
      }),
      { numRuns: RUNS },
    );
  });

  it('when the numbers that were inferred are written', () => {
    fc.assert(
      fc.property(any, (script) => {
        const other = filledIn(script);
        // Shorthand is what was left out; a number that is needed once gets a symbol of its own.
        const except = new Set(['shorthand', 'unbound-symbol']);
        expect(untilMistake(other, except), `${written(script)}\n${written(other)}`).toEqual(
          untilMistake(script, except),
        );
      }),
      { numRuns: RUNS },
    );
  });

  it('when numbers are left out of what is right', () => {
    fc.assert(
      fc.property(right, fc.nat(), (script, which) => {
        const other = leftOut(script, which);
        expect(serious(other), written(other)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });
});

/** Whether nothing is left to symbols, nor where an end begins: how far apart that is from a number is anyone's guess. */
function hasNumbersOnly({ statements }: Script): boolean {
  return statements.every((statement) => {
    if (statement.kind === 'state') {
      const { state, counters } = statement;
      const known = state === 'CLOSED' || state === 'LISTEN' || (counters.snd && counters.rcv);
      return known && Object.values(counters).every(({ symbol }) => symbol === undefined);
    }
    if (statement.kind !== 'segment') return true;
    const { seq, ack } = statement;
    return seq?.symbol === undefined && ack?.symbol === undefined;
  });
}
