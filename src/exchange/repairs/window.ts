/** Data beyond the window: as if there were room for it, until its receiver tells how much there is. */
import { withTcb } from '../world.js';
import { repair } from './repair.js';
import { routeOf } from './route.js';

export const window = repair({
  name: 'window',
  reach: 'line',
  *tries({ scene, statement, index, refusal }) {
    if (statement.kind !== 'segment' || refusal?.objections[0]?.code !== 'beyond-window') return;
    const { key, peerKey } = routeOf(scene, statement, index);
    let { world } = refusal;
    const sender = world.tcbs.get(key);
    const receiver = world.tcbs.get(peerKey);
    if (sender) world = withTcb(world, key, { ...sender, edge: undefined, latestEdge: undefined }, index);
    if (receiver)
      world = withTcb(world, peerKey, { ...receiver, rcvEdge: undefined, rcvLatest: undefined }, index);
    yield { given: world, moves: [{ statement, index }] };
  },
});
