/**
 * Formats the statements of a text: one way to write punctuation, arrows, flags and fields, and arrows one below the
 * other. What people say in titles and texts, comments, blank lines and broken lines stay as they are, and a statement
 * is changed only if it says the same afterwards.
 */
import type { Block } from './analysis.js';
import { halfWidth } from './full-width.js';
import { blankComments, groupLines, type Directive, type LogicalLine } from './lines.js';
import { CLEAR } from './notation.js';
import type { Edit } from './range.js';
import { splitLines } from './range.js';
import { startsScenario } from './scanner.js';
import { width } from '../notation/width.js';
import { plainMoment } from './moments.js';
import { dissect, type Dissected, type RoleToken } from './words.js';

/** What is wider is not what others are aligned with. */
const WIDEST = 60;

/** Before which a line that goes on is set in. */
const CONTINUATION = '  ';

/** The edits that format the blocks of a text, a line each. */
export function formatEdits(text: string, blocks: readonly Block[]): Edit[] {
  const written = splitLines(text);
  return blocks.flatMap((block) => {
    const formatted = formatLines(block.lines, block.fence?.starts);
    return formatted.flatMap((line, index): Edit[] => {
      const start = block.fence?.starts[index] ?? 0;
      const number = block.line + index;
      const old = (written[number - 1] ?? '').slice(start);
      const range = { line: number, column: start + 1, endLine: number, endColumn: start + old.length + 1 };
      return line === undefined || line === old ? [] : [{ range, text: line }];
    });
  });
}

/** When a statement happens, as it shall be written; empty where nothing says so. */
interface Timed {
  readonly moment: string;
}

/** A statement that is not aligned but for when it happens. */
interface Plain extends Timed {
  readonly indices: readonly number[];
  readonly lines: readonly string[];
}

/** A line as it shall be, in pieces of which those with a number stand one below the other. */
interface Row extends Timed {
  readonly index: number;
  /** Left side, arrow, segment, arrow, right side; or a call as a whole. */
  readonly cells: readonly string[];
  /** States, text and comment. */
  readonly tail: string;
}

/** The lines of a block without what comes before their content; undefined for one that stays as it is. */
function formatLines(lines: readonly string[], starts?: readonly number[]): (string | undefined)[] {
  const result: (string | undefined)[] = lines.map(() => undefined);
  const { lines: clean } = blankComments(lines);
  const inComment = (line: number): boolean => clean[line] !== lines[line];
  // A tab that belongs to Markdown in part cannot be taken away.
  const fixed = (line: number): boolean => lines[line]?.charAt(starts?.[line] ?? 0) === '\t' && !!starts;
  let rows: Row[] = [];
  let others: Plain[] = [];
  let waiting: Directive[] = [];
  const flush = (): void => {
    const moments = widest([...rows, ...others].map(({ moment }) => moment));
    const timed = (text: string, moment: string): string =>
      moments === 0 ? text : `${padded(moment, moments)} ${text}`;
    align(rows).forEach((text, index) => {
      const row = rows[index];
      if (row) result[row.index] = timed(text, row.moment);
    });
    for (const { indices, lines: own, moment } of others) {
      indices.forEach((index, place) => {
        const text = own[place] ?? '';
        result[index] = text === '' ? text : timed(text, place === 0 ? moment : '');
      });
    }
    rows = [];
    others = [];
  };
  for (const line of groupLines(clean)) {
    const indices = Array.from({ length: line.last - line.first + 1 }, (_, offset) => line.first + offset);
    const own = indices.map((index) => lines[index] ?? '');
    if (startsScenario(own[0] ?? '')) flush();
    const directives = [...waiting, ...line.directives];
    waiting = line.tokens.length === 0 ? directives : [];
    if (indices.some((index) => inComment(index) || fixed(index))) continue;
    if (line.tokens.length === 0) {
      result[line.first] = remark(own[0] ?? '', line);
      continue;
    }
    const statement = formatted(own, directives);
    if (!statement) continue;
    if ('row' in statement) rows.push({ ...statement.row, index: line.first });
    else if (statement.moment !== undefined) {
      others.push({ indices, lines: statement.lines, moment: statement.moment });
    } else indices.forEach((index, place) => (result[index] = statement.lines[place]));
  }
  flush();
  return result;
}

/** A line that holds a comment or nothing. */
function remark(line: string, { directives }: LogicalLine): string {
  const text = line.trim();
  const [before] = directives;
  const plain = text.replace(/^(?:[/／]{2}|＃)/, (mark) => (mark === '＃' ? '#' : '//'));
  const [after] = groupLines([plain])[0]?.directives ?? [];
  return before?.kind === after?.kind && before?.rest === after?.rest ? plain : text;
}

type Formatted =
  | { readonly row: Omit<Row, 'index'> }
  | { readonly lines: readonly string[]; readonly moment: string | undefined };

