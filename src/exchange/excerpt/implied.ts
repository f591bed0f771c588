/** In which state an end begins of which no state line tells: what its path, its calls and the first segments imply. */
import type { SegmentStatement } from '../script.js';
import { isSynchronized, type State } from '../../tcp/state.js';
import type { Side } from './side.js';

export type States = readonly [State, ...State[]];

/** The states in which the end may begin, the likeliest first. */
export function impliedStates(side: Side): States {
  const call = side.firstCall();
  const [first, second] = side.path()?.path ?? [];
  if (first !== undefined) {
    return [first === 'CLOSED' && second === 'LISTEN' && call !== 'listen' ? 'LISTEN' : first];
  }
  if (call === 'listen' || call === 'connect' || side.reuses) return ['CLOSED'];
  const implied = firstImplies(side);
  const told = side.toldOfPeer()?.line.state;
  if (told !== undefined && isSynchronized(told)) {
    if (implied === 'ESTABLISHED') return besides(told);
    if (beginsWithStray(side)) return [...besides(told), implied];
  }
  return behindStray(side, implied);
}

/** Where the other end of a connection stands that has begun to close, if the note leaves it open. */
const BESIDES: Readonly<Partial<Record<State, States>>> = {
  FIN_WAIT_1: ['ESTABLISHED', 'CLOSE_WAIT'],
  FIN_WAIT_2: ['CLOSE_WAIT'],
  CLOSE_WAIT: ['FIN_WAIT_2', 'FIN_WAIT_1'],
  CLOSING: ['CLOSING', 'FIN_WAIT_1'],
  LAST_ACK: ['TIME_WAIT', 'FIN_WAIT_2'],
  TIME_WAIT: ['LAST_ACK', 'TIME_WAIT', 'CLOSED'],
};

/** The states in which an end may be whose peer is in the given one, the likeliest first. */
export function besides(peer: State): States {
  return BESIDES[peer] ?? ['ESTABLISHED'];
}

/**
 * Where an end of a pair stands whose first segment is none of its own. That one says little of how they begin: the
 * first of their own tells whether they open in this scenario.
 */
function behindStray(side: Side, implied: State): States {
  const pair = side.ofPair();
  const own = pair.find(({ origin, flags }) => origin === 'new' && !flags.has('RST'));
  if (own === undefined || pair[0]?.origin === 'new') return [implied];
  if (!own.flags.has('SYN')) return implied === 'ESTABLISHED' ? [implied] : [implied, 'ESTABLISHED'];
  if (implied !== 'ESTABLISHED') return [implied];
  if (own.flags.has('ACK')) return [besidesSynAck(side, own.to === side.name), implied];
  return [own.from === side.name ? 'CLOSED' : 'LISTEN', implied];
}

/** Whether the pair's first segment is not one of its connection's own: then its SYN does not tell how they begin. */
function beginsWithStray(side: Side): boolean {
  const [first] = side.ofPair();
  return first !== undefined && first.origin !== 'new' && side.own()[0]?.flags.has('SYN') !== true;
}

/** CLOSED and LISTEN where the pair's first segment carries SYN, ESTABLISHED where the scenario begins without one. */
function firstImplies(side: Side): State {
  const { name } = side;
  const first = side.firstSegment();
  const beginsWithSyn = side.firstOfAll?.flags.has('SYN') === true;
  if (first === undefined) return beginsWithSyn ? 'CLOSED' : 'ESTABLISHED';
  const opens = first.flags.has('SYN');
  if (!opens && !beginsWithSyn) return 'ESTABLISHED';
  const receives = first.to === name || (first.to === undefined && first.from !== name);
  if (!opens) return receives || side.hearsSyn ? 'LISTEN' : 'CLOSED';
  if (first.flags.has('ACK')) return besidesSynAck(side, receives);
  if (first.origin === 'stale' || first.origin === 'forged') return receives ? 'LISTEN' : 'CLOSED';
  return receives && !sendsSynUnseen(side) ? 'LISTEN' : 'CLOSED';
}

/** A SYN,ACK first: the SYN that it answers is only implied if a state line says that it was sent. */
function besidesSynAck(side: Side, receives: boolean): State {
  const told = side.peerLine()?.state;
  // An injector answers nothing; whoever answers it listens.
  const answers = side.own().some(({ flags }) => flags.has('SYN') && flags.has('ACK'));
  if (receives && side.meetsInjector && answers) return 'LISTEN';
  if (receives) return told === 'SYN_RCVD' ? 'SYN_SENT' : 'CLOSED';
  return told === 'SYN_SENT' ? 'SYN_RCVD' : 'LISTEN';
}

/** Whether the end sends a SYN of its own before it has seen one: then both ends open actively. */
function sendsSynUnseen(side: Side): boolean {
  for (const one of side.segments()) {
    if (!side.concerns(one)) continue;
    if (one.to === side.name && one.flags.has('SYN') && one.fate !== 'lost' && one.fate !== 'sent')
      return false;
    if (one.from === side.name) return isSyn(one.flags);
  }
  return false;
}

function isSyn(flags: SegmentStatement['flags']): boolean {
  return flags.has('SYN') && !flags.has('ACK');
}
