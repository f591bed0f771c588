/** The cells of a Markdown table. */
import type { Cell } from '../layout/text.js';

export interface Row {
  readonly line: number;
  readonly cells: readonly Cell[];
}

/** The cells of a row; a bar behind a backslash is part of one. */
export function cellsOf(text: string): Cell[] {
  const cells: Cell[] = [];
  let start = /^\s*\|?/u.exec(text)?.[0].length ?? 0;
  const put = (end: number): void => {
    const written = text.slice(start, end);
    const trimmed = written.trim();
    const from = start + written.length - written.trimStart().length;
    cells.push({ text: trimmed, start: from, end: from + trimmed.length });
  };
  for (let at = start; at < text.length; at++) {
    if (text.charAt(at) === '\\') at++;
    else if (text.charAt(at) === '|') {
      put(at);
      start = at + 1;
    }
  }
  if (text.slice(start).trim() !== '') put(text.length);
  return cells;
}

/** A part of a cell, without the blanks around it. */
export function partOf(cell: Cell, start: number, end: number): Cell {
  const text = cell.text.slice(start, end);
  const trimmed = text.trim();
  const from = cell.start + start + text.length - text.trimStart().length;
  return { text: trimmed, start: from, end: from + trimmed.length };
}
