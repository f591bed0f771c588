/** A line that is there once too often, or should not be there at all. */
import { repair } from './repair.js';

export const doubled = repair({
  name: 'doubled',
  reach: 'note',
  *tries({ index, spots }) {
    for (const { index: from, rest } of spots) if (from < index) yield { from, moves: rest };
  },
});
