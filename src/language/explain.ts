/** Says what is missing or too much on a line that the parser could not read. */
import type { Bilingual } from '../rules/rule.js';
import type { LogicalLine, PlacedToken } from './lines.js';
import { WORDS } from './notation.js';
import type { Stuck } from './parse.js';
import type { Range } from './range.js';

const ARROWS: ReadonlySet<string> = new Set(['RIGHT', 'LEFT', 'LOST_RIGHT', 'LOST_LEFT']);

const ENDS_VALUE: ReadonlySet<string> = new Set([...ARROWS, 'RPAREN', 'COMMA', 'TEXT', 'LBRACKET']);

/** A statement with its text, as far as the parser got. */
class Broken {
  readonly #lines: readonly string[];
  readonly tokens: readonly PlacedToken[];
  readonly stuckAt: number;

  constructor(
    readonly line: LogicalLine,
    lines: readonly string[],
    stuck: Stuck,
  ) {
    this.#lines = lines;
    this.tokens = line.tokens;
    this.stuckAt = this.#indexOf(stuck.offset);
  }

  #indexOf(offset: number | undefined): number {
    if (offset === undefined) return this.tokens.length;
    const starts = [0];
    for (const line of this.#lines) starts.push((starts.at(-1) ?? 0) + line.length + 1);
    const index = this.tokens.findIndex((token) => (starts[token.line] ?? 0) + token.start >= offset);
    return index < 0 ? this.tokens.length : index;
  }

  text(token: PlacedToken): string {
    return this.#lines[token.line]?.slice(token.start, token.end) ?? '';
  }

  range(token: PlacedToken | undefined): Range {
    const shown = token ?? this.tokens.at(-1);
    if (!shown) return { line: 1, column: 1, endLine: 1, endColumn: 1 };
    return {
      line: shown.line + 1,
      column: shown.start + 1,
      endLine: shown.line + 1,
      endColumn: shown.end + 1,
    };
  }

  whole(): Range {
    const first = this.range(this.tokens[0]);
    const last = this.range(this.tokens.at(-1));
    return { ...first, endLine: last.endLine, endColumn: last.endColumn };
  }
}

