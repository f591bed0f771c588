import { add, type Seq } from './seq.js';

/** The control bits, in the order in which they are listed (RFC 9293 §3.1; AE is that of RFC 9768). */
export const FLAGS = ['SYN', 'FIN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR', 'AE'] as const;

export type Flag = (typeof FLAGS)[number];

/** By their names: a long exchange has a few combinations of flags again and again. */
const combinations = new Map<string, ReadonlySet<Flag>>();
const MOST_COMBINATIONS = 512;

/** The same flags in the same order, in a set that all segments with them share. */
export function sharedFlags(flags: ReadonlySet<Flag>): ReadonlySet<Flag> {
  const names = [...flags].join();
  const known = combinations.get(names);
  if (known) return known;
  if (combinations.size >= MOST_COMBINATIONS) combinations.clear();
  combinations.set(names, flags);
  return flags;
}

const lists = new WeakMap<ReadonlySet<Flag>, readonly Flag[]>();

/** The flags in the order in which they are listed. */
export function listed(flags: ReadonlySet<Flag>): readonly Flag[] {
  let list = lists.get(flags);
  if (!list) lists.set(flags, (list = FLAGS.filter((flag) => flags.has(flag))));
  return list;
}

/** An option as it was written: `mss=1460` is name `mss`, value `1460`. Names are lower case. */
export interface Option {
  readonly name: string;
  readonly value?: string;
}

/** A segment on the wire. */
export interface Segment {
  readonly flags: ReadonlySet<Flag>;
  /** SEG.SEQ. */
  readonly seq: Seq;
  /** SEG.ACK; meaningful only with the ACK flag. */
  readonly ack: Seq;
  /** Octets of data, SYN and FIN not counted. */
  readonly len: number;
  /** The octets themselves where the text of the data is known, one character an octet. */
  readonly payload?: string;
  /** SEG.WND as written, unscaled; undefined when nothing was written. */
  readonly win?: number;
  /** SEG.UP; meaningful only with the URG flag. */
  readonly up?: number;
  readonly options: readonly Option[];
}

/** SEG.LEN: octets of data, and one each for SYN and FIN (RFC 9293 §3.4). */
export function segLen(segment: Segment): number {
  return segment.len + (segment.flags.has('SYN') ? 1 : 0) + (segment.flags.has('FIN') ? 1 : 0);
}

/** The first sequence number after the segment. */
export function segEnd(segment: Segment): Seq {
  return add(segment.seq, segLen(segment));
}
