import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replay } from '../../src/exchange/replay.js';
import type { Script, SegmentStatement } from '../../src/exchange/script.js';
import { judge, ruleOf } from '../../src/rules/index.js';
import { script } from '../exchange/build.js';
import { dice } from '../support/dice.js';
import { walk } from '../exchange/walk.js';
import { withOptions } from '../exchange/walk-options.js';

/** How many walks each law is tried on; more with `SEGNO_RUNS`. */
const RUNS = Number(process.env['SEGNO_RUNS'] ?? 300);

const scripts = fc
  .record({
    seed: fc.nat(2 ** 32 - 1),
    steps: fc.integer({ min: 1, max: 80 }),
    isn: fc.oneof(fc.integer({ min: 2 ** 32 - 3000, max: 2 ** 32 - 1 }), fc.nat(2 ** 32 - 1)),
    together: fc.boolean(),
    strict: fc.boolean(),
  })
  .map(({ seed, steps, isn, together, strict }): Script => {
    const { statements } = walk(dice(seed), steps, isn, isn ^ 0x5a5a5a, together);
    const plain = script(...withOptions(statements, dice(seed + 1)));
    return { ...plain, mode: strict ? 'strict' : 'notes' };
  });

/** Errors and warnings. */
function problems(one: Script): string[] {
  return judge(replay(one))
    .filter(({ fault }) => ['error', 'warning'].includes(ruleOf(fault.code).severity))
    .map(({ fault, place }) => `${place.statement} ${fault.code}`);
}

describe('two conforming ends that use options on a bad network', { timeout: 300_000 }, () => {
  it('give no problem', () => {
    fc.assert(
      fc.property(scripts, (one) => {
        expect(problems(one)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it('are found out where one writes an option wrong', () => {
    const counts = { sack: 0, ts: 0 };
    fc.assert(
      fc.property(scripts, fc.nat(), (one, choice) => {
        for (const [name, spoilt] of Object.entries(SPOILT)) {
          const at = one.statements.flatMap((statement, index) =>
            statement.kind === 'segment' && spoil(statement, name, spoilt) !== statement ? [index] : [],
          );
          const index = at[choice % at.length];
          if (index === undefined) continue;
          const statements = one.statements.map((statement, i) =>
            i === index && statement.kind === 'segment' ? spoil(statement, name, spoilt) : statement,
          );
          const [first] = problems({ ...one, mode: 'notes', statements });
          expect(first).toBe(`${index} ${name === 'sack' ? 'wrong-sack-block' : 'wrong-timestamp'}`);
          counts[name as keyof typeof counts]++;
        }
      }),
      { numRuns: RUNS },
    );
    expect(Math.min(...Object.values(counts))).toBeGreaterThan(RUNS / 10);
  });
});

/** What makes an option wrong: a block that runs on into what has not arrived, an echo of what was never sent. */
const SPOILT: Readonly<Record<string, (value: string, ack: number) => string>> = {
  sack: (value, ack) => {
    const [from = 0, to = 0] = value.split('..').map(Number);
    return ((from - ack) | 0) > 0 ? `${from}..${(to + 1) >>> 0}` : value;
  },
  ts: (value) => {
    const [val = 0, ecr = 0] = value.split('/').map(Number);
    return `${val}/${(ecr + 10_000) >>> 0}`;
  },
};

function spoil(
  statement: SegmentStatement,
  name: string,
  spoilt: (value: string, ack: number) => string,
): SegmentStatement {
  const { ack, flags, options } = statement;
  const value = options.find((option) => option.name === name)?.value;
  if (value === undefined || !ack || flags.has('RST')) return statement;
  const wrong = spoilt(value, ack.offset);
  if (wrong === value) return statement;
  return {
    ...statement,
    options: options.map((option) => (option.value === value ? { ...option, value: wrong } : option)),
  };
}
