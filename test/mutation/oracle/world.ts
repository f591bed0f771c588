/** What two ends and the network between them may be by now, and the little arithmetic that everything needs. */
import type { Flag } from '../../../src/tcp/segment.js';
import type { State } from '../../../src/tcp/state.js';

export const mod = (n: number): number => n >>> 0;
/** How far `a` lies after `b`. */
export const diff = (a: number, b: number): number => (a - b) | 0;

export interface Wire {
  readonly from: string;
  readonly to: string;
  readonly flags: readonly Flag[];
  readonly seq: number;
  readonly ack: number;
  readonly len: number;
  readonly win: number | undefined;
  /** What must be assumed for it to have been on its way. */
  readonly doubt?: string;
}

export interface Reset {
  readonly seq: number;
  readonly ack: number | undefined;
  /** The reset of an ABORT may have any number from here to `seq`. */
  readonly least?: number;
}

export interface Side {
  readonly state: State;
  readonly opened: 'active' | 'passive' | undefined;
  readonly listens: 'yes' | 'no' | 'maybe';
  readonly iss: number | undefined;
  readonly irs: number | undefined;
  readonly una: number;
  readonly nxt: number;
  readonly rcv: number;
  /** The largest acknowledgment sent. */
  readonly acked: number | undefined;
  readonly fin: number | undefined;
  readonly peerFin: number | undefined;
  /** What was sent and took sequence numbers: where it starts and ends, and what it acknowledged. */
  readonly sent: readonly (readonly [from: number, to: number, ack: number | undefined])[];
  readonly held: readonly (readonly [number, number, boolean])[];
  readonly resets: readonly Reset[];
  /** The largest number that the peer has made room for. */
  readonly edge: number | undefined;
  /** What was on its way to and from this side before the first line is not known. */
  readonly earlier: boolean;
  /** The keep-alive timer has gone off, and nothing has been sent since. */
  readonly probing: boolean;
  readonly path: readonly State[];
}

export interface World {
  readonly sides: Readonly<Record<string, Side>>;
  readonly flights: readonly Wire[];
  readonly arrived: readonly Wire[];
  /** What must be assumed for this way to be the one. */
  readonly doubts: readonly string[];
}

/** One way to go on, and what it takes for granted. */
export type Way<T> = readonly [T, ...string[]];

/** The doubt where something that no line shows may have been under way before the first one. */
export const EARLIER = 'what was on its way at the beginning';

export class Undecided extends Error {}

export const has = (wire: { readonly flags: readonly Flag[] }, flag: Flag): boolean =>
  wire.flags.includes(flag);
export const length = (wire: Wire): number =>
  wire.len + (has(wire, 'SYN') ? 1 : 0) + (has(wire, 'FIN') ? 1 : 0);

export function into(side: Side, state: State, more: Partial<Side> = {}): Side {
  const path = state === side.state ? side.path : [...side.path, state];
  return { ...side, ...more, state, path };
}

export const NOTHING = {
  opened: undefined,
  iss: undefined,
  irs: undefined,
  una: 0,
  nxt: 0,
  rcv: 0,
  acked: undefined,
  fin: undefined,
  peerFin: undefined,
  sent: [],
  held: [],
  resets: [],
  edge: undefined,
  earlier: false,
  probing: false,
} satisfies Partial<Side>;

/** Without its connection; the resets that it owes it may still send. */
export function gone(side: Side, state: 'CLOSED' | 'LISTEN' = 'CLOSED'): Side {
  return into(side, state, { ...NOTHING, resets: side.resets });
}

export function withSide(world: World, name: string, side: Side): World {
  return { ...world, sides: { ...world.sides, [name]: side } };
}

export function doubting(world: World, doubts: readonly string[]): World {
  if (doubts.length === 0) return world;
  return { ...world, doubts: [...new Set([...world.doubts, ...doubts])] };
}

/** Each future once, with the fewest doubts. */
export function distinct(worlds: readonly World[]): World[] {
  const kept = new Map<string, World>();
  for (const world of worlds) {
    const key = JSON.stringify([world.sides, world.flights]);
    const known = kept.get(key);
    if (!known || known.doubts.length > world.doubts.length) kept.set(key, world);
  }
  return [...kept.values()];
}
