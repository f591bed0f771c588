/** Where the characters of a line stand on the page, where wide ones take two columns. */
import { width } from '../width.js';

const TAB = 8;
/** One column for each character. */
const NARROW = /^[ -~]*$/u;

/** The column in which each character of a line begins, and behind the last the line's width; both count from 0. */
export function columnsOf(line: string): readonly number[] {
  if (NARROW.test(line)) return Array.from({ length: line.length + 1 }, (_, column) => column);
  const columns: number[] = [];
  let at = 0;
  for (const character of line) {
    for (let unit = 0; unit < character.length; unit++) columns.push(at);
    at = character === '\t' ? at + TAB - (at % TAB) : at + width(character);
  }
  columns.push(at);
  return columns;
}
