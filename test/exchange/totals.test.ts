import { expect, it } from 'vitest';
import { roundTripsOf } from '../../src/exchange/round-trips.js';
import { stepTimesOf } from '../../src/exchange/times.js';
import { totalsOf, type Totals } from '../../src/exchange/totals.js';
import { analyse } from '../../src/language/analyse.js';

/** In milliseconds. */
function totals(text: string): Totals | undefined {
  const options = { kind: 'segno', language: 'en', stateNames: 'netstat' } as const;
  const [scenario] = analyse(`begin\n${text}\nend`, options).scenarios;
  if (!scenario) throw new Error('no scenario');
  const { trace } = scenario;
  const times = stepTimesOf(trace);
  return totalsOf(trace, times, roundTripsOf(trace, times));
}

it('counts what passes from the first departure to the last arrival, and when nothing is on its way', () => {
  const text = `delay C S 20ms
@0    C -> SYN(seq=x) -> S
@20ms C <- SYN(seq=y)+ACK(ack=x+1) <- S
@40ms C -> ACK(seq=x+1, ack=y+1) -> S
@100ms C -> DATA(len=10)+ACK -> S
@130ms C <- ACK(ack=x+11) <- S`;
  expect(totals(text)).toEqual({
    duration: 150_000,
    // From 60 to 100, and from 120 to 130.
    idle: 50_000,
    trips: { count: 3, mean: (40_000 + 40_000 + 50_000) / 3 },
  });
});

it('counts once what overlaps, and takes an arrival from its own line', () => {
  const text = `C -> SYN(seq=x) -> S
C <- SYN(seq=y)+ACK <- S
C -> ACK -> S
@0    C -> DATA(len=10)+ACK -> ...
@5ms  C -> DATA(len=10)+ACK -> ...
@20ms ... -> DATA(seq=x+1, len=10)+ACK -> S
@30ms ... -> DATA(seq=x+11, len=10)+ACK -> S
@50ms C <- ACK(ack=x+21) <- S`;
  expect(totals(text)).toMatchObject({ duration: 50_000, idle: 20_000 });
});

it('says nothing of how long nothing was on its way where no line tells how long anything was', () => {
  expect(totals('@0 C -> SYN -> S\n@1s C -> SYN -> S')).toEqual({
    duration: 1_000_000,
    idle: undefined,
    trips: undefined,
  });
});

it.each(['C -> SYN -> S', '@5ms C -> SYN -> S'])('has nothing to say of %s', (text) => {
  expect(totals(text)).toBeUndefined();
});
