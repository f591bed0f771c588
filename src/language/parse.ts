/** From the tokens of one statement to its tree. */
import type { AstNode } from 'langium';
import { halfWidth } from './full-width.js';
import { isLine, type Line } from './generated/ast.js';
import { blankComments, groupLines, type LogicalLine, type PlacedToken } from './lines.js';
import { splitLines, type Range } from './range.js';
import { shapeOf, type Part, type Shape } from './shape.js';

/** Where and in which rule of the grammar the parser got stuck. */
export interface Stuck {
  /** The token that did not fit, its line counted from the statement's first; undefined at the end of the statement. */
  readonly token: PlacedToken | undefined;
  /** The rules of the grammar that were being read, outermost first. */
  readonly rules: readonly string[];
}

/**
 * Parses the text of one statement. Answers its tree, or where it broke: nothing on a broken line counts.
 *
 * @param grouped the statement as it was scanned and grouped
 */
export function parseLine(
  text: string,
  grouped?: LogicalLine,
): { readonly line: Line } | { readonly stuck: Stuck } {
  const lines = splitLines(text);
  const { tokens, first: down } = grouped ?? { tokens: tokensOf(lines), first: 0 };
  const own = (place: number): PlacedToken | undefined => {
    const token = tokens[place];
    return token && { ...token, line: token.line - down };
  };
  const shape = shapeOf(tokens.map(({ type }) => type));
  if ('rules' in shape) {
    const { place, rules } = shape;
    return { stuck: { token: place === undefined ? undefined : own(place), rules } };
  }
  const tree = filled(shape, { lines, ascii: splitLines(halfWidth(text)), tokens, down });
  return isLine(tree) ? { line: tree } : { stuck: { token: own(0), rules: [] } };
}

/** The tokens of a text, with one where a statement ends and another one follows. */
function tokensOf(lines: readonly string[]): readonly PlacedToken[] {
  const statements = groupLines(blankComments(lines).lines).filter(({ tokens }) => tokens.length > 0);
  return statements.flatMap(({ tokens, last }, index): readonly PlacedToken[] => {
    if (index === statements.length - 1) return tokens;
    const end = lines[last]?.length ?? 0;
    return [...tokens, { type: 'NL', line: last, start: end, end: end + 1 }];
  });
}

/** A statement as it is written. */
interface Source {
  readonly lines: readonly string[];
  /** The lines in ASCII, as far as their letters and digits have it. */
  readonly ascii: readonly string[];
  readonly tokens: readonly PlacedToken[];
  /** How many lines stand above its first where those of the tokens are counted from. */
  readonly down: number;
}

/** A node of a tree with the texts of a statement, and where they stand. */
class Filled {
  readonly $type: string;
  [property: string]: unknown;

  constructor(
    readonly $shape: Shape,
    readonly $source: Source,
  ) {
    this.$type = $shape.type;
    for (const [name, part] of $shape.properties) {
      this[name] = isList(part) ? part.map((one) => filled(one, $source)) : filled(part, $source);
    }
  }
}

function filled(part: Part, source: Source): unknown {
  return typeof part === 'number' ? imageOf(source, part) : new Filled(part, source);
}

/** The range of a node. Lines count from 1 at the first of its statement. */
export function rangeOf(node: AstNode): Range {
  return node instanceof Filled ? rangeIn(node.$source, node.$shape.first, node.$shape.last) : NOWHERE;
}

/** Where a property of a node is written that is a single token. */
export function rangeOfProperty(node: AstNode, property: string): Range {
  if (!(node instanceof Filled)) return NOWHERE;
  const part = node.$shape.properties.find(([name]) => name === property)?.[1];
  return typeof part === 'number' ? rangeIn(node.$source, part, part) : NOWHERE;
}

/** What is written from the beginning of a node to its end. */
export function textOf(node: AstNode): string {
  const { line, column, endLine, endColumn } = rangeOf(node);
  const lines = node instanceof Filled ? node.$source.lines.slice(line - 1, endLine) : [];
  const last = (lines.pop() ?? '').slice(0, endColumn - 1);
  return [...lines, last].join('\n').slice(column - 1);
}

const NOWHERE: Range = { line: 1, column: 1, endLine: 1, endColumn: 1 };

function rangeIn({ tokens, down }: Source, from: number, to: number): Range {
  const [first, last] = [tokens[from], tokens[to]];
  if (!first || !last) return NOWHERE;
  return {
    line: first.line - down + 1,
    column: first.start + 1,
    endLine: last.line - down + 1,
    endColumn: last.end + 1,
  };
}

function isList(part: Part | readonly Part[]): part is readonly Part[] {
  return Array.isArray(part);
}

/** What a token says: words in ASCII, what people say in titles, texts and strings as it is. */
function imageOf({ lines, ascii, tokens, down }: Source, place: number): string {
  const token = tokens[place];
  if (!token) return '';
  const own = VERBATIM.has(token.type) ? lines : ascii;
  return own[token.line - down]?.slice(token.start, token.end) ?? '';
}

const VERBATIM: ReadonlySet<string> = new Set(['TITLE', 'PHASE', 'TEXT', 'QUOTED']);
