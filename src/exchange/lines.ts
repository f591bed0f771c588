/** The statements of a script as its replay reads them. It remembers how far down it has been read. */
import type { Statement } from './script.js';

export class Lines {
  /** The index of the last statement on which anything has depended so far, -1 for none. */
  furthest = -1;

  constructor(private readonly statements: readonly Statement[]) {}

  /** The statement, or undefined behind the last: that nothing more comes can matter, too. */
  at(index: number): Statement | undefined {
    if (index > this.furthest) this.furthest = index;
    return this.statements[index];
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
  ): T | undefined {
    for (let index = first; index < first + most; index++) {
      const one = this.at(index);
      if (one === undefined) return undefined;
      if (isSought(one)) return one;
    }
    return undefined;
  }
}
