/** What the extension and the preview in its webview say to one another. */
import {
  count,
  list,
  object,
  one,
  only,
  optional,
  text,
  truth,
  variant,
  within,
  type Schema,
} from './schema.js';
import { drawingsAnswer, type DrawingsAnswer } from './server.js';

/** What is to be made of the drawing that is shown, for the clipboard or a file. */
export type Export = { readonly to: 'clipboard' | 'file' } & (
  | { readonly format: 'mermaid' }
  | { readonly format: 'markdown' }
  | { readonly format: 'svg'; readonly background: boolean }
  /** `scale` is a factor from 1 to 4. */
  | { readonly format: 'png'; readonly background: boolean; readonly scale: number }
);

type ExportAs<F extends Export['format']> = Extract<Export, { readonly format: F }>;

const to = one(['clipboard', 'file']);

const wish = variant<'format', Export>('format', {
  mermaid: object<ExportAs<'mermaid'>>({ to, format: only('mermaid') }),
  markdown: object<ExportAs<'markdown'>>({ to, format: only('markdown') }),
  svg: object<ExportAs<'svg'>>({ to, format: only('svg'), background: truth }),
  png: object<ExportAs<'png'>>({ to, format: only('png'), background: truth, scale: within(1, 4) }),
});

/** What has become of a wish. `title` is that of what is drawn, which may be empty. */
export type Exported =
  /** Text that is to be put on the clipboard. */
  | { readonly as: 'text'; readonly text: string; readonly title: string }
  /** A file to be: PNG in Base64, everything else as text. `remark` is what the user should know of it. */
  | { readonly as: 'file'; readonly data: string; readonly title: string; readonly remark?: string }
  /** A picture is on the clipboard, where only the webview can put it. */
  | { readonly as: 'copied'; readonly title: string; readonly remark?: string }
  /** The browser does not let it onto the clipboard; `reason` is for the user, who may rather have a file. */
  | { readonly as: 'refused'; readonly reason: string }
  /** It cannot be; `reason` is for the user. */
  | { readonly as: 'nothing'; readonly reason: string };

type ExportedAs<A extends Exported['as']> = Extract<Exported, { readonly as: A }>;

const exported = variant<'as', Exported>('as', {
  text: object<ExportedAs<'text'>>({ as: only('text'), text, title: text }),
  file: object<ExportedAs<'file'>>({ as: only('file'), data: text, title: text, remark: optional(text) }),
  copied: object<ExportedAs<'copied'>>({ as: only('copied'), title: text, remark: optional(text) }),
  refused: object<ExportedAs<'refused'>>({ as: only('refused'), reason: text }),
  nothing: object<ExportedAs<'nothing'>>({ as: only('nothing'), reason: text }),
});

/** Something was written in place of the text from somewhere on one line to somewhere on another, both 1-based. */
export interface EditedLines {
  readonly line: number;
  readonly endLine: number;
  /** Line breaks in what was written. */
  readonly breaks: number;
  /** Set where the edit is before everything on its lines, so that what stood there comes behind it. */
  readonly whole: boolean;
}

const STATUSES = ['loading', 'none', 'gone', 'silent', 'deleted'] as const;

/** Extension to webview. */
export type ToPreview =
  | { readonly type: 'drawings'; readonly answer: DrawingsAnswer; readonly name: string }
  /**
   * There is nothing new to draw from: still `loading`, `none` (no note is open), the server is `gone` or has been
   * `silent` for long, or the file is `deleted`.
   */
  | { readonly type: 'status'; readonly status: (typeof STATUSES)[number]; readonly name: string }
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
  /** Answered by `exported` with the same `id`. */
  | { readonly type: 'export'; readonly id: number; readonly wanted: Export };

type To<T extends ToPreview['type']> = Extract<ToPreview, { readonly type: T }>;

export const isToPreview = variant<'type', ToPreview>('type', {
  drawings: object<To<'drawings'>>({ type: only('drawings'), answer: drawingsAnswer, name: text }),
  status: object<To<'status'>>({ type: only('status'), status: one(STATUSES), name: text }),
  cursor: object<To<'cursor'>>({ type: only('cursor'), uri: text, line: count }),
  edited: object<To<'edited'>>({
    type: only('edited'),
    uri: text,
    version: count,
    edits: list(object<EditedLines>({ line: count, endLine: count, breaks: count, whole: truth })),
  }),
  lock: object<To<'lock'>>({ type: only('lock'), locked: truth }),
  look: object<To<'look'>>({ type: only('look'), compactRows: truth }),
  stepThrough: object<To<'stepThrough'>>({ type: only('stepThrough') }),
  export: object<To<'export'>>({ type: only('export'), id: count, wanted: wish }),
});

/** Lines of a document, 1-based. */
export interface Lines {
  readonly line: number;
  readonly endLine: number;
}

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
  /** Someone steps through the exchange and stands at these lines, or, without `at`, does so no longer. */
  | { readonly type: 'step'; readonly uri: string; readonly at?: Lines }
  /** The language server is to be started again, or what it has logged is to be seen. */
  | { readonly type: 'server'; readonly wanted: 'restart' | 'log' }
  /** The button for it was pressed: the drawing as Mermaid text for the clipboard. */
  | { readonly type: 'copy'; readonly text: string; readonly title: string }
  | { readonly type: 'exported'; readonly id: number; readonly exported: Exported };

type From<T extends FromPreview['type']> = Extract<FromPreview, { readonly type: T }>;

const lines: Schema<Lines> = object<Lines>({ line: count, endLine: count });

export const isFromPreview = variant<'type', FromPreview>('type', {
  ready: object<From<'ready'>>({ type: only('ready') }),
  reveal: object<From<'reveal'>>({
    type: only('reveal'),
    uri: text,
    line: count,
    endLine: count,
    code: optional(text),
  }),
  lock: object<From<'lock'>>({ type: only('lock'), locked: truth }),
  step: object<From<'step'>>({ type: only('step'), uri: text, at: optional(lines) }),
  server: object<From<'server'>>({ type: only('server'), wanted: one(['restart', 'log']) }),
  copy: object<From<'copy'>>({ type: only('copy'), text, title: text }),
  exported: object<From<'exported'>>({ type: only('exported'), id: count, exported }),
});
