/**
 * What a state allows: how SND.UNA, SND.NXT, RCV.NXT and the initial numbers of an end lie to one another, and to those
 * of its peer (§3.3.1, §3.4). It judges where a scenario begins, and what a note asserts later.
 */
import { add, after, before, type Seq } from '../tcp/seq.js';
import { isConnected, isSynchronized, standOf, type State } from '../tcp/state.js';
import type { Bound } from './fault.js';
import type { Counter, Expr, StateStatement } from './script.js';

type Counters = StateStatement['counters'];

/** A state line that is told of an end, and the end's key. */
export interface Claim {
  readonly end: string;
  readonly state: State;
  readonly counters: Counters;
}

/** One variable that cannot be as it is written, and why. */
export interface Impossible {
  readonly counter: Counter;
  readonly bound: Bound;
}

/** What stands for a written number. */
type Value = (expr: Expr) => Seq;

/** Whether the two numbers are counted from the same: how far apart others lie is not known. */
function comparable(one: Expr | undefined, other: Expr | undefined): one is Expr {
  return one !== undefined && other !== undefined && one.symbol === other.symbol;
}

/** The variables among those given that an end in this state does not have, because they come with a connection. */
function missing(state: State, counters: Counters): readonly Counter[] {
  if (isConnected(state) && state !== 'SYN_SENT') return [];
  const all: readonly Counter[] =
    state === 'SYN_SENT' ? ['rcv', 'irs', 'wnd'] : ['snd', 'una', 'rcv', 'irs', 'wnd'];
  return all.filter((counter) => counters[counter] !== undefined);
}

/** What a state line says of its own end that cannot be, the first of it. */
export function impossibleOf({ state, counters }: Claim, value: Value): Impossible | undefined {
  const [none] = missing(state, counters);
  if (none !== undefined) {
    return { counter: none, bound: { by: isConnected(state) ? 'nothing-received' : 'no-connection', state } };
  }
  const { snd, una, rcv, iss, irs } = counters;
  const { syn, fin, peerFin } = standOf(state);
  const least = (counter: Counter, number: Expr | undefined, from: Expr | undefined, octets: number) =>
    comparable(number, from) && from !== undefined && before(value(number), add(value(from), octets))
      ? { counter, limit: add(value(from), octets) }
      : undefined;
  if (comparable(una, snd) && snd !== undefined) {
    const limit = value(snd);
    if (after(value(una), limit)) return { counter: 'una', bound: { by: 'unsent', limit } };
    if (fin === 'acknowledged' && value(una) !== limit)
      return { counter: 'una', bound: { by: 'acknowledged', state, limit } };
  }
  if (state === 'SYN_SENT' && comparable(una, iss) && iss !== undefined && value(una) !== value(iss))
    return { counter: 'una', bound: { by: 'unacknowledged', state, limit: value(iss) } };
  const own =
    least('una', una, iss, syn === 'acknowledged' ? 1 : 0) ??
    least('snd', snd, iss, (syn === 'acknowledged' ? 1 : 0) + (fin === 'acknowledged' ? 1 : 0));
  if (own) return { counter: own.counter, bound: { by: 'own-syn', limit: own.limit } };
  const theirs = least('rcv', rcv, irs, peerFin ? 2 : 1);
  return theirs && { counter: 'rcv', bound: { by: 'peer-syn', limit: theirs.limit } };
}

/** What the later of two state lines says that cannot be beside the earlier one, which is the peer's. */
export function impossibleBeside(later: Claim, earlier: Claim, value: Value): Impossible | undefined {
  if (!isSynchronized(later.state) || !isSynchronized(earlier.state)) return undefined;
  const peer = earlier.end;
  const [own, other] = [later.counters, earlier.counters];
  const wrong = (
    counter: Counter,
    by: Extract<Bound, { peer: string }>['by'],
    limit: Expr | undefined,
    isWrong: (number: Seq, limit: Seq) => boolean,
  ): Impossible | undefined => {
    const number = own[counter];
    if (!comparable(number, limit) || limit === undefined) return undefined;
    return isWrong(value(number), value(limit))
      ? { counter, bound: { by, peer, limit: value(limit) } }
      : undefined;
  };
  return (
    wrong('rcv', 'peer-unsent', other.snd, after) ??
    wrong('rcv', 'peer-acknowledged', other.una, before) ??
    wrong('una', 'unreceived', other.rcv, after) ??
    wrong('snd', 'peer-received', other.rcv, before) ??
    wrong('irs', 'peer-initial', other.iss, (number, limit) => number !== limit) ??
    wrong('iss', 'peer-initial', other.irs, (number, limit) => number !== limit)
  );
}

/** Why no connection is in these two states at its ends, seen from the first; undefined where it may be. */
export function impossiblePair(
  state: State,
  peer: State,
): 'fin-unsent' | 'fin-not-received' | 'closed-second' | undefined {
  // An end that has no connection, or opens one, may have lost the other (§3.5.1).
  if (!isSynchronized(state) || !isSynchronized(peer)) return undefined;
  const [own, other] = [standOf(state), standOf(peer)];
  if (own.peerFin && other.fin === 'none') return 'fin-unsent';
  if (own.fin === 'acknowledged' && !other.peerFin) return 'fin-not-received';
  // Only behind the peer's FIN an end comes to LAST-ACK, and its own acknowledges that one.
  const hasAnswered = peer === 'LAST_ACK' || peer === 'CLOSING';
  return state === 'LAST_ACK' && hasAnswered ? 'closed-second' : undefined;
}
