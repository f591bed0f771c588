/** The blocks of a diagram (`alt`, `loop`, …) while it is read from its first line to its last. */
import type { FigureEvent } from './reader.js';

/** What a block does to what stands in it. */
export type Block = 'plain' | 'alternatives' | 'optional' | 'break';

const BLOCKS: Readonly<Record<string, Block>> = {
  alt: 'alternatives',
  critical: 'alternatives',
  opt: 'optional',
  break: 'break',
};

/** Deeper than this nobody nests; what lies deeper is read as if it did not. */
const DEEPEST = 50;

/** A block that is open: the branches that are complete, and the one that is being read. */
interface Open {
  readonly block: Block;
  readonly branches: FigureEvent[][];
  events: FigureEvent[];
}

export class Blocks {
  readonly #open: Open[] = [{ block: 'plain', branches: [], events: [] }];
  #deeper = 0;

  push(event: FigureEvent): void {
    this.#open.at(-1)?.events.push(event);
  }

  /** Opens a block, by its keyword in lower case. */
  begin(keyword: string): void {
    if (this.#open.length > DEEPEST) this.#deeper++;
    else this.#open.push({ block: BLOCKS[keyword] ?? 'plain', branches: [], events: [] });
  }

  /** `else` and `option` begin another branch; what is done side by side goes on in the same. */
  next(): void {
    const open = this.#open.at(-1);
    if (!open || this.#deeper > 0 || open.block === 'plain') return;
    open.branches.push(open.events);
    open.events = [];
  }

  end(): void {
    if (this.#deeper > 0) this.#deeper--;
    else if (this.#open.length > 1) this.#close();
  }

  /** Everything, with the blocks closed that have no end. */
  finish(): readonly FigureEvent[] {
    while (this.#open.length > 1) this.#close();
    return this.#open[0]?.events ?? [];
  }

  #close(): void {
    const open = this.#open.pop();
    if (!open) return;
    const branches = [...open.branches, open.events];
    switch (open.block) {
      case 'plain':
        for (const event of open.events) this.push(event);
        break;
      case 'alternatives':
        this.push({ kind: 'branches', optional: branches.length === 1, branches });
        break;
      case 'optional':
        this.push({ kind: 'branches', optional: true, branches });
        break;
      case 'break':
        // Usually it does not come to that; if it does, nothing follows.
        this.push({
          kind: 'branches',
          optional: false,
          branches: [[], [...branches.flat(), { kind: 'stop' }]],
        });
        break;
    }
  }
}
