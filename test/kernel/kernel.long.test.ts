/**
 * As kernel.test.ts, with what takes a minute and many more throws of the dice: SEGNO_RANDOM of them, the first with
 * seed SEGNO_SEED.
 */
import { describe, expect, it } from 'vitest';
import { whatIsMissing } from './available.js';
import { misnumberedShare } from './misnumber.js';
import { AGAIN, play } from './play.js';
import { randomScenario } from './random.js';
import { SCENARIOS } from './scenarios/all.js';

const FIRST = Number(process.env['SEGNO_SEED'] ?? 1000);
const RANDOM = Number(process.env['SEGNO_RANDOM'] ?? 500);

const missing = whatIsMissing();
if (missing !== undefined) console.warn(`Exchanges between two Linux hosts are not played: ${missing}.`);

const slow = Object.values(SCENARIOS).flatMap((group) => group.filter(({ long }) => long));
const random = Array.from({ length: RANDOM }, (_, i) => randomScenario(FIRST + i));

describe.skipIf(missing !== undefined)(
  'what Linux does has neither errors nor warnings, and its states are ours',
  () => {
    for (const scenario of [...slow, ...random]) {
      it.concurrent(scenario.title, AGAIN, () => play(scenario));
    }
  },
);

it('nearly always reports a number of a recorded segment that is one off', async () => {
  const { mutants, share } = await misnumberedShare(1);
  console.log(`${mutants} wrong numbers in recordings, ${(share * 100).toFixed(1)} % of them reported`);
  expect(share).toBeGreaterThanOrEqual(0.99);
});
