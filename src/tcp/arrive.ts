/**
 * SEGMENT ARRIVES (RFC 9293 §3.10.7): one function a subsection, each in the RFC's own order.
 *
 * Where the RFC leaves a choice, every choice is returned, the recommended one first; what comes later in the exchange
 * decides. Security compartments (the RFC's third check) are not modelled.
 */
import { acceptable } from './acceptable.js';
import { add, after, atOrAfter, atOrBefore, before, later, type Seq } from './seq.js';
import { segEnd, segLen, type Segment } from './segment.js';
import { deleted, finAcknowledged, noConnection, scales, type Held, type Owed, type Tcb } from './tcb.js';

/** Why a receiver did what it did, for people: a key to words, and the section of RFC 9293. */
export interface Reason {
  readonly key: ReasonKey;
  readonly section: string;
}

export type ReasonKey =
  | 'no-connection'
  | 'closed-ignores-reset'
  | 'listen-ignores-reset'
  | 'listen-bad-ack'
  | 'listen-syn'
  | 'listen-drops'
  | 'syn-sent-bad-ack'
  | 'syn-sent-reset'
  | 'syn-sent-ignores-reset'
  | 'syn-sent-syn-ack'
  | 'syn-sent-syn'
  | 'syn-sent-drops'
  | 'not-acceptable'
  | 'reset'
  | 'reset-outside-window'
  | 'reset-challenged'
  | 'reset-to-listen'
  | 'reset-ignored-in-time-wait'
  | 'syn-challenged'
  | 'syn-resets'
  | 'syn-to-listen'
  | 'syn-reopens'
  | 'no-ack'
  | 'syn-received-bad-ack'
  | 'ack-of-unsent'
  | 'established'
  | 'acknowledged'
  | 'duplicate-ack'
  | 'data'
  | 'data-held'
  | 'data-dropped'
  | 'data-ignored'
  | 'fin'
  | 'fin-held'
  | 'fin-acknowledged'
  | 'fin-again';

/** One thing that a conforming end may do with a segment. */
export interface Arrival {
  readonly tcb: Tcb;
  /** challenged: answered with an empty ACK. reset: answered with a reset. */
  readonly outcome: 'accepted' | 'discarded' | 'challenged' | 'reset';
  readonly reason: Reason;
}

export interface ArriveContext {
  /** The initial send sequence number that this end chooses if the segment opens a connection. */
  readonly iss: () => Seq;
  /** Names the arrival in what it makes the end owe. */
  readonly cause: number;
}

/** What the end may make of the segment, the recommended behaviour first; never empty. */
export function arrive(tcb: Tcb, segment: Segment, context: ArriveContext): readonly Arrival[] {
  switch (tcb.state) {
    case 'CLOSED':
      return arriveAtClosed(tcb, segment, context);
    case 'LISTEN':
      return arriveAtListen(tcb, segment, context);
    case 'SYN_SENT':
      return arriveAtSynSent(tcb, segment, context);
    default:
      return arriveAtOtherStates(tcb, segment, context);
  }
}

/** §3.10.7.1, and the listener that may stand behind a connection that has ended. */
function arriveAtClosed(tcb: Tcb, segment: Segment, context: ArriveContext): readonly Arrival[] {
  if (segment.flags.has('RST')) return [discarded(tcb, 'closed-ignores-reset', '3.10.7.1')];
  const opens = segment.flags.has('SYN') && !segment.flags.has('ACK');
  if (opens && tcb.listens === 'yes') return arriveAtListen(tcb, segment, context);
  const optional = opens && tcb.listens === 'unknown';
  const refused: Arrival = {
    tcb: owing(tcb, resetFor(segment, context, optional)),
    outcome: 'reset',
    reason: { key: 'no-connection', section: '3.10.7.1' },
  };
  return optional ? [...arriveAtListen(tcb, segment, context), refused] : [refused];
}

