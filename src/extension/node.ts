/** Entry point in the desktop's extension host. */
import { fork, type ChildProcess } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import { LanguageClient } from 'vscode-languageclient/node';
import type { MarkdownExports } from './markdown-preview.js';
import { SETTINGS_SECTION } from './names.js';
import { storedOctets } from './pieces.js';
import { start, stop, type CreateClient } from './start.js';

const PIECE = 2 ** 20;

/** What is new is looked through for garbage more often than Node would, in megabytes: that costs no time here. */
const MEMORY = ['--max-semi-space-size=4'];

/** Keeps to the log what the client complains of in English: what people are to know, Segno tells them itself. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

export function activate(context: vscode.ExtensionContext): MarkdownExports {
  const createClient: CreateClient = (options) => {
    let server: ChildProcess | undefined;
    // The client could begin it as well, but does not let go of one that hangs when the next is begun.
    const begin = () => {
      server = fork(context.asAbsolutePath('dist/server.js'), ['--stdio'], {
        silent: true,
        execArgv: MEMORY,
        // Node 22 keeps what it has compiled there, and the next server begins in four fifths of the time.
        env: { ...process.env, NODE_COMPILE_CACHE: join(context.globalStorageUri.fsPath, 'compiled') },
      });
      return Promise.resolve(server);
    };
    return {
      client: new QuietClient(SETTINGS_SECTION, 'Segno', begin, options),
      end: () => server?.kill('SIGKILL'),
    };
  };
  // A capture may be larger than what can be read at once.
  return start(context, createClient, (uri) =>
    uri.scheme === 'file' ? createReadStream(uri.fsPath, { highWaterMark: PIECE }) : storedOctets(uri),
  );
}

export function deactivate(): Promise<void> {
  return stop();
}
