/**
 * A form: one way in which people write what Segno writes otherwise. It knows how the line looks then, and how Segno
 * has it. Forms are put one after the other (`index.ts`), so that each needs to know of one habit only: `1. C => S: SYN`
 * loses its number, then gets its arrow, then its two arrows.
 */
import type { Bilingual } from '../../rules/rule.js';

/** Stands in a line for an end that it does not name: the other one of those that the scenario has. */
export const OTHER = '\uE000';
/** Stands in a line for the first end of the scenario, where it names none. */
export const ANY = '\uE001';

/** What a form makes of a line. */
export interface Rewriting {
  /** The line as Segno has it, the likeliest first. */
  readonly lines: readonly string[];
  /** The piece of the line that the form is about, where its words quote one. */
  readonly piece?: string;
  /** What stands for the piece, where its words quote that, too. */
  readonly instead?: string;
}

export interface Form {
  readonly name: string;
  /** What the writer should know, a clause that goes on with `: write …`. */
  readonly words: (piece: string, instead: string) => Bilingual;
  /** The line with this habit gone, or nothing where it does not have it. */
  readonly rewrite: (line: string) => Rewriting | string | undefined;
}

/** The name of an end, as a pattern. */
export const NAME = String.raw`[\p{ID_Start}_${OTHER}${ANY}][\p{ID_Continue}_]*`;
/** What stands at either side of a segment. */
export const SIDE = String.raw`(?:${NAME}|\.{3,}|…+)`;
/** The arrows that Segno has. */
export const ARROW = String.raw`(?:-+>|<-+|→|←|-+[xX](?![\p{ID_Continue}_])|(?<![\p{ID_Continue}_])[xX]-+)`;
/** What may stand behind the second end: states and text. */
export const TAIL = String.raw`(?:\s*(?:\[[^\]]*\]|:.*))*`;
/** What may stand before the first end. */
export const ORIGIN = String.raw`(?:(?:dup|stale|forged|重复|陈旧|伪造)\s+)?`;

/** A pattern in which `NAME`, `SIDE`, `ARROW`, `TAIL` and `ORIGIN` stand for themselves. */
export function pattern(text: string, flags = ''): RegExp {
  const known = patterns.get(flags + text);
  if (known) return known;
  const pieces: Readonly<Record<string, string>> = { NAME, SIDE, ARROW, TAIL, ORIGIN };
  const made = new RegExp(
    text.replace(/\b(?:NAME|SIDE|ARROW|TAIL|ORIGIN)\b/g, (word) => pieces[word] ?? word),
    `u${flags}`,
  );
  patterns.set(flags + text, made);
  return made;
}

const patterns = new Map<string, RegExp>();

/** Whether every bracket of a text is closed in it. */
export function isBalanced(text: string): boolean {
  let depth = 0;
  for (const sign of text) {
    if (sign === '(' || sign === '[') depth++;
    else if (sign === ')' || sign === ']') depth--;
    if (depth < 0) return false;
  }
  return depth === 0;
}

export function pointsLeft(arrow: string): boolean {
  return /^(?:<|←|[xX]-)/.test(arrow);
}

/** A line that sends a segment, in its pieces. */
export interface Sending {
  readonly origin: string;
  readonly left: string;
  readonly first: string;
  readonly segment: string;
  readonly second: string;
  readonly right: string;
  readonly tail: string;
}

const SENDING = pattern(String.raw`^(ORIGIN)(SIDE)\s*(ARROW)\s*(.*?)\s*(ARROW)\s*(SIDE)(TAIL)$`);

export function sendingOf(line: string): Sending | undefined {
  const [, origin = '', left = '', first = '', segment = '', second = '', right = '', tail = ''] =
    SENDING.exec(line) ?? [];
  return left === '' ? undefined : { origin, left, first, segment, second, right, tail };
}

export function sendingLine({ origin, left, first, segment, second, right, tail }: Sending): string {
  return `${origin}${left} ${first} ${segment} ${second} ${right}${tail}`;
}