/** §3.10.7.2. */
function arriveAtListen(tcb: Tcb, segment: Segment, context: ArriveContext): readonly Arrival[] {
  const section = '3.10.7.2';
  // First, RST: it cannot answer anything that this end has sent.
  if (segment.flags.has('RST')) return [discarded(tcb, 'listen-ignores-reset', section)];
  // Second, ACK: there is nothing yet to acknowledge.
  if (segment.flags.has('ACK')) {
    const reset = resetFor(segment, context, false);
    return [{ tcb: owing(tcb, reset), outcome: 'reset', reason: { key: 'listen-bad-ack', section } }];
  }
  // Third, SYN: a connection begins.
  if (segment.flags.has('SYN')) {
    const dropped = discarded(tcb, 'listen-drops', section);
    const opened = received(tcb, segment, context, tcb.listens === 'unknown');
    // Stacks drop a SYN with FIN as an attack; the RFC lets them open and queue the FIN.
    return segment.flags.has('FIN') ? [dropped, ...opened] : opened;
  }
  // Fourth, anything else has neither ACK nor SYN.
  return [discarded(tcb, 'listen-drops', section)];
}

/** A SYN takes a listening end to SYN-RECEIVED. Data on it is taken (Fast Open) or left to be sent again. */
function received(tcb: Tcb, segment: Segment, context: ArriveContext, optional: boolean): readonly Arrival[] {
  const iss = context.iss();
  const base: Tcb = {
    ...noConnection('LISTEN', 'yes'),
    state: 'SYN_RCVD',
    opened: 'passive',
    iss,
    irs: segment.seq,
    una: iss,
    nxt: iss,
    rcv: add(segment.seq, 1),
    wl1: segment.seq,
    scaleReceived: scaleOf(segment),
    fastOpen: segment.len > 0,
    owes: [{ kind: 'syn-ack', cause: context.cause, optional }],
  };
  const windowed = withWindow(base, segment, iss);
  const reason: Reason = { key: 'listen-syn', section: '3.10.7.2' };
  const plain: Arrival = { tcb: windowed, outcome: 'accepted', reason };
  if (segment.len === 0) return [plain];
  const taken: Tcb = { ...windowed, rcv: add(windowed.rcv, segment.len) };
  return [{ tcb: taken, outcome: 'accepted', reason }, plain];
}

/** §3.10.7.3. */
function arriveAtSynSent(tcb: Tcb, segment: Segment, context: ArriveContext): readonly Arrival[] {
  const section = '3.10.7.3';
  const acks = segment.flags.has('ACK');
  // First, ACK: it must acknowledge our SYN and nothing that was never sent.
  const acceptableAck = acks && after(segment.ack, tcb.una) && atOrBefore(segment.ack, tcb.nxt);
  if (acks && !acceptableAck) {
    if (segment.flags.has('RST')) return [discarded(tcb, 'syn-sent-ignores-reset', section)];
    const reset = resetFor(segment, context, false);
    return [{ tcb: owing(tcb, reset), outcome: 'reset', reason: { key: 'syn-sent-bad-ack', section } }];
  }
  // Second, RST: believed only if it acknowledges our SYN.
  if (segment.flags.has('RST')) {
    if (!acceptableAck) return [discarded(tcb, 'syn-sent-ignores-reset', section)];
    const gone = deleted(tcb, 'reset-received', context.cause);
    return [{ tcb: gone, outcome: 'accepted', reason: { key: 'syn-sent-reset', section } }];
  }
  // Fourth, SYN; fifth, nothing else is of use here.
  if (!segment.flags.has('SYN')) return [discarded(tcb, 'syn-sent-drops', section)];
  const synced: Tcb = {
    ...tcb,
    irs: segment.seq,
    rcv: add(segment.seq, 1),
    wl1: segment.seq,
    scaleReceived: scaleOf(segment),
  };
  if (acceptableAck) {
    const open: Tcb = owing(
      acknowledge(
        withWindow({ ...synced, state: 'ESTABLISHED', wl2: segment.ack }, segment, segment.ack),
        segment.ack,
      ),
      { kind: 'ack', cause: context.cause, optional: true },
    );
    const reason: Reason = { key: 'syn-sent-syn-ack', section };
    if (segment.len === 0 && !segment.flags.has('FIN')) return [{ tcb: open, outcome: 'accepted', reason }];
    // "If there are other controls or text in the segment, then continue processing at the sixth step".
    const rest = textAndFin(
      open,
      { ...segment, seq: add(segment.seq, 1), flags: without(segment, 'SYN') },
      context,
    );
    const taken = rest.map((arrival) => ({ ...arrival, outcome: 'accepted' as const, reason }));
    return [...taken, { tcb: open, outcome: 'accepted', reason }];
  }
  // Simultaneous open: our own SYN goes out again, with the ACK.
  const crossing: Tcb = { ...withWindow(synced, segment, synced.una), state: 'SYN_RCVD' };
  const crossed = owing(crossing, { kind: 'syn-ack', cause: context.cause, optional: true });
  const reason: Reason = { key: 'syn-sent-syn', section };
  if (segment.len === 0) return [{ tcb: crossed, outcome: 'accepted', reason }];
  const taken: Tcb = { ...crossed, rcv: add(crossed.rcv, segment.len) };
  return [
    { tcb: crossed, outcome: 'accepted', reason },
    { tcb: taken, outcome: 'accepted', reason },
  ];
}

