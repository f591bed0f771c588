/** The ends that a line with an arrow names, and what else stands on the line. */
import { flagsIn } from '../label/flags.js';
import { plain } from '../label/plain.js';
import { statesIn } from '../label/states.js';
import { arrowsIn, type Arrow } from '../layout/strokes.js';
import { onlyState, ORDINAL, type Cell } from '../layout/text.js';
import { Words, type Piece } from '../words.js';

const LONGEST_NAME = 40;

/** A line with an arrow, before it is known which ends there are. */
export interface ArrowLine {
  readonly line: number;
  readonly text: string;
  readonly arrow: Arrow;
  /** What stands before the arrow and behind it. */
  readonly left: Cell;
  readonly right: Cell;
}

export function cell(text: string, from: number, to: number): Cell {
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
export function linesIn(text: string, line: number): readonly ArrowLine[] {
  // No end is named before a lifeline.
  if (/^\s*[|│]/u.test(text)) return [];
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
export function named(written: Cell): Cell | undefined {
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
export function leftEnd({ left }: ArrowLine, known: readonly string[] = []): End | undefined {
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
export function rightEnd({ right, arrow }: ArrowLine, known: readonly string[]): End | undefined {
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

/** The words on an arrow and at its sides. */
export function labelOf({ line }: Pick<ArrowLine, 'line'>, cells: readonly (Cell | undefined)[]): Words {
  const pieces = cells.flatMap((one): Piece[] => {
    if (!one) return [];
    const lead = /^[\s:：,，;|(（[【-]*(?=\s|[:：,，;|-])|^[:：]\s*/u.exec(one.text)?.[0].length ?? 0;
    const text = one.text.slice(lead).trimStart();
    return text === '' ? [] : [{ text, line, column: one.start + (one.text.length - text.length) + 1 }];
  });
  return new Words(pieces);
}
