/** An arrival of what was never sent: something else that is under way arrives, or a copy of something else. */
import type { Segment } from '../../tcp/segment.js';
import { flightsIn } from '../flights.js';
import { isLike } from '../network.js';
import type { Scene } from '../scene.js';
import type { SegmentStatement } from '../script.js';
import type { World } from '../world.js';
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
      yield {
        given: refusal.world,
        moves: [{ statement: landing(statement, segment), index }],
        shown: true,
        ...(isOtherwiseLong(scene, refusal.world, statement, segment) ? { cost: 'flight-sure' } : {}),
      };
    }
  },
});

/** Whether the line is right about the segment but for its length. */
function isOtherwiseLong(scene: Scene, world: World, statement: SegmentStatement, segment: Segment): boolean {
  const seq = scene.resolve(world, statement.seq);
  const ack = scene.resolve(world, statement.ack);
  return (
    statement.len !== undefined &&
    statement.len !== segment.len &&
    isLike(segment, statement) &&
    seq === segment.seq &&
    (ack === undefined || ack === segment.ack)
  );
}

/** The line as it would be written if it were this segment that arrives: what it leaves out is left out. */
function landing(statement: SegmentStatement, segment: Segment): SegmentStatement {
  const { ack: _ack, len: _len, payload, ...rest } = statement;
  return {
    ...rest,
    flags: isLike(segment, statement) ? statement.flags : segment.flags,
    data: segment.len > 0,
    seq: { offset: segment.seq },
    ...(statement.ack === undefined ? {} : { ack: { offset: segment.ack } }),
    ...(statement.len === undefined ? {} : { len: segment.len }),
    ...(payload === undefined || payload !== segment.payload ? {} : { payload }),
  };
}