/** §3.10.7.4: SYN-RECEIVED and the synchronized states. */
function arriveAtOtherStates(tcb: Tcb, segment: Segment, context: ArriveContext): readonly Arrival[] {
  // Figure 7: a SYN,ACK whose SYN repeats the one received is taken at SYN-RECEIVED for its ACK, whatever the letter
  // of the sequence check says.
  if (tcb.state === 'SYN_RCVD' && repeatsSyn(tcb, segment) && segment.flags.has('ACK')) {
    return checkAck(tcb, { ...segment, seq: add(segment.seq, 1), flags: without(segment, 'SYN') }, context);
  }
  const inside = acceptable(segment.seq, segLen(segment), tcb.rcv, tcb.rcvEdge);
  const taken = (): readonly Arrival[] => {
    if (segment.flags.has('RST')) return checkReset(tcb, segment, context);
    if (segment.flags.has('SYN')) return checkSyn(tcb, segment, context);
    return checkAck(tcb, segment, context);
  };
  if (inside === 'yes') return taken();
  const refused = notAcceptable(tcb, segment, context);
  if (inside === 'no') return refused;
  // Beyond what was announced the RFC refuses; with no window announced nothing speaks against taking it.
  return tcb.rcvEdge === undefined ? [...taken(), ...refused] : [...refused, ...taken()];
}

/** First check: the segment lies outside the window. An acknowledgment answers it, a reset is dropped in silence. */
function notAcceptable(tcb: Tcb, segment: Segment, context: ArriveContext): readonly Arrival[] {
  const section = '3.10.7.4';
  if (segment.flags.has('RST')) return [discarded(tcb, 'reset-outside-window', section)];
  if (segment.flags.has('SYN') && tcb.state !== 'SYN_RCVD') return checkSyn(tcb, segment, context);
  const challenge: Owed = { kind: 'challenge', cause: context.cause, optional: true };
  const reason: Reason = { key: 'not-acceptable', section };
  if (tcb.state === 'TIME_WAIT' && segment.flags.has('FIN')) {
    // A retransmission of the remote FIN: acknowledge it and restart the 2 MSL timeout.
    return [{ tcb: owing(tcb, challenge), outcome: 'accepted', reason: { key: 'fin-again', section } }];
  }
  const dropped: Arrival = { tcb: owing(tcb, challenge), outcome: 'discarded', reason };
  if (!segment.flags.has('ACK') || segment.flags.has('SYN')) return [dropped];
  // The RFC drops the whole segment; stacks that trim it first still use a newer acknowledgment.
  const newer = after(segment.ack, tcb.una) && atOrBefore(segment.ack, tcb.nxt);
  if (!newer) return [dropped];
  return [
    dropped,
    { tcb: acknowledged(owing(tcb, challenge), segment, context), outcome: 'accepted', reason },
  ];
}

