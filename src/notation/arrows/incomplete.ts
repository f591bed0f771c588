/** Lines that name one end or none: the others are those of the lines around. */
import { flagsIn } from '../label/flags.js';
import { CLIENT, SERVER } from '../label/words.js';
import { arrowsIn, strokesIn, type Arrow } from '../layout/strokes.js';
import { ORDINAL, type Cell } from '../layout/text.js';
import type { Message } from '../reader.js';
import { cell, labelOf, named } from './ends.js';

/** A remark in brackets behind an arrow, or nothing. */
const REMARK = /^(?:[([（【].*|)$/u;

/** An arrow alone on its line, with flags on it and nobody beside it, and the remark behind it. */
export function unnamedIn(text: string): { arrow: Arrow; labels: readonly Cell[]; remark: Cell } | undefined {
  const [arrow, next] = arrowsIn(text, (between) => !/[|│]/u.test(between));
  if (!arrow || next || arrow.head === 'both') return undefined;
  const remark = cell(text, arrow.end, text.length);
  if (cell(text, 0, arrow.start).text !== '' || !REMARK.test(remark.text)) return undefined;
  const labels = arrow.labels.map(({ start, end }) => cell(text, start, end));
  return labels.some((one) => flagsIn(one.text).words.length > 0) ? { arrow, labels, remark } : undefined;
}

/** The messages, with those of lines that have an arrow alone, below one that names its ends: they go between the same. */
export function withUnnamed(
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

/** An end in a line that names no other: who sends. */
const ROLE = new RegExp(`${CLIENT.source}|${SERVER.source}|^(?:host |peer |node )?[A-Z]$`, 'iu');

/** A line that says what one end sends, and not to whom: `Client: SYN -->`, `Server → SYN+ACK`. */
interface SidedLine {
  readonly text: string;
  readonly line: number;
  readonly sender: Cell;
  readonly label: readonly Cell[];
}

export function sidedIn(text: string, line: number): SidedLine | undefined {
  const [stroke, more] = strokesIn(text).filter(({ head }) => head !== undefined);
  if (!stroke || more || stroke.lost || /[|│]/u.test(text)) return undefined;
  const begins = ORDINAL.exec(text)?.[0].length ?? 0;
  const colon = /^[^:：]{1,40}[:：](?!\d)/u.exec(text.slice(begins, stroke.start))?.[0].length;
  if (stroke.head === 'both' || (colon === undefined && stroke.head !== 'right')) return undefined;
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
export function oneSided(
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
