/** Long runs of data and acknowledgments told in few lines. */
import { after, before, distance, later, type Seq } from '../../tcp/seq.js';
import { ACK, FIN, PSH, RST, SYN, URG } from '../packet/tcp.js';
import { answersIn } from './answers.js';
import { endOf, has, isPureAck, type Passing, type Side } from './passing.js';

/** Fewer packets than that are shown one by one. */
const LONG = 8;
/** Octets in one line, far from where sequence numbers come round. */
const MOST_OCTETS = 2 ** 30;

/** Each run of packets in which one end sends new data in order, and the other acknowledges it, in three lines at most. */
export function folded(passings: readonly Passing[]): readonly Passing[] {
  const out: Passing[] = [];
  const alone = new Set([...originalsIn(passings), ...answersIn(passings).answered.keys()]);
  for (let at = 0; at < passings.length;) {
    const run = runFrom(passings, at, alone);
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

/** The last segments of a connection that goes on are left as they are: what comes may tell more of them. */
const LAST = 1_024;

/**
 * The same for a connection that goes on: runs of which nothing speaks against each being new, in order, and acknowledged
 * after it has passed.
 *
 * @param folds which segments may be told with others
 */
export function compacted(passings: readonly Passing[], folds: (passing: Passing) => boolean): Passing[] {
  const end = passings.length - LAST;
  const kept = new Set(passings.filter((one, at) => at >= end || !folds(one)));
  const next: Partial<Record<Side, Seq>> = {};
  const out: Passing[] = [];
  for (let at = 0; at < passings.length;) {
    const run = runFrom(passings, at, kept);
    const isTold = run.length >= LONG && isInOrder(run, next);
    const read = isTold ? run : passings.slice(at, at + 1);
    out.push(...(isTold ? told(run) : read));
    for (const one of read) {
      const known = next[one.from];
      next[one.from] = known === undefined ? endOf(one) : later(known, endOf(one));
    }
    at += read.length;
  }
  return out;
}

/** Whether the data of a run goes on where its end was, and no acknowledgment is of more than has passed. */
function isInOrder(run: readonly Passing[], next: Readonly<Partial<Record<Side, Seq>>>): boolean {
  let end: Seq | undefined;
  for (const one of run) {
    if (one.len > 0) {
      if (one.seq !== (end ?? next[one.from])) return false;
      end = endOf(one);
    } else if (end === undefined || after(one.ack, end)) return false;
  }
  return true;
}

/** What the network has made copies of, which are told with their originals. */
function* originalsIn(passings: readonly Passing[]): Iterable<Passing> {
  const last = new Map<string, Passing>();
  for (const passing of passings) {
    const { from, bits, seq, ack, len, copy } = passing;
    const said = `${from} ${bits} ${seq} ${ack} ${len}`;
    const original = copy && last.get(said);
    if (original) yield original;
    last.set(said, passing);
  }
}

/** The run that begins with a packet: data from one end, pure acknowledgments from the other. */
function runFrom(
  passings: readonly Passing[],
  start: number,
  alone: ReadonlySet<Passing>,
): readonly Passing[] {
  let sender: Side | undefined;
  let data: Passing | undefined;
  let ack: Passing | undefined;
  let octets = 0;
  let at = start;
  for (; at < passings.length; at++) {
    const passing = passings[at];
    if (!passing || !isPlain(passing) || alone.has(passing)) break;
    if (passing.len === 0) {
      // What comes before the data may be what lets it leave.
      if (sender === undefined || passing.from === sender || (ack && passing.from !== ack.from)) break;
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
  return passings.slice(start, at);
}

function isPlain(passing: Passing): boolean {
  const { unseen, overtakenUntil, copy, sack } = passing;
  if (copy || unseen !== undefined || overtakenUntil !== undefined || sack.length > 0) return false;
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
