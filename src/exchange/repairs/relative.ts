/** Numbers counted from the SYN, as tcpdump prints them, although the SYN has an absolute one; the lines below go on so. */
import { distance, seq } from '../../tcp/seq.js';
import type { Objection } from '../../tcp/emit.js';
import type { Tcb } from '../../tcp/tcb.js';
import { shiftStream } from '../repair.js';
import { at } from '../world.js';
import { repair } from './repair.js';
import { routeOf } from './route.js';

const START = seq(0);

/** A SYN numbered so near to 0 makes a relative number a slip of the pen. */
const NEAR = 2;

export const relative = repair({
  name: 'relative',
  reach: 'line',
  tells: 'wrong-sequence-number',
  *tries({ scene, statement, index, refusal }) {
    if (statement.kind !== 'segment' || refusal === undefined) return;
    const { key, peerKey } = routeOf(scene, statement, index);
    const own = refusal.world.tcbs.get(key);
    const [first] = refusal.objections;
    if (own?.iss === undefined || own.irs === undefined || first === undefined) return;
    const counted = refusal.objections.map((objection) => countedFromSyn(own, objection));
    const [told] = counted;
    if (told === undefined || counted.includes(undefined)) return;
    const { iss, irs } = own;
    const shifted = shiftStream(refusal.world, key, peerKey, distance(START, iss), index);
    const given = shiftStream(shifted, peerKey, key, distance(START, irs), index);
    const { field, written, expected } = told;
    const code = field === 'seq' ? 'wrong-sequence-number' : 'wrong-ack-number';
    yield {
      given,
      moves: [{ statement, index }],
      told: { fault: { code, end: key, written, expected, because: 'relative' }, place: at(index, field) },
    };
  },
});

/** The number that the objection is about, where it is the right one counted from a SYN that is not number 0. */
function countedFromSyn({ iss, irs }: Tcb, objection: Objection) {
  const isSeq = objection.code === 'wrong-sequence-number' || objection.code === 'sequence-gap';
  const isAck = objection.code === 'wrong-ack-number' || objection.code === 'ack-behind';
  if (!isSeq && !isAck) return undefined;
  const { written, expected } = objection;
  const first = isSeq ? iss : irs;
  if (first === undefined || Math.abs(distance(first, START)) <= NEAR) return undefined;
  const isCounted = distance(written, START) === distance(expected, first);
  return isCounted ? ({ field: isSeq ? 'seq' : 'ack', written, expected } as const) : undefined;
}
