/** As if the line were not there. */
import { repair } from './repair.js';

export const absent = repair({
  name: 'absent',
  reach: 'line',
  tellsAll: true,
  *tries({ statement, index, refusal }) {
    if (refusal === undefined || refusal.doubtful) return;
    yield { given: refusal.world, moves: [{ statement, index, as: 'refused' }] };
  },
});
