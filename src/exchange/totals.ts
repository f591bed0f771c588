/** What the times of an exchange come to. All in microseconds. */
import type { RoundTrip } from './round-trips.js';
import type { Times } from './times.js';
import type { Trace } from './trace.js';

export interface Totals {
  /** From the first moment that is told to the last. */
  readonly duration: number;
  /** How much of it nothing was on its way; undefined where no line tells how long anything took. */
  readonly idle: number | undefined;
  /** How often an end has measured the round trip, and what it took on average; undefined where none has. */
  readonly trips: { readonly count: number; readonly mean: number } | undefined;
}

/** `times` are those of the steps, and so are `trips`, by their indices. Undefined where fewer than two moments are told. */
export function totalsOf(
  { steps }: Pick<Trace, 'steps'>,
  times: readonly (Times | undefined)[],
  trips: ReadonlyMap<number, RoundTrip>,
): Totals | undefined {
  const ways = steps.flatMap((step, index): Way[] => {
    const own = times[index];
    if (!own) return [];
    const later = step.kind === 'segment' && step.arrival !== undefined ? times[step.arrival]?.at : undefined;
    return [{ from: own.at, to: Math.max(own.at, own.arrives ?? later ?? own.at) }];
  });
  if (ways.length < 2) return undefined;
  const [first, last] = [
    ways.reduce((least, { from }) => Math.min(least, from), Infinity),
    ways.reduce((most, { to }) => Math.max(most, to), -Infinity),
  ];
  const busy = lengthOf(ways);
  const samples = [...trips.values()].map(({ sample }) => sample);
  const sum = samples.reduce((all, one) => all + one, 0);
  return {
    duration: last - first,
    idle: busy > 0 ? last - first - busy : undefined,
    trips: samples.length > 0 ? { count: samples.length, mean: sum / samples.length } : undefined,
  };
}

interface Way {
  readonly from: number;
  readonly to: number;
}

/** How long at least one of them goes on. */
function lengthOf(ways: readonly Way[]): number {
  let length = 0;
  let until = -Infinity;
  for (const { from, to } of ways.toSorted((a, b) => a.from - b.from)) {
    length += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return length;
}
