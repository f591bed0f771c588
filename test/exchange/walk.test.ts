import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replay } from '../../src/exchange/replay.js';
import type { Script } from '../../src/exchange/script.js';
import { STATES } from '../../src/tcp/state.js';
import { dice } from '../support/dice.js';
import { script } from './build.js';
import { walk, type Walk } from './walk.js';

/** How many walks each law is tried on; more with `SEGNO_RUNS`. */
const RUNS = Number(process.env['SEGNO_RUNS'] ?? 300);

/** Initial sequence numbers, most of them where the arithmetic wraps. */
const isn = fc.oneof(fc.integer({ min: 2 ** 32 - 3000, max: 2 ** 32 - 1 }), fc.nat(2 ** 32 - 1), fc.nat(3));

const walks = fc
  .record({
    seed: fc.nat(2 ** 32 - 1),
    steps: fc.integer({ min: 1, max: 80 }),
    issC: isn,
    issS: isn,
    together: fc.boolean(),
  })
  .map(({ seed, steps, issC, issS, together }): Walk => walk(dice(seed), steps, issC, issS, together));

describe('two conforming ends on a bad network', { timeout: 300_000 }, () => {
  it('give no problem, and the states that they have', () => {
    fc.assert(
      fc.property(walks, ({ statements, states }) => {
        const trace = replay(script(...statements));
        expect(trace.faults.map(({ fault, place }) => [place.statement, fault])).toEqual([]);
        expect(trace.steps.map((step) => [step.states.get('C'), step.states.get('S')])).toEqual(states);
      }),
      { numRuns: RUNS },
    );
  });

  it('give no problem when numbers are left out', () => {
    fc.assert(
      fc.property(walks, fc.nat(), ({ statements }, seed) => {
        // The numbers of every segment but the first few can go: they follow from the others.
        const shorter = statements.map((statement, i) => {
          if (statement.kind !== 'segment' || statement.origin !== 'new' || statement.fate === 'arrived')
            return statement;
          const { ack, ...rest } = statement;
          return (seed >> (i % 30)) & 1 ? rest : { ...rest, ...(ack ? { ack } : {}) };
        });
        expect(replay(script(...shorter)).faults).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it('give the same verdict when every number is shifted', () => {
    fc.assert(
      fc.property(walks, fc.nat(2 ** 32 - 1), ({ statements }, by) => {
        const original = replay(script(...statements));
        const shifted = replay(shift(script(...statements), by));
        expect(shifted.faults.length).toBe(original.faults.length);
        expect(shifted.steps.map((step) => [...step.states])).toEqual(
          original.steps.map((step) => [...step.states]),
        );
      }),
      { numRuns: Math.ceil(RUNS / 3) },
    );
  });
});

function shift(original: Script, by: number): Script {
  const moved = (expr: { offset: number }): { offset: number } => ({
    ...expr,
    offset: (expr.offset + by) >>> 0,
  });
  return {
    ...original,
    statements: original.statements.map((s) =>
      s.kind !== 'segment'
        ? s
        : { ...s, ...(s.seq ? { seq: moved(s.seq) } : {}), ...(s.ack ? { ack: moved(s.ack) } : {}) },
    ),
  };
}

it('walks through every state, both ends of it', () => {
  const seen = new Set<string>();
  for (const { states } of fc.sample(walks, { numRuns: 400, seed: 1 })) {
    for (const [c, s] of states) seen.add(`C ${c}`).add(`S ${s}`);
  }
  for (const state of STATES) {
    if (state !== 'LISTEN') expect(seen).toContain(`C ${state}`);
    expect(seen).toContain(`S ${state}`);
  }
});
