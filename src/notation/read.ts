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

/**
 * What the readers make of a text; a comment in it turns them off. What one has not taken for an exchange is left to the
 * next, since several figures may stand in one block. Total.
 */
export function readFigures(source: Source, wanted: (notation: Notation) => boolean = () => true): Reading {
  if (source.lines.some(ignores)) return NOTHING;
  const exchanges: FigureExchange[] = [];
  const unread: Unread[] = [];
  let rest = source;
  for (const reader of READERS) {
    if (!rest.lines.some((line) => FLAGS.test(line))) break;
    if (!wanted(reader.notation) || !reader.finds(rest)) continue;
    const found: FigureExchange[] = [];
    for (const figure of reader.read(rest).flatMap(apart)) {
      const exchange = exchangeOf(figure, reader.notation);
      if (!exchange) continue;
      if (figure.broken) unread.push({ ...figure.broken, endLine: figure.broken.line });
      else found.push(exchange);
    }
    if (unread.length > 0) return { exchanges: [...exchanges, ...found], unread };
    exchanges.push(...found);
    if (found.length > 0) rest = { ...rest, lines: without(rest.lines, found) };
  }
  return { exchanges: exchanges.sort((a, b) => a.line - b.line), unread };
}

/** The lines, with those of exchanges blanked. */
function without(lines: readonly string[], exchanges: readonly FigureExchange[]): readonly string[] {
  const left = [...lines];
  for (const { line, endLine } of exchanges) left.fill('', line - 1, endLine);
  return left;
}

/** `<!-- segno-ignore -->`, `%% segno: ignore`, and the like in other notations' comments. */
export function ignores(line: string): boolean {
  return /^\s*(?:<!--|%%|\/\/|#|')\s*segno\s*[-:]\s*ignore\b/iu.test(line);
}
