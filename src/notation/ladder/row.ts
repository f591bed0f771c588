import { statesIn } from '../label/states.js';
import { columnsOf } from '../layout/grid.js';
import { arrowsIn, type Arrow, type Stroke } from '../layout/strokes.js';
import { cellsIn, onlyState, type Cell } from '../layout/text.js';
import { hasFlags } from './saying.js';

/** What lifelines are drawn with. */
export const LIFELINE = /[|│┃┆┇┊┋¦║｜├┤┼╎╏:：]/gu;
/** Those that mean nothing else in a text. */
export const SURE_LIFELINE = /[|│┃┆┇┊┋¦║｜├┤┼╎╏]/u;
export const SURE_LIFELINES = new RegExp(SURE_LIFELINE.source, 'gu');
/** What boxes are drawn with, lifelines included. */
const BOX = /[|│┃┆┇┊┋¦║｜─━═┌┐└┘├┤┬┴┼╭╮╰╯╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋+]/gu;

/** From one state to the next. */
const STEP = /→|=>|->|⇒|➜/u;
const ONLY_STEP = /^[^\p{L}\d]*(?:→|=>|->|⇒|➜)[^\p{L}\d]*$/u;

/** A line of a ladder: its text, the columns of its characters, and the arrows in it. */
export class Row {
  /** The column of an offset in the line. */
  readonly column: (offset: number) => number;
  #arrows: readonly Arrow[];
  #words: string | undefined;
  #unarrowed: readonly Cell[] | undefined;

  constructor(
    readonly text: string,
    readonly line: number,
  ) {
    this.column = columnsOf(text);
    this.#arrows = arrowsIn(
      text,
      (between, start, stroke) => !this.#leadsToState(stroke) && !this.#cuts(between, start),
    ).filter((arrow) => arrow.labels.length > 0 || !this.#leadsToState(arrow));
  }

  /** Whether it stands before a state that is entered: `state → ESTABLISHED`. */
  #leadsToState({
    head,
    start,
    end,
  }: Omit<Stroke, 'head' | 'lost'> & { readonly head?: string | undefined }): boolean {
    if (head !== 'right' || end - start > 2) return false;
    return statesIn(this.text.slice(end)).some(({ span }) => span.start <= 1);
  }

  /** A lifeline between two strokes parts two arrows, unless the arrow runs through it. */
  #cuts(between: string, start: number): boolean {
    const at = between.search(SURE_LIFELINE);
    if (at < 0) return false;
    return between.trim().length > 1 || start === 0;
  }

  get arrows(): readonly Arrow[] {
    return this.#arrows;
  }

  /** What is left of them where some are none. */
  set arrows(left: readonly Arrow[]) {
    this.#arrows = left;
    this.#unarrowed = undefined;
  }

  get hasArrow(): boolean {
    return this.arrows.length > 0;
  }

  middle({ start, end }: Cell): number {
    return (this.column(start) + this.column(end)) / 2;
  }

  /** The text without what boxes and lifelines are drawn with, character by character. */
  get words(): string {
    return (this.#words ??= this.#withoutMarks());
  }

  #withoutMarks(): string {
    return this.text
      .replaceAll(BOX, (mark, offset: number) => (this.#isWord(mark, offset) ? mark : ' '))
      .replaceAll(/(?<!\S)[:：](?!\S)/gu, ' ');
  }

  #isWord(mark: string, offset: number): boolean {
    // `SYN+ACK`, `x+1`
    return (
      mark === '+' &&
      /[\p{L}\d)]\s?$/u.test(this.text.slice(0, offset)) &&
      /^\s?[\p{L}\d]/u.test(this.text.slice(offset + 1))
    );
  }

  /** Whether it tells of steps from state to state, and not of segments. */
  get isPath(): boolean {
    if (/[-=─━~—]{2,}/u.test(this.text) || !STEP.test(this.text) || hasFlags(this.words)) return false;
    const states = statesIn(this.words);
    return states.some(({ span }, index) => {
      const next = states[index + 1]?.span.start;
      return next !== undefined && ONLY_STEP.test(this.words.slice(span.end, next));
    });
  }

  /** Whether a state stands alone between two marks: `| CLOSED | ---> | SYN_SENT |`. */
  get hasBoxedState(): boolean {
    return this.text
      .split(SURE_LIFELINE)
      .slice(1, -1)
      .some((inner) => onlyState(inner) !== undefined);
  }

  /** The cells of the row beside its arrows. */
  get unarrowed(): readonly Cell[] {
    return (this.#unarrowed ??= this.#beside());
  }

  #beside(): readonly Cell[] {
    let rest = this.words;
    for (const { start, end } of this.arrows)
      rest = rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end);
    return cellsIn(rest, 0, rest.length);
  }

  get isBlank(): boolean {
    return this.words.trim() === '';
  }
}
