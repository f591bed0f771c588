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
  *tries({ scene, spots }) {
    for (const spot of spots) {
      const { statement, index: from, rest } = spot;
      if (statement.kind !== 'segment' || !statement.data || statement.len === undefined) continue;
      const { payload: _payload, ...segment } = statement;
      for (const len of lengths(scene, statement, spot)) {
        yield { from, moves: [{ statement: { ...segment, len }, index: from }, ...rest] };
      }
    }
  },
});

/** The lengths that numbers in the lines below stand for. */
function lengths(scene: Scene, statement: SegmentStatement, { world, index }: Spot): ReadonlySet<number> {
  const start = startOf(scene, world, statement, index);
  const found = new Set<number>();
  if (start === undefined) return found;
  const takes = statement.flags.has('FIN') ? 1 : 0;
  for (const below of scene.lines.slice(index + 1, index + 1 + REACH)) {
    if (below.kind !== 'segment') continue;
    const expr =
      below.from === statement.from ? below.seq : below.from === statement.to ? below.ack : undefined;
    const number = scene.resolve(world, expr);
    if (number === undefined) continue;
    const len = distance(number, add(start, takes));
    if (len > 0 && len < LONGEST && len !== statement.len) found.add(len);
  }
  return found;
}

function startOf(scene: Scene, world: World, statement: SegmentStatement, index: number): Seq | undefined {
  return scene.resolve(world, statement.seq) ?? world.tcbs.get(routeOf(scene, statement, index).key)?.nxt;
}
