/** One end of one connection of a walk: its TCB, written down from RFC 9293 §3.3.1 without the engine. */
import type { State } from '../../src/tcp/state.js';
import type { Chance } from './chance.js';
import { diff, endOf, has, mod, type Wire } from './wire.js';

/** What arrived beyond RCV.NXT: `from` up to but not including `to`, the FIN at `to` - 1. */
export interface Run {
  readonly from: number;
  readonly to: number;
  readonly fin: boolean;
}

/** What an end has to answer: an empty ACK with the numbers of the moment of sending, or just this segment. */
export type Answer = 'ack' | Wire;

export interface End {
  name: string;
  state: State;
  /** Whether something listens here that takes the next SYN. */
  listens: boolean;
  passive: boolean;
  iss: number;
  irs: number;
  una: number;
  nxt: number;
  /** SND.WND, SND.WL1, SND.WL2. */
  wnd: number;
  wl1: number;
  wl2: number;
  rcv: number;
  /** RCV.NXT + RCV.WND as last announced. */
  right: number;
  /** The room for what the program has not read, and how much of it is taken, in octets. */
  room: number;
  unread: number;
  /** Shift counts of both SYNs; undefined where one offers none. */
  scale: number | undefined;
  peerScale: number | undefined;
  fin: number | undefined;
  peerFin: number | undefined;
  /** CLOSE was called and its FIN has yet to leave. */
  closing: boolean;
  /** Whether the program has closed both directions, so that nobody reads any more. */
  deaf: boolean;
  /** What was sent and is not acknowledged, the oldest first. */
  queue: Wire[];
  held: Run[];
  /** SEG.ACK as sent last, and whether something has arrived since that an ACK may answer. */
  acked: number;
  unanswered: boolean;
  must: Answer[];
  /** Where SND.NXT stood in the connection before; new initial numbers lie beyond. */
  before: number | undefined;
}

export function newEnd(name: string, state: 'CLOSED' | 'LISTEN', room: number): End {
  return {
    name,
    state,
    listens: state === 'LISTEN',
    passive: false,
    ...BLANK(),
    room,
    scale: undefined,
    before: undefined,
  };
}

type Connection = Omit<End, 'name' | 'state' | 'listens' | 'passive' | 'room' | 'scale' | 'before'>;

/** The variables of no connection. */
function BLANK(): Connection {
  const numbers = { iss: 0, irs: 0, una: 0, nxt: 0, wnd: 0, wl1: 0, wl2: 0, rcv: 0, right: 0, unread: 0 };
  const closing = { fin: undefined, peerFin: undefined, closing: false, deaf: false };
  return {
    ...numbers,
    ...closing,
    peerScale: undefined,
    queue: [],
    held: [],
    acked: 0,
    unanswered: false,
    must: [],
  };
}

/** The connection is gone, and with it what it owed but for resets. */
export function drop(end: End, state: 'CLOSED' | 'LISTEN' = 'CLOSED'): void {
  const before = end.state === 'CLOSED' || end.state === 'LISTEN' ? end.before : end.nxt;
  const must = end.must.filter((answer) => answer !== 'ack' && has(answer, 'RST'));
  Object.assign(end, BLANK(), { state, must, before, passive: false });
}

/** Begins a connection with an initial number, beyond those of the one before. */
export function begin(end: End, state: 'SYN_SENT' | 'SYN_RCVD', iss: number): void {
  drop(end);
  Object.assign(end, { state, iss, una: iss, nxt: iss, passive: state === 'SYN_RCVD' });
}

/** An initial number: near the end of the numbers rather often, and always beyond those of the connection before. */
export function initialNumber(end: End, chance: Chance): number {
  const before = end.state === 'CLOSED' || end.state === 'LISTEN' ? end.before : end.nxt;
  if (before !== undefined) return mod(before + 1 + chance.below(300_000));
  return chance.is(0.4) ? mod(2 ** 32 - 1 - chance.below(3000)) : mod(chance.below(2 ** 32));
}

/** The segment as this end sends it now: with the acknowledgment and the window of the moment. */
export function stamped(end: End, wire: Omit<Wire, 'ack' | 'win'>, chance: Chance): Wire {
  if (!has(wire, 'ACK')) return { ...wire, win: Math.min(end.room, 0xffff) };
  end.acked = end.rcv;
  end.unanswered = false;
  return { ...wire, ack: end.rcv, win: announce(end, has(wire, 'SYN'), chance) };
}

/** The window field: what there is room for, never less than was promised but where the end shrinks its window. */
function announce(end: End, syn: boolean, chance: Chance): number {
  const shift = syn || end.peerScale === undefined ? 0 : (end.scale ?? 0);
  const free = mod(end.rcv + Math.max(0, end.room - end.unread));
  const promised = syn ? free : end.right;
  let right = diff(free, promised) > 0 ? free : promised;
  if (diff(right, end.rcv) < 0) right = end.rcv;
  if (!syn && shrinks(end, chance)) right = mod(end.rcv + chance.below(diff(right, end.rcv) + 1));
  const field = Math.min(0xffff, Math.ceil(diff(right, end.rcv) / 2 ** shift));
  end.right = mod(end.rcv + field * 2 ** shift);
  return field;
}

/** Only an end with little room shrinks its window (SHLD-14 says that it should not). */
function shrinks({ room }: End, chance: Chance): boolean {
  return room < 3000 && chance.is(0.04);
}

export const ackOf = (end: End, chance: Chance): Wire =>
  stamped(end, { flags: 'ACK', seq: ackNumber(end, chance), len: 0 }, chance);

/** SND.NXT; where the peer has shrunk its window, some stacks stay within it. */
function ackNumber(end: End, chance: Chance): number {
  const right = mod(end.una + end.wnd);
  return diff(right, end.nxt) < 0 && chance.is(0.5) ? right : end.nxt;
}

/** Puts a new segment into the retransmission queue. */
export function queued(end: End, wire: Wire): Wire {
  end.queue.push(wire);
  if (diff(endOf(wire), end.nxt) > 0) end.nxt = endOf(wire);
  return wire;
}

export const isOpen = ({ state }: End): boolean => state !== 'CLOSED' && state !== 'LISTEN';
