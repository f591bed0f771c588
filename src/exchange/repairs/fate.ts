/** A loss that should be none, or a segment that arrives and should be lost. */
import { repair } from './repair.js';

export const fate = repair({
  name: 'fate',
  reach: 'note',
  *tries({ spots }) {
    for (const { statement, index: from, rest } of spots) {
      if (statement.kind !== 'segment' || rest.length === 0) continue;
      if (statement.fate !== 'lost' && statement.fate !== 'delivered') continue;
      const other = statement.fate === 'lost' ? 'delivered' : 'lost';
      yield { from, moves: [{ statement: { ...statement, fate: other }, index: from }, ...rest] };
    }
  },
});
