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
});
