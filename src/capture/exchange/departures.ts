/**
 * The order in which segments left, where a clock that never goes back tells that one passes late, or the number of an
 * acknowledgment: it is SND.NXT, so that what lies behind it left later (RFC 9293 §3.10.7.4).
 */
import { add, after, before, distance, later, type Seq } from '../../tcp/seq.js';
import { ACK, FIN, RST, SYN } from '../packet/tcp.js';
import { endOf, has, isProbe, isPureAck, isSame, opens, size, type Passing, type Side } from './passing.js';

/** Numbers that are further apart belong to no one stream. */
const FARTHEST = 2 ** 24;
/** So far back a segment may belong that passes late. */
const AHEAD = 256;
/** Captured in another order than they passed: only so many seconds apart. */
const SWAPPED_SECONDS = 0.1;

export function asTheyLeft(passings: readonly Passing[]): readonly Passing[] {
  const ordered: Passing[] = [];
  const clocks: Partial<Record<Side, number>> = {};
  const nexts: Partial<Record<Side, Seq>> = {};
  const closed: Partial<Record<Side, Seq>> = {};
  const acks: Partial<Record<Side, Seq>> = {};
  /** The last packet with each identification of an end, and behind how many it passed. */
  const identified = new Map<number, { readonly passing: Passing; readonly at: number }>();
  const resets = new Set<Side>();
  for (const passing of passings) {
    const { from, stamp, number, id } = passing;
    if (passing.copy) {
      ordered.push(passing);
      continue;
    }
    if (id !== undefined && id !== 0) {
      const key = 2 * id + (from === 'C' ? 0 : 1);
      const before = identified.get(key);
      identified.set(key, { passing, at: ordered.length });
      if (before && ordered.length - before.at <= AHEAD && isCopy(passing, before.passing)) {
        ordered.push({ ...passing, copy: true });
        continue;
      }
    }
    const clock = clocks[from];
    const next = nexts[from];
    if (size(passing) > 0) nexts[from] = next === undefined ? endOf(passing) : later(next, endOf(passing));
    const closes = closed[from] === add(passing.seq, 1);
    if (has(passing, FIN)) closed[from] = endOf(passing);
    const isBehind = next !== undefined && isPureAck(passing) && before(passing.seq, next);
    // A keep-alive repeats an octet; few ask so behind a FIN.
    const asks = isProbe(passing, next) && (!closes || isNewer(stamp, clock));
    if (isBehind && !asks) {
      const before = Math.max(0, ordered.length - AHEAD);
      const at = ordered.slice(before).findIndex((one) => one.from === from && followed(one, passing));
      if (at >= 0) {
        ordered.splice(before + at, 0, { ...passing, overtakenUntil: number });
        continue;
      }
    }
    const isFirstSyn = has(passing, SYN) && !ordered.some((one) => isSameSyn(one, passing));
    const mayBeBehind = opens(passing) || isFirstSyn || resets.has(from);
    if (has(passing, RST)) resets.add(from);
    const recent = Math.max(0, ordered.length - AHEAD);
    const behind = mayBeBehind
      ? ordered
          .slice(recent)
          .findIndex(
            (one) =>
              answersBefore(one, passing) ||
              endsBehind(one, passing) ||
              (isFirstSyn && countsFrom(one, passing)),
          )
      : -1;
    if (behind >= 0) {
      ordered.splice(recent + behind, 0, { ...passing, overtakenUntil: number });
      continue;
    }
    const isOld = stamp !== undefined && clock !== undefined && distance(stamp as Seq, clock as Seq) < 0;
    const acked = acks[from];
    // A clock may not have gone on between the two.
    if (!isOld && acked !== undefined && takesBack(passing, acked)) {
      const start = Math.max(0, ordered.length - AHEAD);
      const at = ordered.slice(start).findIndex((one) => one.from === from && acknowledgesMore(one, passing));
      if (at >= 0 && !ordered.slice(start, start + at).some((one) => isSame(one, passing))) {
        ordered.splice(start + at, 0, { ...passing, overtakenUntil: number });
        continue;
      }
    }
    if (has(passing, ACK)) acks[from] = acked === undefined ? passing.ack : later(acked, passing.ack);
    // What takes no numbers and takes back no acknowledgment tells nothing new when it is late.
    const tells =
      size(passing) > 0 || (isPureAck(passing) && acked !== undefined && after(acked, passing.ack));
    // A SYN that is none of those before begins with a clock of its own.
    const begins = isOld && has(passing, SYN) && !ordered.some((one) => isSameSyn(one, passing));
    if (!isOld || !tells || begins) {
      ordered.push(passing);
      if (stamp !== undefined && !isOld && (!has(passing, RST) || isSoonAfter(stamp, clock))) {
        clocks[from] = stamp;
      }
      continue;
    }
    const start = Math.max(0, ordered.length - AHEAD);
    const at = ordered.slice(start).findIndex((one) => one.from === from && isLater(one, stamp));
    if (at < 0) ordered.push(passing);
    else ordered.splice(start + at, 0, { ...passing, overtakenUntil: number });
  }
  return ordered;
}

