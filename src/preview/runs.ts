/** Runs of rows that are drawn as one, and which of them are open. */
import type { Fold, Layout } from '../diagram/places.js';

export interface Run {
  readonly fold: Fold;
  readonly open: boolean;
}

export class Runs {
  #opened: ReadonlySet<number> = new Set();

  /** All rows of runs that are open, which they follow over edits: an edit at one of them leaves the others. */
  get opened(): ReadonlySet<number> {
    return this.#opened;
  }

  /** Has what is open follow its rows in another drawing; without a way to, nothing is open. */
  follow(follow: ((row: number) => number) | undefined): void {
    this.#opened = new Set(follow ? [...this.#opened].map(follow) : []);
  }

  /** The run in which a row is, if it is in one. */
  at(row: number, layout: Layout | undefined): Run | undefined {
    return layout?.rows
      .slice(0, row + 1)
      .flatMap(({ fold }) => fold ?? [])
      .findLast(({ fold }) => row < fold.end);
  }

  open({ fold }: Run): void {
    this.#opened = new Set([...this.#opened, ...rowsOf(fold)]);
  }

  /** Opens a run that is folded, and folds one that is open. */
  toggle({ fold, open }: Run): void {
    const kept = [...this.#opened].filter((row) => row < fold.first || row >= fold.end);
    this.#opened = new Set(open ? kept : [...kept, ...rowsOf(fold)]);
  }
}

/** The rows of a run. */
function rowsOf({ first, end }: Fold): number[] {
  return Array.from({ length: end - first }, (_, at) => first + at);
}
