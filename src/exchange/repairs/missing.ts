/** A line is missing: one that the exchange needs before the line in error, or before one above it. */
import { distance, type Seq } from '../../tcp/seq.js';
import type { Flag } from '../../tcp/segment.js';
import type { Scene } from '../scene.js';
import type { Expr, SegmentStatement, Statement } from '../script.js';
import type { World } from '../world.js';
import { repair } from './repair.js';

export const missing = repair({
  name: 'missing',
  reach: 'note',
  *tries({ scene, spots }) {
    for (const { statement, index: from, world, rest } of spots) {
      for (const line of missingBefore(scene, world, statement, from)) {
        yield {
          from,
          moves: [{ statement: line, index: from, as: 'unwritten' }, { statement, index: from }, ...rest],
        };
      }
    }
  },
});

/** The lines that may have been left out before the statement. */
function missingBefore(
  scene: Scene,
  world: World,
  statement: Statement,
  index: number,
): readonly SegmentStatement[] {
  const { line, endLine } = statement;
  const base = {
    kind: 'segment',
    line,
    endLine,
    arrow: 'right',
    origin: 'new',
    options: [],
    states: [],
  } as const;
  const landing = world.flights.oldest(MOST_LANDING).map(({ segment, from, to }): SegmentStatement => ({
    ...base,
    from,
    to,
    fate: 'arrived',
    flags: segment.flags,
    data: segment.len > 0,
    seq: { offset: segment.seq },
  }));
  if (statement.kind !== 'segment') return landing;
  const { from, to } = scene.topology.ends(statement, index);
  if (!scene.topology.isChecked(from) || !scene.topology.isChecked(to)) return landing;
  if (statement.fate === 'arrived') {
    // It was never sent.
    const { to: _to, states: _states, ...rest } = statement;
    return [...landing, { ...rest, from, fate: 'sent', states: [] }];
  }
  const tcb = world.tcbs.get(scene.topology.key(from, to));
  const [start, end] = [scene.resolve(world, statement.seq), scene.resolve(world, statement.ack)];
  const send = (
    sender: string,
    flags: readonly Flag[],
    more: Partial<SegmentStatement> = {},
  ): SegmentStatement => ({
    ...base,
    from: sender,
    to: sender === from ? to : from,
    fate: 'delivered',
    flags: new Set(flags),
    data: false,
    ...more,
  });
  const opening = (number: Expr | undefined): Partial<SegmentStatement> =>
    number === undefined ? {} : { seq: { ...number, offset: number.offset - 1 } };
  const data = (sender: string, until: Seq | undefined, next: Seq | undefined): SegmentStatement[] => {
    const len = until === undefined || next === undefined ? 0 : distance(until, next);
    if (len <= 0 || len >= 2 ** 16) return [];
    const last = len > 1 ? [send(sender, ['FIN', 'ACK'], { data: true, len: len - 1 })] : [];
    return [send(sender, ['ACK'], { data: true, len }), ...last];
  };
  // It may be on its way still, for a line below to arrive.
  const underWay = ({ to: _to, ...segment }: SegmentStatement): SegmentStatement => ({
    ...segment,
    fate: 'sent',
  });
  return [
    ...landing,
    send(from, ['ACK']),
    send(to, ['ACK']),
    send(to, ['SYN', 'ACK'], opening(statement.ack)),
    send(from, ['SYN', 'ACK'], opening(statement.seq)),
    send(from, ['SYN'], opening(statement.seq)),
    send(to, ['SYN'], opening(statement.ack)),
    send(from, ['FIN', 'ACK']),
    send(to, ['FIN', 'ACK']),
    underWay(send(from, ['FIN', 'ACK'])),
    underWay(send(to, ['FIN', 'ACK'])),
    underWay(send(to, ['SYN'])),
    ...data(from, start, tcb?.nxt),
    ...data(to, end, tcb?.rcv),
    send(from, ['RST']),
    send(to, ['RST']),
  ];
}

/** How many of the segments under way are supposed to have arrived. */
const MOST_LANDING = 3;
