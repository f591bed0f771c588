/**
 * Linux as judge: what it does between two hosts, on a network that delays, loses, repeats and reorders, must be
 * without an error or a warning, and the states that `ss` shows must be ours at every quiet moment.
 *
 * Exchanges by dice are played when Linux is recorded, and in the long run: how they go depends on timers, so they are
 * not the same each time.
 */
import { afterAll, describe, it } from 'vitest';
import { whatIsMissing } from './available.js';
import { AGAIN, play, type Played } from './play.js';
import { randomScenario } from './random.js';
import { writeRecordings } from './recorded.js';
import { SCENARIOS } from './scenarios/all.js';

const RANDOM = 40;

const missing = whatIsMissing();
if (missing !== undefined) console.warn(`Exchanges between two Linux hosts are not played: ${missing}.`);

const isRecording = process.env['SEGNO_RECORD'] !== undefined;
const groups = isRecording
  ? { ...SCENARIOS, random: Array.from({ length: RANDOM }, (_, i) => randomScenario(i)) }
  : SCENARIOS;

describe.skipIf(missing !== undefined)(
  'what Linux does has neither errors nor warnings, and its states are ours',
  () => {
    const played = new Map<string, Played>();

    for (const [group, scenarios] of Object.entries(groups)) {
      for (const scenario of scenarios) {
        if (scenario.long) continue;
        const run = async (): Promise<void> => void played.set(scenario.title, await play(scenario));
        it.concurrent(`${group}: ${scenario.title}`, AGAIN, run);
      }
    }

    afterAll(() => {
      if (isRecording) writeRecordings(groups, played);
    });
  },
);
