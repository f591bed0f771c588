/** What the rows of a ladder without arrows say. */
import { callNamed } from '../claims.js';
import { statesIn } from '../label/states.js';
import { cellsIn, wordsOf } from '../layout/text.js';
import type { FigureEvent } from '../reader.js';
import { nearestTo, type Lifelines } from './lifelines.js';
import type { Row } from './row.js';

/** What stands no further from a lifeline is beside it. */
const BESIDE = 3;

/** A row without an arrow: states under the lifelines, remarks beside and between them. */
export function remarks(row: Row, lifelines: Lifelines, labels: ReadonlySet<Row>): FigureEvent[] {
  const cells = cellsIn(untied(row, lifelines), 0, row.text.length);
  const { columns } = lifelines;
  return cells.flatMap((one): FigureEvent[] => {
    if (!/[\p{L}\d]/u.test(one.text) || /^\(?\d{1,3}[.):]?$/u.test(one.text)) return [];
    const middle = row.middle(one);
    const nearest = nearestTo(columns, middle);
    const column = columns[nearest] ?? 0;
    const outside = middle <= (columns[0] ?? 0) || middle >= (columns.at(-1) ?? 0);
    const [start, end] = [row.column(one.start), row.column(one.end)];
    const isWithin = (reach: number, other: number): boolean =>
      start - reach <= other && other <= end + reach;
    // What nearly fills the space to the next lifeline may be said of either end.
    const fills = columns.some((other) => other !== column && isWithin(BESIDE + 1, other));
    const isNear = outside || (isWithin(BESIDE, column) && !fills);
    const words = wordsOf(one, row.line);
    const near = lifelines.all[nearest]?.participant.id;
    const hasState = statesIn(one.text).length > 0;
    if (labels.has(row) && !hasState) return [];
    if (hasState && row.isPath)
      return [{ kind: 'note', over: [], words, range: words.whole, unclaimed: true }];
    // Between the lifelines a state may be either end's.
    if (hasState && !isNear)
      return [
        {
          kind: 'note',
          over: lifelines.namedIn(one.text),
          words,
          range: words.whole,
          unclaimed: lifelines.namedIn(one.text).length === 0 && !isSaidOfAll(one.text),
        },
      ];
    if ((hasState || callNamed(one.text)) && isNear && near !== undefined)
      return [{ kind: 'note', over: lifelines.spokenOf(one.text, near), words, range: words.whole }];
    return [{ kind: 'note', over: [], words, range: words.whole }];
  });
}

/** The row with the knots on lifelines, at which programs call, made blank: `o close`. */
function untied(row: Row, lifelines: Lifelines): string {
  return row.words.replaceAll(/(?<=^|\s)[oO○●◦•](?=\s)/gu, (knot, offset: number) =>
    lifelines.isAt(row.column(offset)) ? '\t' : knot,
  );
}

/** `ESTABLISHED` in the middle of a figure is said of both ends. */
function isSaidOfAll(text: string): boolean {
  return /^\W*(?:connection\s+|连接\s*|[Bb]oth\s+)?ESTABLISHED\W*$/u.test(text);
}