/** Second check: RST, after RFC 5961 §3 or by the older rule. */
function checkReset(tcb: Tcb, segment: Segment, context: ArriveContext): readonly Arrival[] {
  const section = '3.10.7.4';
  const exact = segment.seq === tcb.rcv;
  const reset = resetBy(tcb, context);
  if (tcb.state === 'TIME_WAIT') {
    return [reset, discarded(tcb, 'reset-ignored-in-time-wait', section)];
  }
  if (exact) return [reset];
  const challenged: Arrival = {
    tcb: owing(tcb, { kind: 'challenge', cause: context.cause, optional: true }),
    outcome: 'challenged',
    reason: { key: 'reset-challenged', section },
  };
  return [challenged, reset];
}

function resetBy(tcb: Tcb, context: ArriveContext): Arrival {
  const section = '3.10.7.4';
  if (tcb.state === 'SYN_RCVD' && tcb.opened === 'passive') {
    const listening = noConnection('LISTEN', 'yes');
    return { tcb: listening, outcome: 'accepted', reason: { key: 'reset-to-listen', section } };
  }
  const gone = deleted(tcb, 'reset-received', context.cause);
  return { tcb: gone, outcome: 'accepted', reason: { key: 'reset', section } };
}

/** Fourth check: SYN, after RFC 5961 §4 or by the older rule. */
function checkSyn(tcb: Tcb, segment: Segment, context: ArriveContext): readonly Arrival[] {
  const section = '3.10.7.4';
  const challenge: Owed = { kind: 'challenge', cause: context.cause, optional: true };
  const challenged: Arrival = {
    tcb: owing(tcb, challenge),
    outcome: 'challenged',
    reason: { key: 'syn-challenged', section },
  };
  if (tcb.state === 'SYN_RCVD' && tcb.opened === 'passive') {
    const listening = noConnection('LISTEN', 'yes');
    return [{ tcb: listening, outcome: 'discarded', reason: { key: 'syn-to-listen', section } }, challenged];
  }
  const choices: Arrival[] = [challenged];
  if (tcb.state === 'TIME_WAIT' && !segment.flags.has('ACK') && after(segment.seq, add(tcb.rcv, -1))) {
    // MAY-2: a new incarnation may begin at once if its numbers lie beyond the old ones.
    for (const opened of received({ ...tcb, listens: 'yes' }, segment, context, true)) {
      choices.push({ ...opened, reason: { key: 'syn-reopens', section: '3.6.1' } });
    }
  }
  if (acceptable(segment.seq, segLen(segment), tcb.rcv, tcb.rcvEdge) !== 'no') {
    const reset = resetFor(segment, context, true);
    const gone = owing(deleted(tcb, 'reset-sent', context.cause), reset);
    choices.push({ tcb: gone, outcome: 'reset', reason: { key: 'syn-resets', section } });
  }
  return choices;
}

