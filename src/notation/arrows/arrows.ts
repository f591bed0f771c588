/** The reader of lines that name both ends: `A ---- SYN ----> B`, `A -> B: SYN`, `SYN (A -> B)`. */
import { flagsIn } from '../label/flags.js';
import { fieldsOf } from '../label/numbers.js';
import { plain } from '../label/plain.js';
import { statesIn } from '../label/states.js';
import { strokesIn } from '../layout/strokes.js';
import { drawnLines, holdsWord, mayBeDrawn, type Cell } from '../layout/text.js';
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
import { Words } from '../words.js';
import { cell, labelOf, leftEnd, linesIn, rightEnd, type ArrowLine } from './ends.js';
import { oneSided, sidedIn, unnamedIn, withUnnamed } from './incomplete.js';

/** More ends than that nobody draws with single lines. */
const MOST_ENDS = 12;
const MOST_NAMES = 200;

export const arrows: Reader = {
  notation: 'arrows',
  finds(source) {
    if (!mayBeDrawn(source)) return false;
    let found = 0;
    return linesOf(source).some((line) => {
      const alone = found > 0 && unnamedIn(line) ? 1 : 0;
      found += linesIn(line, 1).length || (sidedIn(line, 1) ? 1 : alone);
      return found >= 2;
    });
  },
  read: figuresOf,
};

/** Lines in a box: what they say stands between its sides. */
const FRAME_BEFORE = /^[\s|│┃║]*[|│┃║]\s*(?=\p{L})/u;
const FRAME_BEHIND = /(?<![\s|│┃║])\s+[|│┃║][\s|│┃║]*$/u;

/** The lines of a text, with the sides of the boxes around them blanked. */
function linesOf(source: Source): readonly string[] {
  return drawnLines(source.lines).map((line) =>
    FRAME_BEFORE.test(line) && FRAME_BEHIND.test(line)
      ? line.replace(FRAME_BEFORE, blank).replace(FRAME_BEHIND, blank)
      : line,
  );
}

function blank(text: string): string {
  return ' '.repeat(text.length);
}

function figuresOf(source: Source): readonly Figure[] {
  const lines = linesOf(source);
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
    } else if (/[\p{L}\d]/u.test(remark.text) && !UML.test(remark.text) && events) {
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

/** What stands around PlantUML's diagrams. */
const UML = /^@(?:start|end)uml\b/u;

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

/** Whether flags stand beside arrows, or alone: an arrow is missing. */
function isUnread(text: string): boolean {
  const { words } = flagsIn(text);
  if (words.length === 0) return false;
  return strokesIn(text).some(({ head }) => head !== undefined) || ONLY_FLAGS.test(text);
}

const ONLY_FLAGS = /^[\s([]*(?:SYN|ACK|FIN|RST|PSH)(?:\s?[-+/,&_ ]\s?(?:SYN|ACK|FIN|RST|PSH))*[\s)\].]*$/iu;

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
