import { EventEmitter, once } from 'node:events';
import { spawn, type ChildProcess } from 'node:child_process';
import { PassThrough } from 'node:stream';
import { join } from 'node:path';
import {
  createConnection,
  createProtocolConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver/node';
import {
  ConfigurationRequest,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  PublishDiagnosticsNotification,
  RegistrationRequest,
  ShutdownRequest,
  type InitializeResult,
  type Registration,
  type TextDocumentClientCapabilities,
  type TextDocumentContentChangeEvent,
  type WorkspaceClientCapabilities,
} from 'vscode-languageserver';
import type { Storage } from '../../src/server/files.js';
import { serve } from '../../src/server/server.js';
import { root } from '../support/root.js';

/** What a measured server runs first: it tells of its heap when it is asked. */
const METER = `process.on('message', () => { gc(); process.send(process.memoryUsage().heapUsed); });`;

/** A client of the language server that remembers what was published last. */
export class Client {
  readonly #events = new EventEmitter();
  readonly #published = new Map<string, PublishDiagnosticsParams>();
  /** What the user's settings say, asked for by the server. */
  settings: unknown = null;
  /** What the server has registered after its start. */
  readonly registered: Registration[] = [];

  private constructor(
    readonly connection: ProtocolConnection,
    readonly close: () => Promise<void>,
    /** The octets of the server's heap that are in use, after a collection of garbage; of a measured process only. */
    readonly heap: () => Promise<number> = () => Promise.reject(new Error('not measured')),
  ) {
    connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
      this.#published.set(params.uri, params);
      this.#events.emit('published', params);
    });
    connection.onRequest(ConfigurationRequest.type, ({ items }) => items.map(() => this.settings));
    connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
      this.registered.push(...registrations);
      this.#events.emit('registered');
    });
    connection.listen();
  }

  /** A server in this process, over streams. */
  static inProcess(disk?: Storage): Client {
    const [toServer, toClient] = [new PassThrough(), new PassThrough()];
    const server = createConnection(
      ProposedFeatures.all,
      new StreamMessageReader(toServer),
      new StreamMessageWriter(toClient),
    );
    serve(server, disk);
    const connection = createProtocolConnection(
      new StreamMessageReader(toClient),
      new StreamMessageWriter(toServer),
    );
    return new Client(connection, async () => {
      await connection.sendRequest(ShutdownRequest.type);
      server.dispose();
      connection.dispose();
    });
  }

  /** The built server in a process of its own, over its standard input and output. */
  static spawned({ measured = false } = {}): Client {
    const meter = ['--expose-gc', `--import=data:text/javascript,${encodeURIComponent(METER)}`];
    const child: ChildProcess = spawn(
      process.execPath,
      [...(measured ? meter : []), join(root, 'dist/server.js'), '--stdio'],
      { stdio: ['pipe', 'pipe', 'inherit', ...(measured ? (['ipc'] as const) : [])] },
    );
    const { stdin, stdout } = child;
    if (!stdin || !stdout) throw new Error('no pipes to the server');
    const connection = createProtocolConnection(
      new StreamMessageReader(stdout),
      new StreamMessageWriter(stdin),
    );
    const close = async (): Promise<void> => {
      const exited = once(child, 'exit');
      await connection.sendRequest(ShutdownRequest.type);
      await connection.sendNotification(ExitNotification.type);
      await exited;
      connection.dispose();
    };
    return new Client(connection, close, async () => {
      const told = once(child, 'message') as Promise<[number]>;
      child.send('heap');
      const [used] = await told;
      return used;
    });
  }

  async initialize(
    options: {
      locale?: string;
      initializationOptions?: unknown;
      asks?: boolean;
      /** Whether it lets itself be told to ask for hints again. */
      refreshes?: boolean;
      textDocument?: TextDocumentClientCapabilities;
      workspace?: WorkspaceClientCapabilities;
      /** The addresses of the folders of the workspace. */
      folders?: readonly string[];
    } = {},
  ): Promise<InitializeResult> {
    const { locale, initializationOptions, asks = false, refreshes = false, textDocument = {} } = options;
    const { workspace = {}, folders } = options;
    const result = await this.connection.sendRequest(InitializeRequest.type, {
      processId: null,
      // Old, but the protocol still demands it.
      // eslint-disable-next-line @typescript-eslint/no-deprecated
      rootUri: null,
      capabilities: {
        textDocument,
        workspace: {
          ...workspace,
          configuration: asks,
          didChangeConfiguration: { dynamicRegistration: asks },
          inlayHint: { refreshSupport: refreshes },
        },
      },
      ...(folders ? { workspaceFolders: folders.map((uri) => ({ uri, name: uri })) } : {}),
      ...(locale === undefined ? {} : { locale }),
      ...(initializationOptions === undefined ? {} : { initializationOptions }),
    });
    await this.connection.sendNotification(InitializedNotification.type, {});
    return result;
  }

  open(uri: string, text: string, languageId = 'segno'): Promise<void> {
    return this.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId, version: 1, text },
    });
  }

  change(uri: string, version: number, ...contentChanges: TextDocumentContentChangeEvent[]): Promise<void> {
    return this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version },
      contentChanges,
    });
  }

  closeDocument(uri: string): Promise<void> {
    return this.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
  }

  /** What the server has registered, as soon as it has registered for a method. */
  async registeredFor(method: string): Promise<readonly Registration[]> {
    while (!this.registered.some((one) => one.method === method)) await once(this.#events, 'registered');
    return this.registered;
  }

  /** What is published of a document, as soon as it is as wanted. */
  async published(
    uri: string,
    wanted: (params: PublishDiagnosticsParams) => boolean = () => true,
  ): Promise<PublishDiagnosticsParams> {
    for (;;) {
      const known = this.#published.get(uri);
      if (known && wanted(known)) return known;
      await once(this.#events, 'published');
    }
  }
}
