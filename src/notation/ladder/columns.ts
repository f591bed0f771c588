/** Which columns of a ladder something is drawn in from row to row. */
import { NEAR, nearestTo } from './lifelines.js';
import { MOST_LIFELINES } from './names.js';
import { LIFELINE, SURE_LIFELINE, SURE_LIFELINES, type Row } from './row.js';

/** How far apart the pieces of one lifeline may be, where they are in different rows. */
const SHIFTED = 6;

/** The columns of the lifelines that are drawn in rows: in many of them, and in two at least. */
export function drawnColumns(rows: readonly Row[]): { often: readonly number[]; all: readonly number[] } {
  const counted = countedColumns(rows);
  if (counted) return { often: counted, all: counted };
  const counts = new Map<number, number>();
  const marked = new Map<number, Set<Row>>();
  const colons = new Map<number, number>();
  for (const row of rows) {
    for (const { 0: mark, index } of row.text.matchAll(LIFELINE)) {
      const own = SURE_LIFELINE.test(mark) ? counts : colons;
      const column = row.column(index);
      own.set(column, (own.get(column) ?? 0) + 1);
      marked.set(column, (marked.get(column) ?? new Set()).add(row));
    }
  }
  for (const [column, count] of colons) if (count >= 3 && counts.size < 2) counts.set(column, count);
  const clusters: { to: number; count: number; weight: number; rows: Set<Row> }[] = [];
  for (const [column, count] of [...counts].sort(([a], [b]) => a - b)) {
    const last = clusters.at(-1);
    const own = marked.get(column) ?? new Set();
    // What never stands in one row is one lifeline that hasty hands have shifted.
    const isShifted = last && column - last.to <= SHIFTED && ![...own].some((row) => last.rows.has(row));
    if (last && (column - last.to <= NEAR || isShifted)) {
      last.to = column;
      last.count += count;
      last.weight += column * count;
      for (const row of own) last.rows.add(row);
    } else clusters.push({ to: column, count, weight: column * count, rows: new Set(own) });
  }
  const most = Math.max(0, ...clusters.map(({ count }) => count));
  const columns = (least: number): readonly number[] => {
    const found = clusters.filter(({ count }) => count >= 2 && count >= least);
    if (found.length < 2 || found.length > MOST_LIFELINES) return [];
    return found.map(({ weight, count }) => Math.round(weight / count));
  };
  return { often: columns(most / 4), all: columns(2) };
}

/**
 * The columns of lifelines that are counted, where each row of marks has as many: a long label may have shoved the marks
 * behind it further than hasty hands do. Undefined where rows differ.
 */
function countedColumns(rows: readonly Row[]): readonly number[] | undefined {
  const marked = rows
    .map((row) => [...row.text.matchAll(SURE_LIFELINES)].map(({ index }) => row.column(index)))
    .filter((columns) => columns.length > 0);
  const [first, second] = marked;
  if (!first || !second || first.length < 2 || first.length > MOST_LIFELINES) return undefined;
  if (marked.some(({ length }) => length !== first.length)) return undefined;
  return first.map((_, index) => {
    const own = marked.map((columns) => columns[index] ?? 0).sort((a, b) => a - b);
    return own[own.length >> 1] ?? 0;
  });
}

/** The columns at which arrows begin and end, where these are as many as there are names: others are sides of boxes. */
export function reachedBy(
  rows: readonly Row[],
  drawn: readonly number[],
  names: number,
): readonly number[] | undefined {
  const reached = new Set<number>();
  for (const row of rows)
    for (const { start, end } of row.arrows)
      for (const column of [row.column(start) - 1, row.column(end)])
        if (drawn.some((one) => Math.abs(one - column) <= NEAR)) reached.add(nearestTo(drawn, column));
  if (reached.size !== names) return undefined;
  return [...reached].sort((a, b) => a - b).map((index) => drawn[index] ?? 0);
}

/**
 * Where the arrows begin and end if each name stands over a box that is drawn all the way down: at the sides that the
 * outermost boxes turn to the others. Undefined where the columns are no such sides.
 */
export function boxesAround(
  names: readonly number[],
  drawn: readonly number[],
): readonly number[] | undefined {
  if (drawn.length !== 2 * names.length) return undefined;
  const boxes = names.map((middle, index) => {
    const [left = Infinity, right = -Infinity] = drawn.slice(2 * index, 2 * index + 2);
    if (middle < left || middle > right) return undefined;
    if (index === 0) return right;
    return index === names.length - 1 ? left : (left + right) / 2;
  });
  return boxes.includes(undefined) ? undefined : boxes.map((column) => column ?? 0);
}
