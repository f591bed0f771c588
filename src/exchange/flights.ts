/** Segments between their departure and their arrival, and those that have arrived: found by what is written of them. */
import { FLAGS, type Flag, type Segment } from '../tcp/segment.js';
import type { Seq } from '../tcp/seq.js';
import { SharedMap } from './shared-map.js';
import type { Chain } from './world.js';

/** A segment that has left and may arrive, or has arrived and may arrive again. */
export interface Flight {
  readonly segment: Segment;
  /** The name of the end that it comes from. */
  readonly from: string;
  /** The end that it goes to, as it was named, and the address that it goes to. */
  readonly to: string;
  readonly address: string;
  readonly statement: number;
}

/** What a line says of a segment that arrives; its number where it is known. */
export interface Sought {
  readonly address: string;
  readonly flags: ReadonlySet<Flag>;
  readonly seq: Seq | undefined;
}

/** In the order in which they left. */
type Queue = SharedMap<number, Flight>;

const EMPTY: Queue = SharedMap.of();

/** A collection of flights that is never changed in place. */
export class Flights {
  static readonly none = new Flights(EMPTY, SharedMap.of(), 0);

  private constructor(
    readonly all: Queue,
    /** Those that a line may mean, by what it says. */
    private readonly fitting: SharedMap<string, Queue>,
    /** How many have ever been among them. */
    private readonly counted: number,
  ) {}

  with(flight: Flight): Flights {
    const number = this.counted;
    let fitting = this.fitting;
    for (const one of namesOf(flight)) {
      fitting = fitting.set(one, (fitting.get(one) ?? EMPTY).set(number, flight));
    }
    return new Flights(this.all.set(number, flight), fitting, number + 1);
  }

  without({ address, segment }: Flight, number: number): Flights {
    let fitting = this.fitting;
    for (const one of namesOf({ address, segment })) {
      const rest = fitting.get(one)?.delete(number) ?? EMPTY;
      fitting = rest.size === 0 ? fitting.delete(one) : fitting.set(one, rest);
    }
    return new Flights(this.all.delete(number), fitting, this.counted);
  }

  /** Those that go to the address with such flags and that number, by the numbers that they have here, the oldest first. */
  candidates({ address, flags, seq }: Sought): Iterable<readonly [number, Flight]> {
    return this.fitting.get(nameOf(address, flags, seq))?.sorted() ?? [];
  }

  /** So many of them, the oldest first; only those to one address, if it is given. */
  oldest(most: number, address?: string): readonly Flight[] {
    const oldest: Flight[] = [];
    for (const [, flight] of this.all.sorted()) {
      if (oldest.length === most) break;
      if (address === undefined || flight.address === address) oldest.push(flight);
    }
    return oldest;
  }
}

/** Under what a flight is found: with its number, and without. */
function namesOf({
  address,
  segment: { flags, seq },
}: Pick<Flight, 'address' | 'segment'>): readonly string[] {
  return [nameOf(address, flags, undefined), nameOf(address, flags, seq)];
}

/** PSH says nothing, and ACK may be left out where it is shorthand. */
function nameOf(address: string, flags: ReadonlySet<Flag>, seq: Seq | undefined): string {
  const written = FLAGS.filter((flag) => flag !== 'PSH' && flag !== 'ACK' && flags.has(flag));
  return `${address} ${written.join()} ${seq ?? ''}`;
}

const gathered = new WeakMap<Chain<Flight>, Flights>();

/** The flights of a chain, the oldest first: those of longer chains are gathered from those of shorter ones. */
export function flightsIn(chain: Chain<Flight> | undefined): Flights {
  const missing: Chain<Flight>[] = [];
  let link = chain;
  while (link && !gathered.has(link)) {
    missing.push(link);
    link = link.rest;
  }
  let all = (link && gathered.get(link)) ?? Flights.none;
  for (const { item } of missing.reverse()) all = all.with(item);
  if (chain) gathered.set(chain, all);
  return all;
}
