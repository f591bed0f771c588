/** Captured text, read by what its own acknowledgments tell of when each segment arrived. */
import type { SegmentStatement } from '../exchange/script.js';
import { add, after, seq as number, type Seq } from '../tcp/seq.js';
import type { Way } from './exchange.js';
import { wayOf, withFate, writtenIn, type Written } from './written.js';

/**
 * The way in which each segment that takes up sequence numbers arrives before the first segment that acknowledges all of
 * it, and not before one that acknowledges less. Undefined where all of them arrive at once.
 */
export function asAcknowledged(way: Way): Way | undefined {
  const all = writtenIn(way);
  const arrivals = new Map<number, readonly (Written | undefined)[]>();
  const late = new Set<Written>();
  let waiting: readonly Waiting[] = [];
  all.forEach((written, index) => {
    const { statement } = written;
    if (statement.kind !== 'segment') return;
    const acked = numberIn(statement.ack);
    if (acked !== undefined) {
      const left: Waiting[] = [];
      const passed: Written[] = [];
      for (const one of waiting) {
        if (one.to !== statement.from) left.push(one);
        else if (after(one.next, acked)) left.push({ ...one, isPassed: true });
        else if (one.isPassed) passed.push(one.written);
      }
      for (const one of passed) late.add(one);
      arrivals.set(index, arriving(passed));
      waiting = left;
    }
    const next = nextOf(statement);
    if (next !== undefined && statement.to !== undefined)
      waiting = [...waiting.slice(-MOST_WAITING), { written, to: statement.to, next, isPassed: false }];
  });
  const never = waiting.filter(({ isPassed }) => isPassed).map((one) => one.written);
  for (const one of never) late.add(one);
  if (late.size === 0) return undefined;
  return wayOf(way, [
    ...all.flatMap((written, index) => [
      ...(arrivals.get(index) ?? []),
      late.has(written) ? withFate(written, 'sent') : written,
    ]),
    ...arriving(never),
  ]);
}

function arriving(all: readonly Written[]): readonly (Written | undefined)[] {
  return all.map((one) => withFate(one, 'arrived'));
}

/** A segment that has not been acknowledged. */
interface Waiting {
  readonly written: Written;
  readonly to: string;
  /** The sequence number behind it. */
  readonly next: Seq;
  /** Whether less than it has been acknowledged since. */
  readonly isPassed: boolean;
}

/** So many segments may be under way in a text that people read. */
const MOST_WAITING = 200;

function numberIn(value: SegmentStatement['ack']): Seq | undefined {
  return value && value.symbol === undefined ? number(value.offset) : undefined;
}

/** The sequence number behind what a segment takes up; undefined where it takes up none, or nobody knows. */
function nextOf({ fate, seq, len, data, flags }: SegmentStatement): Seq | undefined {
  const first = numberIn(seq);
  if (first === undefined || fate !== 'delivered' || (data && len === undefined)) return undefined;
  const length = (len ?? 0) + (flags.has('SYN') ? 1 : 0) + (flags.has('FIN') ? 1 : 0);
  return length === 0 ? undefined : add(first, length);
}
