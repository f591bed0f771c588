/** What happens in the rows of a ladder that hold arrows. */
import { statesIn } from '../label/states.js';
import { AGAIN, LOST } from '../label/words.js';
import type { Arrow } from '../layout/strokes.js';
import { onlyState, pieceOf, rangeOf, wordsOf, type Cell } from '../layout/text.js';
import type { ClaimedState, FigureEvent, Message } from '../reader.js';
import { Words, type Piece } from '../words.js';
import type { Arrows, Span } from './arrows.js';
import type { Lifelines } from './lifelines.js';
import type { Row } from './row.js';
import { flagsOf, hasFlags, hasNumbers, QUOTED } from './saying.js';

export class Messages {
  readonly #lifelines: Lifelines;
  readonly #arrows: Arrows;

  constructor(lifelines: Lifelines, arrows: Arrows) {
    this.#lifelines = lifelines;
    this.#arrows = arrows;
  }

  /** The segments of a row with arrows, whose labels stand in other rows, too. */
  of(row: Row, beside: readonly Row[]): FigureEvent[] {
    const events = row.arrows.flatMap((arrow): FigureEvent[] => {
      const span = this.#arrows.span(row, arrow);
      if (!span) return [];
      return [arrow.head === 'both' ? this.#note(row, arrow, span) : this.#message(row, arrow, span, beside)];
    });
    return this.#withMargins(row, events);
  }

  /** An arrow with two heads says something of both ends: `<=== data ===>`. */
  #note(row: Row, arrow: Arrow, { left, right }: Span): FigureEvent {
    return {
      kind: 'note',
      over: [left.participant.id, right.participant.id],
      words: new Words(this.#arrows.on(row, arrow).map((one) => pieceOf(one, row.line))),
      range: rangeOf(arrow, row.line),
    };
  }

  #message(row: Row, arrow: Arrow, span: Span, beside: readonly Row[]): Message {
    const [from, to] = arrow.head === 'right' ? [span.left, span.right] : [span.right, span.left];
    const written = this.#arrows.on(row, arrow);
    const flight = flightOf(written, arrow);
    const inner = written.filter(({ text }) => !isDots(text)).map((one) => pieceOf(one, row.line));
    const outer = beside.flatMap((other) =>
      this.#lifelines
        .between(other)
        .filter((one) => row.arrows.length === 1 || isWithin(other.middle(one), span))
        .map((one) => pieceOf(one, other.line)),
    );
    return {
      kind: 'message',
      from: from.participant.id,
      to: to.participant.id,
      ...(arrow.lost ? { fate: 'lost' as const } : flight ? { fate: flight } : {}),
      label: new Words([
        ...outer.filter(({ line }) => line < row.line),
        ...inner,
        ...outer.filter(({ line }) => line > row.line),
      ]),
      range: rangeOf(arrow, row.line),
    };
  }

  /** Adds what the margins of an arrow's row say: states, labels, remarks. */
  #withMargins(row: Row, events: readonly FigureEvent[]): FigureEvent[] {
    const messages = events.filter((event): event is Message => event.kind === 'message');
    const [message, more] = messages;
    const states: ClaimedState[] = [];
    const beside: Piece[] = [];
    const notes: FigureEvent[] = [];
    for (const { side, cell } of this.#arrows.margins(row)) {
      const near = (side === 'left' ? this.#lifelines.first : this.#lifelines.last)?.participant.id;
      const state = onlyState(cell.text);
      if (state && near !== undefined) {
        const { start, end } = state.span;
        states.push({
          end: near,
          state: state.state,
          ...(/^[(（]/u.test(cell.text) ? { either: true } : {}),
          range: rangeOf({ start: cell.start + start, end: cell.start + end }, row.line),
        });
      } else if (statesIn(cell.text).length > 0 || more) {
        const words = wordsOf(cell, row.line);
        const named = this.#lifelines.namedIn(cell.text);
        notes.push({ kind: 'note', over: named, words, range: words.whole, unclaimed: named.length === 0 });
      } else if (/^\(?\d{1,3}[.):]?$/u.test(cell.text)) continue;
      else beside.push(pieceOf(cell, row.line));
    }
    if (!message || (states.length === 0 && beside.length === 0)) return [...events, ...notes];
    const label = message.label.text;
    // A label may stand beside its arrow; a remark may give the numbers that it lacks, or tell of a loss.
    const spoken = beside.filter(({ text }) => {
      // What somebody says beside numbers is a remark, and no data.
      if (!hasFlags(label)) return !(hasNumbers(label) && QUOTED.test(text));
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

function isWithin(column: number, { left, right }: Span): boolean {
  return column >= left.column && column <= right.column;
}
