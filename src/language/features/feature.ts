/** What an editor can ask of Segno: one file a feature, listed in index.ts. */
import type {
  CancellationToken,
  ClientCapabilities,
  Connection,
  ServerCapabilities,
} from 'vscode-languageserver';
import type { Note } from '../note.js';
import type { Titled } from '../titles.js';

/** Which hints stand in the lines. */
export interface HintSettings {
  readonly states: boolean;
  readonly numbers: boolean;
}

/** What the host can tell of files that are not open. */
export interface Files {
  /** Whether there is something at an address. */
  readonly exists: (uri: string) => Promise<boolean>;
  /** The notes in the folders of the workspace, as they are stored, as far as they can be looked through quickly. */
  readonly notes: () => Promise<readonly StoredNote[]>;
}

/** A note that is stored, perhaps beside an open document that is newer. */
export interface StoredNote {
  readonly uri: string;
  readonly titles: readonly Titled[];
}

export interface FeatureHost {
  readonly connection: Connection;
  /** The document as it now stands, analysed; undefined when it is not open. */
  readonly note: (uri: string) => Note | undefined;
  /**
   * The same as soon as nobody types in it, for answers that are as long as the text; undefined also when the request was
   * cancelled by then.
   */
  readonly atRest: (uri: string, token: CancellationToken) => Promise<Note | undefined>;
  readonly hints: () => HintSettings;
  /** Every open document. */
  readonly notes: () => readonly Note[];
  /** What the client said of itself. */
  readonly client: () => ClientCapabilities;
  readonly files: Files;
  /** Whether *Preview* shall stand above each scenario. */
  readonly showsLenses: () => boolean;
}

export interface Feature {
  /** What the server says of itself. */
  readonly capabilities: ServerCapabilities;
  /**
   * Where the client can be told, the feature is offered in `.segno` files only, not in Markdown, for which others may
   * be responsible: these methods are registered after the start instead of `capabilities`.
   */
  readonly ownFilesOnly?: {
    readonly possible: (client: ClientCapabilities) => boolean;
    readonly registrations: Readonly<Record<string, object>>;
  };
  /** Begins to answer requests. */
  readonly register: (host: FeatureHost) => void;
}
