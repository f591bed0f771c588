/** The open documents, each with its newest analysis. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { createAnalyser, type Analysis, type AnalyseOptions, type TextKind } from '../language/analyse.js';
import type { Note } from '../language/note.js';
import type { Settings } from './settings.js';

/** The longest wait between a key and the analysis, in milliseconds. */
const LONGEST_WAIT = 250;

const EMPTY: Analysis = { scenarios: [], problems: [], blocks: [] };

export interface NotesOptions {
  readonly settings: () => Settings;
  /** Called after every analysis. */
  readonly analysed: (note: Note) => void;
  /** Called with what must not happen: an analysis that failed. */
  readonly failed: (error: unknown) => void;
}

interface Open {
  document: TextDocument;
  readonly analyser: ReturnType<typeof createAnalyser>;
  note: Note | undefined;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** How long the last analysis took, in milliseconds. */
  took: number;
}

/**
 * Analyses documents soon after they change. While keys come faster than a document can be analysed, the wait grows to
 * half of what an analysis takes, so that the newest text is never queued behind older ones. A request does not wait:
 * it is answered from the newest text.
 */
export class Notes {
  readonly #open = new Map<string, Open>();
  readonly #options: NotesOptions;

  constructor(options: NotesOptions) {
    this.#options = options;
  }

  /** A document was opened or has changed. */
  changed(document: TextDocument): void {
    const known = this.#open.get(document.uri);
    const open: Open = known ?? {
      document,
      analyser: createAnalyser(),
      note: undefined,
      timer: undefined,
      took: 0,
    };
    open.document = document;
    this.#open.set(document.uri, open);
    open.timer ??= setTimeout(() => this.#analyse(open), Math.min(LONGEST_WAIT, open.took / 2));
  }

  closed(uri: string): void {
    clearTimeout(this.#open.get(uri)?.timer);
    this.#open.delete(uri);
  }

  /** Analyses everything again, because a setting has changed. */
  refresh(): void {
    for (const open of this.#open.values()) this.#analyse(open);
  }

  /** Every open document as it now stands. */
  all(): readonly Note[] {
    return [...this.#open.keys()].flatMap((uri) => this.note(uri) ?? []);
  }

  /** The document as it now stands, or undefined if it is not open. */
  note(uri: string): Note | undefined {
    const open = this.#open.get(uri);
    if (!open) return undefined;
    if (open.note?.version !== open.document.version) this.#analyse(open);
    return open.note;
  }

  #analyse(open: Open): void {
    clearTimeout(open.timer);
    open.timer = undefined;
    const { document } = open;
    const options: AnalyseOptions = { kind: kindOf(document), ...this.#options.settings() };
    const text = document.getText();
    const began = performance.now();
    let analysis = EMPTY;
    try {
      analysis = open.analyser(text, options);
    } catch (error) {
      // What was found in an older text has other places: rather nothing than something at the wrong ones.
      this.#options.failed(error);
    }
    open.took = performance.now() - began;
    open.note = { uri: document.uri, version: document.version, text, options, analysis };
    try {
      this.#options.analysed(open.note);
    } catch (error) {
      this.#options.failed(error);
    }
  }
}

/** What a document is, by its language or, for clients that know neither, by its name. */
function kindOf({ languageId, uri }: TextDocument): TextKind {
  if (languageId === 'segno') return 'segno';
  return languageId === 'markdown' || isMarkdownName(uri) ? 'markdown' : 'segno';
}

/** Whether a file of this name holds Markdown. */
export function isMarkdownName(name: string): boolean {
  return /\.(?:md|markdown|mdown|mkd)$/i.test(name);
}
