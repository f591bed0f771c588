/** Hands the scanner's tokens to Langium's parser. */
import {
  DefaultTokenBuilder,
  type Grammar,
  type LangiumCoreServices,
  type Lexer,
  type LexerResult,
} from 'langium';
import { halfWidth } from './full-width.js';
import { blankComments, groupLines, type LogicalLine } from './lines.js';
import { splitLines } from './range.js';

type Tokens = LexerResult['tokens'];
type TokenTypes = Lexer['definition'];

/** The types of the tokens by name. Patterns are left out: the scanner decides what a token is. */
function tokenTypes(grammar: Grammar): TokenTypes {
  const built = new DefaultTokenBuilder().buildTokens(grammar);
  if (!Array.isArray(built)) throw new TypeError('the grammar has no lexer modes');
  return Object.fromEntries(built.map(({ name }): [string, TokenTypes[string]] => [name, { name }]));
}

export class SegnoLexer implements Lexer {
  readonly definition: TokenTypes;
  #grouped: { readonly text: string; readonly lines: readonly LogicalLine[] } | undefined;

  constructor(services: LangiumCoreServices) {
    this.definition = tokenTypes(services.Grammar);
  }

  /** Says how a text was grouped when it was read, so that {@link tokenize} does not scan it again. */
  know(text: string, lines: readonly LogicalLine[]): void {
    this.#grouped = { text, lines };
  }

  /** The tokens of a text. Comments are left out, and so are newlines where a statement goes on. */
  tokenize(text: string): LexerResult {
    const original = splitLines(text);
    const grouped =
      this.#grouped?.text === text ? this.#grouped.lines : groupLines(blankComments(original).lines);
    this.#grouped = undefined;
    const starts = lineStarts(text);
    const tokens: Tokens = [];
    const push = (type: string, line: number, start: number, end: number): void => {
      const tokenType = this.definition[type];
      if (!tokenType) return;
      const lineStart = starts[line] ?? 0;
      tokens.push({
        image: imageOf(type, original[line]?.slice(start, end) ?? ''),
        startOffset: lineStart + start,
        endOffset: lineStart + end - 1,
        startLine: line + 1,
        endLine: line + 1,
        startColumn: start + 1,
        endColumn: end,
        tokenType,
        tokenTypeIdx: tokenType.tokenTypeIdx ?? 0,
      });
    };
    let lastLine: number | undefined;
    for (const line of grouped) {
      if (line.tokens.length === 0) continue;
      if (lastLine !== undefined) {
        const end = original[lastLine]?.length ?? 0;
        push('NL', lastLine, end, end + 1);
      }
      for (const token of line.tokens) push(token.type, token.line, token.start, token.end);
      lastLine = line.last;
    }
    return { tokens, hidden: [], errors: [] };
  }
}

/** What a token says: words in ASCII, what people say in titles, texts and strings as it is. */
function imageOf(type: string, written: string): string {
  return VERBATIM.has(type) ? written : halfWidth(written);
}

const VERBATIM: ReadonlySet<string> = new Set(['TITLE', 'PHASE', 'TEXT', 'QUOTED']);

function lineStarts(text: string): number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  return starts;
}
