/** Which packets belong to which connection, as they come: what has ended is handed over and no longer kept. */
import type { Packet } from '../packet/decode.js';
import { Pair, type Connection, type Folds } from './pair.js';

/** So many connections that have ended, and so many segments of them, wait for what may still come. */
const MOST_CLOSED = 1_024;
const MOST_SEGMENTS = 32_768;

export class Connections {
  readonly #pairs = new Map<string, Pair>();
  /** Those that have ended, in the order of their last packets. */
  readonly #closed = new Map<string, Pair>();
  /** Segments in them. */
  #waiting = 0;

  /**
   * @param take is handed each connection when it has ended, the last ones by {@link end}
   * @param folds what may be told together with others; nothing where it is undefined
   */
  constructor(
    private readonly take: (connection: Connection) => void,
    private readonly folds?: Folds,
  ) {}

  add(packet: Packet): void {
    const { from, to } = packet;
    const key = from < to ? `${from} ${to}` : `${to} ${from}`;
    const known = this.#pairs.get(key);
    const pair = known ?? new Pair(packet, this.folds, this.take);
    if (!known) this.#pairs.set(key, pair);
    if (this.#closed.delete(key)) this.#waiting -= pair.size;
    pair.add(packet);
    if (!pair.isClosed) return;
    this.#closed.set(key, pair);
    this.#waiting += pair.size;
    for (const [oldest, ended] of this.#closed) {
      if (this.#closed.size <= MOST_CLOSED && this.#waiting <= MOST_SEGMENTS) break;
      this.#closed.delete(oldest);
      this.#waiting -= ended.size;
      this.#pairs.delete(oldest);
      ended.end();
    }
  }

  /** Hands over what is left. */
  end(): void {
    for (const pair of this.#pairs.values()) pair.end();
    this.#pairs.clear();
  }
}
