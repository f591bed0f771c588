/** What the language server and its clients say to one another beside LSP itself. */
import type { Drawing, FileProblem } from '../diagram/drawing.js';
import { drawing, fileProblem } from './drawing.js';
import { count, list, object, optional, text, truth, type Schema } from './schema.js';

/** Request, client to server: the drawings of an open document. Answers {@link DrawingsAnswer}. */
export const DRAWINGS_REQUEST = 'segno/drawings';

export interface DrawingsParams {
  readonly uri: string;
}

export const isDrawingsParams = object<DrawingsParams>({ uri: text });

export interface DrawingsAnswer {
  readonly uri: string;
  /** The document's version that the drawings show; 0 when the server does not know the document. */
  readonly version: number;
  /** In the order of the file; empty when it has no exchange. */
  readonly scenarios: readonly Drawing[];
  /** Lines that could not be read, and what else concerns the file rather than one exchange. */
  readonly problems: readonly FileProblem[];
}

export const drawingsAnswer: Schema<DrawingsAnswer> = object<DrawingsAnswer>({
  uri: text,
  version: count,
  scenarios: list(drawing),
  problems: list(fileProblem),
});

export const isDrawingsAnswer = drawingsAnswer;

/** Request, client to server: the figure on a line, in Segno. Carries {@link TurnParams}; answers {@link TurnAnswer}, or null. */
export const TURN_REQUEST = 'segno/turn';

export interface TurnParams {
  readonly uri: string;
  /** Counted from 1. */
  readonly line: number;
}

export const isTurnParams = object<TurnParams>({ uri: text, line: count });

interface Position {
  readonly line: number;
  readonly character: number;
}

interface Edit {
  readonly range: { readonly start: Position; readonly end: Position };
  readonly newText: string;
}

/** In Markdown the edits that replace the figure; of a file in another notation the text of a note. */
export interface TurnAnswer {
  readonly text?: string;
  readonly edits: readonly Edit[];
}

const position = object<Position>({ line: count, character: count });

export const isTurnAnswer = object<TurnAnswer>({
  text: optional(text),
  edits: list(
    object<Edit>({ range: object<Edit['range']>({ start: position, end: position }), newText: text }),
  ),
});

/**
 * Request, client to server: what a text that is pasted into a document is in Segno. Carries {@link PasteParams}; answers
 * {@link PasteAnswer}, or null where it holds no exchange in another notation.
 */
export const PASTE_REQUEST = 'segno/paste';

export interface PasteParams {
  readonly uri: string;
  /** What the text is to stand in place of. */
  readonly range: Edit['range'];
  readonly text: string;
}

/** What is to be written instead. */
export interface PasteAnswer {
  readonly text: string;
}

const range = object<Edit['range']>({ start: position, end: position });

export const isPasteParams = object<PasteParams>({ uri: text, range, text });

export const isPasteAnswer = object<PasteAnswer>({ text });

/**
 * Request, client to server: what is selected in a document, made an exchange. Carries {@link MakeParams}; answers
 * {@link MakeAnswer}, or null.
 */
export const MAKE_REQUEST = 'segno/make';

export interface MakeParams {
  readonly uri: string;
  readonly range: Edit['range'];
  /** What is selected, for documents that the server does not know. */
  readonly text: string;
}

/** The text of a note with it, and the edit that writes it where it was selected; or why there is none. */
export interface MakeAnswer {
  readonly edit?: Edit;
  readonly text?: string;
  readonly why?: string;
}

export const isMakeParams = object<MakeParams>({ uri: text, range, text });

export const isMakeAnswer = object<MakeAnswer>({
  edit: optional(object<Edit>({ range, newText: text })),
  text: optional(text),
  why: optional(text),
});

/** Request, client to server: what a tool for language models answers. Carries {@link ToolParams}; answers {@link ToolAnswer}, or null. */
export const TOOL_REQUEST = 'segno/tool';

export interface ToolParams {
  /** `check`, `trace` and so on. */
  readonly name: string;
  /** What the model has given the tool, whatever it is, as JSON. */
  readonly input: string;
}

export const isToolParams = object<ToolParams>({ name: text, input: text });

/** What the model is told. */
export interface ToolAnswer {
  readonly text: string;
  /** Whether the text says what is wrong with the question. */
  readonly wrong: boolean;
}

export const isToolAnswer = object<ToolAnswer>({ text, wrong: truth });

/** Notification, server to client: a document has been analysed anew. Carries {@link AnalysedParams}. */
export const ANALYSED_NOTIFICATION = 'segno/analysed';

/** Where an exchange stands. Lines count from 1. */
export interface ScenarioLines {
  /** Empty when it has none. */
  readonly title: string;
  readonly line: number;
  readonly endLine: number;
  /** How many segments it has, where it stands in another notation than Segno's. */
  readonly figure?: number;
}

export interface AnalysedParams {
  readonly uri: string;
  readonly version: number;
  /**
   * In the order of the file. One without a title may lie around others. Left out where they are as was told last of the
   * document, which is after nearly every key.
   */
  readonly scenarios?: readonly ScenarioLines[];
}

export const isAnalysedParams = object<AnalysedParams>({
  uri: text,
  version: count,
  scenarios: optional(
    list(object<ScenarioLines>({ title: text, line: count, endLine: count, figure: optional(count) })),
  ),
});

/**
 * Notification, client to server: the cursor has come to a line of a document, or has left the document. What is held
 * back of the line that was typed last is said then. Carries {@link CursorParams}. Clients need not send it.
 */
export const CURSOR_NOTIFICATION = 'segno/cursor';

export interface CursorParams {
  readonly uri: string;
  /** Counted from 1; left out where the cursor is elsewhere. */
  readonly line?: number;
}

export const isCursorParams = object<CursorParams>({ uri: text, line: optional(count) });
