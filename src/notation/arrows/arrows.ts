/** The reader of lines that name both ends: `A ---- SYN ----> B`, `A -> B: SYN`, `SYN (A -> B)`. */
import { flagsIn } from '../label/flags.js';
import { plain } from '../label/plain.js';
import { statesIn } from '../label/states.js';
import { arrowsIn, type Arrow } from '../layout/strokes.js';
import { drawnLines, holdsWord, mayBeDrawn, onlyState, ORDINAL, type Cell } from '../layout/text.js';
import type { ClaimedState, Figure, FigureEvent, Message, Participant, Reader, Source } from '../reader.js';
import { Words, type Piece } from '../words.js';

/** More ends than that nobody draws with single lines. */
const MOST_ENDS = 12;
const LONGEST_NAME = 40;

export const arrows: Reader = {
  notation: 'arrows',
  finds(source) {
    if (!mayBeDrawn(source)) return false;
    let found = 0;
    return drawnLines(source.lines).some((line) => lineIn(line, 1) !== undefined && ++found === 2);
  },
  read(source) {
    const figure = figureOf(source);
    return figure ? [figure] : [];
  },
};

/** A line with an arrow, before it is known which ends there are. */
interface ArrowLine {
  readonly line: number;
  readonly text: string;
  readonly arrow: Arrow;
  /** What stands before the arrow and behind it. */
  readonly left: Cell;
  readonly right: Cell;
}

function cell(text: string, from: number, to: number): Cell {
  const part = text.slice(from, to);
  const trimmed = part.trim();
  const start = from + part.length - part.trimStart().length;
  return { text: trimmed, start: trimmed === '' ? from : start, end: start + trimmed.length };
}

function lineIn(text: string, line: number): ArrowLine | undefined {
  const found = arrowsIn(text, (between) => !/[|│]/u.test(between));
  const [arrow, more] = found;
  if (!arrow || more || arrow.head === 'both') return undefined;
  const begins = ORDINAL.exec(text)?.[0].length ?? 0;
  const left = cell(text, Math.min(begins, arrow.start), arrow.start);
  const right = cell(text, arrow.end, text.length);
  if (left.text === '' || right.text === '' || /^[|│]|[|│]$/u.test(left.text) || /^[|│]/u.test(right.text))
    return undefined;
  return { line, text, arrow, left, right };
}

/** An end of a line: its name, its state in brackets, and what else stands there. */
interface End {
  readonly name: Cell;
  readonly state?: { readonly cell: Cell };
  readonly rest?: Cell;
}

const BRACKETS: Readonly<Record<string, string>> = {
  '[': ']',
  '(': ')',
  '（': '）',
  '【': '】',
  '"': '"',
  '“': '”',
  '`': '`',
  '<': '>',
  '「': '」',
  '|': '|',
};

/** A name without the brackets, quotation marks and emphasis around it; undefined where it cannot be one. */
function named(written: Cell): Cell | undefined {
  let { start, end } = written;
  let text = written.text;
  const cut = (from: number, to: number): void => {
    const part = cell(text, from, to);
    end = start + part.end;
    start += part.start;
    text = part.text;
  };
  for (let rounds = 0; rounds < 4; rounds++) {
    if (/^(?:\*\*|__).*(?:\*\*|__)$/u.test(text)) cut(2, text.length - 2);
    else if (text.length > 1 && BRACKETS[text.charAt(0)] === text.at(-1)) cut(1, text.length - 1);
    else if (/[:：,，;]$/u.test(text)) cut(0, text.length - 1);
    else break;
  }
  const { text: read } = plain(text);
  if (text === '' || text.length > LONGEST_NAME || !/[\p{L}\d]/u.test(read)) return undefined;
  if (/[<>=;{}]|->|\b(?:seq|ack)\s*=/iu.test(read) || statesIn(read).length > 0) return undefined;
  if (flagsIn(read).words.length > 0 && !/\b(?:server|client|host|peer)\b/iu.test(read)) return undefined;
  return { text, start, end };
}

