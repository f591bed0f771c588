/**
 * What a drawing shows, as plain JSON: everything that is said is already in words, nothing says yet where it stands
 * on a page. The preview, the Mermaid text and every export are views of it.
 */
import type { Severity } from '../exchange/fault.js';
import type { State } from '../tcp/state.js';
import type { Language } from '../rules/rule.js';
import type { TimerKind } from '../exchange/timers.js';

/** One scenario, ready to be drawn. Lines are 1-based lines of the file. */
export interface Drawing {
  readonly language: Language;
  /** The scenario's title, empty when it has none. */
  readonly title: string;
  readonly line: number;
  /** The last line that belongs to it, be it only that it could go on there. */
  readonly endLine: number;
  /** Lifelines from left to right. */
  readonly participants: readonly Participant[];
  /** All ends of all connections: what has a state. */
  readonly ends: readonly DrawnEnd[];
  /** The states before the first row, one an end that has any. */
  readonly initial: readonly DrawnState[];
  readonly rows: readonly Row[];
  /** Problems and deliberate errors, in the order of their lines. */
  readonly problems: readonly DrawnProblem[];
  /** What ends wait for, in the order in which it ends. */
  readonly timers?: readonly DrawnTimer[];
  /** What its times come to, where the variables were asked for and lines say when they happen. */
  readonly totals?: string;
  /** The variables of all ends, where they were asked for. */
  readonly tcbs?: DrawnTcbs;
}

export interface Participant {
  readonly name: string;
  /** What the writer calls it, empty when there is only the name. */
  readonly label: string;
  /** A packet injector, or only `...`: it has no state. */
  readonly stateless: boolean;
}

/** One end of one connection; several stand on one lifeline where an end has several peers. */
export interface DrawnEnd {
  /** Index in {@link Drawing.participants}. */
  readonly participant: number;
  /** The peer's name where the lifeline has several connections, else empty. */
  readonly peer: string;
}

/** The state of an end. */
export interface DrawnState {
  /** Index in {@link Drawing.ends}. */
  readonly end: number;
  readonly state: State;
  /** The state's name in the style that the user set. */
  readonly name: string;
}

/** An end's state at the height of a row. */
export interface RowState extends DrawnState {
  /** Whether this row brought it about. */
  readonly changed: boolean;
}

/** When something happens, in microseconds since the beginning. */
export interface RowTime {
  readonly at: number;
  /** When the segment arrives that leaves then. */
  readonly arrives?: number;
}

/** A moment of a row: when it happens or its segment leaves, or when that arrives. */
export interface RowPoint {
  /** Index in {@link Drawing.rows}. */
  readonly row: number;
  readonly arrives: boolean;
}

/** What an end waits for, from when to when. */
export interface DrawnTimer {
  readonly kind: TimerKind;
  readonly participant: number;
  readonly from: RowPoint;
  readonly to: RowPoint;
  /** What it is and how long, in words. */
  readonly text: string;
}

interface AnyRow {
  /** Missing where nothing says when. */
  readonly time?: RowTime;
  readonly line: number;
  readonly endLine: number;
  /** The states of the ends that the row is about, and of every other end that it changed. */
  readonly states: readonly RowState[];
  /** The writer's own words (`: text`), empty when there are none. */
  readonly text: string;
  /** Indices in {@link Drawing.problems}. */
  readonly problems: readonly number[];
  /** Why it did what it did; where the variables were not asked for, or there is nothing to say, it is missing. */
  readonly why?: DrawnReason;
  /** What an end measures of the round trip; pieces of notation stand in backticks. */
  readonly measured?: string;
  /** How the exchange goes on after what is wrong here; pieces of notation stand in backticks. */
  readonly goesOn?: string;
}

/** One sentence, and what says so. */
export interface DrawnReason {
  /** Pieces of notation stand in backticks. */
  readonly text: string;
  /** Section of RFC 9293, empty for what the network does. */
  readonly section: string;
  readonly href?: string;
}

/** A value on the wire as people read it: `seq` and `x+1`. */
export interface DrawnNumber {
  readonly name: string;
  readonly value: string;
}

/**
 * across: sent and arrives in the same row. lost: sent, never arrives. departure: leaves and is under way. arrival:
 * was under way and comes in.
 */
