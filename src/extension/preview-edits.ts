import type * as vscode from 'vscode';
import type { EditedLines } from '../protocol/preview.js';

/** Edits as the preview follows them: by lines. They are in the order in which they were made. */
export function editedLines(changes: readonly vscode.TextDocumentContentChangeEvent[]): EditedLines[] {
  return changes.map(({ range, text }) => ({
    line: range.start.line + 1,
    endLine: range.end.line + 1,
    breaks: text.split(/\r\n|\r|\n/).length - 1,
    whole: range.start.character === 0 && range.end.character === 0,
  }));
}
