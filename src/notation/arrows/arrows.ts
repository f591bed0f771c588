/** The reader of lines that name both ends: `A ---- SYN ----> B`, `A -> B: SYN`, `SYN (A -> B)`. */
import { flagsIn } from '../label/flags.js';
import { fieldsOf } from '../label/numbers.js';
import { plain } from '../label/plain.js';
import { statesIn } from '../label/states.js';
import { CLIENT, SERVER } from '../label/words.js';
import { arrowsIn, strokesIn, type Arrow } from '../layout/strokes.js';
import { drawnLines, holdsWord, mayBeDrawn, onlyState, ORDINAL, type Cell } from '../layout/text.js';
import type {
  ClaimedState,
  Figure,
  FigureEvent,
  Message,
  Note,
  Participant,
  Reader,
  Source,
} from '../reader.js';
import { Words, type Piece } from '../words.js';

/** More ends than that nobody draws with single lines. */
const MOST_ENDS = 12;
const MOST_NAMES = 200;
const LONGEST_NAME = 40;

export const arrows: Reader = {
  notation: 'arrows',
  finds(source) {
    if (!mayBeDrawn(source)) return false;
    let found = 0;
    return drawnLines(source.lines).some((line) => {
      const alone = found > 0 && unnamedIn(line) ? 1 : 0;
      found += linesIn(line, 1).length || (sidedIn(line, 1) ? 1 : alone);
      return found >= 2;
    });
  },
  read: figuresOf,
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

/** Whether what stands behind an arrow names an end, and says then what is sent: `B: SYN (port 6789 -> any)`. */
function isSaid(text: string): boolean {
  return /^\s*[^\s:：()][^:：()]{0,40}[:：](?!\d)/u.test(text) || isOpen(text);
}

/** Whether what stands between two arrows is a name, and a remark apart from it, in which there is an arrow, too. */
function isRemarked(text: string): boolean {
  return /^\s*\S+(?:\s\S+)*(?:\s{2,}|\t)\s*\S/u.test(text);
}

/** Whether a bracket is not closed. */
function isOpen(text: string): boolean {
  return text.lastIndexOf('(') > text.lastIndexOf(')');
}

/** The arrows with what stands at both sides of them: one, or a chain `A -- FIN --> B -- ACK --> A`. */
function linesIn(text: string, line: number): readonly ArrowLine[] {
  const found = arrowsIn(
    text,
    (between, _, { head }) =>
      !/[|│]/u.test(between) && !(head === undefined ? isOpen(between) : isSaid(between)),
  );
  const [arrow, next] = found;
  if (!arrow || found.some(({ head }) => head === 'both')) return [];
  const between = next && text.slice(arrow.end, next.start);
  const isLabelled = between !== undefined && (isSaid(between) || isRemarked(between));
  const own = isLabelled ? [arrow] : found;
  const begins = ORDINAL.exec(text)?.[0].length ?? 0;
  const lines = own.map((one, index): ArrowLine => {
    const left = cell(text, own[index - 1]?.end ?? Math.min(begins, one.start), one.start);
    return { line, text, arrow: one, left, right: cell(text, one.end, own[index + 1]?.start ?? text.length) };
  });
  return lines.every(hasEnds) && (lines.length === 1 || isChain(lines)) ? lines : [];
}

function hasEnds({ left, right }: ArrowLine): boolean {
  return (
    left.text !== '' && right.text !== '' && !/^[|│]|[|│]$/u.test(left.text) && !/^[|│]/u.test(right.text)
  );
}

/** Whether segments go to and fro between two ends. */
function isChain(lines: readonly ArrowLine[]): boolean {
  const names = lines.map(({ left }) => named(left)?.text.toLowerCase());
  const ends = new Set(names);
  return (
    // Of more than three, one end may send two in a row, which a chain cannot show.
    lines.length <= 3 &&
    lines.every(({ arrow }) => arrow.labels.length > 0) &&
    ends.size === 2 &&
    names.every((name, index) => name !== undefined && name !== names[index - 1])
  );
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

/** What an end does, which is no name: it is said of one end here and of the other there. */
const DOES = /^(?:sent|sends?|received?|receives|发送|接收|收到|送信|受信)$/iu;

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
    else if (/^([*_])[^*_]+\1$/u.test(text)) cut(1, text.length - 1);
    else if (text.length > 1 && BRACKETS[text.charAt(0)] === text.at(-1)) cut(1, text.length - 1);
    else if (/[:：,，;；。]$|(?<=[\p{L}\p{N})\]])\.$/u.test(text)) cut(0, text.length - 1);
    else break;
  }
  const { text: read } = plain(text);
  if (text === '' || text.length > LONGEST_NAME || !/[\p{L}\d]/u.test(read)) return undefined;
  if (DOES.test(read) || /[<>=;{}]|->|\b(?:seq|ack)\s*=/iu.test(read) || statesIn(read).length > 0)
    return undefined;
  if (flagsIn(read).words.length > 0 && !/\b(?:server|client|host|peer)\b/iu.test(read)) return undefined;
  return { text, start, end };
}

