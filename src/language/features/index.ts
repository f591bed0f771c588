/** Every feature that answers requests of an editor. */
import { codeActions } from './code-actions.js';
import { completion } from './completion.js';
import { documentSymbolsFeature } from './document-symbols.js';
import type { Feature } from './feature.js';
import { folding } from './folding.js';
import { formatting } from './formatting.js';
import { hover } from './hover.js';
import { references } from './references.js';
import { rename } from './rename.js';

export const FEATURES: readonly Feature[] = [
  codeActions,
  completion,
  documentSymbolsFeature,
  folding,
  formatting,
  hover,
  references,
  rename,
];
