/** The reader of Markdown tables in which each row is a segment. */
import type { Part } from '../../exchange/script.js';
import { arrows } from '../arrows/arrows.js';
import { readLabel, type Label } from '../label/label.js';
import { exprOf } from '../label/numbers.js';
import { plain, type Span } from '../label/plain.js';
import { statesIn } from '../label/states.js';
import { CLIENT, RECEIVED, SERVER } from '../label/words.js';
import { arrowsIn } from '../layout/strokes.js';
import { drawnLines, onlyState, type Cell } from '../layout/text.js';
import type { ClaimedState, Figure, FigureEvent, Participant, Reader, Source } from '../reader.js';
import type { Range } from '../range.js';
import { Words, type Piece } from '../words.js';

export const table: Reader = {
  notation: 'table',
  finds: ({ kind, lines }) => kind === 'table' && lines.length >= 4,
  read(source) {
    const figure = figureOf(source);
    return figure ? [figure] : columnsIn(source).flatMap((column) => arrows.read(column));
  },
};

/** Each column alone, the others blanked: one may hold arrow lines. */
function columnsIn({ lines, ...source }: Source): readonly Source[] {
  const rows = lines.map((text, line) => (line < 2 ? [] : cellsOf(text)));
  const width = rows.reduce((most, { length }) => Math.max(most, length), 0);
  return Array.from({ length: width }, (_, column) => ({
    ...source,
    lines: rows.map((cells) => {
      const cell = cells[column];
      return cell ? ' '.repeat(cell.start) + cell.text : '';
    }),
  }));
}

interface Row {
  readonly line: number;
  readonly cells: readonly Cell[];
}

/** The cells of a row; a bar behind a backslash is part of one. */
function cellsOf(text: string): Cell[] {
  const cells: Cell[] = [];
  let start = /^\s*\|?/u.exec(text)?.[0].length ?? 0;
  const put = (end: number): void => {
    const written = text.slice(start, end);
    const trimmed = written.trim();
    const from = start + written.length - written.trimStart().length;
    cells.push({ text: trimmed, start: from, end: from + trimmed.length });
  };
  for (let at = start; at < text.length; at++) {
    if (text.charAt(at) === '\\') at++;
    else if (text.charAt(at) === '|') {
      put(at);
      start = at + 1;
    }
  }
  if (text.slice(start).trim() !== '') put(text.length);
  return cells;
}

