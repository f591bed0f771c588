/**
 * SEGMENT ARRIVES (RFC 9293 §3.10.7): one function a subsection, each in the RFC's own order.
 *
 * Where the RFC leaves a choice, every choice is returned, the recommended one first; what comes later in the exchange
 * decides. Security compartments (the RFC's third check) are not modelled.
 */
import { acceptable, type Inside } from './acceptable.js';
import { carries, scaleIn, timestampsIn } from './options.js';
import { add, after, atOrAfter, atOrBefore, before, distance, later, seq, type Seq } from './seq.js';
import { segEnd, segLen, type Segment } from './segment.js';
import { sentBeyond } from './sent.js';
import {
  changed,
  deleted,
  finAcknowledged,
  heldAlso,
  noConnection,
  owesAlso,
  windowIn,
  type Held,
  type Owed,
  type Tcb,
} from './tcb.js';

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
  | 'old-timestamp'
  | 'no-timestamp'
  | 'reset'
  | 'reset-outside-window'
  | 'reset-challenged'
  | 'reset-to-listen'
  | 'reset-ignored-in-time-wait'
  | 'syn-challenged'
  | 'syn-resets'
  | 'syn-to-listen'
  | 'syn-reopens'
  | 'reset-to-time-wait'
  | 'no-ack'
  | 'syn-received-bad-ack'
  | 'ack-of-unsent'
  | 'ack-too-old'
  | 'established'
  | 'acknowledged'
  | 'duplicate-ack'
  | 'data'
  | 'data-held'
  | 'data-dropped'
  | 'data-ignored'
  | 'data-reset'
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
  /** Nothing is left out: an option that is not written is not there. */
  readonly strict?: boolean;
  /** Nothing tells where SEG.SEQ lies beside RCV.NXT, so that it may be in the window or outside. */
  readonly anywhere?: boolean;
  /** Nothing tells where SEG.ACK lies beside what this end has sent. */
  readonly anyAck?: boolean;
}

/** What the end may make of the segment, the recommended behaviour first; never empty. */
export function arrive(tcb: Tcb, segment: Segment, context: ArriveContext): readonly Arrival[] {
  if (context.anyAck !== true) return arriveAt(tcb, segment, context);
  // It may acknowledge all that was sent, nothing new, or what it seems to.
  return [...new Set([segment.ack, tcb.nxt, tcb.una])].flatMap((ack) =>
    arriveAt(tcb, { ...segment, ack }, context).map((arrival) => ({
      ...arrival,
      tcb: answering(arrival.tcb, ack, segment.ack, context),
    })),
  );
}

/** The TCB whose reset takes its number from the segment as it is. */
function answering(tcb: Tcb, supposed: Seq, written: Seq, { cause }: ArriveContext): Tcb {
  const isReset = (owed: Owed): boolean =>
    owed.kind === 'reset' && owed.cause === cause && owed.seq === supposed && owed.ack === undefined;
  if (supposed === written || !tcb.owes.some(isReset)) return tcb;
  return changed(tcb, { owes: tcb.owes.map((owed) => (isReset(owed) ? { ...owed, seq: written } : owed)) });
}