/** The end that stands before an arrow. */
function leftEnd({ left }: ArrowLine): End | undefined {
  const { text, start } = left;
  // `SYN (A -> B)`: the bracket is closed behind the arrow.
  const open = Math.max(text.lastIndexOf('('), text.lastIndexOf('（'), text.lastIndexOf('['));
  const closes = Math.max(text.lastIndexOf(')'), text.lastIndexOf('）'), text.lastIndexOf(']'));
  if (open > closes) {
    const name = named(cell(text, open + 1, text.length));
    return name && at({ name, rest: cell(text, 0, open) }, start);
  }
  const stated = /^(.*?)\s*([([（【][^()[\]]*[)\]）】])$/u.exec(text);
  if (stated?.[1] && stated[2] && onlyState(stated[2])) {
    const name = named(cell(text, 0, stated[1].length));
    return (
      name && at({ name, state: { cell: cell(text, text.length - stated[2].length, text.length) } }, start)
    );
  }
  const colon = /^([^:：]+)[:：](?!\d{1,5}$)\s*(?=\S)/u.exec(text);
  if (colon?.[1]) {
    const before = cell(text, 0, colon[1].length);
    const name = named(cell(text, colon[0].length, text.length));
    if (name) return at({ name, rest: before }, start);
    // `A: SYN ->`: the label stands before the arrow.
    const own = named(before);
    return own && at({ name: own, rest: cell(text, colon[0].length, text.length) }, start);
  }
  const name = named(cell(text, 0, text.length));
  if (name) return at({ name }, start);
  // `A  SYN ->`, with blanks between.
  const gap = /^(.+?)(?:\s{2,}|\t)(.+)$/u.exec(text);
  const own = gap?.[1] === undefined ? undefined : named(cell(text, 0, gap[1].length));
  return own && gap?.[2] !== undefined
    ? at({ name: own, rest: cell(text, text.length - gap[2].length, text.length) }, start)
    : undefined;
}

/** An end whose offsets count from somewhere else. */
function at({ name, state, rest }: End, by: number): End {
  const move = (one: Cell): Cell => ({ ...one, start: one.start + by, end: one.end + by });
  return {
    name: move(name),
    ...(state ? { state: { cell: move(state.cell) } } : {}),
    ...(rest ? { rest: move(rest) } : {}),
  };
}

