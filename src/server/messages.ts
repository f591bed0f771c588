/** What the language server and its clients say to one another beside the protocol itself. */
import type { Drawing, FileProblem } from '../diagram/drawing.js';

/** Request, client to server: the drawings of an open document. Answers {@link DrawingsAnswer}. */
export const DRAWINGS_REQUEST = 'segno/drawings';

/** Notification, server to client: a document has been analysed anew. Carries {@link AnalysedParams}. */
export const ANALYSED_NOTIFICATION = 'segno/analysed';

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

export interface DrawingsParams {
  readonly uri: string;
}

export interface DrawingsAnswer {
  readonly uri: string;
  /** The document's version that the drawings show; 0 when the server does not know the document. */
  readonly version: number;
  /** In the order of the file; empty when it has no exchange. */
  readonly scenarios: readonly Drawing[];
  /** Lines that could not be read, and what else concerns the file rather than one exchange. */
  readonly problems: readonly FileProblem[];
}

/** Where an exchange stands. Lines count from 1. */
/** Request, client to server: the figure on a line, in Segno. Carries {@link TurnParams}; answers {@link TurnAnswer}, or null. */
export const TURN_REQUEST = 'segno/turn';

export interface TurnParams {
  readonly uri: string;
  /** Counted from 1. */
  readonly line: number;
}

interface Position {
  readonly line: number;
  readonly character: number;
}

/** In Markdown the edits that replace the figure; of a file in another notation the text of a note. */
export interface TurnAnswer {
  readonly text?: string;
  readonly edits: readonly {
    readonly range: { readonly start: Position; readonly end: Position };
    readonly newText: string;
  }[];
}

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
  /** In the order of the file. One without a title may lie around others. */
  readonly scenarios: readonly ScenarioLines[];
}

type Fields = Readonly<Record<string, unknown>>;

/** Whether a value has properties that can be asked for. */
export function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

export function isCursorParams(value: unknown): value is CursorParams {
  return (
    isRecord(value) &&
    typeof value['uri'] === 'string' &&
    (value['line'] === undefined || typeof value['line'] === 'number')
  );
}

export function isTurnParams(value: unknown): value is TurnParams {
  return isRecord(value) && typeof value['uri'] === 'string' && typeof value['line'] === 'number';
}

export function isTurnAnswer(value: unknown): value is TurnAnswer {
  return isRecord(value) && Array.isArray(value['edits']);
}

export function isDrawingsParams(value: unknown): value is DrawingsParams {
  return isRecord(value) && typeof value['uri'] === 'string';
}

export function isAnalysedParams(value: unknown): value is AnalysedParams {
  return (
    isRecord(value) &&
    typeof value['uri'] === 'string' &&
    typeof value['version'] === 'number' &&
    Array.isArray(value['scenarios']) &&
    value['scenarios'].every(isScenarioLines)
  );
}

function isScenarioLines(value: unknown): value is ScenarioLines {
  return (
    isRecord(value) &&
    typeof value['title'] === 'string' &&
    typeof value['line'] === 'number' &&
    typeof value['endLine'] === 'number' &&
    (value['figure'] === undefined || typeof value['figure'] === 'number')
  );
}

export function isDrawingsAnswer(value: unknown): value is DrawingsAnswer {
  return (
    isRecord(value) &&
    typeof value['uri'] === 'string' &&
    typeof value['version'] === 'number' &&
    Array.isArray(value['scenarios']) &&
    value['scenarios'].every(isDrawing) &&
    Array.isArray(value['problems']) &&
    value['problems'].every(isRecord)
  );
}

/** Where in VS Code's Markdown preview the line of a row stands: the name of a slot. */
export function linePlace(scenario: number, row: number): string {
  return `segno-${scenario}-${row}`;
}

function isDrawing(value: unknown): value is Drawing {
  return (
    isRecord(value) &&
    typeof value['title'] === 'string' &&
    typeof value['line'] === 'number' &&
    typeof value['endLine'] === 'number' &&
    ['participants', 'ends', 'initial', 'rows', 'problems'].every((list) => Array.isArray(value[list])) &&
    (value['tcbs'] === undefined || isTcbs(value['tcbs']))
  );
}

function isTcbs(value: unknown): boolean {
  return (
    isRecord(value) &&
    isRecord(value['names']) &&
    Array.isArray(value['initial']) &&
    Array.isArray(value['changes'])
  );
}

