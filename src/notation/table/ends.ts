/** From whom to whom a row of a table tells that something is sent. */
import type { Cell } from '../layout/text.js';
import type { Range } from '../range.js';
import type { Participant } from '../reader.js';
import type { Row } from './cells.js';
import { isEndsStates, STATES_OF, type Columns } from './columns.js';
import { arrowIn, directionIn, isName } from './directions.js';
import { sendersIn, sendingIn, sidesIn } from './sides.js';

export interface Ends {
  readonly from: End;
  readonly to: End;
  readonly lost: boolean;
  /** The columns that say only that. */
  readonly used: readonly number[];
  /** The column of the arrow, where words may stand beside it. */
  readonly arrow?: number;
  /** The column that tells what arrives. */
  readonly aside?: number;
  readonly label: readonly Cell[];
}

interface End {
  readonly id: string;
  readonly range: Range;
}

/** Reads rows one after the other, and remembers whom it has met. */
export class EndsOfRows {
  readonly #met = new Map<string, Participant>();
  readonly #head: Row;
  /** The column with two names and an arrow between them, and the one with an arrow between columns of names; -1 for none. */
  readonly #directed: number;
  readonly #arrowed: number;
  /** The columns of senders and receivers; -1 where there is none. */
  readonly #from: number;
  readonly #to: number;
  readonly #senders: readonly (Cell & { readonly line: number })[] | undefined;
  readonly #sides: readonly [number, number] | undefined;

  constructor(head: Row, body: readonly Row[], { titles, kinds }: Columns) {
    const isIn = (index: number, has: (cell: Cell) => unknown): boolean => {
      const rows = body.filter(({ cells }) => cells[index] && has(cells[index]));
      return rows.length * 2 >= Math.max(4, body.length);
    };
    this.#head = head;
    this.#directed = titles.findIndex((_, index) => isIn(index, directionIn));
    this.#arrowed = titles.findIndex(
      (_, index) =>
        index > 0 &&
        index + 1 < titles.length &&
        [index - 1, index + 1].every((one) => kinds[one] === undefined || isEndsStates(titles[one])) &&
        isIn(index, arrowIn),
    );
    this.#from = kinds.indexOf('from');
    this.#to = kinds.indexOf('to');
    this.#senders = sendersIn(body, this.#from);
    this.#sides = sidesIn(titles, kinds, body);
  }

  get participants(): readonly Participant[] {
    return [...this.#met.values()];
  }

  get directed(): number {
    return this.#directed;
  }

  /** Undefined where the row does not say it. */
  of(row: Row): Ends | undefined {
    const { cells, line } = row;
    const [sender, receiver] = [cells[this.#from], cells[this.#to]];
    if (this.#from >= 0 && this.#to >= 0 && !this.#sides) {
      if (!sender || !receiver || !isName(sender) || !isName(receiver)) return undefined;
      const ends = { from: this.#meet(sender, line), to: this.#meet(receiver, line) };
      return { ...ends, lost: false, used: [this.#from, this.#to], label: [] };
    }
    const directing = cells[this.#directed];
    const direction = directing && directionIn(directing);
    if (direction) {
      const ends = { from: this.#meet(direction.from, line), to: this.#meet(direction.to, line) };
      return { ...ends, lost: direction.lost, used: [this.#directed], label: direction.label };
    }
    if (sender && this.#senders) return this.#fromSender(sender, line, this.#senders);
    const between = this.#directed >= 0 ? undefined : cells[this.#arrowed];
    const arrow = between && arrowIn(between);
    if (!arrow) return this.#sides && this.#bySide(row, this.#sides);
    const ends = this.#titled(this.#arrowed - 1, this.#arrowed + 1, arrow.right);
    return ends && { ...ends, lost: arrow.lost, used: [], arrow: this.#arrowed, label: [] };
  }

  #fromSender(
    sender: Cell,
    line: number,
    senders: readonly (Cell & { readonly line: number })[],
  ): Ends | undefined {
    const receiver = senders.find((one) => one.text !== sender.text);
    if (!receiver || !senders.some((one) => one.text === sender.text)) return undefined;
    const ends = { from: this.#meet(sender, line), to: this.#meet(receiver, receiver.line) };
    return { ...ends, lost: false, used: [this.#from], label: [] };
  }

  #bySide(row: Row, columns: readonly [number, number]): Ends | undefined {
    const sending = sendingIn(row, columns);
    const ends = sending && this.#titled(...columns, sending === 'left');
    if (!ends) return undefined;
    const [own, others] = sending === 'left' ? columns : [columns[1], columns[0]];
    return { ...ends, lost: false, used: [], arrow: own, aside: others, label: [] };
  }

  /** The ends that the titles of two columns name. */
  #titled(left: number, right: number, isRight: boolean): Pick<Ends, 'from' | 'to'> | undefined {
    const { cells, line } = this.#head;
    const [leftName, rightName] = [cells[left], cells[right]];
    if (!leftName || !rightName || !isName(leftName) || !isName(rightName)) return undefined;
    const [one, other] = [this.#meet(leftName, line), this.#meet(rightName, line)];
    return isRight ? { from: one, to: other } : { from: other, to: one };
  }

  #meet({ text, start, end }: Cell, line: number): End {
    const name = text.replaceAll(/[*_`]/gu, '').replace(STATES_OF, '').trim();
    const range = { line, column: start + 1, endLine: line, endColumn: end + 1 };
    const known = [...this.#met.keys()].find((one) => one.toLowerCase() === name.toLowerCase());
    if (known === undefined) this.#met.set(name, { id: name, range });
    return { id: known ?? name, range };
  }
}
