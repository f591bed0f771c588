import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOfSent, sentAlso, sentBeyond } from '../../src/tcp/sent.js';
import { add, after } from '../../src/tcp/seq.js';
import { segEnd, type Segment } from '../../src/tcp/segment.js';
import { ISS, segment } from './end.js';

const starts = fc.array(fc.nat(40), { maxLength: 12 });

/** A list with more segments, which begin so many octets behind the SYN; its digest is remembered. */
function withMore(segments: readonly Segment[], offsets: readonly number[]): readonly Segment[] {
  digestOfSent(segments);
  return offsets.reduce(
    (before, offset) => sentAlso(before, segment('PSH+ACK', { seq: add(ISS, offset), len: 3 })),
    segments,
  );
}

/** The digest of a list of which nothing is remembered. */
const anew = (segments: readonly Segment[]): string => digestOfSent([...segments]);

describe('what an end has sent', () => {
  it('has the digest of its segments, whatever was added and acknowledged before', () => {
    fc.assert(
      fc.property(starts, fc.nat(45), starts, (first, acked, second) => {
        const before = withMore([], first);
        const ack = add(ISS, acked);
        const left = sentBeyond(before, ack);
        expect(left).toEqual(before.filter((one) => after(segEnd(one), ack)));
        expect(digestOfSent(left)).toBe(anew(left));
        const more = withMore(left, second);
        expect(digestOfSent(more)).toBe(anew(more));
      }),
    );
  });

  it('is told apart by its order', () => {
    expect(digestOfSent(withMore([], [0, 3]))).not.toBe(digestOfSent(withMore([], [3, 0])));
  });
});
