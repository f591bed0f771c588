/** The line was to send again what its end had sent before, or to probe the peer: the right number is not the next one. */
import { add, type Seq } from '../../tcp/seq.js';
import type { Tcb } from '../../tcp/tcb.js';
import type { SegmentStatement } from '../script.js';
import { repair } from './repair.js';
import { routeOf } from './route.js';

/** So many of them are supposed to be sent again, the oldest first. */
const MOST = 8;

export const again = repair({
  name: 'again',
  reach: 'line',
  *tries({ scene, statement, index, refusal }) {
    const [first, second] = refusal?.objections ?? [];
    const [found] = refusal?.found ?? [];
    if (statement.kind !== 'segment' || refusal === undefined || found === undefined) return;
    if (first?.code !== 'wrong-sequence-number' && first?.code !== 'sequence-gap') return;
    const { fault, place } = found;
    if (fault.code !== 'wrong-sequence-number' && fault.code !== 'sequence-gap') return;
    const own = refusal.world.tcbs.get(routeOf(scene, statement, index).key);
    const ack = second?.code === 'wrong-ack-number' || second?.code === 'ack-behind' ? second : undefined;
    const wrongAck = ack && { written: ack.written, expected: ack.expected };
    for (const start of own ? starts(own, statement) : []) {
      if (start === first.expected) continue;
      yield {
        given: refusal.world,
        moves: [{ statement: numbered(statement, start, ack?.expected), index }],
        shown: true,
        told: { fault: { ...fault, expected: start, ...(wrongAck && { ack: wrongAck }) }, place },
      };
    }
  },
});

/** Where a segment of this length may start that is no news to the peer. */
function starts({ sent, una, nxt }: Tcb, { data, len }: SegmentStatement): readonly Seq[] {
  // A keep-alive repeats the octet before SND.NXT, or none (§3.8.4).
  if (!data || len === 1) return una === nxt ? [add(nxt, -1)] : [];
  const alike = sent.filter(
    ({ len: other, flags }) => other > 0 && !flags.has('SYN') && other === (len ?? other),
  );
  return [...new Set([...alike.map(({ seq }) => seq), ...(una === nxt ? [] : [una])])].slice(0, MOST);
}

function numbered(statement: SegmentStatement, seq: Seq, ack: Seq | undefined): SegmentStatement {
  return { ...statement, seq: { offset: seq }, ...(ack === undefined ? {} : { ack: { offset: ack } }) };
}
