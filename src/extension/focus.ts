import * as vscode from 'vscode';

/** Milliseconds after which VS Code knows where the focus went, busy or not: it asks each page four times a second. */
const KNOWN = 1000;

/**
 * Shows a document in an editor that takes the focus from a panel. Where VS Code learns only afterwards that the panel
 * had it, it takes the panel for active while the keys go to the editor; then the editor is shown once more.
 */
export async function takeFocus(
  panel: vscode.WebviewPanel,
  document: vscode.TextDocument,
  options: vscode.TextDocumentShowOptions,
): Promise<vscode.TextEditor> {
  const editor = await vscode.window.showTextDocument(document, options);
  const stop = () => {
    clearTimeout(timer);
    watch.dispose();
  };
  const watch = panel.onDidChangeViewState(() => {
    if (!panel.active) return;
    stop();
    const { viewColumn } = editor;
    void vscode.window.showTextDocument(document, viewColumn === undefined ? {} : { viewColumn });
  });
  const timer = setTimeout(stop, KNOWN);
  return editor;
}
