/** Another length: the one by which the lines below count on, or that the same data had before. */
import { add, distance, type Seq } from '../../tcp/seq.js';
import type { Tcb } from '../../tcp/tcb.js';
import type { Scene } from '../scene.js';
import type { SegmentStatement } from '../script.js';
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
      for (const [len, isSure] of lengths(scene, statement, spot, index)) {
        yield {
          from,
          moves: [{ statement: { ...segment, len }, index: from }, ...rest],
          // Who counts wrongly goes on from there, and what is sent again is as long as it was.
          ...(isSure ? { cost: 'length-sure', anywhere: true } : {}),
        };
      }
    }
  },
});

/**
 * The lengths that the data may have had, each with whether that leaves little doubt: it had that length before, the same
 * end goes on from there, or the line in error tells what was meant above it.
 *
 * @param last the line in error
 */
function lengths(
  scene: Scene,
  statement: SegmentStatement,
  { world, index }: Spot,
  last: number,
): ReadonlyMap<number, boolean> {
  const tcb = world.tcbs.get(routeOf(scene, statement, index).key);
  const start = scene.resolve(world, statement.seq) ?? nextOf(tcb);
  const found = new Map<number, boolean>();
  if (start === undefined) return found;
  const takes = statement.flags.has('FIN') ? 1 : 0;
  const note = (end: Seq | undefined, isSure: boolean): void => {
    const len = end === undefined ? 0 : distance(end, add(start, takes));
    if (len > 0 && len < LONGEST && len !== statement.len && !found.has(len)) found.set(len, isSure);
  };
  for (const segment of tcb?.sent ?? [])
    if (segment.seq === start) note(add(start, segment.len + takes), true);
  for (const [i, below] of scene.lines.slice(index + 1, index + 1 + REACH).entries()) {
    if (below.kind !== 'segment') continue;
    const tells = index + 1 + i === last;
    if (below.from === statement.from) {
      const seq = scene.resolve(world, below.seq);
      note(seq, tells || below.data);
      // A FIN sent again ends where it did, whatever data goes with it.
      if (seq !== undefined && below.flags.has('FIN')) note(add(seq, (below.len ?? 0) + takes), tells);
    } else if (below.from === statement.to) note(scene.resolve(world, below.ack), tells);
  }
  return found;
}

/** Where data without a number begins: behind a FIN there is none, so that it is what was to be sent again. */
function nextOf(tcb: Tcb | undefined): Seq | undefined {
  return tcb?.fin === undefined ? tcb?.nxt : tcb.una;
}
