/** The format of a rule: one problem, one file, with everything that is said about it. */
import { severityOf, type Fault, type FaultCode, type Severity } from '../exchange/fault.js';
import type { Place, Script, Statement } from '../exchange/script.js';
import type { Found, RelatedNote, Trace } from '../exchange/trace.js';
import type { Seq } from '../tcp/seq.js';
import type { State } from '../tcp/state.js';

export type Language = 'en' | 'zh-cn';

/** A text in both languages of Segno. */
export type Bilingual = Readonly<Record<Language, string>>;

/** What a message may ask for when it is worded. */
export interface Wording {
  readonly language: Language;
  /** The text in the language that is asked for. */
  readonly say: (text: Bilingual) => string;
  /** A sequence number as the note would write it. */
  readonly speak: (number: Seq) => string;
  /** A state in the style that the user set. */
  readonly state: (state: State) => string;
  /** Whether it is said of a figure in another notation, which knows none of Segno's words. */
  readonly figure: boolean;
}

/** An edit in terms of the script: write `text` for the part, inserting it where the part is not written. */
export interface Fix {
  readonly title: Bilingual;
  readonly place: Place;
  /**
   * What replaces the part; an argument is written whole (`ack=x+1`). Empty deletes the part, with what joins it to its
   * neighbours, or the statement.
   */
  readonly text: string;
  /**
   * replace (the default) the part, put whole lines before or after its statement, turn the statement's arrows, or have
   * them say that the segment arrives or is lost.
   */
  readonly where?: 'replace' | 'line-before' | 'line-after' | 'turned' | 'arrives' | 'lost';
  /** What else has to be changed for the exchange to be right. */
  readonly also?: Omit<Fix, 'title'>;
}

/** What a fix may look at. */
export interface FixContext {
  readonly trace: Trace;
  readonly script: Script;
  readonly statement: Statement;
  readonly found: Found;
}

/** What is documented of every problem, whoever finds it. */
export interface Entry {
  /** The name that the problem has everywhere: in messages, in file names, in `expect-error`. */
  readonly code: string;
  readonly severity: Severity;
  /** The section of RFC 9293 that it rests on, such as `3.10.7.4`; empty where the rule is about the notation. */
  readonly section: string;
  /** Requirement of RFC 9293 Appendix B, such as `MUST-13`, where there is one. */
  readonly requirement?: string;
  /** One line for lists and headings. */
  readonly title: Bilingual;
  /** What is wrong, why, and what would be right: Markdown, for the documentation page and `segno explain`. */
  readonly explanation: Bilingual;
  /** Text that shows it; each bad one has exactly this problem, each good one none. */
  readonly examples: { readonly bad: readonly string[]; readonly good: readonly string[] };
}

type Faults = { readonly [K in FaultCode]: Extract<Fault, { code: K }> };
type Of<K extends FaultCode> = Faults[K];

/** What a rule's check finds. */
export type Finding<K extends FaultCode> = Omit<Found, 'fault' | 'expected'> & { readonly fault: Of<K> };

/** A problem of an exchange: found by the engine, or by the rule's own look at the whole trace. */
export interface Rule<K extends FaultCode = FaultCode> extends Entry {
  readonly code: K;
  /** The message for one fault, without the section, a full sentence with code in backticks. */
  message(fault: Of<K>, wording: Wording): string;
  /** The shorter words beside an arrow in the drawing: `ack should be x+1`. The title stands in where it is missing. */
  short?(fault: Of<K>, wording: Wording): string;
  /** Words for the related places; a default by note exists. */
  related?(note: RelatedNote, wording: Wording): string | undefined;
  /** Edits that make the exchange right, the best first. */
  fixes?(fault: Of<K>, context: FixContext): readonly Fix[];
  /** For rules that look at the whole trace rather than word a fault of the engine. */
  check?(trace: Trace): readonly Finding<K>[];
}

/** Gives a rule file its types, and the rule the severity that its fault has everywhere. */
export function rule<K extends FaultCode>(definition: Omit<Rule<K>, 'severity'>): Rule<K> {
  return { severity: severityOf(definition.code), ...definition };
}

/** Problems of the notation, which are found, worded and mended where the text is read. */
export type NotationCode =
  | 'syntax'
  | 'unknown-flag'
  | 'missing-plus'
  | 'stray-end'
  | 'unclosed-scenario'
  | 'letter-case'
  | 'unusual-arrow'
  | 'unknown-code'
  | 'exchange-in-other-fence'
  | 'other-notation';

/** The documented entry of a problem of the notation. */
export interface NotationRule<K extends NotationCode = NotationCode> extends Entry {
  readonly code: K;
}

/** Gives the file of a notation rule its types. */
export function notationRule<K extends NotationCode>(definition: NotationRule<K>): NotationRule<K> {
  return definition;
}
