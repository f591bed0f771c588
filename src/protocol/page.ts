/**
 * What a page of Markdown has of us: a key, and blocks that bear it. A note may hold HTML that looks as our blocks do, but
 * it cannot know the key, which is another one each time that the note is read, and nothing of a note comes before it.
 */
import { isDrawingsAnswer, type DrawingsAnswer } from './server.js';

/** Class of the element that stands before everything else on the page and has the key. */
export const KEY_CLASS = 'segno-key';

/** Attribute of that element, and of each block of ours. */
export const KEY_ATTRIBUTE = 'data-segno-key';

/** Class of a block of ours, which has its drawings as JSON in {@link DRAWINGS_ATTRIBUTE}. */
export const BLOCK_CLASS = 'segno-block';

export const DRAWINGS_ATTRIBUTE = 'data-segno';

/** The drawings that an attribute holds; undefined where it holds anything else. */
export function drawingsIn(attribute: string): DrawingsAnswer | undefined {
  try {
    const answer: unknown = JSON.parse(attribute);
    return isDrawingsAnswer(answer) ? answer : undefined;
  } catch {
    return undefined;
  }
}

/** Where the line of a row stands: the name of a slot. */
export function linePlace(scenario: number, row: number): string {
  return `segno-${scenario}-${row}`;
}
