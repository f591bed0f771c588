/** Every feature that answers requests of an editor. */
import { codeActions } from './code-actions.js';
import { codeLens } from './code-lens.js';
import { completion } from './completion.js';
import { documentSymbolsFeature } from './document-symbols.js';
import type { Feature } from './feature.js';
import { folding } from './folding.js';
import { formatting } from './formatting.js';
import { hover } from './hover.js';
import { inlayHints } from './inlay-hints.js';
import { references } from './references.js';
import { rename } from './rename.js';
import { selectionRanges } from './selection.js';
import { semanticTokens } from './semantic-tokens.js';
import { workspaceSymbols } from './workspace-symbols.js';

export const FEATURES: readonly Feature[] = [
  codeActions,
  codeLens,
  completion,
  documentSymbolsFeature,
  folding,
  formatting,
  hover,
  inlayHints,
  references,
  rename,
  selectionRanges,
  semanticTokens,
  workspaceSymbols,
];
