/** Finds what there is to read in a file: blocks of Segno, and pieces of text in other notations. */
import type { Source } from '../notation/reader.js';
import type { AnalyseOptions, Block, Piece } from './analysis.js';
import { isSegnoFence, type Fence } from './fence.js';
import type { Scan } from './lines.js';
import { markdownBlocks, type Unfenced } from './markdown.js';
import { startsScenario } from './scanner.js';

/** A piece of text in another notation; `first` is the line of the file on which it begins, counted from 0. */
export interface PlacedSource extends Source {
  readonly first: number;
  readonly fence?: Fence;
  readonly element?: Unfenced['element'];
}

/** A block whose statements are being read. */
export interface ReadBlock extends Block {
  readonly pieces: Piece[];
}

/** What there is to read in a file. */
export interface Finding {
  readonly blocks: readonly ReadBlock[];
  readonly figures: readonly PlacedSource[];
  /** Fences of other languages that hold exchanges; they are among the blocks. */
  readonly others: readonly Fence[];
}

/** @param holds tells whether what stands in a fence of another language is an exchange in Segno */
export function blocksIn(
  lines: readonly string[],
  { kind, ending = '' }: Pick<AnalyseOptions, 'kind' | 'ending'>,
  holds: (fence: Fence) => boolean,
): Finding {
  switch (kind) {
    case 'segno':
      return { blocks: [wholeFile(lines)], figures: [], others: [] };
    case 'figure':
      return { blocks: [], figures: [{ kind: 'file', language: ending, lines, first: 0 }], others: [] };
    case 'markdown':
      return blocksInMarkdown(lines, holds);
  }
}

function blocksInMarkdown(lines: readonly string[], holds: (fence: Fence) => boolean): Finding {
  const { fences, unfenced } = markdownBlocks(lines);
  const blocks: ReadBlock[] = [];
  const others: Fence[] = [];
  const figures: PlacedSource[] = unfenced
    .filter(({ first }) => !isIgnored(lines, first))
    .map((piece) => ({ ...piece, language: '' }));
  for (const fence of fences) {
    const { first, language, lines: own } = fence;
    if (!isSegnoFence(fence)) {
      if (isIgnored(lines, fence.line)) continue;
      if (!holds(fence)) {
        figures.push({ kind: 'fence', language, lines: own, first, fence });
        continue;
      }
      others.push(fence);
    }
    blocks.push({ line: first + 1, endLine: first + own.length, lines: own, fence, pieces: [] });
  }
  return { blocks, figures, others };
}

/** The part of a Markdown text that figures in it take up. Where something else stands between their lines, it is mixed. */
export function among(
  lines: readonly string[],
  { first, lines: own, ...source }: PlacedSource,
  read: readonly { readonly first: number; readonly last: number }[],
): PlacedSource {
  const from = read.reduce((least, one) => Math.min(least, one.first), Infinity);
  const to = read.reduce((most, one) => Math.max(most, one.last), 0) + 1;
  const part = own.slice(from, to);
  const isMixed = part.some((line, index) => line === '' && /[^\s>]/.test(lines[first + from + index] ?? ''));
  return { ...source, first: first + from, lines: part, ...(isMixed ? { element: 'mixed' as const } : {}) };
}

function wholeFile(lines: readonly string[]): ReadBlock {
  return { line: 1, endLine: lines.length, lines, pieces: [] };
}

/** Whether `<!-- segno-ignore -->` stands before what begins on a line of Markdown, counted from 0. */
function isIgnored(lines: readonly string[], line: number): boolean {
  let above = line - 1;
  while (above >= 0 && /^[\s>]*$/.test(lines[above] ?? '')) above--;
  return above >= 0 && /^[\s>]*<!--\s*segno\s*[-:]\s*ignore\b/iu.test(lines[above] ?? '');
}

/**
 * The pieces of a block from each `begin` to the next; the first may have none. Directives above a `begin` belong to it,
 * as to any other statement.
 */
export function chunksOf(lines: readonly string[], scan: Scan): { first: number; last: number }[] {
  const starts = [0];
  lines.forEach((line, index) => {
    if (index === 0 || !startsScenario(line)) return;
    const start = firstDirectiveAbove(lines, index, scan);
    if (start > 0) starts.push(start);
  });
  return starts.map((first, index) => ({ first, last: starts[index + 1] ?? lines.length }));
}

/** The first of the directives between a line and the statement above it, or the line itself. */
function firstDirectiveAbove(lines: readonly string[], index: number, scan: Scan): number {
  let first = index;
  for (let above = index - 1; above >= 0; above--) {
    const { tokens, directive } = scan(lines[above] ?? '');
    if (tokens.length > 0) break;
    if (directive) first = above;
  }
  return first;
}
