/** A connection in one row of a table. */
import type { Connection } from './exchange/pair.js';

export interface Summary {
  readonly client: string;
  readonly server: string;
  /** Seconds since 1970; undefined where the capture does not say. */
  readonly start: number | undefined;
  /** Seconds. */
  readonly duration: number;
  readonly segments: number;
  /** Octets of data that passed, repeats included. */
  readonly octets: number;
  /** The first line of data that is text. */
  readonly text: string;
}

export function summaryOf({ ends, passings }: Connection): Summary {
  const times = passings.flatMap(({ time }) => time ?? []);
  const [start] = times;
  return {
    client: ends.C,
    server: ends.S,
    start,
    duration: (times.at(-1) ?? 0) - (start ?? 0),
    segments: passings.reduce((sum, { count }) => sum + count, 0),
    octets: passings.reduce((sum, { len }) => sum + len, 0),
    text: passings.find(({ text }) => text !== undefined)?.text ?? '',
  };
}
