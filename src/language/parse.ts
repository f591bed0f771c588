/** Langium's parser, asked for a statement at a time. */
import { isAstNode, type LangiumParser } from 'langium';
import { isLine, type Line } from './generated/ast.js';
import type { LogicalLine } from './lines.js';
import { SegnoLexer } from './lexer.js';
import { createSegnoServices } from './segno-module.js';

interface Parser {
  readonly parser: LangiumParser;
  readonly lexer: SegnoLexer | undefined;
}

let known: Parser | undefined;

function segnoParser(): Parser {
  if (known) return known;
  const { LangiumParser: parser, Lexer: lexer } = createSegnoServices().parser;
  return (known = { parser, lexer: lexer instanceof SegnoLexer ? lexer : undefined });
}

/** Where and in which rule of the grammar the parser got stuck. */
export interface Stuck {
  /** The offset of the token that did not fit, or undefined at the end of the statement. */
  readonly offset: number | undefined;
  /** The rules of the grammar that were being read, outermost first. */
  readonly rules: readonly string[];
}

/**
 * Parses the text of one statement. Answers its tree, or where it broke; a tree that the parser made up in spite of an
 * error is not given out, because nothing on a broken line counts.
 *
 * @param grouped the statement as it was scanned and grouped, with lines counted from its own first
 */
export function parseLine(
  text: string,
  grouped?: LogicalLine,
): { readonly line: Line } | { readonly stuck: Stuck } {
  try {
    const { parser, lexer } = segnoParser();
    if (grouped) lexer?.know(text, [grouped]);
    const result = parser.parse(text, { rule: 'Line' });
    const [error] = result.parserErrors;
    if (!error) {
      const value: unknown = result.value;
      if (isAstNode(value) && isLine(value)) return { line: value };
    }
    const offset = error && error.token.startOffset >= 0 ? error.token.startOffset : undefined;
    const rules = (error?.context.ruleStack ?? []).map((rule) => rule.replaceAll('\u200b', ''));
    return { stuck: { offset, rules } };
  } catch {
    // A parser that failed half-way keeps pieces of this text; the next statement gets a fresh one.
    known = undefined;
    return { stuck: { offset: 0, rules: [] } };
  }
}