/** Fifth check: ACK, then URG (not modelled beyond its flag), text and FIN. */
function checkAck(tcb: Tcb, segment: Segment, context: ArriveContext): readonly Arrival[] {
  const section = '3.10.7.4';
  if (!segment.flags.has('ACK')) return [discarded(tcb, 'no-ack', section)];
  if (tcb.state === 'SYN_RCVD') {
    if (!(after(segment.ack, tcb.una) && atOrBefore(segment.ack, tcb.nxt))) {
      const reset = resetFor(segment, context, false);
      return [{ tcb: owing(tcb, reset), outcome: 'reset', reason: { key: 'syn-received-bad-ack', section } }];
    }
    const open = acknowledged({ ...tcb, state: 'ESTABLISHED' }, segment, context);
    return segment.len === 0 && !segment.flags.has('FIN')
      ? [{ tcb: open, outcome: 'accepted', reason: { key: 'established', section } }]
      : textAndFin(open, segment, context);
  }
  if (after(segment.ack, tcb.nxt)) {
    const challenge: Owed = { kind: 'challenge', cause: context.cause, optional: true };
    return [{ tcb: owing(tcb, challenge), outcome: 'challenged', reason: { key: 'ack-of-unsent', section } }];
  }
  const next = acknowledged(tcb, segment, context);
  if (next.state === 'CLOSED') {
    return [{ tcb: next, outcome: 'accepted', reason: { key: 'fin-acknowledged', section } }];
  }
  if (segment.len > 0 || segment.flags.has('FIN')) return textAndFin(next, segment, context);
  const key =
    next.state !== tcb.state ? 'fin-acknowledged' : next.una === tcb.una ? 'duplicate-ack' : 'acknowledged';
  return [{ tcb: next, outcome: 'accepted', reason: { key, section } }];
}

/** SND.UNA, the send window, and the transitions that follow from our FIN being acknowledged. */
function acknowledged(tcb: Tcb, segment: Segment, context: ArriveContext): Tcb {
  const newer = after(segment.ack, tcb.una);
  const current = atOrAfter(segment.ack, tcb.una);
  let next = newer ? acknowledge(tcb, segment.ack) : tcb;
  const updates =
    before(tcb.wl1, segment.seq) || (tcb.wl1 === segment.seq && atOrBefore(tcb.wl2, segment.ack));
  if (current && (updates || tcb.wnd === undefined)) {
    next = withWindow({ ...next, wl1: segment.seq, wl2: segment.ack }, segment, segment.ack);
  }
  if (!finAcknowledged(next)) return next;
  switch (next.state) {
    case 'FIN_WAIT_1':
      return { ...next, state: 'FIN_WAIT_2' };
    case 'CLOSING':
      return { ...next, state: 'TIME_WAIT' };
    case 'LAST_ACK':
      return deleted(next, 'closed', context.cause);
    default:
      return next;
  }
}

/** Seventh and eighth: the segment's text, then its FIN, in the order of sequence numbers. */
function textAndFin(tcb: Tcb, segment: Segment, context: ArriveContext): readonly Arrival[] {
  const section = '3.10.7.4';
  if (tcb.peerFin !== undefined) {
    // Nothing can follow the remote FIN; what repeats it is acknowledged again.
    const challenge: Owed = { kind: 'challenge', cause: context.cause, optional: true };
    return [{ tcb: owing(tcb, challenge), outcome: 'accepted', reason: { key: 'data-ignored', section } }];
  }
  const owesAck: Owed = { kind: 'ack', cause: context.cause, optional: true };
  const end = segEnd(segment);
  if (after(segment.seq, tcb.rcv)) {
    // Beyond RCV.NXT: SHLD-31 holds it, and an ACK may say what is missing (MAY-13).
    const fin = segment.flags.has('FIN');
    const held = hold(tcb.held, { from: segment.seq, to: end, fin });
    const kept: Tcb = owing({ ...tcb, held }, owesAck);
    const dropped: Tcb = owing(tcb, owesAck);
    return [
      { tcb: kept, outcome: 'accepted', reason: { key: fin ? 'fin-held' : 'data-held', section } },
      { tcb: dropped, outcome: 'discarded', reason: { key: 'data-dropped', section } },
    ];
  }
  const merged = release(later(tcb.rcv, end), segment.flags.has('FIN') ? add(end, -1) : undefined, tcb.held);
  const advanced = owing({ ...tcb, rcv: merged.rcv, held: merged.held }, owesAck);
  if (merged.fin === undefined) {
    return [{ tcb: advanced, outcome: 'accepted', reason: { key: 'data', section } }];
  }
  const closing: Tcb = { ...advanced, peerFin: merged.fin, held: [] };
  return [
    { tcb: { ...closing, state: afterFin(closing) }, outcome: 'accepted', reason: { key: 'fin', section } },
  ];
}

