/**
 * What was captured shows what passed somewhere, and leaves open what happened at the ends: what had arrived by then, and
 * what programs had called. Where something is wrong, the same may be read otherwise; what no reading makes right is wrong.
 */
import type { FaultCode } from './fault.js';
import type { Call } from './script.js';

/** So many segments are read again, in one or the other way. */
export const MOST_READ = 4_000;

/** How many of the last arrivals at an end are doubted. */
export const DOUBTED = 4;

/** What an end may have done, unseen, before it sent what is wrong without that. */
const UNSEEN = {
  'no-connection': ['abort'],
  // Of FIN-WAIT-2, too, hosts grow tired.
  'sent-in-time-wait': ['2MSL', 'user-timeout'],
  'syn-in-synchronized-state': ['crash'],
  'sent-after-reset': ['crash'],
} as const satisfies Partial<Record<FaultCode, readonly Call[]>>;

export type UnseenCall = (typeof UNSEEN)[keyof typeof UNSEEN][number];

export function unseenCalls(code: string): readonly UnseenCall[] {
  return Object.hasOwn(UNSEEN, code) ? UNSEEN[code as keyof typeof UNSEEN] : [];
}

/** How readings of one kind are compared. */
export interface Readings<R, W> {
  /** What is wrong first behind a place, and where; places count upwards. */
  readonly wrongBehind: (
    reading: R,
    place: number,
  ) => { readonly wrong: W; readonly place: number } | undefined;
  /**
   * Other readings in which that is right, and all above it, and no more is wrong on the whole: the likeliest first, each
   * read only when it is asked for.
   */
  readonly better: (reading: R, wrong: W, place: number) => Iterable<R>;
}

/** Goes from one thing that is wrong to the next, and takes the first reading that is better, if there is one. */
export function bestReading<R, W>(first: R, { wrongBehind, better }: Readings<R, W>): R {
  let best = first;
  let done = -1;
  for (;;) {
    const next = wrongBehind(best, done);
    if (!next) return best;
    done = next.place;
    for (const other of better(best, next.wrong, done)) {
      best = other;
      break;
    }
  }
}
