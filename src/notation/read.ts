/** Reads the exchanges in a piece of text in whatever notation it is. */
import type { Bilingual } from '../rules/rule.js';
import { exchangeOf, type FigureExchange } from './exchange.js';
import { READERS } from './index.js';
import type { Notation, Source } from './reader.js';
import { apart } from './restarts.js';

/** Lines that look like an exchange and could not be read. Lines count from 1. */
export interface Unread {
  readonly line: number;
  readonly endLine: number;
  readonly why: Bilingual;
}

export interface Reading {
  readonly exchanges: readonly FigureExchange[];
  readonly unread: readonly Unread[];
}

const NOTHING: Reading = { exchanges: [], unread: [] };

/** A figure has flags; without any of them there is nothing to look for. */
const FLAGS = /SYN|ACK|FIN|RST|\[[SFRPU.]+\]/i;

/** What the readers make of a text; a comment in it turns them off. Total. */
export function readFigures(source: Source, wanted: (notation: Notation) => boolean = () => true): Reading {
  const { lines } = source;
  if (!lines.some((line) => FLAGS.test(line)) || lines.some(ignores)) return NOTHING;
  for (const reader of READERS) {
    if (!wanted(reader.notation) || !reader.finds(source)) continue;
    const exchanges: FigureExchange[] = [];
    const unread: Unread[] = [];
    for (const figure of reader.read(source).flatMap(apart)) {
      const exchange = exchangeOf(figure, reader.notation);
      if (!exchange) continue;
      if (figure.broken) unread.push({ ...figure.broken, endLine: figure.broken.line });
      else exchanges.push(exchange);
    }
    if (exchanges.length > 0 || unread.length > 0) return { exchanges, unread };
  }
  return NOTHING;
}

/** `<!-- segno-ignore -->`, `%% segno: ignore`, and the like in other notations' comments. */
export function ignores(line: string): boolean {
  return /^\s*(?:<!--|%%|\/\/|#|')\s*segno\s*[-:]\s*ignore\b/iu.test(line);
}
