/** The keyboard's way through the rows of the drawing. */
import type { Layout } from '../diagram/places.js';
import type { StageAction } from './keys.js';
import type { Run } from './runs.js';

/** What is walked through. */
export interface Walked {
  readonly rows: () => Layout['rows'];
  /** Whether somebody steps, who plays and pauses with keys that would else choose. */
  readonly steps: () => boolean;
  readonly runAt: (row: number) => Run | undefined;
  readonly toggle: (run: Run) => void;
  readonly choose: (row: number) => void;
  readonly rowElement: (row: number) => SVGElement | undefined;
  /** Draws what is around a row that is far away, in the element that is given back. */
  readonly bringNear: (row: number) => HTMLElement | undefined;
  readonly reveal: (row: number) => void;
  readonly walked: (row: number) => void;
}

export type WalkAction = Extract<
  StageAction,
  'down' | 'up' | 'first' | 'last' | 'unfold' | 'fold' | 'choose' | 'press'
>;

export class Walk {
  /** The row that has the keyboard, or had it last. */
  row = 0;

  constructor(private readonly stage: Walked) {}

  /** Does what a key stands for; `inside` is whether a row has the keyboard. Whether it stood for anything here. */
  act(action: WalkAction, inside: boolean): boolean {
    const rows = this.stage.rows().length;
    const run = inside ? this.stage.runAt(this.row) : undefined;
    const to = (row: number): boolean => {
      if (rows > 0) this.to(Math.min(rows - 1, Math.max(0, row)));
      return rows > 0;
    };
    const toggle = (one: Run): boolean => {
      this.stage.toggle(one);
      this.to(one.fold.first);
      return true;
    };
    switch (action) {
      case 'down':
        return to(inside ? this.#next(this.row, 1) : this.row);
      case 'up':
        return to(this.#next(this.row, -1));
      case 'first':
        return to(0);
      case 'last':
        return to(this.#next(rows, -1));
      // A run opens and closes as a tree does.
      case 'unfold':
        return run?.open === false && toggle(run);
      case 'fold':
        return run?.open === true && toggle(run);
      case 'choose':
        if (run?.open === false) return toggle(run);
        if (inside) this.stage.choose(this.row);
        return inside;
      case 'press':
        return (!this.stage.steps() || run?.open === false) && this.act('choose', inside);
    }
  }

  /** Moves the keyboard to a row, which is drawn first if it is far away. */
  to(row: number): void {
    const { stage } = this;
    this.row = row;
    stage.walked(row);
    const host = stage.bringNear(row);
    const focus = (): boolean => {
      const element = stage.rowElement(row);
      element?.focus({ preventScroll: true });
      if (element) stage.reveal(row);
      return element !== undefined;
    };
    if (focus() || !host) return;
    const observer = new MutationObserver(() => {
      if (this.row !== row || focus()) observer.disconnect();
    });
    observer.observe(host, { childList: true });
  }

  /** The next row that is there, up or down. */
  #next(row: number, by: 1 | -1): number {
    const rows = this.stage.rows();
    let next = row + by;
    while (rows[next]?.hidden === true) next += by;
    return next;
  }
}
