/** How long ends wait, and for what: the brackets that stand beside a lifeline. */
import { add } from '../tcp/seq.js';
import type { EndKey, SegmentStep, Step, Trace } from './trace.js';

/** What an end waits for. */
export type TimerKind = 'rto' | 'persist' | 'delayedAck' | '2MSL' | 'keepalive';

/** A moment of a step: when its segment leaves or it happens, or when the segment arrives. */
export interface StepMoment {
  readonly step: number;
  readonly arrives: boolean;
}

/** From when to when an end waits. */
export interface Timer {
  readonly kind: TimerKind;
  readonly end: EndKey;
  readonly from: StepMoment;
  readonly to: StepMoment;
}

/** So many acknowledgments of the same number have a segment sent again before its timer runs out (RFC 5681 §3.2). */
const FAST = 3;
/** An acknowledgment that waits for less has not been delayed, in microseconds. */
const LEAST_DELAY = 10_000;

/** The timers of a trace in the order in which they end. `at` tells when a moment is, where that is known. */
export function timersOf(
  { steps }: Pick<Trace, 'steps'>,
  at: (moment: StepMoment) => number | undefined,
): readonly Timer[] {
  /** The first data that has come to each end since it last acknowledged. */
  const waiting = new Map<EndKey, StepMoment>();
  return steps.flatMap((step, index): Timer[] => {
    if (step.kind === 'call') return timersOfCall(step.call, step.end, index, steps);
    if (step.kind !== 'segment') return [];
    const { from, to } = step;
    const came = from === null ? undefined : waiting.get(from);
    const acknowledges = from !== null && step.departure === undefined && step.flags.includes('ACK');
    if (acknowledges) waiting.delete(from);
    if (to !== null && !waiting.has(to) && hasCome(step)) {
      waiting.set(to, { step: index, arrives: step.fate === 'delivered' });
    }
    if (from === null || step.departure !== undefined) return [];
    if (isProbe(step)) return isCalled(from, index, steps) ? [] : persisting(from, index, steps);
    if (step.origin === 'repeat') return repeated(step, index, steps);
    return came && acknowledges ? delayed(step, index, came, at) : [];
  });
}

/** Whether data arrives that the receiver takes. */
function hasCome({ len, fate, outcome }: SegmentStep): boolean {
  return len > 0 && fate !== 'lost' && fate !== 'sent' && outcome === 'accepted';
}

const here = (step: number): StepMoment => ({ step, arrives: false });

function timersOfCall(call: string, end: EndKey, index: number, steps: readonly Step[]): Timer[] {
  const to = here(index);
  switch (call) {
    case 'timeout': {
      const persist = isShut(steps[index], end) ? persisting(end, index, steps) : [];
      if (persist.length > 0) return persist;
      // What is sent again then is what it was waited for.
      const again = steps.slice(index).find((one) => one.kind === 'segment' && one.from === end);
      const seq = again?.kind === 'segment' && again.origin === 'repeat' ? again.seq : undefined;
      const from = lastSent(
        end,
        index,
        steps,
        (one) => (one.len > 0 || isNumbered(one.flags)) && (seq === undefined || one.seq === seq),
      );
      return from === undefined ? [] : [{ kind: 'rto', end, from: here(from), to }];
    }
    case '2MSL': {
      const since = lastBefore(index, steps, (one) => one.states.get(end) !== 'TIME_WAIT') + 1;
      const begins = steps[since];
      if (since >= index || !begins) return [];
      const arrives = begins.kind === 'segment' && begins.to === end;
      return [{ kind: '2MSL', end, from: { step: since, arrives }, to }];
    }
    case 'keepalive': {
      const since = lastBefore(
        index,
        steps,
        (one) => one.kind === 'segment' && (one.from === end || one.to === end),
      );
      const last = steps[since];
      if (last?.kind !== 'segment') return [];
      return [{ kind: 'keepalive', end, from: { step: since, arrives: last.to === end }, to }];
    }
    default:
      return [];
  }
}

