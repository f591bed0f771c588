/** Text for a terminal: nothing in a note can move the cursor, change colours or reorder what is printed. */

import { width } from '../notation/width.js';

/** Controls, and format characters: zero-width ones, marks and overrides of direction, line separators. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/u;
const TAB = '    ';

/** One character as it is printed. */
function seen(character: string): string {
  if (character === '\t') return TAB;
  if (!UNSEEN.test(character)) return character;
  return `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`;
}

/** The text with everything unseen spelt out, in one line. */
export function safe(text: string): string {
  return Array.from(text, seen).join('');
}

/** How many columns the printed form of a piece of a note takes. */
export function printedWidth(text: string): number {
  return width(safe(text));
}

/** The text followed by blanks up to that many columns. */
export function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - width(text)));
}

export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'blue' | 'cyan';

/** Puts a style around a text that is safe already. */
export type Paint = (style: Style, text: string) => string;

const CODES: Readonly<Record<Style, string>> = {
  bold: '1',
  dim: '2',
  red: '31',
  yellow: '33',
  blue: '34',
  cyan: '36',
};

export const plain: Paint = (_style, text) => text;

export const coloured: Paint = (style, text) => (text === '' ? '' : `\x1b[${CODES[style]}m${text}\x1b[0m`);
