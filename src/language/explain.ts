/** Says what is missing or too much on a line that the parser could not read. */
import type { Bilingual } from '../rules/rule.js';
import { flagWord } from './flags.js';
import type { LogicalLine, PlacedToken } from './lines.js';
import { FIX_TITLES, WORDS, type NotationFix } from './notation.js';
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
    this.stuckAt = this.#indexOf(stuck.token);
  }

  #indexOf(stuck: PlacedToken | undefined): number {
    if (!stuck) return this.tokens.length;
    const index = this.tokens.findIndex(
      ({ line, start }) => line > stuck.line || (line === stuck.line && start >= stuck.start),
    );
    return index < 0 ? this.tokens.length : index;
  }

  text(token: PlacedToken): string {
    return this.#lines[token.line]?.slice(token.start, token.end) ?? '';
  }

  /** What is written from one token to another on the same line, both included. */
  textBetween(first: PlacedToken, last: PlacedToken): string {
    return this.#lines[first.line]?.slice(first.start, last.end) ?? '';
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
export function explain(line: LogicalLine, lines: readonly string[], stuck: Stuck): Explanation {
  const broken = new Broken(line, lines, stuck);
  const { tokens, stuckAt } = broken;
  const actual = tokens[stuckAt];
  const previous = tokens[stuckAt - 1];
  const arrow = strangeArrow(broken);
  if (actual?.type === 'STRAY') {
    if (arrow && ARROW_LIKE.test(broken.text(actual))) return arrow;
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
  if (arrow) return arrow;
  const explained =
    line.kind === 'doing' ? explainDoing(broken, actual, previous) : explainOther(broken, actual, previous);
  if (explained) return explained;
  return actual
    ? { range: broken.range(actual), message: WORDS.unexpected(broken.text(actual)) }
    : { range: broken.whole(), message: WORDS.unknownStatement() };
}

/** What is wrong with a time before what does not happen, or before nothing. */
export function explainMoment(line: LogicalLine, lines: readonly string[]): Explanation | undefined {
  const [moment, next] = line.tokens;
  if (moment?.type !== 'MOMENT') return undefined;
  const broken = new Broken(line, lines, { token: undefined, rules: [] });
  const range = broken.range(moment);
  if (!next) return { range, message: WORDS.momentAlone(broken.text(moment)) };
  if (!TIMELESS.has(next.type)) return undefined;
  const fix = {
    title: FIX_TITLES.remove(broken.text(moment)),
    edits: [{ range: { ...range, endColumn: next.start + 1 }, text: '' }],
  };
  return { range, message: WORDS.nothingHappens(broken.text(next)), fixes: [fix] };
}

/** What begins a line on which nothing happens. */
const TIMELESS: ReadonlySet<string> = new Set(['BEGIN', 'END', 'MODE', 'ENDPOINT', 'TIMING']);

interface Explanation {
  readonly range: Range;
  readonly message: Bilingual;
  readonly fixes?: readonly NotationFix[];
}

type Explained = Explanation | undefined;

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
    case 'delay':
    case 'rto':
    case 'msl':
    case 'delack':
      return { range: here, message: WORDS.missingDuration(broken.line.kind) };
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
      return { range: broken.range(previous), message: WORDS.missingFlag(broken.text(previous)) };
    }
    if (actual === undefined || actual.type === 'TEXT' || actual.type === 'LBRACKET') {
      return { range: broken.range(previous), message: missingHalf(broken, previous) };
    }
    return undefined;
  }
  if (afterArrow) return { range: here, message: WORDS.missingOtherEnd() };
  return actual && ARROWS.has(actual.type) ? { range: here, message: WORDS.thirdArrow() } : undefined;
}

/** `C -> S` names both ends and sends nothing; `C -> SYN` sends something to nobody. */
function missingHalf(broken: Broken, last: PlacedToken | undefined): Bilingual {
  const [first] = broken.tokens;
  const [left, right] = [first, last].map((token) => (token ? broken.text(token) : ''));
  if (broken.tokens.length !== 3 || !left || !right || flagWord(right)) return WORDS.missingSecondArrow();
  return WORDS.missingBetween(left, right);
}

