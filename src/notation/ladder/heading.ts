/** The names over the lifelines of a ladder, and the states behind them. */
import { cellsIn, rangeOf, wordsOf, type Cell } from '../layout/text.js';
import type { FigureEvent } from '../reader.js';
import { boxesAround, drawnColumns, reachedBy } from './columns.js';
import { nearestTo, type Lifeline, type Lifelines } from './lifelines.js';
import { namesIn, stateBehind } from './names.js';
import type { Part } from './parts.js';
import type { Row } from './row.js';

/** So many rows above the first arrow may hold the names. */
const REACH = 10;

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
    const lifelines = assigned(row, names, drawn, rows.slice(first, last + 1));
    if (!lifelines) continue;
    // A row above may tell what several lifelines show together.
    if (names.length >= drawn.length) return { row: index, lifelines };
    some ??= { row: index, lifelines };
  }
  if (some) return some;
  // Nobody is named; boxes with states are those of a state diagram.
  if (often.length < 2 || rows.some((row) => row.hasArrow && row.hasBoxedState)) return undefined;
  const lifelines = often.map((column, index): Lifeline => ({
    column,
    participant: { id: String.fromCharCode(65 + index) },
  }));
  return { row: first, lifelines };
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

/** Each name over its lifeline; without lifelines, names have columns of their own. */
function assigned(
  row: Row,
  names: readonly Cell[],
  drawn: readonly number[],
  rows: readonly Row[],
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
  const boxes = boxesAround(middles, drawn) ?? reachedBy(rows, drawn, names.length);
  if (boxes) return names.map((name, index) => lifeline(boxes[index] ?? 0, name));
  const nearest = new Map(middles.map((middle, index) => [nearestTo(drawn, middle), index]));
  if (nearest.size < names.length) return undefined;
  return drawn.map((column, index) => {
    const name = names[nearest.get(index) ?? -1];
    return name ? lifeline(column, name) : { column, participant: { id: `_${index + 1}` } };
  });
}
