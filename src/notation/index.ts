/**
 * The readers of notations other than Segno's own. A new one is a folder with a reader in it, and a line in this list.
 * Those that tell from an info string or a keyword come before those that go by the look of a text.
 */
import { mermaid } from './mermaid/mermaid.js';
import type { Reader } from './reader.js';

export const READERS: readonly Reader[] = [mermaid];
