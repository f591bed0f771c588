/** As kernel.test.ts, with many more throws of the dice and with what takes a minute: part of the long run. */
import { describe, it } from 'vitest';
import { whatIsMissing } from './available.js';
import { play } from './play.js';
import { randomScenario } from './random.js';
import { SCENARIOS } from './scenarios.js';

const FIRST = 1000;
const RANDOM = 1000;

const missing = whatIsMissing();
if (missing !== undefined) console.warn(`Exchanges between two Linux hosts are not played: ${missing}.`);

const slow = Object.values(SCENARIOS).flatMap((group) => group.filter(({ long }) => long));
const random = Array.from({ length: RANDOM }, (_, i) => randomScenario(FIRST + i));

describe.skipIf(missing !== undefined)(
  'what Linux does has neither errors nor warnings, and its states are ours',
  () => {
    for (const scenario of [...slow, ...random]) {
      it.concurrent(scenario.title, () => play(scenario), 120_000);
    }
  },
);
