import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replay } from '../../src/exchange/replay.js';
import type { Script } from '../../src/exchange/script.js';
import { judge, ruleOf } from '../../src/rules/index.js';
import { STATES } from '../../src/tcp/state.js';
import { dice } from '../support/dice.js';
import { written } from '../support/written.js';
import { wideWalk, type Wide } from './wide-walk.js';

/** How many walks each law is tried on; more with `SEGNO_RUNS`. */
const RUNS = Number(process.env['SEGNO_RUNS'] ?? 300);

const walks = fc
  .record({ seed: fc.nat(2 ** 32 - 1), steps: fc.integer({ min: 1, max: 90 }) })
  .map(({ seed, steps }): Wide => wideWalk(dice(seed), steps));

/** Errors and warnings; a state that the walk tells and the engine does not share is one of them. */
function problems(script: Script): string[] {
  return judge(replay(script))
    .filter(({ fault }) => ['error', 'warning'].includes(ruleOf(fault.code).severity))
    .map(({ fault, place }) => `${place.statement} ${JSON.stringify(fault)}`);
}

describe('conforming ends with all that the RFC lets them do', { timeout: 600_000 }, () => {
  it('give no problem, and the states that they have', () => {
    fc.assert(
      fc.property(walks, ({ script }) => {
        expect(problems(script), written(script)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it('walk through every state and everything that can happen to a connection', () => {
    const met = new Set<string>();
    for (let seed = 0; seed < 1500; seed++) for (const one of wideWalk(dice(seed), 80).met) met.add(one);
    expect([...met]).toEqual(expect.arrayContaining([...STATES, ...EVENTS]));
  });
});

/** What has to happen in some walks, or the law would say less than it seems to. */
const EVENTS = [
  ...['RST', 'RST+ACK', 'SYN+ACK', 'FIN+ACK+DATA'],
  ...['abort', 'crash', 'another connection', 'another name', 'keep-alive', 'probe', 'zero window'],
  ...['user timeout', 'half-open', 'two peers', 'simultaneous open'],
  ...['SYN_RCVD -> LISTEN', 'TIME_WAIT -> SYN_RCVD', 'TIME_WAIT -> CLOSED', 'FIN_WAIT_1 -> CLOSING'],
];
