/**
 * Cuts a line of the notation into tokens.
 *
 * What a character means depends on where in its line it stands, which a table of patterns cannot tell: `-x` is an
 * arrow but for inside brackets, `:` begins a text but after the name of an end, a hyphen belongs to the name of a state
 * but not to the flags of a segment. So the line is read from left to right with a little memory. Nothing here throws,
 * and every line takes time in proportion to its length.
 */
import { parseState } from '../tcp/state.js';
import type { SegnoTerminalNames } from './generated/ast.js';
import { fullWidth, halfWidth } from './full-width.js';
import {
  DIRECTIVE,
  endpointWordOf,
  isTimingWord,
  KEYWORD_SPELLINGS,
  keywordOf,
  type Keyword,
} from './keywords.js';

/** A piece of a line: columns count UTF-16 units from 0, `end` is the first that no longer belongs to it. */
export interface Token {
  readonly type: SegnoTerminalNames;
  readonly start: number;
  readonly end: number;
}

/**
 * What a line begins as: a keyword, `==`, the name of an end and a colon (`doing`), or anything else (`exchange`,
 * which every line is that is meant to send a segment). `nothing` holds blanks and comments only.
 */
export type LineKind = Keyword | 'phase' | 'doing' | 'exchange' | 'nothing';

/** What must be remembered from one line to the next where a statement goes on. */
export interface Carry {
  readonly kind: LineKind;
  /** How many parentheses are open. */
  readonly depth: number;
  readonly square: boolean;
  /** Whether the colon of `S: …` has been passed. */
  readonly colon: boolean;
  /** For an `endpoint` line: whether the next word is a name. */
  readonly named: boolean;
}

export interface ScannedLine {
  readonly kind: LineKind;
  readonly tokens: readonly Token[];
  /** A comment to the end of the line that is a directive. */
  readonly directive?: Token;
  /** The column at which a comment begins that goes on in the next line. */
  readonly opens?: number;
  /** Whether the line ends in what goes on in the next. */
  readonly goesOn: boolean;
  readonly carry: Carry;
}

