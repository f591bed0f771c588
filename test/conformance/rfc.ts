/**
 * RFC 9293 §3.10.7 once more, written down without the engine, in terms of where a segment lies and what it acknowledges
 * rather than of numbers: what a conforming TCP endpoint may do with it, the recommended way first.
 *
 * Beside the letter of the RFC stand the choices that it names or that other RFCs give: RFC 5961 (challenge ACKs) or the
 * older rules, RFC 1337 (no reset in TIME-WAIT), MAY-1 and SHLD-3 (reset after a full CLOSE), MAY-2 (TIME-WAIT
 * reopened), MAY-12 (old acknowledgments), SHLD-31 (out-of-order text held or not), trimming before the checks, and
 * whether what comes with a SYN is taken, queued or left.
 */
import type { State } from '../../src/tcp/state.js';
import type { Acknowledges, Effect, End, Kind, Reset, Where } from './matrix.js';

interface Arriving {
  readonly syn: boolean;
  readonly fin: boolean;
  readonly rst: boolean;
  readonly ack: boolean;
  readonly len: number;
  readonly where: Where;
  readonly acknowledges: Acknowledges;
}

interface Receiver {
  readonly state: State;
  readonly opened: 'passive' | 'active';
}

type Changes = Partial<Omit<Effect, 'state' | 'outcome'>>;

/** What the RFC lets an end do, the recommended way first. */
export function allowed(end: End, kind: Kind, where: Where, acknowledges: Acknowledges): readonly Effect[] {
  const flags = kind.flags.split('+');
  const arriving: Arriving = {
    syn: flags.includes('SYN'),
    fin: flags.includes('FIN'),
    rst: flags.includes('RST'),
    ack: flags.includes('ACK'),
    len: kind.len,
    where,
    acknowledges,
  };
  const receiver = { state: end.state, opened: end.opened };
  switch (end.state) {
    case 'CLOSED':
      return closed(arriving);
    case 'LISTEN':
      return listen(arriving);
    case 'SYN_SENT':
      return synSent(arriving);
    default:
      return otherStates(receiver, arriving);
  }
}

function effect(state: State, outcome: Effect['outcome'], changes: Changes = {}): Effect {
  return { state, outcome, reply: '', advances: 0, holds: false, acknowledged: false, ...changes };
}

function resets(state: State, { ack }: Arriving): Effect {
  const reply = ack ? 'RST <SEQ=SEG.ACK>' : 'RST <SEQ=0><ACK=SEG.SEQ+SEG.LEN>';
  return effect(state, 'reset', { reply });
}

const drops = (state: State): Effect => effect(state, 'discarded');
const dropsWithAck = (state: State): Effect => effect(state, 'discarded', { reply: 'ACK' });
const challenges = (state: State): Effect => effect(state, 'challenged', { reply: 'ACK' });

/** §3.10.7.1: a reset is discarded, anything else is answered with one. */
function closed(arriving: Arriving): readonly Effect[] {
  return arriving.rst ? [drops('CLOSED')] : [resets('CLOSED', arriving)];
}

/** §3.10.7.2. */
function listen(arriving: Arriving): readonly Effect[] {
  if (arriving.rst) return [drops('LISTEN')];
  if (arriving.ack) return [resets('LISTEN', arriving)];
  if (!arriving.syn) return [drops('LISTEN')];
  // SYN with FIN is an attack to many stacks.
  return arriving.fin ? [drops('LISTEN'), ...synReceived(arriving)] : synReceived(arriving);
}

/** A SYN,ACK answers the SYN; what comes with the SYN is taken (Fast Open), queued, or left to be sent again. */
function synReceived({ len, fin }: Arriving): readonly Effect[] {
  const plain = effect('SYN_RCVD', 'accepted', { reply: 'SYN,ACK' });
  const queued = len > 0 || fin ? [{ ...plain, holds: true }] : [];
  const taken = len > 0 ? [{ ...plain, advances: len }] : [];
  return [...taken, ...queued, plain];
}

