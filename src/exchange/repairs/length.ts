/** Another length: the one by which the lines below count on. */
import { add, distance, type Seq } from '../../tcp/seq.js';
import type { Scene } from '../scene.js';
import type { SegmentStatement } from '../script.js';
import type { World } from '../world.js';
import { repair, type Spot } from './repair.js';
import { routeOf } from './route.js';

/** So many lines below may tell how long the data was. */
const REACH = 6;

/** Data longer than that is none. */
const LONGEST = 2 ** 16;

export const length = repair({
  name: 'length',
  reach: 'note',
  *tries({ scene, spots, index }) {
    for (const spot of spots) {
      const { statement, index: from, rest } = spot;
      if (statement.kind !== 'segment' || !statement.data || statement.len === undefined) continue;
      const { payload: _payload, ...segment } = statement;
      for (const [len, told] of lengths(scene, statement, spot)) {
        yield {
          from,
          moves: [{ statement: { ...segment, len }, index: from }, ...rest],
          // Who counts wrongly goes on from there; that the line in error does tells what was meant above it.
          ...(told === index ? { cost: 'length-sure' } : {}),
        };
      }
    }
  },
});

/** The lengths that numbers in the lines below stand for, each with the first line that tells it. */
function lengths(
  scene: Scene,
  statement: SegmentStatement,
  { world, index }: Spot,
): ReadonlyMap<number, number> {
  const start = startOf(scene, world, statement, index);
  const found = new Map<number, number>();
  if (start === undefined) return found;
  const takes = statement.flags.has('FIN') ? 1 : 0;
  for (const [i, below] of scene.lines.slice(index + 1, index + 1 + REACH).entries()) {
    if (below.kind !== 'segment') continue;
    const expr =
      below.from === statement.from ? below.seq : below.from === statement.to ? below.ack : undefined;
    const number = scene.resolve(world, expr);
    if (number === undefined) continue;
    const len = distance(number, add(start, takes));
    if (len <= 0 || len >= LONGEST || len === statement.len || found.has(len)) continue;
    found.set(len, index + 1 + i);
  }
  return found;
}

function startOf(scene: Scene, world: World, statement: SegmentStatement, index: number): Seq | undefined {
  return scene.resolve(world, statement.seq) ?? world.tcbs.get(routeOf(scene, statement, index).key)?.nxt;
}
