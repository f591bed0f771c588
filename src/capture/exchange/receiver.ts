/** One end as a receiver: what has arrived there, and what is under way to it. */
import { add, after, atOrBefore, later, type Seq } from '../../tcp/seq.js';
import { RST, SYN } from '../packet/tcp.js';
import { blockOf, has, size, type Block, type Passing } from './passing.js';

/** A segment that has passed and not arrived. */
export interface UnderWay {
  readonly passing: Passing;
  /** The line on which it passed. */
  readonly line: number;
  /** How often its receiver has shown not to have it. */
  missing: number;
  /** Whether one that passed behind it has arrived. */
  overtaken: boolean;
}

export interface Receiver {
  /** The next number that it expects; undefined while nothing is known. */
  next: Seq | undefined;
  /** The number of the SYN that it has received last. */
  syn: Seq | undefined;
  /** What has arrived beyond that. */
  held: Block[];
  underWay: UnderWay[];
  /** The line of its last segment. */
  sentAt: number;
  /** The number of the first segment to it that passes. */
  first: Seq | undefined;
  /** What it acknowledged last. */
  lastAck: Seq | undefined;
  /** Whether it ever sends SACK blocks. */
  sacks: boolean;
  /** Its connection has ended with a reset. */
  isReset: boolean;
}

export function receiver(): Receiver {
  return {
    next: undefined,
    syn: undefined,
    held: [],
    underWay: [],
    sentAt: -1,
    first: undefined,
    lastAck: undefined,
    sacks: false,
    isReset: false,
  };
}

/** Whether a reset ends the connection of an end that receives it now (RFC 9293 §3.10.7.4). */
export function resets(reset: Passing, { next }: Receiver): boolean {
  return next === undefined || reset.seq === next;
}

/** Whether something before a segment has not arrived. */
export function isBehindHole({ seq }: Passing, { next }: Receiver): boolean {
  return next !== undefined && after(seq, next);
}

/** A segment arrives at the end. */
export function receive(end: Receiver, passing: Passing): void {
  if (has(passing, SYN)) {
    // The same once more says nothing new.
    if (end.syn !== passing.seq) end.next = add(passing.seq, 1);
    end.syn = passing.seq;
    return;
  }
  if (has(passing, RST)) {
    if (resets(passing, end)) end.isReset = true;
    return;
  }
  if (size(passing) === 0) return;
  const block = blockOf(passing);
  if (end.next !== undefined && after(block.from, end.next)) {
    end.held.push(block);
    return;
  }
  end.next = end.next === undefined ? block.to : later(end.next, block.to);
  for (;;) {
    const { next } = end;
    const at = end.held.findIndex(({ from }) => atOrBefore(from, next));
    const [reached] = at < 0 ? [] : end.held.splice(at, 1);
    if (!reached) return;
    end.next = later(next, reached.to);
  }
}
