/** The language server, on a connection that is ready-made for the host that it runs in. */
import {
  CodeLensRefreshRequest,
  DidChangeConfigurationNotification,
  InlayHintRefreshRequest,
  RegistrationRequest,
  TextDocuments,
  TextDocumentSyncKind,
  type ClientCapabilities,
  type Connection,
  type InitializeParams,
  type Registration,
  type ServerCapabilities,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { drawAnalysis } from '../diagram/draw-analysis.js';
import { diagnostics } from '../language/features/diagnostics.js';
import type { Files } from '../language/features/feature.js';
import { FEATURES } from '../language/features/index.js';
import type { Note } from '../language/note.js';
import {
  ANALYSED_NOTIFICATION,
  DRAWINGS_REQUEST,
  isDrawingsParams,
  isRecord,
  type AnalysedParams,
  type DrawingsAnswer,
} from './messages.js';
import { Notes } from './notes.js';
import { languageOf, settingsIn, USUAL_HINTS, type Settings } from './settings.js';

/** The section of the user's settings. */
const SECTION = 'segno';

/** What a host knows of files; it is told the addresses of the folders of the workspace when they are known. */
export type FilesOf = (folders: () => readonly string[]) => Files;

/** Serves on a connection until it closes. A host that sees files says so with `filesOf`. */
export function serve(connection: Connection, filesOf?: FilesOf): void {
  let defaults: Settings = { language: 'en', stateNames: 'netstat', inlayHints: USUAL_HINTS };
  let settings = defaults;
  let asksForSettings = false;
  let registersForSettings = false;
  let refreshesHints = false;
  let client: ClientCapabilities = {};
  let folders: readonly string[] = [];
  const files = filesOf?.(() => folders);

  const documents = new TextDocuments(TextDocument);
  const notes = new Notes({
    settings: () => settings,
    analysed: (note) => publish(connection, note),
    failed: (error) =>
      connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error)),
  });

  connection.onInitialize((params: InitializeParams) => {
    const initial: unknown = params.initializationOptions;
    defaults = settingsIn(initial, { ...defaults, language: languageOf(params.locale) });
    settings = defaults;
    asksForSettings = params.capabilities.workspace?.configuration === true;
    refreshesHints = params.capabilities.workspace?.inlayHint?.refreshSupport === true;
    registersForSettings =
      params.capabilities.workspace?.didChangeConfiguration?.dynamicRegistration === true;
    client = params.capabilities;
    folders = foldersOf(params);
    return { capabilities: capabilities(client), serverInfo: { name: 'Segno' } };
  });

  const fetchSettings = async (): Promise<void> => {
    if (!asksForSettings) return;
    const section: unknown = await connection.workspace.getConfiguration(SECTION);
    apply(settingsIn(section, defaults));
  };

  const apply = (next: Settings): void => {
    const { language, stateNames, inlayHints, codeLens } = settings;
    const worded = next.language === language && next.stateNames === stateNames;
    const lensed = next.codeLens === codeLens && next.language === language;
    const hinted =
      next.inlayHints?.states === inlayHints?.states && next.inlayHints?.numbers === inlayHints?.numbers;
    settings = next;
    if (!worded) notes.refresh();
    // A client that has gone meanwhile needs neither.
    if (!lensed && client.workspace?.codeLens?.refreshSupport === true) {
      connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
    }
    if (refreshesHints && !(worded && hinted)) {
      connection.sendRequest(InlayHintRefreshRequest.type).catch(() => undefined);
    }
  };

  connection.onInitialized(async () => {
    if (registersForSettings) {
      await connection.client.register(DidChangeConfigurationNotification.type, { section: SECTION });
    }
    await registerForOwnFiles(connection, client);
    await fetchSettings();
    if (client.workspace?.workspaceFolders === true) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => uri));
        folders = [...folders.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)];
      });
    }
  });

  connection.onDidChangeConfiguration(async ({ settings: pushed }: { settings: unknown }) => {
    if (asksForSettings) await fetchSettings();
    else if (isRecord(pushed)) apply(settingsIn(pushed[SECTION], defaults));
  });

  documents.onDidChangeContent(({ document }) => notes.changed(document));
  documents.onDidClose(({ document }) => {
    notes.closed(document.uri);
    connection.sendDiagnostics({ uri: document.uri, diagnostics: [] }).catch(() => undefined);
  });

  connection.onRequest(DRAWINGS_REQUEST, (params: unknown): DrawingsAnswer | null => {
    if (!isDrawingsParams(params)) return null;
    const note = notes.note(params.uri);
    return note ? drawings(note) : { uri: params.uri, version: 0, scenarios: [], problems: [] };
  });

  for (const feature of FEATURES) {
    feature.register({
      connection,
      note: (uri) => notes.note(uri),
      hints: () => settings.inlayHints ?? USUAL_HINTS,
      notes: () => notes.all(),
      client: () => client,
      files,
      showsLenses: () => settings.codeLens === true,
    });
  }

  documents.listen(connection);
  connection.listen();
}

/** The folders of the workspace, for clients of every age. */
function foldersOf({ workspaceFolders, ...params }: InitializeParams): string[] {
  if (workspaceFolders) return workspaceFolders.map(({ uri }) => uri);
  const { rootUri } = params as { readonly rootUri?: string | null };
  return rootUri === null || rootUri === undefined ? [] : [rootUri];
}

function capabilities(client: ClientCapabilities): ServerCapabilities {
  const sync = { openClose: true, change: TextDocumentSyncKind.Incremental };
  const everywhere = FEATURES.filter(({ ownFilesOnly }) => !ownFilesOnly?.possible(client));
  return Object.assign(
    { textDocumentSync: sync },
    ...everywhere.map((feature) => feature.capabilities),
  ) as ServerCapabilities;
}

/** Offers what is for `.segno` files only to a client that can be told so. */
async function registerForOwnFiles(connection: Connection, client: ClientCapabilities): Promise<void> {
  const documentSelector = [{ language: 'segno' }];
  const registrations = FEATURES.flatMap(({ ownFilesOnly }): Registration[] =>
    ownFilesOnly?.possible(client)
      ? Object.entries(ownFilesOnly.registrations).map(([method, options]) => ({
          id: `segno/${method}`,
          method,
          registerOptions: { ...options, documentSelector },
        }))
      : [],
  );
  if (registrations.length > 0) await connection.sendRequest(RegistrationRequest.type, { registrations });
}

function publish(connection: Connection, note: Note): void {
  const { uri, version, analysis } = note;
  void connection.sendDiagnostics({ uri, version, diagnostics: diagnostics(note) });
  const scenarios = analysis.scenarios.map(({ title, line, endLine }) => ({ title, line, endLine }));
  const params: AnalysedParams = { uri, version, scenarios };
  void connection.sendNotification(ANALYSED_NOTIFICATION, params);
}

function drawings({ uri, version, analysis, options }: Note): DrawingsAnswer {
  const drawn = drawAnalysis(
    { scenarios: analysis.scenarios, problems: analysis.problems.filter((problem) => problem.notation) },
    { language: options.language, states: options.stateNames, tcbs: true },
  );
  return { uri, version, ...drawn };
}
