/**
 * What is written: one scenario as a list of statements, free of syntax and of positions.
 *
 * Each statement is known by its index; a thing inside it by a {@link Part}. The language keeps a source map from
 * (statement, part) to characters. Lines are 1-based and count from the first line of the scenario's own text.
 */
import type { CallName as Call } from '../tcp/call.js';
import type { Flag, Option } from '../tcp/segment.js';
import type { State } from '../tcp/state.js';

export { CALLS, type CallName as Call } from '../tcp/call.js';

/** `notes`: what is left out is inferred. `strict`: what is written is what is on the wire. */
export type Mode = 'notes' | 'strict';

export interface Script {
  /** The scenario's title, empty when it has none. */
  readonly title: string;
  readonly mode: Mode;
  /**
   * Whether it is what somebody drew in another notation: it is wrong only where no reading of it can be right, and
   * states stand near the moment at which they hold.
   */
  readonly figure?: true;
  readonly statements: readonly Statement[];
}

/** A sequence number as written: a number mod 2^32 when there is no symbol, else the symbol plus the offset. */
export interface Expr {
  readonly symbol?: string;
  /** Octets; negative for `x-1`. */
  readonly offset: number;
}

/** `x+1`, as it is written. */
export function exprText({ symbol, offset }: Expr): string {
  if (symbol === undefined) return String(offset);
  return offset === 0 ? symbol : `${symbol}${offset > 0 ? '+' : ''}${offset}`;
}

/**
 * A part of a statement that a problem can point at. `states.N` and `path.N` count from 0. `option.NAME` is an option,
 * `flag.NAME` one flag with its arguments, `expectation` the directive above or behind the statement. A part that was
 * not written falls back to the `segment`, and that to the `whole` statement.
 */
export type Part =
  | 'whole'
  | 'segment'
  | 'flags'
  | `flag.${Flag | 'DATA'}`
  | 'from'
  | 'to'
  | 'seq'
  | 'ack'
  | 'len'
  | 'win'
  | 'up'
  | `option.${string}`
  | `states.${number}`
  | `path.${number}`
  | `counter.${Counter}`
  | 'end'
  | 'call'
  | 'state'
  | 'expectation'
  | 'moment'
  | 'duration';

/**
 * A point in time as it is written, in microseconds: since the beginning of the exchange, on the clock of the day, or
 * after what stands before it.
 */
export interface Instant {
  readonly since: 'beginning' | 'midnight' | 'before';
  readonly at: number;
}

/** When a statement happens. `arrives` is of a segment that leaves and arrives in one statement. */
export interface Moment {
  readonly at: Instant;
  readonly arrives?: Instant;
}

interface Line {
  /** First and last line of the statement, 1-based, counted from the first line of the scenario's text. */
  readonly line: number;
  readonly endLine: number;
  /** The writer's comment for the drawing (`: text`). */
  readonly text?: string;
  /** `@12ms`: when it happens, where that is written. */
  readonly moment?: Moment;
  /** `// expect-error CODE: why`. */
  readonly expect?: { readonly code?: string; readonly why?: string };
  /** `// ignore CODE: why`. */
  readonly ignore?: { readonly code?: string; readonly why?: string };
}

/** One end of one connection: `S`, or `S(C1)` where S has several peers. */
export interface End {
  readonly name: string;
  readonly peer?: string;
}

/** A state that the writer expects of an end, at `part` of the statement. */
export interface ExpectedState {
  readonly end: End;
  readonly state: State;
  readonly part: Part;
  /** The other end of the segment, where a figure may as well say it of that one. */
  readonly or?: End;
}

/**
 * delivered: sent and arrives. lost: sent, never arrives. sent: still in the network. arrived: was in the network.
 */
export type Fate = 'delivered' | 'lost' | 'sent' | 'arrived';

export interface SegmentStatement extends Line {
  readonly kind: 'segment';
  /** The sender; undefined when only `...` is written for it. */
  readonly from?: string;
  /** The receiver; undefined when only `...` is written for it. */
  readonly to?: string;
  /** Whether the arrow points right or left on the page. */
  readonly arrow: 'right' | 'left';
  readonly fate: Fate;
  /** The word before the line, `new` when there is none. */
  readonly origin: 'new' | 'dup' | 'stale' | 'forged';
  /** The flags as written; an `ack=` argument adds ACK. DATA is not among them. */
  readonly flags: ReadonlySet<Flag>;
  /** Whether the segment says that it carries data (DATA, or a `len`); `len` may still be unknown. */
  readonly data: boolean;
  readonly seq?: Expr;
  readonly ack?: Expr;
  readonly len?: number;
  /** The octets of a string argument, one character an octet. */
  readonly payload?: string;
  readonly win?: number;
  readonly up?: number;
  readonly options: readonly Option[];
  readonly states: readonly ExpectedState[];
}

export interface CallStatement extends Line {
  readonly kind: 'call';
  readonly end: End;
  readonly call: Call;
  /** Octets, for `send N` and `receive N`. */
  readonly octets?: number;
  readonly states: readonly ExpectedState[];
}

/** Variables of the TCB that a state line may set or assert. */
export const COUNTERS = ['snd', 'una', 'wnd', 'rcv', 'rwnd', 'iss', 'irs'] as const;

export type Counter = (typeof COUNTERS)[number];

/** `S: ESTABLISHED(snd=300, rcv=100)`: sets the end's state before its first event, asserts it later. */
export interface StateStatement extends Line {
  readonly kind: 'state';
  readonly end: End;
  readonly state: State;
  readonly counters: Readonly<Partial<Record<Counter, Expr>>>;
}

/** `S: CLOSED -> LISTEN -> …`: all the states that the end takes through the scenario. */
export interface PathStatement extends Line {
  readonly kind: 'path';
  readonly end: End;
  readonly path: readonly State[];
}

/** `endpoint C "Client"`, `endpoint C2 reuses C1`, `endpoint T unchecked`. */
export interface EndpointStatement extends Line {
  readonly kind: 'endpoint';
  readonly name: string;
  /** What a figure calls the end where that cannot be its name. */
  readonly called?: string;
  readonly label?: string;
  readonly reuses?: string;
  readonly unchecked: boolean;
}

/** delay: on the way. rto: until the first retransmission. msl: a segment lives. delack: an acknowledgment waits. */
export type Timing = 'delay' | 'rto' | 'msl' | 'delack';

/** `delay C S 20ms`, `rto 1s`, `msl 30s`, `delack S 40ms`: how long something usually takes, from here on. */
export interface TimingStatement extends Line {
  readonly kind: 'timing';
  readonly timing: Timing;
  /** From whom to whom for a delay, whose it is otherwise; none where it is the same for all. */
  readonly ends: readonly string[];
  /** In microseconds. */
  readonly duration: number;
}

/** `note C, S: text`; the words are in `text`. */
export interface NoteStatement extends Line {
  readonly kind: 'note';
  readonly ends: readonly string[];
}

/** `== phase ==`; the words are in `text`. */
export interface PhaseStatement extends Line {
  readonly kind: 'phase';
}

export type Statement =
  | SegmentStatement
  | CallStatement
  | StateStatement
  | PathStatement
  | EndpointStatement
  | TimingStatement
  | NoteStatement
  | PhaseStatement;

/** A place in a script: a part of the statement with that index. */
export interface Place {
  readonly statement: number;
  readonly part: Part;
}
