/** When the keys rest: an answer that is as long as the text is worth writing only then. */
import type { CancellationToken } from 'vscode-languageserver';

/** Where no key has been pressed for so long, whoever types has paused, in milliseconds. */
const PAUSE = 50;

/**
 * Lets long answers wait until nobody types in the document. Before a key, editors cancel what they have asked for: what
 * waits then costs nothing, and the text that it was asked of is never looked at.
 */
export class Rest {
  /** By the address of a document, when the last key was pressed. */
  readonly #typed = new Map<string, number>();

  typed(uri: string): void {
    this.#typed.set(uri, performance.now());
  }

  closed(uri: string): void {
    this.#typed.delete(uri);
  }

  /** Waits for a rest. Returns whether it is still wanted then what was to be said. */
  async of(uri: string, token: CancellationToken): Promise<boolean> {
    for (;;) {
      const left = (this.#typed.get(uri) ?? -Infinity) + PAUSE - performance.now();
      if (token.isCancellationRequested) return false;
      if (left <= 0) return true;
      await passed(left, token);
    }
  }
}

/** Waits for so many milliseconds, or until nobody waits any more. */
function passed(milliseconds: number, token: CancellationToken): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(over, milliseconds);
    const cancelled = token.onCancellationRequested(over);
    function over(): void {
      clearTimeout(timer);
      cancelled.dispose();
      done();
    }
  });
}
