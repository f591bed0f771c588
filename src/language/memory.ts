/** Remembers what was asked for in this round and the one before; what nobody asks for is forgotten. */
export class Memory<T> {
  #now = new Map<string, T>();
  #before = new Map<string, T>();

  /** @param isGood whether what is remembered will do */
  get(key: string, make: () => T, isGood: (value: T) => boolean = () => true): T {
    let value = this.#now.get(key) ?? this.#before.get(key);
    if (value === undefined || !isGood(value)) value = make();
    this.#now.set(key, value);
    return value;
  }

  /** What is remembered, if anything is. */
  find(key: string): T | undefined {
    const value = this.#now.get(key) ?? this.#before.get(key);
    if (value !== undefined) this.#now.set(key, value);
    return value;
  }

  nextRound(): void {
    this.#before = this.#now;
    this.#now = new Map();
  }
}
