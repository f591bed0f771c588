/**
 * How much is done for one exchange. It is counted and not timed, so that a text is judged as far on every machine and
 * after every edit.
 */

/** What playing one statement in one world counts; looking at an item of a long list counts one. */
export const STEP = 512;

/**
 * So many statements may be played in worlds in any exchange, and so many more for each of its own: a line of an exchange
 * without mistakes is played in as many worlds as are kept at most.
 */
const MOST = 20_000;
const MOST_EACH = 24;

/** What may be done for all exchanges of a file. */
export const MOST_IN_FILE = 400_000 * STEP;

export class Work {
  /** What has been done so far, in items looked at. */
  done = 0;
  /** What may be done. */
  readonly most: number;

  /**
   * @param statements how many the exchange has
   * @param left what may be done in its file, behind the exchanges above
   */
  constructor(statements: number, left: number) {
    this.most = Math.min((MOST + MOST_EACH * statements) * STEP, left);
  }

  add(items: number): void {
    this.done += items;
  }

  get isOver(): boolean {
    return this.done >= this.most;
  }
}
