/** The titles of the scenarios of a text, read without playing them: quick enough for a folder full of notes. */
import type { TextKind } from './analysis.js';
import { blankComments } from './lines.js';
import { holdsExchange, isSegnoFence } from './fence.js';
import { markdownBlocks } from './markdown.js';
import { splitLines } from './range.js';
import { startsScenario } from './scanner.js';
import { dissect } from './words.js';

/** A scenario with a title; its line counts from 0. */
export interface Titled {
  readonly title: string;
  readonly line: number;
}

/** The scenarios that have titles, in the order of the text. */
export function titlesIn(text: string, kind: TextKind): Titled[] {
  const lines = splitLines(text);
  if (kind === 'segno') return titlesOf(lines, 0, '');
  return markdownBlocks(lines)
    .fences.filter((fence) => isSegnoFence(fence) || holdsExchange(fence.lines))
    .flatMap((fence) => titlesOf(fence.lines, fence.first, fence.title));
}

/** `blockTitle` belongs to the first scenario of a block that has none of its own, or to the block. */
function titlesOf(written: readonly string[], first: number, blockTitle: string): Titled[] {
  const { lines } = blankComments(written);
  const begins = lines.flatMap((line, index) => {
    const reading = startsScenario(line) ? dissect(line)?.reading : undefined;
    return reading?.kind === 'begin' ? [{ title: reading.title, line: first + index }] : [];
  });
  if (begins.length === 0 && blockTitle !== '') return [{ title: blockTitle, line: first }];
  return begins
    .map(({ title, line }, index) => ({ title: title === '' && index === 0 ? blockTitle : title, line }))
    .filter(({ title }) => title !== '');
}
