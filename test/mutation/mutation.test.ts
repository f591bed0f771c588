import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/language/analyse.js';
import { written } from '../support/written.js';
import { isCaught, shown, tally } from './measure.js';
import { KINDS } from './mutate.js';
import { trial } from './trial.js';

/** The share of mutants that is tried, 0 … 1; all of them with `SEGNO_MUTANTS=1`. */
const SHARE = Number(process.env['SEGNO_MUTANTS'] ?? 0.1);

describe('valid exchanges in which one thing is changed', { timeout: 300_000 }, () => {
  const all = trial({ walks: SHARE < 1 ? 20 : 100, seed: 1, share: SHARE });
  const rows = new Map(tally(all).map((row) => [row.kind, row]));
  const total = rows.get('all');

  it('are many of each kind, most of them decided', () => {
    for (const kind of KINDS) expect(rows.get(kind)?.invalid).toBeGreaterThan(2);
    expect(total?.undecided).toBeLessThan((total?.mutants ?? 0) / 4);
  });

  it('are caught where they are wrong, 99 of 100', () => {
    expect((total?.caught ?? 0) / (total?.invalid ?? 1)).toBeGreaterThanOrEqual(0.99);
  });

  it('give no problem where they are still valid', () => {
    const alarms = all.filter(({ verdict, said }) => verdict.kind === 'valid' && said.length > 0);
    expect(alarms.map(shown)).toEqual([]);
  });

  it('give hardly more than one problem each', () => {
    expect((total?.problems ?? 0) / (total?.spoken ?? 1)).toBeLessThanOrEqual(1.1);
  });

  it('say the same when they are written down and read again', () => {
    const some = all.filter(({ verdict }, i) => verdict.kind !== 'undecided' && i % 7 === 0);
    for (const one of some) {
      const { problems } = analyse(written(one.mutant.script), {
        kind: 'segno',
        language: 'en',
        stateNames: 'netstat',
      });
      const serious = problems.filter(({ severity }) => severity === 'error' || severity === 'warning');
      // The first line is `begin`, the second may be `mode strict`.
      const first = one.mutant.script.mode === 'strict' ? 3 : 2;
      expect([shown(one), serious.map(({ line, code }) => `${line - first} ${code}`).toSorted()]).toEqual([
        shown(one),
        one.said.map(({ statement, code }) => `${statement} ${code}`).toSorted(),
      ]);
    }
    expect(some.some(isCaught)).toBe(true);
  });
});