/** The end that stands behind an arrow, where `known` are the names of others, in lower case. */
function rightEnd({ right, arrow }: ArrowLine, known: readonly string[]): End | undefined {
  const { text, start } = right;
  const split = (end: number, from: number): End | undefined => {
    const name = named(cell(text, 0, end));
    if (!name) return undefined;
    const rest = cell(text, from, text.length);
    const stated = /^[([（【][^()[\]]*[)\]）】]/u.exec(rest.text);
    if (stated && onlyState(stated[0])) {
      const more = cell(text, rest.start + stated[0].length, text.length);
      const state = { cell: cell(text, rest.start, rest.start + stated[0].length) };
      return at({ name, state, ...(more.text === '' ? {} : { rest: more }) }, start);
    }
    return at({ name, ...(rest.text === '' ? {} : { rest }) }, start);
  };
  // `SYN (A -> B)`
  const closing = /^([^()（）]*)[)）]/u.exec(text);
  if (closing?.[1]) return split(closing[1].length, closing[0].length);
  const colon = /^([^:：()[\]（）【】]{1,40}|[([（【"][^:：]{1,40}[)\]）】"])\s*[:：](?!\d{1,5}$)/u.exec(
    text,
  );
  if (colon?.[1]) return split(colon[1].length, colon[0].length);
  const bracketed = /^(?:\[[^\]]+\]|【[^】]+】|"[^"]+"|\*\*[^*]+\*\*|`[^`]+`|\([^)]+\)|（[^）]+）)/u.exec(
    text,
  );
  if (bracketed) {
    const found = split(bracketed[0].length, bracketed[0].length);
    if (found) return found;
  }
  const lower = text.toLowerCase();
  const familiar = known.find(
    (name) => lower.startsWith(name) && !/^[\p{L}\d_]/u.test(text.slice(name.length)),
  );
  if (familiar !== undefined) return split(familiar.length, familiar.length);
  const gap = /^(.+?)(?=\s{2,}|\t|\s*[([（【,，;])/u.exec(text);
  if (gap?.[1] !== undefined) {
    const found = split(gap[1].length, gap[1].length);
    if (found) return found;
  }
  const whole = split(text.length, text.length);
  if (whole && (arrow.labels.length > 0 || !/\s/u.test(text))) return whole;
  const word = /^\S+/u.exec(text)?.[0].length ?? 0;
  return split(word, word) ?? whole;
}

function figureOf(source: Source): Figure | undefined {
  const lines = drawnLines(source.lines);
  const found = lines.map((text, index) => lineIn(text, index + 1));
  const known = new Map<string, string>();
  for (const line of found) {
    const name = line && leftEnd(line)?.name.text;
    if (name !== undefined) known.set(name.toLowerCase(), name);
  }
  // The longest first, so that `Server 2` is not taken for `Server`.
  const names = [...known.keys()].sort((a, b) => b.length - a.length);
  const participants = new Map<string, Participant>();
  const meet = ({ text, start, end }: Cell, line: number): string => {
    const known = participants.get(text.toLowerCase());
    if (known) return known.id;
    const range = { line, column: start + 1, endLine: line, endColumn: end + 1 };
    participants.set(text.toLowerCase(), { id: text, range });
    return text;
  };
  const events: FigureEvent[] = [];
  let first = 0;
  let last = 0;
  for (const [index, line] of found.entries()) {
    const number = index + 1;
    const text = lines[index] ?? '';
    const message = line && messageOf(line, names, meet);
    if (message) {
      events.push(message);
      first ||= number;
      last = number;
      continue;
    }
    const remark = cell(text, 0, text.length);
    if (remark.text === '' || events.length === 0) continue;
    const words = Words.at(remark.text, number, remark.start + 1);
    events.push({
      kind: 'note',
      over: [],
      words,
      range: words.whole,
      unclaimed: !namesOne(remark.text, names),
    });
  }
  if (participants.size < 2 || participants.size > MOST_ENDS || first === 0) return undefined;
  return { title: '', participants: [...participants.values()], events, line: first, endLine: last };
}

/** Whether a remark says of whom it speaks, or of all. */
function namesOne(text: string, names: readonly string[]): boolean {
  return names.some((name) => holdsWord(text, name)) || /\bESTABLISHED\b/u.test(text);
}

function messageOf(
  line: ArrowLine,
  names: readonly string[],
  meet: (name: Cell, line: number) => string,
): Message | undefined {
  const left = leftEnd(line);
  const right = rightEnd(line, names);
  if (!left || !right || left.name.text.toLowerCase() === right.name.text.toLowerCase()) return undefined;
  const { arrow, text, line: number } = line;
  const [from, to] = arrow.head === 'right' ? [left, right] : [right, left];
  const [leftId, rightId] = [meet(left.name, number), meet(right.name, number)];
  const rangeOf = ({ start, end }: Cell): Message['range'] => ({
    line: number,
    column: start + 1,
    endLine: number,
    endColumn: end + 1,
  });
  const states = [left, right].flatMap(({ state }, index): ClaimedState[] => {
    const [named] = state ? statesIn(state.cell.text) : [];
    if (!named || !state) return [];
    const range = rangeOf({
      text: '',
      start: state.cell.start + named.span.start,
      end: state.cell.start + named.span.end,
    });
    // Alone behind the line, it is a remark on all of it.
    const either = !left.state && /^[(（]/u.test(state.cell.text);
    return [
      { end: index === 0 ? leftId : rightId, state: named.state, ...(either ? { either } : {}), range },
    ];
  });
  return {
    kind: 'message',
    from: arrow.head === 'right' ? leftId : rightId,
    to: arrow.head === 'right' ? rightId : leftId,
    ...(arrow.lost ? { fate: 'lost' as const } : {}),
    label: labelOf(line, [
      left.rest,
      ...arrow.labels.map(({ start, end }) => cell(text, start, end)),
      right.rest,
    ]),
    range: rangeOf(cell(text, 0, text.length)),
    fromRange: rangeOf(from.name),
    toRange: rangeOf(to.name),
    ...(states.length > 0 ? { states } : {}),
  };
}

/** The words on an arrow and at its sides. */
function labelOf({ line }: ArrowLine, cells: readonly (Cell | undefined)[]): Words {
  const pieces = cells.flatMap((one): Piece[] => {
    if (!one) return [];
    const lead = /^[\s:：,，;|(（[【-]*(?=\s|[:：,，;|-])|^[:：]\s*/u.exec(one.text)?.[0].length ?? 0;
    const text = one.text.slice(lead).trimStart();
    return text === '' ? [] : [{ text, line, column: one.start + (one.text.length - text.length) + 1 }];
  });
  return new Words(pieces);
}
