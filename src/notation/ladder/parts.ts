/** The ladders in a text: one may stand below the other. */
import { headingIn } from './names.js';
import { SURE_LIFELINE, type Row } from './row.js';

/** The rows of one ladder. */
export interface Part {
  readonly rows: readonly Row[];
  /** The first row with an arrow, and the last; -1 where there is none. */
  readonly first: number;
  readonly last: number;
  /** The row at which the ladder ends: what stands below the last arrow belongs to it until a row without lifelines. */
  readonly bottom: number;
}

/** The ladders in a text, one below the other: two blank rows part them, and a heading that comes again. */
export function ladders(rows: readonly Row[]): Part[] {
  const parts: Row[][] = [];
  let part: Row[] = [];
  let arrows = 0;
  let gap = 0;
  let headings = new Set<string>();
  for (const row of rows) {
    gap = row.isBlank && !SURE_LIFELINE.test(row.text) ? gap + 1 : 0;
    const heading = row.hasArrow ? undefined : headingIn(row);
    if (arrows > 0 && (gap === 2 || (heading !== undefined && headings.has(heading)))) {
      parts.push(part);
      part = [];
      arrows = 0;
      headings = new Set();
    }
    if (arrows === 0 && heading !== undefined) headings.add(heading);
    part.push(row);
    if (row.hasArrow) arrows++;
  }
  parts.push(part);
  return parts.map(partOf);
}

function partOf(rows: readonly Row[]): Part {
  const last = rows.findLastIndex((row) => row.hasArrow);
  const blank = rows.findIndex((row, index) => index > last && row.text.trim() === '');
  return {
    rows,
    first: rows.findIndex((row) => row.hasArrow),
    last,
    bottom: (blank < 0 ? rows.length : blank) - 1,
  };
}
