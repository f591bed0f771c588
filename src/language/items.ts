/** The statements of a piece of text, and after an edit as many as can be of those that were read before. */
import { logicalLines, type Directive, type LogicalLine } from './lines.js';
import type { Read } from './lower.js';
import { scanLine, type LineKind } from './scanner.js';

/** One statement of a piece of text, read, with the directives that belong to it. Lines count from 0. */
export interface Item {
  readonly first: number;
  readonly last: number;
  readonly kind: LineKind;
  readonly read: Read;
  readonly directives: readonly Directive[];
}

/** What reads the statement of a text, remembering those that it has read before. */
export type Reader = (text: string, line: LogicalLine) => Read;

/** All statements of a piece of text. */
export interface Items {
  readonly lines: readonly string[];
  readonly items: readonly Item[];
  /** Directives that no statement follows. */
  readonly unused: readonly Directive[];
}

/** For most statements to share. */
const NONE: readonly never[] = [];

/**
 * Reads the statements of some lines, in which comments over several lines have been blanked. Those above and below what
 * is not the same in `before` are taken from there.
 *
 * How a statement is read depends on its lines alone. Where it ends may depend on the lines up to the next one; which
 * directives belong to it, on those since the one before.
 */
export function readItems(lines: readonly string[], read: Reader, before?: Items): Items {
  const above = before ? sameAbove(before.lines, lines) : 0;
  const below = before ? sameBelow(before.lines, lines, above) : 0;
  // Of the last of them it is not known where it ends.
  const kept = before ? Math.max(0, endedBefore(before.items, above) - 1) : 0;
  const items = before?.items.slice(0, kept) ?? [];
  const begun = lines.length - below;
  const moved = lines.length - (before?.lines.length ?? 0);
  let old = kept;
  let waiting: Directive[] = [];
  for (const line of logicalLines(lines, scanLine, (items.at(-1)?.last ?? -1) + 1)) {
    if (line.tokens.length === 0) {
      waiting.push(...line.directives);
      continue;
    }
    const text = lines.slice(line.first, line.last + 1).join('\n');
    const directives =
      waiting.length + line.directives.length === 0 ? NONE : [...waiting, ...line.directives];
    items.push({ first: line.first, last: line.last, kind: line.kind, read: read(text, line), directives });
    waiting = [];
    if (!before || line.first < begun) continue;
    while ((before.items[old]?.first ?? Infinity) + moved < line.first) old++;
    const same = before.items[old];
    if (same?.first !== line.first - moved || same.last !== line.last - moved) continue;
    const rest = before.items.slice(old + 1);
    const unused = before.unused.map((directive) => movedDirective(directive, moved));
    return {
      lines,
      items: items.concat(moved === 0 ? rest : rest.map((item) => movedItem(item, moved))),
      unused,
    };
  }
  return { lines, items, unused: waiting };
}

/** The text that was read, of some, that has most lines at its beginning and its end in common with these. */
export function likestItems(lines: readonly string[], others: readonly Items[]): Items | undefined {
  let best: Items | undefined;
  let most = 0;
  for (const other of others) {
    const above = sameAbove(other.lines, lines);
    const same = above + sameBelow(other.lines, lines, above);
    if (same > most) [best, most] = [other, same];
  }
  return best;
}

/** The statements that stand on lines from one to another. */
export function itemsBetween({ items }: Items, first: number, last: number): readonly Item[] {
  const from = endedBefore(items, first);
  let to = from;
  for (let item = items[to]; item && item.first <= last; item = items[++to]);
  return items.slice(from, to);
}

export function movedItem(item: Item, lines: number): Item {
  return {
    ...item,
    first: item.first + lines,
    last: item.last + lines,
    directives: item.directives.map((directive) => movedDirective(directive, lines)),
  };
}

function movedDirective(directive: Directive, lines: number): Directive {
  return { ...directive, line: directive.line + lines };
}

/** How many lines at the beginning are the same. */
function sameAbove(one: readonly string[], other: readonly string[]): number {
  const most = Math.min(one.length, other.length);
  let same = 0;
  while (same < most && one[same] === other[same]) same++;
  return same;
}

/** How many lines at the end are the same, beside those at the beginning. */
function sameBelow(one: readonly string[], other: readonly string[], above: number): number {
  const most = Math.min(one.length, other.length) - above;
  let same = 0;
  while (same < most && one[one.length - 1 - same] === other[other.length - 1 - same]) same++;
  return same;
}

/** How many statements ended before a line. */
function endedBefore(items: readonly Item[], line: number): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.last ?? Infinity) < line) low = middle + 1;
    else high = middle;
  }
  return low;
}
