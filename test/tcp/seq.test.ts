import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, after, atOrAfter, atOrBefore, before, distance, later, seq } from '../../src/tcp/seq.js';

const number = fc
  .oneof(fc.nat(2 ** 32 - 1), fc.constantFrom(0, 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1))
  .map(seq);
const near = fc.integer({ min: -(2 ** 31) + 1, max: 2 ** 31 - 1 });

describe('sequence numbers', () => {
  it('wrap at 2^32 in both directions', () => {
    expect(seq(2 ** 32)).toBe(0);
    expect(seq(-1)).toBe(2 ** 32 - 1);
    expect(add(seq(2 ** 32 - 1), 2)).toBe(1);
    expect(add(seq(1), -2)).toBe(2 ** 32 - 1);
  });

  it('are as far apart as what was added', () => {
    fc.assert(
      fc.property(number, near, (a, by) => {
        expect(distance(add(a, by), a)).toBe(by);
      }),
    );
  });

  it('compare by what lies between them, wherever zero falls', () => {
    fc.assert(
      fc.property(number, near, (a, by) => {
        const b = add(a, by);
        expect(before(a, b)).toBe(by > 0);
        expect(after(a, b)).toBe(by < 0);
        expect(atOrBefore(a, b)).toBe(by >= 0);
        expect(atOrAfter(a, b)).toBe(by <= 0);
        expect(later(a, b)).toBe(by > 0 ? b : a);
      }),
    );
  });
});
