import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceptable } from '../../src/tcp/acceptable.js';
import { add, seq } from '../../src/tcp/seq.js';

const rcv = seq(2 ** 32 - 50);

describe('the acceptability test (RFC 9293 table 6)', () => {
  it.each([
    // start, length, window, verdict: counted from RCV.NXT
    [0, 0, 0, 'yes'],
    [-1, 0, 0, 'no'],
    [1, 0, 0, 'no'],
    [0, 0, 100, 'yes'],
    [99, 0, 100, 'yes'],
    [200, 0, 100, 'no'],
    [-1, 0, 100, 'no'],
    [0, 10, 100, 'yes'],
    [-10, 10, 100, 'no'],
    [-9, 10, 100, 'yes'],
    [99, 10, 100, 'yes'],
    [200, 10, 100, 'no'],
  ] as const)('SEG.SEQ %i, SEG.LEN %i, RCV.WND %i: %s', (start, length, window, verdict) => {
    expect(acceptable(add(rcv, start), length, rcv, add(rcv, window))).toBe(verdict);
  });

  it('leaves room for the slack that real receivers keep beyond what they announced', () => {
    expect(acceptable(add(rcv, 100), 10, rcv, add(rcv, 100))).toBe('maybe');
    expect(acceptable(rcv, 1, rcv, rcv)).toBe('maybe');
  });

  it('puts nothing in front outside a window that was never announced', () => {
    expect(acceptable(add(rcv, 65536), 10, rcv, undefined)).toBe('maybe');
    expect(acceptable(rcv, 10, rcv, undefined)).toBe('yes');
    expect(acceptable(add(rcv, -10), 10, rcv, undefined)).toBe('no');
  });

  it('does not depend on where zero falls', () => {
    const anywhere = fc.nat(2 ** 32 - 1);
    fc.assert(
      fc.property(
        anywhere,
        fc.integer({ min: -3000, max: 3000 }),
        fc.nat(1000),
        fc.nat(1000),
        (at, start, length, window) => {
          const verdict = (base: number): string =>
            acceptable(seq(base + start), length, seq(base), seq(base + window));
          expect(verdict(at)).toBe(verdict(0));
        },
      ),
    );
  });
});
