/** A segment as it passes the place of the capture, between a client and a server. */
import { add, after, seq, type Seq } from '../../tcp/seq.js';
import type { Option } from '../../tcp/segment.js';
import { ACK, FIN, RST, SYN } from '../packet/tcp.js';

/** The client is the one that opens. */
export type Side = 'C' | 'S';

export function other(side: Side): Side {
  return side === 'C' ? 'S' : 'C';
}

export interface Passing {
  readonly from: Side;
  readonly bits: number;
  readonly seq: Seq;
  readonly ack: Seq;
  readonly len: number;
  readonly win: number;
  readonly up: number;
  /** SACK blocks not among them. */
  readonly options: readonly Option[];
  readonly sack: readonly Block[];
  /** TSval, where it has a timestamp. */
  readonly stamp: number | undefined;
  readonly id: number | undefined;
  /** Seconds since 1970; undefined where the capture does not say. */
  readonly time: number | undefined;
  /** The place of its frame in the file. */
  readonly number: number;
  /** For how many segments it stands. */
  readonly count: number;
  readonly text?: string;
  /**
   * missed: the capture does not hold it, and others show that it was sent. lost: nor did it arrive.
   */
  readonly unseen?: 'missed' | 'lost';
  /** The network has made it of one that passed before. */
  readonly copy?: true;
  /** It was overtaken on the way to the place of the capture, which it passed as the frame with this number. */
  readonly overtakenUntil?: number;
}

/** Octets from one number up to but not including another. */
export interface Block {
  readonly from: Seq;
  readonly to: Seq;
}

export function has(passing: { readonly bits: number }, bit: number): boolean {
  return (passing.bits & bit) !== 0;
}

/** How many sequence numbers it takes. */
export function size({ bits, len }: Pick<Passing, 'bits' | 'len'>): number {
  return len + (bits & SYN ? 1 : 0) + (bits & FIN ? 1 : 0);
}

/** The first number behind it. */
export function endOf(passing: Pick<Passing, 'bits' | 'len' | 'seq'>): Seq {
  return add(passing.seq, size(passing));
}

/** Whether a segment opens a connection. */
export function opens({ bits }: Pick<Passing, 'bits'>): boolean {
  return (bits & (SYN | ACK)) === SYN;
}

/** An acknowledgment and nothing else. */
export function isPureAck({ bits, len }: Pick<Passing, 'bits' | 'len'>): boolean {
  return len === 0 && (bits & (SYN | FIN | RST | ACK)) === ACK;
}

/** Whether the octets of one are among those of the other. */
export function covers(one: Passing, octets: Block): boolean {
  return !after(one.seq, octets.from) && !after(octets.to, endOf(one));
}

export function blockOf(passing: Passing): Block {
  return { from: passing.seq, to: endOf(passing) };
}

/** Whether one segment says the same as another, so that it may be a copy of it. */
export function isSame(one: Passing, two: Passing): boolean {
  return (
    one.from === two.from &&
    one.bits === two.bits &&
    one.seq === two.seq &&
    one.ack === two.ack &&
    one.len === two.len
  );
}

/** A keep-alive or a window probe, which stands before what is sent next. */
export function isProbe({ seq, len, bits }: Passing, next: Seq | undefined): boolean {
  return next !== undefined && len <= 1 && (bits & (SYN | FIN)) === 0 && add(seq, 1) === next;
}

export const ZERO = seq(0);
