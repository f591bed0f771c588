/**
 * Which note a preview shows: the one that it was opened for, or, unless it is locked, the one that the active editor has.
 * Notes are named by their addresses, as the language server has them.
 */
export class ShownNote {
  #uri: string | undefined;
  /** A note that is shown instead once it turns out to have an exchange. */
  #candidate: string | undefined;
  #locked: boolean;

  constructor(uri: string | undefined, locked: boolean) {
    this.#uri = uri;
    this.#locked = locked;
  }

  /** The note whose drawing is there, or comes next. */
  get uri(): string | undefined {
    return this.#uri;
  }

  get locked(): boolean {
    return this.#locked;
  }

  /** The note whose drawings are to be asked for. */
  get wanted(): string | undefined {
    return this.#candidate ?? this.#uri;
  }

  /** Whether another note may take the place of this one before long. */
  get undecided(): boolean {
    return this.#candidate !== undefined;
  }

  isAbout(uri: string): boolean {
    return uri === this.#uri || uri === this.#candidate;
  }

  /** Shows a note. Whether it is another one. */
  show(uri: string): boolean {
    this.#candidate = undefined;
    if (uri === this.#uri) return false;
    this.#uri = uri;
    return true;
  }

  /**
   * The active editor has gone to a note. One that surely has exchanges is shown, and so is any where there is none yet;
   * of another one it must first be known that it has some, so that the picture stays. Whether what is wanted is another
   * one now.
   */
  follow(uri: string, surely: boolean): boolean {
    if (this.#locked) return false;
    if (surely || this.#uri === undefined) return this.show(uri);
    const before = this.wanted;
    this.#candidate = uri === this.#uri ? undefined : uri;
    return this.wanted !== before;
  }

  /** A note was found to have exchanges, or none. Whether it has come into the place of the one before. */
  found(uri: string, hasExchange: boolean): boolean {
    return uri === this.#candidate && hasExchange && this.show(uri);
  }

  /** A file, or a folder, has another address now. Whether the note has one with it. */
  moved(from: string, to: string): boolean {
    const uri = this.#uri ?? '';
    if (uri !== from && !uri.startsWith(`${from}/`)) return false;
    return this.show(to + uri.slice(from.length));
  }

  lock(locked: boolean): void {
    this.#locked = locked;
    this.#candidate = undefined;
  }

  /** The note is gone: there is nothing to show. */
  leave(): void {
    this.#uri = undefined;
  }
}
