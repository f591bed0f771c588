/** The settings of the user, from whichever way the client has of telling them, and as they change. */
import {
  CodeLensRefreshRequest,
  DidChangeConfigurationNotification,
  InlayHintRefreshRequest,
  type ClientCapabilities,
  type Connection,
  type InitializeParams,
} from 'vscode-languageserver';
import { isRecord } from '../protocol/schema.js';
import type { Log } from './log.js';
import { languageOf, settingsIn, USUAL_HINTS, type Settings } from './settings.js';

/** The section of the user's settings. */
const SECTION = 'segno';

export class ClientSettings {
  #defaults: Settings = { language: 'en', stateNames: 'netstat', inlayHints: USUAL_HINTS };
  #settings = this.#defaults;
  #client: ClientCapabilities = {};
  readonly #connection: Connection;
  readonly #reworded: () => void;

  /** `reworded` is called when whatever is said must be said anew. */
  constructor(connection: Connection, log: Log, reworded: () => void) {
    this.#connection = connection;
    this.#reworded = reworded;
    connection.onDidChangeConfiguration(
      log.guarded(async ({ settings: pushed }: { settings: unknown }) => {
        if (this.#asks) await this.#fetch();
        else if (isRecord(pushed)) this.#apply(settingsIn(pushed[SECTION], this.#defaults));
      }),
    );
  }

  get now(): Settings {
    return this.#settings;
  }

  /** Before the first document: what the client says of itself. */
  initialize({ initializationOptions, locale, capabilities }: InitializeParams): void {
    const initial: unknown = initializationOptions;
    this.#client = capabilities;
    this.#defaults = settingsIn(initial, { ...this.#defaults, language: languageOf(locale) });
    this.#settings = this.#defaults;
  }

  /** As soon as the client may be asked. */
  async initialized(): Promise<void> {
    if (this.#client.workspace?.didChangeConfiguration?.dynamicRegistration === true) {
      await this.#connection.client.register(DidChangeConfigurationNotification.type, { section: SECTION });
    }
    await this.#fetch();
  }

  get #asks(): boolean {
    return this.#client.workspace?.configuration === true;
  }

  async #fetch(): Promise<void> {
    if (!this.#asks) return;
    const section: unknown = await this.#connection.workspace.getConfiguration(SECTION);
    this.#apply(settingsIn(section, this.#defaults));
  }

  #apply(next: Settings): void {
    const { language, stateNames, inlayHints, codeLens, unread, levels, mode } = this.#settings;
    const judged = JSON.stringify(next.levels) === JSON.stringify(levels) && next.mode === mode;
    const read = judged && next.unread?.join() === unread?.join();
    const worded = read && next.language === language && next.stateNames === stateNames;
    const lensed = read && next.codeLens === codeLens && next.language === language;
    const hinted =
      next.inlayHints?.states === inlayHints?.states && next.inlayHints?.numbers === inlayHints?.numbers;
    this.#settings = next;
    if (!worded) this.#reworded();
    const { workspace } = this.#client;
    // A client that has gone meanwhile needs neither.
    if (!lensed && workspace?.codeLens?.refreshSupport === true) {
      this.#connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
    }
    if (!(worded && hinted) && workspace?.inlayHint?.refreshSupport === true) {
      this.#connection.sendRequest(InlayHintRefreshRequest.type).catch(() => undefined);
    }
  }
}