function afterFin(tcb: Tcb): Tcb['state'] {
  switch (tcb.state) {
    case 'SYN_RCVD':
    case 'ESTABLISHED':
      return 'CLOSE_WAIT';
    case 'FIN_WAIT_1':
      return finAcknowledged(tcb) ? 'TIME_WAIT' : 'CLOSING';
    case 'FIN_WAIT_2':
      return 'TIME_WAIT';
    default:
      return tcb.state;
  }
}

/** Adds a run to what is held, joining runs that touch. */
function hold(held: readonly Held[], run: Held): readonly Held[] {
  const apart: Held[] = [];
  let { from, to, fin } = run;
  for (const other of held) {
    if (before(other.to, from) || after(other.from, to)) {
      apart.push(other);
    } else {
      from = before(other.from, from) ? other.from : from;
      fin = fin || other.fin;
      to = later(other.to, to);
    }
  }
  const joined: Held = { from, to, fin };
  return [...apart, joined].sort((a, b) => (before(a.from, b.from) ? -1 : 1));
}

/** Moves RCV.NXT over everything held that it now touches. */
function release(
  start: Seq,
  finAt: Seq | undefined,
  held: readonly Held[],
): { rcv: Seq; held: readonly Held[]; fin: Seq | undefined } {
  let rcv = start;
  let fin = finAt;
  const left: Held[] = [];
  for (const run of held) {
    if (after(run.from, rcv)) {
      left.push(run);
    } else if (after(run.to, rcv)) {
      rcv = run.to;
      if (run.fin) fin = add(run.to, -1);
    }
  }
  return { rcv, held: left, fin };
}

/** SND.UNA moves to `ack`; what is entirely acknowledged leaves the retransmission queue. */
function acknowledge(tcb: Tcb, ack: Seq): Tcb {
  return { ...tcb, una: ack, sent: tcb.sent.filter((segment) => after(segEnd(segment), ack)) };
}

/**
 * SND.WND and the largest right edge announced. A window that is not written could be any, so that nothing is beyond
 * it until the next one is. The window on a SYN is never scaled (RFC 7323 §2.2).
 */
function withWindow(tcb: Tcb, segment: Segment, from: Seq): Tcb {
  if (segment.win === undefined) return { ...tcb, wnd: undefined, edge: undefined };
  const wnd = segment.flags.has('SYN') ? segment.win : segment.win * 2 ** scales(tcb).theirs;
  const edge = add(from, wnd);
  return { ...tcb, wnd, edge: tcb.edge === undefined ? edge : later(tcb.edge, edge) };
}

/** The reset that answers a segment (§3.5.2). */
export function resetFor(segment: Segment, context: { readonly cause: number }, optional: boolean): Owed {
  const answers = segEnd(segment);
  return segment.flags.has('ACK')
    ? { kind: 'reset', seq: segment.ack, answers, cause: context.cause, optional }
    : { kind: 'reset', seq: 0 as Seq, ack: answers, answers, cause: context.cause, optional };
}

function owing(tcb: Tcb, owed: Owed): Tcb {
  return { ...tcb, owes: [...tcb.owes, owed] };
}

function discarded(tcb: Tcb, key: ReasonKey, section: string): Arrival {
  return { tcb, outcome: 'discarded', reason: { key, section } };
}

function repeatsSyn(tcb: Tcb, segment: Segment): boolean {
  return segment.flags.has('SYN') && segment.seq === tcb.irs;
}

function without(segment: Segment, flag: 'SYN'): Segment['flags'] {
  const flags = new Set(segment.flags);
  flags.delete(flag);
  return flags;
}

function scaleOf(segment: Segment): number | undefined {
  const option = segment.options.find(({ name }) => name === 'wscale');
  return option?.value === undefined ? undefined : Number(option.value);
}
