/** Chance, for walks: everything that an end may do this way or that is drawn from here. */
export interface Chance {
  /** Whether something happens that happens with this probability. */
  readonly is: (probability: number) => boolean;
  /** An integer from 0 up to but not including `end`. */
  readonly below: (end: number) => number;
  readonly pick: <T>(items: readonly T[]) => T | undefined;
}

/** @param random gives numbers in [0, 1) */
export function chance(random: () => number): Chance {
  const below = (end: number): number => Math.floor(random() * end);
  return { is: (probability) => random() < probability, below, pick: (items) => items[below(items.length)] };
}
