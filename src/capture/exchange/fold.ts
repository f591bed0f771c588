/** Long runs of data and acknowledgments told in few lines. */
import { after, before, distance } from '../../tcp/seq.js';
import { ACK, FIN, PSH, RST, SYN, URG } from '../packet/tcp.js';
import { endOf, has, isPureAck, type Passing, type Side } from './passing.js';

/** Fewer packets than that are shown one by one. */
const LONG = 8;
/** Octets in one line, far from where sequence numbers come round. */
const MOST_OCTETS = 2 ** 30;

/** Each run of packets in which one end sends new data in order, and the other acknowledges it, in three lines at most. */
export function folded(passings: readonly Passing[]): readonly Passing[] {
  const out: Passing[] = [];
  for (let at = 0; at < passings.length;) {
    const run = runFrom(passings, at);
    if (run.length < LONG) {
      const passing = passings[at++];
      if (passing) out.push(passing);
      continue;
    }
    out.push(...told(run));
    at += run.length;
  }
  return out;
}

/** The run that begins with a packet: data from one end, pure acknowledgments from the other. */
function runFrom(passings: readonly Passing[], start: number): readonly Passing[] {
  let sender: Side | undefined;
  let data: Passing | undefined;
  let ack: Passing | undefined;
  let octets = 0;
  let at = start;
  for (; at < passings.length; at++) {
    const passing = passings[at];
    if (!passing || !isPlain(passing)) break;
    if (passing.len === 0) {
      if (passing.from === sender || (ack && passing.from !== ack.from)) break;
      const isOn = !ack || (ack.seq === passing.seq && before(ack.ack, passing.ack));
      if (!isOn) break;
      ack = passing;
    } else {
      if (ack && passing.from === ack.from) break;
      if (sender !== undefined && passing.from !== sender) break;
      if (data && (endOf(data) !== passing.seq || data.ack !== passing.ack)) break;
      octets += passing.len;
      if (octets > MOST_OCTETS) break;
      sender = passing.from;
      data = passing;
    }
  }
  // Acknowledgments alone are no run.
  return data ? passings.slice(start, at) : [];
}

function isPlain(passing: Passing): boolean {
  const { unseen, overtakenUntil, sack } = passing;
  if (unseen !== undefined || overtakenUntil !== undefined || sack.length > 0) return false;
  if (has(passing, SYN | FIN | RST | URG)) return false;
  return passing.len > 0 ? has(passing, ACK) : isPureAck(passing);
}

function told(run: readonly Passing[]): readonly Passing[] {
  const data = run.filter(({ len }) => len > 0);
  const acks = run.filter(({ len }) => len === 0);
  const [first] = data;
  const last = acks.at(-1);
  if (!first) return run;
  const whole = joined(data);
  if (!last) return [whole];
  const ack = { ...last, count: acks.reduce((sum, { count }) => sum + count, 0) };
  if (!after(last.ack, first.seq)) return [ack, whole];
  if (!before(last.ack, endOf(whole))) return [whole, ack];
  // What is acknowledged within the run comes before that acknowledgment.
  const acked = data.filter((one) => before(one.seq, last.ack));
  const rest = data.filter((one) => !before(one.seq, last.ack));
  return [joined(acked), ack, ...(rest.length > 0 ? [joined(rest)] : [])];
}

function joined(data: readonly Passing[]): Passing {
  const [first] = data;
  const last = data.at(-1);
  if (!first || !last) throw new RangeError('nothing to join');
  return {
    ...first,
    len: distance(endOf(last), first.seq),
    bits: first.bits | (last.bits & PSH),
    count: data.reduce((sum, { count }) => sum + count, 0),
  };
}
