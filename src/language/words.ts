/** What each token of a statement is to its writer: the name of an end, a flag, a field, a symbol, and so on. */
import { AstUtils, type AstNode } from 'langium';
import {
  isArgument,
  isDeclaration,
  isDoing,
  isEndName,
  isExchange,
  isExpectedState,
  isFlag,
  isMode,
  isRemark,
  isSide,
  isTiming,
  type Argument,
  type Line,
} from './generated/ast.js';
import { entryOf } from '../rules/index.js';
import { endpointWordOf, keywordOf, modeOf } from './keywords.js';
import { groupLines, type LogicalLine, type PlacedToken } from './lines.js';
import { Lowering, type Lowered, type Reading } from './lower.js';
import { ownCopy } from './own-copy.js';
import { parseLine, rangeOf } from './parse.js';

/** What a word names. A token that is no word has none of these. */
export type Role =
  'endpoint' | 'flag' | 'field' | 'symbol' | 'number' | 'state' | 'call' | 'mode' | 'value' | 'join';

/** A token of a statement; lines count from 0 at the first of the statement. */
export interface RoleToken extends PlacedToken {
  readonly role: Role | undefined;
}

/** A word of the notation that is spelled in both languages, in English; calls are words of their own. */
export type NotationWord = NonNullable<ReturnType<typeof keywordOf | typeof modeOf | typeof endpointWordOf>>;

/** What a token spells, if it is a word of the notation that is neither a call nor a directive. */
export function notationWordOf({ role, type }: RoleToken, written: string): NotationWord | undefined {
  if (role === 'mode') return modeOf(written);
  switch (type) {
    case 'REUSES':
    case 'UNCHECKED':
      return endpointWordOf(written);
    case 'BEGIN':
    case 'END':
    case 'MODE':
    case 'ENDPOINT':
    case 'NOTE':
    case 'ORIGIN':
    case 'TIMING':
      return keywordOf(written);
    default:
      return undefined;
  }
}

/** A statement that can be read, with its tokens. */
export interface Dissected {
  readonly line: LogicalLine;
  readonly reading: Exclude<Reading, { kind: 'broken' }>;
  readonly tokens: readonly RoleToken[];
  /** The codes of what is wrong with the way it is written. */
  readonly problems: readonly string[];
}

/** Statements repeat, from one request of an editor to the next above all. */
const known = new Map<string, Dissected | undefined>();
const MOST_KNOWN = 20_000;

/** Reads the text of one statement, or answers undefined where nothing on it counts. */
export function dissect(text: string): Dissected | undefined {
  if (known.has(text)) return known.get(text);
  if (known.size >= MOST_KNOWN) known.clear();
  const own = ownCopy(text);
  const dissected = dissectNew(own);
  known.set(own, dissected);
  return dissected;
}

/** Whether a text can be read as a statement as it stands, with nothing on it that is an error. */
export function isWholeStatement(text: string): boolean {
  return dissect(text)?.problems.every((code) => entryOf(code)?.severity !== 'error') ?? false;
}

function dissectNew(text: string): Dissected | undefined {
  const [line, more] = groupLines(text.split('\n'));
  if (!line || more || line.tokens.length === 0) return undefined;
  const parsed = parseLine(text);
  if (!('line' in parsed)) return undefined;
  const { reading, problems } = new Lowering(line.last - line.first + 1).read(parsed.line);
  if (reading.kind === 'broken') return undefined;
  const roles = rolesIn(parsed.line, reading.kind === 'statement' ? reading.lowered : undefined);
  const tokens = line.tokens.map((token): RoleToken => {
    const role = roles.get(`${token.line}:${token.start}`);
    return { ...token, role: role ?? (token.type === 'NUMBER' ? 'number' : undefined) };
  });
  return { line, reading, tokens, problems: problems.map(({ code }) => code) };
}

/** The roles of the words of a statement by the line and the column at which they begin. */
function rolesIn(line: Line, lowered: Lowered | undefined): Map<string, Role> {
  const roles = new Map<string, Role>();
  const set = (node: AstNode | undefined, role: Role): void => {
    if (!node) return;
    const { line: row, column } = rangeOf(node);
    roles.set(`${row - 1}:${column - 1}`, role);
  };
  if (isMode(line)) set(line.value, 'mode');
  if (isDeclaration(line)) for (const name of [line.subject, ...line.reuses]) set(name, 'endpoint');
  if (isRemark(line) || isTiming(line)) for (const name of line.ends) set(name, 'endpoint');
  for (const node of AstUtils.streamAst(line)) {
    if (isSide(node)) {
      if (node.id !== undefined) set(node, 'endpoint');
    } else if (isEndName(node)) {
      set(node, 'endpoint');
      set(node.peer, 'endpoint');
    } else if (isExchange(node)) {
      for (const join of node.segment.joins) if (join.sign !== undefined) set(join, 'join');
    } else if (isFlag(node)) {
      set(node.word, 'flag');
    } else if (isExpectedState(node)) {
      for (const word of node.words) set(word, 'state');
    } else if (isDoing(node)) {
      const role = lowered?.statement.kind === 'call' ? 'call' : 'state';
      for (const word of node.steps.flatMap(({ words }) => words)) {
        if (role === 'state' || !/^[0-9]/.test(word.text) || /\p{L}/u.test(word.text)) set(word, role);
      }
    } else if (isArgument(node)) {
      argumentRoles(node, set);
    }
  }
  return roles;
}

/** The fields whose values are sequence numbers, and may therefore be symbols. */
const NUMBERED = new Set(['seq', 'ack', 'snd', 'una', 'wnd', 'rcv', 'rwnd', 'iss', 'irs']);

function argumentRoles(node: Argument, set: (node: AstNode | undefined, role: Role) => void): void {
  const { key, value } = node;
  if (key !== undefined) set(node, 'field');
  const terms = [...(value.start?.terms ?? []), ...(value.end?.terms ?? [])];
  for (const term of terms) {
    if (/^[0-9]/.test(term.text)) continue;
    if (key === undefined) set(term, 'field');
    else set(term, NUMBERED.has(key.toLowerCase()) ? 'symbol' : 'value');
  }
}
