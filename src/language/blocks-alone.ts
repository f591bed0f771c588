/** The blocks of a Markdown note, each of which says by itself what it says in its note. */
import { blocksIn } from './blocks.js';
import { holdsExchange, type Fence } from './fence.js';
import { splitLines } from './range.js';

export type { Fence };

/** The blocks that hold exchanges in Segno's own notation, in the order of the note. */
export function blocksOf(note: string): readonly Fence[] {
  const { blocks } = blocksIn(splitLines(note), { kind: 'markdown' }, ({ lines }) => holdsExchange(lines));
  return blocks.flatMap(({ fence }) => fence ?? []);
}

/** A note that holds only that block, whose opening fence is its first line. */
export function alone({ language, title, lines }: Fence): string {
  let mark = '~~~';
  for (const line of lines)
    for (const [run] of line.matchAll(/~+/g)) if (run.length >= mark.length) mark = `${run}~`;
  return [`${mark}${language} ${title}`, ...lines, mark].join('\n');
}
