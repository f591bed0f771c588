/** The segment that a row of a table tells of. */
import type { Part } from '../../exchange/script.js';
import { readLabel, type Label } from '../label/label.js';
import { exprOf } from '../label/numbers.js';
import { plain, type Span } from '../label/plain.js';
import { statesIn } from '../label/states.js';
import { wordsOf, type Cell } from '../layout/text.js';
import type { ClaimedState, FigureEvent } from '../reader.js';
import { Words, type Piece } from '../words.js';
import type { Row } from './cells.js';
import { flagsNamedIn, type Columns } from './columns.js';
import { arrowIn } from './directions.js';
import type { Ends } from './ends.js';

export function eventsOf(
  row: Row,
  ends: Ends,
  { kinds, flags }: Columns,
  owners: readonly (string | undefined)[],
): FigureEvent[] {
  const { line } = row;
  const remarks: FigureEvent[] = [];
  const states: ClaimedState[] = [];
  const pieces: Piece[] = [];
  const fields: { part: 'seq' | 'ack' | 'len' | 'win'; cell: Cell; piece: number }[] = [];
  const put = ({ text, start }: Cell): number => pieces.push({ text, line, column: start + 1 }) - 1;
  for (const cell of ends.label) put(cell);
  row.cells.forEach((cell, index) => {
    const kind = kinds[index];
    const end = owners[index];
    if (ends.used.includes(index) || kind === 'step' || /^[-–—/\s]*$/u.test(cell.text)) return;
    const named = statesIn(plain(cell.text).text);
    const isLabel = ends.arrow === index;
    if (named.length > 0 && (kind === 'state' || end !== undefined)) {
      const last = named.at(-1);
      if (last && end !== undefined) {
        const start = cell.start + last.span.start + 1;
        const range = {
          line,
          column: start,
          endLine: line,
          endColumn: start + last.span.end - last.span.start,
        };
        states.push({ end, state: last.state, range });
      }
      if (!isLabel) return;
    }
    if (ends.aside === index) return;
    const arrow = isLabel ? arrowIn(cell) : undefined;
    if (arrow) {
      for (const part of arrow.words) put(part);
      return;
    }
    if (kind === 'seq' || kind === 'ack' || kind === 'len' || kind === 'win')
      fields.push({ part: kind, cell, piece: put(cell) });
    else if (index !== flags && isRemark(cell, row.cells[flags])) remarks.push(remark(cell, line));
    else if (kind !== 'state') put(cell);
  });
  const label = new Words(pieces);
  const said = withFields(pieces, fields);
  return [
    {
      kind: 'message',
      from: ends.from.id,
      to: ends.to.id,
      ...(ends.lost ? { fate: 'lost' as const } : {}),
      label,
      ...(said ? { said } : {}),
      range: { line, column: 1, endLine: line, endColumn: (row.cells.at(-1)?.end ?? 0) + 1 },
      fromRange: ends.from.range,
      toRange: ends.to.range,
      ...(states.length > 0 ? { states } : {}),
    },
    ...remarks,
  ];
}

/** Whether a cell names flags that the segment does not have: the ones that it has stand in a column of their own. */
function isRemark(cell: Cell, flagged: Cell | undefined): boolean {
  const own = flagsNamedIn(flagged);
  return own.size > 0 && [...flagsNamedIn(cell)].some((flag) => !own.has(flag));
}

function remark(cell: Cell, line: number): FigureEvent {
  const words = wordsOf(cell, line);
  return { kind: 'note', over: [], words, range: words.whole, unclaimed: true };
}

/** What the cells say whose column says which field they are; undefined where there are none. */
function withFields(
  pieces: readonly Piece[],
  fields: readonly { part: 'seq' | 'ack' | 'len' | 'win'; cell: Cell; piece: number }[],
): Label | undefined {
  if (fields.length === 0) return undefined;
  // The fields' own cells are blanked, so that what is read keeps its places.
  const own = new Set(fields.map(({ piece }) => piece));
  const text = pieces
    .map((piece, index) => (own.has(index) ? ' '.repeat(piece.text.length) : piece.text))
    .join(' ');
  const label = readLabel(text);
  const parts = new Map<Part, Span>(label.parts);
  const values = new Map<Part, Span>(label.values);
  const found: { seq?: Label['seq']; ack?: Label['ack']; len?: number; win?: number } = {};
  const flags = new Set(label.flags);
  for (const { part, cell, piece } of fields) {
    const start = pieces.slice(0, piece).reduce((sum, one) => sum + one.text.length + 1, 0);
    const lead = /^(?:seq|ack|len|win)\s*[=:]\s*/iu.exec(cell.text)?.[0].length ?? 0;
    const written = plain(cell.text.slice(lead)).text.replace(/[\s.]+$/u, '');
    const span = { start: start + lead, end: start + lead + written.length };
    const value = exprOf(written);
    if (value === undefined || value === 'none') continue;
    if (part === 'seq') found.seq = value;
    else if (part === 'ack') {
      // What the field of a segment without the flag holds does not count.
      if (value.symbol === undefined && value.offset === 0 && !flags.has('ACK')) continue;
      found.ack = value;
      flags.add('ACK');
    } else if (value.symbol === undefined && value.offset >= 0) found[part] = value.offset;
    else continue;
    parts.set(part, span);
    values.set(part, span);
  }
  const carries =
    found.len === undefined ? label.data || (flags.size === 0 && found.seq !== undefined) : found.len > 0;
  const { len: counted, ...rest } = label;
  const len = found.len ?? counted;
  return {
    ...rest,
    ...(found.seq ? { seq: found.seq } : {}),
    ...(found.ack ? { ack: found.ack } : {}),
    ...(found.win === undefined ? {} : { win: found.win }),
    ...(carries && len !== undefined && len > 0 ? { len } : {}),
    flags,
    data: carries,
    parts,
    values,
  };
}
