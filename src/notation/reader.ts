/**
 * What a reader of a notation is. It makes a figure of a piece of text: who takes part, and what happens, with the
 * places where it is written. That the figure is a TCP exchange, and what its labels say, is found out for all notations
 * alike (`exchange.ts`, `label/`).
 */
import type { Bilingual } from '../rules/rule.js';
import type { State } from '../tcp/state.js';
import type { Label } from './label/label.js';
import type { Range } from './range.js';
import type { Words } from './words.js';

/** The notations in which exchanges are written, as `segno trace --json` names them. */
export const NOTATIONS = [
  'segno',
  'mermaid',
  'arrows',
  'ladder',
  'sequence',
  'rfc',
  'tcpdump',
  'tshark',
  'packetdrill',
  'table',
] as const;

export type Notation = (typeof NOTATIONS)[number];

/** A piece of text that may hold a figure. Lines and columns of what is read from it count from 1, in `lines`. */
export interface Source {
  /** A fenced block, a whole file, indented code, a table of Markdown, or its text. */
  readonly kind: 'fence' | 'file' | 'code' | 'table' | 'prose';
  /** The first word of a fence's info string, or the ending of a file's name, in lower case; empty without one. */
  readonly language: string;
  readonly lines: readonly string[];
}

export interface Participant {
  /** As the figure's own text refers to it. */
  readonly id: string;
  /** What the figure shows for it, where that is something else. */
  readonly label?: string;
  /** Whether it sends what it likes, and is not judged. */
  readonly unchecked?: boolean;
  /** What the figure's text calls it, where the id is not taken from there. */
  readonly called?: string;
  readonly range?: Range;
}

export interface ClaimedState {
  /** The id of a participant. */
  readonly end: string;
  readonly state: State;
  /** Whether it may be said of the other end as well: a remark behind a row, in parentheses. */
  readonly either?: boolean;
  readonly range: Range;
}

export interface Message {
  readonly kind: 'message';
  /** Ids of participants. */
  readonly from: string;
  readonly to: string;
  /** delivered when left out. */
  readonly fate?: 'delivered' | 'lost' | 'sent' | 'arrived';
  /** new when left out. */
  readonly origin?: 'dup' | 'stale';
  /** What stands on the arrow or beside it. */
  readonly label: Words;
  /** What the label says, where the notation has a way of its own to say it. */
  readonly said?: Label;
  /** All of it, and where its ends are named. */
  readonly range: Range;
  readonly fromRange?: Range;
  readonly toRange?: Range;
  /** States that stand on the arrow's own line. */
  readonly states?: readonly ClaimedState[];
}

export interface Note {
  readonly kind: 'note';
  /** Ids of participants; empty where it is about all of them. */
  readonly over: readonly string[];
  readonly words: Words;
  /** Set where a state in it is said of nobody in particular, and so claims nothing. */
  readonly unclaimed?: boolean;
  readonly range: Range;
}

/** A heading within the figure. */
export interface Phase {
  readonly kind: 'phase';
  readonly words: Words;
  readonly range: Range;
}

/** What may go in one way or another. */
export interface Branches {
  readonly kind: 'branches';
  /** Whether nothing of it may happen. */
  readonly optional: boolean;
  readonly branches: readonly (readonly FigureEvent[])[];
}

/** Nothing follows in this branch. */
export interface Stop {
  readonly kind: 'stop';
}

export type FigureEvent = Message | Note | Phase | Branches | Stop;

export interface Figure {
  readonly title: string;
  /** From left to right. */
  readonly participants: readonly Participant[];
  readonly events: readonly FigureEvent[];
  /** The numbers from which those of the figure count, but for those of SYNs; none where they are those on the wire. */
  readonly counted?: readonly number[];
  /** The first and the last of its lines, from 1. */
  readonly line: number;
  readonly endLine: number;
  /** Why it cannot be read, if it turns out to be an exchange: a line of it makes no sense. */
  readonly broken?: { readonly line: number; readonly why: Bilingual };
}

export interface Reader {
  readonly notation: Exclude<Notation, 'segno'>;
  /** Whether the text is this notation's: told from the info string, or from the look of it. Cheap. */
  finds(source: Source): boolean;
  /** The figures in a text that {@link finds} has accepted. Total and linear. */
  read(source: Source): readonly Figure[];
}
