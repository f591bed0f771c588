/** Both numbers of the line with which an excerpt begins: the line in error, which answers it, counts from others. */
import { add, distance, type Seq } from '../../tcp/seq.js';
import { changed, type Tcb } from '../../tcp/tcb.js';
import type { Expr } from '../script.js';
import { withTcb, type World } from '../world.js';
import { repair, type Spot } from './repair.js';
import { routeOf } from './route.js';

export const beginning = repair({
  name: 'beginning',
  reach: 'note',
  *tries({ scene, spots, statement, world: now }) {
    if (statement.kind !== 'segment') return;
    const answered = spots[1];
    const one = answered?.statement;
    if (answered === undefined || one?.kind !== 'segment' || one.from !== statement.to) return;
    const { world, index: from, rest } = answered;
    const { key, peerKey } = routeOf(scene, one, from);
    const [seq, ack, nextSeq, nextAck] = [one.seq, one.ack, statement.seq, statement.ack].map((expr) =>
      scene.resolve(now, expr),
    );
    if (seq === undefined || ack === undefined || nextSeq === undefined || nextAck === undefined) return;
    if (!isOpen(answered, key, peerKey)) return;
    const octets = (one.len ?? 0) + (one.flags.has('FIN') ? 1 : 0);
    // What has not arrived is not acknowledged yet.
    for (const start of one.fate === 'delivered'
      ? [add(nextAck, -octets)]
      : [nextAck, add(nextAck, -octets)]) {
      if (distance(start, seq) === 0 || distance(nextSeq, ack) === 0) continue;
      const given = standingAt(standingAt(world, key, start, nextSeq, from), peerKey, nextSeq, start, from);
      const meant = { ...one, seq: moved(one.seq, seq, start), ack: moved(one.ack, ack, nextSeq) };
      yield { from, given, moves: [{ statement: meant, index: from }, ...rest], shown: true };
    }
  },
});

/** Whether nothing above the line tells where either stream stands. */
function isOpen({ world }: Spot, key: string, peerKey: string): boolean {
  return [key, peerKey].every((end) => {
    return !world.marks.has(`nxt ${end}`) && world.earlier.get(end)?.open.nxt === true;
  });
}

/** The world in which an end begins with nothing on its way. */
function standingAt(world: World, key: string, nxt: Seq, rcv: Seq, index: number): World {
  const tcb: Tcb | undefined = world.tcbs.get(key);
  return tcb
    ? withTcb(world, key, changed(tcb, { nxt, una: nxt, sent: [], rcv, acked: rcv, held: [] }), index)
    : world;
}

/** The number as it would be written if it were another one. */
function moved(expr: Expr | undefined, written: Seq, meant: Seq): Expr {
  if (expr?.symbol === undefined) return { offset: meant };
  return { ...expr, offset: expr.offset + distance(meant, written) };
}
