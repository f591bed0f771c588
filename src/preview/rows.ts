/** Which row of a drawing is which row of the drawing after an edit. */
import type { Drawing, Row } from '../diagram/drawing.js';

/** What makes a row the same to a reader, wherever it now stands and whatever has become of the ends. */
function identity(drawing: Drawing, row: Row): string {
  const name = (participant: number) => drawing.participants[participant]?.name;
  switch (row.kind) {
    case 'segment':
      return JSON.stringify([name(row.from), name(row.to), row.flags, row.passage, row.numbers, row.text]);
    case 'call':
      return JSON.stringify([name(row.participant), row.call, row.text]);
    case 'state':
      return JSON.stringify([name(row.participant), row.kind, row.text]);
    default:
      return JSON.stringify([row.kind, row.text]);
  }
}

/**
 * Follows rows over an edit: those above and below what changed are the same, and of what changed the first is the
 * first. A row that is gone becomes the one in its place, or the last.
 */
export function followRows(before: Drawing, after: Drawing): (row: number) => number {
  const [olds, news] = [before.rows, after.rows];
  const isSame = (old: Row | undefined, now: Row | undefined): boolean => {
    if (!old || !now) return false;
    if (old === now && before.participants === after.participants) return true;
    return identity(before, old) === identity(after, now);
  };
  const shorter = Math.min(olds.length, news.length);
  let above = 0;
  while (above < shorter && isSame(olds[above], news[above])) above++;
  let below = 0;
  while (below < shorter - above && isSame(olds.at(-1 - below), news.at(-1 - below))) below++;
  const last = news.length - 1;
  return (row) => {
    if (row < above) return row;
    if (row >= olds.length - below) return row + news.length - olds.length;
    return Math.min(row, Math.max(above, news.length - below - 1), last);
  };
}