const HEADS = {
  from: /^(?:from|sender|source|src|sent by|von|absender|quelle|de|desde|origen|remitente|emisor|émetteur|origem|remetente|от|отправитель|发送方|发送端|发送者|发起方|源|來源|发出方|發送方|送信元|送信側|送信者|보내는 ?쪽|송신자?|송신 ?측|출발지)$/iu,
  to: /^(?:to|receiver|destination|dest|dst|nach|an|empfänger|ziel|a|para|hacia|destino|receptor|destinataire|vers|à|destinatário|кому|получатель|接收方|接收端|接收者|目的|目标|接受方|宛先|受信側|受信者|받는 ?쪽|수신자?|수신 ?측|목적지)$/iu,
  seq: /^(?:seq(?:uence)?\.?(?: ?(?:number|num|no)\.?)?|seq ?#|sn|序列号|序號|序列號|シーケンス番号|시퀀스(?: ?번호)?|순서 ?번호|sequenznummer|número de secuencia|numéro de séquence|número de sequência|номер последовательности)$/iu,
  ack: /^(?:ack(?:nowledg(?:e)?ment)?\.?(?: ?(?:number|num|no)\.?)?|ack ?#|an|确认号|确认序号|確認號|確認番号|確認応答番号|확인 ?(?:응답 ?)?번호|bestätigungsnummer|número de (?:acuse|confirmación|confirmação)|numéro d'acquittement|номер подтверждения)$/iu,
  len: /^(?:len(?:gth)?|bytes|octets|data length|payload|长度|長度|数据长度|長さ|길이|länge|longitud|taille|tamanho|длина)$/iu,
  win: /^(?:win(?:dow)?(?: size)?|窗口(?:大小)?|視窗|ウィンドウ(?:サイズ)?|윈도우|fenster|ventana|fenêtre|janela|окно)$/iu,
  step: /^(?:#|no\.?|nr\.?|n°|step|line|time|t|packet ?#|序|步骤|步驟|次序|顺序|编号|时间|番号|手順|順番|단계|순서|번호|시간|schritt|paso|étape|passo|шаг|№)$/iu,
  state: /state|status|状态|狀態|状態|상태|zustand|état|estado|состояни/iu,
} as const;

type Head = keyof typeof HEADS;

/** Two names and an arrow between them, in one cell. */
interface Direction {
  readonly from: Cell;
  readonly to: Cell;
  readonly lost: boolean;
  readonly label: readonly Cell[];
}

function directionIn(cell: Cell): Direction | undefined {
  const [arrow, more] = arrowsIn(cell.text, () => true);
  if (!arrow || more || arrow.head === 'both') return undefined;
  const left = partOf(cell, 0, arrow.start);
  const right = partOf(cell, arrow.end, cell.text.length);
  if (![left, right].every(isName)) return undefined;
  const label = arrow.labels.map(({ start, end }) => partOf(cell, start, end));
  const [from, to] = arrow.head === 'right' ? [left, right] : [right, left];
  return { from, to, lost: arrow.lost, label };
}

function isName({ text }: Cell): boolean {
  const read = plain(text).text;
  return text !== '' && text.length <= 40 && statesIn(read).length === 0 && readLabel(read).flags.size === 0;
}

/** Whether a cell is an arrow, with or without words on it. */
function arrowIn(cell: Cell): { right: boolean; lost: boolean; words: readonly Cell[] } | undefined {
  const [arrow, more] = arrowsIn(cell.text, () => true);
  if (!arrow || more || arrow.head === 'both') return undefined;
  const spans = [
    { start: 0, end: arrow.start },
    ...arrow.labels,
    { start: arrow.end, end: cell.text.length },
  ];
  const words = spans.map(({ start, end }) => partOf(cell, start, end)).filter(({ text }) => text !== '');
  return { right: arrow.head === 'right', lost: arrow.lost, words };
}

/** Which of the columns of two ends tells what is sent in a row: the other is empty, or says that it arrives. */
function sendingIn({ cells }: Row, columns: readonly [number, number]): 'left' | 'right' | undefined {
  const [left, right] = columns.map((column) => {
    const cell = cells[column];
    const flags = cell ? readLabel(cell.text).flags : new Set();
    if (!cell || flags.size === 0) return undefined;
    const received = RECEIVED.exec(cell.text)?.index ?? Infinity;
    return { right: arrowIn(cell)?.right, key: [...flags].sort().join(), received };
  });
  if (left && right) {
    if (left.key !== right.key || left.received === right.received) return undefined;
    return left.received > right.received ? 'left' : 'right';
  }
  if (left) return left.right === false ? undefined : 'left';
  return right && right.right !== true ? 'right' : undefined;
}

/** The columns of two ends in which a table tells what each of them sends. */
function sidesIn(
  titles: readonly string[],
  kinds: readonly (Head | undefined)[],
  body: readonly Row[],
): readonly [number, number] | undefined {
  const [client, server] = [CLIENT, SERVER].map((side) => titles.findIndex((title) => side.test(title)));
  const named = titles.flatMap((title, index) => (title !== '' && kinds[index] === undefined ? [index] : []));
  const pairs = [
    [kinds.indexOf('from'), kinds.indexOf('to')],
    [client ?? -1, server ?? -1],
    // Anything may be a name where arrows point from one to the other.
    ...(named.length === 2 ? [named] : []),
  ];
  for (const pair of pairs) {
    const [left, right] = [...pair].sort((a, b) => a - b);
    if (left === undefined || right === undefined || left < 0 || left === right) continue;
    const sent = body.map((row) => sendingIn(row, [left, right]));
    const isPointed = body.some(({ cells }) =>
      pair.some((column) => cells[column] && arrowIn(cells[column])),
    );
    const flagged = body.filter(({ cells }) =>
      pair.some((column) => readLabel(cells[column]?.text ?? '').flags.size > 0),
    );
    if (pair === named && !isPointed) continue;
    // Both ends send something, and no row leaves it open who.
    if (!sent.includes('left') || !sent.includes('right')) continue;
    if (flagged.length === sent.filter((one) => one !== undefined).length) return [left, right];
  }
  return undefined;
}

/** A part of a cell, without the blanks around it. */
function partOf(cell: Cell, start: number, end: number): Cell {
  const text = cell.text.slice(start, end);
  const trimmed = text.trim();
  const from = cell.start + start + text.length - text.trimStart().length;
  return { text: trimmed, start: from, end: from + trimmed.length };
}

function figureOf(source: Source): Figure | undefined {
  const lines = drawnLines(source.lines);
  const [head, , ...body] = lines.map((text, index): Row => ({ line: index + 1, cells: cellsOf(text) }));
  if (!head) return undefined;
  const titles = head.cells.map(({ text }) => plain(text).text.replaceAll(/[*_`]/gu, '').trim());
  const kinds = titles.map((title, index) => kindOf(title, index, body));
  const column = (kind: Head): number => kinds.indexOf(kind);
  const rowsWith = (has: (cell: Cell) => unknown, index: number): number =>
    body.filter(({ cells }) => cells[index] && has(cells[index])).length;
  const directed = titles.findIndex(
    (_, index) => rowsWith(directionIn, index) * 2 >= Math.max(4, body.length),
  );
  const arrowed = titles.findIndex(
    (_, index) =>
      index > 0 &&
      index + 1 < titles.length &&
      [index - 1, index + 1].every((beside) => kinds[beside] === undefined || isEndsStates(titles[beside])) &&
      rowsWith(arrowIn, index) * 2 >= Math.max(4, body.length),
  );
  const [from, to] = [column('from'), column('to')];
  const senders = sendersIn(body, from);
  const sides = sidesIn(titles, kinds, body);
  const participants = new Map<string, Participant>();
  const meet = ({ text, start, end }: Cell, line: number): { id: string; range: Range } => {
    const name = text.replaceAll(/[*_`]/gu, '').replace(STATES_OF, '').trim();
    const range = { line, column: start + 1, endLine: line, endColumn: end + 1 };
    const known = [...participants.keys()].find((one) => one.toLowerCase() === name.toLowerCase());
    if (known === undefined) participants.set(name, { id: name, range });
    return { id: known ?? name, range };
  };
  const endsOf = ({ cells, line }: Row): Ends | undefined => {
    const [sender, receiver] = [cells[from], cells[to]];
    if (from >= 0 && to >= 0 && !sides) {
      if (!sender || !receiver || !isName(sender) || !isName(receiver)) return undefined;
      return { from: meet(sender, line), to: meet(receiver, line), lost: false, used: [from, to], label: [] };
    }
    const direction = directed < 0 ? undefined : cells[directed] && directionIn(cells[directed]);
    if (direction) {
      const ends = { from: meet(direction.from, line), to: meet(direction.to, line) };
      return { ...ends, lost: direction.lost, used: [directed], label: direction.label };
    }
    if (sender && senders) {
      const receiver = senders.find((one) => one.text !== sender.text);
      if (!receiver || !senders.some((one) => one.text === sender.text)) return undefined;
      const ends = { from: meet(sender, line), to: meet(receiver, receiver.line) };
      return { ...ends, lost: false, used: [from], label: [] };
    }
    const arrow = directed >= 0 || arrowed < 0 ? undefined : cells[arrowed] && arrowIn(cells[arrowed]);
    if (!arrow && sides) return endsBySide({ cells, line }, sides);
    const [left, right] = [head.cells[arrowed - 1], head.cells[arrowed + 1]];
    if (!arrow || !left || !right || !isName(left) || !isName(right)) return undefined;
    const [one, other] = [meet(left, head.line), meet(right, head.line)];
    const ends = arrow.right ? { from: one, to: other } : { from: other, to: one };
    return { ...ends, lost: arrow.lost, used: [], arrow: arrowed, label: [] };
  };
  const endsBySide = (row: Row, columns: readonly [number, number]): Ends | undefined => {
    const sending = sendingIn(row, columns);
    const [left, right] = columns.map((index) => head.cells[index]);
    if (!sending || !left || !right || !isName(left) || !isName(right)) return undefined;
    const [one, other] = [meet(left, head.line), meet(right, head.line)];
    const [own, others] = sending === 'left' ? columns : [columns[1], columns[0]];
    const ends = sending === 'left' ? { from: one, to: other } : { from: other, to: one };
    return { ...ends, lost: false, used: [], arrow: own, aside: others, label: [] };
  };
  const sent = body.map(endsOf);
  // A list of flags, of which some go both ways.
  if (directed >= 0 && body.some((row, index) => !sent[index] && goesAnyWay(row, directed))) return undefined;
  if (sent.filter((one) => one !== undefined).length < 2 || participants.size < 2) return undefined;
  const ids = [...participants.keys()];
  const owner = (title: string): string | undefined => {
    const lower = title.toLowerCase();
    const named = ids.filter((id) => lower.includes(id.toLowerCase()));
    if (named.length > 0) return named.sort((a, b) => b.length - a.length)[0];
    for (const side of [CLIENT, SERVER]) if (side.test(title)) return ids.find((id) => side.test(id));
    return undefined;
  };
  const owners = titles.map(owner);
  const events = body.flatMap((row, index): FigureEvent[] => {
    const ends = sent[index];
    return ends ? eventsOf(row, ends, kinds, owners) : statesBetween(row, owners);
  });
  return { title: '', participants: [...participants.values()], events, line: 1, endLine: lines.length };
}

/** Whether a row names flags, and says of their direction something else than from whom to whom. */
function goesAnyWay({ cells }: Row, directed: number): boolean {
  const direction = cells[directed]?.text ?? '';
  if (!/[\p{L}\p{N}]/u.test(direction) || readLabel(direction).flags.size > 0) return false;
  return cells.some(({ text }, index) => index !== directed && readLabel(text).flags.size > 0);
}

/** What stands behind the name of an end in the title of the column of its states: `Client (state)`. */
const STATES_OF = /\s*[(（]\s*(?:states?|状态|狀態|状態|상태|Zustand|estado|état|состояние)\s*[)）]\s*$/iu;

function isEndsStates(title = ''): boolean {
  return STATES_OF.test(title) && (CLIENT.test(title) || SERVER.test(title));
}

/** The states that a row tells in which nothing is sent. */
function statesBetween({ cells, line }: Row, owners: readonly (string | undefined)[]): FigureEvent[] {
  return cells.flatMap((cell, index): FigureEvent[] => {
    const end = owners[index];
    if (end === undefined || !onlyState(plain(cell.text).text)) return [];
    const words = Words.at(cell.text, line, cell.start + 1);
    return [{ kind: 'note', over: [end], words, range: words.whole }];
  });
}

/** The two names that a column of senders holds, where no other tells who receives. */
function sendersIn(
  body: readonly Row[],
  column: number,
): readonly (Cell & { readonly line: number })[] | undefined {
  const found = new Map<string, Cell & { readonly line: number }>();
  for (const { cells, line } of body) {
    const cell = cells[column];
    if (cell && isName(cell) && !found.has(cell.text)) found.set(cell.text, { ...cell, line });
  }
  return found.size === 2 ? [...found.values()] : undefined;
}

interface Ends {
  readonly from: { readonly id: string; readonly range: Range };
  readonly to: { readonly id: string; readonly range: Range };
  readonly lost: boolean;
  /** The columns that say only that. */
  readonly used: readonly number[];
  /** The column of the arrow, where words may stand beside it. */
  readonly arrow?: number;
  /** The column that tells what arrives. */
  readonly aside?: number;
  readonly label: readonly Cell[];
}

function kindOf(title: string, index: number, body: readonly Row[]): Head | undefined {
  const cells = body.flatMap(({ cells: row }) => row[index]?.text ?? []);
  const counts = cells.every((text, place) =>
    new RegExp(`^\\(?0*${place + 1}[.)]?$|^[①-⑳]$`, 'u').test(text),
  );
  if (counts && cells.length > 1 && index === 0) return 'step';
  if (/^序号$/u.test(title)) return 'seq';
  for (const [kind, pattern] of Object.entries(HEADS)) if (pattern.test(title)) return kind as Head;
  return undefined;
}

function eventsOf(
  row: Row,
  ends: Ends,
  kinds: readonly (Head | undefined)[],
  owners: readonly (string | undefined)[],
): FigureEvent[] {
  const { line } = row;
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
  ];
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
