/** What several checks need to know about the end of a scenario. */
import type { EndKey, SegmentStep, Step, Trace } from '../exchange/trace.js';
import type { Tcb } from '../tcp/tcb.js';
import { askedOnce } from './asked.js';

interface Placed {
  readonly index: number;
  readonly step: SegmentStep;
}

/** The segments of a trace, with the place of each among the steps. */
export const segmentsOf = askedOnce(({ steps }): readonly Placed[] =>
  steps.flatMap((step, index) => (step.kind === 'segment' ? [{ index, step }] : [])),
);

/**
 * Whether the states at the end of the scenario can be relied on: after an error the engine goes on from a guess, and
 * nothing should be concluded from that.
 */
export function endsReliably(trace: Trace): boolean {
  return trace.faults.length === 0;
}

/** Whether a segment is still in the network when the scenario ends. */
export function inFlight(step: Step): step is SegmentStep {
  return step.kind === 'segment' && step.fate === 'sent' && step.arrival === undefined;
}

/** The TCB of each end after the last step that concerned it. */
export const lastTcbs = askedOnce((trace): ReadonlyMap<EndKey, Tcb> => {
  const last = new Map<EndKey, Tcb>();
  for (const step of trace.steps) {
    if (step.kind !== 'segment' && step.kind !== 'call') continue;
    for (const [key, tcb] of Object.entries(step.after)) last.set(key, tcb);
  }
  return last;
});

/** For each end, the step that brought it into its last state; the first one where none did. */
export function lastChanges({ steps }: Trace): ReadonlyMap<EndKey, Step> {
  const last = new Map<EndKey, Step>();
  let before: Step['states'] | undefined;
  for (const step of steps) {
    const { states } = step;
    for (const key of before ? states.changedSince(before) : states.keys()) {
      if (states.get(key) !== before?.get(key)) last.set(key, step);
    }
    before = states;
  }
  return last;
}

/**
 * The two ends of each connection, once each, in the order in which they first exchange something. Where an end has
 * taken over the address of another (`reuses`), its predecessor has a connection no more.
 */
export const connections = askedOnce((trace): readonly (readonly [string, string])[] => {
  const pairs = new Map<string, readonly [string, string]>();
  const latest = new Map<string, string>();
  for (const { step } of segmentsOf(trace)) {
    const { from, to } = step;
    if (from === null || to === null) continue;
    const pair = [from, to] as const;
    const key = from < to ? `${from}\n${to}` : `${to}\n${from}`;
    pairs.set(key, pairs.get(key) ?? pair);
    for (const end of pair) latest.set(end, key);
  }
  return [...pairs].flatMap(([key, pair]) => (pair.every((end) => latest.get(end) === key) ? [pair] : []));
});
