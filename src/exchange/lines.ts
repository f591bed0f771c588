/** The statements of a script as its replay reads them. It remembers how far down it has been read. */
import type { Statement } from './script.js';

export class Lines {
  /** The index of the last statement on which anything has depended so far, -1 for none. */
  furthest = -1;
  /** By the name of an end, the first segment of it that has a number of its own. */
  #numbered: Map<string, number> | undefined;

  /** Whether copies of what has arrived arrive in the script, as soon as anything has depended on that. */
  copies: boolean | undefined;

  constructor(private readonly statements: readonly Statement[]) {}

  /** Whether copies of what has arrived arrive in the script, above or below. */
  hasCopies(): boolean {
    return (this.copies ??= copiesIn(this.statements));
  }

  /** The statement, or undefined behind the last: that nothing more comes can matter, too. */
  at(index: number): Statement | undefined {
    if (index > this.furthest) this.furthest = index;
    return this.statements[index];
  }

  /** Whether the end has sent a segment with a number of its own above a statement. */
  isNumbered(name: string, index: number): boolean {
    if (!this.#numbered) {
      this.#numbered = new Map();
      for (const [at, one] of this.statements.entries()) {
        if (one.kind !== 'segment' || one.from === undefined || one.seq === undefined) continue;
        if (!this.#numbered.has(one.from)) this.#numbered.set(one.from, at);
      }
    }
    this.furthest = Math.max(this.furthest, index - 1);
    return (this.#numbered.get(name) ?? Infinity) < index;
  }

  /** The statements from `first` up to and without `end`. */
  slice(first: number, end: number): readonly Statement[] {
    this.furthest = Math.max(this.furthest, Math.min(end - 1, this.statements.length));
    return this.statements.slice(first, end);
  }

  /** The first statement from `first` on that is sought, among `most` of them. */
  find<T extends Statement>(
    first: number,
    most: number,
    isSought: (one: Statement) => one is T,
  ): { readonly index: number; readonly statement: T } | undefined {
    for (let index = first; index < first + most; index++) {
      const one = this.at(index);
      if (one === undefined) return undefined;
      if (isSought(one)) return { index, statement: one };
    }
    return undefined;
  }
}

/** Whether a line says that a copy of what has arrived arrives. */
export function copiesIn(statements: readonly Statement[]): boolean {
  return statements.some((one) => one.kind === 'segment' && one.origin === 'dup');
}
