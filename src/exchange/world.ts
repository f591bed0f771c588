/**
 * One way in which an exchange may have gone so far.
 *
 * Where the RFC leaves a choice there are several worlds; a later line decides among them. A world is never changed in
 * place, and worlds share what they have in common.
 */
import { add, distance, type Seq } from '../tcp/seq.js';
import type { Segment } from '../tcp/segment.js';
import type { State } from '../tcp/state.js';
import type { Tcb } from '../tcp/tcb.js';
import type { Claim } from './claims.js';
import type { Draft, Objection } from '../tcp/emit.js';
import { severityOf, type Fault } from './fault.js';
import { arrivalsOf, futureOf } from './future.js';
import type { Earlier } from './excerpt/under-way.js';
import { COSTS } from './repairs/costs.js';
import type { Flight, Flights } from './flights.js';
import type { Discovery } from './numbers.js';
import type { Part, Place } from './script.js';
import type { SharedMap } from './shared-map.js';
import type { CallStep, EndKey, Found, Meant, OtherStep, SegmentStep } from './trace.js';

/** One way for the arrival half of a statement to begin: a world, the segment on its way, and how it came there. */
export interface Departed {
  readonly world: World;
  readonly segment: Segment;
  readonly from: string;
  readonly to: string;
  readonly origin: SegmentStep['origin'];
  readonly implied: SegmentStep['implied'];
  /** The statement at which it left, where that is another one. */
  readonly departure?: number;
  /** False where the exchange goes on as if the segment had never been. */
  readonly leaves: boolean;
  /** The statement is in error, so that nothing is owed for it. */
  readonly blamed: boolean;
}

/** What a statement left behind; `departure` is a statement here, and a step in the trace. */
export type Entry = SegmentStep | CallStep | OtherStep;

/** A list that grows at its head, so that worlds share their past. */
export interface Chain<T> {
  readonly item: T;
  readonly rest: Chain<T> | undefined;
}

/** The world with one more entry in its log. */
export function logged(world: World, entry: Entry): World {
  return { ...world, log: { item: entry, rest: world.log } };
}

/** The world in which the symbol stands for the value. */
export function bind(world: World, symbol: string, value: Seq): World {
  return { ...world, symbols: world.symbols.set(symbol, value), bound: world.bound.set(value, true) };
}

export function at(statement: number, part: Part): Place {
  return { statement, part };
}

/** The chain from its oldest item to its newest, as far as it goes beyond `known`. */
export function oldestFirst<T>(chain: Chain<T> | undefined, known?: Chain<T>): T[] {
  const items: T[] = [];
  for (let link = chain; link && link !== known; link = link.rest) items.push(link.item);
  return items.reverse();
}

/** Data of unwritten length: where it starts, and in which statement it stands. */
export interface SoftLength {
  readonly statement: number;
  readonly start: Seq;
}

export interface World {
  readonly tcbs: SharedMap<EndKey, Tcb>;
  readonly flights: Flights;
  /** The last segments that arrived, newest first. */
  readonly arrived: Chain<Flight> | undefined;
  readonly symbols: SharedMap<string, Seq>;
  /** The numbers that symbols stand for. */
  readonly bound: SharedMap<number, true>;
  readonly paths: SharedMap<EndKey, Chain<State>>;
  /** By the number at which the data starts. */
  readonly softLengths: SharedMap<number, SoftLength>;
  /** What was on its way when the scenario began, by the key of the end that it goes to. */
  readonly earlier: ReadonlyMap<EndKey, Earlier>;
  /** The connections, by the key of either end, of which the network has lost or held something. */
  readonly lossy: SharedMap<EndKey, true>;
  /** The last state that the note has claimed wrongly of an end, and the right one. */
  readonly mistaken: SharedMap<EndKey, { readonly written: State; readonly actual: State }>;
  /** What a figure says of its ends at this place, as far as it has not shown itself right, the latest first. */
  readonly claims: Chain<Claim> | undefined;
  /** In a figure, the ends at which the segment above arrives, and how they had come to where they were before. */
  readonly reached: ReadonlyMap<EndKey, Chain<State>>;
  /** Statements that explain numbers and states, by what they did: `rcv C`, `fin S`, … */
  readonly marks: SharedMap<string, number>;
  readonly log: Chain<Entry> | undefined;
  readonly found: Chain<Found> | undefined;
  readonly errors: number;
  readonly warnings: number;
  /** How much had to be supposed about what the writer meant by the lines in error. */
  readonly guesses: number;
  /** What speaks against this world without being a fault in it: a SACK block names what has not arrived, say. */
  readonly unlikely: number;
  /** A statement that was supposed to belong before another one, and has been played there. */
  readonly played: { readonly statement: number; readonly entry: Entry } | undefined;
  /** A mistake that the note announces has been put right here, although it is to be played as it is written. */
  readonly spared: boolean;
  /** What to fix in the numbers so that the last statement is right, where that is possible. */
  readonly proposal: Discovery | undefined;
  /** What was wrong with the last statement, for the repairs. */
  readonly refusal: Refusal | undefined;
}

/** A line that its sender cannot send, or would surely not. */
export interface Refusal {
  /** The world before the line, the symbols bound that it brings. */
  readonly world: World;
  readonly objections: readonly Objection[];
  /** What is told of it. */
  readonly found: readonly Found[];
  /** The segment put right; undefined where no other number or flag makes it right. */
  readonly right: Draft | undefined;
  /** Whether a conforming end may send it all the same. */
  readonly doubtful: boolean;
}

