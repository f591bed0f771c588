/** The configurations of a project, as the command line finds them: for each document the nearest one above it. */
import posix from 'picomatch/posix';
import { URI, Utils } from 'vscode-uri';
import {
  DidChangeWatchedFilesNotification,
  type ClientCapabilities,
  type Connection,
} from 'vscode-languageserver';
import { CONFIG_NAME, configIn, ignoring, type Config } from '../language/config.js';
import type { Storage } from './files.js';

interface Placed {
  readonly config: Config;
  readonly ignores: (uri: string) => boolean;
}

const NONE: Placed = { config: {}, ignores: () => false };

/** Folders lie in one another no deeper than that. */
const DEEPEST = 64;

export class Configs {
  /** By the addresses of folders. */
  readonly #known = new Map<string, Placed>();
  readonly #storage: Storage;
  readonly #connection: Connection;
  readonly #changed: () => void;

  /** `changed` is called when something else holds for a document than what was answered before. */
  constructor(connection: Connection, storage: Storage, changed: () => void) {
    this.#connection = connection;
    this.#storage = storage;
    this.#changed = changed;
    connection.onDidChangeWatchedFiles(() => this.#again());
  }

  /** As soon as the client may be asked: it tells when a configuration changes. */
  async initialized({ workspace }: ClientCapabilities): Promise<void> {
    if (workspace?.didChangeWatchedFiles?.dynamicRegistration !== true) return;
    const watchers = [{ globPattern: `**/${CONFIG_NAME}` }];
    await this.#connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  }

  /** What holds for a document as far as is known by now. */
  of(uri: string): Config {
    return this.#above(uri).config;
  }

  ignores(uri: string): boolean {
    return this.#above(uri).ignores(uri);
  }

  #above(uri: string): Placed {
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

  async #look(folder: string): Promise<Placed> {
    let at = URI.parse(folder);
    for (let depth = 0; depth < DEEPEST; depth++) {
      const uri = Utils.joinPath(at, CONFIG_NAME).toString();
      const text = await this.#storage.read(uri);
      if (text !== undefined) return this.#read(text, at, uri);
      const above = Utils.dirname(at);
      if (above.toString() === at.toString()) break;
      at = above;
    }
    return NONE;
  }

  #read(text: string, folder: URI, uri: string): Placed {
    const { config, wrong } = configIn(text);
    for (const one of wrong) this.#connection.console.warn(`${uri}: ${one.en}`);
    const matches = posix(ignoring(config), { dot: true });
    const above = `${folder.path.replace(/\/$/, '')}/`;
    return { config, ignores: (one) => matches(URI.parse(one).path.replace(above, '')) };
  }
}