/** A statement as it shall be, or undefined where that would say something else, or nothing can be told. */
function formatted(lines: readonly string[], directives: readonly Directive[]): Formatted | undefined {
  const before = dissect(lines.join('\n'));
  // What is wrong is for the writer to mend first: formatting must not hide it.
  if (!before || before.problems.some((code) => !CLEAR.has(code))) return undefined;
  const pieces = lines.map((line, index) => piecesOf(line, index, before));
  const plain = pieces.map((line) =>
    line
      .map(({ gap, text }) => gap + text)
      .join('')
      .trim(),
  );
  const after = dissect(plain.join('\n'));
  if (!after || !saysTheSame(before, after)) return undefined;
  const expectsCase = directives.some(
    ({ kind, rest }) => kind === 'expect' && !/^[a-z]+-(?!case)/.test(rest),
  );
  if (expectsCase && before.problems.length !== after.problems.length) return undefined;
  const moment = hasMoment(before) ? (pieces[0] ?? []).find(isMoment)?.text : undefined;
  const untimed = moment === undefined ? pieces : pieces.map((line) => line.filter((one) => !isMoment(one)));
  const [only, more] = untimed;
  if (only && !more && isAligned(before)) return { row: { ...rowOf(only, before), moment: moment ?? '' } };
  const texts =
    moment === undefined
      ? plain
      : plain.map((line, index) => (index === 0 ? line.slice(moment.length).trim() : line));
  return {
    moment: hasMoment(before) ? (moment ?? '') : undefined,
    lines: texts.map((line, index) => (index > 0 && line !== '' ? CONTINUATION : '') + line),
  };
}

function isMoment({ token }: Piece): boolean {
  return token?.type === 'MOMENT';
}

/** Whether a statement is of those that happen at a time. */
function hasMoment({ reading }: Dissected): boolean {
  if (reading.kind !== 'statement') return false;
  const { kind } = reading.lowered.statement;
  return kind !== 'endpoint' && kind !== 'timing';
}

function isAligned({ reading }: Dissected): boolean {
  if (reading.kind !== 'statement') return false;
  const { kind } = reading.lowered.statement;
  return kind === 'segment' || kind === 'call';
}

/** What a statement says, without where. */
function saysTheSame(before: Dissected, after: Dissected): boolean {
  return said(before) === said(after);
}

function said({ reading, line }: Dissected): string {
  const directives = line.directives.map(({ kind, rest }) => [kind, rest]);
  switch (reading.kind) {
    case 'begin':
      return JSON.stringify(['begin', reading.title, directives]);
    case 'end':
      return JSON.stringify(['end', directives]);
    case 'mode':
      return JSON.stringify(['mode', reading.mode, directives]);
    case 'statement': {
      const { statement, states, textWithStates, left, right } = reading.lowered;
      const own = states.map(({ end, state }) => [end, state]);
      const listed = (_key: string, value: unknown): unknown =>
        value instanceof Set ? [...(value as Set<unknown>)].sort() : value;
      return JSON.stringify([statement, own, textWithStates, left, right, directives], listed);
    }
  }
}

/** A piece of a line: the text of a token or of comments, and what comes before it. */
interface Piece {
  readonly gap: '' | ' ';
  readonly text: string;
  /** Undefined for comments. */
  readonly token: RoleToken | undefined;
}

function piecesOf(line: string, index: number, { tokens, reading, line: own }: Dissected): Piece[] {
  const mine = tokens.filter((token) => token.line === index);
  // States that may yet turn out to be part of the text stay as they are written.
  const textual = reading.kind === 'statement' && reading.lowered.textWithStates !== undefined;
  const bracket = textual ? mine.findIndex(({ type }) => type === 'LBRACKET') : -1;
  const pieces: Piece[] = [];
  let at = 0;
  let previous: RoleToken | undefined;
  /** Takes over what is written before a column; tells whether there is a comment. */
  const comment = (to: number): boolean => {
    const raw = line.slice(at, to).trim();
    const text = previous?.type === 'BEGIN' ? raw.replace(/[:：]$/, '').trim() : raw;
    if (text !== '')
      pieces.push({ gap: pieces.length > 0 ? ' ' : '', text: plainMark(text), token: undefined });
    if (raw !== text) pieces.push({ gap: '', text: ':', token: undefined });
    return text !== '';
  };
  for (const [place, token] of mine.entries()) {
    // They end the line.
    if (bracket >= 0 && place > bracket) continue;
    const commented = comment(token.start);
    const gap = pieces.length === 0 ? '' : commented || apart(previous, token, own.kind) ? ' ' : '';
    const close = place === bracket ? mine.find(({ type }) => type === 'RBRACKET') : undefined;
    const text = close ? line.slice(token.start, close.end) : textOf(line, token, own.kind);
    pieces.push({ gap, text, token });
    at = close?.end ?? token.end;
    previous = token;
  }
  comment(line.length);
  return pieces;
}

/** A comment to the end of the line with an ASCII mark. */
function plainMark(comment: string): string {
  return comment.replace(/^(?:[/／]{2}|＃)/, (mark) => (mark === '＃' ? '#' : '//'));
}