/** Data of unwritten length is taken to reach no further than that. */
const SOFT_REACH = 2 ** 20;

/** The data of unwritten length that starts last before the number, where that is near. */
export function softBefore({ softLengths }: World, number: Seq): SoftLength | undefined {
  const nearest = lastUpTo(softLengths, add(number, -1));
  return nearest && distance(number, nearest[0] as Seq) < SOFT_REACH ? nearest[1] : undefined;
}

/** The last entry up to the number: numbers go round, so that the largest comes before the smallest. */
export function lastUpTo<V>(map: SharedMap<number, V>, number: Seq): readonly [number, V] | undefined {
  return map.atOrBelow(number) ?? map.atOrBelow(Infinity);
}

/** The world with one more fault in it. */
export function blame(
  world: World,
  fault: Fault,
  place: Place,
  related: Found['related'] = [],
  meant: readonly Meant[] = [],
): World {
  const doubtful = severityOf(fault.code) !== 'error';
  return {
    ...world,
    found: {
      item: { fault, place, related, ...(meant.length > 0 ? { meant } : {}) },
      rest: world.found,
    },
    errors: world.errors + (doubtful ? 0 : 1),
    warnings: world.warnings + (doubtful ? 1 : 0),
  };
}

/** The world in which the end has this TCB, its path and what explains its numbers brought up to date. */
export function withTcb(world: World, key: EndKey, tcb: Tcb, statement: number): World {
  const before = world.tcbs.get(key);
  if (before === tcb) return world;
  const tcbs = world.tcbs.set(key, tcb);
  let { paths, marks } = world;
  if (paths.get(key)?.item !== tcb.state) {
    paths = paths.set(key, { item: tcb.state, rest: paths.get(key) });
  }
  const mark = (what: string): void => {
    marks = marks.set(`${what} ${key}`, statement);
  };
  if (before?.rcv !== tcb.rcv) mark('rcv');
  if (before?.nxt !== tcb.nxt) mark('nxt');
  if (tcb.fin !== undefined && before?.fin === undefined) mark('fin');
  if (tcb.peerFin !== undefined && before?.peerFin === undefined) mark('peer-fin');
  return { ...world, tcbs, paths, marks };
}

/** How many worlds are kept; the least likely go first. */
const MOST = 20;

/** Beyond so many errors nobody can tell what was meant, and few worlds are enough. */
const MANY_ERRORS = 12;
const MOST_AFTER_MANY = 4;

/**
 * Of so many that suppose the same, others are made room for: a mistake far above shows only when many choices are open.
 * Of those that are likeliest there may be more, since what is left out of them may be what happened.
 */
const MOST_ALIKE = 4;
const MOST_LIKELIEST = 12;

/** How many of them may have one error more than need be, in case the lines below agree with them. */
const MOST_BEHIND = 4;

/**
 * The worlds worth going on with: those with the fewest errors, the fewest warnings and the likeliest first, each kind
 * of future once. Where nothing is without an error, some that take the lines above as they stand may be one behind.
 *
 * @param hasCopies whether copies of what has arrived arrive, so that this decides about the future; asked where it does
 */
export function likeliest(worlds: readonly World[], hasCopies: () => boolean): readonly World[] {
  if (worlds.length < 2) return worlds;
  const fewest = Math.min(...worlds.map(({ errors }) => errors));
  const sorted = worlds
    .filter(
      (world) => world.errors === fewest || (world.errors === fewest + 1 && isWorthKeeping(world, fewest)),
    )
    .sort(
      (a, b) =>
        a.errors - b.errors || a.warnings - b.warnings || a.guesses + a.unlikely - b.guesses - b.unlikely,
    );
  const most = fewest > MANY_ERRORS ? MOST_AFTER_MANY : MOST;
  /** By what decides about the future, what had arrived. */
  const seen = new Map<string, Set<string>>();
  const kept: World[] = [];
  const more: World[] = [];
  const alike = new Map<string, number>();
  const first = sorted[0] && suppositionOf(sorted[0]);
  let behind = 0;
  for (const world of sorted) {
    const future = futureOf(world);
    const before = seen.get(future);
    if (!before) seen.set(future, new Set([arrivalsOf(world)]));
    else if (before.has(arrivalsOf(world)) || !hasCopies()) continue;
    else before.add(arrivalsOf(world));
    if (world.errors > fewest && behind++ === MOST_BEHIND) break;
    const supposed = suppositionOf(world);
    const others = alike.get(supposed) ?? 0;
    alike.set(supposed, others + 1);
    (others < (supposed === first ? MOST_LIKELIEST : MOST_ALIKE) ? kept : more).push(world);
    if (kept.length === most) break;
  }
  if (more.length === 0 || kept.length === most) return kept;
  const chosen = new Set([...kept, ...more.slice(0, most - kept.length)]);
  return sorted.filter((world) => chosen.has(world));
}

/** What a world supposes of the mistakes above: how far-fetched all is, and what is told of the last. */
function suppositionOf({ guesses, found }: World): string {
  return `${guesses} ${found?.item.fault.code ?? ''}`;
}

/** Whether a world with one error more than others may yet turn out to be what was meant. */
export function isWorthKeeping({ spared, guesses }: World, fewest: number): boolean {
  return spared || (fewest > 0 && guesses <= COSTS.absent);
}