/** Signs of which people make arrows. */
const ARROW_LIKE = /^[-－–—−=＝~～<＜《>＞》←→⇐⇒⟵⟶⇦⇨↔⇔]+$/u;
const POINTS_RIGHT = /[>＞》→⇒⟶⇨↔⇔]/u;
const POINTS_LEFT = /[<＜《←⇐⟵⇦↔⇔]/u;

/** The first signs that are meant as an arrow and are none, such as `=>`. */
function strangeArrow(broken: Broken): Explained {
  const { tokens } = broken;
  const first = tokens[0]?.type === 'ORIGIN' ? 2 : 1;
  let depth = 0;
  for (let from = 0; from < tokens.length; from++) {
    const type = tokens[from]?.type;
    if (type === 'TEXT') return undefined;
    if (type === 'LPAREN' || type === 'LBRACKET') depth++;
    else if (type === 'RPAREN' || type === 'RBRACKET') depth = Math.max(0, depth - 1);
    if (depth > 0 || !isArrowLike(broken, from)) continue;
    let to = from;
    while (isArrowLike(broken, to + 1) && isTouching(tokens, to + 1)) to++;
    const signs = tokens
      .slice(from, to + 1)
      .map((token) => broken.text(token))
      .join('');
    const [start, end] = [
      isCrossBefore(broken, from) ? from - 1 : from,
      isCrossBehind(broken, to) ? to + 1 : to,
    ];
    const isArrow = start === end && type !== undefined && ARROWS.has(type);
    // A hyphen joins flags; behind an end it was meant to be more.
    const isMeant = POINTS_RIGHT.test(signs) || POINTS_LEFT.test(signs);
    if (!isArrow && (isMeant || (start === first && broken.line.kind !== 'doing'))) {
      return arrowFor(broken, [start, end], signs, start === first);
    }
    from = to;
  }
  return undefined;
}

function isArrowLike(broken: Broken, index: number): boolean {
  const token = broken.tokens[index];
  if (token === undefined) return false;
  return ARROWS.has(token.type) || ARROW_LIKE.test(broken.text(token));
}

/** Whether the token stands right behind the one before it. */
function isTouching(tokens: readonly PlacedToken[], index: number): boolean {
  const [before, token] = [tokens[index - 1], tokens[index]];
  return (
    before !== undefined && token !== undefined && before.line === token.line && before.end === token.start
  );
}

/** Whether an x of its own stands right before the token, other than the name of an end. */
function isCrossBefore(broken: Broken, index: number): boolean {
  const { tokens } = broken;
  return (
    index > 1 && isCross(broken, index - 1) && isTouching(tokens, index) && !isTouching(tokens, index - 1)
  );
}

/** Whether an x of its own stands right behind the token, other than the name of an end. */
function isCrossBehind(broken: Broken, index: number): boolean {
  const { tokens } = broken;
  const isLast = index + 2 >= tokens.length;
  return (
    !isLast && isCross(broken, index + 1) && isTouching(tokens, index + 1) && !isTouching(tokens, index + 2)
  );
}

function isCross(broken: Broken, index: number): boolean {
  const token = broken.tokens[index];
  return token !== undefined && /^[xX]$/.test(broken.text(token));
}

/** Which arrow these tokens are meant to be, as far as that can be told. */
function arrowFor(
  broken: Broken,
  [from, to]: readonly [number, number],
  signs: string,
  isFirst: boolean,
): Explained {
  const [start, end] = [broken.tokens[from], broken.tokens[to]];
  if (!start || !end) return undefined;
  const range = { ...broken.range(start), endColumn: end.end + 1 };
  const written = broken.textBetween(start, end);
  const [right, left] = [POINTS_RIGHT.test(signs), POINTS_LEFT.test(signs)];
  if (right === left) return { range, message: WORDS.noArrow(written, undefined) };
  const isLost = [from, to].some((index) => isCross(broken, index));
  // The cross belongs to the receiver's side.
  if (isLost && isFirst === right) return { range, message: WORDS.lossAtSender() };
  const arrow = right ? (isLost ? '-x' : '->') : isLost ? 'x-' : '<-';
  const fix = { title: FIX_TITLES.write(arrow), edits: [{ range, text: arrow }] };
  return { range, message: WORDS.noArrow(written, arrow), fixes: [fix] };
}
