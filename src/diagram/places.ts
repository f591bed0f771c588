/** What a layout says: where everything of a drawing stands, in pixels at zoom 1. */
import type { Row, RowState } from './drawing.js';
import type { TimerKind } from '../exchange/timers.js';

/** How a text is set, which decides its width. */
export type Face = 'flags' | 'number' | 'small' | 'chip' | 'name' | 'label';

export type Measure = (text: string, face: Face) => number;

export interface Piece {
  readonly text: string;
  readonly face: 'flags' | 'number' | 'small';
}

/** One line of a text, its pieces separated by a blank. */
export type TextLine = readonly Piece[];

/** A line beside or below an arrow that marks a problem, a deliberate error, or the writer's own words. */
export interface Remark {
  readonly text: string;
  readonly tone: 'error' | 'warning' | 'information' | 'deliberate' | 'text';
  /** Index in the drawing's problems, for the ones that can be opened. */
  readonly problem?: number;
}

export interface Chip {
  readonly text: string;
  readonly kind: Kind;
  /** A state that did not change is said quietly. */
  readonly quiet: boolean;
  /** Left edge and width, middle. */
  readonly x: number;
  readonly width: number;
  readonly y: number;
}

/** What states have in common in a drawing: their colour. */
export type Kind = 'closed' | 'opening' | 'open' | 'closing' | 'wait';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where a text stands, and which of its ends or its middle stands there. */
export interface Anchored extends Point {
  readonly anchor: 'start' | 'middle' | 'end';
  /** By how many degrees it is turned about that place, clockwise. */
  readonly angle?: number;
}

export interface ArrowPlace {
  readonly from: Point;
  readonly to: Point;
  /** 1 to the right, -1 to the left. */
  readonly direction: 1 | -1;
  /** Where the label's last line is anchored: above the arrow, and turned with it where that is slanted. */
  readonly label: Anchored;
  readonly lines: readonly TextLine[];
  /** Where the segment's number stands: at the arrow's tail, and of an arrival at its head. */
  readonly number?: Anchored;
  /** Where it stands once more, at the arrow's head. */
  readonly atHead?: Anchored;
  /** What stands there, where it is not the row's own number. */
  readonly numbers?: string;
  /** Where it is said that it does not arrive. */
  readonly fate?: Anchored;
}

export interface RowPlace {
  /** Index in the drawing's rows. */
  readonly index: number;
  readonly row: Row;
  readonly height: number;
  /** The height of the arrow, the call or the divider, from the row's top. */
  readonly y: number;
  readonly chips: readonly Chip[];
  readonly remarks: readonly Remark[];
  /** Where the remarks' first line stands, and how they are anchored. */
  readonly remarksAt: Anchored;
  /** For a segment; an arrival that is the end of a departure's line has none. */
  readonly arrow?: ArrowPlace;
  /** For a note, a phase and a call: its box and its lines. */
  readonly box?: { readonly x: number; readonly width: number; readonly lines: readonly string[] };
  /** How far below the row's top its arrow reaches. */
  readonly reach: number;
  /** Its arrow comes down the page through the rows below: who points at that points at the row. */
  readonly sloped?: true;
  /** How far below the row's top a note's box begins, where that is not at once. */
  readonly boxTop?: number;
  /** When it happens, in words. */
  readonly time?: Anchored & { readonly text: string };
  /** It is not there: a row above it stands for it. */
  readonly hidden?: boolean;
  /** It stands for a run of rows, or is in one that has been opened. */
  readonly fold?: FoldPlace;
}

/** Where a run of rows is folded into one, or could be. */
export interface FoldPlace {
  readonly fold: Fold;
  readonly open: boolean;
  /** Where the words begin that say what is in it, from the row's top. */
  readonly at: Point;
}

/** A run of rows in which nothing happens but that data go on: they can be folded into one. */
export interface Fold {
  /** The first row, and the one behind the last. */
  readonly first: number;
  readonly end: number;
  /** What is in it, in words. */
  readonly text: string;
}

/** How a drawing is looked at. */
export interface View {
  /** Rows as low as in a flow graph. */
  readonly dense?: boolean;
  /** Time goes down the page evenly. */
  readonly toScale?: boolean;
  /** How many times as much of the page time takes as it would by itself; 1 unless it is said. */
  readonly stretch?: number;
  /** Rows in runs that are open; all others are folded. Undefined: nothing is folded. */
  readonly opened?: ReadonlySet<number>;
}

/** A stretch of a lifeline in one state. */
export interface Span {
  readonly x: number;
  readonly width: number;
  readonly state: RowState['state'];
  readonly kind: Kind;
  readonly top: number;
  readonly bottom: number;
}

export interface Head {
  readonly x: number;
  readonly width: number;
  readonly name: string;
  readonly label: string;
  readonly stateless: boolean;
}

/** What a timer takes of a lifeline, and what is said of it. */
export interface Bracket {
  /** Index of the row in which it begins. */
  readonly row: number;
  readonly kind: TimerKind;
  readonly x: number;
  /** On which side of the lifeline it stands: -1 on the left. */
  readonly side: -1 | 1;
  readonly top: number;
  readonly bottom: number;
  readonly text: string;
  readonly width: number;
  readonly label: Anchored;
}

/** The time at the left of a drawing to scale. */
export interface Axis {
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
  readonly ticks: readonly { readonly y: number; readonly text: string }[];
  /** Silences that are cut out, with what says how long they were. */
  readonly cuts: readonly { readonly y: number; readonly text: string }[];
  /** Where the words of cuts stand. */
  readonly words: { readonly x: number };
}

/** A moment at which something happens, in a drawing to scale that has times. */
export interface Instant {
  /** Index of the row. */
  readonly row: number;
  /** The row's segment arrives then; else it leaves, or the end does what the row says. */
  readonly arrives: boolean;
  /** From the drawing's top. */
  readonly y: number;
  /** In microseconds. */
  readonly time: number;
}

export interface Layout {
  readonly axis?: Axis;
  /** From top to bottom. */
  readonly instants?: readonly Instant[];
  readonly brackets?: readonly Bracket[];
  readonly width: number;
  readonly height: number;
  readonly compact: boolean;
  readonly heads: readonly Head[];
  readonly rows: readonly RowPlace[];
  /** The top of each row, and behind the last one the end of them. */
  readonly tops: readonly number[];
  /** The states that the scenario begins with. */
  readonly initial: readonly Chip[];
  readonly spans: readonly Span[];
}

/** From one line of words to the next. */
export const LINE = 15;
