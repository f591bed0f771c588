/** The client's log, for what goes wrong where nobody waits for it. A client that has gone needs none of it. */
import type { Connection } from 'vscode-languageserver';

export class Log {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  warn(message: string): void {
    this.#tell(() => this.#connection.console.warn(message));
  }

  failed(error: unknown): void {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#tell(() => this.#connection.console.error(message));
  }

  /** What a notification does, which has no answer that could tell of a failure. */
  guarded<P>(handle: (params: P) => Promise<void>): (params: P) => Promise<void> {
    return (params) => handle(params).catch((error: unknown) => this.failed(error));
  }

  #tell(tell: () => void): void {
    try {
      tell();
    } catch {
      // The connection is closed.
    }
  }
}
