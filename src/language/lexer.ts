/** Hands the types of tokens to Langium's parser, which the scanner has cut: the parser never sees their texts. */
import {
  DefaultTokenBuilder,
  type Grammar,
  type LangiumCoreServices,
  type Lexer,
  type LexerResult,
} from 'langium';

type TokenTypes = Lexer['definition'];

/** The types of the tokens by name. Patterns are left out: the scanner decides what a token is. */
function tokenTypes(grammar: Grammar): TokenTypes {
  const built = new DefaultTokenBuilder().buildTokens(grammar);
  if (!Array.isArray(built)) throw new TypeError('the grammar has no lexer modes');
  return Object.fromEntries(built.map(({ name }): [string, TokenTypes[string]] => [name, { name }]));
}

/** How many characters a token has. */
export const WIDTH = 8;

export class SegnoLexer implements Lexer {
  readonly definition: TokenTypes;

  constructor(services: LangiumCoreServices) {
    this.definition = tokenTypes(services.Grammar);
  }

  /**
   * Tokens of the types that a text names one after the other, with blanks between them. Each says its place among them,
   * from 0, and stands where it would if all were as wide as `WIDTH`.
   */
  tokenize(text: string): LexerResult {
    const names = text === '' ? [] : text.split(' ');
    const tokens = names.flatMap((name, place) => {
      const tokenType = this.definition[name];
      if (!tokenType) return [];
      return [
        {
          image: String(place).padStart(WIDTH, '0'),
          startOffset: place * WIDTH,
          endOffset: (place + 1) * WIDTH - 1,
          startLine: 1,
          endLine: 1,
          startColumn: place * WIDTH + 1,
          endColumn: (place + 1) * WIDTH,
          tokenType,
          tokenTypeIdx: tokenType.tokenTypeIdx ?? 0,
        },
      ];
    });
    return { tokens, hidden: [], errors: [] };
  }
}
