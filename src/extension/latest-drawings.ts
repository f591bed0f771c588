import { State, type BaseLanguageClient } from 'vscode-languageclient';
import {
  DRAWINGS_REQUEST,
  isDrawingsAnswer,
  type DrawingsAnswer,
  type DrawingsParams,
} from '../protocol/server.js';

/** Asks the server for the newest drawings of a note: one request at a time, and what came too late is dropped. */
export class LatestDrawings {
  #asking = false;
  #askAgain = false;

  constructor(
    private readonly client: BaseLanguageClient,
    /** The note whose drawings are wanted. */
    private readonly wanted: () => string | undefined,
    private readonly take: (answer: DrawingsAnswer) => void,
  ) {}

  /** Asks now, or as soon as the answer under way is here; not while there is nobody to ask or nothing to ask for. */
  refresh(): void {
    if (this.#asking) this.#askAgain = true;
    else void this.#ask();
  }

  async #ask(): Promise<void> {
    const uri = this.wanted();
    if (uri === undefined || this.client.state !== State.Running) return;
    this.#asking = true;
    this.#askAgain = false;
    try {
      const params: DrawingsParams = { uri };
      const answer: unknown = await this.client.sendRequest(DRAWINGS_REQUEST, params);
      if (!isDrawingsAnswer(answer)) throw new Error(`no drawings came of ${uri}`);
      if (answer.uri === uri && answer.version > 0) this.take(answer);
    } catch (error) {
      // The server stopped or dropped the request; its next state or analysis brings the next one.
      this.client.outputChannel.debug(String(error));
    } finally {
      this.#asking = false;
    }
    if (this.#isStale(uri)) this.refresh();
  }

  /** Whether something else is wanted by now than the drawings of that note as it was. */
  #isStale(uri: string): boolean {
    return this.#askAgain || uri !== this.wanted();
  }
}
