/** What an editor can ask of Segno: one file a feature, listed in index.ts. */
import type { Connection, ServerCapabilities } from 'vscode-languageserver';
import type { Note } from '../note.js';

export interface FeatureHost {
  readonly connection: Connection;
  /** The document as it now stands, analysed; undefined when it is not open. */
  readonly note: (uri: string) => Note | undefined;
}

export interface Feature {
  /** What the server says of itself. */
  readonly capabilities: ServerCapabilities;
  /** Begins to answer requests. */
  readonly register: (host: FeatureHost) => void;
}