/** What is wrong with the first thing that does not fit, and where. */
export function explain(
  line: LogicalLine,
  lines: readonly string[],
  stuck: Stuck,
): { range: Range; message: Bilingual } {
  const broken = new Broken(line, lines, stuck);
  const { tokens, stuckAt } = broken;
  const actual = tokens[stuckAt];
  const previous = tokens[stuckAt - 1];
  if (actual?.type === 'STRAY') {
    const text = broken.text(actual);
    const message = /^["“”＂]/.test(text) ? WORDS.openString() : WORDS.strayCharacter(text);
    return { range: broken.range(actual), message };
  }
  const open = unclosed(tokens.slice(0, stuckAt));
  const over = actual === undefined || ARROWS.has(actual.type);
  if (open) {
    const inside = insideBrackets(broken, previous, actual, over, open);
    if (inside) return inside;
  }
  const explained =
    line.kind === 'doing' ? explainDoing(broken, actual, previous) : explainOther(broken, actual, previous);
  if (explained) return explained;
  return actual
    ? { range: broken.range(actual), message: WORDS.unexpected(broken.text(actual)) }
    : { range: broken.whole(), message: WORDS.unknownStatement() };
}

type Explained = { range: Range; message: Bilingual } | undefined;

/** The innermost bracket that is still open. */
function unclosed(tokens: readonly PlacedToken[]): PlacedToken | undefined {
  const open: PlacedToken[] = [];
  for (const token of tokens) {
    if (token.type === 'LPAREN' || token.type === 'LBRACKET') open.push(token);
    else if (token.type === 'RPAREN' || token.type === 'RBRACKET') open.pop();
  }
  return open.at(-1);
}

function insideBrackets(
  broken: Broken,
  previous: PlacedToken | undefined,
  actual: PlacedToken | undefined,
  over: boolean,
  open: PlacedToken,
): Explained {
  const next = broken.tokens[broken.stuckAt + 1];
  if (actual?.type === 'EQUALS' && previous?.type === 'ID' && (!next || ENDS_VALUE.has(next.type))) {
    return { range: broken.range(actual), message: WORDS.missingValue(broken.text(previous)) };
  }
  const closes = actual?.type === 'RPAREN' || actual?.type === 'RBRACKET' || actual?.type === 'COMMA';
  if ((previous?.type === 'PLUS' || previous?.type === 'MINUS') && (over || closes)) {
    return { range: broken.range(previous), message: WORDS.missingNumber(broken.text(previous)) };
  }
  const square = open.type === 'LBRACKET';
  if (closes && (previous?.type === 'COMMA' || previous === open)) {
    return {
      range: broken.range(actual),
      message: square ? WORDS.missingState() : WORDS.missingArgument(),
    };
  }
  if (!over) return undefined;
  if (square) return { range: broken.range(previous), message: WORDS.missingBracket() };
  return { range: broken.range(previous), message: WORDS.missingParenthesis() };
}

function explainDoing(
  broken: Broken,
  actual: PlacedToken | undefined,
  previous: PlacedToken | undefined,
): Explained {
  if (previous?.type === 'COLON') {
    const end = broken.tokens[0];
    return {
      range: broken.range(actual ?? previous),
      message: WORDS.missingDoing(end ? broken.text(end) : ''),
    };
  }
  if (previous && ARROWS.has(previous.type)) {
    return { range: broken.range(actual ?? previous), message: WORDS.missingState() };
  }
  return undefined;
}

function explainOther(
  broken: Broken,
  actual: PlacedToken | undefined,
  previous: PlacedToken | undefined,
): Explained {
  const here = broken.range(actual ?? previous);
  switch (broken.line.kind) {
    case 'end':
      return { range: here, message: WORDS.afterEnd() };
    case 'mode':
      return actual && previous?.type !== 'MODE' ? undefined : { range: here, message: WORDS.missingMode() };
    case 'endpoint':
    case 'note':
      return previous && ['ENDPOINT', 'NOTE', 'REUSES', 'COMMA'].includes(previous.type)
        ? { range: here, message: WORDS.missingName() }
        : undefined;
    case 'begin':
    case 'phase':
    case 'nothing':
    case 'doing':
      return undefined;
    case 'dup':
    case 'stale':
    case 'forged':
    case 'exchange':
      return explainExchange(broken, actual, previous, here);
  }
}

function explainExchange(
  broken: Broken,
  actual: PlacedToken | undefined,
  previous: PlacedToken | undefined,
  here: Range,
): Explained {
  const { tokens, stuckAt } = broken;
  const arrows = tokens.filter((token) => ARROWS.has(token.type)).length;
  if (arrows === 0) return { range: broken.whole(), message: WORDS.unknownStatement() };
  const passed = tokens.slice(0, stuckAt).filter((token) => ARROWS.has(token.type)).length;
  const afterArrow = previous !== undefined && ARROWS.has(previous.type);
  if (passed === 0) {
    return stuckAt === 0 || previous?.type === 'ORIGIN'
      ? { range: here, message: WORDS.missingSide() }
      : undefined;
  }
  if (passed === 1) {
    if (afterArrow && (actual === undefined || ARROWS.has(actual.type) || actual.type === 'PLUS')) {
      return { range: here, message: WORDS.missingSegment() };
    }
    if (previous && ['PLUS', 'MINUS', 'SLASH', 'COMMA'].includes(previous.type)) {
      return { range: broken.range(previous), message: WORDS.missingFlag() };
    }
    if (actual === undefined || actual.type === 'TEXT' || actual.type === 'LBRACKET') {
      return { range: broken.range(previous), message: WORDS.missingSecondArrow() };
    }
    return undefined;
  }
  if (afterArrow) return { range: here, message: WORDS.missingOtherEnd() };
  return actual && ARROWS.has(actual.type) ? { range: here, message: WORDS.thirdArrow() } : undefined;
}
