/** What the ends of a figure are called in its script. */
import type { Message, Participant } from './reader.js';
import { plain } from './label/plain.js';

export class Names {
  /** The participants that have TCP connections, from left to right. */
  readonly ends: readonly Participant[];
  readonly #names = new Map<string, string>();
  readonly #labels = new Map<string, string>();
  readonly #columns = new Map<string, number>();
  readonly #shown = new Map<string, string>();

  constructor(
    participants: readonly Participant[],
    messages: readonly Message[],
    isConnected: (message: Message) => boolean,
  ) {
    const connected = new Set<string>();
    for (const message of messages) {
      if (isConnected(message)) connected.add(message.from).add(message.to);
    }
    participants.forEach(({ id, label }, index) => {
      this.#columns.set(id, index);
      this.#shown.set(id, shown(label ?? id));
    });
    this.ends = participants.filter(({ id }) => connected.has(id));
    const taken = new Set<string>();
    for (const { id, label } of this.ends) {
      const text = shown(label ?? id);
      let name = nameOf(shown(id));
      for (let count = 2; taken.has(name); count++) name = `${nameOf(shown(id))}_${count}`;
      taken.add(name);
      this.#names.set(id, name);
      if (text !== name) this.#labels.set(id, text);
    }
  }

  isEnd(id: string): boolean {
    return this.#names.has(id);
  }

  of(id: string): string {
    return this.#names.get(id) ?? nameOf(id);
  }

  /** The id as people read it. */
  writtenAs(id: string): string {
    return shown(id);
  }

  /** What people see for the end, where its name is not that. */
  labelOf(id: string): string | undefined {
    return this.#labels.get(id);
  }

  shown(id: string): string {
    return this.#shown.get(id) ?? shown(id);
  }

  column(id: string): number {
    return this.#columns.get(id) ?? 0;
  }
}

function shown(text: string): string {
  return plain(text).text.replaceAll(/\s+/gu, ' ').trim();
}

/** A name that Segno can write: what cannot stand in one is replaced by `_`. */
function nameOf(text: string): string {
  const name = text.replaceAll(/[^\p{L}\p{M}\p{N}_]+/gu, '_').replaceAll(/^_+(?=.)|(?<=.)_+$/gu, '');
  return /^[\p{L}_]/u.test(name) ? name : `_${name}`;
}
