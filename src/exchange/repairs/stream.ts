/**
 * After a wrong number, the lines below may agree with it rather than with the lines above: then the mistake was made
 * where the number came from, and is one mistake all the same. Or only this end counts like that.
 */
import { distance } from '../../tcp/seq.js';
import { changed } from '../../tcp/tcb.js';
import { withTcb } from '../world.js';
import { repair } from './repair.js';
import { routeOf } from './route.js';
import { shiftStream } from '../repair.js';

export const stream = repair({
  name: 'stream',
  reach: 'line',
  *tries({ scene, statement, index, refusal }) {
    const [objection, ...more] = refusal?.objections ?? [];
    if (statement.kind !== 'segment' || refusal === undefined || objection === undefined || more.length > 0)
      return;
    const { code } = objection;
    if (code !== 'wrong-sequence-number' && code !== 'wrong-ack-number' && code !== 'sequence-gap') return;
    const { world } = refusal;
    const { key, peerKey } = routeOf(scene, statement, index);
    const { written, expected } = objection;
    const sends = code !== 'wrong-ack-number';
    const moves = [{ statement, index }];
    if (code !== 'sequence-gap') {
      const [sender, receiver] = sends ? [key, peerKey] : [peerKey, key];
      yield { given: shiftStream(world, sender, receiver, distance(written, expected), index), moves };
    }
    const own = world.tcbs.get(key);
    const counted = own && changed(own, sends ? { nxt: written } : { rcv: written });
    if (counted) yield { given: withTcb(world, key, counted, index), moves };
  },
});
