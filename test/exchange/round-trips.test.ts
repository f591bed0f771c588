import { describe, expect, it } from 'vitest';
import { estimated, roundTripsOf, timeoutOf } from '../../src/exchange/round-trips.js';
import { stepTimesOf } from '../../src/exchange/times.js';
import { analyse } from '../../src/language/analyse.js';

/** What the ends of an exchange measure: sample, SRTT, RTTVAR and RTO in milliseconds. */
function measured(text: string): (readonly [string, number, number, number, number])[] {
  const [scenario] = analyse(`begin\n${text}\nend`, {
    kind: 'segno',
    language: 'en',
    stateNames: 'netstat',
  }).scenarios;
  if (!scenario) throw new Error('no scenario');
  const { trace } = scenario;
  return [...roundTripsOf(trace, stepTimesOf(trace)).values()].map(
    ({ end, sample, srtt, rttvar, rto }) => [end, sample / 1e3, srtt / 1e3, rttvar / 1e3, rto / 1e3] as const,
  );
}

describe('the estimate of the round trip', () => {
  it('is that of RFC 6298', () => {
    const first = estimated(undefined, 100);
    expect(first).toEqual({ srtt: 100, rttvar: 50 });
    expect(timeoutOf(first)).toBe(300);
    const second = estimated(first, 140);
    // RTTVAR is computed from the SRTT before.
    expect(second).toEqual({ rttvar: 0.75 * 50 + 0.25 * 40, srtt: 0.875 * 100 + 0.125 * 140 });
    expect(timeoutOf(second)).toBe(105 + 4 * 47.5);
  });

  it('comes to the same where the way always takes as long', () => {
    let estimate = estimated(undefined, 40);
    for (let round = 0; round < 100; round++) estimate = estimated(estimate, 40);
    expect(estimate.srtt).toBeCloseTo(40);
    expect(estimate.rttvar).toBeCloseTo(0);
  });
});

const OPENING = `delay 20ms
@0    C -> SYN(seq=x) -> S
@20ms C <- SYN(seq=y)+ACK(ack=x+1) <- S
@40ms C -> ACK(ack=y+1) -> S`;

describe('what an end measures', () => {
  it('is the time from a segment to its acknowledgment, at either end', () => {
    expect(measured(OPENING)).toEqual([
      ['C', 40, 40, 20, 120],
      ['S', 40, 40, 20, 120],
    ]);
  });

  it('is that of the segment that is acknowledged', () => {
    const two = `${OPENING}
@50ms C -> DATA(seq=x+1, len=10)+ACK -> S
@65ms C -> DATA(seq=x+11, len=10)+ACK -> S
@70ms C <- ACK(ack=x+11) <- S
@95ms C <- ACK(ack=x+21) <- S`;
    expect(
      measured(two)
        .slice(2)
        .map(([, sample]) => sample),
    ).toEqual([40, 50]);
  });

  it('leaves out what was sent again', () => {
    const again = `${OPENING}
@50ms  C -> DATA(seq=x+1, len=10)+ACK -x S
@300ms C -> DATA(seq=x+1, len=10)+ACK -> S
@320ms C <- ACK(ack=x+11) <- S`;
    expect(measured(again)).toHaveLength(2);
  });

  it('counts what was sent again where a timestamp tells which', () => {
    const again = `delay 20ms
@0    C -> SYN(seq=x, ts=100/0) -> S
@20ms C <- SYN(seq=y, ts=900/100)+ACK(ack=x+1) <- S
@40ms C -> ACK(ack=y+1, ts=140/900) -> S
@50ms  C -> DATA(seq=x+1, len=10, ts=150/900)+ACK -x S
@300ms C -> DATA(seq=x+1, len=10, ts=400/900)+ACK -> S
@320ms C <- ACK(ack=x+11, ts=1200/400) <- S`;
    expect(measured(again).at(-1)?.slice(0, 2)).toEqual(['C', 40]);
  });

  it('is nothing where nobody says when', () => {
    expect(measured(OPENING.replaceAll(/@\S+ |delay.*\n/g, ''))).toEqual([]);
  });
});
