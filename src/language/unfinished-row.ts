/** Whether a line of a figure in another notation than Segno's is only unfinished. */
import type { Block } from './analysis.js';

/** What an editor adds behind the cursor by itself. */
const CLOSERS = /^[\s)\]}）】"”'`]*$/u;
/** What nobody leaves at the end of a line: an operator, or the shaft of an arrow. */
const GOES_ON = /[-=+,:：，、;/&(<>~─━═→←]\s*$/u;
const BRACKETS: readonly (readonly [open: string, close: string])[] = [
  ['(', ')'],
  ['[', ']'],
  ['（', '）'],
];
const LIFELINES = /[|│┃├┤]/gu;

/**
 * Whether somebody who types in a line of a block may not have come to its end: a bracket is open, an operator stands last,
 * or there are fewer cells or lifelines than in the line above. Both numbers count from 1.
 */
export function isUnfinishedRow(block: Block, line: number, column: number): boolean {
  const index = line - block.line;
  const text = block.lines[index] ?? '';
  const before = text.slice(0, column - 1);
  if (!CLOSERS.test(text.slice(column - 1))) return false;
  if (GOES_ON.test(before)) return true;
  if (BRACKETS.some(([open, close]) => before.lastIndexOf(open) > before.lastIndexOf(close))) return true;
  const above = block.lines.slice(0, index).findLast((one) => marksIn(one) > 1);
  const marks = marksIn(before);
  return above !== undefined && marks > 0 && marks < marksIn(above);
}

function marksIn(text: string): number {
  return text.match(LIFELINES)?.length ?? 0;
}
