/** Entry point in the desktop's extension host. */
import type * as vscode from 'vscode';
import { LanguageClient, type ServerOptions, TransportKind } from 'vscode-languageclient/node';
import type { MarkdownExports } from './markdown-preview.js';
import { SETTINGS_SECTION } from './names.js';
import { start, stop } from './start.js';

export function activate(context: vscode.ExtensionContext): MarkdownExports {
  return start(context, (options) => {
    const server: ServerOptions = {
      module: context.asAbsolutePath('dist/server.js'),
      transport: TransportKind.ipc,
    };
    return new LanguageClient(SETTINGS_SECTION, 'Segno', server, options);
  });
}

export function deactivate(): Promise<void> {
  return stop();
}
