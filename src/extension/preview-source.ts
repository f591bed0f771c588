/** From a preview to the lines of the note that it draws. */
import * as vscode from 'vscode';
import type { Lines } from '../protocol/preview.js';
import { takeFocus } from './focus.js';

/**
 * Selects lines of a document in its editor, which is opened beside the panel if need be; with `code` what the problem of
 * that code points at. A problem takes the focus there; an arrow leaves it, so that keys walk on.
 */
export async function showSource(
  panel: vscode.WebviewPanel,
  resource: vscode.Uri,
  { line, endLine, code }: Lines & { readonly code?: string },
): Promise<void> {
  const known = vscode.window.visibleTextEditors.find(
    ({ document }) => document.uri.toString() === resource.toString(),
  );
  const document = known?.document ?? (await vscode.workspace.openTextDocument(resource));
  const selection = rangeOf(document, line, endLine, code);
  const viewColumn =
    known?.viewColumn ??
    (panel.viewColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Beside : vscode.ViewColumn.One);
  const shown =
    code === undefined
      ? await vscode.window.showTextDocument(document, { viewColumn, preserveFocus: true, selection })
      : await takeFocus(panel, document, { viewColumn, selection });
  shown.revealRange(selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** What to select: the place of the problem with that code on that line, else the lines without their indentation. */
function rangeOf(
  document: vscode.TextDocument,
  line: number,
  endLine: number,
  code: string | undefined,
): vscode.Range {
  if (code !== undefined) {
    const found = vscode.languages
      .getDiagnostics(document.uri)
      .find((diagnostic) => diagnostic.range.start.line === line - 1 && codeOf(diagnostic) === code);
    if (found) return found.range;
  }
  const last = document.lineCount - 1;
  const first = document.lineAt(Math.min(Math.max(line - 1, 0), last));
  const end = document.lineAt(Math.min(Math.max(endLine - 1, 0), last));
  return new vscode.Range(
    first.lineNumber,
    first.firstNonWhitespaceCharacterIndex,
    end.lineNumber,
    end.text.length,
  );
}

function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}
