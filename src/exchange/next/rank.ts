/** What an exchange may go on with, and how likely each is to come next. */
import type { CallStatement, Expr, SegmentStatement } from '../script.js';

/** A segment that may leave or arrive now. */
export interface NextSegment {
  readonly kind: 'segment';
  readonly statement: SegmentStatement;
  /** Its numbers, those that the note would leave out included. */
  readonly numbers: { readonly seq?: Expr; readonly ack?: Expr };
  /** Counts up from what must come next; from {@link UNEXPECTED} on, it is possible and nothing more. */
  readonly rank: number;
}

/** A timer that runs out now. */
export interface NextCall {
  readonly kind: 'call';
  readonly statement: CallStatement;
  readonly rank: number;
}

export type Next = NextSegment | NextCall;

/** The rank from which on nobody would expect it to come next. */
export const UNEXPECTED = 60;

export const RANK = {
  reset: 0,
  handshake: 10,
  arrival: 15,
  ack: 20,
  pending: 25,
  closeToo: 30,
  open: 35,
  repeat: 40,
  firstData: 48,
  close: 50,
  moreData: 55,
  timeWaitEnds: 58,
  bareAck: 60,
  early: 65,
  reopen: 70,
  abort: 80,
} as const;

/** Octets of data that are offered where nothing says how many. */
export const OCTETS = 100;
