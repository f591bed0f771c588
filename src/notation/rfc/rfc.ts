/** The reader of figures as RFC 9293 has them: `2.  SYN-SENT --> <SEQ=100><CTL=SYN> --> SYN-RECEIVED`. */
import { readLabel, type Label } from '../label/label.js';
import { statesIn } from '../label/states.js';
import { columnsOf } from '../layout/grid.js';
import { cellsIn, drawnLines, mayBeDrawn, pieceOf, rangeOf, wordsOf, type Cell } from '../layout/text.js';
import type { ClaimedState, Figure, FigureEvent, Message, Participant, Reader } from '../reader.js';
import { Words } from '../words.js';

export const rfc: Reader = {
  notation: 'rfc',
  finds(source) {
    return mayBeDrawn(source) && drawnLines(source.lines).some((line) => SEGMENT.test(line));
  },
  read({ lines }) {
    return figuresIn(drawnLines(lines)).flatMap((part) => figureOf(part.lines, part.first) ?? []);
  },
};

const PIECE = String.raw`(?:[-=─–—]+>|<[-=─–—]+|[-─–—]+[xX]|[xX][-─–—]+|→|←|\.{3,}|…+)`;
/** The piece of an arrow on either side of a segment in angle brackets. */
const SEGMENT = new RegExp(
  String.raw`(?<left>${PIECE})?\s*(?<segment>(?:<\s*(?:SEQ|ACK|CTL|DATA|LEN|WIN|WND)\b[^<>]*>\s*)+)(?<right>${PIECE})?`,
  'iu',
);
const NUMBER = /^\s*(\d{1,3})[.):]\s*/u;

/** The figures in a text: where the lines are numbered anew, another begins. */
function figuresIn(lines: readonly string[]): { first: number; lines: readonly string[] }[] {
  const starts: number[] = [0];
  let last = 0;
  lines.forEach((line, index) => {
    const number = Number(NUMBER.exec(line)?.[1] ?? 0);
    if (number === 0) return;
    if (number <= last && number === 1) starts.push(headAbove(lines, index));
    last = number;
  });
  return starts.map((first, index) => ({
    first: first + 1,
    lines: lines.slice(first, starts[index + 1] ?? lines.length),
  }));
}

/** The line with the names above a figure's first, or that itself. */
function headAbove(lines: readonly string[], index: number): number {
  for (let above = index - 1; above >= Math.max(0, index - 4); above--)
    if (namesIn(lines[above] ?? '')) return above;
  return index;
}

function namesIn(line: string): readonly [Cell, Cell] | undefined {
  if (NUMBER.test(line) || SEGMENT.test(line)) return undefined;
  const [left, right, more] = cellsIn(line, 0, line.length);
  if (!left || !right || more || left.text === right.text) return undefined;
  const isName = ({ text }: Cell): boolean =>
    statesIn(text).length === 0 && text.length <= 40 && /\p{L}/u.test(text) && !/^[([].*[)\]]$/u.test(text);
  return isName(left) && isName(right) ? [left, right] : undefined;
}

interface Segment {
  readonly from: 'left' | 'right';
  readonly fate: NonNullable<Message['fate']>;
  readonly written: Cell;
  /** Where the pieces of the arrow begin and end. */
  readonly start: number;
  readonly end: number;
}

function segmentIn(line: string): Segment | undefined {
  const match = SEGMENT.exec(line);
  const { left = '', segment = '', right = '' } = match?.groups ?? {};
  const text = segment.trimEnd();
  const isFlight = (piece: string): boolean => /^(?:\.|…)/u.test(piece);
  const isCross = (piece: string): boolean => /x/iu.test(piece);
  const direction = [left, right].find((piece) => piece !== '' && !isFlight(piece) && !isCross(piece));
  if (!match || direction === undefined) return undefined;
  const rightwards = /[>→]$/u.test(direction);
  const [near, far] = rightwards ? [left, right] : [right, left];
  const fate = isCross(far) ? 'lost' : isFlight(near) ? 'arrived' : isFlight(far) ? 'sent' : 'delivered';
  const start = match.index + (match[0].length - segment.length - right.length);
  return {
    from: rightwards ? 'left' : 'right',
    fate,
    written: { text, start, end: start + text.length },
    start: match.index,
    end: match.index + match[0].trimEnd().length,
  };
}

