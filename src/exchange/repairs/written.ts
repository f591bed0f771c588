/** As it is written: it leaves like that, and the receiver does with it what the RFC says. */
import { repair } from './repair.js';

export const written = repair({
  name: 'written',
  reach: 'line',
  tellsAll: true,
  *tries({ statement, index, refusal }) {
    if (statement.kind !== 'segment' || refusal === undefined || refusal.doubtful) return;
    yield { given: refusal.world, moves: [{ statement, index, as: 'written' }] };
  },
});
