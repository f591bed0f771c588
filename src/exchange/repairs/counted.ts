/** Data that no end sends here, behind its FIN or before the connection is open: the lines below count its octets. */
import { changed } from '../../tcp/tcb.js';
import { withTcb } from '../world.js';
import { shiftStream } from '../repair.js';
import { repair } from './repair.js';
import { routeOf } from './route.js';

export const counted = repair({
  name: 'counted',
  reach: 'line',
  *tries({ scene, statement, index, refusal }) {
    if (statement.kind !== 'segment' || refusal === undefined || !statement.data) return;
    const { world } = refusal;
    const { key, peerKey } = routeOf(scene, statement, index);
    const code = refusal.objections[0]?.code;
    const own = world.tcbs.get(key);
    const tooEarly = code === 'data-before-established';
    if (code === 'data-after-fin' || (tooEarly && own?.state === 'SYN_SENT')) {
      const octets = statement.len ?? scene.numbers.length(index);
      const given = shiftStream(world, key, peerKey, octets, index);
      yield { given, moves: [{ statement, index, as: 'refused' }] };
    } else if (tooEarly && own?.state === 'SYN_RCVD') {
      yield {
        given: withTcb(world, key, changed(own, { fastOpen: true }), index),
        moves: [{ statement, index }],
      };
    }
  },
});
