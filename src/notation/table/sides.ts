/** Tables in which the column, or a column of senders alone, tells who sends. */
import { readLabel } from '../label/label.js';
import { CLIENT, RECEIVED, SERVER } from '../label/words.js';
import type { Cell } from '../layout/text.js';
import type { Row } from './cells.js';
import type { Head } from './columns.js';
import { arrowIn, isName } from './directions.js';

/** Which of the columns of two ends tells what is sent in a row: the other is empty, or says that it arrives. */
export function sendingIn({ cells }: Row, columns: readonly [number, number]): 'left' | 'right' | undefined {
  const [left, right] = columns.map((column) => {
    const cell = cells[column];
    const flags = cell ? readLabel(cell.text).flags : new Set();
    if (!cell || flags.size === 0) return undefined;
    const received = RECEIVED.exec(cell.text)?.index ?? Infinity;
    return { right: arrowIn(cell)?.right, key: [...flags].sort().join(), received };
  });
  if (left && right) {
    if (left.key !== right.key || left.received === right.received) return undefined;
    return left.received > right.received ? 'left' : 'right';
  }
  if (left) return left.right === false ? undefined : 'left';
  return right && right.right !== true ? 'right' : undefined;
}

/** The columns of two ends in which a table tells what each of them sends. */
export function sidesIn(
  titles: readonly string[],
  kinds: readonly (Head | undefined)[],
  body: readonly Row[],
): readonly [number, number] | undefined {
  const [client, server] = [CLIENT, SERVER].map((side) => titles.findIndex((title) => side.test(title)));
  const named = titles.flatMap((title, index) => (title !== '' && kinds[index] === undefined ? [index] : []));
  const pairs = [
    [kinds.indexOf('from'), kinds.indexOf('to')],
    [client ?? -1, server ?? -1],
    // Anything may be a name where arrows point from one to the other.
    ...(named.length === 2 ? [named] : []),
  ];
  for (const pair of pairs) {
    const [left, right] = [...pair].sort((a, b) => a - b);
    if (left === undefined || right === undefined || left < 0 || left === right) continue;
    const sent = body.map((row) => sendingIn(row, [left, right]));
    const isPointed = body.some(({ cells }) =>
      pair.some((column) => cells[column] && arrowIn(cells[column])),
    );
    const flagged = body.filter(({ cells }) =>
      pair.some((column) => readLabel(cells[column]?.text ?? '').flags.size > 0),
    );
    if (pair === named && !isPointed) continue;
    // Both ends send something, and no row leaves it open who.
    if (!sent.includes('left') || !sent.includes('right')) continue;
    if (flagged.length === sent.filter((one) => one !== undefined).length) return [left, right];
  }
  return undefined;
}

/** The two names that a column of senders holds, where no other tells who receives. */
export function sendersIn(
  body: readonly Row[],
  column: number,
): readonly (Cell & { readonly line: number })[] | undefined {
  const found = new Map<string, Cell & { readonly line: number }>();
  for (const { cells, line } of body) {
    const cell = cells[column];
    if (cell && isName(cell) && !found.has(cell.text)) found.set(cell.text, { ...cell, line });
  }
  return found.size === 2 ? [...found.values()] : undefined;
}
