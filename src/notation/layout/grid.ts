/** Where the characters of a line stand on the page, where wide ones take two columns. */
import { width } from '../width.js';

const TAB = 8;
/** One column for each character. */
const NARROW = /^[ -~]*$/u;

/**
 * In which column the character at an offset of a line begins; behind the last it is the line's width. Both count from 0.
 */
export function columnsOf(line: string): (offset: number) => number {
  if (NARROW.test(line)) return (offset) => Math.min(offset, line.length);
  const columns: number[] = [];
  let at = 0;
  for (const character of line) {
    for (let unit = 0; unit < character.length; unit++) columns.push(at);
    at = character === '\t' ? at + TAB - (at % TAB) : at + width(character);
  }
  return (offset) => columns[offset] ?? at;
}
