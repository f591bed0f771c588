/** Octets that come in pieces of any size, taken in runs. */

/** A stream of octets: of a file, of standard input, of what a gzip file holds. */
export type Octets = AsyncIterable<Uint8Array>;

export class Inlet {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #buffer: Uint8Array = new Uint8Array(0);
  #start = 0;
  #end = 0;
  #taken = 0;
  #ended = false;

  constructor(pieces: Octets) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  /** How many octets have been taken. */
  get taken(): number {
    return this.#taken;
  }

  /** Whether at least so many octets can be taken without waiting. */
  has(count: number): boolean {
    return this.#end - this.#start >= count;
  }

  /** Waits until so many octets can be taken; false where the stream ends before. */
  async waitFor(count: number): Promise<boolean> {
    while (!this.has(count)) {
      if (this.#ended) return false;
      const next = await this.#pieces.next();
      if (next.done === true) this.#ended = true;
      else this.#append(next.value, count);
    }
    return true;
  }

  /** What comes next, not taken. Ask {@link has} or {@link waitFor} first. */
  peek(count: number): Uint8Array {
    return this.#buffer.subarray(this.#start, this.#start + count);
  }

  take(count: number): Uint8Array {
    const run = this.peek(count);
    this.#start += run.length;
    this.#taken += run.length;
    return run;
  }

  /** Takes so many octets without keeping them; false where the stream ends before. */
  async skip(count: number): Promise<boolean> {
    for (let left = count; left > 0;) {
      if (!(await this.waitFor(1))) return false;
      left -= this.take(Math.min(left, this.#end - this.#start)).length;
    }
    return true;
  }

  /** What has not been taken, to the end. */
  async *rest(): Octets {
    while (await this.waitFor(1)) yield this.take(this.#end - this.#start).slice();
  }

  #append(piece: Uint8Array, wanted: number): void {
    const kept = this.#end - this.#start;
    if (kept === 0) {
      this.#buffer = piece;
      this.#start = 0;
      this.#end = piece.length;
      return;
    }
    if (this.#buffer.length - this.#end < piece.length) {
      const grown = new Uint8Array(
        Math.max(kept + piece.length, Math.min(wanted, 2 * (kept + piece.length))),
      );
      grown.set(this.#buffer.subarray(this.#start, this.#end));
      this.#buffer = grown;
      this.#start = 0;
      this.#end = kept;
    }
    this.#buffer.set(piece, this.#end);
    this.#end += piece.length;
  }
}
