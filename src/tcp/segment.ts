import { add, type Seq } from './seq.js';

/** The control bits, in the order in which they are listed (RFC 9293 §3.1; AE is that of RFC 9768). */
export const FLAGS = ['SYN', 'FIN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR', 'AE'] as const;

export type Flag = (typeof FLAGS)[number];

/** The flags in the order in which they are listed. */
export function listed(flags: ReadonlySet<Flag>): readonly Flag[] {
  return FLAGS.filter((flag) => flags.has(flag));
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
