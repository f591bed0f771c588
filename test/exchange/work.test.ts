import { describe, expect, it } from 'vitest';
import { replayAgain } from '../../src/exchange/replay.js';
import type { Script } from '../../src/exchange/script.js';
import { MOST_IN_FILE, STEP } from '../../src/exchange/work.js';
import { analyse } from '../../src/language/analyse.js';
import { judge } from '../../src/rules/index.js';

/** A handshake, and lines below it that each have a mistake of their own. */
function exchange(mistakes: number): Script {
  return afterHandshake(
    Array.from({ length: mistakes }, (_, i) => `C -> DATA(seq=x+${2 * (mistakes - i)}, len=1) -> S`),
  );
}

function afterHandshake(lines: readonly string[]): Script {
  const text = [
    'begin',
    'C -> SYN(seq=x) -> S',
    'C <- SYN(seq=y)+ACK <- S',
    'C -> ACK -> S',
    ...lines,
    'end',
  ];
  const options = { kind: 'segno', language: 'en', stateNames: 'netstat' } as const;
  const [scenario] = analyse(text.join('\n'), options).scenarios;
  if (!scenario) throw new Error('no scenario');
  return scenario.script;
}

const script = exchange(40);
/** Enough for the first mistakes, which are tried out thoroughly. */
const LITTLE = 300 * STEP;

function found(left: number, others: Parameters<typeof replayAgain>[1] = []): readonly string[] {
  const { trace } = replayAgain(script, others, left);
  return judge(trace).map(({ fault, place }) => `${place.statement} ${fault.code}`);
}

describe('an exchange that is too much work', () => {
  it('is checked as far as that goes, and says from where on it is not', () => {
    const limited = found(LITTLE);
    const last = limited.findIndex((one) => one.endsWith('not-checked'));
    expect(last).toBeGreaterThan(0);
    expect(limited).toHaveLength(last + 1);
    expect(limited.slice(0, last)).toEqual(found(MOST_IN_FILE).slice(0, last));
  });

  it('counts the statements that are left', () => {
    const { trace } = replayAgain(script, [], LITTLE);
    const limit = trace.faults.at(-1);
    expect(limit?.fault).toEqual({
      code: 'not-checked',
      unchecked: script.statements.length - (limit?.place.statement ?? 0),
    });
  });

  it('is checked as far when some of it is remembered', () => {
    for (const before of [LITTLE, MOST_IN_FILE]) {
      const remembered = replayAgain(script, [], before);
      for (const left of [LITTLE / 2, LITTLE, MOST_IN_FILE]) {
        expect(found(left, [remembered])).toEqual(found(left));
      }
    }
  });

  it('says so of all of it where nothing may be done any more', () => {
    expect(found(0)).toEqual(['0 not-checked']);
  });
});

describe('a mistake', () => {
  const more = (lines: number, ack: number): readonly string[] => [
    'C -> DATA(seq=x+1, len=10) -> S',
    `C <- ACK(ack=x+${ack}) <- S`,
    ...Array.from({ length: lines }, (_, i) =>
      i % 2 === 0
        ? `C -> DATA(seq=x+${5 * i + 11}, len=10) -> S`
        : `C <- ACK(ack=x+${5 * (i - 1) + 21}) <- S`,
    ),
  ];
  const workOf = (lines: readonly string[]): number => replayAgain(afterHandshake(lines), []).trace.work;

  it('costs nothing further down, where all that it may have been comes to the same', () => {
    const extra = (lines: number): number => workOf(more(lines, 18)) - workOf(more(lines, 11));
    expect(extra(40)).toBeGreaterThan(0);
    expect(extra(80)).toBe(extra(40));
  });

  it('leaves it open what has arrived where a copy of it arrives', () => {
    const copied = (ack: number): readonly string[] => [
      ...more(8, 18),
      `dup C <- ACK(seq=y+1, ack=x+${ack}) <- S`,
    ];
    const codes = (lines: readonly string[]): readonly string[] =>
      replayAgain(afterHandshake(lines), []).trace.faults.map(({ fault }) => fault.code);
    // As it is written, and as it should have been.
    expect(codes(copied(18))).toEqual(['ack-of-unsent-data']);
    expect(codes(copied(11))).toEqual(['ack-of-unsent-data']);
    expect(codes(copied(13))).not.toEqual(['ack-of-unsent-data']);
  });
});
