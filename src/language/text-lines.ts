/** The lines of a text, and after an edit as many as can be of those that it had before: the same strings. */
import { ownCopy } from './own-copy.js';
import { splitLines } from './range.js';

/**
 * Splits one text after the other like `splitLines`. What stands above and below an edit is not cut out again, so that
 * there is nothing to be collected, and whoever compares lines is soon done.
 */
export class TextLines {
  #before: readonly string[] = [];

  of(text: string): readonly string[] {
    const before = this.#before;
    const above = linesAbove(before, text);
    const below = linesBelow(before, text, above);
    const between = splitLines(text.slice(above.offset, below.offset)).map(ownCopy);
    this.#before = before.slice(0, above.lines).concat(between, before.slice(before.length - below.lines));
    return this.#before;
  }
}

/** So many lines that are the same, and where in the text they end, or where the break before them stands. */
interface Same {
  readonly lines: number;
  readonly offset: number;
}

function linesAbove(before: readonly string[], text: string): Same {
  let [lines, offset] = [0, 0];
  for (const line of before) {
    if (!text.startsWith(line, offset)) break;
    const length = breakAt(text, offset + line.length);
    if (length === 0) break;
    lines++;
    offset += line.length + length;
  }
  return { lines, offset };
}

function linesBelow(before: readonly string[], text: string, above: Same): Same {
  let [lines, offset] = [0, text.length];
  while (lines < before.length - above.lines) {
    const line = before[before.length - 1 - lines] ?? '';
    if (!text.endsWith(line, offset)) break;
    const start = offset - line.length;
    const length = breakBefore(text, start);
    if (length === 0 || start - length < above.offset) break;
    lines++;
    offset = start - length;
  }
  return { lines, offset };
}

/** How many characters the line break at an offset has; 0 where there is none. */
function breakAt(text: string, offset: number): number {
  if (text[offset] === '\n') return 1;
  if (text[offset] !== '\r') return 0;
  return text[offset + 1] === '\n' ? 2 : 1;
}

function breakBefore(text: string, offset: number): number {
  if (text[offset - 1] === '\r') return 1;
  if (text[offset - 1] !== '\n') return 0;
  return text[offset - 2] === '\r' ? 2 : 1;
}
