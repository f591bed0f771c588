/** Connections that go the same way, as most short ones of a capture do, are played once. */
import type { State } from '../../tcp/state.js';
import type { Side } from '../exchange/passing.js';
import type { Telling } from './statements.js';
import { shapeOf, type NamedStates } from './write.js';

/** What came of a connection in which nothing was wrong. */
export interface Known {
  readonly states: NamedStates;
  readonly final: Readonly<Partial<Record<Side, State>>>;
}

/** Longer ones are seldom the same. */
const LONGEST = 64;
/** So many are remembered. */
const MOST = 1_024;

export class Shapes {
  readonly #known = new Map<string, Known>();

  get(telling: Telling): Known | undefined {
    return isShort(telling) ? this.#known.get(shapeOf(telling)) : undefined;
  }

  add(telling: Telling, known: Known): void {
    if (!isShort(telling)) return;
    if (this.#known.size >= MOST) this.#known.clear();
    this.#known.set(shapeOf(telling), known);
  }
}

function isShort({ script }: Telling): boolean {
  return script.statements.length <= LONGEST;
}
