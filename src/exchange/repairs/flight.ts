/** An arrival of what was never sent: something else that is under way arrives, or a copy of something else. */
import { flightsIn } from '../flights.js';
import { repair } from './repair.js';
import { routeOf } from './route.js';

/** So many of them are supposed to arrive, the oldest first. */
const MOST = 16;

export const flight = repair({
  name: 'flight',
  reach: 'line',
  *tries({ scene, statement, index, refusal }) {
    if (statement.kind !== 'segment' || refusal === undefined || refusal.objections.length > 0) return;
    const { to } = routeOf(scene, statement, index);
    const { flights, arrived } = refusal.world;
    const copies = statement.origin === 'dup' ? flightsIn(arrived) : flights;
    for (const { segment } of copies.oldest(MOST, scene.topology.address(to))) {
      const { seq: _seq, ack: _ack, len: _len, payload: _payload, ...rest } = statement;
      const landing = { ...rest, flags: segment.flags, data: segment.len > 0, seq: { offset: segment.seq } };
      yield { given: refusal.world, moves: [{ statement: landing, index }] };
    }
  },
});
