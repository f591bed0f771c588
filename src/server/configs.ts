/** The configurations of a project, as the command line finds them: for each document the nearest one above it. */
import { URI, Utils } from 'vscode-uri';
import {
  DidChangeWatchedFilesNotification,
  type ClientCapabilities,
  type Connection,
} from 'vscode-languageserver';
import { CONFIG_NAME, configIn, type Config } from '../language/config.js';
import type { Storage } from './files.js';
import type { Log } from './log.js';

const NONE: Config = {};

/** Folders lie in one another no deeper than that. */
const DEEPEST = 64;

export class Configs {
  /** By the addresses of folders. */
  readonly #known = new Map<string, Config>();
  readonly #storage: Storage;
  readonly #connection: Connection;
  readonly #log: Log;
  readonly #changed: () => void;

  /** `changed` is called when something else holds for a document than what was answered before. */
  constructor(connection: Connection, log: Log, storage: Storage, changed: () => void) {
    this.#connection = connection;
    this.#log = log;
    this.#storage = storage;
    this.#changed = changed;
    connection.onDidChangeWatchedFiles(log.guarded(() => this.#again()));
  }

  /** As soon as the client may be asked: it tells when a configuration changes. */
  async initialized({ workspace }: ClientCapabilities): Promise<void> {
    if (workspace?.didChangeWatchedFiles?.dynamicRegistration !== true) return;
    const watchers = [{ globPattern: `**/${CONFIG_NAME}` }];
    await this.#connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  }

  /**
   * What holds for a document as far as is known by now. Which files are left out is for whoever looks for files: what is
   * open is judged.
   */
  of(uri: string): Config {
    const parsed = URI.parse(uri);
    // What has not been saved lies nowhere.
    if (parsed.scheme === 'untitled') return NONE;
    const folder = Utils.dirname(parsed).toString();
    const known = this.#known.get(folder);
    if (known) return known;
    this.#known.set(folder, NONE);
    void this.#look(folder).then((found) => {
      if (found === NONE) return;
      this.#known.set(folder, found);
      this.#changed();
    });
    return NONE;
  }

  async #again(): Promise<void> {
    await Promise.all(
      [...this.#known.keys()].map(async (folder) => this.#known.set(folder, await this.#look(folder))),
    );
    this.#changed();
  }

  /** What holds in a folder; nothing where that cannot be found out, of which the log tells. */
  async #look(folder: string): Promise<Config> {
    try {
      return await this.#nearest(folder);
    } catch (error) {
      this.#log.warn(`${folder}: ${error instanceof Error ? error.message : String(error)}`);
      return NONE;
    }
  }

  async #nearest(folder: string): Promise<Config> {
    let at = URI.parse(folder);
    for (let depth = 0; depth < DEEPEST; depth++) {
      const uri = Utils.joinPath(at, CONFIG_NAME).toString();
      const text = await this.#storage.read(uri);
      if (text !== undefined) return this.#read(text, uri);
      const above = Utils.dirname(at);
      if (above.toString() === at.toString()) break;
      at = above;
    }
    return NONE;
  }

  #read(text: string, uri: string): Config {
    const { config, wrong } = configIn(text);
    for (const one of wrong) this.#log.warn(`${uri}: ${one.en}`);
    return config;
  }
}
