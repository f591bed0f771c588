/** What an end can know of its peer when it sends. */
import { endsReliably } from './ends.js';
import type { SegmentStep, Step, Trace } from '../exchange/trace.js';
import { arrive, type Arrival } from '../tcp/arrive.js';
import type { Segment } from '../tcp/segment.js';
import { seq } from '../tcp/seq.js';
import type { Tcb } from '../tcp/tcb.js';

/**
 * Whether the receiver discards what a TCP has sent of its own accord, and would have whatever it had received by then:
 * its sender knows where the receiver stood when it sent the last segment that has arrived, and what it has sent since.
 */
export function isDiscardedKnowingly(trace: Trace, index: number): boolean {
  const step = trace.steps[index];
  const segment = step?.kind === 'segment' ? segmentOf(step) : undefined;
  if (step?.kind !== 'segment' || step.from === null || step.to === null || !segment) return false;
  const { from, to } = step;
  const isOwn = step.fate === 'delivered' && step.origin === 'new' && isJudged(trace, from);
  if (step.outcome !== 'discarded' || !isOwn || !endsReliably(trace)) return false;
  const known = standings(trace, index, from, to);
  return known.length > 0 && known.every((tcb) => arrivalsAt(tcb, segment, index).every(isDiscarded));
}

const isDiscarded = ({ outcome }: Arrival): boolean => outcome === 'discarded';

function arrivalsAt(tcb: Tcb, segment: Segment, cause: number): readonly Arrival[] {
  return arrive(tcb, segment, { iss: () => tcb.nxt, cause });
}

function segmentOf({ flags, seq: start, ack, len }: SegmentStep): Segment | undefined {
  return start === null
    ? undefined
    : { flags: new Set(flags), seq: start, ack: ack ?? seq(0), len, options: [] };
}

/** More than these need not be told apart. */
const MOST_STANDINGS = 32;

/** Where `peer` may stand by all that `end` can know: each segment sent to it since may have arrived or not. */
function standings(trace: Trace, index: number, end: string, peer: string): readonly Tcb[] {
  const before = trace.steps.slice(0, index);
  const isHeard = (one: Step): one is SegmentStep =>
    one.kind === 'segment' && one.to === end && one.from === peer && one.outcome !== null;
  const heard = before.findLast(isHeard);
  const left = heard?.departure === undefined ? heard : before[heard.departure];
  const then = left?.kind === 'segment' ? left.after[peer] : undefined;
  if (left === undefined || then === undefined) return [];
  let known: readonly Tcb[] = [then];
  for (const step of before.slice(before.indexOf(left) + 1)) {
    if (step.kind !== 'segment' || step.from !== end || step.to !== peer || step.fate === 'arrived') continue;
    const segment = segmentOf(step);
    if (!segment) continue;
    known = [...known, ...known.flatMap((tcb) => arrivalsAt(tcb, segment, index).map((one) => one.tcb))];
    if (known.length > MOST_STANDINGS) return [];
  }
  return known;
}

function isJudged(trace: Trace, end: string): boolean {
  return trace.endpoints.some(
    ({ name, unchecked }) => !unchecked && (end === name || end.startsWith(`${name}(`)),
  );
}
