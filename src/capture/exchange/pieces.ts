/**
 * Segments as they were on the way: where a network card cuts what its host sends in one piece, a capture on that host
 * shows the piece, and acknowledgments show where it was cut, and what is sent again of it. The same tells where a run
 * that is told in one line has to be told in several, because its parts did not fare alike.
 */
import { after, before, distance, type Seq } from '../../tcp/seq.js';
import { ACK, FIN, PSH, SYN } from '../packet/tcp.js';
import { endOf, has, type Passing } from './passing.js';

/** How many packets further down an acknowledgment may stand. */
const AHEAD = 2_000;

export function inPieces(passings: readonly Passing[]): readonly Passing[] {
  return passings.flatMap((passing, index) => {
    if (passing.len < 2 || has(passing, SYN)) return [passing];
    const cuts = cutsOf(passing, passings, index);
    return cuts.length === 0 ? [passing] : cutAt(passing, cuts);
  });
}

/** The numbers within a segment at which its receiver, or what is sent again, says that something ends or begins. */
function cutsOf(passing: Passing, passings: readonly Passing[], index: number): readonly Seq[] {
  const end = endOf(passing);
  const cuts = new Set<Seq>();
  const last = Math.min(passings.length, index + 1 + AHEAD);
  const inside = (number: Seq): boolean => after(number, passing.seq) && before(number, end);
  for (let at = index + 1; at < last; at++) {
    const one = passings[at];
    if (one?.from === passing.from && one.len > 0) {
      if (inside(one.seq)) cuts.add(one.seq);
      if (inside(endOf(one))) cuts.add(endOf(one));
    }
    if (!one || one.from === passing.from || !has(one, ACK)) continue;
    if (inside(one.ack)) cuts.add(one.ack);
    for (const { from, to } of one.sack) {
      if (inside(from)) cuts.add(from);
      if (inside(to)) cuts.add(to);
    }
    if (!before(one.ack, end)) break;
  }
  const limit = distance(end, passing.seq) - (has(passing, FIN) ? 1 : 0);
  return [...cuts].filter((cut) => distance(cut, passing.seq) < limit).sort((one, two) => distance(one, two));
}

function cutAt(passing: Passing, cuts: readonly Seq[]): readonly Passing[] {
  const starts = [passing.seq, ...cuts];
  const { text, ...rest } = passing;
  return starts.map((seq, index) => {
    const next = starts[index + 1];
    const isLast = next === undefined;
    const before = distance(seq, passing.seq);
    return {
      ...(index === 0 && text !== undefined ? { text } : {}),
      ...rest,
      seq,
      len: isLast ? passing.len - before : distance(next, seq),
      bits: isLast ? passing.bits : passing.bits & ~(FIN | PSH),
      // How many segments of a run a part holds, nothing tells.
      count: 1,
    };
  });
}
