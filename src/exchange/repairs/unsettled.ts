/**
 * The acknowledgment is wrong, and the lines below show that the sequence number is, too, although its sender might have
 * it: it is the first that tells where its stream stands, or that of something sent before. Both are one mistake.
 */
import { add, before, distance, type Seq } from '../../tcp/seq.js';
import { changed, type Tcb } from '../../tcp/tcb.js';
import { at, withTcb, type World } from '../world.js';
import { repair } from './repair.js';
import { routeOf } from './route.js';

export const unsettled = repair({
  name: 'unsettled',
  reach: 'line',
  *tries({ scene, statement, index, refusal }) {
    const [objection, ...more] = refusal?.objections ?? [];
    if (statement.kind !== 'segment' || refusal === undefined || more.length > 0) return;
    if (objection?.code !== 'wrong-ack-number' && objection?.code !== 'ack-behind') return;
    const { key, peerKey } = routeOf(scene, statement, index);
    const { world } = refusal;
    const own = world.tcbs.get(key);
    const seq = scene.resolve(world, statement.seq);
    if (own === undefined || seq === undefined) return;
    const isFirst = world.earlier.get(peerKey)?.open.nxt === true && !world.marks.has(`nxt ${key}`);
    if (!isFirst && !before(seq, own.nxt)) return;
    // Where its peer has acknowledged nothing, the lines below are to tell where the stream stands.
    const known = isFirst ? world.tcbs.get(peerKey)?.rcv : own.nxt;
    const start =
      known === undefined || known === seq ? scene.numbers.value(`unsettled ${key}:${index}`) : known;
    const { written, expected } = objection;
    const ack = { written, expected };
    yield {
      given: isFirst ? standingAt(world, own, { key, peerKey }, start, index) : world,
      moves: [{ statement: { ...statement, seq: { offset: start }, ack: { offset: expected } }, index }],
      shown: true,
      told: {
        fault: { code: 'wrong-sequence-number', end: key, written: seq, expected: start, ack },
        place: at(index, 'seq'),
      },
    };
  },
});

/** The world in which the sender has sent everything before a number, and nothing else, and its peer has it. */
function standingAt(
  world: World,
  own: Tcb,
  { key, peerKey }: { readonly key: string; readonly peerKey: string },
  start: Seq,
  index: number,
): World {
  const fin = own.fin === undefined ? undefined : add(start, distance(own.fin, own.nxt));
  const next = withTcb(world, key, changed(own, { una: start, nxt: start, sent: [], fin }), index);
  const peer = world.tcbs.get(peerKey);
  const nothing = { acked: start, held: [], rcvEdge: undefined, rcvLatest: undefined };
  return peer ? withTcb(next, peerKey, changed(peer, { rcv: start, ...nothing }), index) : next;
}
