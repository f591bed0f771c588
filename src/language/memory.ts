/** Remembers what was asked for in this round and the one before; what nobody asks for is forgotten. */
export class Memory<T> {
  #now = new Map<string, T>();
  #before = new Map<string, T>();

  get(key: string, make: () => T): T {
    let value = this.#now.get(key);
    if (value === undefined) {
      value = this.#before.get(key) ?? make();
      this.#now.set(key, value);
    }
    return value;
  }

  nextRound(): void {
    this.#before = this.#now;
    this.#now = new Map();
  }
}
