/** An arrival of what was never sent: something else that is under way arrives, or a copy of something else. */
import { oldestFirst } from '../world.js';
import { repair } from './repair.js';
import { routeOf } from './route.js';

export const flight = repair({
  name: 'flight',
  reach: 'line',
  *tries({ scene, statement, index, refusal }) {
    if (statement.kind !== 'segment' || refusal === undefined || refusal.objections.length > 0) return;
    const { to } = routeOf(scene, statement, index);
    const { flights, arrived } = refusal.world;
    const copies = statement.origin === 'dup' ? oldestFirst(arrived) : flights;
    for (const { segment, to: receiver } of copies) {
      if (scene.topology.address(receiver) !== scene.topology.address(to)) continue;
      const { seq: _seq, ack: _ack, len: _len, payload: _payload, ...rest } = statement;
      const landing = { ...rest, flags: segment.flags, data: segment.len > 0, seq: { offset: segment.seq } };
      yield { given: refusal.world, moves: [{ statement: landing, index }] };
    }
  },
});
