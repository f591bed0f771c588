/**
 * What the package's functions take and give: a contract for programs, told in nothing but plain data. Lines and columns
 * count from 1, columns in UTF-16 units.
 */

export type Language = 'en' | 'zh-cn';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** The notations in which exchanges are read. */
export type Notation =
  | 'segno'
  | 'mermaid'
  | 'arrows'
  | 'ladder'
  | 'sequence'
  | 'rfc'
  | 'tcpdump'
  | 'tshark'
  | 'packetdrill'
  | 'table';

/** How a text is read, and in which words it is spoken of. */
export interface Options {
  /** The name of the file, whose ending says what it holds; `note.segno` when left out. */
  readonly name?: string;
  /** The language of messages; `en` when left out. */
  readonly language?: Language;
  /** How messages spell the names of states: as RFC 9293 (`FIN-WAIT-1`), `netstat` (the default), or `ss` does. */
  readonly stateNames?: 'rfc' | 'netstat' | 'ss';
  /** How an exchange is taken that does not say it itself: `strict` wants every call and state to be right. */
  readonly mode?: 'notes' | 'strict';
  /** The notations that are read; all of them when left out. */
  readonly notations?: readonly Notation[];
  /** How grave problems are taken, by their codes; `off`: not at all. */
  readonly rules?: Readonly<Record<string, Severity | 'off'>>;
}

/** A place in a text; `endColumn` is the first that no longer belongs to it. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A piece of text to write in place of another. */
export interface Edit {
  readonly range: Place;
  readonly text: string;
}

export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
}

/** Something wrong. */
export interface Problem extends Place {
  readonly severity: Severity;
  /** Its name everywhere, such as `wrong-ack-number`. */
  readonly code: string;
  /** What is wrong, why, and what would be right; notation stands in backticks. */
  readonly message: string;
  /** The section of RFC 9293 that it rests on, such as `3.10.7.4`; null where it is about the notation. */
  readonly section: string | null;
  /** Where that section can be read. */
  readonly href: string | null;
  /** The title of the exchange, or null outside of one. */
  readonly scenario: string | null;
  /** What mends it, the best first. */
  readonly fixes: readonly Fix[];
}

/** What `segno trace --json` prints for a file. */
export interface Trace {
  readonly version: 1;
  readonly file: string;
  readonly scenarios: readonly TracedScenario[];
  readonly problems: readonly Omit<Problem, 'section' | 'fixes'>[];
  /** What looks like an exchange in another notation and could not be read. */
  readonly unread: readonly { readonly line: number; readonly endLine: number; readonly why: string }[];
}

/** An exchange, and the states of its ends, by their names, before it, after each step, and at last. */
export interface TracedScenario {
  readonly notation: Notation;
  readonly title: string;
  readonly line: number;
  readonly endLine: number;
  readonly mode: 'notes' | 'strict';
  readonly endpoints: readonly { readonly name: string; readonly label: string | null }[];
  readonly initial: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
  readonly final: Readonly<Record<string, string>>;
}

export type Step = SegmentStep | CallStep | OtherStep;

interface AnyStep {
  readonly line: number;
  /** When it happens or its segment leaves, in seconds since the beginning; missing where nothing says so. */
  readonly time?: number;
  /** When the segment arrives that leaves then. */
  readonly arrives?: number;
  readonly states: Readonly<Record<string, string>>;
}

export interface SegmentStep extends AnyStep {
  readonly kind: 'segment';
  /** Null where the note does not tell. */
  readonly from: string | null;
  readonly to: string | null;
  readonly fate: 'delivered' | 'lost' | 'sent' | 'arrived';
  readonly origin: string;
  readonly flags: readonly string[];
  /** Numbers as the note would write them: `x+1`. */
  readonly seq: string | null;
  readonly ack: string | null;
  readonly len: number;
  readonly win: number | null;
  /** Calls that the note leaves out. */
  readonly implied: readonly { readonly endpoint: string; readonly call: string }[];
  /** What the receiver does with it. */
  readonly outcome: string | null;
}

export interface CallStep extends AnyStep {
  readonly kind: 'call';
  readonly endpoint: string;
  readonly call: string;
}

export interface OtherStep extends AnyStep {
  readonly kind: 'state' | 'path' | 'note';
}

export interface RenderOptions extends Options {
  /** `svg` (the default), `mermaid`, or `rfc`, a figure of characters as RFC 9293 has them. */
  readonly format?: 'svg' | 'mermaid' | 'rfc';
  /** For SVG: `page` (the default) takes its colours from the page it stands in; `light` and `dark` need no page. */
  readonly theme?: 'light' | 'dark' | 'page';
  /** For SVG: whether time goes down the page. */
  readonly toScale?: boolean;
}

/** How a documentation site is made. */
export interface SiteOptions extends Options {
  /** What a wrong exchange does to the build: `fail` (the default), `warn`, or `ignore`. */
  readonly onWrong?: 'fail' | 'warn' | 'ignore';
}

/** The drawing of one exchange. */
export interface Figure {
  readonly title: string;
  /** The first and the last line of the exchange. */
  readonly line: number;
  readonly endLine: number;
  /** What `segno render` writes. */
  readonly text: string;
}

/** An exchange as it was read, from whatever notation. */
export interface Exchange {
  readonly notation: Notation;
  readonly title: string;
  readonly line: number;
  readonly endLine: number;
  /** The same in Segno's notation: what stands in the text, or what it means. */
  readonly segno: string;
}

/** What an exchange may go on with. */
export interface Next {
  /** A line of the notation: a segment or a call. */
  readonly line: string;
  /** Whether it is what one would expect, or only allowed. */
  readonly expected: boolean;
  /** The states of the ends behind it. */
  readonly states: Readonly<Record<string, string>>;
}

/** The documentation of a problem. Texts are Markdown. */
export interface Explanation {
  readonly code: string;
  readonly severity: Severity;
  readonly title: string;
  readonly text: string;
  readonly section: string | null;
  readonly href: string | null;
  /** A requirement of RFC 9293, such as `MUST-13`. */
  readonly requirement: string | null;
  readonly wrong: readonly string[];
  readonly right: readonly string[];
}
