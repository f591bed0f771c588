/** The open documents, each with its newest analysis. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { createAnalyser, type Analysis, type AnalyseOptions, type Problem } from '../language/analyse.js';
import { documentKind, LONGEST_FIGURES } from '../language/text-kind.js';
import type { Note } from '../language/note.js';
import { createQuiet, type Cursor } from '../language/quiet.js';
import type { Config } from '../language/config.js';
import { NOTATIONS } from '../notation/reader.js';
import type { Settings } from './settings.js';

/** The longest wait between two analyses, in milliseconds. */
const LONGEST_WAIT = 250;

/** How long no key may have been pressed until whoever types is told what is wrong with the line, in milliseconds. */
const REST = 1_000;

const EMPTY: Analysis = { scenarios: [], problems: [], blocks: [], figures: [], unread: [] };

export interface NotesOptions {
  readonly settings: () => Settings;
  /** What the project has decided for a document. */
  readonly config: (uri: string) => Config;
  /** Called after every analysis, and when something more is to be said of it, with the problems to be said. */
  readonly analysed: (note: Note, problems: readonly Problem[]) => void;
  /** Called with what must not happen: an analysis that failed. */
  readonly failed: (error: unknown) => void;
}

interface Open {
  document: TextDocument;
  readonly analyser: ReturnType<typeof createAnalyser>;
  note: Note | undefined;
  timer: ReturnType<typeof setTimeout> | undefined;
  readonly quiet: ReturnType<typeof createQuiet>;
  /** Where somebody is typing, as far as is known. */
  cursor: Cursor | undefined;
  /** Runs while the keys do not rest. */
  resting: ReturnType<typeof setTimeout> | undefined;
  /** How long the last analysis took, and when it was done, in milliseconds. */
  took: number;
  done: number;
}

/**
 * Analyses documents when they change. Where keys come faster than a document can be analysed, there is a wait between two
 * analyses, half as long as one of them, so that the newest text is never queued behind older ones. A request does not wait:
 * it is answered from the newest text.
 */
export class Notes {
  readonly #open = new Map<string, Open>();
  readonly #options: NotesOptions;

  constructor(options: NotesOptions) {
    this.#options = options;
  }

  /** A document was opened or has changed; `cursor` is where by a key, if that is how. */
  changed(document: TextDocument, cursor?: Cursor): void {
    const known = this.#open.get(document.uri);
    const open: Open = known ?? {
      document,
      analyser: createAnalyser(),
      quiet: createQuiet(),
      note: undefined,
      timer: undefined,
      cursor: undefined,
      resting: undefined,
      took: 0,
      done: 0,
    };
    open.document = document;
    open.cursor = cursor;
    clearTimeout(open.resting);
    open.resting = cursor && setTimeout(() => this.#rested(open), REST);
    this.#open.set(document.uri, open);
    const rest = Math.min(LONGEST_WAIT, open.took / 2);
    open.timer ??= setTimeout(() => this.#analyse(open), open.done + rest - performance.now());
  }

  closed(uri: string): void {
    clearTimeout(this.#open.get(uri)?.timer);
    clearTimeout(this.#open.get(uri)?.resting);
    this.#open.delete(uri);
  }

  /** Nobody is there any more to be told anything. */
  stop(): void {
    for (const { timer, resting } of this.#open.values()) {
      clearTimeout(timer);
      clearTimeout(resting);
    }
    this.#open.clear();
  }

  /** Nobody types any more, or the cursor is on that line, counted from 1: what was held back elsewhere is said. */
  left(uri: string, line?: number): void {
    const open = this.#open.get(uri);
    if (!open?.cursor || open.cursor.line === line) return;
    open.cursor = undefined;
    this.#rested(open);
  }

  /** What is to be said of a document as it now stands. */
  problems(uri: string): readonly Problem[] {
    const open = this.#open.get(uri);
    const note = this.note(uri);
    if (!open || !note) return [];
    const { text, analysis, options } = note;
    return open.quiet(text, analysis, options, open.cursor, open.resting === undefined);
  }

  #rested(open: Open): void {
    clearTimeout(open.resting);
    open.resting = undefined;
    // What is analysed yet is told of when it is.
    if (open.timer === undefined) this.#tell(open);
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
    const options: AnalyseOptions = {
      ...documentKind(document.languageId, document.uri),
      ...configured(this.#options.settings(), this.#options.config(document.uri)),
    };
    const text = document.getText();
    const began = performance.now();
    let analysis = EMPTY;
    try {
      const looked = options.kind !== 'figure' || text.length <= LONGEST_FIGURES;
      if (looked) analysis = open.analyser(text, options);
    } catch (error) {
      // What was found in an older text has other places: rather nothing than something at the wrong ones.
      this.#options.failed(error);
    }
    open.done = performance.now();
    open.took = open.done - began;
    open.note = { uri: document.uri, version: document.version, text, options, analysis };
    this.#tell(open);
  }

  #tell({ note, document }: Open): void {
    if (!note) return;
    try {
      this.#options.analysed(note, this.problems(document.uri));
    } catch (error) {
      this.#options.failed(error);
    }
  }
}

/** What the project has decided comes before what the user has set; the language of messages is the user's own. */
function configured(settings: Settings, { rules, mode, notations }: Config): Settings {
  return {
    ...settings,
    ...(rules && { levels: { ...settings.levels, ...rules } }),
    ...(mode && { mode }),
    ...(notations && { unread: NOTATIONS.filter((one) => !notations.includes(one)) }),
  };
}
