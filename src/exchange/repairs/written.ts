/** As it is written: it leaves like that, and the receiver does with it what the RFC says. */
import { repair } from './repair.js';

export const written = repair({
  name: 'written',
  reach: 'line',
  tellsAll: true,
  *tries({ statement, index, refusal }) {
    if (statement.kind !== 'segment' || refusal === undefined) return;
    // What a conforming end may do is played as it is; an acknowledgment may leave out data and keep it all the same.
    if (refusal.doubtful && refusal.objections[0]?.code !== 'ack-behind') return;
    yield { given: refusal.world, moves: [{ statement, index, as: 'written' }] };
  },
});
