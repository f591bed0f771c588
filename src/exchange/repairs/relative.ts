/** Numbers counted from the SYN, as tcpdump prints them, although the SYN has an absolute one; the lines below go on so. */
import { add, distance, seq, type Seq } from '../../tcp/seq.js';
import type { Objection } from '../../tcp/emit.js';
import { shiftStream } from '../repair.js';
import type { SegmentStatement } from '../script.js';
import { at, type World } from '../world.js';
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
    const peer = refusal.world.tcbs.get(peerKey);
    const [first] = refusal.objections;
    if (own === undefined || first === undefined) return;
    // The SYN that answers another brings its own number, which the TCB does not have yet.
    const opens = own.nxt === own.iss && statement.flags.has('SYN');
    const iss = opens ? (scene.resolve(refusal.world, statement.seq) ?? own.iss) : own.iss;
    const irs = own.irs ?? peer?.iss;
    if (iss === undefined || irs === undefined) return;
    const counted = refusal.objections.map((objection) => countedFromSyn({ iss, irs }, objection));
    const [told] = counted;
    if (told === undefined || counted.includes(undefined)) return;
    const fields = new Set(counted.map((one) => one?.field));
    const code = told.field === 'seq' ? 'wrong-sequence-number' : 'wrong-ack-number';
    const { written, expected } = told;
    const fault = { code, end: key, written, expected, because: 'relative' } as const;
    const streams = { seq: [key, peerKey, iss], ack: [peerKey, key, irs] } as const;
    const shifted = (world: World, field: Field): World => {
      const [sender, receiver, start] = streams[field];
      return shiftStream(world, sender, receiver, distance(START, start), index);
    };
    const wrong = (['seq', 'ack'] as const).filter((field) => fields.has(field));
    const rest = (['seq', 'ack'] as const).filter((field) => !fields.has(field));
    const given = wrong.reduce(shifted, refusal.world);
    const place = at(index, told.field);
    // The lines below may count all from the SYN, or go on with absolute numbers in the other direction.
    const isMixed = rest.some((field) =>
      isAbsolute(scene.resolve(refusal.world, statement[field]), streams[field][2]),
    );
    if (isMixed) {
      const relativeOnes = rest.reduce((one, field) => counting(one, field, streams[field][2]), statement);
      yield {
        given: rest.reduce(shifted, given),
        moves: [{ statement: relativeOnes, index }],
        told: { fault, place },
      };
    }
    yield {
      given: isMixed ? given : rest.reduce(shifted, given),
      moves: [{ statement, index }],
      told: { fault, place },
    };
  },
});

type Field = 'seq' | 'ack';

/** Whether the number is counted from the beginning of its stream rather than from 0. */
function isAbsolute(number: Seq | undefined, start: Seq): boolean {
  return number !== undefined && Math.abs(distance(number, start)) < Math.abs(distance(number, START));
}

/** The line with a plain number counted from the SYN. */
function counting(statement: SegmentStatement, field: Field, start: Seq): SegmentStatement {
  const expr = statement[field];
  if (expr === undefined || expr.symbol !== undefined) return statement;
  return { ...statement, [field]: { offset: add(seq(expr.offset), -distance(start, START)) } };
}

/** The number that the objection is about, where it is the right one counted from a SYN that is not number 0. */
function countedFromSyn({ iss, irs }: Record<'iss' | 'irs', Seq>, objection: Objection) {
  const isSeq = objection.code === 'wrong-sequence-number' || objection.code === 'sequence-gap';
  const isAck = objection.code === 'wrong-ack-number' || objection.code === 'ack-behind';
  if (!isSeq && !isAck) return undefined;
  const { written, expected } = objection;
  const first = isSeq ? iss : irs;
  if (Math.abs(distance(first, START)) <= NEAR) return undefined;
  const isCounted = distance(written, START) === distance(expected, first);
  return isCounted ? ({ field: isSeq ? 'seq' : 'ack', written, expected } as const) : undefined;
}
