/**
 * Who sends each of several segments, where that is unsaid. Of all ways in which the segments may go, the one is taken
 * in which the least is wrong by RFC 9293, and of those the one that reads most naturally: an answer comes from the other
 * end, and after it the end goes on that has begun.
 */
import { HTTP } from '../label/words.js';
import type { Label } from '../label/label.js';
import type { Side } from './sides.js';
import { other, type Step } from './steps.js';

/** So many ways are kept in mind. */
const KEPT = 4;
/** What is wrong weighs more than anything unusual. */
const WRONG = 100;

interface Way {
  readonly senders: readonly Side[];
  readonly unusual: number;
  readonly wrong: number;
}

/** The senders of the steps. `wrong` counts what is wrong with the first of the steps, when these ends send them. */
export function sendersOf(
  steps: readonly Step[],
  wrong: (senders: readonly Side[]) => number,
): readonly Side[] {
  const usual = usualSenders(steps);
  if (wrong(usual) === 0) return usual;
  let ways: readonly Way[] = [NONE];
  for (const [index, { from }] of steps.entries()) {
    const next = ways.flatMap((way) => onwards(way, steps.slice(0, index + 1), from));
    const judged = next.length === 1 ? next : next.map((way) => ({ ...way, wrong: wrong(way.senders) }));
    ways = judged.toSorted((a, b) => costOf(a) - costOf(b)).slice(0, KEPT);
  }
  return ways[0]?.senders ?? [];
}

const NONE: Way = { senders: [], unusual: 0, wrong: 0 };

/** The ways in which one more of the steps may go, of which `from` is the sender if it is said. */
function onwards(way: Way, steps: readonly Step[], from: Side | undefined): readonly Way[] {
  const sides: readonly Side[] = from === undefined ? [0, 1] : [from];
  return sides.map((side) => {
    const senders = [...way.senders, side];
    return { senders, unusual: way.unusual + unusualIn(steps, senders), wrong: way.wrong };
  });
}

/** The senders with which each step is the most usual behind those above. */
function usualSenders(steps: readonly Step[]): readonly Side[] {
  let way = NONE;
  for (const [index, { from }] of steps.entries()) {
    const next = onwards(way, steps.slice(0, index + 1), from);
    way = next.reduce((best, one) => (one.unusual < best.unusual ? one : best));
  }
  return way.senders;
}

function costOf({ unusual, wrong }: Way): number {
  return wrong * WRONG + unusual;
}

/** How unusual it is that the last of the steps comes from the end that it comes from. */
function unusualIn(steps: readonly Step[], senders: readonly Side[]): number {
  const step = steps.at(-1);
  const from = senders.at(-1);
  const previous = steps.at(-2)?.label;
  const before = senders.at(-2);
  if (!step || from === undefined) return 0;
  const { label } = step;
  const isFirst = !previous || before === undefined;
  // Whoever answers a SYN has not opened.
  if (isFirst) return from === (label.flags.has('SYN') && label.flags.has('ACK') ? 1 : 0) ? 0 : 1;
  const sent = (side: Side, flag: 'SYN' | 'FIN'): boolean =>
    senders.slice(0, -1).some((one, index) => one === side && steps[index]?.label.flags.has(flag) === true);
  const repeated = (['SYN', 'FIN'] as const).some((flag) => label.flags.has(flag) && sent(from, flag));
  const isUsual = from === usual(label, previous, before, (side) => sent(side, 'FIN'));
  return (isUsual ? 0 : 1) + (repeated && !label.again ? 2 : 0) + (isOdd(step, from) ? 2 : 0);
}

/** Who sends a segment as a rule, behind another one. */
function usual(label: Label, previous: Label, before: Side, hasClosed: (side: Side) => boolean): Side {
  if (label.again && isAlike(label, previous)) return before;
  if (isAnswer(label) || previous.flags.has('SYN') || label.flags.has('SYN')) return other(before);
  if (isAnswer(previous)) {
    // After an answer the end goes on that has begun, unless it has closed.
    if (!hasClosed(0) && !hasClosed(1)) return 0;
    return hasClosed(0) && !hasClosed(1) ? 1 : 0;
  }
  return previous.data && !label.flags.has('RST') ? before : other(before);
}

function isAlike(a: Label, b: Label): boolean {
  return (
    a.data === b.data && a.flags.size === b.flags.size && [...a.flags].every((flag) => b.flags.has(flag))
  );
}

/** An acknowledgment and nothing else. */
function isAnswer({ flags, data }: Label): boolean {
  return flags.size === 1 && flags.has('ACK') && !data;
}

const RESPONSE = /respon[sd]|reply|响应|應答|应答|レスポンス|응답|ответ|200 OK/iu;

/** A request of the server, or a response of the client. */
function isOdd({ label, written }: Step, from: Side): boolean {
  if (!label.data) return false;
  if (RESPONSE.test(written)) return from === 0;
  return HTTP.test(written) && from === 1;
}
