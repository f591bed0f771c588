/** Where Langium's services are wired: the generated grammar and parser, with the notation's own lexer. */
import {
  createDefaultCoreModule,
  createDefaultSharedCoreModule,
  EmptyFileSystem,
  inject,
  type Grammar,
  type LangiumCoreServices,
  type LangiumSharedCoreServices,
  type Module,
  type PartialLangiumCoreServices,
} from 'langium';
import { SegnoGeneratedModule, SegnoGeneratedSharedModule } from './generated/module.js';
import { SegnoLexer } from './lexer.js';

const segnoModule: Module<LangiumCoreServices, PartialLangiumCoreServices> = {
  parser: {
    Lexer: (services) => new SegnoLexer(services),
    // Statements are parsed one by one, and nothing on a broken one counts: there is nothing to recover.
    ParserConfig: () => ({ recoveryEnabled: false }),
  },
};

/** The grammar, as the parser knows it. */
export function segnoGrammar(): Grammar {
  return createSegnoServices().Grammar;
}

/** Makes the services of the language. Each set has a parser of its own; building one takes some milliseconds. */
export function createSegnoServices(): LangiumCoreServices {
  const shared: LangiumSharedCoreServices = inject(
    createDefaultSharedCoreModule(EmptyFileSystem),
    SegnoGeneratedSharedModule,
  );
  const services: LangiumCoreServices = inject(
    createDefaultCoreModule({ shared }),
    SegnoGeneratedModule,
    segnoModule,
  );
  shared.ServiceRegistry.register(services);
  return services;
}