/** Whether two with one identification are the same: what a sender repeats has another one. */
function isCopy(passing: Passing, one: Passing): boolean {
  return one.stamp === passing.stamp && one.win === passing.win && isSame(one, passing);
}

/** Whether one is the answer of an end to the SYN of another, which it sends no SYN behind that answers nothing. */
function answersBefore(one: Passing, { from, bits, seq }: Passing): boolean {
  if ((bits & (SYN | ACK | RST)) !== SYN || one.from !== from || one.seq !== seq) return false;
  return (one.bits & (SYN | ACK)) === (SYN | ACK);
}

/** Whether one is the first that an end sends behind its SYN, which passes at once after it. */
function countsFrom(one: Passing, syn: Passing): boolean {
  if (one.from !== syn.from || has(one, SYN) || one.seq !== endOf(syn)) return false;
  return one.time !== undefined && syn.time !== undefined && syn.time - one.time < SWAPPED_SECONDS;
}

/**
 * Whether one resets the connection of an end, which has sent another before that only passes just behind it: whatever
 * it sends before, and then the reset of its own accord, which acknowledges. The others answer what still comes.
 */
function endsBehind(one: Passing, { from, bits, seq, len, time }: Passing): boolean {
  if (one.from !== from || !has(one, RST) || bits & SYN) return false;
  if (has({ bits }, RST) && (has(one, ACK) || !(bits & ACK) || seq !== one.seq)) return false;
  if (after(endOf({ bits, len, seq }), one.seq)) return false;
  return one.time !== undefined && time !== undefined && time - one.time < SWAPPED_SECONDS;
}

/** Whether one lies behind the number of an acknowledgment, and acknowledges no less. */
function followed(one: Passing, { seq, ack }: Passing): boolean {
  return size(one) > 0 && after(endOf(one), seq) && has(one, ACK) && !before(one.ack, ack);
}

function isLater({ stamp: clock, bits }: Passing, stamp: number): boolean {
  if (clock === undefined || bits & SYN || distance(clock as Seq, stamp as Seq) <= 0) return false;
  return (bits & RST) === 0 || isSoonAfter(clock, stamp);
}

/** A reset may be of a host that has no clock for the connection, or of somebody else: so far a clock never jumps. */
const LONGEST_SILENCE = 2 ** 20;

function isSoonAfter(stamp: number, clock: number | undefined): boolean {
  if (clock === undefined) return false;
  const since = distance(stamp as Seq, clock as Seq);
  return since >= 0 && since < LONGEST_SILENCE;
}

/** Whether a segment acknowledges less than one that has passed before, which none does that leaves later. */
function takesBack({ bits, ack }: Passing, acked: Seq): boolean {
  return (bits & (SYN | RST | ACK)) === ACK && before(ack, acked) && distance(acked, ack) < FARTHEST;
}

function acknowledgesMore(one: Passing, { ack }: Passing): boolean {
  return (one.bits & (SYN | RST | ACK)) === ACK && after(one.ack, ack);
}

function isNewer(stamp: number | undefined, clock: number | undefined): boolean {
  return stamp !== undefined && clock !== undefined && distance(stamp as Seq, clock as Seq) > 0;
}

function isSameSyn(one: Passing, { from, seq }: Passing): boolean {
  return has(one, SYN) && one.from === from && one.seq === seq;
}