export type Passage = 'across' | 'lost' | 'departure' | 'arrival';

export interface SegmentRow extends AnyRow {
  readonly kind: 'segment';
  /** Counts the segments of the scenario from 1; an arrival has its departure's number. */
  readonly number: number;
  /** Participants; the two differ. */
  readonly from: number;
  readonly to: number;
  readonly passage: Passage;
  /** For a departure the row where it arrives, for an arrival the row where it had left. */
  readonly other?: number;
  readonly origin: 'new' | 'repeat' | 'dup' | 'stale' | 'forged';
  /** `FIN+ACK`; `DATA` stands for octets without any flag of note. Empty for a segment without flags. */
  readonly flags: string;
  readonly numbers: readonly DrawnNumber[];
  /** What must be said of its origin and its reception, such as `again`, in words. */
  readonly remarks: readonly string[];
  /** How long it is usually on its way, in microseconds, where that is said. */
  readonly usual?: number;
  /** `lost` or `in flight` in words where it does not arrive, else empty. */
  readonly fate: string;
}

/** What the program or the host does at one end. */
export interface CallRow extends AnyRow {
  readonly kind: 'call';
  readonly participant: number;
  /** The call in words, `send 100`. */
  readonly call: string;
}

/** A state or a path that the writer asserts, where it is worth showing. */
export interface StateRow extends AnyRow {
  readonly kind: 'state';
  readonly participant: number;
}

export interface PhaseRow extends AnyRow {
  readonly kind: 'phase';
}

export interface NoteRow extends AnyRow {
  readonly kind: 'note';
  /** First and last lifeline that it stands over. */
  readonly first: number;
  readonly last: number;
}

export type Row = SegmentRow | CallRow | StateRow | PhaseRow | NoteRow;

export interface DrawnProblem {
  /** Index in {@link Drawing.rows}; missing when its statement is not drawn. */
  readonly row?: number;
  readonly line: number;
  readonly severity: Severity;
  readonly code: string;
  /** A full sentence; pieces of notation stand in backticks. */
  readonly message: string;
  /** A few words to stand beside an arrow. */
  readonly short: string;
  /** Section of RFC 9293, empty when the problem is one of the notation. */
  readonly section: string;
  /** Where that section can be read. */
  readonly href?: string;
  /** The writer meant it: `why` holds the reason given, which may be empty. */
  readonly deliberate?: { readonly why: string };
}

/** A line that could not be read at all, or another problem of the file rather than of an exchange. */
export interface FileProblem {
  readonly line: number;
  readonly severity: Severity;
  readonly code: string;
  /** A full sentence; pieces of notation stand in backticks. */
  readonly message: string;
  /** The line has no meaning until it is mended, so drawings lack what it was to say. */
  readonly broken: boolean;
  /** Set while somebody types the line: it is not said, but the last good drawing stays. */
  readonly unsaid?: true;
}

/** The variables of a TCB that are shown, by their names in RFC 9293 §3.3.1. */
export const TCB_FIELDS = ['SND.UNA', 'SND.NXT', 'SND.WND', 'RCV.NXT', 'RCV.WND', 'ISS', 'IRS'] as const;

/** Of an end (index in {@link Drawing.ends}) a variable (index in {@link TCB_FIELDS}) has a value, empty for none. */
export type TcbChange = readonly [end: number, field: number, value: string];

/** What a row does to the variables of the ends. */
export interface TcbChanges {
  /** Index in {@link Drawing.rows}. */
  readonly row: number;
  /** What is so before the row though no row brought it about, such as counters that a state line sets. */
  readonly before: readonly TcbChange[];
  readonly after: readonly TcbChange[];
}

/** The variables of all ends through the exchange, as changes, so that long exchanges stay light. */
export interface DrawnTcbs {
  /** The names of all states in the style that the user set. */
  readonly names: Readonly<Record<State, string>>;
  /** By end, in the order of {@link TCB_FIELDS}: the values before the first row. */
  readonly initial: readonly (readonly string[])[];
  /** In the order of the rows; a row that changes nothing is left out. */
  readonly changes: readonly TcbChanges[];
}
