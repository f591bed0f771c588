/** What a capture leaves open may be read otherwise, so that a problem falls away. */
import { DOUBTED, unseenCalls } from '../../exchange/best-reading.js';
import { isTravelling, type Called, type Doubts, type Travelling } from '../exchange/journey.js';
import { isSame, opens, type Passing, type Side } from '../exchange/passing.js';
import type { Reading, Wrong } from './judge.js';
import type { Telling } from './statements.js';

const OPENS_ANEW: readonly Called['call'][] = ['abort', 'crash'];

/** What may be read otherwise so that a problem falls away. */
export function* otherReadings(
  { telling: { events }, doubts }: Pick<Reading, 'telling' | 'doubts'>,
  { statement, code }: Wrong,
  before: readonly Passing[],
): Iterable<Doubts> {
  const event = events.get(statement);
  if (!event || !isTravelling(event)) return;
  const { passing } = event;
  const arrivals = arrivalsAt(events, statement, passing.from).slice(-DOUBTED).reverse();
  const later = (ones: readonly Passing[]): Doubts => ({
    ...doubts,
    late: new Map([...doubts.late, ...ones.map((one) => [one, passing] as const)]),
  });
  const lost = (...ones: Passing[]): Doubts => ({ ...doubts, lost: new Set([...doubts.lost, ...ones]) });
  if (code === 'reply-missing') yield lost(passing);
  if (before.some((one) => isSame(one, passing))) {
    yield { ...doubts, copied: new Set([...doubts.copied, passing]) };
  }
  const own = before.findLastIndex(({ from }) => from === passing.from);
  // Who opens anew has given up what it opened before, although nothing shows how.
  const isAnew = opens(passing) && before.some((one) => opens(one) && one.from === passing.from);
  for (const call of isAnew ? OPENS_ANEW : unseenCalls(code)) {
    // As soon as it has sent the one before, or just before what this answers.
    for (const next of [before[own + 1] ?? passing, arrivals[0]]) {
      if (next) yield { ...doubts, calls: new Map([...doubts.calls, [next, { end: passing.from, call }]]) };
    }
  }
  for (let count = 1; count <= arrivals.length; count++) yield later(arrivals.slice(0, count));
  for (const one of arrivals) yield lost(one);
  yield lost(passing);
}

/** What arrives at an end above a statement, in order. */
function arrivalsAt(events: Telling['events'], statement: number, side: Side): Passing[] {
  return [...events].flatMap(([index, event]) =>
    index < statement && isTravelling(event) && arrives(event) && event.passing.from !== side
      ? [event.passing]
      : [],
  );
}

function arrives({ fate }: Travelling): boolean {
  return fate === 'delivered' || fate === 'arrived' || fate === 'copied';
}
