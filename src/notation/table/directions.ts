/** Names and arrows in the cells of a table. */
import { readLabel } from '../label/label.js';
import { plain } from '../label/plain.js';
import { statesIn } from '../label/states.js';
import { arrowsIn } from '../layout/strokes.js';
import type { Cell } from '../layout/text.js';
import { partOf, type Row } from './cells.js';

/** Two names and an arrow between them, in one cell. */
interface Direction {
  readonly from: Cell;
  readonly to: Cell;
  readonly lost: boolean;
  readonly label: readonly Cell[];
}

export function directionIn(cell: Cell): Direction | undefined {
  const [arrow, more] = arrowsIn(cell.text, () => true);
  if (!arrow || more || arrow.head === 'both') return undefined;
  const left = partOf(cell, 0, arrow.start);
  const right = partOf(cell, arrow.end, cell.text.length);
  if (![left, right].every(isName)) return undefined;
  const label = arrow.labels.map(({ start, end }) => partOf(cell, start, end));
  const [from, to] = arrow.head === 'right' ? [left, right] : [right, left];
  return { from, to, lost: arrow.lost, label };
}

export function isName({ text }: Cell): boolean {
  const read = plain(text).text;
  return text !== '' && text.length <= 40 && statesIn(read).length === 0 && readLabel(read).flags.size === 0;
}

/** Whether a cell is an arrow, with or without words on it. */
export function arrowIn(cell: Cell): { right: boolean; lost: boolean; words: readonly Cell[] } | undefined {
  const [arrow, more] = arrowsIn(cell.text, () => true);
  if (!arrow || more || arrow.head === 'both') return undefined;
  const spans = [
    { start: 0, end: arrow.start },
    ...arrow.labels,
    { start: arrow.end, end: cell.text.length },
  ];
  const words = spans.map(({ start, end }) => partOf(cell, start, end)).filter(({ text }) => text !== '');
  return { right: arrow.head === 'right', lost: arrow.lost, words };
}

/** Whether a row names flags, and says of their direction something else than from whom to whom. */
export function goesAnyWay({ cells }: Row, directed: number): boolean {
  const direction = cells[directed]?.text ?? '';
  if (!/[\p{L}\p{N}]/u.test(direction) || readLabel(direction).flags.size > 0) return false;
  return cells.some(({ text }, index) => index !== directed && readLabel(text).flags.size > 0);
}