const SIGNS: Readonly<Partial<Record<RoleToken['type'], string>>> = {
  RIGHT: '->',
  LEFT: '<-',
  LOST_RIGHT: '-x',
  LOST_LEFT: 'x-',
  DOTS: '...',
  DOTDOT: '..',
  PLUS: '+',
  MINUS: '-',
  SLASH: '/',
  COMMA: ',',
  COLON: ':',
  EQUALS: '=',
  LPAREN: '(',
  RPAREN: ')',
  LBRACKET: '[',
  RBRACKET: ']',
};

const KEYWORDS: ReadonlySet<string> = new Set([
  'BEGIN',
  'END',
  'MODE',
  'ENDPOINT',
  'NOTE',
  'ORIGIN',
  'REUSES',
  'UNCHECKED',
  'TIMING',
]);

function textOf(line: string, token: RoleToken, kind: LogicalLine['kind']): string {
  const text = line.slice(token.start, token.end);
  if (token.role === 'join') return '+';
  const sign = SIGNS[token.type];
  if (sign !== undefined) return sign;
  if (KEYWORDS.has(token.type)) return halfWidth(text).toLowerCase();
  switch (token.type) {
    case 'TEXT': {
      const words = text.slice(1).trim();
      return words === '' ? ':' : `: ${words}`;
    }
    case 'QUOTED':
      return `"${text.slice(1, -1)}"`;
    case 'PHASE':
      return phaseOf(text);
    case 'TITLE':
      return text;
    case 'MOMENT':
      return plainMoment(text);
    default:
      break;
  }
  const word = halfWidth(text);
  switch (token.role) {
    case 'flag':
      return word.toUpperCase();
    case 'field':
      return word.toLowerCase();
    case 'state':
      return word.replaceAll('－', '-');
    default:
      return kind === 'mode' ? word.toLowerCase() : word;
  }
}

function phaseOf(text: string): string {
  const words = text
    .replace(/^[=＝]+/, '')
    .replace(/[=＝]{2,}$/, '')
    .trim();
  return words === '' ? '==' : `== ${words} ==`;
}

function isArrow({ type }: RoleToken): boolean {
  return type === 'RIGHT' || type === 'LEFT' || type === 'LOST_RIGHT' || type === 'LOST_LEFT';
}

/** What stands close to the token before it, and what to the token after it. */
const CLOSE_BEFORE: ReadonlySet<string> = new Set([
  'PLUS',
  'MINUS',
  'SLASH',
  'COMMA',
  'COLON',
  'EQUALS',
  'RPAREN',
  'RBRACKET',
  'DOTDOT',
]);
const CLOSE_AFTER: ReadonlySet<string> = new Set([
  'PLUS',
  'MINUS',
  'SLASH',
  'EQUALS',
  'LPAREN',
  'LBRACKET',
  'DOTDOT',
]);

/** Whether a blank stands between two tokens. */
function apart(before: RoleToken | undefined, token: RoleToken, kind: LogicalLine['kind']): boolean {
  if (!before || isArrow(before) || isArrow(token)) return true;
  if (token.role === 'join' || before.role === 'join') return false;
  if (token.type === 'TEXT') return kind !== 'note';
  if (token.type === 'LPAREN') return false;
  return !CLOSE_BEFORE.has(token.type) && !CLOSE_AFTER.has(before.type);
}

/** The cells of a segment, or of a call. */
function rowOf(pieces: readonly Piece[], { reading }: Dissected): Omit<Row, 'index' | 'moment'> {
  const segment = reading.kind === 'statement' && reading.lowered.statement.kind === 'segment';
  const cells: string[] = [''];
  let tail: string | undefined;
  const last = pieces.findLastIndex(({ token }) => token !== undefined);
  for (const [place, { gap, text, token }] of pieces.entries()) {
    const full = cells.length === (segment ? 5 : 1);
    const cell = cells.at(-1) ?? '';
    if (tail !== undefined) tail += gap + text;
    else if (full && (token?.type === 'TEXT' || token?.type === 'LBRACKET' || place > last)) tail = text;
    else if (segment && token && isArrow(token)) cells.push(text, '');
    else cells[cells.length - 1] = cell === '' ? text : cell + gap + text;
  }
  return { cells, tail: tail ?? '' };
}

/** The lines of a scenario, aligned. */
function align(rows: readonly Row[]): string[] {
  const segments = rows.filter(({ cells }) => cells.length > 1);
  const columns = [0, 1, 2, 3].map((cell) => widest(segments.map(({ cells }) => cells[cell] ?? '')));
  const heads = rows.map(({ cells }) =>
    cells
      .map((cell, index) => (index < cells.length - 1 ? padded(cell, columns[index] ?? 0) : cell))
      .join(' '),
  );
  const tails = widest(
    heads.filter((_, index) => rows[index]?.tail !== ''),
    2 * WIDEST,
  );
  return rows.map(({ tail }, index) => {
    const head = heads[index] ?? '';
    return tail === '' ? head : `${padded(head, tails)} ${tail}`;
  });
}

function widest(texts: readonly string[], most = WIDEST): number {
  return Math.max(0, ...texts.map(width).filter((columns) => columns <= most));
}

function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - width(text)));
}
