/** Entry point in the browser's extension host. */
import * as vscode from 'vscode';
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient } from 'vscode-languageclient/browser';
import type { MarkdownExports } from './markdown-preview.js';
import { SETTINGS_SECTION } from './names.js';
import { storedOctets } from './pieces.js';
import { start, stop, type CreateClient } from './start.js';

/** Hears what the worker says; a worker that is ended does not say so itself. */
class WorkerReader extends BrowserMessageReader {
  end(): void {
    this.fireClose();
  }
}

/** Keeps to the log what the client complains of in English: what people are to know, Segno tells them itself. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

export function activate(context: vscode.ExtensionContext): MarkdownExports {
  const script = vscode.Uri.joinPath(context.extensionUri, 'dist/server-worker.js').toString(true);
  const createClient: CreateClient = (options) => {
    let end = (): void => undefined;
    // The client could make the reader and writer itself, but does not know the Worker of this host for one.
    const begin = () => {
      end();
      const worker = new Worker(script);
      const reader = new WorkerReader(worker);
      end = () => {
        worker.terminate();
        reader.end();
      };
      return Promise.resolve({ reader, writer: new BrowserMessageWriter(worker) });
    };
    return {
      client: new QuietClient(SETTINGS_SECTION, 'Segno', begin, options),
      end: () => end(),
    };
  };
  return start(context, createClient, storedOctets);
}

export function deactivate(): Promise<void> {
  return stop();
}