/** §3.10.7.3. */
function synSent(arriving: Arriving): readonly Effect[] {
  const good = arriving.acknowledges === 'SND.NXT';
  if (arriving.ack && !good) return arriving.rst ? [drops('SYN_SENT')] : [resets('SYN_SENT', arriving)];
  if (arriving.rst) return good ? [effect('CLOSED', 'accepted')] : [drops('SYN_SENT')];
  if (!arriving.syn) return [drops('SYN_SENT')];
  if (good) return [effect('ESTABLISHED', 'accepted', { reply: 'ACK', acknowledged: true })];
  // A simultaneous open queues what comes with the SYN.
  const [taken, ...others] = synReceived(arriving);
  return taken === undefined || arriving.len === 0 ? synReceived(arriving) : [...others, taken];
}

/** §3.10.7.4, and §3.5.2: "the segment carries an unacceptable ACK". */
function otherStates(end: Receiver, arriving: Arriving): readonly Effect[] {
  const ways = checked(end, arriving);
  const refuses =
    end.state === 'SYN_RCVD' && arriving.ack && !arriving.rst && arriving.acknowledges !== 'SND.NXT';
  const isReset = ({ state, outcome }: Effect): boolean => state === 'SYN_RCVD' && outcome === 'reset';
  return refuses && !ways.some(isReset) ? [...ways, resets('SYN_RCVD', arriving)] : ways;
}

/** Check by check. */
function checked(end: Receiver, arriving: Arriving): readonly Effect[] {
  const { state } = end;
  // Figure 7 takes the SYN,ACK of a simultaneous open for its ACK, though its number is the one received already.
  if (state === 'SYN_RCVD' && arriving.syn && arriving.ack && arriving.where === 'left of the window') {
    return fifth(end, { ...arriving, syn: false, where: 'left edge' });
  }
  const acceptable = arriving.where !== 'left of the window' && arriving.where !== 'beyond';
  if (!acceptable) return first(end, arriving);
  if (arriving.rst) return second(end, arriving);
  if (arriving.syn) return fourth(end, arriving, true);
  return fifth(end, arriving);
}

/** First: what is not acceptable is dropped, and acknowledged unless it is a reset. */
function first(end: Receiver, arriving: Arriving): readonly Effect[] {
  const { state } = end;
  if (arriving.rst) return [drops(state)];
  // RFC 5961 §4 challenges a SYN "irrespective of the sequence number".
  if (arriving.syn && state !== 'SYN_RCVD') return fourth(end, arriving, false);
  // The retransmission of the remote FIN is the one thing that TIME-WAIT waits for.
  if (state === 'TIME_WAIT' && arriving.fin && arriving.where === 'left of the window') {
    return [effect(state, 'accepted', { reply: 'ACK' })];
  }
  const usable = arriving.ack && !arriving.syn && state !== 'SYN_RCVD' && moves(end, arriving);
  if (!usable) return [dropsWithAck(state)];
  const next = afterAck(state);
  const used = effect(next, 'accepted', next === 'CLOSED' ? {} : { reply: 'ACK', acknowledged: true });
  return [dropsWithAck(state), used];
}

/** Second: RST, by its exact number or, under the older rule, anywhere in the window. */
function second({ state, opened }: Receiver, { where }: Arriving): readonly Effect[] {
  const next: State = state === 'SYN_RCVD' && opened === 'passive' ? 'LISTEN' : 'CLOSED';
  const believed = effect(next, 'accepted');
  const choices = where === 'left edge' ? [believed] : [challenges(state), believed];
  return state === 'TIME_WAIT' ? [...choices, drops(state)] : choices;
}

function isReset(reply: Effect['reply']): reply is Reset {
  return reply.startsWith('RST') && !reply.includes(' or ');
}

