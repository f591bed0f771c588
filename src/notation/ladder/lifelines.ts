/** Where things stand among the lifelines of a ladder. */
import { cellsIn, holdsWord, onlyState, type Cell } from '../layout/text.js';
import type { Participant } from '../reader.js';
import type { Row } from './row.js';

/** Two columns no further apart are the same. */
export const NEAR = 2;

export interface Lifeline {
  readonly column: number;
  readonly participant: Participant;
}

/** The lifelines of a ladder from left to right, two at least. */
export class Lifelines {
  readonly columns: readonly number[];

  constructor(readonly all: readonly Lifeline[]) {
    this.columns = all.map(({ column }) => column);
  }

  get first(): Lifeline | undefined {
    return this.all[0];
  }

  get last(): Lifeline | undefined {
    return this.all.at(-1);
  }

  /** Whether a lifeline may stand in a column. */
  isAt(column: number): boolean {
    return this.columns.some((one) => Math.abs(one - column) <= NEAR);
  }

  /** The cells of a row that stand between the outermost lifelines. */
  between(row: Row): readonly Cell[] {
    const { first: left, last: right } = this;
    if (!left || !right) return [];
    return cellsIn(row.words, 0, row.text.length).filter((one) => {
      const middle = row.middle(one);
      return middle > left.column && middle < right.column && !onlyState(one.text);
    });
  }

  /** The ends that a text names. */
  namedIn(text: string): readonly string[] {
    return this.all
      .filter(({ participant }) => holdsWord(text, participant.label ?? participant.id))
      .map(({ participant }) => participant.id);
  }

  /** Whom a remark is about: the end that it names, all of them, or the one beside it. */
  spokenOf(text: string, near: string | undefined): readonly string[] {
    const named = this.namedIn(text);
    if (named.length > 0) return named;
    if (/\b(?:both|beide|ambos|ambas|tous|les deux|оба)\b|双方|雙方|両方|양쪽/iu.test(text)) return [];
    return near === undefined ? [] : [near];
  }
}

/** The index of the column that is nearest to a column. */
export function nearestTo(columns: readonly number[], column: number): number {
  let best = 0;
  columns.forEach((one, index) => {
    if (Math.abs(one - column) < Math.abs((columns[best] ?? 0) - column)) best = index;
  });
  return best;
}
