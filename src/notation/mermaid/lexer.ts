/** Cuts a statement of a Mermaid sequence diagram into tokens: at each place only those are tried that may stand there. */
import {
  DefaultTokenBuilder,
  type Grammar,
  type LangiumCoreServices,
  type Lexer,
  type LexerResult,
} from 'langium';
import { MermaidTerminals, type MermaidTerminalNames as Terminal } from './generated/ast.js';

type TokenTypes = Lexer['definition'];

const START: readonly Terminal[] = [
  'CREATE',
  'PARTICIPANT',
  'DESTROY',
  'NOTE',
  'ACTIVATE',
  'OPEN',
  'OR',
  'END',
  'TITLE',
  'SETTING',
  'NAME',
];

/** What may follow each terminal. Names go on differently in messages, notes and declarations; what fits comes first. */
const NEXT: Readonly<Record<Terminal, readonly Terminal[]>> = {
  CREATE: ['PARTICIPANT'],
  PARTICIPANT: ['NAME'],
  DESTROY: ['NAME'],
  NOTE: ['SIDE'],
  SIDE: ['NAME'],
  ACTIVATE: ['NAME'],
  OPEN: ['REST'],
  OR: ['REST'],
  END: [],
  TITLE: ['REST'],
  SETTING: ['REST'],
  AS: ['REST'],
  CONFIG: ['AS'],
  COMMA: ['NAME'],
  CENTRAL: ['ARROW', 'SIGN', 'NAME', 'TEXT'],
  SIGN: ['NAME'],
  ARROW: ['CENTRAL', 'SIGN', 'NAME'],
  NAME: ['CENTRAL', 'ARROW', 'COMMA', 'AS', 'CONFIG', 'TEXT'],
  TEXT: [],
  REST: [],
  WS: [],
};

const PATTERNS = new Map(
  Object.entries(MermaidTerminals).map(([name, { source, flags }]) => [
    name as Terminal,
    new RegExp(source, `${flags}yu`.replace('uu', 'u')),
  ]),
);

function tokenTypes(grammar: Grammar): TokenTypes {
  const built = new DefaultTokenBuilder().buildTokens(grammar);
  if (!Array.isArray(built)) throw new TypeError('the grammar has no lexer modes');
  return Object.fromEntries(built.map(({ name }): [string, TokenTypes[string]] => [name, { name }]));
}

export class MermaidLexer implements Lexer {
  readonly definition: TokenTypes;

  constructor(services: LangiumCoreServices) {
    this.definition = tokenTypes(services.Grammar);
  }

  tokenize(text: string): LexerResult {
    const tokens: LexerResult['tokens'] = [];
    let allowed = START;
    for (let at = 0; at < text.length;) {
      const blanks = /\s/.test(text.charAt(at));
      if (blanks) {
        at++;
        continue;
      }
      const token = this.#token(text, at, allowed);
      // What fits nowhere is a token that no rule knows.
      const { name, end } = token ?? { name: 'WS' as const, end: text.length };
      const tokenType = this.definition[name];
      if (tokenType) {
        tokens.push({
          image: text.slice(at, end),
          startOffset: at,
          endOffset: end - 1,
          startLine: 1,
          endLine: 1,
          startColumn: at + 1,
          endColumn: end,
          tokenType,
          tokenTypeIdx: tokenType.tokenTypeIdx ?? 0,
        });
      }
      at = end;
      allowed = NEXT[name];
    }
    return { tokens, hidden: [], errors: [] };
  }

  #token(
    text: string,
    at: number,
    allowed: readonly Terminal[],
  ): { name: Terminal; end: number } | undefined {
    for (const name of allowed) {
      const pattern = PATTERNS.get(name);
      if (!pattern) continue;
      pattern.lastIndex = at;
      const match = pattern.exec(text);
      if (match && match[0] !== '') return { name, end: at + match[0].length };
    }
    return undefined;
  }
}