function figureOf(lines: readonly string[], firstLine: number): Figure | undefined {
  const segments = lines.map(segmentIn);
  const top = segments.findIndex((one) => one !== undefined);
  const bottom = segments.findLastIndex((one) => one !== undefined);
  if (top < 0) return undefined;
  let head = -1;
  for (let index = 0; index < top; index++) if (namesIn(lines[index] ?? '')) head = index;
  const [leftName, rightName] = namesIn(lines[head] ?? '') ?? [];
  const participant = (name: Cell | undefined, otherwise: string): Participant =>
    name ? { id: name.text, range: rangeOf(name, firstLine + head) } : { id: otherwise };
  const [left, right] = [participant(leftName, 'A'), participant(rightName, 'B')];
  const middle = middleOf(lines, segments);
  const events: FigureEvent[] = [];
  /** What is under way and what has arrived, by its direction and what is written of it. */
  const underWay = new Map<string, number>();
  const arrived = new Set<string>();
  const from = head >= 0 ? head + 1 : firstStated(lines, top);
  let last = bottom;
  for (let index = from; index < lines.length; index++) {
    const text = lines[index] ?? '';
    const line = firstLine + index;
    const segment = segments[index];
    const begins = NUMBER.exec(text)?.[0].length ?? 0;
    if (isMore(text) && index > from) continue;
    const below = segment ? moreBelow(lines, index) : [];
    if (segment) last = Math.max(last, index + below.length);
    if (index > bottom && !segment && !goesOn(text)) {
      if (text.trim() !== '') break;
      continue;
    }
    last = Math.max(last, text.trim() === '' ? last : index);
    const sides = segment
      ? [
          ...sideCells(text, begins, segment.start, left.id),
          ...sideCells(text, segment.end, text.length, right.id),
        ]
      : cellsIn(text, begins, text.length).map((one) => ({
          cell: one,
          end: columnOf(text, one) < middle ? left.id : right.id,
        }));
    const states: ClaimedState[] = [];
    const notes: FigureEvent[] = [];
    for (const { cell, end } of sides) {
      const [state] = statesIn(cell.text);
      const isClaim =
        state && cell.text.slice(0, state.span.start).trim() === '' && !/[?？]/u.test(cell.text);
      if (segment && isClaim) {
        const range = {
          line,
          column: cell.start + state.span.start + 1,
          endLine: line,
          endColumn: cell.start + state.span.end + 1,
        };
        states.push({ end, state: state.state, range });
      } else {
        const words = wordsOf(cell, line);
        notes.push({ kind: 'note', over: [end], words, range: words.whole });
      }
    }
    if (segment) {
      const { written, fate } = segment;
      const key = [segment.from, written.text, ...below.map(({ text: more }) => more)]
        .join('')
        .replaceAll(/\s+/gu, '');
      const waiting = underWay.get(key) ?? 0;
      if (fate === 'sent') underWay.set(key, waiting + 1);
      const strange = fate === 'arrived' && waiting === 0;
      const origin = arrived.has(key) ? 'dup' : 'stale';
      if (fate !== 'sent' && fate !== 'lost') arrived.add(key);
      if (fate === 'arrived' && waiting > 0) underWay.set(key, waiting - 1);
      const [sender, receiver] = segment.from === 'left' ? [left, right] : [right, left];
      const label = Words.at(written.text, line, written.start + 1).with(
        below.map((cell, more) => pieceOf(cell, line + 1 + more)),
      );
      events.push({
        kind: 'message',
        from: sender.id,
        to: receiver.id,
        fate,
        ...(strange ? { origin } : {}),
        label,
        said: onWire(label),
        range: { line, column: segment.start + 1, endLine: line, endColumn: segment.end + 1 },
        ...(states.length > 0 ? { states } : {}),
      });
    }
    events.push(...notes);
  }
  return {
    title: titleIn(lines.slice(last + 1)),
    participants: [left, right],
    events,
    line: firstLine + Math.max(0, head >= 0 ? head : from),
    endLine: firstLine + last,
  };
}

/** What the fields say: in these figures a segment without data says so by having none. */
function onWire({ text }: Words): Label {
  const { len, ...label } = readLabel(text);
  const data = /<\s*(?:DATA|LEN)\b/iu.test(text) && len !== 0;
  return { ...label, data, ...(data && len !== undefined ? { len } : {}) };
}

/** More fields of a segment, alone on their line. */
function isMore(line: string): boolean {
  return /^\s*(?:<\s*(?:SEQ|ACK|CTL|DATA|LEN|WIN|WND)\b[^<>]*>\s*)+$/iu.test(line);
}

/** The lines in which a long segment goes on. */
function moreBelow(lines: readonly string[], index: number): readonly Cell[] {
  const cells: Cell[] = [];
  for (let below = index + 1; isMore(lines[below] ?? ''); below++) {
    const text = lines[below] ?? '';
    const trimmed = text.trim();
    const start = text.length - text.trimStart().length;
    cells.push({ text: trimmed, start, end: start + trimmed.length });
  }
  return cells;
}

/** The first line above the segments that says something of the ends' states. */
function firstStated(lines: readonly string[], top: number): number {
  let first = top;
  for (let index = top - 1; index >= 0; index--) {
    const line = lines[index] ?? '';
    if (line.trim() === '') continue;
    if (!NUMBER.test(line) && statesIn(line).length < 2) break;
    first = index;
  }
  return first;
}

/** Whether a line below the last segment belongs to the figure: a number, a state, or a remark in brackets. */
function goesOn(line: string): boolean {
  return (
    NUMBER.test(line) ||
    /^\s*\([^)]*\)/u.test(line) ||
    /^\s+[A-Z][A-Z0-9-]{3,}(?:\s{2,}[A-Z][A-Z0-9-]{3,})?\s*$/u.test(line)
  );
}

function titleIn(lines: readonly string[]): string {
  for (const line of lines.slice(0, 3)) {
    const title = /^\s*Figure\s+\w+:\s*(.+?)\s*$/iu.exec(line)?.[1];
    if (title !== undefined) return title;
  }
  return '';
}

function sideCells(line: string, from: number, to: number, end: string): { cell: Cell; end: string }[] {
  return cellsIn(line, from, to).map((cell) => ({ cell, end }));
}

function columnOf(line: string, { start, end }: Cell): number {
  const column = columnsOf(line);
  return (column(start) + column(end)) / 2;
}

/** The column in the middle of the segments. */
function middleOf(lines: readonly string[], segments: readonly (Segment | undefined)[]): number {
  let sum = 0;
  let count = 0;
  segments.forEach((segment, index) => {
    if (!segment) return;
    sum += columnOf(lines[index] ?? '', { text: '', start: segment.start, end: segment.end });
    count++;
  });
  return sum / Math.max(1, count);
}
