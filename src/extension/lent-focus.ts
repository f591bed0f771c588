import * as vscode from 'vscode';
import { takeFocus } from './focus.js';

/**
 * Gives a panel the focus: browsers let only the page that has it write pictures to the clipboard. What is returned gives
 * it back to the editor that had it, unless the user has gone elsewhere meanwhile.
 */
export function lendFocus(panel: vscode.WebviewPanel): () => Promise<void> {
  const editor = panel.active ? undefined : vscode.window.activeTextEditor;
  panel.reveal();
  return async () => {
    if (!editor || !panel.active) return;
    const { viewColumn } = editor;
    await takeFocus(panel, editor.document, viewColumn === undefined ? {} : { viewColumn });
  };
}
