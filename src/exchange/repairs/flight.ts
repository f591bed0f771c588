/** An arrival of what was never sent: something else that is under way arrives, or a copy of something else. */
import type { Segment } from '../../tcp/segment.js';
import { flightsIn } from '../flights.js';
import { isLike } from '../network.js';
import type { SegmentStatement } from '../script.js';
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
      yield { given: refusal.world, moves: [{ statement: landing(statement, segment), index }], shown: true };
    }
  },
});

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
