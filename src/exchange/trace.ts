/** What the engine makes of a script. Every view of a scenario is a view of this. */
import type { Flag } from '../tcp/segment.js';
import type { Seq } from '../tcp/seq.js';
import type { State } from '../tcp/state.js';
import type { Tcb } from '../tcp/tcb.js';
import type { Earlier } from './excerpt/under-way.js';
import type { Fault } from './fault.js';
import type { CostName } from './repairs/costs.js';
import type { Call, Expr, Fate, Place, Script, Statement } from './script.js';
import type { SharedMap } from './shared-map.js';

/** What the receiver did with a segment; null when nothing arrived. */
export type Outcome = 'accepted' | 'discarded' | 'challenged' | 'reset' | null;

/** Names one end of one connection: `C`, or `S(C1)` where S has several peers. */
export type EndKey = string;

/** The states of all ends at one moment, in the order of the endpoints. */
export class States implements Iterable<readonly [EndKey, State]> {
  readonly #tcbs: SharedMap<EndKey, Tcb>;

  constructor(tcbs: SharedMap<EndKey, Tcb>) {
    this.#tcbs = tcbs;
  }

  get(key: EndKey): State | undefined {
    return this.#tcbs.get(key)?.state;
  }

  *[Symbol.iterator](): Generator<readonly [EndKey, State]> {
    for (const [key, { state }] of this.#tcbs) yield [key, state];
  }

  keys(): Iterable<EndKey> {
    return this.#tcbs.keys();
  }

  /** The ends that may be in another state than at an earlier moment. */
  changedSince(earlier: States): Iterable<EndKey> {
    return this.#tcbs.changedSince(earlier.#tcbs);
  }

  toRecord(): Record<EndKey, State> {
    return Object.fromEntries(this);
  }
}

interface AnyStep {
  /** Index of the statement in the script. */
  readonly statement: number;
  /** The states after the statement. */
  readonly states: States;
}

export interface SegmentStep extends AnyStep {
  readonly kind: 'segment';
  /** The ends of the segment, null where it is only known as `...`. The keys of `states`, not bare names. */
  readonly from: EndKey | null;
  readonly to: EndKey | null;
  readonly fate: Fate;
  readonly origin: 'new' | 'repeat' | 'dup' | 'stale' | 'forged';
  /** Flags on the wire, inferred ones included, in the order of FLAGS. */
  readonly flags: readonly Flag[];
  /** Numbers on the wire; ack is null without the ACK flag. Print them with {@link Trace.speak}. */
  readonly seq: Seq | null;
  readonly ack: Seq | null;
  readonly len: number;
  /** Set where nothing in the note says how long the data is, so that `len` only stands for some length. */
  readonly lenAssumed?: true | undefined;
  readonly win: number | null;
  /** Calls that the segment implies, in order. */
  readonly implied: readonly { readonly endpoint: EndKey; readonly call: Call }[];
  readonly outcome: Outcome;
  /** For an arrival: the step at which the segment had left, where it left in this scenario. */
  readonly departure?: number | undefined;
  /** For a segment in flight: the step at which it arrives. */
  readonly arrival?: number | undefined;
  /** The TCBs of the two ends before and after, by key; an end outside the statement is missing. */
  readonly before: Readonly<Record<EndKey, Tcb>>;
  readonly after: Readonly<Record<EndKey, Tcb>>;
  /** Why the receiver did what it did: a key of the reasons that the hover words, and the RFC section. */
  readonly reason?: { readonly key: string; readonly section: string } | undefined;
  /** For a line in error: what the writer is taken to have meant, so that the exchange goes on from there. */
  readonly meant?: CostName;
}

export interface CallStep extends AnyStep {
  readonly kind: 'call';
  readonly end: EndKey;
  readonly call: Call;
  readonly before: Readonly<Record<EndKey, Tcb>>;
  readonly after: Readonly<Record<EndKey, Tcb>>;
}

/** A state line, a path, or something that is only for the drawing. */
export interface OtherStep extends AnyStep {
  readonly kind: 'state' | 'path' | 'note';
}

export type Step = SegmentStep | CallStep | OtherStep;

/** A line that the exchange goes on with `as` another one, as if it were `out`, or with another one `before` it. */
export interface Meant {
  readonly statement: number;
  readonly how: 'as' | 'out' | 'before';
  readonly as?: Statement;
}

/** A fault where it stands, with the places that explain it. */
export interface Found {
  readonly fault: Fault;
  readonly place: Place;
  /** Earlier or later places that belong to the story; `note` is worded by the rule. */
  readonly related: readonly { readonly place: Place; readonly note: RelatedNote }[];
  /** Set where the writer expected this fault (`expect-error`): it is drawn, not reported. */
  readonly expected?: { readonly why?: string };
  /** What the exchange goes on with in place of the lines as they are written. */
  readonly meant?: readonly Meant[];
  /** How its numbers are said, where that is not as the trace says them. */
  readonly speak?: (number: Seq) => string;
}

export type RelatedNote =
  | 'fin-sent'
  | 'fin-received'
  | 'syn-sent'
  | 'reset'
  | 'rcv-nxt-set'
  | 'number-set'
  | 'first-sent'
  | 'symbol-bound'
  | 'caused-here'
  | 'closed-here'
  | 'lost'
  | 'arrived';

export interface Endpoint {
  readonly name: string;
  readonly label: string | null;
  readonly unchecked: boolean;
}

export interface Trace {
  readonly script: Script;
  /** In the order in which they appear. */
  readonly endpoints: readonly Endpoint[];
  readonly initial: Readonly<Record<EndKey, State>>;
  /** One a statement but for endpoint declarations, in order. */
  readonly steps: readonly Step[];
  readonly final: Readonly<Record<EndKey, State>>;
  readonly faults: readonly Found[];
  /** How much was done for it (see `Work`). */
  readonly work: number;
  /** What was on its way when the scenario began, by the key of the end that it goes to. */
  readonly earlier: ReadonlyMap<EndKey, Earlier>;
  /** A number as people read it: `x+1` where a symbol is near, else in decimal. */
  speak(number: Seq): string;
  /** What a written number stands for; undefined where its symbol means nothing. */
  resolve(expr: Expr): Seq | undefined;
  /** Whether the note says what the number is, if only as a symbol; else `speak` has made up a name for it. */
  known(number: Seq): boolean;
}
