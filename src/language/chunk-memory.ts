/** The chunks of a text that were read the last time: what says the same is what it was, wherever it now stands. */
import { Memory } from './memory.js';

/** Where a chunk stands in its file, in lines. */
export interface Where {
  readonly fromStart: number;
  readonly fromEnd: number;
}

interface WithLines {
  readonly read: { readonly lines: readonly string[] };
}

/**
 * After an edit, nearly all of them stand as far from the beginning of the file or from its end as before, and are found
 * there without looking at their whole text for a key; any other by what it says.
 */
export class ChunkMemory<T extends WithLines> {
  readonly #others = new Memory<T>();
  #now = new Places<T>();
  #before = new Places<T>();

  get(lines: readonly string[], { fromStart, fromEnd }: Where, make: () => T): T {
    const { byStart, byEnd } = this.#before;
    const chunk =
      [byStart.get(fromStart), byEnd.get(fromEnd)].find((one) => one && saysSame(one.read.lines, lines)) ??
      this.#others.get(lines.join('\n'), make);
    this.#now.byStart.set(fromStart, chunk);
    this.#now.byEnd.set(fromEnd, chunk);
    return chunk;
  }

  nextRound(): void {
    this.#others.nextRound();
    [this.#before, this.#now] = [this.#now, new Places<T>()];
  }
}

class Places<T> {
  readonly byStart = new Map<number, T>();
  readonly byEnd = new Map<number, T>();
}

function saysSame(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false;
  for (let index = 0; index < one.length; index++) if (one[index] !== other[index]) return false;
  return true;
}
