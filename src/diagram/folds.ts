/** Runs of rows in which nothing happens but that data go on and are acknowledged. They can be folded into one row. */
import type { Drawing, Row, SegmentRow } from './drawing.js';
import type { Fold } from './places.js';
import { wordsIn } from './words.js';

/** Shorter runs are as quickly read as what would be said of them. */
const SHORTEST = 8;

/** The runs of a drawing, from top to bottom. What is wrong, lost, said by the writer or changes a state is in none. */
export function foldsOf(drawing: Drawing): Fold[] {
  const folds: Fold[] = [];
  let run: SegmentRow[] = [];
  const close = (end: number) => {
    if (run.length >= SHORTEST) folds.push({ first: end - run.length, end, text: textOf(run, drawing) });
    run = [];
  };
  drawing.rows.forEach((row, index) => {
    if (!isPlain(row)) {
      close(index);
      return;
    }
    // A run is between two ends.
    const [last] = run;
    if (last && !samePair(last, row)) close(index);
    run.push(row);
  });
  close(drawing.rows.length);
  return folds;
}

function isPlain(row: Row): row is SegmentRow {
  return (
    row.kind === 'segment' &&
    row.passage === 'across' &&
    row.origin === 'new' &&
    /^(?:ACK|DATA|PSH|\+)+$/.test(row.flags) &&
    row.problems.length === 0 &&
    row.text === '' &&
    row.remarks.length === 0 &&
    !row.states.some(({ changed }) => changed)
  );
}

function samePair(a: SegmentRow, b: SegmentRow): boolean {
  return (a.from === b.from && a.to === b.to) || (a.from === b.to && a.to === b.from);
}

function textOf(run: readonly SegmentRow[], { language }: Drawing): string {
  const lengths = run
    .filter(({ flags }) => flags.includes('DATA'))
    .map(({ numbers }) => Number(numbers.find(({ name }) => name === 'len')?.value ?? NaN));
  const words = wordsIn(language);
  const count = run.length;
  const data = lengths.length;
  if (data === 0) return words.runOfAcks(count);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const [each = 0] = lengths;
  const octets = Number.isNaN(total)
    ? words.octetsUnknown
    : lengths.every((length) => length === each)
      ? words.octetsEach(grouped(each))
      : words.octetsInAll(grouped(total));
  return data === count ? words.runOfData(count, octets) : words.runOfBoth(count, data, octets);
}

/** `1,400`, as both languages have it. */
function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}
