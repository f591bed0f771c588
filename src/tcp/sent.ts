/** What an end has sent that is not acknowledged, oldest first. Lists of ten thousand are told apart without reading them. */
import { followedBy, hash, inShort, NOTHING, withoutFirst, type Hash } from './hash.js';
import { segEnd, type Segment } from './segment.js';
import { after, type Seq } from './seq.js';

/** What a list of what was sent is hashed to, in its order. */
const rows = new WeakMap<readonly Segment[], Hash>();

/** What tells one list from another. */
export function digestOfSent(segments: readonly Segment[]): string {
  let row = rows.get(segments);
  if (row === undefined) {
    row = segments.reduce((before, segment) => followedBy(before, hashOfSent(segment)), NOTHING);
    rows.set(segments, row);
  }
  return `${segments.length} ${inShort(row)}`;
}

/** The list with one more segment behind what was sent before: it need not be hashed anew. */
export function sentAlso(segments: readonly Segment[], segment: Segment): readonly Segment[] {
  // A copy has no room to grow, which each of ten thousand would have for nothing.
  const all = segments.concat(segment);
  const row = rows.get(segments);
  if (row !== undefined) rows.set(all, followedBy(row, hashOfSent(segment)));
  return all;
}

/** What an acknowledgment leaves of a list. It mostly takes away the first, so that the rest need not be hashed anew. */
export function sentBeyond(segments: readonly Segment[], ack: Seq): readonly Segment[] {
  const isLeft = (segment: Segment): boolean => after(segEnd(segment), ack);
  const left = segments.filter(isLeft);
  if (left.length === segments.length) return segments;
  let row = rows.get(segments);
  const gone = segments.slice(0, segments.length - left.length);
  if (row === undefined || gone.some(isLeft)) return left;
  for (const [index, segment] of gone.entries()) {
    row = withoutFirst(row, hashOfSent(segment), segments.length - index);
  }
  rows.set(left, row);
  return left;
}

const hashesOfSent = new WeakMap<Segment, Hash>();

function hashOfSent(segment: Segment): Hash {
  let hashOf = hashesOfSent.get(segment);
  if (hashOf === undefined) {
    const { flags, seq: start, ack, len, payload } = segment;
    hashOf = hash([[...flags].join('+'), start, ack, len, payload].join());
    hashesOfSent.set(segment, hashOf);
  }
  return hashOf;
}
