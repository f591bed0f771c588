/** The format of a rule: one problem, one file, with everything that is said about it. */
import type { Fault, FaultCode, Severity } from '../exchange/fault.js';
import type { Place, Script, Statement } from '../exchange/script.js';
import type { Found, RelatedNote, Trace } from '../exchange/trace.js';
import type { Seq } from '../tcp/seq.js';

export type Language = 'en' | 'zh-cn';

/** A text in both languages of Segno. */
export type Bilingual = Readonly<Record<Language, string>>;

/** What a message may ask for when it is worded. */
export interface Wording {
  readonly language: Language;
  /** A sequence number as the note would write it. */
  speak(number: Seq): string;
  /** A state in the style that the user set. */
  state(state: string): string;
}

/** An edit in terms of the script: write `text` for the part, inserting it where the part is not written. */
export interface Fix {
  readonly title: Bilingual;
  readonly place: Place;
  /** What replaces the part; an argument is written whole (`ack=x+1`). Empty deletes the part, or the statement. */
  readonly text: string;
  /** replace (the default) the part, or put whole lines before or after its statement. */
  readonly where?: 'replace' | 'line-before' | 'line-after';
}

/** What a fix may look at. */
export interface FixContext {
  readonly trace: Trace;
  readonly script: Script;
  readonly statement: Statement;
  readonly found: Found;
}

type Of<K extends FaultCode> = Extract<Fault, { code: K }>;

export interface Rule<K extends FaultCode = FaultCode> {
  readonly code: K;
  readonly severity: Severity;
  /** The section of RFC 9293 that it rests on, such as `3.10.7.4`; empty where the rule is about the notation. */
  readonly section: string;
  /** Requirement of RFC 9293 Appendix B, such as `MUST-58`, where there is one. */
  readonly requirement?: string;
  /** One line for lists and headings. */
  readonly title: Bilingual;
  /** What is wrong, why, and what would be right: Markdown, for the documentation page and `segno explain`. */
  readonly explanation: Bilingual;
  /** Scenarios that show it; each bad one has exactly this problem, each good one none. */
  readonly examples: { readonly bad: readonly string[]; readonly good: readonly string[] };
  /** The message for one fault, without the section, ending in a full stop. */
  message(fault: Of<K>, wording: Wording): string;
  /** The shorter words beside an arrow in the drawing: `ack should be x+1`. The title stands in where it is missing. */
  short?(fault: Of<K>, wording: Wording): string;
  /** Words for the related places; a default by note exists. */
  related?(note: RelatedNote, wording: Wording): string | undefined;
  /** Edits that make the exchange right, the best first. */
  fixes?(fault: Of<K>, context: FixContext): readonly Fix[];
  /** For rules that look at the whole trace rather than word a fault of the engine. */
  check?(trace: Trace): readonly (Omit<Found, 'fault'> & { readonly fault: Of<K> })[];
}

/** Gives a rule file its types. */
export function rule<K extends FaultCode>(definition: Rule<K>): Rule<K> {
  return definition;
}
