import { CloseAction, ErrorAction, type CloseHandlerResult, type ErrorHandler } from 'vscode-languageclient';

/** So often it is started anew within so many milliseconds: a server that ends at once would be so for ever. */
const OFTEN = 4;
const WITHIN = 3 * 60_000;

/** What becomes of a server that has ended: it is started anew, unless it has ended too often of late. */
export class Endings implements ErrorHandler {
  #asked = false;
  #ends: number[] = [];

  /** It has ended too often, and will not be started anew until somebody asks for that. */
  constructor(private readonly tellGone: () => void) {}

  /** The next end is one that was asked for. */
  ask(): void {
    this.#asked = true;
    this.#ends = [];
  }

  /** What the connection complains of while the server goes is followed by its end. */
  error(): { action: ErrorAction; handled: boolean } {
    return { action: ErrorAction.Continue, handled: true };
  }

  closed(): CloseHandlerResult {
    const now = Date.now();
    this.#ends = this.#ends.filter((end) => now - end < WITHIN);
    if (!this.#asked) this.#ends.push(now);
    this.#asked = false;
    if (this.#ends.length <= OFTEN) return { action: CloseAction.Restart };
    this.#ends = [];
    this.tellGone();
    return { action: CloseAction.DoNotRestart, handled: true };
  }
}
