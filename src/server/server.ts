/** The language server, on a connection that is ready-made for the host that it runs in. */
import {
  TextDocuments,
  type ClientCapabilities,
  type Connection,
  type TextDocumentContentChangeEvent,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { drawAnalysis } from '../diagram/draw-analysis.js';
import type { Drawing } from '../diagram/drawing.js';
import { emptyDrawing } from '../diagram/empty.js';
import type { Analysis, Problem } from '../language/analyse.js';
import { FEATURES } from '../language/features/index.js';
import { turnedAt } from '../language/features/turn-figure.js';
import { fromLsp, type Note } from '../language/note.js';
import { pasted } from '../language/pasted.js';
import { cursorAfter, type Cursor } from '../language/quiet.js';
import type { Language } from '../rules/rule.js';
import { capabilities, registerForOwnFiles } from './capabilities.js';
import { byScheme, filesOfClient } from './client-files.js';
import { ClientSettings } from './client-settings.js';
import { Configs } from './configs.js';
import { filesIn, type Storage } from './files.js';
import { Folders } from './folders.js';
import {
  CURSOR_NOTIFICATION,
  DRAWINGS_REQUEST,
  isCursorParams,
  isDrawingsParams,
  isMakeParams,
  isPasteParams,
  isTurnParams,
  MAKE_REQUEST,
  PASTE_REQUEST,
  TOOL_REQUEST,
  TURN_REQUEST,
  type DrawingsAnswer,
  type MakeAnswer,
  type PasteAnswer,
  type ToolAnswer,
  type TurnAnswer,
} from '../protocol/server.js';
import { Log } from './log.js';
import { makeAnswer } from './make-exchange.js';
import { Notes } from './notes.js';
import { Publisher } from './publisher.js';
import { Rest } from './rest.js';
import { USUAL_HINTS } from './settings.js';
import { toolAnswer } from './tools.js';

/** Serves on a connection until it closes. A host that sees the files on disk passes them. */
export function serve(connection: Connection, disk?: Storage): void {
  let client: ClientCapabilities = {};
  const log = new Log(connection);
  const folders = new Folders();
  const rest = new Rest();
  const publisher = new Publisher(connection);
  const others = filesOfClient(connection);
  const files = filesIn(disk ? byScheme(disk, others) : others, () => folders.uris);
  const settings = new ClientSettings(connection, log, () => notes.refresh());
  const configs = new Configs(connection, log, disk ? byScheme(disk, others) : others, () => notes.refresh());
  const notes = new Notes({
    settings: () => settings.now,
    config: (uri) => configs.of(uri),
    analysed: (note, problems) => publisher.publish(note, problems),
    failed: (error) => log.failed(error),
  });

  connection.onInitialize((params) => {
    client = params.capabilities;
    settings.initialize(params);
    folders.initialize(params);
    others.initialize(params);
    return { capabilities: capabilities(client), serverInfo: { name: 'Segno' } };
  });
  connection.onInitialized(
    log.guarded(async () => {
      folders.initialized(connection);
      await registerForOwnFiles(connection, client);
      await settings.initialized();
      await configs.initialized(client);
    }),
  );

  connection.onRequest(DRAWINGS_REQUEST, (params: unknown): DrawingsAnswer | null => {
    if (!isDrawingsParams(params)) return null;
    const note = notes.note(params.uri);
    return note
      ? drawings(note, notes.problems(params.uri))
      : { uri: params.uri, version: 0, scenarios: [], problems: [] };
  });
  connection.onRequest(TURN_REQUEST, (params: unknown): TurnAnswer | null => {
    if (!isTurnParams(params)) return null;
    const note = notes.note(params.uri);
    return (note && turnedAt(note, params.line - 1)) ?? null;
  });
  connection.onRequest(PASTE_REQUEST, (params: unknown): PasteAnswer | null => {
    const note = isPasteParams(params) ? notes.note(params.uri) : undefined;
    if (!note || !isPasteParams(params)) return null;
    const text = pasted(note, fromLsp(params.range), params.text);
    return text === undefined ? null : { text };
  });
  connection.onRequest(MAKE_REQUEST, (params: unknown): MakeAnswer | null =>
    isMakeParams(params) ? makeAnswer(params, notes.note(params.uri), settings.now) : null,
  );
  connection.onRequest(TOOL_REQUEST, (params: unknown): ToolAnswer | null =>
    toolAnswer(params, settings.now.language),
  );
  for (const feature of FEATURES) {
    feature.register({
      connection,
      note: (uri) => notes.note(uri),
      atRest: async (uri, token) => ((await rest.of(uri, token)) ? notes.note(uri) : undefined),
      hints: () => settings.now.inlayHints ?? USUAL_HINTS,
      notes: () => notes.all(),
      client: () => client,
      files,
      showsLenses: () => settings.now.codeLens === true,
    });
  }

  const cursors = new Map<string, Cursor | undefined>();
  const documents = new TextDocuments({
    create: TextDocument.create.bind(TextDocument),
    update: (document: TextDocument, changes: TextDocumentContentChangeEvent[], version: number) => {
      cursors.set(document.uri, cursorAfter(changes));
      rest.typed(document.uri);
      return TextDocument.update(document, changes, version);
    },
  });
  documents.onDidChangeContent(({ document }) => {
    notes.changed(document, cursors.get(document.uri));
    cursors.delete(document.uri);
  });
  documents.onDidSave(({ document }) => notes.left(document.uri));
  connection.onNotification(CURSOR_NOTIFICATION, (params: unknown) => {
    if (isCursorParams(params)) notes.left(params.uri, params.line);
  });
  documents.onDidClose(({ document }) => {
    notes.closed(document.uri);
    rest.closed(document.uri);
    publisher.closed(document.uri);
  });
  connection.onShutdown(() => notes.stop());
  documents.listen(connection);
  connection.listen();
}

/** @param said the problems that are not held back: a line that is not said to be broken still is */
function drawings({ uri, version, analysis, options }: Note, said: readonly Problem[]): DrawingsAnswer {
  const problems = analysis.problems
    .filter(({ notation }) => notation)
    .map((problem) => (said.includes(problem) ? problem : { ...problem, unsaid: true as const }));
  const drawn = drawAnalysis(
    { scenarios: analysis.scenarios, problems },
    { language: options.language, states: options.stateNames, levels: options.levels, tcbs: true },
  );
  const scenarios = [...drawn.scenarios, ...emptyBlocks(analysis, options.language)];
  return { uri, version, ...drawn, scenarios: scenarios.sort((a, b) => a.line - b.line) };
}

/** What is to become an exchange in Markdown: blocks in which nothing stands yet. */
function emptyBlocks({ blocks, scenarios }: Analysis, language: Language): Drawing[] {
  return blocks.flatMap(({ line, endLine, fence }) => {
    if (!fence || scenarios.some((one) => line <= one.line && one.line <= endLine)) return [];
    return emptyDrawing({
      language,
      title: fence.title,
      line: fence.line + 1,
      endLine: Math.max(line, endLine),
    });
  });
}
