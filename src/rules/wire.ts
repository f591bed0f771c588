/** Who sent what and what had reached them by then, for the checks of options and flags. */
import type { SegmentStatement } from '../exchange/script.js';
import { endNamed } from '../exchange/topology.js';
import type { EndKey, SegmentStep, Trace } from '../exchange/trace.js';
import type { State } from '../tcp/state.js';
import { askedOnce } from './asked.js';

/** One incarnation of a connection, as one of its ends sees it. */
export interface Life {
  readonly end: EndKey;
}

/** A segment leaves an end that is judged, or arrives at one. */
export interface Happening {
  readonly kind: 'sent' | 'arrived';
  readonly step: SegmentStep;
  /** The statement with which the segment left: its options are written there. */
  readonly written: SegmentStatement;
  readonly life: Life;
  /** The SYNs that this end had sent before, and those that it has taken from its peer, as they are written. */
  readonly said: readonly SegmentStatement[];
  readonly heard: readonly SegmentStatement[];
  /** The other end's; undefined where it is not shown or has not begun. */
  readonly peer: Life | undefined;
}

/** Where an end begins that takes the SYN of its peer in the scenario. */
const UNOPENED: ReadonlySet<State | undefined> = new Set(['CLOSED', 'LISTEN']);

/** Whether all that has arrived at the end in its connection is shown. */
export function opensHere({ end }: Life, trace: Trace): boolean {
  return UNOPENED.has(trace.initial[end]);
}

/** What happens on the wire, in order, also after a mistake: then what is written is what happened. */
export const happenings = askedOnce((trace): readonly Happening[] => [...happen(trace)]);

interface Known extends Life {
  said: readonly SegmentStatement[];
  heard: readonly SegmentStatement[];
}

function* happen(trace: Trace): Iterable<Happening> {
  const unchecked = new Set(trace.endpoints.filter((one) => one.unchecked).map(({ name }) => name));
  const lives = new Map<EndKey, Known>();
  const lifeOf = (key: EndKey, isNew: boolean): Known => {
    const life = (isNew ? undefined : lives.get(key)) ?? { end: key, said: [], heard: [] };
    lives.set(key, life);
    return life;
  };
  for (const step of trace.steps) {
    if (step.kind !== 'segment') continue;
    const left = departureOf(step, trace);
    const written = trace.script.statements[left.statement];
    if (written?.kind !== 'segment') continue;
    const syn = step.flags.includes('SYN');
    const { from, to } = step;
    if (from !== null && left === step && isOwn(step) && !unchecked.has(endNamed(from).name)) {
      const life = lifeOf(from, syn && step.origin === 'new' && step.ack === null);
      const { said, heard } = life;
      const peer = to === null ? undefined : lives.get(to);
      yield { kind: 'sent', step, written, life, said, heard, peer };
      if (syn) life.said = withOne(said, written);
    }
    if (to !== null && (step.fate === 'delivered' || step.fate === 'arrived') && step.after[to]) {
      const [before, after] = [step.before[to]?.state, step.after[to]];
      const opens = syn && after.state === 'SYN_RCVD' && before !== 'SYN_RCVD' && before !== 'SYN_SENT';
      const life = lifeOf(to, opens);
      if (syn && after.irs === step.seq) life.heard = withOne(life.heard, written);
      const { said, heard } = life;
      const peer = from === null ? undefined : lives.get(from);
      yield { kind: 'arrived', step, written, life, said, heard, peer };
    }
  }
}

/** A SYN that is sent again so often says nothing that is not known. */
const MOST_SYNS = 16;

function withOne(syns: readonly SegmentStatement[], syn: SegmentStatement): readonly SegmentStatement[] {
  return syns.length < MOST_SYNS ? [...syns, syn] : syns;
}

/** The step with which a segment left; a copy of one leads there by way of its arrival. */
function departureOf(step: SegmentStep, trace: Trace): SegmentStep {
  const earlier = step.departure === undefined ? undefined : trace.steps[step.departure];
  return earlier?.kind === 'segment' ? departureOf(earlier, trace) : step;
}

/** Whether an end of the scenario has sent the segment itself, and now. */
function isOwn({ origin, fate }: SegmentStep): boolean {
  return (origin === 'new' || origin === 'repeat') && fate !== 'arrived';
}

/**
 * Whether some of the SYNs carry the option. Undefined where that cannot be told: no SYN is shown, or the note does not
 * write options on it.
 */
export function offers(
  syns: readonly SegmentStatement[],
  option: string,
  { script }: Trace,
): boolean | undefined {
  if (syns.some(({ options }) => options.some(({ name }) => name === option))) return true;
  const told = script.mode === 'strict' || syns.every(({ options }) => options.length > 0);
  return told && syns.length > 0 ? false : undefined;
}

/**
 * The end that may know from now on what the segment says. A capture does not show where segments arrive, so there it is
 * enough that one has left.
 */
export function hearer({ kind, life, peer }: Happening, { script }: Trace): Life | undefined {
  return kind === 'arrived' ? life : script.mode === 'strict' ? peer : undefined;
}