/** What is to be made of the drawing that is shown, for the clipboard or a file. `scale` is a factor from 1 to 4. */
export type Export = { readonly to: 'clipboard' | 'file' } & (
  | { readonly format: 'mermaid' | 'markdown' }
  | { readonly format: 'svg'; readonly background: boolean }
  | { readonly format: 'png'; readonly background: boolean; readonly scale: number }
);

const FORMATS: readonly unknown[] = ['mermaid', 'markdown', 'svg', 'png'] satisfies Export['format'][];

/** Something was written in place of the text from somewhere on one line to somewhere on another, both 1-based. */
export interface EditedLines {
  readonly line: number;
  readonly endLine: number;
  /** Line breaks in what was written. */
  readonly breaks: number;
  /** Set where the edit is before everything on its lines, so that what stood there comes behind it. */
  readonly whole: boolean;
}

/** Extension to webview. */
export type ToPreview =
  | { readonly type: 'drawings'; readonly answer: DrawingsAnswer; readonly name: string }
  /**
   * There is nothing to draw from: still `loading`, `none` (no note is open), the server is `gone`, or the file is
   * `deleted`.
   */
  | {
      readonly type: 'status';
      readonly status: 'loading' | 'none' | 'gone' | 'deleted';
      readonly name: string;
    }
  /** The cursor stands on this 1-based line of the document that is drawn. */
  | { readonly type: 'cursor'; readonly uri: string; readonly line: number }
  /** The document that is drawn was edited, which made it this version; drawings of it come later. */
  | {
      readonly type: 'edited';
      readonly uri: string;
      readonly version: number;
      readonly edits: readonly EditedLines[];
    }
  | { readonly type: 'lock'; readonly locked: boolean }
  /** How the drawing is to look. */
  | { readonly type: 'look'; readonly compactRows: boolean }
  /** Step through the exchange from the cursor on; who steps already goes on where they stand. */
  | { readonly type: 'stepThrough' }
  /** Answered by `copy`, `copied`, `save`, `refused` or `unsaved`. */
  | { readonly type: 'export'; readonly wanted: Export };

/** Webview to extension. */
export type FromPreview =
  | { readonly type: 'ready' }
  /** Show these 1-based lines in the editor; with `code`, select what the problem of that code points at. */
  | {
      readonly type: 'reveal';
      readonly uri: string;
      readonly line: number;
      readonly endLine: number;
      readonly code?: string;
    }
  | { readonly type: 'lock'; readonly locked: boolean }
  /** Someone steps through the exchange and stands at these 1-based lines, or, without `at`, does so no longer. */
  | {
      readonly type: 'step';
      readonly uri: string;
      readonly at?: { readonly line: number; readonly endLine: number };
    }
  /** `title` is that of what is drawn, which may be empty. */
  | {
      readonly type: 'copy';
      readonly format: Export['format'];
      readonly text: string;
      readonly title: string;
    }
  /** A picture is on the clipboard, where only the webview can put it. `remark` is what the user should know of it. */
  | {
      readonly type: 'copied';
      readonly format: Export['format'];
      readonly title: string;
      readonly remark?: string;
    }
  /** The browser does not let it onto the clipboard; `reason` is for the user, who may have `instead`. */
  | { readonly type: 'refused'; readonly reason: string; readonly instead: Export }
  /** A file to be: PNG in Base64, everything else as text. */
  | {
      readonly type: 'save';
      readonly format: Export['format'];
      readonly data: string;
      /** The title of what is drawn, which may be empty. */
      readonly title: string;
      /** What the user should know of it. */
      readonly remark?: string;
    }
  /** What was to be exported cannot be; `reason` is for the user. */
  | { readonly type: 'unsaved'; readonly reason: string };

/** What the webview keeps over a reload of the window, and the extension reads to serve it again. */
export interface PreviewMemory {
  readonly uri?: string;
  readonly locked?: boolean;
  /** Title and first line of the scenario that was shown. */
  readonly scenario?: { readonly title: string; readonly line: number };
  /** A factor, or undefined while the drawing fits itself into the panel. */
  readonly zoom?: number;
  readonly scroll?: number;
  readonly scrollLeft?: number;
  /** The files that are drawn to scale, the latest last. */
  readonly toScale?: readonly string[];
  /** Missing while nobody steps through the exchange. */
  readonly stepping?: SteppingMemory;
}

export interface SteppingMemory {
  /** Index of the row that one stands at, -1 before the first. */
  readonly row: number;
  /** Whether both ends are shown beside the drawing. */
  readonly side: boolean;
  /** A factor. */
  readonly speed: number;
}

