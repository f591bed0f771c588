/** What stands on a page, found by height: only what is near is looked at, however long the page is. */

/** How high a shelf is, in pixels. */
const HEIGHT = 128;

export class Shelves<T> {
  readonly #shelves = new Map<number, Set<T>>();

  add(item: T, top: number, bottom: number): void {
    for (const shelf of between(top, bottom)) {
      const there = this.#shelves.get(shelf) ?? new Set();
      this.#shelves.set(shelf, there.add(item));
    }
  }

  /** All that reaches into these heights, and some of what is just above and below. */
  near(top: number, bottom: number): ReadonlySet<T> {
    const found = new Set<T>();
    for (const shelf of between(top, bottom))
      for (const item of this.#shelves.get(shelf) ?? []) found.add(item);
    return found;
  }
}

function between(top: number, bottom: number): number[] {
  const first = Math.floor(top / HEIGHT);
  return Array.from({ length: Math.max(0, Math.floor(bottom / HEIGHT) - first) + 1 }, (_, at) => first + at);
}
