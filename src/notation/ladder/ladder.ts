/**
 * The reader of ladders: names over lifelines, and arrows between them. It goes by where things stand, give or take a
 * column or two, since wide characters and hasty hands shift them.
 */
import { callNamed } from '../claims.js';
import { flagsIn } from '../label/flags.js';
import { readLabel } from '../label/label.js';
import { plain } from '../label/plain.js';
import { statesIn } from '../label/states.js';
import { AGAIN, LOST } from '../label/words.js';
import { columnsOf } from '../layout/grid.js';
import { arrowsIn, strokesIn, type Arrow, type Stroke } from '../layout/strokes.js';
import { cellsIn, drawnLines, holdsWord, mayBeDrawn, onlyState, wordsOf, type Cell } from '../layout/text.js';
import type { ClaimedState, Figure, FigureEvent, Message, Participant, Reader } from '../reader.js';
import type { Range } from '../range.js';
import { Words, type Piece } from '../words.js';

const MOST_LIFELINES = 12;

export const ladder: Reader = {
  notation: 'ladder',
  finds(source) {
    if (!mayBeDrawn(source)) return false;
    let rows = 0;
    for (const line of drawnLines(source.lines))
      if (strokesIn(line).some(({ head }) => head !== undefined) && ++rows === 2) return true;
    return false;
  },
  read(source) {
    const rows = drawnLines(source.lines).map((text, index) => new Row(text, index + 1));
    return ladders(rows).flatMap((part) => new Ladder(part).figure() ?? []);
  },
};

const LIFELINE = /[|│┃┆┇┊┋¦║｜├┤┼╎╏:：]/u;
const SURE_LIFELINE = /[|│┃┆┇┊┋¦║｜├┤┼╎╏]/u;
/** What boxes are drawn with, lifelines included. */
const BOX = /[|│┃┆┇┊┋¦║｜─━═┌┐└┘├┤┬┴┼╭╮╰╯╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋+]/gu;

/** From one state to the next. */
const STEP = /→|=>|->|⇒|➜/u;
const ONLY_STEP = /^[^\p{L}\d]*(?:→|=>|->|⇒|➜)[^\p{L}\d]*$/u;

class Row {
  arrows: readonly Arrow[];
  #words: string | undefined;
  readonly columns: readonly number[];

