import * as vscode from 'vscode';
import { type BaseLanguageClient, type LanguageClientOptions, State } from 'vscode-languageclient';
import { FILES_OPTION } from '../protocol/files.js';
import { FIGURE_FILES } from '../language/text-kind.js';
import { Analysed } from './analysed.js';
import { keepExchangeContext } from './context.js';
import { tellOfCursor } from './cursor.js';
import { Endings } from './endings.js';
import { extendMarkdownPreview, type MarkdownExports } from './markdown-preview.js';
import { registerExport } from './export-exchange.js';
import { Health } from './health.js';
import { registerImport, type ReadInPieces } from './import-capture.js';
import { registerMake } from './make-exchange.js';
import { Command, LANGUAGE } from './names.js';
import { registerNewNotes } from './new-note.js';
import { registerPaste } from './paste.js';
import { registerPreview } from './preview.js';
import { countProblems } from './problem-count.js';
import { showStatus } from './status.js';
import { answerForFiles } from './stored-files.js';
import { registerTools } from './tools.js';
import { registerTurn } from './turn.js';

/** The server as the host runs it. */
export interface Served {
  readonly client: BaseLanguageClient;
  /** Ends the server at once, whatever it is doing; the client hears that its connection is closed. */
  end(): void;
}

/** Builds the client of the host that the extension runs in. */
export type CreateClient = (options: LanguageClientOptions) => Served;

let running: Served | undefined;

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
  const endings = new Endings(() => {
    const message = vscode.l10n.t('Segno’s language server keeps ending, and is not started again.');
    tell(client, message, vscode.l10n.t('Restart'));
  });
  const health = new Health();
  const served = createClient({
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
    errorHandler: endings,
    // Otherwise the client would tell of it, in English and once each time.
    initializationFailedHandler: () => false,
    middleware: health.middleware,
  });
  running = served;
  const { client } = served;
  const analysed = new Analysed(client);

  context.subscriptions.push(
    output,
    analysed,
    health,
    health.follow(client),
    showStatus(health),
    answerForFiles(client),
    keepExchangeContext(client, analysed.event),
    countProblems(client, health, analysed.event),
    tellOfCursor(client),
    registerTurn(client),
    registerPaste(client),
    registerMake(client),
    registerImport(readInPieces),
    registerExport(),
    registerTools(context.extension, client),
    registerNewNotes(context.extensionUri),
    vscode.commands.registerCommand(Command.showOutput, () => {
      output.show(true);
    }),
    vscode.commands.registerCommand(Command.restartServer, () => restart(served, endings)),
  );

  registerPreview(context, client, health, analysed.event);

  void startOrTell(client);
  return extendMarkdownPreview(context);
}

/** Deactivation: stops the server. */
export async function stop(): Promise<void> {
  const served = running;
  running = undefined;
  try {
    if (served?.client.state === State.Running) await served.client.stop();
  } finally {
    served?.end();
  }
}

/** Starts the server anew. It has nothing to lose, and one that hangs would not hear that it is to stop. */
async function restart(served: Served, endings: Endings): Promise<void> {
  const { client } = served;
  if (client.state === State.Stopped || client.state === State.StartFailed) {
    await startOrTell(client);
  } else {
    endings.ask();
    served.end();
  }
}

async function startOrTell(client: BaseLanguageClient): Promise<void> {
  try {
    await client.start();
  } catch (error) {
    client.outputChannel.error(error instanceof Error ? error : String(error));
    tell(client, vscode.l10n.t('Segno’s language server could not be started.'));
  }
}

/** Tells what is wrong with the server, with the way to its log. Nobody waits for the answer. */
function tell(client: BaseLanguageClient, message: string, ...remedies: readonly string[]): void {
  const showOutput = vscode.l10n.t('Show Output');
  void vscode.window.showErrorMessage(message, ...remedies, showOutput).then((answer) => {
    if (answer === showOutput) client.outputChannel.show(true);
    else if (answer !== undefined) void vscode.commands.executeCommand(Command.restartServer);
  });
}
