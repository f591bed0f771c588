/** Which columns the lifelines of a ladder are drawn in, and the names that stand over them. */
import { cellsIn, rangeOf, wordsOf, type Cell } from '../layout/text.js';
import type { FigureEvent } from '../reader.js';
import { NEAR, nearestTo, type Lifeline, type Lifelines } from './lifelines.js';
import { MOST_LIFELINES, namesIn, stateBehind } from './names.js';
import type { Part } from './parts.js';
import { LIFELINE, SURE_LIFELINE, SURE_LIFELINES, type Row } from './row.js';

/** So many rows above the first arrow may hold the names. */
const REACH = 10;
/** How far apart the pieces of one lifeline may be, where they are in different rows. */
const SHIFTED = 6;

export interface Heading {
  readonly row: number;
  readonly lifelines: readonly Lifeline[];
}

/**
 * The names over the arrows, in the row of that index, and the lifelines that they belong to. Undefined where nothing
 * tells which ends there are.
 */
export function headingOf({ rows, first, last }: Part): Heading | undefined {
  const { often, all } = drawnColumns(rows.slice(first, last + 1));
  let some: Heading | undefined;
  for (let index = Math.max(0, first - REACH); index < first; index++) {
    const row = rows[index];
    if (!row || row.hasArrow) continue;
    // An end that has little to say has a short lifeline: that it is one shows where each has a name.
    const drawn = namesIn(row, often) ? often : all;
    const names = namesIn(row, drawn);
    if (!names || (drawn !== often && names.length !== drawn.length)) continue;
    const lifelines = assigned(row, names, drawn);
    if (!lifelines) continue;
    // A row above may tell what several lifelines show together.
    if (names.length >= drawn.length) return { row: index, lifelines };
    some ??= { row: index, lifelines };
  }
  if (some) return some;
  if (often.length < 2) return undefined;
  // Nobody is named.
  const lifelines = often.map((column, index): Lifeline => ({
    column,
    participant: { id: String.fromCharCode(65 + index) },
  }));
  return { row: first, lifelines };
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

/** The states that stand behind the names of a row: `A ESTABLISHED`. */
export function statesBehind(row: Row, { all }: Lifelines): FigureEvent[] {
  return cellsIn(row.words, 0, row.text.length).flatMap((cell): FigureEvent[] => {
    const state = stateBehind(cell);
    const named = all.find(({ participant: { range } }) => {
      const at = (range?.column ?? 0) - 1;
      return range?.line === row.line && at >= cell.start && at < cell.end;
    });
    if (!state || !named) return [];
    const words = wordsOf(state, row.line);
    return [{ kind: 'note', over: [named.participant.id], words, range: words.whole }];
  });
}

/** The columns of the lifelines that are drawn in rows: in many of them, and in two at least. */
function drawnColumns(rows: readonly Row[]): { often: readonly number[]; all: readonly number[] } {
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

/** Each name over its lifeline; without lifelines, names have columns of their own. */
function assigned(
  row: Row,
  names: readonly Cell[],
  drawn: readonly number[],
): readonly Lifeline[] | undefined {
  const taken = new Set<string>();
  const lifeline = (column: number, name: Cell): Lifeline => {
    // Two figures side by side may have ends of the same name.
    let id = name.text;
    for (let count = 2; taken.has(id); count++) id = `${name.text} ${count}`;
    taken.add(id);
    return { column, participant: { id, label: name.text, range: rangeOf(name, row.line) } };
  };
  const middles = names.map((name) => row.middle(name));
  if (drawn.length < 2) return names.map((name, index) => lifeline(middles[index] ?? 0, name));
  if (drawn.length === names.length) return names.map((name, index) => lifeline(drawn[index] ?? 0, name));
  const boxes = boxesAround(middles, drawn);
  if (boxes) return names.map((name, index) => lifeline(boxes[index] ?? 0, name));
  const nearest = new Map(middles.map((middle, index) => [nearestTo(drawn, middle), index]));
  if (nearest.size < names.length) return undefined;
  return drawn.map((column, index) => {
    const name = names[nearest.get(index) ?? -1];
    return name ? lifeline(column, name) : { column, participant: { id: `_${index + 1}` } };
  });
}

/**
 * Where the arrows begin and end if each name stands over a box that is drawn all the way down: at the sides that the
 * outermost boxes turn to the others. Undefined where the columns are no such sides.
 */
function boxesAround(names: readonly number[], drawn: readonly number[]): readonly number[] | undefined {
  if (drawn.length !== 2 * names.length) return undefined;
  const boxes = names.map((middle, index) => {
    const [left = Infinity, right = -Infinity] = drawn.slice(2 * index, 2 * index + 2);
    if (middle < left || middle > right) return undefined;
    if (index === 0) return right;
    return index === names.length - 1 ? left : (left + right) / 2;
  });
  return boxes.includes(undefined) ? undefined : boxes.map((column) => column ?? 0);
}