export function isToPreview(value: unknown): value is ToPreview {
  if (!isRecord(value)) return false;
  switch (value['type']) {
    case 'drawings':
      return isDrawingsAnswer(value['answer']) && typeof value['name'] === 'string';
    case 'status':
      return (
        ['loading', 'none', 'gone', 'deleted'].includes(String(value['status'])) &&
        typeof value['name'] === 'string'
      );
    case 'cursor':
      return typeof value['uri'] === 'string' && typeof value['line'] === 'number';
    case 'edited':
      return (
        typeof value['uri'] === 'string' &&
        typeof value['version'] === 'number' &&
        Array.isArray(value['edits']) &&
        value['edits'].every(isEditedLines)
      );
    case 'lock':
      return typeof value['locked'] === 'boolean';
    case 'look':
      return typeof value['compactRows'] === 'boolean';
    case 'stepThrough':
      return true;
    case 'export':
      return isExport(value['wanted']);
    default:
      return false;
  }
}

function isEditedLines(value: unknown): value is EditedLines {
  return (
    isLines(value) &&
    isRecord(value) &&
    typeof value['breaks'] === 'number' &&
    typeof value['whole'] === 'boolean'
  );
}

function isExport(value: unknown): value is Export {
  if (!isRecord(value)) return false;
  const { to, format, background, scale } = value;
  if (to !== 'clipboard' && to !== 'file') return false;
  if (format === 'mermaid' || format === 'markdown') return true;
  if (typeof background !== 'boolean') return false;
  if (format === 'svg') return true;
  return format === 'png' && typeof scale === 'number' && scale >= 1 && scale <= 4;
}

export function isFromPreview(value: unknown): value is FromPreview {
  if (!isRecord(value)) return false;
  switch (value['type']) {
    case 'ready':
      return true;
    case 'reveal':
      return (
        typeof value['uri'] === 'string' &&
        typeof value['line'] === 'number' &&
        typeof value['endLine'] === 'number' &&
        (value['code'] === undefined || typeof value['code'] === 'string')
      );
    case 'lock':
      return typeof value['locked'] === 'boolean';
    case 'step':
      return typeof value['uri'] === 'string' && (value['at'] === undefined || isLines(value['at']));
    case 'copy':
      return isTitled(value) && typeof value['text'] === 'string';
    case 'copied':
      return isTitled(value) && isRemark(value['remark']);
    case 'refused':
      return typeof value['reason'] === 'string' && isExport(value['instead']);
    case 'save':
      return isTitled(value) && typeof value['data'] === 'string' && isRemark(value['remark']);
    case 'unsaved':
      return typeof value['reason'] === 'string';
    default:
      return false;
  }
}

/** Whether it says in which form a drawing leaves, and what it is called. */
function isTitled({ format, title }: Readonly<Record<string, unknown>>): boolean {
  return FORMATS.includes(format) && typeof title === 'string';
}

function isRemark(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}

function isLines(value: unknown): boolean {
  return isRecord(value) && typeof value['line'] === 'number' && typeof value['endLine'] === 'number';
}

/** What of an unknown value is memory of a preview; everything else of it is left out. */
export function previewMemory(value: unknown): PreviewMemory {
  if (!isRecord(value)) return {};
  const { uri, locked, scenario, zoom, scroll, scrollLeft, toScale, stepping } = value;
  return {
    ...(typeof uri === 'string' ? { uri } : {}),
    ...(typeof locked === 'boolean' ? { locked } : {}),
    ...(isRecord(scenario) && typeof scenario['title'] === 'string' && typeof scenario['line'] === 'number'
      ? { scenario: { title: scenario['title'], line: scenario['line'] } }
      : {}),
    ...(typeof zoom === 'number' && Number.isFinite(zoom) ? { zoom } : {}),
    ...(typeof scroll === 'number' && Number.isFinite(scroll) ? { scroll } : {}),
    ...(typeof scrollLeft === 'number' && Number.isFinite(scrollLeft) ? { scrollLeft } : {}),
    ...(Array.isArray(toScale) ? { toScale: toScale.filter((one) => typeof one === 'string') } : {}),
    ...(isStepping(stepping) ? { stepping } : {}),
  };
}

function isStepping(value: unknown): value is SteppingMemory {
  return (
    isRecord(value) &&
    Number.isInteger(value['row']) &&
    typeof value['side'] === 'boolean' &&
    typeof value['speed'] === 'number'
  );
}
