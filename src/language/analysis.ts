/** What can be said about a text: what {@link ./analyse.ts} answers, and what every feature looks at. */
import type { Severity } from '../exchange/fault.js';
import type { Mode, Script } from '../exchange/script.js';
import type { Found, Trace } from '../exchange/trace.js';
import type { Unread } from '../notation/read.js';
import type { Notation } from '../notation/reader.js';
import type { Levels } from '../rules/levels.js';
import type { Language } from '../rules/rule.js';
import type { StateStyle } from '../tcp/state.js';
import type { Fence } from './fence.js';
import type { Items } from './items.js';
import type { Unfenced } from './markdown.js';
import type { Edit, Range } from './range.js';
import type { SourceMap } from './source-map.js';

/** Segno's own text, Markdown, or a file in another notation. */
export type TextKind = 'segno' | 'markdown' | 'figure';

export interface AnalyseOptions {
  readonly kind: TextKind;
  /** The language of messages. */
  readonly language: Language;
  /** How messages spell the names of states. */
  readonly stateNames: StateStyle;
  /** The ending of the file's name, which may tell its notation; for figures only. */
  readonly ending?: string;
  /** Notations that are not read. */
  readonly unread?: readonly Notation[];
  /** How an exchange is taken that does not say it itself; `notes` when left out. */
  readonly mode?: Mode;
  /** How grave problems are taken, by their codes. */
  readonly levels?: Levels;
}

/** A quick fix as edits of the file. */
export interface ProblemFix {
  readonly title: string;
  readonly edits: readonly Edit[];
}

/** Something wrong, in words, at a place in the file. */
export interface Problem extends Range {
  readonly severity: Severity;
  readonly code: string;
  /** Whether it is about the way the line is written, so that no trace knows of it. */
  readonly notation: boolean;
  readonly message: string;
  /** The section of RFC 9293 that it rests on. */
  readonly href: string | undefined;
  /** The title of the scenario, or null outside of one. */
  readonly scenario: string | null;
  readonly related: readonly { readonly range: Range; readonly message: string }[];
  /** The best first. */
  readonly fixes: readonly ProblemFix[];
}

/** One exchange of a file. Lines are the file's, counted from 1. */
export interface Scenario {
  readonly title: string;
  readonly line: number;
  readonly endLine: number;
  /** The last line that belongs to it: of one that is not closed the last before the next one begins. */
  readonly reach: number;
  /** From its first line to its last. */
  readonly range: Range;
  /** Where its title is written, or its first statement. */
  readonly heading: Range;
  readonly script: Script;
  readonly sourceMap: SourceMap;
  readonly trace: Trace;
  /** Everything found in it, what was expected included, what was to be ignored not. */
  readonly found: readonly Found[];
  /** Whether one of its lines could not be read. */
  readonly broken: boolean;
  readonly notation: Notation;
}

/** A piece of a file that holds exchanges: all of a `.segno` file, or a fenced block. Lines count from 1. */
export interface Block {
  /** The first line of its text. */
  readonly line: number;
  readonly endLine: number;
  /** Its lines, as they are read: what Markdown puts before them is blanked. */
  readonly lines: readonly string[];
  readonly fence?: Fence;
  readonly element?: Unfenced['element'];
  /** Its statements, in pieces; of a block in another notation none. */
  readonly pieces: readonly Piece[];
}

/** Statements of a block, read with their comments blanked. */
export interface Piece extends Items {
  /** The line of the block on which the piece begins, counted from 0. */
  readonly first: number;
}

export interface Analysis {
  readonly scenarios: readonly Scenario[];
  readonly problems: readonly Problem[];
  /** Those in Segno's own notation. */
  readonly blocks: readonly Block[];
  /** Those that hold exchanges in other notations. */
  readonly figures: readonly Block[];
  /** What looks like an exchange in another notation and could not be read. */
  readonly unread: readonly Unread[];
}
