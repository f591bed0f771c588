/**
 * Lines of another notation among Segno's own: a Mermaid diagram, a ladder or tcpdump's output that was copied into a
 * `segno` block. What cannot be read as Segno, line after line, is given to the readers of the other notations.
 */
import type { FigureExchange } from '../notation/exchange.js';
import type { Notation } from '../notation/reader.js';
import { readFigures } from '../notation/read.js';
import type { Item } from './items.js';
import type { Chunk } from './scenario.js';

/** Lines that are an exchange in another notation. They count from 0, at the first of the text that was looked through. */
export interface Foreign {
  readonly first: number;
  readonly last: number;
  readonly notation: Notation;
  readonly exchanges: readonly FigureExchange[];
  /** Whether they stand between a `begin` and its end. */
  readonly inside: boolean;
}

/** What is foreign in a piece of text from one `begin` to the next. */
export function foreignIn(
  chunk: Chunk,
  lines: readonly string[],
  wanted: (notation: Notation) => boolean,
): readonly Foreign[] {
  const { items } = chunk;
  if (items.filter(isBroken).length < 2) return [];
  const bare = withoutComments(lines, items);
  return runsIn(items, lines).flatMap(({ first, last }): Foreign[] => {
    const run = bare.slice(first, last + 1);
    const { exchanges } = readFigures({ kind: 'fence', language: '', lines: run }, wanted);
    const [exchange] = exchanges;
    if (!exchange) return [];
    const broken = items.filter((item) => first <= item.first && item.last <= last && isBroken(item));
    if (exchange.notation === 'arrows' && broken.length < FEW) return [];
    const from = first + Math.min(...exchanges.map(({ line }) => line)) - 1;
    return [
      {
        first: from,
        last: first + Math.max(...exchanges.map(({ endLine }) => endLine)) - 1,
        notation: exchange.notation,
        exchanges,
        inside: chunk.inside.some((item) => item.first <= from && from <= item.last),
      },
    ];
  });
}

/** Fewer lines with an arrow are Segno's, each with a mistake of its own. */
const FEW = 3;

function isBroken({ read }: Item): boolean {
  return read.reading.kind === 'broken';
}

/** The lines with statements only; Segno's comments are no part of a figure. */
function withoutComments(lines: readonly string[], items: readonly Item[]): string[] {
  const bare = lines.map(() => '');
  for (const { first, last } of items)
    for (let line = first; line <= last; line++) bare[line] = lines[line] ?? '';
  return bare;
}

/** What begins a block of a diagram, to which an `end` belongs that is none of Segno's. */
const OPENS = /^\s*(?:alt|opt|loop|par|rect|critical|break|box|group)\b/iu;
/** Remarks that can be read as Segno's, too. */
const REMARK = /^\s*note\s+(?:over|left|right)\b/iu;

/**
 * Runs of lines that cannot be read, from the first of them to the last. What is no segment may stand between, since
 * states and remarks look the same in several notations.
 */
function runsIn(items: readonly Item[], lines: readonly string[]): { first: number; last: number }[] {
  const runs: { first: number; last: number }[] = [];
  let run: { first: number; last: number } | undefined;
  let open = 0;
  for (const item of items) {
    const line = lines[item.first] ?? '';
    switch (kindOf(item, line)) {
      case 'foreign':
        if (run) run.last = item.last;
        else runs.push((run = { first: item.first, last: item.last }));
        if (OPENS.test(line)) open++;
        break;
      case 'end':
        if (run && open > 0) {
          run.last = item.last;
          open--;
          break;
        }
        run = undefined;
        break;
      case 'own':
        run = undefined;
        open = 0;
        break;
      case 'either':
        break;
    }
  }
  return runs.filter(({ first, last }) => last > first);
}

function kindOf({ read: { reading } }: Item, line: string): 'foreign' | 'own' | 'either' | 'end' {
  switch (reading.kind) {
    case 'broken':
      // Two arrows with something between them are Segno's, with a mistake in them.
      return reading.guess ? 'own' : 'foreign';
    case 'end':
      return 'end';
    case 'statement':
      if (REMARK.test(line)) return 'foreign';
      return reading.lowered.statement.kind === 'segment' ? 'own' : 'either';
    case 'begin':
    case 'mode':
      return 'own';
  }
}
