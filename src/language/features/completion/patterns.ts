/** What a line looks like up to the cursor. */

export const NAME = String.raw`[\p{ID_Start}_][\p{ID_Continue}_]*`;
const DOTS = String.raw`(?:\.{3,}|…+|。{3,})`;
export const RIGHT = String.raw`(?:[-－–—−]+[>＞》]|→)`;
export const LEFT = String.raw`(?:[<＜《][-－–—−]+|←)`;
const ORIGIN = String.raw`(?:(dup|stale|forged|重复|陈旧|伪造)\s+)?`;

/** A side that is the network. */
export const NETWORK = new RegExp(`^${DOTS}$`, 'u');

/** Nothing, the first word, or the beginning of `...`. */
export const START = /^\s*(?:([\p{ID_Continue}_]*)|(\.{1,2}|。{1,2}))$/u;

/** An `@` before which nothing stands, and behind which no time does yet. */
export const MOMENT_START = /^\s*([@＠])$/u;

/** The left end, and perhaps the beginning of an arrow: origin, end, what follows it. */
export const LEFT_END = new RegExp(String.raw`^\s*${ORIGIN}(${NAME}|${DOTS})(\s*[-－–—−<＜《]*|\s+)$`, 'iu');

/** The left end and an arrow: origin, end, arrow, blanks, the rest. */
export const SIDE = new RegExp(
  String.raw`^\s*${ORIGIN}(${NAME}|${DOTS})\s*(${RIGHT}|${LEFT}|[xX][-－]+)(\s*)(.*)$`,
  'iu',
);

/** A whole segment and the second arrow: segment, arrow, blanks, the other end as far as it is typed. */
export const SECOND = new RegExp(
  String.raw`^(.*?)\s*(${RIGHT}|${LEFT}|[-－]+[xX]|[xX][-－]+)(\s*)(\S*)$`,
  'u',
);

/** What an end does: its name, its peer, blanks, the word. */
export const DOING = new RegExp(
  String.raw`^\s*(${NAME})\s*(?:[(（]\s*(${NAME})\s*[)）]\s*)?[:：](\s*)(.*)$`,
  'u',
);

/** The word that is being typed. */
export const WORD = /[\p{ID_Continue}_-]*$/u;

export function isRightArrow(arrow: string): boolean {
  return new RegExp(`^${RIGHT}$`, 'u').test(arrow);
}

/** The second arrow of a line, whatever it says. */
export const ARROW = String.raw`(?:${RIGHT}|${LEFT}|[-－]+[xX](?![\p{ID_Continue}_])|(?<![\p{ID_Continue}_])[xX][-－]+)`;

/** Whether an arrow stands right before the cursor. */
export function endsInArrow(before: string): boolean {
  return new RegExp(`${ARROW}$`, 'u').test(before);
}

/** How many parentheses are open at the end of a text. */
export function depthOf(text: string): number {
  return (text.match(/[(（]/gu)?.length ?? 0) - (text.match(/[)）]/gu)?.length ?? 0);
}
