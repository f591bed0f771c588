/** Resets that answer: all of an end whose connection is gone (RFC 9293 §3.5.2). */
import { after, before, later, type Seq } from '../../tcp/seq.js';
import { ACK, FIN, RST, SYN } from '../packet/tcp.js';
import { endOf, has, isSame, opens, other, size, ZERO, type Passing, type Side } from './passing.js';

/** So far back is looked for what a reset answers. */
const BACK = 512;

export interface Answers {
  /** By what it answers: each reset that is an answer. */
  readonly answered: ReadonlyMap<Passing, Passing>;
  /** Resets that should be answers, and for which nothing is left that they could answer. */
  readonly groundless: ReadonlySet<Passing>;
}

/**
 * Which resets answer what. The first may be of its own accord, unless the other end has reset the connection before, or
 * its end has sent nothing yet with which it would have a connection.
 */
export function answersIn(passings: readonly Passing[]): Answers {
  const answered = new Map<Passing, Passing>();
  const groundless = new Set<Passing>();
  const resets = answeringIn(passings);
  if (resets.length === 0) return { answered, groundless };
  const received = receivedIn(passings);
  const mayBeAsked = (reset: Passing, one: Passing): boolean =>
    one.from !== reset.from && mayHaveCome(one, reset) && !received.has(one) && answers(reset, one);
  // Of equal ones those that come last have no grounds.
  const taken = new Set<Passing>();
  for (const { reset, index, isFirst } of resets) {
    const before = passings.slice(Math.max(0, index - BACK), index);
    const asked = before.find((one) => !taken.has(one) && mayBeAsked(reset, one));
    if (asked) taken.add(asked);
    else if (!isFirst) groundless.add(reset);
  }
  for (const { reset, index } of resets.reverse()) {
    if (groundless.has(reset)) continue;
    const before = passings.slice(Math.max(0, index - BACK), index);
    // The last that came before it is what it answers.
    const asked = lastToPass(before.filter((one) => !answered.has(one) && mayBeAsked(reset, one)));
    if (asked) answered.set(asked, reset);
  }
  return { answered, groundless };
}

/** Not what was lost, nor what left before a reset and passed only behind it. */
function mayHaveCome({ unseen, overtakenUntil }: Passing, reset: Passing): boolean {
  return unseen !== 'lost' && (overtakenUntil === undefined || overtakenUntil < reset.number);
}

function lastToPass(passings: readonly Passing[]): Passing | undefined {
  let last: Passing | undefined;
  for (const one of passings) if (!last || passedAt(one) >= passedAt(last)) last = one;
  return last;
}

function passedAt({ number, overtakenUntil = number }: Passing): number {
  return overtakenUntil;
}

interface Answering {
  readonly reset: Passing;
  readonly index: number;
  /** Nothing shows that the connection of its end is gone. */
  readonly isFirst: boolean;
}

function answeringIn(passings: readonly Passing[]): Answering[] {
  const gone = new Set<Side>();
  const open = new Set<Side>();
  /** How far an end has counted with its FIN: from there on it resets of its own accord. */
  const closed = new Map<Side, Seq>();
  const resets: Answering[] = [];
  for (const [index, passing] of passings.entries()) {
    const { from, bits, seq } = passing;
    if (opens(passing)) {
      gone.clear();
      open.clear();
      closed.clear();
    }
    if (passing.copy) continue;
    if (!(bits & RST)) {
      if (!(bits & SYN)) open.add(from);
      if (bits & FIN) closed.set(from, endOf(passing));
      continue;
    }
    const isFirst = !gone.has(from);
    const isOwn = has(passing, ACK)
      ? open.has(from) || seq !== 0
      : open.has(from) && !before(seq, closed.get(from) ?? seq);
    if (!isFirst || !isOwn) resets.push({ reset: passing, index, isFirst });
    gone.add('C').add('S');
  }
  return resets;
}

/** Whether a reset has the numbers of an answer to the segment (RFC 9293 §3.5.2). */
function answers(reset: Passing, passing: Passing): boolean {
  if (has(passing, RST)) return false;
  return (
    (has(passing, ACK) && reset.seq === passing.ack) || (has(reset, ACK) && reset.ack === endOf(passing))
  );
}

/** The first segments with what an end has acknowledged, which have come while it still had the connection. */
function receivedIn(passings: readonly Passing[]): ReadonlySet<Passing> {
  const received = new Set<Passing>();
  const first: Record<Side, Passing[]> = { C: [], S: [] };
  const ends = new Map<Side, Seq>();
  for (const passing of passings) {
    const { from, seq, ack, bits } = passing;
    const peer = other(from);
    if (bits & ACK && !(bits & RST && seq === 0)) {
      while (first[peer][0] && !after(endOf(first[peer][0]), ack))
        received.add(first[peer].shift() ?? passing);
    }
    if (opens(passing)) ends.delete(from);
    const end = ends.get(from);
    if (size(passing) === 0 || passing.copy || (end !== undefined && !after(endOf(passing), end))) continue;
    first[from].push(passing);
    ends.set(from, endOf(passing));
  }
  return received;
}

/**
 * Resets without grounds: one that says the same as one before is a copy of it, which the network has made. Others answer
 * what the capture has missed, which is put in.
 */
export function withGrounds(passings: readonly Passing[]): readonly Passing[] {
  const { groundless } = answersIn(passings);
  if (groundless.size === 0) return passings;
  const out: Passing[] = [];
  for (const passing of passings) {
    if (!groundless.has(passing)) out.push(passing);
    else if (out.some((one) => isSame(one, passing))) out.push({ ...passing, copy: true });
    else {
      const missed = has(passing, ACK) ? undefined : askedFor(passing, out);
      if (missed) out.splice(missed.at, 0, missed.passing);
      out.push(passing);
    }
  }
  return out;
}

/** What a reset without ACK answers: it has the number that is acknowledged. */
function askedFor(
  reset: Passing,
  before: readonly Passing[],
): { readonly passing: Passing; readonly at: number } {
  const { from: end, seq: ack } = reset;
  const from = other(end);
  const more = before.findIndex((one) => one.from === from && has(one, ACK) && after(one.ack, ack));
  const at = more < 0 ? before.length : more;
  let seq: Seq | undefined;
  for (const one of before.slice(0, at)) {
    if (has(one, RST)) continue;
    const known = one.from === from ? endOf(one) : has(one, ACK) ? one.ack : undefined;
    if (known !== undefined) seq = seq === undefined ? known : later(seq, known);
  }
  const passing: Passing = {
    ...reset,
    from,
    bits: ACK,
    seq: seq ?? ZERO,
    ack,
    win: 0,
    stamp: undefined,
    id: undefined,
    unseen: 'missed',
  };
  return { passing, at };
}
