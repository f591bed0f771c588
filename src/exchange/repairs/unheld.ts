/**
 * SACK blocks decide what was meant, too: what they name has arrived at the end that sends them. No TCB is asked for them,
 * because a wrong block is told of by its rule.
 */
import { after, atOrAfter, atOrBefore, later } from '../../tcp/seq.js';
import { sackBlocks, type Block } from '../sack.js';
import type { Line } from '../scene.js';
import type { World } from '../world.js';
import { COSTS } from './costs.js';

/** The world before a segment leaves, less likely where its blocks name what has not arrived. */
export function weighed({ scene, statement, route }: Line, world: World): World {
  const tcb = world.tcbs.get(route.key);
  if (tcb === undefined) return world;
  const blocks = sackBlocks(statement, (expr) => scene.resolve(world, expr));
  const isHeld = ({ from, to }: Block): boolean => {
    let end = later(from, tcb.rcv);
    for (const run of tcb.held) if (atOrBefore(run.from, end) && after(run.to, end)) end = run.to;
    return atOrAfter(end, to);
  };
  return blocks.every(isHeld) ? world : { ...world, unlikely: world.unlikely + COSTS.unheld };
}
