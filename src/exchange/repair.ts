/** Numbers moved along, where the lines below count on from another one. */
import { moved } from '../tcp/tcb.js';
import type { EndKey } from './trace.js';
import { withTcb, type World } from './world.js';

/** The world in which all numbers that `sender` counts its octets by lie `by` octets further on. */
export function shiftStream(
  world: World,
  sender: EndKey,
  receiver: EndKey,
  by: number,
  index: number,
): World {
  const [from, to] = [world.tcbs.get(sender), world.tcbs.get(receiver)];
  const next = from ? withTcb(world, sender, moved(from, { own: by, peer: 0 }), index) : world;
  return to ? withTcb(next, receiver, moved(to, { own: 0, peer: by }), index) : next;
}
