/** Entry point in the browser's extension host. */
import * as vscode from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { SETTINGS_SECTION } from './names.js';
import { start, stop } from './start.js';

export function activate(context: vscode.ExtensionContext): Promise<void> {
  return start(context, (options) => {
    const script = vscode.Uri.joinPath(context.extensionUri, 'dist/server-worker.js').toString(true);
    return new LanguageClient(SETTINGS_SECTION, 'Segno', () => Promise.resolve(new Worker(script)), options);
  });
}

export function deactivate(): Promise<void> {
  return stop();
}
