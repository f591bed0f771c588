/** The arrows of a ladder: which lifelines each goes between, and what is written on it and beside it. */
import type { Arrow } from '../layout/strokes.js';
import { onlyState, type Cell } from '../layout/text.js';
import { nearestTo, type Lifeline, type Lifelines } from './lifelines.js';
import { SURE_LIFELINE, type Row } from './row.js';
import { hasFlags, isSaid, QUOTED } from './saying.js';

/** The lifelines that an arrow goes between. */
export interface Span {
  readonly left: Lifeline;
  readonly right: Lifeline;
}

/** A cell left of the first lifeline, or right of the last. */
export interface Margin {
  readonly side: 'left' | 'right';
  readonly cell: Cell;
}

export class Arrows {
  readonly #lifelines: Lifelines;
  readonly #known = new Map<Arrow, readonly Cell[]>();

  constructor(lifelines: Lifelines) {
    this.#lifelines = lifelines;
  }

  /** The lifelines that an arrow goes between. */
  span(row: Row, arrow: Arrow): Span | undefined {
    const { columns } = this.#lifelines;
    const inner = this.on(row, arrow);
    const start = Math.min(row.column(arrow.start), ...inner.map((one) => row.column(one.start)));
    const end = Math.max(row.column(arrow.end) - 1, ...inner.map((one) => row.column(one.end) - 1));
    let left = nearestTo(columns, start);
    let right = nearestTo(columns, end);
    // A lost segment stops on its way, and a short arrow may begin and end beside the same lifeline.
    if (arrow.lost || left === right) {
      if (arrow.head === 'right')
        right = Math.min(
          columns.length - 1,
          Math.max(left + 1, arrow.lost ? columns.findIndex((column) => column >= end - 1) : right),
        );
      else
        left = Math.max(
          0,
          Math.min(right - 1, arrow.lost ? columns.findLastIndex((column) => column <= start + 1) : left),
        );
      if (right < 0) right = columns.length - 1;
      if (left < 0) left = 0;
    }
    if (left === right) {
      if (right + 1 < columns.length) right++;
      else left--;
    }
    const [one, other] = [this.#lifelines.all[left], this.#lifelines.all[right]];
    return one && other && left < right ? { left: one, right: other } : undefined;
  }

  /** What is written on an arrow: between its strokes, or between them and a lifeline. */
  on(row: Row, arrow: Arrow): readonly Cell[] {
    let cells = this.#known.get(arrow);
    if (!cells) this.#known.set(arrow, (cells = this.#read(row, arrow)));
    return cells;
  }

  #read(row: Row, arrow: Arrow): readonly Cell[] {
    const labels = arrow.labels.flatMap(({ start, end }) => {
      const text = row.text.slice(start, end);
      const trimmed = text.trim();
      const from = start + text.length - text.trimStart().length;
      return [{ text: trimmed, start: from, end: from + trimmed.length }];
    });
    const { text } = row;
    const others = row.arrows.filter((one) => one !== arrow);
    const isCut = (offset: number): boolean =>
      SURE_LIFELINE.test(text.charAt(offset)) && this.#lifelines.isAt(row.column(offset));
    const [first, last] = [this.#lifelines.first?.column ?? 0, this.#lifelines.last?.column ?? 0];
    let from = arrow.start;
    while (
      from > 0 &&
      row.column(from - 1) >= first - 1 &&
      !isCut(from - 1) &&
      !others.some((one) => one.end === from)
    )
      from--;
    let to = arrow.end;
    while (
      to < text.length &&
      row.column(to) <= last &&
      !isCut(to) &&
      !others.some((one) => one.start === to)
    )
      to++;
    const around = row.unarrowed.filter(({ text: own, start, end }) => {
      const middle = (start + end) / 2;
      return middle > from && middle < to && (end <= arrow.start || start >= arrow.end) && !onlyState(own);
    });
    const isBefore = ({ end }: Cell): boolean => end <= arrow.start;
    // What somebody says beside an arrow with a label is a remark.
    const labelled = labels.some((one) => hasFlags(one.text));
    const beside = around.filter((one) => !labelled || !QUOTED.test(one.text));
    return [...beside.filter(isBefore), ...labels, ...beside.filter((one) => !isBefore(one))];
  }

  /** Whether something is written on an arrow of the row, or beside it. */
  isLabelled(row: Row): boolean {
    const { text } = row;
    return row.arrows.every((arrow) => this.on(row, arrow).some((one) => isSaid(one.text))) || hasFlags(text);
  }

  /** What stands left of the first lifeline and right of the last. */
  margins(row: Row): Margin[] {
    const inner = row.arrows.flatMap((arrow) => this.on(row, arrow));
    const from = Math.min(...row.arrows.map(({ start }) => start), ...inner.map(({ start }) => start));
    const to = Math.max(...row.arrows.map(({ end }) => end), ...inner.map(({ end }) => end));
    const own = new Set(inner.map(({ start }) => start));
    const left = row.unarrowed.filter((one) => one.end <= from && !own.has(one.start));
    const right = row.unarrowed.filter((one) => one.start >= to && !own.has(one.start));
    return [
      ...left.map((one) => ({ side: 'left' as const, cell: one })),
      ...right.map((one) => ({ side: 'right' as const, cell: one })),
    ];
  }
}
