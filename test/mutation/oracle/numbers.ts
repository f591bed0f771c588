/** The numbers of a script: those that are written, and those that are assumed where it leaves them open. */
import type { Expr } from '../../../src/exchange/script.js';
import { mod, Undecided } from './world.js';

/** What the lines leave open, by name: symbols as they are, `isn C`, `snd C`, `rcv C`, and `len 7` for line 7. */
export type Assumptions = ReadonlyMap<string, number>;

export class Numbers {
  constructor(private readonly assumed: Assumptions) {}

  known(name: string): number | undefined {
    return this.assumed.get(name);
  }

  /** @throws Undecided where nothing says it */
  assume(name: string): number {
    const value = this.known(name);
    if (value === undefined) throw new Undecided(`nothing says ${name}`);
    return value;
  }

  value(expr: Expr | undefined): number | undefined {
    if (expr === undefined) return undefined;
    return mod((expr.symbol === undefined ? 0 : this.assume(expr.symbol)) + expr.offset);
  }
}
