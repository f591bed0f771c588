/** Entry point in the browser's extension host. */
import * as vscode from 'vscode';
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient } from 'vscode-languageclient/browser';
import type { MarkdownExports } from './markdown-preview.js';
import { SETTINGS_SECTION } from './names.js';
import { storedOctets } from './pieces.js';
import { start, stop } from './start.js';

let worker: Worker | undefined;

export function activate(context: vscode.ExtensionContext): MarkdownExports {
  const script = vscode.Uri.joinPath(context.extensionUri, 'dist/server-worker.js').toString(true);
  // The client could make the reader and writer itself, but does not know the Worker of this host for one.
  const connect = () => {
    worker?.terminate();
    worker = new Worker(script);
    return Promise.resolve({
      reader: new BrowserMessageReader(worker),
      writer: new BrowserMessageWriter(worker),
    });
  };
  return start(
    context,
    (options) => new LanguageClient(SETTINGS_SECTION, 'Segno', connect, options),
    storedOctets,
  );
}

export async function deactivate(): Promise<void> {
  await stop();
  worker?.terminate();
  worker = undefined;
}
