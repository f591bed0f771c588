import * as vscode from 'vscode';
import { State, type BaseLanguageClient, type Middleware } from 'vscode-languageclient';

/** How the server is: `silent` has a connection, but leaves what it is asked unanswered. */
export type Condition = 'answering' | 'starting' | 'silent' | 'gone';

/** Milliseconds after which a request counts as unanswered: nothing that the server does takes that long. */
const LONG = 10_000;

/** Knows how the server is, and tells of every change. */
export class Health implements vscode.Disposable {
  readonly #changes = new vscode.EventEmitter<Condition>();
  #silent = false;
  #state = State.Stopped;
  #now: Condition = 'gone';

  /** Tells how the server is from now on. */
  readonly event = this.#changes.event;

  /** Notices, of whatever the client asks, what stays unanswered. */
  readonly middleware: Middleware = {
    sendRequest: async (type, param, token, next) => {
      const timer = setTimeout(() => this.#hear(true), LONG);
      try {
        return await next(type, param, token);
      } finally {
        clearTimeout(timer);
        // An error is an answer, too.
        this.#hear(false);
      }
    },
  };

  get now(): Condition {
    return this.#now;
  }

  /** Follows a client that has this middleware. */
  follow(client: BaseLanguageClient): { dispose(): unknown } {
    return client.onDidChangeState(({ newState }) => {
      this.#state = newState;
      this.#update();
    });
  }

  dispose(): void {
    this.#changes.dispose();
  }

  #hear(silent: boolean): void {
    this.#silent = silent;
    this.#update();
  }

  #update(): void {
    const condition = this.#condition();
    if (condition === this.#now) return;
    this.#now = condition;
    this.#changes.fire(condition);
  }

  #condition(): Condition {
    if (this.#state === State.Starting) return 'starting';
    if (this.#state !== State.Running) return 'gone';
    return this.#silent ? 'silent' : 'answering';
  }
}