  constructor(
    readonly text: string,
    readonly line: number,
  ) {
    this.columns = columnsOf(text);
    this.arrows = arrowsIn(
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

  get hasArrow(): boolean {
    return this.arrows.length > 0;
  }

  /** The column of an offset in the line. */
  column(offset: number): number {
    return this.columns[Math.min(offset, this.columns.length - 1)] ?? 0;
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

  /** The cells of the row beside its arrows. */
  get unarrowed(): readonly Cell[] {
    let rest = this.words;
    for (const { start, end } of this.arrows)
      rest = rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end);
    return cellsIn(rest, 0, rest.length);
  }

  get isBlank(): boolean {
    return this.words.trim() === '';
  }
}

/** The ladders in a text, one below the other: two blank rows part them, and a heading that comes again. */
function ladders(rows: readonly Row[]): (readonly Row[])[] {
  const parts: Row[][] = [];
  let part: Row[] = [];
  let arrows = 0;
  let gap = 0;
  let headings = new Set<string>();
  for (const row of rows) {
    gap = row.isBlank && !SURE_LIFELINE.test(row.text) ? gap + 1 : 0;
    const heading = row.hasArrow ? undefined : headingIn(row);
    if (arrows > 0 && (gap === 2 || (heading !== undefined && headings.has(heading)))) {
      parts.push(part);
      part = [];
      arrows = 0;
      headings = new Set();
    }
    if (arrows === 0 && heading !== undefined) headings.add(heading);
    part.push(row);
    if (row.hasArrow) arrows++;
  }
  parts.push(part);
  return parts;
}

/**
 * Where the arrows begin and end if each name stands over a box that is drawn all the way down: at the sides that the
 * outermost boxes turn to the others. Undefined where the columns are no such sides.
 */
function boxesAround(names: readonly number[], drawn: readonly number[]): readonly number[] | undefined {
  if (drawn.length !== 2 * names.length) return undefined;
  const boxes = names.map((middle, index) => {
    const [left = Infinity, right = -Infinity] = drawn.slice(2 * index, 2 * index + 2);
    if (middle < left || middle > right) return undefined;
    if (index === 0) return right;
    return index === names.length - 1 ? left : (left + right) / 2;
  });
  return boxes.includes(undefined) ? undefined : boxes.map((column) => column ?? 0);
}

/** The names in a row that may stand over lifelines, in one text. */
function headingIn(row: Row): string | undefined {
  const cells = cellsIn(row.words, 0, row.text.length);
  return cells.length >= 2 && cells.every(nameIn) ? cells.map(({ text }) => text).join('\n') : undefined;
}

interface Lifeline {
  readonly column: number;
  readonly participant: Participant;
}

class Ladder {
  readonly #rows: readonly Row[];
  readonly #first: number;
  readonly #last: number;
  #lifelines: readonly Lifeline[] = [];
  readonly #inners = new Map<Arrow, readonly Cell[]>();

  constructor(rows: readonly Row[]) {
    this.#rows = rows;
    this.#first = rows.findIndex((row) => row.hasArrow);
    this.#last = rows.findLastIndex((row) => row.hasArrow);
  }

  figure(): Figure | undefined {
    if (this.#first < 0 || this.#last === this.#first) return undefined;
    const heading = this.#heading();
    if (!heading) return undefined;
    this.#lifelines = heading.lifelines;
    this.#leaveRemarks();
    const [top] = this.#rows;
    const first = this.#rows[heading.row] ?? top;
    const bottom = this.#lastRow();
    if (!first || !bottom) return undefined;
    const events = this.#events(heading.row);
    const used = new Set(events.flatMap((event) => (event.kind === 'message' ? [event.from, event.to] : [])));
    const participants = this.#lifelines
      .map(({ participant }) => participant)
      .filter(({ id }) => used.has(id));
    if (participants.length < 2) return undefined;
    return { title: '', participants, events, line: first.line, endLine: bottom.line };
  }

  /** Arrows beyond the lifelines belong to remarks: `SYN_SENT -> ESTABLISHED`. */
  #leaveRemarks(): void {
    const [first, last] = [this.#lifelines[0]?.column ?? 0, this.#lifelines.at(-1)?.column ?? 0];
    for (const row of this.#rows)
      row.arrows = row.isPath
        ? []
        : row.arrows.filter(({ start, end }) => row.column(start) < last && row.column(end) > first);
  }

  /** What stands below the last arrow belongs to it until a blank row without lifelines. */
  #lastRow(): Row | undefined {
    let last = this.#last;
    for (let index = last + 1; index < this.#rows.length; index++) {
      const row = this.#rows[index];
      if (!row || row.text.trim() === '') break;
      last = index;
    }
    return this.#rows[last];
  }

  // Lifelines and their names

  #heading(): { row: number; lifelines: readonly Lifeline[] } | undefined {
    const drawn = this.#drawnColumns();
    let some: { row: number; lifelines: readonly Lifeline[] } | undefined;
    for (let index = Math.max(0, this.#first - REACH); index < this.#first; index++) {
      const row = this.#rows[index];
      if (!row || row.hasArrow) continue;
      const names = this.#namesIn(row, drawn);
      if (!names) continue;
      const lifelines = this.#assigned(row, names, drawn);
      if (!lifelines) continue;
      // A row above may tell what several lifelines show together.
      if (names.length >= drawn.length) return { row: index, lifelines };
      some ??= { row: index, lifelines };
    }
    if (some) return some;
    if (drawn.length < 2) return undefined;
    // Nobody is named.
    const lifelines = drawn.map((column, index): Lifeline => ({
      column,
      participant: { id: String.fromCharCode(65 + index) },
    }));
    return { row: this.#first, lifelines };
  }

  /** The columns of the lifelines that are drawn between the first arrow and the last. */
  #drawnColumns(): readonly number[] {
    const counts = new Map<number, number>();
    const marked = new Map<number, Set<Row>>();
    const rows = this.#rows.slice(this.#first, this.#last + 1);
    const colons = new Map<number, number>();
    for (const row of rows) {
      for (let offset = 0; offset < row.text.length; offset++) {
        const mark = row.text.charAt(offset);
        if (!LIFELINE.test(mark)) continue;
        const own = SURE_LIFELINE.test(mark) ? counts : colons;
        const column = row.column(offset);
        own.set(column, (own.get(column) ?? 0) + 1);
        marked.set(column, (marked.get(column) ?? new Set()).add(row));
      }
    }
    for (const [column, count] of colons) if (count >= 3 && counts.size < 2) counts.set(column, count);
    const clusters: { to: number; count: number; weight: number; rows: Set<Row> }[] = [];
    for (const [column, count] of [...counts].sort(([a], [b]) => a - b)) {
      const last = clusters.at(-1);
      const own = marked.get(column) ?? new Set();
      // What never stands in one row is one lifeline that hasty hands have shifted.
      const isShifted = last && column - last.to <= SHIFTED && ![...own].some((row) => last.rows.has(row));
      if (last && (column - last.to <= NEAR || isShifted)) {
        last.to = column;
        last.count += count;
        last.weight += column * count;
        for (const row of own) last.rows.add(row);
      } else clusters.push({ to: column, count, weight: column * count, rows: new Set(own) });
    }
    const most = Math.max(0, ...clusters.map(({ count }) => count));
    const found = clusters
      .filter(({ count }) => count >= 2 && count * 4 >= most)
      .map(({ weight, count }) => Math.round(weight / count));
    return found.length >= 2 && found.length <= MOST_LIFELINES ? found : [];
  }

  /** The cells of a row that may be names: none of them a state, a flag or a sentence. */
  #namesIn(row: Row, drawn: readonly number[]): readonly Cell[] | undefined {
    const cells = cellsIn(
      row.words.replaceAll(/[-=]{3,}/g, (run) => ' '.repeat(run.length)),
      0,
      row.text.length,
    );
    const names = cells.flatMap((one) => nameIn(one) ?? []);
    if (names.length < 2 || names.length < cells.length || names.length > MOST_LIFELINES) return undefined;
    if (drawn.length >= 2 && names.length > drawn.length) return undefined;
    return names;
  }

  /** Each name over its lifeline; without lifelines, names have columns of their own. */
  #assigned(row: Row, names: readonly Cell[], drawn: readonly number[]): readonly Lifeline[] | undefined {
    const taken = new Set<string>();
    const lifeline = (column: number, name: Cell): Lifeline => {
      // Two figures side by side may have ends of the same name.
      let id = name.text;
      for (let count = 2; taken.has(id); count++) id = `${name.text} ${count}`;
      taken.add(id);
      return { column, participant: { id, label: name.text, range: rangeOf(name, row.line) } };
    };
    const middles = names.map((name) => row.middle(name));
    if (drawn.length < 2) return names.map((name, index) => lifeline(middles[index] ?? 0, name));
    if (drawn.length === names.length) return names.map((name, index) => lifeline(drawn[index] ?? 0, name));
    const boxes = boxesAround(middles, drawn);
    if (boxes) return names.map((name, index) => lifeline(boxes[index] ?? 0, name));
    const nearest = new Map(middles.map((middle, index) => [nearestTo(drawn, middle), index]));
    if (nearest.size < names.length) return undefined;
    return drawn.map((column, index) => {
      const name = names[nearest.get(index) ?? -1];
      return name ? lifeline(column, name) : { column, participant: { id: `_${index + 1}` } };
    });
  }

  // What happens

  #events(heading: number): FigureEvent[] {
    const labels = this.#labelRows(heading);
    const events: FigureEvent[] = [];
    const end = this.#lastRow()?.line ?? 0;
    for (const [index, row] of this.#rows.entries()) {
      if (index <= heading && !row.hasArrow) continue;
      if (row.line > end) break;
      if (row.hasArrow) events.push(...this.#messages(row, labels.get(index) ?? []));
      else if (!row.isBlank) events.push(...this.#remarks(row, labels.taken));
    }
    return events;
  }

  /**
   * Which rows of text belong to which row with an arrow, as its label above it, below it, or cut in two. Only where
   * labels are missing on arrows are they looked for beside them.
   */
  #labelRows(heading: number): Map<number, readonly Row[]> & { taken: ReadonlySet<Row> } {
    const arrows = this.#rows.flatMap((row, index) => (row.hasArrow ? [index] : []));
    const labels = new Map<number, Row[]>();
    const taken = new Set<Row>();
    const texts = (from: number, to: number): Row[] =>
      this.#rows.slice(from, to).filter((row) => !row.hasArrow && this.#between(row).length > 0);
    const speaks = (row: Row): boolean => this.#between(row).some(({ text }) => isSaid(text));
    const flags = (row: Row): boolean => this.#between(row).some(({ text }) => hasFlags(text));
    const bare = new Set(arrows.filter((index) => !this.#isLabelled(this.#rows[index])));
    const [first] = bare;
    // Where the first arrow without a label has one above it, all have.
    const before =
      first === undefined ? [] : texts((arrows[arrows.indexOf(first) - 1] ?? heading) + 1, first);
    const numbered = (row: Row): boolean => this.#between(row).some(({ text }) => hasNumbers(text));
    const above =
      before.some((row) => flags(row) || numbered(row)) ||
      (bare.size === 0 && texts(heading + 1, arrows[0] ?? 0).some(speaks));
    const give = (index: number | undefined, rows: readonly Row[]): void => {
      if (index === undefined || rows.length === 0) return;
      labels.set(index, [...(labels.get(index) ?? []), ...rows]);
      for (const row of rows) taken.add(row);
    };
    for (let place = 0; place <= arrows.length; place++) {
      const previous = arrows[place - 1];
      const next = arrows[place];
      const rows = texts((previous ?? heading) + 1, next ?? this.#rows.length).filter(speaks);
      if (rows.length === 0) continue;
      const previousIsBare = previous !== undefined && bare.has(previous);
      const nextIsBare = next !== undefined && bare.has(next);
      if (above && nextIsBare) {
        // What stands before the first flags is the second half of the label above.
        const cut = rows.findIndex(flags);
        const isNumbered = previous !== undefined && (labels.get(previous) ?? []).some(numbered);
        const split = cut < 0 ? (previousIsBare && !isNumbered ? rows.length : 0) : cut;
        give(previous, rows.slice(0, split));
        give(next, rows.slice(split));
        continue;
      }
      if (previousIsBare) {
        give(previous, rows);
        continue;
      }
      // What a label on an arrow leaves out may stand beside it: numbers, but no remarks.
      const numbers = rows.filter((row) => !flags(row) && numbered(row));
      give(above ? next : previous, numbers);
    }
    return Object.assign(labels, { taken });
  }

  /** Whether something is written on an arrow of the row, or beside it. */
  #isLabelled(row: Row | undefined): boolean {
    if (!row) return false;
    const { text } = row;
    return (
      row.arrows.every((arrow) => this.#inner(row, arrow).some((one) => isSaid(one.text))) || hasFlags(text)
    );
  }

  /** The cells of a row that stand between the outermost lifelines. */
  #between(row: Row): readonly Cell[] {
    const [left, right] = [this.#lifelines[0], this.#lifelines.at(-1)];
    if (!left || !right) return [];
    return cellsIn(row.words, 0, row.text.length).filter((one) => {
      const middle = row.middle(one);
      return middle > left.column && middle < right.column && !onlyState(one.text);
    });
  }

  #messages(row: Row, above: readonly Row[]): FigureEvent[] {
    const spans = row.arrows.map((arrow) => this.#span(row, arrow));
    const events = row.arrows.flatMap((arrow, index): FigureEvent[] => {
      const span = spans[index];
      if (!span) return [];
      if (arrow.head === 'both') {
        const words = new Words(this.#inner(row, arrow).map((one) => pieceOf(one, row.line)));
        const over = [span.left.participant.id, span.right.participant.id];
        return [
          {
            kind: 'note',
            over,
            words,
            range: rangeOf({ text: '', start: arrow.start, end: arrow.end }, row.line),
          },
        ];
      }
      const [from, to] = arrow.head === 'right' ? [span.left, span.right] : [span.right, span.left];
      const written = this.#inner(row, arrow);
      const flight = flightOf(written, arrow);
      const inner = written.filter(({ text }) => !isDots(text)).map((one): Piece => pieceOf(one, row.line));
      const outer = above.flatMap((other) =>
        this.#between(other)
          .filter((one) => row.arrows.length === 1 || isWithin(other.middle(one), span))
          .map((one): Piece => pieceOf(one, other.line)),
      );
      const pieces = [
        ...outer.filter(({ line }) => line < row.line),
        ...inner,
        ...outer.filter(({ line }) => line > row.line),
      ];
      const message: Message = {
        kind: 'message',
        from: from.participant.id,
        to: to.participant.id,
        ...(arrow.lost ? { fate: 'lost' as const } : flight ? { fate: flight } : {}),
        label: new Words(pieces),
        range: rangeOf({ text: '', start: arrow.start, end: arrow.end }, row.line),
      };
      return [message];
    });
    return this.#withMargins(row, events);
  }

  /** The lifelines that an arrow goes between. */
  #span(row: Row, arrow: Arrow): { left: Lifeline; right: Lifeline } | undefined {
    const columns = this.#lifelines.map(({ column }) => column);
    const inner = this.#inner(row, arrow);
    const start = Math.min(row.column(arrow.start), ...inner.map((one) => row.column(one.start)));
    const end = Math.max(row.column(arrow.end) - 1, ...inner.map((one) => row.column(one.end) - 1));
    let left = nearestTo(columns, start);
    let right = nearestTo(columns, end);
    // A lost segment stops on its way, and a short arrow may begin and end beside the same lifeline.
    if (arrow.lost || left === right) {
      if (arrow.head === 'right')
        right = Math.min(
          columns.length - 1,
          Math.max(left + 1, arrow.lost ? columns.findIndex((column) => column >= end - 1) : right),
        );
      else
        left = Math.max(
          0,
          Math.min(right - 1, arrow.lost ? columns.findLastIndex((column) => column <= start + 1) : left),
        );
      if (right < 0) right = columns.length - 1;
      if (left < 0) left = 0;
    }
    if (left === right) {
      if (right + 1 < columns.length) right++;
      else left--;
    }
    const [one, other] = [this.#lifelines[left], this.#lifelines[right]];
    return one && other && left < right ? { left: one, right: other } : undefined;
  }

  /** What is written on an arrow: between its strokes, or between them and a lifeline. */
  #inner(row: Row, arrow: Arrow): readonly Cell[] {
    const known = this.#inners.get(arrow) ?? this.#innerOf(row, arrow);
    this.#inners.set(arrow, known);
    return known;
  }

  #innerOf(row: Row, arrow: Arrow): readonly Cell[] {
    const labels = arrow.labels.flatMap(({ start, end }) => {
      const text = row.text.slice(start, end);
      const trimmed = text.trim();
      const from = start + text.length - text.trimStart().length;
      return [{ text: trimmed, start: from, end: from + trimmed.length }];
    });
    const { text } = row;
    const others = row.arrows.filter((one) => one !== arrow);
    const isCut = (offset: number): boolean =>
      SURE_LIFELINE.test(text.charAt(offset)) &&
      this.#lifelines.some(({ column }) => Math.abs(column - row.column(offset)) <= NEAR);
    const [first, last] = [this.#lifelines[0]?.column ?? 0, this.#lifelines.at(-1)?.column ?? 0];
    let from = arrow.start;
    while (
      from > 0 &&
      row.column(from - 1) >= first - 1 &&
      !isCut(from - 1) &&
      !others.some((one) => one.end === from)
    )
      from--;
    let to = arrow.end;
    while (
      to < text.length &&
      row.column(to) <= last &&
      !isCut(to) &&
      !others.some((one) => one.start === to)
    )
      to++;
    const around = row.unarrowed.filter(({ text: own, start, end }) => {
      const middle = (start + end) / 2;
      return middle > from && middle < to && (end <= arrow.start || start >= arrow.end) && !onlyState(own);
    });
    const isBefore = ({ end }: Cell): boolean => end <= arrow.start;
    // What somebody says beside an arrow with a label is a remark.
    const labelled = labels.some((one) => hasFlags(one.text));
    const beside = around.filter((one) => !labelled || !QUOTED.test(one.text));
    return [...beside.filter(isBefore), ...labels, ...beside.filter((one) => !isBefore(one))];
  }

  /** What stands left of the first lifeline and right of the last. */
  #margins(row: Row): { side: 'left' | 'right'; cell: Cell }[] {
    const inner = row.arrows.flatMap((arrow) => this.#inner(row, arrow));
    const from = Math.min(...row.arrows.map(({ start }) => start), ...inner.map(({ start }) => start));
    const to = Math.max(...row.arrows.map(({ end }) => end), ...inner.map(({ end }) => end));
    const own = new Set(inner.map(({ start }) => start));
    const left = row.unarrowed.filter((one) => one.end <= from && !own.has(one.start));
    const right = row.unarrowed.filter((one) => one.start >= to && !own.has(one.start));
    return [
      ...left.map((one) => ({ side: 'left' as const, cell: one })),
      ...right.map((one) => ({ side: 'right' as const, cell: one })),
    ];
  }

  /** Adds what the margins of an arrow's row say: states, labels, remarks. */
  #withMargins(row: Row, events: readonly FigureEvent[]): FigureEvent[] {
    const messages = events.filter((event): event is Message => event.kind === 'message');
    const [message, more] = messages;
    const states: ClaimedState[] = [];
    const beside: Piece[] = [];
    const notes: FigureEvent[] = [];
    for (const { side, cell } of this.#margins(row)) {
      const near = (side === 'left' ? this.#lifelines[0] : this.#lifelines.at(-1))?.participant.id;
      const state = onlyState(cell.text);
      if (state && near !== undefined) {
        const { start, end } = state.span;
        states.push({
          end: near,
          state: state.state,
          ...(/^[(（]/u.test(cell.text) ? { either: true } : {}),
          range: rangeOf({ text: '', start: cell.start + start, end: cell.start + end }, row.line),
        });
      } else if (statesIn(cell.text).length > 0 || more) {
        const words = wordsOf(cell, row.line);
        const named = this.#namedIn(cell.text);
        notes.push({ kind: 'note', over: named, words, range: words.whole, unclaimed: named.length === 0 });
      } else if (/^\(?\d{1,3}[.):]?$/u.test(cell.text)) continue;
      else beside.push(pieceOf(cell, row.line));
    }
    if (!message || (states.length === 0 && beside.length === 0)) return [...events, ...notes];
    const label = message.label.text;
    // A label may stand beside its arrow; a remark may give the numbers that it lacks, or tell of a loss.
    const spoken = beside.filter(({ text }) => {
      if (!hasFlags(label)) return true;
      if (hasFlags(text) && flagsOf(text) !== flagsOf(label)) return false;
      return hasNumbers(text) || LOST.test(text) || AGAIN.test(text);
    });
    const whole: Message = {
      ...message,
      ...(states.length > 0 ? { states } : {}),
      ...(spoken.length > 0 ? { label: message.label.with(spoken) } : {}),
    };
    const rest = beside
      .filter((piece) => !spoken.includes(piece))
      .map((piece): FigureEvent => {
        const words = new Words([piece]);
        return { kind: 'note', over: [], words, range: words.whole };
      });
    return [...events.map((event) => (event === message ? whole : event)), ...notes, ...rest];
  }

  /** The row with the knots on lifelines, at which programs call, made blank: `o close`. */
  #untied(row: Row): string {
    return row.words.replaceAll(/(?<=^|\s)[oO○●◦•](?=\s)/gu, (knot, offset: number) =>
      this.#lifelines.some(({ column }) => Math.abs(column - row.column(offset)) <= NEAR) ? '\t' : knot,
    );
  }

  /** A row without an arrow: states under the lifelines, remarks beside and between them. */
  #remarks(row: Row, labels: ReadonlySet<Row>): FigureEvent[] {
    const cells = cellsIn(this.#untied(row), 0, row.text.length);
    const columns = this.#lifelines.map(({ column }) => column);
    return cells.flatMap((one): FigureEvent[] => {
      if (!/[\p{L}\d]/u.test(one.text) || /^\(?\d{1,3}[.):]?$/u.test(one.text)) return [];
      const middle = row.middle(one);
      const nearest = nearestTo(columns, middle);
      const column = columns[nearest] ?? 0;
      const outside = middle <= (columns[0] ?? 0) || middle >= (columns.at(-1) ?? 0);
      const isNear =
        outside || (row.column(one.start) - BESIDE <= column && column <= row.column(one.end) + BESIDE);
      const words = wordsOf(one, row.line);
      const near = this.#lifelines[nearest]?.participant.id;
      const hasState = statesIn(one.text).length > 0;
      if (labels.has(row) && !hasState) return [];
      if (hasState && row.isPath)
        return [{ kind: 'note', over: [], words, range: words.whole, unclaimed: true }];
      // Between the lifelines a state may be either end's.
      if (hasState && !isNear)
        return [
          {
            kind: 'note',
            over: this.#namedIn(one.text),
            words,
            range: words.whole,
            unclaimed: this.#namedIn(one.text).length === 0 && !isSaidOfAll(one.text),
          },
        ];
      if ((hasState || callNamed(one.text)) && isNear && near !== undefined)
        return [{ kind: 'note', over: this.#spokenOf(one.text, near), words, range: words.whole }];
      return [{ kind: 'note', over: [], words, range: words.whole }];
    });
  }

  #namedIn(text: string): readonly string[] {
    return this.#lifelines
      .filter(({ participant }) => holdsWord(text, participant.label ?? participant.id))
      .map(({ participant }) => participant.id);
  }

  /** Whom a remark is about: the end that it names, all of them, or the one beside it. */
  #spokenOf(text: string, near: string | undefined): readonly string[] {
    const named = this.#namedIn(text);
    if (named.length > 0) return named;
    if (/\b(?:both|beide|ambos|ambas|tous|les deux|оба)\b|双方|雙方|両方|양쪽/iu.test(text)) return [];
    return near === undefined ? [] : [near];
  }
}

/** `ESTABLISHED` in the middle of a figure is said of both ends. */
function isSaidOfAll(text: string): boolean {
  return /^\W*(?:connection\s+|连接\s*|[Bb]oth\s+)?ESTABLISHED\W*$/u.test(text);
}

function isDots(text: string): boolean {
  return /^(?:\.{3,}|…+)$/u.test(text);
}

/** Whether dots at one end of an arrow say that the segment is still under way, or was. */
function flightOf(written: readonly Cell[], { head, start }: Arrow): 'sent' | 'arrived' | undefined {
  const dots = written.find(({ text }) => isDots(text));
  if (!dots) return undefined;
  return dots.start < start === (head === 'right') ? 'arrived' : 'sent';
}

const QUOTED = /^["“「『'‘«].*["”」』'’»]/u;

/** So many rows above the first arrow may hold the names. */
const REACH = 10;
/** What stands no further from a lifeline is beside it. */
const BESIDE = 3;
/** Two columns no further apart are the same. */
const NEAR = 2;
/** How far apart the pieces of one lifeline may be, where they are in different rows. */
const SHIFTED = 6;

function nearestTo(columns: readonly number[], column: number): number {
  let best = 0;
  columns.forEach((one, index) => {
    if (Math.abs(one - column) < Math.abs((columns[best] ?? 0) - column)) best = index;
  });
  return best;
}

function isWithin(column: number, { left, right }: { left: Lifeline; right: Lifeline }): boolean {
  return column >= left.column && column <= right.column;
}

function rangeOf({ start, end }: Cell, line: number): Range {
  return { line, column: start + 1, endLine: line, endColumn: end + 1 };
}

function pieceOf({ text, start }: Cell, line: number): Piece {
  return { text, line, column: start + 1 };
}

/** What short texts say, most of which are asked about several times. */
const known = new Map<string, { readonly flags: string; readonly numbers: boolean }>();
const MOST_KNOWN = 2_000;

function saying(text: string): { readonly flags: string; readonly numbers: boolean } {
  let said = known.get(text);
  if (!said) {
    const { words, flags, values } = readLabel(text);
    const numbers = values.has('seq') || values.has('ack') || values.has('len');
    said = { flags: words.length > 0 ? [...flags].sort().join() : '', numbers };
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(text, said);
  }
  return said;
}

function hasFlags(text: string): boolean {
  return saying(text).flags !== '';
}

function flagsOf(text: string): string {
  return saying(text).flags;
}

function hasNumbers(text: string): boolean {
  return saying(text).numbers;
}

/** Whether a text says something that a label says, rather than a remark. */
function isSaid(text: string): boolean {
  return /\p{L}{2}/u.test(text) || hasFlags(text) || hasNumbers(text);
}

/** A name over a lifeline, without the brackets around it; undefined where it cannot be one. */
function nameIn(cell: Cell): Cell | undefined {
  const [, lead = '', own = '', tail = ''] =
    /^([[(（【<"`*_]*\s*)(.*?)(\s*[\])）】>"`*_:：]*)$/u.exec(cell.text) ?? [];
  // `Client (C)`: what is opened within the name is closed within it.
  const inner = /[[(（【<]/u.test(own) ? tail.trimEnd().replace(/[:：*_`"]+$/u, '') : '';
  const stripped = own + inner;
  const start = cell.start + lead.length;
  const { text } = plain(stripped);
  if (stripped === '' || stripped.length > 40 || !/[\p{L}\d]/u.test(text) || statesIn(text).length > 0)
    return undefined;
  if (flagsIn(text).words.length > 0 || /[=;]/u.test(text)) return undefined;
  return { text: stripped, start, end: start + stripped.length };
}
