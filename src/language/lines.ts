/** From the lines of a text to its statements, each a line or several that go on in one another. */
import type { Token } from './scanner.js';
import { goesOnIn, isPath, scanLine, type LineKind, type ScannedLine } from './scanner.js';
import { ignoredBy } from './directive.js';
import { directiveOf, DIRECTIVE } from './keywords.js';

/** A token and the line that it stands on, counted from 0. */
export interface PlacedToken extends Token {
  readonly line: number;
}

/** What `// expect-error CODE: why` or `// ignore CODE: why` says. */
export interface Directive {
  readonly kind: 'expect' | 'ignore';
  /** What follows the keyword: code and reason, as written. */
  readonly rest: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** A statement, or a line that has none. Lines count from 0. */
export interface LogicalLine {
  readonly kind: LineKind;
  readonly first: number;
  readonly last: number;
  readonly tokens: readonly PlacedToken[];
  /** The directives in its comments. */
  readonly directives: readonly Directive[];
}

/** Where a comment that is never closed begins. */
export interface OpenComment {
  readonly line: number;
  readonly column: number;
}

export type Scan = (line: string) => ScannedLine;

/** Blanks what belongs to comments over several lines, so that afterwards each line can be read by itself. */
export function blankComments(
  lines: readonly string[],
  scan: Scan = scanLine,
): { lines: readonly string[]; unclosed?: OpenComment } {
  if (!lines.some((line) => line.includes('/*'))) return { lines };
  const clean: string[] = [];
  let open: OpenComment | undefined;
  lines.forEach((original, index) => {
    let line = original;
    if (open) {
      const close = line.indexOf('*/');
      if (close < 0) {
        clean.push('');
        return;
      }
      line = ' '.repeat(close + 2) + line.slice(close + 2);
      open = undefined;
    }
    const opens = line.includes('/*') ? scan(line).opens : undefined;
    if (opens !== undefined) {
      open = { line: index, column: opens };
      line = line.slice(0, opens);
    }
    clean.push(line);
  });
  return { lines: clean, ...(open ? { unclosed: open } : {}) };
}

function directivesIn(line: string, index: number, scanned: ScannedLine): Directive[] {
  if (!scanned.directive) return [];
  const { start, end } = scanned.directive;
  const text = line.slice(start, end);
  const word = DIRECTIVE.exec(text);
  if (!word) return [];
  const rest = text.slice(word[0].length).trim();
  const kind = directiveOf(word[1] ?? '');
  // Prose may begin with the word, too.
  if (kind === 'ignore' && !ignoredBy(rest)) return [];
  return [{ kind, rest, line: index, start, end }];
}

function place(tokens: readonly Token[], line: number): PlacedToken[] {
  return tokens.map(({ type, start, end }) => ({ type, start, end, line }));
}

/**
 * Groups lines into statements. A line that ends in `+`, `,`, `(` or an arrow goes on in the next, unless that is blank
 * or a statement itself. Lines that hold only a comment may stand between. Expects the comments over several lines to
 * be blanked.
 */
export function groupLines(lines: readonly string[], scan: Scan = scanLine): LogicalLine[] {
  return [...logicalLines(lines, scan)];
}

/** The statements of some lines like `groupLines`, from the line `from` on, on which one begins. */
export function* logicalLines(
  lines: readonly string[],
  scan: Scan = scanLine,
  from = 0,
): Generator<LogicalLine, undefined> {
  for (let index = from; index < lines.length; index++) {
    const text = lines[index] ?? '';
    const scanned = scan(text);
    const first = index;
    const directives = directivesIn(text, index, scanned);
    if (!scanned.goesOn) {
      yield {
        kind: scanned.kind,
        first,
        last: index,
        tokens: place(scanned.tokens, index),
        directives,
      };
      continue;
    }
    const tokens = place(scanned.tokens, index);
    let carry = scanned.carry;
    let goesOn: boolean = scanned.goesOn;
    while (goesOn) {
      const next = nextPiece(lines, index + 1, scan);
      if (next === undefined) break;
      const line = lines[next] ?? '';
      if (!goesOnIn(isPath(scanned.kind, tokens), line, scan(line))) break;
      const piece = scanLine(line, carry);
      tokens.push(...place(piece.tokens, next));
      directives.push(...directivesIn(line, next, piece));
      ({ carry, goesOn } = piece);
      index = next;
    }
    yield { kind: scanned.kind, first, last: index, tokens, directives };
  }
}

/** The next line that is not merely a comment, or undefined where a blank line or a directive comes before it. */
function nextPiece(lines: readonly string[], from: number, scan: Scan): number | undefined {
  for (let index = from; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const scanned = scan(line);
    if (scanned.tokens.length > 0) return index;
    if (line.trim() === '' || directivesIn(line, index, scanned).length > 0) return undefined;
  }
  return undefined;
}
