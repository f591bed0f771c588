/**
 * What was made of the rows of a drawing. A row that an edit leaves as it is, is the same object after it (see
 * `src/preview/shared.ts`): what was made of it then is made of it now, where all else that it is made of is the same.
 */
import type { Row } from './drawing.js';

export class RowMemory<T> {
  readonly #known = new WeakMap<Row, { readonly of: readonly unknown[]; readonly made: T }>();

  /** @param of what it is made of besides the row: values, or objects that nobody changes */
  get(row: Row, of: readonly unknown[], make: () => T): T {
    // The words of its problems are the drawing's, not the row's.
    if (row.problems.length > 0) return make();
    const before = this.#known.get(row);
    if (before && isSame(before.of, of)) return before.made;
    const made = make();
    this.#known.set(row, { of, made });
    return made;
  }
}

function isSame(before: readonly unknown[], now: readonly unknown[]): boolean {
  return before.length === now.length && before.every((one, index) => one === now[index]);
}