/** The end that stands before an arrow, where `known` are the names of others, in lower case. */
function leftEnd({ left }: ArrowLine, known: readonly string[] = []): End | undefined {
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
  const familiar = leading(text, known)?.length;
  const isLabelled = familiar !== undefined && flagsIn(text.slice(familiar)).words.length > 0;
  const name = isLabelled ? undefined : named(cell(text, 0, text.length));
  if (name) return at({ name }, start);
  // `A  SYN ->`, with blanks between, or one behind a name that is known.
  const length = /^(.+?)(?=\s{2,}|\t)/u.exec(text)?.[0].length ?? familiar;
  const own = length === undefined ? undefined : named(cell(text, 0, length));
  return own && at({ name: own, rest: cell(text, own.end, text.length) }, start);
}

/** The known name with which a text begins. */
function leading(text: string, known: readonly string[]): string | undefined {
  const lower = text.toLowerCase();
  return known.find((name) => lower.startsWith(name) && !/^[\p{L}\d_]/u.test(text.slice(name.length)));
}

/** The known name with which a text ends. */
function trailing(text: string, known: readonly string[]): string | undefined {
  const lower = text.toLowerCase();
  return known.find((name) => lower.endsWith(name) && !/[\p{L}\d_]$/u.test(text.slice(0, -name.length)));
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
  const familiar = leading(text, known);
  if (familiar !== undefined) return split(familiar.length, familiar.length);
  const gap = /^(.+?)(?=\s{2,}|\t|\s*[([（【,，;])/u.exec(text);
  if (gap?.[1] !== undefined) {
    const found = split(gap[1].length, gap[1].length);
    if (found) return found;
  }
  // `<- SYN  B`: the label stands before the end.
  const last = /(?:\s{2,}|\t)(\S(?:\s?\S)*)$/u.exec(text)?.[1] ?? trailing(text, known);
  if (last !== undefined && last !== text && flagsIn(text.slice(0, -last.length)).words.length > 0) {
    const name = named(cell(text, text.length - last.length, text.length));
    if (name) return at({ name, rest: cell(text, 0, text.length - last.length) }, start);
  }
  const whole = split(text.length, text.length);
  if (whole && (arrow.labels.length > 0 || !/\s/u.test(text))) return whole;
  const word = /^\S+/u.exec(text)?.[0].length ?? 0;
  return split(word, word) ?? whole;
}

function figuresOf(source: Source): readonly Figure[] {
  const lines = drawnLines(source.lines);
  const found = lines.map((text, index) => linesIn(text, index + 1));
  const known = new Set<string>();
  for (const line of found.flat()) {
    const sure = flagsIn(line.right.text).words.length === 0 ? rightEnd(line, []) : undefined;
    for (const end of [leftEnd(line), sure])
      if (end && flagsIn(end.name.text).words.length === 0) known.add(end.name.text.toLowerCase());
  }
  // Of more, hardly any is a name.
  if (known.size > MOST_NAMES) return [];
  // The longest first, so that `Server 2` is not taken for `Server`.
  const names = [...known].sort((a, b) => b.length - a.length);
  const participants = new Map<string, Participant>();
  const meet = ({ text, start, end }: Cell, line: number): string => {
    const known = participants.get(text.toLowerCase());
    if (known) return known.id;
    const range = { line, column: start + 1, endLine: line, endColumn: end + 1 };
    participants.set(text.toLowerCase(), { id: text, range });
    return text;
  };
  const both = found.map((own) => own.flatMap((line) => messageOf(line, names, meet) ?? []));
  const drawn = both.some((own) => own.length > 0) ? withUnnamed(both, lines) : oneSided(lines, meet);
  const parts: FigureEvent[][] = [];
  let events: FigureEvent[] | undefined;
  for (const [index, messages] of drawn.entries()) {
    const number = index + 1;
    const text = lines[index] ?? '';
    const remark = cell(text, 0, text.length);
    if (messages.length > 0) {
      if (!events) parts.push((events = []));
      events.push(...messages);
      for (const line of found[index] ?? [])
        for (const message of messages) events.push(...remarksOn(line, names, message));
    } else if (remark.text !== '' && events) {
      const words = Words.at(remark.text, number, remark.start + 1);
      const last = events.at(-1);
      if (last?.kind === 'message' && isContinued(last, remark)) {
        const label = last.label.with([{ text: remark.text, line: number, column: remark.start + 1 }]);
        const { endLine, endColumn } = label.whole;
        events[events.length - 1] = { ...last, label, range: { ...last.range, endLine, endColumn } };
        continue;
      }
      // What cannot be read may be segments, too: below it another part begins.
      if (isUnread(text)) events = undefined;
      else
        events.push({
          kind: 'note',
          over: [],
          words,
          range: words.whole,
          unclaimed: !namesOne(remark.text, names),
        });
    }
  }
  return parts.flatMap((part) => figureOf(part, [...participants.values()]) ?? []);
}

function figureOf(events: readonly FigureEvent[], participants: readonly Participant[]): Figure | undefined {
  const messages = events.filter((event) => event.kind === 'message');
  const used = new Set(messages.flatMap(({ from, to }) => [from, to]));
  const [first, last] = [messages[0], messages.at(-1)];
  if (!first || !last || used.size < 2 || used.size > MOST_ENDS) return undefined;
  return {
    title: '',
    participants: participants.filter(({ id }) => used.has(id)),
    events,
    line: first.range.line,
    endLine: last.range.endLine,
  };
}

/** A remark in brackets behind an arrow, or nothing. */
const REMARK = /^(?:[([（【].*|)$/u;

/** An arrow alone on its line, with flags on it and nobody beside it, and the remark behind it. */
function unnamedIn(text: string): { arrow: Arrow; labels: readonly Cell[]; remark: Cell } | undefined {
  const [arrow, next] = arrowsIn(text, (between) => !/[|│]/u.test(between));
  if (!arrow || next || arrow.head === 'both') return undefined;
  const remark = cell(text, arrow.end, text.length);
  if (cell(text, 0, arrow.start).text !== '' || !REMARK.test(remark.text)) return undefined;
  const labels = arrow.labels.map(({ start, end }) => cell(text, start, end));
  return labels.some((one) => flagsIn(one.text).words.length > 0) ? { arrow, labels, remark } : undefined;
}

/** The messages, with those of lines that have an arrow alone, below one that names its ends: they go between the same. */
function withUnnamed(
  drawn: readonly (readonly Message[])[],
  lines: readonly string[],
): readonly (readonly Message[])[] {
  let ends: readonly [left: string, right: string] | undefined;
  return drawn.map((own, index) => {
    const text = lines[index] ?? '';
    const last = own.at(-1);
    if (last) {
      const isRight = (last.fromRange?.column ?? 0) < (last.toRange?.column ?? 0);
      ends = isRight ? [last.from, last.to] : [last.to, last.from];
      return own;
    }
    const alone = ends && unnamedIn(text);
    if (!ends || !alone) return own;
    const { arrow, labels, remark } = alone;
    const line = index + 1;
    const [from, to] = arrow.head === 'right' ? ends : [ends[1], ends[0]];
    const range = { line, column: arrow.start + 1, endLine: line, endColumn: text.trimEnd().length + 1 };
    const lost = arrow.lost ? { fate: 'lost' as const } : {};
    return [{ kind: 'message', from, to, ...lost, label: labelOf({ line }, [...labels, remark]), range }];
  });
}

/** Whether a line goes on with the numbers of a message above, which does not have them. */
function isContinued({ label, range }: Message, { text, start }: Cell): boolean {
  if (start < range.column) return false;
  const [own, more] = [label.text, text].map((one) => fieldsOf(plain(one).text));
  return (['seq', 'ack', 'len', 'win'] as const).some(
    (part) => !own?.[part] && more?.[part] !== undefined && more[part].span.start <= 1,
  );
}

/** What is said, in quotation marks behind the end: `A --SYN--> B   "hello"`. Without a flag on the arrow it is data. */
function isSpoken({ arrow, text }: ArrowLine, rest: Cell | undefined): rest is Cell {
  const onArrow = arrow.labels.map(({ start, end }) => text.slice(start, end)).join(' ');
  return rest !== undefined && /^["“„«「].*["”»」]/u.test(rest.text) && flagsIn(onArrow).words.length > 0;
}

/** The remarks behind the ends of a line. */
function remarksOn(line: ArrowLine, names: readonly string[], message: Message): Note[] {
  const rest = rightEnd(line, names)?.rest;
  if (!isSpoken(line, rest)) return [];
  const words = Words.at(rest.text, line.line, rest.start + 1);
  return [{ kind: 'note', over: [message.from], words, unclaimed: true, range: words.whole }];
}

/** A cross behind the end that does not get it: `A --> B (X)`. */
const CROSSED = /^[([]?\s*[X×✗✘❌]\s*[)\]]?$/u;

/** An end in a line that names no other: who sends. */
const ROLE = new RegExp(`${CLIENT.source}|${SERVER.source}|^(?:host |peer |node )?[A-Z]$`, 'iu');

/** A line that says what one end sends, and not to whom: `Client: SYN -->`, `Server → SYN+ACK`. */
interface SidedLine {
  readonly text: string;
  readonly line: number;
  readonly sender: Cell;
  readonly label: readonly Cell[];
}

function sidedIn(text: string, line: number): SidedLine | undefined {
  const [stroke, more] = strokesIn(text).filter(({ head }) => head !== undefined);
  if (!stroke || more || stroke.lost || /[|│]/u.test(text)) return undefined;
  const begins = ORDINAL.exec(text)?.[0].length ?? 0;
  const colon = /^[^:：]{1,40}[:：](?!\d)/u.exec(text.slice(begins, stroke.start))?.[0].length;
  if (colon === undefined && stroke.head !== 'right') return undefined;
  const end = colon === undefined ? stroke.start : begins + colon;
  const written = cell(text, begins, end);
  const name = named(written);
  const label = [cell(text, end, stroke.start), cell(text, stroke.end, text.length)];
  if (!name || !ROLE.test(name.text) || !label.some((one) => flagsIn(one.text).words.length > 0))
    return undefined;
  const sender = { text: name.text, start: written.start + name.start, end: written.start + name.end };
  return { text, line, sender, label };
}

/** The messages of lines that each name one of two ends. */
function oneSided(
  lines: readonly string[],
  meet: (name: Cell, line: number) => string,
): readonly (readonly Message[])[] {
  const found = lines.map((text, index) => sidedIn(text, index + 1));
  const ends = new Set(found.flatMap((one) => (one ? [meet(one.sender, one.line)] : [])));
  return found.map((one) => {
    if (!one || ends.size !== 2) return [];
    const { line, text, sender, label } = one;
    const from = meet(sender, line);
    const to = [...ends].find((id) => id !== from) ?? from;
    const rangeOf = ({ start, end }: Cell) => ({
      line,
      column: start + 1,
      endLine: line,
      endColumn: end + 1,
    });
    return [
      {
        kind: 'message',
        from,
        to,
        label: labelOf({ line }, label),
        range: rangeOf(cell(text, 0, text.length)),
        fromRange: rangeOf(sender),
      },
    ];
  });
}

/** Whether flags stand beside arrows. */
function isUnread(text: string): boolean {
  return strokesIn(text).some(({ head }) => head !== undefined) && flagsIn(text).words.length > 0;
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
  const left = leftEnd(line, names);
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
    ...(arrow.lost || CROSSED.test(right.rest?.text ?? '') ? { fate: 'lost' as const } : {}),
    label: labelOf(line, [
      left.rest,
      ...arrow.labels.map(({ start, end }) => cell(text, start, end)),
      isSpoken(line, right.rest) ? undefined : right.rest,
    ]),
    range: rangeOf(
      cell(
        text,
        Math.min(left.name.start, left.rest?.start ?? text.length),
        Math.max(arrow.end, right.name.end, right.rest?.end ?? 0),
      ),
    ),
    fromRange: rangeOf(from.name),
    toRange: rangeOf(to.name),
    ...(states.length > 0 ? { states } : {}),
  };
}

/** The words on an arrow and at its sides. */
function labelOf({ line }: Pick<ArrowLine, 'line'>, cells: readonly (Cell | undefined)[]): Words {
  const pieces = cells.flatMap((one): Piece[] => {
    if (!one) return [];
    const lead = /^[\s:：,，;|(（[【-]*(?=\s|[:：,，;|-])|^[:：]\s*/u.exec(one.text)?.[0].length ?? 0;
    const text = one.text.slice(lead).trimStart();
    return text === '' ? [] : [{ text, line, column: one.start + (one.text.length - text.length) + 1 }];
  });
  return new Words(pieces);
}
