/** Two lines in the wrong order. */
import { repair } from './repair.js';

export const order = repair({
  name: 'order',
  reach: 'note',
  *tries({ scene, statement, index, spots }) {
    for (const { statement: own, index: from, rest } of spots) {
      const [next, ...more] = rest;
      if (next) yield { from, moves: [next, { statement: own, index: from }, ...more] };
    }
    const below = scene.lines.at(index + 1);
    if (below) {
      yield {
        moves: [
          { statement: below, index: index + 1, as: 'ahead' },
          { statement, index },
        ],
      };
    }
  },
});