function arriveAt(tcb: Tcb, segment: Segment, context: ArriveContext): readonly Arrival[] {
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
  if (segment.flags.has('RST')) return [discarded(unowing(tcb), 'closed-ignores-reset', '3.10.7.1')];
  if (tcb.listens === 'yes') return arriveAtListen(tcb, segment, context);
  // An ACK is answered by the same reset whether something listens or not.
  const optional = tcb.listens === 'unknown' && !segment.flags.has('ACK');
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

/**
 * A SYN takes a listening end to SYN-RECEIVED. Data on it is taken at once (Fast Open), queued until the connection is
 * established, or left to be sent again. Who takes it, or has a cookie although no data came, may answer before the
 * handshake ends (RFC 7413 §3, §4.2.2).
 */
function received(tcb: Tcb, segment: Segment, context: ArriveContext, optional: boolean): readonly Arrival[] {
  const iss = context.iss();
  const base: Tcb = changed(noConnection('LISTEN', 'yes'), {
    state: 'SYN_RCVD',
    opened: 'passive',
    iss,
    irs: segment.seq,
    una: iss,
    nxt: iss,
    rcv: add(segment.seq, 1),
    wl1: segment.seq,
    ...synOptions(segment),
    fastOpen: segment.len === 0 && carries(segment, 'tfo'),
    owes: [
      ...tcb.owes.filter(({ kind }) => kind === 'reset'),
      { kind: 'syn-ack', cause: context.cause, optional },
    ],
    formerly: tcb.state === 'TIME_WAIT' ? tcb : undefined,
  });
  const plain = withWindow(base, segment, iss);
  const taken: Tcb = changed(plain, { rcv: add(plain.rcv, segment.len), fastOpen: true });
  const ways =
    segment.len > 0 ? [taken, ...queued(plain, segment), plain] : [...queued(plain, segment), plain];
  const reason: Reason = { key: 'listen-syn', section: '3.10.7.2' };
  return ways.map((way) => ({ tcb: way, outcome: 'accepted', reason }));
}

/** "Any other control or text should be queued for processing later": what follows the SYN, if anything does. */
function queued(tcb: Tcb, segment: Segment): readonly Tcb[] {
  const to = segEnd(segment);
  if (to === tcb.rcv) return [];
  return [changed(tcb, { held: [{ from: tcb.rcv, to, fin: segment.flags.has('FIN') }] })];
}

/** What the options of the peer's SYN agree to. */
function synOptions(segment: Segment): Pick<Tcb, 'scaleReceived' | 'stampsReceived' | 'recent'> {
  return {
    scaleReceived: scaleIn(segment) ?? 'none',
    stampsReceived: carries(segment, 'ts'),
    recent: timestampsIn(segment)?.val,
  };
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
  const synced: Tcb = changed(tcb, {
    irs: segment.seq,
    rcv: add(segment.seq, 1),
    wl1: segment.seq,
    ...synOptions(segment),
  });
  if (acceptableAck) {
    const open: Tcb = owing(
      acknowledge(
        withWindow(changed(synced, { state: 'ESTABLISHED', wl2: segment.ack }), segment, segment.ack),
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
  const crossing: Tcb = changed(withWindow(synced, segment, synced.una), { state: 'SYN_RCVD' });
  const crossed = owing(crossing, { kind: 'syn-ack', cause: context.cause, optional: true });
  const reason: Reason = { key: 'syn-sent-syn', section };
  const taken: Tcb = changed(crossed, { rcv: add(crossed.rcv, segment.len) });
  const ways = [...queued(crossed, segment), crossed, ...(segment.len > 0 ? [taken] : [])];
  return ways.map((way) => ({ tcb: way, outcome: 'accepted', reason }));
}

/** §3.10.7.4: SYN-RECEIVED and the synchronized states. */
function arriveAtOtherStates(tcb: Tcb, segment: Segment, context: ArriveContext): readonly Arrival[] {
  const ways = checked(tcb, segment, context);
  // §3.5.2 has a reset answer an unacceptable ACK at SYN-RECEIVED, wherever the segment lies and however old it is.
  const refuses = tcb.state === 'SYN_RCVD' && !segment.flags.has('RST') && !acksOurSyn(tcb, segment);
  if (!refuses || ways.some((way) => way.reason.key === 'syn-received-bad-ack')) return ways;
  return [...ways, refusedAck(tcb, segment, context, '3.5.2')];
}

/** The checks of §3.10.7.4 in their order. */
function checked(tcb: Tcb, segment: Segment, context: ArriveContext): readonly Arrival[] {
  // Figure 7: a SYN,ACK whose SYN repeats the one received is taken at SYN-RECEIVED for its ACK, whatever the letter
  // of the sequence check says.
  if (tcb.state === 'SYN_RCVD' && repeatsSyn(tcb, segment) && segment.flags.has('ACK')) {
    return checkAck(tcb, { ...segment, seq: add(segment.seq, 1), flags: without(segment, 'SYN') }, context);
  }
  const stale = isStale(tcb, segment);
  const inside = context.anywhere === true ? 'maybe' : insideWindow(tcb, segment);
  const taken = (): readonly Arrival[] => {
    const end = stale ? tcb : withRecent(tcb, segment);
    if (segment.flags.has('RST')) return checkReset(end, segment, context);
    if (segment.flags.has('SYN')) return checkSyn(end, segment, context);
    return checkAck(end, segment, context);
  };
  if (stale) {
    const dropped: Arrival = {
      tcb: owing(tcb, challengeFor(context)),
      outcome: 'discarded',
      reason: { key: 'old-timestamp', section: '3.10.7.4' },
    };
    // A timestamp that is 24 days old counts for nothing, and some stacks let what was merely overtaken pass.
    const matters = segLen(segment) > 0 || after(segment.ack, tcb.una);
    return inside !== 'no' && matters ? [dropped, ...taken()] : [dropped];
  }
  if (lacksTimestamp(tcb, segment, context)) {
    // "SHOULD silently drop the segment" (RFC 7323 §3.2); stacks take it.
    return [...(inside === 'no' ? [] : taken()), discarded(tcb, 'no-timestamp', '3.10.7.4')];
  }
  if (inside === 'yes') return taken();
  const refused = notAcceptable(tcb, segment, context);
  if (inside === 'no') {
    // Stacks that trim the repeat of what they have take its timestamp first.
    const stamped = withRecent(tcb, segment);
    return stamped.recent === tcb.recent
      ? refused
      : [...refused, ...notAcceptable(stamped, segment, context)];
  }
  // Beyond what was announced the RFC refuses; with no window announced nothing speaks against taking it.
  const mayTake = tcb.rcvEdge === undefined && context.anywhere !== true;
  return mayTake ? [...taken(), ...refused] : [...refused, ...taken()];
}

/** Whether the segment is acceptable; after this end has shrunk its window, either way beyond the window of now. */
function insideWindow({ rcv, rcvEdge, rcvLatest }: Tcb, segment: Segment): Inside {
  const ever = acceptable(segment.seq, segLen(segment), rcv, rcvEdge);
  if (ever !== 'yes' || rcvLatest === undefined || rcvLatest === rcvEdge) return ever;
  return acceptable(segment.seq, segLen(segment), rcv, rcvLatest) === 'yes' ? 'yes' : 'maybe';
}

/** Whether the segment is without the timestamp that both SYNs have agreed on. */
function lacksTimestamp(tcb: Tcb, segment: Segment, { strict }: ArriveContext): boolean {
  const agreed = tcb.stampsSent === true && tcb.stampsReceived === true;
  return agreed && strict === true && !segment.flags.has('RST') && !carries(segment, 'ts');
}

/** Protection against wrapped sequence numbers (RFC 7323 §5.3): a timestamp older than the last one in order. */
function isStale(tcb: Tcb, segment: Segment): boolean {
  if (segment.flags.has('RST') || segment.flags.has('SYN')) return false;
  const stamps = timestampsIn(segment);
  const agreed = tcb.stampsSent === true && tcb.stampsReceived === true;
  return agreed && tcb.recent !== undefined && stamps !== undefined && isOlder(stamps.val, tcb.recent);
}

function isOlder(val: number, recent: number): boolean {
  return before(seq(val), seq(recent));
}

/** TS.Recent is that of the last segment that began at or before what this end has acknowledged (RFC 7323 §4.3). */
function withRecent(tcb: Tcb, segment: Segment): Tcb {
  const val = timestampsIn(segment)?.val;
  if (val === undefined || after(segment.seq, tcb.acked ?? tcb.rcv)) return tcb;
  return tcb.recent !== undefined && isOlder(val, tcb.recent) ? tcb : changed(tcb, { recent: val });
}

/** First check: the segment lies outside the window. An acknowledgment answers it, a reset is dropped in silence. */
function notAcceptable(tcb: Tcb, segment: Segment, context: ArriveContext): readonly Arrival[] {
  const section = '3.10.7.4';
  if (segment.flags.has('RST')) return [discarded(tcb, 'reset-outside-window', section)];
  if (segment.flags.has('SYN') && tcb.state !== 'SYN_RCVD') return checkSyn(tcb, segment, context);
  const challenge = challengeFor(context);
  const reason: Reason = { key: 'not-acceptable', section };
  if (tcb.state === 'TIME_WAIT' && segment.flags.has('FIN') && segEnd(segment) === tcb.rcv) {
    // A retransmission of the remote FIN: acknowledge it and restart the 2 MSL timeout.
    return [{ tcb: owing(tcb, challenge), outcome: 'accepted', reason: { key: 'fin-again', section } }];
  }
  const dropped: Arrival = { tcb: owing(tcb, challenge), outcome: 'discarded', reason };
  if (!segment.flags.has('ACK') || segment.flags.has('SYN')) return [dropped];
  // The RFC drops the whole segment; stacks that trim it first still use a newer acknowledgment, but for that of a SYN.
  const newer = tcb.state !== 'SYN_RCVD' && after(segment.ack, tcb.una) && atOrBefore(segment.ack, tcb.nxt);
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
  const challenged: Arrival = {
    tcb: owing(tcb, challengeFor(context)),
    outcome: 'challenged',
    reason: { key: 'reset-challenged', section },
  };
  const choices = exact ? resetBy(tcb, context) : [challenged, ...resetBy(tcb, context)];
  if (tcb.state !== 'TIME_WAIT') return choices;
  // RFC 1337 §3 ignores it, so that no reset cuts TIME-WAIT short.
  return [...choices, discarded(tcb, 'reset-ignored-in-time-wait', section)];
}

function resetBy(tcb: Tcb, context: ArriveContext): readonly Arrival[] {
  const section = '3.10.7.4';
  if (tcb.state === 'SYN_RCVD' && tcb.opened === 'passive') {
    const listening = noConnection('LISTEN', 'yes');
    const listens: Arrival = {
      tcb: listening,
      outcome: 'accepted',
      reason: { key: 'reset-to-listen', section },
    };
    if (tcb.formerly === undefined) return [listens];
    // MAY-2: the SYN has turned out to be an old duplicate.
    const reason: Reason = { key: 'reset-to-time-wait', section: '3.6.1' };
    return [{ tcb: tcb.formerly, outcome: 'accepted', reason }, listens];
  }
  const gone = deleted(tcb, 'reset-received', context.cause);
  return [{ tcb: gone, outcome: 'accepted', reason: { key: 'reset', section } }];
}

/** Fourth check: SYN, after RFC 5961 §4 or by the older rule. */
function checkSyn(tcb: Tcb, segment: Segment, context: ArriveContext): readonly Arrival[] {
  const section = '3.10.7.4';
  const challenged: Arrival = {
    tcb: owing(tcb, challengeFor(context)),
    outcome: 'challenged',
    reason: { key: 'syn-challenged', section },
  };
  const choices = tcb.state === 'TIME_WAIT' ? reopened(tcb, segment, context, challenged) : [challenged];
  if (tcb.state === 'SYN_RCVD' && tcb.opened === 'passive') {
    const listening = noConnection('LISTEN', 'yes');
    choices.unshift({ tcb: listening, outcome: 'discarded', reason: { key: 'syn-to-listen', section } });
  }
  if (context.anywhere === true || acceptable(segment.seq, segLen(segment), tcb.rcv, tcb.rcvEdge) !== 'no') {
    const reset = resetFor(segment, context, true);
    const answering = owing(deleted(tcb, 'reset-sent', context.cause), reset);
    // Out of TIME-WAIT, too, it may go in the form of an ABORT, which leaves every other state by itself.
    const gone = tcb.state === 'TIME_WAIT' ? owing(answering, abortingReset(tcb, context)) : answering;
    choices.push({ tcb: gone, outcome: 'reset', reason: { key: 'syn-resets', section } });
  }
  return choices;
}

/**
 * MAY-2: TIME-WAIT may let a new connection begin at once, wherever the SYN lies: should it be an old duplicate, a reset
 * brings TIME-WAIT back. What RFC 6191 §2 expects of a new SYN makes that the likelier way.
 */
function reopened(tcb: Tcb, segment: Segment, context: ArriveContext, challenged: Arrival): Arrival[] {
  if (segment.flags.has('ACK')) return [challenged];
  const reason: Reason = { key: 'syn-reopens', section: '3.6.1' };
  const opens = received(tcb, segment, context, true).map((arrival) => ({ ...arrival, reason }));
  const val = timestampsIn(segment)?.val;
  const age = val === undefined || tcb.recent === undefined ? 0 : distance(seq(val), seq(tcb.recent));
  const isNew = age > 0 || (age === 0 && atOrAfter(segment.seq, tcb.rcv));
  return isNew ? [...opens, challenged] : [challenged, ...opens];
}

/** Fifth check: ACK, then URG (not modelled beyond its flag), text and FIN. */
function checkAck(tcb: Tcb, segment: Segment, context: ArriveContext): readonly Arrival[] {
  const section = '3.10.7.4';
  if (!segment.flags.has('ACK')) return [discarded(tcb, 'no-ack', section)];
  const refused = (key: ReasonKey): Arrival => ({
    tcb: owing(tcb, challengeFor(context)),
    outcome: 'challenged',
    reason: { key, section },
  });
  const unsent = after(segment.ack, tcb.nxt);
  // MAY-12, RFC 5961 §5: what lies further back than any window is refused, too.
  const tooOld = distance(tcb.una, segment.ack) > (tcb.maxWnd ?? UNSCALED);
  if (tcb.state === 'SYN_RCVD') {
    if (!acksOurSyn(tcb, segment)) {
      const reset = refusedAck(tcb, segment, context, section);
      return unsent || tooOld ? [reset, refused(unsent ? 'ack-of-unsent' : 'ack-too-old')] : [reset];
    }
    return established(tcb, segment, context);
  }
  if (unsent) return [refused('ack-of-unsent')];
  const next = acknowledged(tcb, segment, context);
  if (next.state === 'CLOSED') {
    return [{ tcb: next, outcome: 'accepted', reason: { key: 'fin-acknowledged', section } }];
  }
  if (segLen(segment) > 0) {
    const taken = textAndFin(next, segment, context);
    return tooOld ? [...taken, refused('ack-too-old')] : taken;
  }
  const key =
    next.state !== tcb.state ? 'fin-acknowledged' : next.una === tcb.una ? 'duplicate-ack' : 'acknowledged';
  return [{ tcb: next, outcome: 'accepted', reason: { key, section } }];
}

/** Whether the segment has no ACK, or one that SYN-RECEIVED can take. */
function acksOurSyn({ una, nxt }: Tcb, { flags, ack }: Segment): boolean {
  return !flags.has('ACK') || (after(ack, una) && atOrBefore(ack, nxt));
}

/** SYN-RECEIVED answers an unacceptable ACK with a reset, and stays. */
function refusedAck(tcb: Tcb, segment: Segment, context: ArriveContext, section: string): Arrival {
  const reason: Reason = { key: 'syn-received-bad-ack', section };
  return { tcb: owing(tcb, resetFor(segment, context, false)), outcome: 'reset', reason };
}

/** The largest window there is without scaling, in octets. */
const UNSCALED = 0xffff;

/** Our SYN is acknowledged: what came with the peer's SYN and was queued is taken first, then what this segment carries. */
function established(tcb: Tcb, segment: Segment, context: ArriveContext): readonly Arrival[] {
  // A CLOSE that waits for earlier SENDs is queued until now (§3.10.4).
  const state = tcb.closed === 'no' ? 'ESTABLISHED' : 'FIN_WAIT_1';
  const open = acknowledged(changed(tcb, { state, formerly: undefined }), segment, context);
  const { rcv, held, fin } = release(open.rcv, undefined, open.held);
  const caughtUp: Tcb =
    rcv === open.rcv
      ? open
      : owing(changed(open, { rcv, held }), { kind: 'ack', cause: context.cause, optional: true });
  const next = fin === undefined ? caughtUp : afterFin(changed(caughtUp, { peerFin: fin, held: [] }));
  const reason: Reason = { key: 'established', section: '3.10.7.4' };
  return segment.len === 0 && !segment.flags.has('FIN')
    ? [{ tcb: next, outcome: 'accepted', reason }]
    : textAndFin(next, segment, context);
}

/** SND.UNA, the send window, and the transitions that follow from our FIN being acknowledged. */
function acknowledged(tcb: Tcb, segment: Segment, context: ArriveContext): Tcb {
  const newer = after(segment.ack, tcb.una);
  const current = atOrAfter(segment.ack, tcb.una);
  let next = newer ? acknowledge(tcb, segment.ack) : tcb;
  const { wl1, wl2 } = tcb;
  const isLaterText = wl1 === undefined || before(wl1, segment.seq);
  const updates = isLaterText || (wl1 === segment.seq && (wl2 === undefined || atOrBefore(wl2, segment.ack)));
  if (current && !updates && tcb.wnd !== undefined) next = stretched(next, segment);
  if (current && (updates || tcb.wnd === undefined)) {
    const isLater = newer || isLaterText;
    // A window that is not written is followed by any that is, whatever its numbers.
    const from = segment.win === undefined ? {} : { wl1: segment.seq, wl2: segment.ack };
    next = withWindow(changed(next, from), segment, segment.ack, isLater);
  }
  if (!finAcknowledged(next)) return next;
  switch (next.state) {
    case 'FIN_WAIT_1':
      return changed(next, { state: 'FIN_WAIT_2' });
    case 'CLOSING':
      return changed(next, { state: 'TIME_WAIT' });
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
    const again = owing(tcb, challengeFor(context));
    return [{ tcb: again, outcome: 'accepted', reason: { key: 'data-ignored', section } }];
  }
  const taken = [segment, ...trimmed(tcb, segment)].flatMap((one) => takeText(tcb, one, context));
  if (segment.len === 0 || tcb.closed !== 'close') return taken;
  // MAY-1: nobody reads any more after a full CLOSE, and a reset may say that the data is lost (SHLD-3).
  const gone = owing(deleted(tcb, 'reset-sent', context.cause), resetFor(segment, context, true));
  return [...taken, { tcb: gone, outcome: 'reset', reason: { key: 'data-reset', section: '3.6.1' } }];
}

/** The part of the segment for which there is room, where the window that was announced last takes part of it only. */
function trimmed({ rcv, rcvLatest }: Tcb, segment: Segment): readonly Segment[] {
  if (rcvLatest === undefined || !after(segEnd(segment), rcvLatest)) return [];
  if (!after(rcvLatest, rcv) || !after(rcvLatest, segment.seq)) return [];
  return [{ ...segment, len: distance(rcvLatest, segment.seq), flags: without(segment, 'FIN') }];
}

function takeText(tcb: Tcb, segment: Segment, context: ArriveContext): readonly Arrival[] {
  const section = '3.10.7.4';
  const owesAck: Owed = { kind: 'ack', cause: context.cause, optional: true };
  const end = segEnd(segment);
  if (after(segment.seq, tcb.rcv)) {
    // Beyond RCV.NXT: SHLD-31 holds it, and an ACK may say what is missing (MAY-13).
    const fin = segment.flags.has('FIN');
    const held = heldAlso(tcb.held, { from: segment.seq, to: end, fin });
    const kept: Arrival = {
      tcb: owing(changed(tcb, { held }), owesAck),
      outcome: 'accepted',
      reason: { key: fin ? 'fin-held' : 'data-held', section },
    };
    // Behind the same hole it is told later what of all that was dropped.
    if (tcb.held.length >= MOST_TOLD_APART) return [kept];
    const dropped: Tcb = owing(tcb, owesAck);
    return [kept, { tcb: dropped, outcome: 'discarded', reason: { key: 'data-dropped', section } }];
  }
  const waits = tcb.queued > 0 || (tcb.closed !== 'no' && tcb.fin === undefined);
  const beforeText = waits ? tcb.rcv : undefined;
  const fin = segment.flags.has('FIN') ? add(end, -1) : undefined;
  return releases(later(tcb.rcv, end), fin, tcb.held).map((released): Arrival => {
    const { rcv, held } = released;
    const advanced = owing(changed(tcb, { rcv, held, beforeText }), owesAck);
    if (released.fin === undefined) {
      return { tcb: advanced, outcome: 'accepted', reason: { key: 'data', section } };
    }
    const closing: Tcb = changed(advanced, { peerFin: released.fin, held: [] });
    return { tcb: afterFin(closing), outcome: 'accepted', reason: { key: 'fin', section } };
  });
}

/** The states that follow from the peer's FIN, received in order. */
function afterFin(tcb: Tcb): Tcb {
  switch (tcb.state) {
    case 'SYN_RCVD':
    case 'ESTABLISHED':
      return changed(tcb, { state: 'CLOSE_WAIT' });
    case 'FIN_WAIT_1':
      return changed(tcb, { state: finAcknowledged(tcb) ? 'TIME_WAIT' : 'CLOSING' });
    case 'FIN_WAIT_2':
      return changed(tcb, { state: 'TIME_WAIT' });
    default:
      return tcb;
  }
}

/** So many runs are held or dropped one by one. */
const MOST_TOLD_APART = 2;

/** So many ways in which some of what is held was dropped are followed, those first that dropped the least. */
const MOST_RELEASED = 16;

interface Released {
  readonly rcv: Seq;
  readonly held: readonly Held[];
  readonly fin: Seq | undefined;
}

/** Moves RCV.NXT over everything held that it now touches. */
function release(start: Seq, fin: Seq | undefined, held: readonly Held[]): Released {
  return releases(start, fin, held)[0];
}

/** Where RCV.NXT may move to: over all that is held and touches it, or less far where some of that was dropped. */
function releases(
  start: Seq,
  fin: Seq | undefined,
  held: readonly Held[],
): readonly [Released, ...Released[]] {
  const reached = new Set([start]);
  let last = start;
  const fins = new Map<Seq, Seq>();
  for (const { from, to, fin: closes } of held) {
    // They are in the order of where they begin.
    if (after(from, last)) break;
    if (atOrBefore(to, start)) continue;
    reached.add(to);
    last = later(last, to);
    if (closes) fins.set(to, add(to, -1));
  }
  const at = (rcv: Seq): Released => ({
    rcv,
    held: beyond(held, rcv),
    fin: rcv === start ? (fin ?? fins.get(rcv)) : fins.get(rcv),
  });
  const [furthest = start, ...others] =
    fin === undefined ? [...reached].sort((a, b) => distance(b, a)) : [start];
  return [at(furthest), ...others.slice(0, MOST_RELEASED).map(at)];
}

/** The runs that begin beyond a number. */
function beyond(held: readonly Held[], rcv: Seq): readonly Held[] {
  const first = held.findIndex(({ from }) => after(from, rcv));
  return first < 0 ? [] : held.slice(first);
}

/** SND.UNA moves to `ack`; what is entirely acknowledged leaves the retransmission queue. */
function acknowledge(tcb: Tcb, ack: Seq): Tcb {
  return changed(tcb, {
    una: ack,
    synWaits: false,
    sent: sentBeyond(tcb.sent, ack),
  });
}

/**
 * SND.WND and the largest right edge announced. A window that is not written could be any, so that nothing is beyond
 * it until the next one is. Of two segments with the same numbers either may be the later one; then stacks keep the
 * larger window.
 */
function withWindow(tcb: Tcb, segment: Segment, from: Seq, isLater = true): Tcb {
  const wnd = windowIn(tcb, segment, 'peer');
  if (wnd === undefined) {
    return changed(tcb, { wnd, edge: undefined, latestEdge: undefined, maxWnd: undefined });
  }
  const syn = segment.flags.has('SYN');
  const edge = add(from, wnd);
  const maxWnd = syn ? wnd : tcb.maxWnd === undefined ? undefined : Math.max(tcb.maxWnd, wnd);
  const known = tcb.latestEdge;
  const latestEdge = isLater || known === undefined ? edge : later(known, edge);
  return changed(tcb, {
    wnd,
    maxWnd,
    latestEdge,
    edge: tcb.edge === undefined ? edge : later(tcb.edge, edge),
  });
}

/**
 * The window of a segment that does not update SND.WND was announced all the same, and what SND.WND allows moves on with
 * SND.UNA.
 */
function stretched(tcb: Tcb, segment: Segment): Tcb {
  const { una, wnd, edge, latestEdge } = tcb;
  if (wnd === undefined || edge === undefined || latestEdge === undefined) return tcb;
  const moved = add(una, wnd);
  const announced = windowIn(tcb, segment, 'peer');
  const told = announced === undefined ? moved : add(segment.ack, announced);
  return changed(tcb, { edge: later(later(edge, moved), told), latestEdge: later(latestEdge, moved) });
}

/** The reset that answers a segment (§3.5.2). */
function resetFor(segment: Segment, context: { readonly cause: number }, optional: boolean): Owed {
  const answers = segEnd(segment);
  return segment.flags.has('ACK')
    ? { kind: 'reset', seq: segment.ack, answers, cause: context.cause, optional }
    : { kind: 'reset', seq: 0 as Seq, ack: answers, answers, cause: context.cause, optional };
}

/** The reset that ends a connection from its own side: its numbers are this end's (§3.10.5). */
function abortingReset(tcb: Tcb, { cause }: ArriveContext): Owed {
  return { kind: 'reset', seq: tcb.nxt, least: tcb.una, answers: tcb.rcv, cause, optional: true };
}

/** The empty ACK that answers what is not taken. Stacks limit their rate, so that none need come. */
function challengeFor({ cause }: ArriveContext): Owed {
  return { kind: 'challenge', cause, optional: true };
}

/**
 * What an arrival is to be answered with is known. A reset that answers what was not shown has the numbers that it is
 * likely to have from then on: whatever else is wrong answers this one.
 */
function owing(tcb: Tcb, owed: Owed): Tcb {
  const others = owed.kind === 'reset' ? settled(tcb.owes) : tcb.owes;
  return changed(tcb, { owes: owesAlso(others, owed) });
}

function settled(owes: readonly Owed[]): readonly Owed[] {
  if (!owes.some(({ open }) => open)) return owes;
  return owes.map(({ open, answers, ...owed }) =>
    open || answers === undefined ? owed : { ...owed, answers },
  );
}

/** Behind a reset nobody waits for another, least of all for one that answers what was not shown. */
function unowing(tcb: Tcb): Tcb {
  return tcb.owes.some(({ open }) => open)
    ? changed(tcb, { owes: tcb.owes.filter(({ open }) => !open) })
    : tcb;
}

function discarded(tcb: Tcb, key: ReasonKey, section: string): Arrival {
  return { tcb, outcome: 'discarded', reason: { key, section } };
}

function repeatsSyn(tcb: Tcb, segment: Segment): boolean {
  return segment.flags.has('SYN') && segment.seq === tcb.irs;
}

function without(segment: Segment, flag: 'SYN' | 'FIN'): Segment['flags'] {
  const flags = new Set(segment.flags);
  flags.delete(flag);
  return flags;
}