/** The last step before one that is sought, or -1: it is near most of the time. */
function lastBefore(index: number, steps: readonly Step[], isSought: (step: Step) => boolean): number {
  let at = index - 1;
  for (; at >= 0; at--) {
    const one = steps[at];
    if (one && isSought(one)) break;
  }
  return at;
}

/** Whether an end may not send, for its peer has no room, when a step is done. */
function isShut(step: Step | undefined, end: EndKey): boolean {
  return (step?.kind === 'segment' || step?.kind === 'call') && step.before[end]?.wnd === 0;
}

/** Whether a segment asks whether there is room again: an octet beyond, or the number before the next (RFC 9293 §3.8.6.1). */
function isProbe(step: SegmentStep): boolean {
  const { from, seq, len } = step;
  if (from === null || step.departure !== undefined || !isShut(step, from)) return false;
  const next = step.before[from]?.nxt;
  return len > 0 || (seq !== null && next !== undefined && seq === add(next, -1));
}

/** The persist timer of an end: since it was told that there is no room, or since its last probe. */
function persisting(end: EndKey, index: number, steps: readonly Step[]): Timer[] {
  const since = lastBefore(index, steps, (one) => {
    if (one.kind !== 'segment') return false;
    if (one.from === end) return isProbe(one);
    return one.to === end && one.before[end]?.wnd !== 0 && one.after[end]?.wnd === 0;
  });
  const begins = steps[since];
  if (begins?.kind !== 'segment') return [];
  const arrives = begins.to === end && begins.fate === 'delivered';
  return [{ kind: 'persist', end, from: { step: since, arrives }, to: here(index) }];
}

/** Whether a line says that a timer of the end has run out, for what it sends in a step. */
function isCalled(end: EndKey, index: number, steps: readonly Step[]): boolean {
  const before = steps[lastBefore(index, steps, (one) => one.kind === 'call' || one.kind === 'segment')];
  return before?.kind === 'call' && before.end === end && before.call === 'timeout';
}

function isNumbered(flags: SegmentStep['flags']): boolean {
  return flags.includes('SYN') || flags.includes('FIN');
}

function lastSent(
  end: EndKey,
  before: number,
  steps: readonly Step[],
  isMeant: (step: SegmentStep) => boolean,
): number | undefined {
  const index = lastBefore(
    before,
    steps,
    (one) => one.kind === 'segment' && one.from === end && one.departure === undefined && isMeant(one),
  );
  return index < 0 ? undefined : index;
}

/** The retransmission timer of what is sent again, unless that was for other reasons, or a line of its own says so. */
function repeated(step: SegmentStep, index: number, steps: readonly Step[]): Timer[] {
  const { from: end, seq, len, flags } = step;
  if (end === null || (len === 0 && !isNumbered(flags))) return [];
  const from = lastSent(
    end,
    index,
    steps,
    (one) => one.seq === seq && (one.len > 0 || isNumbered(one.flags)),
  );
  if (from === undefined) return [];
  const between = steps.slice(from + 1, index);
  if (between.some((one) => one.kind === 'call' && one.end === end && one.call === 'timeout')) return [];
  const same = between.filter(
    (one) => one.kind === 'segment' && one.to === end && one.len === 0 && one.ack === seq,
  );
  // What follows another that was sent again has no timer of its own run out.
  if (between.some((one) => one.kind === 'segment' && one.from === end && one.origin === 'repeat')) return [];
  return same.length >= FAST ? [] : [{ kind: 'rto', end, from: here(from), to: here(index) }];
}

/** What an acknowledgment without data has waited since the first segment came that it acknowledges. */
function delayed(
  { from: end, len, flags }: SegmentStep,
  index: number,
  from: StepMoment,
  at: (moment: StepMoment) => number | undefined,
): Timer[] {
  if (end === null || len > 0 || flags.length !== 1) return [];
  const to = here(index);
  const [since, until] = [at(from), at(to)];
  if (since === undefined || until === undefined || until - since < LEAST_DELAY) return [];
  return [{ kind: 'delayedAck', end, from, to }];
}
