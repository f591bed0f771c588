import * as vscode from 'vscode';
import { type BaseLanguageClient, type LanguageClientOptions, State } from 'vscode-languageclient';
import { FILES_OPTION } from '../protocol/files.js';
import { FIGURE_FILES } from '../language/text-kind.js';
import { Analysed } from './analysed.js';
import { keepExchangeContext } from './context.js';
import { tellOfCursor } from './cursor.js';
import { extendMarkdownPreview, type MarkdownExports } from './markdown-preview.js';
import { registerExport } from './export-exchange.js';
import { registerImport, type ReadInPieces } from './import-capture.js';
import { Command, LANGUAGE } from './names.js';
import { registerNewNotes } from './new-note.js';
import { registerPaste } from './paste.js';
import { registerPreview } from './preview.js';
import { countProblems } from './problem-count.js';
import { showStatus } from './status.js';
import { answerForFiles } from './stored-files.js';
import { registerTools } from './tools.js';
import { registerTurn } from './turn.js';

/** Builds the client of the host that the extension runs in. */
export type CreateClient = (options: LanguageClientOptions) => BaseLanguageClient;

let running: BaseLanguageClient | undefined;

/**
 * Activation in either extension host: starts the server and offers the commands. It does not wait for the server, since
 * a Markdown preview waits for what is returned.
 */
export function start(
  context: vscode.ExtensionContext,
  createClient: CreateClient,
  readInPieces: ReadInPieces,
): MarkdownExports {
  const output = vscode.window.createOutputChannel('Segno', { log: true });
  const client = createClient({
    documentSelector: [
      { language: LANGUAGE },
      { language: 'markdown' },
      { pattern: FIGURE_FILES },
      { language: 'mermaid' },
      { language: 'plantuml' },
      { language: 'plaintext', scheme: 'untitled' },
    ],
    outputChannel: output,
    initializationOptions: { [FILES_OPTION]: true },
  });
  running = client;
  const analysed = new Analysed(client);

  context.subscriptions.push(
    output,
    analysed,
    showStatus(client),
    answerForFiles(client),
    keepExchangeContext(client, analysed.event),
    countProblems(client, analysed.event),
    tellOfCursor(client),
    registerTurn(client),
    registerPaste(client),
    registerImport(readInPieces),
    registerExport(),
    registerTools(context.extension, client),
    registerNewNotes(context.extensionUri),
    vscode.commands.registerCommand(Command.showOutput, () => {
      output.show(true);
    }),
    vscode.commands.registerCommand(Command.restartServer, () => restart(client)),
  );

  registerPreview(context, client, analysed.event);

  void startOrTell(client);
  return extendMarkdownPreview(context);
}

/** Deactivation: stops the server. */
export async function stop(): Promise<void> {
  const client = running;
  running = undefined;
  if (client?.state === State.Running) await client.stop();
}

async function restart(client: BaseLanguageClient): Promise<void> {
  try {
    if (client.state === State.Running) await client.stop();
  } catch (error) {
    // One that hangs does not even answer that; the client lets go of it all the same.
    client.outputChannel.warn(String(error));
  }
  await startOrTell(client);
}

async function startOrTell(client: BaseLanguageClient): Promise<void> {
  try {
    await client.start();
  } catch (error) {
    client.outputChannel.error(error instanceof Error ? error : String(error));
    const showOutput = vscode.l10n.t('Show Output');
    const message = vscode.l10n.t('Segno’s language server could not be started.');
    // Not awaited: activation must not wait for an answer.
    void vscode.window.showErrorMessage(message, showOutput).then((answer) => {
      if (answer === showOutput) client.outputChannel.show();
    });
  }
}