/** Fourth: SYN. */
function fourth({ state, opened }: Receiver, arriving: Arriving, inWindow: boolean): readonly Effect[] {
  const answered = resets('CLOSED', arriving);
  // Out of TIME-WAIT it may have the numbers of an ABORT, too, which are the same where all is acknowledged.
  const aborts = state === 'TIME_WAIT' && arriving.acknowledges !== 'SND.NXT';
  const reset =
    aborts && isReset(answered.reply) ? (`${answered.reply} or RST <SEQ=SND.NXT>` as const) : answered.reply;
  const older = inWindow ? [{ ...answered, reply: reset }] : [];
  if (state === 'SYN_RCVD' && opened === 'passive') return [drops('LISTEN'), challenges(state), ...older];
  if (state !== 'TIME_WAIT' || arriving.ack) return [challenges(state), ...older];
  const reopens = synReceived(arriving);
  const isNew = arriving.where !== 'left of the window';
  return isNew ? [...reopens, challenges(state), ...older] : [challenges(state), ...reopens, ...older];
}

/** Fifth: ACK. */
function fifth(end: Receiver, arriving: Arriving): readonly Effect[] {
  const { state } = end;
  if (!arriving.ack) return [drops(state)];
  // MAY-12 refuses what lies further back than any window. An ACK alone changes nothing in any case.
  const carries = arriving.len > 0 || arriving.fin || state === 'SYN_RCVD';
  const tooOld = arriving.acknowledges === 'ancient' && carries ? [challenges(state)] : [];
  if (state === 'SYN_RCVD') {
    switch (arriving.acknowledges) {
      case 'SND.NXT':
        return sixth({ ...end, state: 'ESTABLISHED' }, arriving, true);
      case 'future':
        return [resets(state, arriving), challenges(state)];
      default:
        return [resets(state, arriving), ...tooOld];
    }
  }
  if (arriving.acknowledges === 'future') return [challenges(state)];
  const moved = moves(end, arriving);
  const next = moved ? afterAck(state) : state;
  if (next === 'CLOSED') return [effect('CLOSED', 'accepted')];
  return [...sixth({ ...end, state: next }, arriving, moved), ...tooOld];
}

/** Whether SND.UNA moves: only these states have something outstanding here. */
function moves({ state }: Receiver, { acknowledges }: Arriving): boolean {
  const outstanding: readonly State[] = ['ESTABLISHED', 'FIN_WAIT_1', 'CLOSE_WAIT', 'CLOSING', 'LAST_ACK'];
  return acknowledges === 'SND.NXT' && outstanding.includes(state);
}

/** Where the acknowledgment of all that was sent, our FIN included, takes an end. */
function afterAck(state: State): State {
  const next: Partial<Record<State, State>> = {
    FIN_WAIT_1: 'FIN_WAIT_2',
    CLOSING: 'TIME_WAIT',
    LAST_ACK: 'CLOSED',
  };
  return next[state] ?? state;
}

/** Sixth to eighth: URG, text, FIN, once the ACK is dealt with. */
function sixth({ state }: Receiver, arriving: Arriving, acknowledged: boolean): readonly Effect[] {
  const { len, fin, where } = arriving;
  if (len === 0 && !fin) return [effect(state, 'accepted', { acknowledged })];
  const open = state === 'ESTABLISHED' || state === 'FIN_WAIT_1' || state === 'FIN_WAIT_2';
  const reply = { reply: 'ACK', acknowledged } as const;
  // A FIN has come before: text and FIN are ignored, and acknowledged once more.
  if (!open) return [effect(state, 'accepted', reply)];
  // These two ends have called CLOSE, not only shut down sending.
  const unread = len > 0 && state !== 'ESTABLISHED' ? [resets('CLOSED', arriving)] : [];
  if (where !== 'left edge') {
    return [
      effect(state, 'accepted', { ...reply, holds: true }),
      effect(state, 'discarded', reply),
      ...unread,
    ];
  }
  const afterFin: Partial<Record<State, State>> = {
    ESTABLISHED: 'CLOSE_WAIT',
    FIN_WAIT_1: 'CLOSING',
    FIN_WAIT_2: 'TIME_WAIT',
  };
  const next = fin ? (afterFin[state] ?? state) : state;
  return [effect(next, 'accepted', { ...reply, advances: len + (fin ? 1 : 0) }), ...unread];
}
