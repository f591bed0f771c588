/** Langium's parser for Mermaid's sequence diagrams, asked for a statement at a time. */
import {
  createDefaultCoreModule,
  createDefaultSharedCoreModule,
  EmptyFileSystem,
  inject,
  isAstNode,
  type LangiumCoreServices,
  type LangiumParser,
  type LangiumSharedCoreServices,
} from 'langium';
import { isStatement, type Statement } from './generated/ast.js';
import { MermaidGeneratedModule, MermaidGeneratedSharedModule } from './generated/module.js';
import { MermaidLexer } from './lexer.js';

let parser: LangiumParser | undefined;

function mermaidParser(): LangiumParser {
  if (parser) return parser;
  const shared: LangiumSharedCoreServices = inject(
    createDefaultSharedCoreModule(EmptyFileSystem),
    MermaidGeneratedSharedModule,
  );
  const services: LangiumCoreServices = inject(createDefaultCoreModule({ shared }), MermaidGeneratedModule, {
    parser: {
      Lexer: (own: LangiumCoreServices) => new MermaidLexer(own),
      ParserConfig: () => ({ recoveryEnabled: false }),
    },
  });
  shared.ServiceRegistry.register(services);
  return (parser = services.parser.LangiumParser);
}

/** The tree of a statement, or undefined where it is none. */
export function parseStatement(text: string): Statement | undefined {
  try {
    const { parserErrors, value } = mermaidParser().parse(text);
    const tree: unknown = value;
    return parserErrors.length === 0 && isAstNode(tree) && isStatement(tree) ? tree : undefined;
  } catch {
    // A parser that failed half-way keeps pieces of this text; the next statement gets a fresh one.
    parser = undefined;
    return undefined;
  }
}
