import { describe, expect, it } from 'vitest';
import { exchanges, eaten } from './as-typed.js';

/** As many as are soon typed, from everywhere; the long run types all of them. */
const some = exchanges().filter((_, index) => index % 200 === 11);

describe.each(['segno', 'markdown'] as const)('an exchange typed key by key in %s', (kind) => {
  it.each([
    [0, ''],
    [2, ''],
    [0, ' '],
  ])('comes out as it is typed (answers come %i keys late, %j at the ends of lines)', (latency, tail) => {
    expect(some.length).toBeGreaterThan(3);
    expect(some.flatMap((lines) => eaten(lines, kind, latency, tail))).toEqual([]);
  });

  it.each(['', ' '])('comes out where its lines go on in the next ones (%j at the ends)', (tail) => {
    for (const line of [
      'C -> SYN(seq=x, mss=1460) -> S',
      'S <- ACK + DATA(10) <- C',
      'C: ESTABLISHED(snd=1, rcv=1)',
    ]) {
      for (const { index, 0: sign } of line.matchAll(/->|<-|[(,+]/g)) {
        const end = index + sign.length;
        expect(eaten(['begin', line.slice(0, end), line.slice(end).trim(), 'end'], kind, 0, tail)).toEqual(
          [],
        );
      }
    }
  });
});