const BLANK = /[\s\u200b\ufeff]/;
const WORD = /[\p{ID_Continue}_]+/uy;
const HYPHENATED = /[\p{ID_Continue}_]+(?:[-－][\p{ID_Continue}_]+)*/uy;
const NUMBER = /^(?:0[xX][0-9a-fA-F]+|[0-9]+)$/;
const RIGHT = /[-－–—−]+[>＞》]|→/y;
const LEFT = /[<＜《][-－–—−]+|←/y;
const ARROWS = [
  ['RIGHT', RIGHT],
  ['LEFT', LEFT],
] as const;
const LOST_RIGHT = /[-－–—−]+[xX](?![\p{ID_Continue}_])/uy;
const LOST_LEFT = /[xX][-－–—−]+(?![>＞》\p{ID_Continue}_])/uy;
const DASHES = /[-－–—−]+/uy;
const DOTS = /\.{3,}|…+|。{3,}/y;
const DOTDOT = /\.\.|‥/y;
const QUOTED = /["“”＂](?:[^"“”＂\\]|\\.)*["“”＂]/uy;
const DOING = /[\p{ID_Start}_][\p{ID_Continue}_]*\s*(?:[(（]\s*[\p{ID_Continue}_]+\s*[)）]\s*)?[:：]/uy;
/** A time, or an `@` after which none stands yet. */
const MOMENT = /[@＠](?:[+＋.0-9]\S*|(?=\s|$))/y;
const DURATION = /[0-9][0-9.]*[\p{ID_Continue}]*/uy;
const PHASE_MARKS = /[=＝]{2,}/g;
const END_OR_COMMENT = /^(?:$|[/／]{2}|[#＃])/;
const STATES_IN_TEXT = /[[【]([^[\]【】]*)[\]】][\s\u200b\ufeff]*$/;

/** The end of the match of a sticky pattern at a column, or -1. */
function matchAt(pattern: RegExp, line: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(line) ? pattern.lastIndex : -1;
}

function skipBlanks(line: string, at: number): number {
  while (at < line.length && BLANK.test(line.charAt(at))) at++;
  return at;
}

/** The tokens of what a line says, without when that happens. */
export function withoutMoment<T extends Token>(tokens: readonly T[]): readonly T[] {
  return tokens[0]?.type === 'MOMENT' ? tokens.slice(1) : tokens;
}

function isArrow(type: SegnoTerminalNames | undefined): boolean {
  return type === 'RIGHT' || type === 'LEFT' || type === 'LOST_RIGHT' || type === 'LOST_LEFT';
}

/** Whether an arrow stands at a column. */
function arrowAt(line: string, at: number): boolean {
  return [RIGHT, LEFT, LOST_RIGHT, LOST_LEFT].some((pattern) => matchAt(pattern, line, at) >= 0);
}

/** Where a comment begins in a title or a text: `//` after a blank, `#` between blanks. */
function commentInText(line: string, from: number): number {
  for (let at = from; at < line.length; at++) {
    const c = line.charAt(at);
    if (c !== '/' && c !== '／' && c !== '#' && c !== '＃') continue;
    if (at > 0 && !BLANK.test(line.charAt(at - 1))) continue;
    const next = line.charAt(at + 1);
    if (c === '#' || c === '＃') {
      if (next !== '' && BLANK.test(next)) return at;
    } else if (next === '/' || next === '／') return at;
  }
  return line.length;
}

function trimEnd(line: string, from: number, to: number): number {
  while (to > from && BLANK.test(line.charAt(to - 1))) to--;
  return to;
}

/** The keyword with which a line begins, and the column after it. */
function keywordAt(line: string, at: number): { keyword: Keyword; end: number } | undefined {
  const end = matchAt(WORD, line, at);
  if (end < 0) return undefined;
  const keyword = keywordOf(line.slice(at, end));
  if (keyword === undefined) return undefined;
  const next = skipBlanks(line, end);
  const colon = line.charAt(next) === ':' || line.charAt(next) === '：';
  if (colon) return keyword === 'begin' ? { keyword, end } : undefined;
  // Not a keyword before an arrow. In a title such as `x-ray`, the letter is no arrow.
  return arrowAt(line, next) ? undefined : { keyword, end };
}

/** The letters with which a line may begin that begins a scenario, as wide as they may be. */
const BEGINNINGS: ReadonlySet<string> = new Set(
  KEYWORD_SPELLINGS.filter((word) => keywordOf(word) === 'begin').flatMap((word) => {
    const letters = [word.charAt(0).toLowerCase(), word.charAt(0).toUpperCase()];
    return [...letters, ...letters.map(fullWidth)];
  }),
);

/** How a line begins, without reading on: cheap enough to be asked of every line at every keystroke. */
export function startsScenario(line: string): boolean {
  const at = skipBlanks(line, 0);
  if (!BEGINNINGS.has(line.charAt(at))) return false;
  return keywordAt(halfWidth(line), at)?.keyword === 'begin';
}

class Scanner {
  readonly #line: string;
  readonly #tokens: Token[] = [];
  #at: number;
  /** Where the dashes end that have been found to be no arrow, from whichever of them it is read. */
  #noArrowTo = 0;
  #kind: LineKind;
  #depth: number;
  #square: boolean;
  #colon: boolean;
  #named: boolean;
  #directive: Token | undefined;
  #opens: number | undefined;

  constructor(line: string, carry: Carry | undefined) {
    this.#line = line;
    this.#at = 0;
    this.#kind = carry?.kind ?? 'nothing';
    this.#depth = carry?.depth ?? 0;
    this.#square = carry?.square ?? false;
    this.#colon = carry?.colon ?? false;
    this.#named = carry?.named ?? false;
    this.#blanksAndComments();
    if (!carry && this.#at < line.length) this.#start();
  }

  scan(): ScannedLine {
    this.#blanksAndComments();
    while (this.#at < this.#line.length) {
      this.#next();
      this.#blanksAndComments();
    }
    const last = this.#tokens.at(-1)?.type;
    return {
      kind: this.#kind,
      tokens: this.#tokens,
      ...(this.#directive ? { directive: this.#directive } : {}),
      ...(this.#opens === undefined ? {} : { opens: this.#opens }),
      goesOn: last === 'PLUS' || last === 'COMMA' || last === 'LPAREN' || isArrow(last),
      carry: {
        kind: this.#kind,
        depth: this.#depth,
        square: this.#square,
        colon: this.#colon,
        named: this.#named,
      },
    };
  }

  #push(type: SegnoTerminalNames, end: number): void {
    this.#tokens.push({ type, start: this.#at, end });
    this.#at = end;
  }

  /** Skips blanks and comments. A comment to the end of the line ends it. */
  #blanksAndComments(): void {
    for (;;) {
      this.#at = skipBlanks(this.#line, this.#at);
      const c = this.#line.charAt(this.#at);
      const next = this.#line.charAt(this.#at + 1);
      if (c === '#' || c === '＃') {
        this.#at = this.#line.length;
      } else if ((c === '/' || c === '／') && (next === '/' || next === '／')) {
        const end = trimEnd(this.#line, this.#at, this.#line.length);
        if (DIRECTIVE.test(this.#line.slice(this.#at))) {
          this.#directive = { type: 'DIRECTIVE', start: this.#at, end };
        }
        this.#at = this.#line.length;
      } else if (c === '/' && next === '*') {
        const close = this.#line.indexOf('*/', this.#at + 2);
        if (close < 0) {
          this.#opens = this.#at;
          this.#at = this.#line.length;
        } else {
          this.#at = close + 2;
        }
      } else {
        return;
      }
    }
  }

  /** Decides what the line is. */
  #start(): void {
    const line = this.#line;
    const moment = matchAt(MOMENT, line, this.#at);
    if (moment >= 0) {
      this.#push('MOMENT', moment);
      this.#blanksAndComments();
    }
    const c = line.charAt(this.#at);
    if ((c === '=' || c === '＝') && /^[=＝]{2}/.test(line.slice(this.#at, this.#at + 2))) {
      this.#kind = 'phase';
      this.#phase();
      return;
    }
    const keyword = keywordAt(line, this.#at);
    if (keyword) {
      this.#kind = keyword.keyword;
      this.#keyword(keyword.keyword, keyword.end);
    } else {
      this.#kind = matchAt(DOING, line, this.#at) >= 0 ? 'doing' : 'exchange';
    }
  }

  #keyword(keyword: Keyword, end: number): void {
    switch (keyword) {
      case 'begin':
        this.#push('BEGIN', end);
        this.#title();
        return;
      case 'end':
        return this.#push('END', end);
      case 'mode':
        return this.#push('MODE', end);
      case 'endpoint':
        this.#named = true;
        return this.#push('ENDPOINT', end);
      case 'note':
        return this.#push('NOTE', end);
      case 'dup':
      case 'stale':
      case 'forged':
        return this.#push('ORIGIN', end);
      case 'delay':
      case 'rto':
      case 'msl':
      case 'delack':
        return this.#push('TIMING', end);
    }
  }

  #title(): void {
    this.#at = skipBlanks(this.#line, this.#at);
    const c = this.#line.charAt(this.#at);
    if (c === ':' || c === '：') this.#at = skipBlanks(this.#line, this.#at + 1);
    const end = trimEnd(this.#line, this.#at, commentInText(this.#line, this.#at));
    if (end > this.#at) this.#push('TITLE', end);
  }

  #phase(): void {
    const line = this.#line;
    const comment = commentInText(line, this.#at);
    let end = comment;
    for (const marks of line.slice(0, comment).matchAll(PHASE_MARKS)) {
      const after = marks.index + marks[0].length;
      if (after < this.#at + 4) continue;
      if (!END_OR_COMMENT.test(line.slice(skipBlanks(line, after), skipBlanks(line, after) + 2))) continue;
      end = after;
      break;
    }
    this.#push('PHASE', trimEnd(line, this.#at, end));
  }

  #next(): void {
    const line = this.#line;
    const c = line.charAt(this.#at);
    switch (c) {
      case '(':
      case '（':
        this.#depth++;
        return this.#push('LPAREN', this.#at + 1);
      case ')':
      case '）':
        this.#depth = Math.max(0, this.#depth - 1);
        return this.#push('RPAREN', this.#at + 1);
      case '[':
      case '【':
        this.#square = true;
        return this.#push('LBRACKET', this.#at + 1);
      case ']':
      case '】':
        this.#square = false;
        return this.#push('RBRACKET', this.#at + 1);
      case '+':
      case '＋':
        return this.#push('PLUS', this.#at + 1);
      case '/':
      case '／':
        return this.#push('SLASH', this.#at + 1);
      case ',':
      case '，':
      case '、':
        return this.#push('COMMA', this.#at + 1);
      case '=':
      case '＝':
        return this.#push('EQUALS', this.#at + 1);
      case ':':
      case '：':
        return this.#colonAt();
    }
    if (this.#arrow()) return;
    if (c === '-' || c === '－' || c === '−') return this.#push('MINUS', this.#at + 1);
    const dots = matchAt(DOTS, line, this.#at);
    if (dots >= 0) return this.#push('DOTS', dots);
    const dotdot = matchAt(DOTDOT, line, this.#at);
    if (dotdot >= 0) return this.#push('DOTDOT', dotdot);
    if ('"“”＂'.includes(c)) {
      const end = matchAt(QUOTED, line, this.#at);
      return end >= 0 ? this.#push('QUOTED', end) : this.#push('STRAY', trimEnd(line, this.#at, line.length));
    }
    this.#word();
  }

  #arrow(): boolean {
    if (this.#at < this.#noArrowTo) return false;
    const found = this.#arrowHere();
    if (!found) this.#noArrowTo = matchAt(DASHES, this.#line, this.#at);
    return found;
  }

  #arrowHere(): boolean {
    const line = this.#line;
    for (const [type, pattern] of ARROWS) {
      const end = matchAt(pattern, line, this.#at);
      if (end < 0) continue;
      // These never stand inside brackets, so one that is still open was forgotten.
      this.#depth = 0;
      this.#square = false;
      this.#push(type, end);
      return true;
    }
    if (this.#depth > 0 || this.#square || this.#kind === 'doing') return false;
    const right = matchAt(LOST_RIGHT, line, this.#at);
    // `x-` is an arrow only after the end that it points to.
    const left = withoutMoment(this.#tokens).length > 0 ? matchAt(LOST_LEFT, line, this.#at) : -1;
    if (right >= 0) this.#push('LOST_RIGHT', right);
    else if (left >= 0) this.#push('LOST_LEFT', left);
    return right >= 0 || left >= 0;
  }

  #colonAt(): void {
    const isText = !this.#square && this.#depth === 0 && (this.#kind !== 'doing' || this.#colon);
    this.#colon ||= !this.#square && this.#depth === 0;
    if (isText) this.#text();
    else this.#push('COLON', this.#at + 1);
  }

  /** A text, up to a comment or to the states in brackets that end it. */
  #text(): void {
    const line = this.#line;
    let end = commentInText(line, this.#at + 1);
    if (
      this.#kind === 'exchange' ||
      this.#kind === 'doing' ||
      withoutMoment(this.#tokens)[0]?.type === 'ORIGIN'
    ) {
      const states = STATES_IN_TEXT.exec(line.slice(this.#at + 1, end));
      if (states?.[1] !== undefined && areStates(states[1])) end = this.#at + 1 + states.index;
    }
    this.#push('TEXT', Math.max(trimEnd(line, this.#at, end), this.#at + 1));
  }

  #word(): void {
    const line = this.#line;
    if (isTimingWord(this.#kind)) {
      const duration = matchAt(DURATION, line, this.#at);
      if (duration >= 0) return this.#push('DURATION', duration);
    }
    const hyphens = this.#square || (this.#kind === 'doing' && this.#colon && this.#depth === 0);
    const end = matchAt(hyphens ? HYPHENATED : WORD, line, this.#at);
    if (end < 0) {
      const width = (line.codePointAt(this.#at) ?? 0) > 0xffff ? 2 : 1;
      return this.#push('STRAY', this.#at + width);
    }
    const word = line.slice(this.#at, end);
    if (this.#kind === 'endpoint') {
      const special = this.#named ? undefined : endpointWordOf(word);
      this.#named = special === 'reuses';
      if (special) return this.#push(special === 'reuses' ? 'REUSES' : 'UNCHECKED', end);
    }
    this.#push(NUMBER.test(word) ? 'NUMBER' : 'ID', end);
  }
}

/** Whether what stands in brackets is a list of states: `CLOSED, LISTEN`, `S: CLOSED`, `S(C1): CLOSED`. */
function areStates(list: string): boolean {
  return list.split(/[,，、]/).every((item) => {
    const word = item.replace(/^[^:：]*[:：]/, (end) => (isEndName(end.slice(0, -1)) ? '' : end)).trim();
    return parseState(word.replaceAll('－', '-')) !== undefined;
  });
}

function isEndName(text: string): boolean {
  return /^\s*[\p{ID_Start}_][\p{ID_Continue}_]*\s*(?:[(（]\s*[\p{ID_Continue}_]+\s*[)）]\s*)?$/u.test(text);
}

/** Scans a line, the first of a statement, or one in which the statement before goes on. */
export function scanLine(line: string, carry?: Carry): ScannedLine {
  return new Scanner(halfWidth(line), carry).scan();
}

/** Whether a line, read by itself, is a statement: a keyword, `NAME:`, or NAME or `...` and two arrows. */
export function isStatement(line: ScannedLine): boolean {
  if (line.kind === 'nothing') return false;
  if (line.kind !== 'exchange') return true;
  const [first, second, ...rest] = withoutMoment(line.tokens);
  return (
    (first?.type === 'ID' || first?.type === 'DOTS') &&
    isArrow(second?.type) &&
    rest.some((token) => isArrow(token.type))
  );
}

/** Whether a line may be the next piece of a path: it begins with the name of a state. */
function beginsWithState(text: string): boolean {
  const at = skipBlanks(text, 0);
  const end = matchAt(HYPHENATED, text, at);
  return end >= 0 && parseState(halfWidth(text.slice(at, end)).replaceAll('－', '-')) !== undefined;
}

/**
 * Whether a statement that has been read so far goes on in the next line. `path` tells that it is a list of states,
 * and `scanned` is the next line read by itself.
 */
export function goesOnIn(path: boolean, next: string, scanned: ScannedLine): boolean {
  if (scanned.tokens.length === 0) return false;
  if (!isStatement(scanned)) return true;
  return path && scanned.kind === 'exchange' && beginsWithState(next);
}

/** Whether the tokens of a statement so far are the beginning of a path: `S: STATE ->`. */
export function isPath(kind: LineKind, tokens: readonly Token[]): boolean {
  return kind === 'doing' && tokens.at(-1)?.type === 'RIGHT';
}
