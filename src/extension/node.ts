/** Entry point in the desktop's extension host. */
import { createReadStream } from 'node:fs';
import type * as vscode from 'vscode';
import { LanguageClient, type ServerOptions, TransportKind } from 'vscode-languageclient/node';
import type { MarkdownExports } from './markdown-preview.js';
import { SETTINGS_SECTION } from './names.js';
import { storedOctets } from './pieces.js';
import { start, stop, type CreateClient } from './start.js';

const PIECE = 2 ** 20;

/** What is new is looked through for garbage more often than Node would, in megabytes: that costs no time here. */
const MEMORY = ['--max-semi-space-size=4'];

export function activate(context: vscode.ExtensionContext): MarkdownExports {
  const createClient: CreateClient = (options) => {
    const server: ServerOptions = {
      module: context.asAbsolutePath('dist/server.js'),
      transport: TransportKind.ipc,
      options: { execArgv: [...MEMORY] },
    };
    return new LanguageClient(SETTINGS_SECTION, 'Segno', server, options);
  };
  // A capture may be larger than what can be read at once.
  return start(context, createClient, (uri) =>
    uri.scheme === 'file' ? createReadStream(uri.fsPath, { highWaterMark: PIECE }) : storedOctets(uri),
  );
}

export function deactivate(): Promise<void> {
  return stop();
}
