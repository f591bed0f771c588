/** Places in a text, as people count them. */

/** Lines and columns count from 1, columns in UTF-16 units; `endColumn` is the first that no longer belongs to it. */
export interface Range {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** The range so many lines further down. */
export function shift(range: Range, lines: number): Range {
  return lines === 0 ? range : { ...range, line: range.line + lines, endLine: range.endLine + lines };
}

/** From the start of one range to the end of another. */
export function span(from: Range, to: Range): Range {
  return { line: from.line, column: from.column, endLine: to.endLine, endColumn: to.endColumn };
}

/** The empty range before or after a range. */
export function at(range: Range, side: 'start' | 'end'): Range {
  return side === 'start'
    ? { line: range.line, column: range.column, endLine: range.line, endColumn: range.column }
    : { line: range.endLine, column: range.endColumn, endLine: range.endLine, endColumn: range.endColumn };
}

/** Whether a position stands in a range, its end included. */
export function contains(range: Range, line: number, column: number): boolean {
  const afterStart = line > range.line || (line === range.line && column >= range.column);
  const beforeEnd = line < range.endLine || (line === range.endLine && column <= range.endColumn);
  return afterStart && beforeEnd;
}

/** Orders ranges by where they begin. */
export function compareRanges(a: Range, b: Range): number {
  return a.line - b.line || a.column - b.column || a.endLine - b.endLine || a.endColumn - b.endColumn;
}

/** A piece of text to write in place of a range. */
export interface Edit {
  readonly range: Range;
  readonly text: string;
}

/** The lines of a text, without what ends them. */
export function splitLines(text: string): string[] {
  return text.split(/\r\n|\n|\r/);
}

/**
 * The text with edits applied. Edits do not overlap, and of several at one place the last comes first; line ends stay as
 * they are. The text is copied once, however many edits there are.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  const offset = (line: number, column: number): number => (starts[line - 1] ?? text.length) + column - 1;
  const pieces: string[] = [];
  let done = 0;
  for (const { range, text: own } of edits.toReversed().sort((a, b) => compareRanges(a.range, b.range))) {
    pieces.push(text.slice(done, offset(range.line, range.column)), own);
    done = offset(range.endLine, range.endColumn);
  }
  return pieces.join('') + text.slice(done);
}
