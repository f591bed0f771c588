/** Labels that stand above or below their arrows. */
import type { Arrows } from './arrows.js';
import type { Lifelines } from './lifelines.js';
import type { Part } from './parts.js';
import type { Row } from './row.js';
import { hasFlags, hasNumbers, isSaid } from './saying.js';

export interface Labels {
  /** The rows of the label, by the index of the row with the arrow. */
  readonly of: ReadonlyMap<number, readonly Row[]>;
  /** All rows that belong to labels. */
  readonly taken: ReadonlySet<Row>;
}

/**
 * Which rows of text belong to which row with an arrow, as its label above it, below it, or cut in two. Only where
 * labels are missing on arrows are they looked for beside them.
 */
export function labelsBeside(part: Part, heading: number, lifelines: Lifelines, drawn: Arrows): Labels {
  const { rows, last, bottom } = part;
  const arrows = rows.flatMap((row, index) => (row.hasArrow ? [index] : []));
  const labels = new Map<number, Row[]>();
  const taken = new Set<Row>();
  const texts = (from: number, to: number): Row[] =>
    rows.slice(from, to).filter((row) => !row.hasArrow && lifelines.between(row).length > 0);
  const speaks = (row: Row): boolean => lifelines.between(row).some(({ text }) => isSaid(text));
  const flags = (row: Row): boolean => lifelines.between(row).some(({ text }) => hasFlags(text));
  const bare = new Set(
    arrows.filter((index) => {
      const row = rows[index];
      // What has two heads is no segment, and needs no label.
      return row?.arrows.some(({ head }) => head !== 'both') && !drawn.isLabelled(row);
    }),
  );
  const [first] = bare;
  // Where the first arrow without a label has one above it, all have.
  const before = first === undefined ? [] : texts((arrows[arrows.indexOf(first) - 1] ?? heading) + 1, first);
  const numbered = (row: Row): boolean => lifelines.between(row).some(({ text }) => hasNumbers(text));
  // So they have where nothing stands below the last.
  const isOnlyAbove = first === arrows[0] && before.some(speaks) && !texts(last + 1, bottom + 1).some(speaks);
  const above =
    isOnlyAbove ||
    before.some((row) => flags(row) || numbered(row)) ||
    (bare.size === 0 && texts(heading + 1, arrows[0] ?? 0).some(speaks));
  const give = (index: number | undefined, rows: readonly Row[]): void => {
    if (index === undefined || rows.length === 0) return;
    labels.set(index, [...(labels.get(index) ?? []), ...rows]);
    for (const row of rows) taken.add(row);
  };
  for (let place = 0; place <= arrows.length; place++) {
    const previous = arrows[place - 1];
    const next = arrows[place];
    const between = texts((previous ?? heading) + 1, next ?? bottom + 1).filter(speaks);
    if (between.length === 0) continue;
    const previousIsBare = previous !== undefined && bare.has(previous);
    const nextIsBare = next !== undefined && bare.has(next);
    if (above && nextIsBare) {
      // What stands before the first flags is the second half of the label above, where labels are cut in two.
      const cut = isOnlyAbove ? 0 : between.findIndex(flags);
      const isNumbered = previous !== undefined && (labels.get(previous) ?? []).some(numbered);
      const split = cut < 0 ? (previousIsBare && !isNumbered ? between.length : 0) : cut;
      give(previous, between.slice(0, split));
      give(next, between.slice(split));
      continue;
    }
    if (previousIsBare) {
      give(previous, between);
      continue;
    }
    // What a label on an arrow leaves out may stand beside it: numbers, but no remarks.
    const numbers = between.filter((row) => !flags(row) && numbered(row));
    give(above ? next : previous, numbers);
  }
  return { of: labels, taken };
}
