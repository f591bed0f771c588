/** Formatting: all of a text, a part of it, and a statement as soon as the next line begins. */
import {
  CodeActionKind,
  DocumentFormattingRequest,
  DocumentOnTypeFormattingRequest,
  DocumentRangeFormattingRequest,
  type CodeAction,
  type ServerCapabilities,
  type TextEdit,
} from 'vscode-languageserver';
import type { Bilingual } from '../../rules/rule.js';
import { formatEdits } from '../format.js';
import { toTextEdit, type Note } from '../note.js';
import type { Feature } from './feature.js';

/**
 * The kind that formats the exchanges of a Markdown file, by itself or on save. As a formatter of Markdown we would
 * stand in the way of those that format everything around the exchanges.
 */
export const FORMAT = `${CodeActionKind.Source}.format.segno`;

const FORMAT_TITLE: Bilingual = { en: 'Format the exchanges', 'zh-cn': '格式化其中的交互' };

const ON_TYPE = { firstTriggerCharacter: '\n' };

const CAPABILITIES: ServerCapabilities = {
  documentFormattingProvider: true,
  documentRangeFormattingProvider: true,
  documentOnTypeFormattingProvider: ON_TYPE,
};

export const formatting: Feature = {
  capabilities: CAPABILITIES,
  ownFilesOnly: {
    possible: ({ textDocument }) =>
      textDocument?.formatting?.dynamicRegistration === true &&
      textDocument.rangeFormatting?.dynamicRegistration === true &&
      textDocument.onTypeFormatting?.dynamicRegistration === true,
    registrations: {
      [DocumentFormattingRequest.method]: {},
      [DocumentRangeFormattingRequest.method]: {},
      [DocumentOnTypeFormattingRequest.method]: ON_TYPE,
    },
  },
  register({ connection, note }) {
    connection.onDocumentFormatting(({ textDocument }) => {
      const open = note(textDocument.uri);
      return open ? formatNote(open) : [];
    });
    connection.onDocumentRangeFormatting(({ textDocument, range }) => {
      const open = note(textDocument.uri);
      // A range that ends before the first character of a line was not meant to hold that line.
      const last =
        range.end.character === 0 ? Math.max(range.start.line, range.end.line - 1) : range.end.line;
      return open ? formatNote(open, range.start.line, last) : [];
    });
    connection.onDocumentOnTypeFormatting(({ textDocument, position }) => {
      const open = note(textDocument.uri);
      return open ? formatNote(open, position.line - 1, position.line - 1) : [];
    });
  },
};

/** The edits for the lines from one to another, counted from 0; for all of them when left out. */
export function formatNote(note: Note, first = 0, last = Infinity): TextEdit[] {
  return formatEdits(note.text, note.analysis.blocks)
    .filter(({ range }) => range.line > first && range.line <= last + 1)
    .map(toTextEdit);
}

/** For Markdown: what formats the exchanges and nothing around them. */
export function formatAction(note: Note): CodeAction[] {
  if (note.options.kind !== 'markdown') return [];
  const edits = formatNote(note);
  if (edits.length === 0) return [];
  return [
    {
      title: FORMAT_TITLE[note.options.language],
      kind: FORMAT,
      edit: { changes: { [note.uri]: edits } },
    },
  ];
}
