/** Fixes that are offered for mutants and for mistakes of meaning, applied. */
import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { dice } from '../support/dice.js';
import { offeredIn } from '../support/fixes.js';
import { written } from '../support/written.js';
import { corpusBases, walkBases, writtenBases } from './bases.js';
import { faults } from './faults.js';
import { mutants } from './mutate.js';

/** The share of them that is tried, 0 … 1; all of them with `SEGNO_MUTANTS=1`. */
const SHARE = Number(process.env['SEGNO_MUTANTS'] ?? 0.002);

/** Of so many fixes one may leave something to say: whether a mistake was one or two, nobody can always tell. */
const MENDS = 0.98;

it('a fix that is offered mends its problem and brings no other', { timeout: 3_600_000 }, async () => {
  const random = dice(Number(process.env['SEGNO_SEED'] ?? 1));
  let all = 0;
  const notMended: string[] = [];
  for (const base of [...writtenBases(), ...walkBases(20), ...(SHARE < 1 ? [] : corpusBases())]) {
    for (const { script } of [...mutants(base), ...faults(base)]) {
      if (random() >= SHARE) continue;
      await setImmediate();
      const { applied, bad } = offeredIn(written(script));
      all += applied;
      notMended.push(...bad);
    }
  }
  expect(all).toBeGreaterThan(10);
  expect(notMended.length / all, notMended.slice(0, 5).join('\n\n')).toBeLessThanOrEqual(1 - MENDS);
});
