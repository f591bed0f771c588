/**
 * The way of each segment from end to end. A capture shows when a segment passes; when it arrives is worked out from what
 * its receiver shows to know when it sends itself: its acknowledgments, its SACK blocks, and what it sends again.
 *
 * A segment arrives as soon as it passes unless its receiver shows that it had not: then it was still under way.
 */
import { add, after, before, later } from '../../tcp/seq.js';
import { ACK, RST, SYN } from '../packet/tcp.js';
import { answersIn } from './answers.js';
import { Hindsight, sendsAgain } from './hindsight.js';
import {
  blockOf,
  covers,
  endOf,
  has,
  isPureAck,
  isSame,
  opens,
  other,
  size,
  type Passing,
  type Side,
} from './passing.js';
import { isBehindHole, receive, receiver, resets, type Receiver, type UnderWay } from './receiver.js';

/** What the capture cannot show: what the program or the host on an end does. */
export interface Called {
  readonly end: Side;
  readonly call: 'abort' | 'crash' | '2MSL' | 'user-timeout';
}

/** What there is to tell, in the order in which it happens. */
export type Event = Travelling | Called;

/** A segment on its way. */
export interface Travelling {
  /** sent: it stays under way. arrived: it was under way, and arrives. copied: the network brings it once more. */
  readonly fate: 'delivered' | 'lost' | 'sent' | 'arrived' | 'copied';
  readonly passing: Passing;
}

/** A reading of what the capture leaves open, where the likeliest turned out to be wrong. */
export interface Doubts {
  /** What did not arrive, although nothing speaks against it. */
  readonly lost: ReadonlySet<Passing>;
  /** What had not arrived yet when another segment left. */
  readonly late: ReadonlyMap<Passing, Passing>;
  /** What nobody has sent again: the network has made a copy of it. */
  readonly copied: ReadonlySet<Passing>;
  /** What an end does just before a segment passes. */
  readonly calls: ReadonlyMap<Passing, Called>;
}

export const NO_DOUBTS: Doubts = {
  lost: new Set(),
  late: new Map(),
  copied: new Set(),
  calls: new Map(),
};

/** Whether the event is a segment that leaves, arrives, or both. */
export function isTravelling(event: Event): event is Travelling {
  return 'passing' in event;
}

export function journeysOf(passings: readonly Passing[], doubts: Doubts = NO_DOUBTS): readonly Event[] {
  return new Traveller(passings, doubts).events();
}

/** So long does nobody wait for a segment that is only late. */
const LATE_SECONDS = 0.19;
/** So many segments under way to one end are looked at. */
const MOST_UNDER_WAY = 512;
/** With so many SACK blocks there may be no room for another. */
const MANY_BLOCKS = 3;

interface Line {
  readonly passing: Passing;
  fate: 'delivered' | 'lost' | 'sent' | 'copied';
  /** What arrives behind it. */
  readonly arrivals: Passing[];
}

class Traveller {
  readonly #lines: Line[] = [];
  readonly #ends: Record<Side, Receiver> = { C: receiver(), S: receiver() };
  /** By what it answers: each reset that is an answer. */
  readonly #resets: ReadonlyMap<Passing, Passing>;
  /** Where each stands. */
  readonly #places: ReadonlyMap<Passing, number>;
  readonly #hindsight: Hindsight;

  constructor(
    private readonly passings: readonly Passing[],
    private readonly doubts: Doubts,
  ) {
    for (const { from, sack } of passings) if (sack.length > 0) this.#ends[from].sacks = true;
    this.#resets = answersIn(passings).answered;
    this.#places = new Map(passings.map((passing, index) => [passing, index]));
    this.#hindsight = new Hindsight(passings, (passing) => this.#isCopy(passing));
  }

  events(): readonly Event[] {
    for (const passing of this.passings) {
      if (!this.#isCopy(passing)) this.#arrivalsBefore(passing);
      this.#passes(passing);
    }
    this.#end('C');
    this.#end('S');
    const { calls } = this.doubts;
    const events = this.#lines.flatMap(({ passing, fate, arrivals }): Event[] => [
      ...[calls.get(passing) ?? []].flat(),
      { fate, passing },
      ...arrivals.map((one) => ({ fate: 'arrived' as const, passing: one })),
    ]);
    return withCopiesBehind(events);
  }

  #isCopy(passing: Passing): boolean {
    return passing.copy ?? this.doubts.copied.has(passing);
  }

  #passes(passing: Passing): void {
    const line = this.#lines.length;
    if (this.#isCopy(passing)) {
      this.#lines.push({ passing, fate: 'copied', arrivals: [] });
      return;
    }
    const isLost = passing.unseen === 'lost' || this.doubts.lost.has(passing);
    this.#lines.push({ passing, fate: isLost ? 'lost' : 'sent', arrivals: [] });
    this.#ends[passing.from].sentAt = line;
    if (has(passing, RST)) this.#ends[passing.from].isReset = true;
    if (has(passing, SYN)) this.#ends[passing.from].isReset = false;
    if (!isLost)
      this.#ends[other(passing.from)].underWay.push({ passing, line, missing: 0, overtaken: false });
  }

  /** What must have arrived at an end when it sends. */
  #arrivalsBefore(sent: Passing): void {
    const end = this.#ends[sent.from];
    this.#begin(end, sent);
    const coming: UnderWay[] = [];
    const staying: UnderWay[] = [];
    let isBlocked = false;
    // Each acknowledgment that says the same again answers one segment behind a hole (RFC 5681 §4.2).
    let isAnswer = !end.sacks && isPureAck(sent) && end.lastAck === sent.ack;
    for (const [index, one] of end.underWay.slice(0, MOST_UNDER_WAY).entries()) {
      let verdict = this.#hasCome(one, sent, end);
      const answers = verdict === 'maybe' && isAnswer && isBehindHole(one.passing, end);
      if (answers && !this.#hindsight.isMissedAfter(sent, one.passing)) {
        verdict = 'surely';
        isAnswer = false;
      }
      if (verdict === 'not-yet' || verdict === 'no' || (isBlocked && verdict === 'maybe')) {
        if (verdict === 'no') {
          one.missing++;
          isBlocked = true;
        }
        staying.push(one);
        continue;
      }
      const again = repeatOf(one, index, end);
      if (again && this.#isGivenUp(one, again, end)) {
        this.#line(one).fate = 'lost';
        continue;
      }
      for (const earlier of staying) earlier.overtaken = true;
      coming.push(one);
      receive(end, one.passing);
    }
    end.underWay = [...staying, ...end.underWay.slice(MOST_UNDER_WAY)];
    if (has(sent, ACK)) {
      end.lastAck = sent.ack;
      if (end.next !== undefined && !has(sent, RST)) end.next = later(end.next, sent.ack);
    }
    this.#arrive(end, coming);
  }

  /** Where the capture begins in the middle: what an end had received is known from what it acknowledges. */
  #begin(end: Receiver, sent: Passing): void {
    if (!has(sent, ACK) || has(sent, RST)) return;
    end.first ??= end.underWay.find(({ passing }) => size(passing) > 0)?.passing.seq;
    const { first } = end;
    if (end.next === undefined) {
      const opening = end.underWay.some(({ passing }) => has(passing, SYN));
      if (!opening) end.next = first !== undefined && before(first, sent.ack) ? first : sent.ack;
    } else if (first !== undefined && before(end.next, first)) {
      end.next = before(sent.ack, first) ? later(end.next, sent.ack) : first;
    }
  }

  #line({ line }: UnderWay): Line {
    const found = this.#lines[line];
    if (!found) throw new RangeError('no such line');
    return found;
  }

  /** Whether what was sent again had been lost rather than being late. */
  #isGivenUp(one: UnderWay, again: UnderWay, end: Receiver): boolean {
    if (size(one.passing) === 0 || one.passing.overtakenUntil !== undefined) return false;
    // What is answered by a reset came when all was over, and so not in the place of the first.
    if (this.#resets.has(again.passing)) return false;
    if (one.missing > 0 && (one.overtaken || isLater(one, again))) return true;
    return end.sentAt < one.line && isLater(one, again);
  }

  /**
   * Whether a segment has arrived at an end that sends.
   *
   * - surely: what the end sends shows it
   * - maybe: nothing speaks against it
   * - no: what the end sends shows that it has not
   * - not-yet: it has not passed yet, or what answers it has not
   */
  #hasCome({ passing }: UnderWay, sent: Passing, end: Receiver): 'surely' | 'maybe' | 'no' | 'not-yet' {
    if (passing.overtakenUntil !== undefined && sent.number < passing.overtakenUntil) return 'not-yet';
    const beyond = this.doubts.late.get(passing);
    if (beyond && this.#isBefore(sent, beyond)) return 'no';
    const reset = this.#resets.get(passing);
    if (reset === sent) return 'surely';
    // What is answered by a reset arrives only then.
    const waits = reset !== undefined && this.#isBefore(sent, reset);
    const isFirst = end.next === undefined || after(endOf(passing), end.next);
    // What it says may have come with another before.
    if (waits && !(isFirst && isAcknowledged(passing, sent))) return 'not-yet';
    if (end.isReset && !has(passing, RST)) return has(sent, SYN) ? 'maybe' : 'no';
    // An end that sends anything else has not been reset.
    if (has(passing, RST)) return !has(sent, RST) && !opens(sent) && resets(passing, end) ? 'no' : 'maybe';
    // A SYN that answers nothing comes from an end that has seen none.
    if (opens(sent) && has(passing, SYN)) return 'no';
    if (!has(sent, ACK)) return 'maybe';
    if (size(passing) === 0) return this.#isKnown(passing, sent) ? 'maybe' : 'no';
    // The data on a SYN may be left for later.
    if (!after(has(passing, SYN) ? add(passing.seq, 1) : endOf(passing), sent.ack)) return 'surely';
    if (!isBehindHole(passing, end)) return 'no';
    // What lies in the hole had left before the capture began.
    if (end.next !== undefined && end.first !== undefined && before(end.next, end.first)) return 'no';
    if (sent.sack.some(({ from, to }) => !after(from, passing.seq) && !after(endOf(passing), to)))
      return 'surely';
    if (!end.sacks) return 'maybe';
    const hasRoom = sent.sack.length < MANY_BLOCKS;
    return hasRoom || this.#hindsight.isSentAgain(passing, this.#places.get(passing) ?? 0) ? 'no' : 'maybe';
  }

  /** Whether an acknowledgment may have arrived at an end that sends: it sends nothing again that is acknowledged. */
  #isKnown(acknowledgment: Passing, sent: Passing): boolean {
    if (sendsAgain(sent, acknowledgment)) return false;
    const place = this.#places.get(acknowledgment) ?? 0;
    return (this.#places.get(sent) ?? 0) > this.#hindsight.unknownUntil(acknowledgment, place);
  }

  #isBefore(one: Passing, two: Passing): boolean {
    return (this.#places.get(one) ?? -1) <= (this.#places.get(two) ?? -1);
  }

  /** Puts arrivals where they belong: as early as they can be, in the order in which they passed. */
  #arrive(end: Receiver, coming: readonly UnderWay[]): void {
    let at = end.sentAt;
    for (const one of coming) {
      if (one.passing.overtakenUntil !== undefined) continue;
      const own = this.#line(one);
      at = Math.max(one.line, at);
      if (at === one.line) own.fate = 'delivered';
      else this.#lines[at]?.arrivals.push(one.passing);
    }
    for (const { passing, line } of coming) {
      const until = passing.overtakenUntil;
      if (until === undefined) continue;
      let place = Math.max(line, end.sentAt);
      while ((this.#lines[place + 1]?.passing.number ?? until) < until) place++;
      this.#lines[place]?.arrivals.push(passing);
    }
  }

  /** What becomes of all that is under way when the capture ends. */
  #end(side: Side): void {
    const end = this.#ends[side];
    const last = this.passings.at(-1)?.time;
    const coming: UnderWay[] = [];
    for (const [index, one] of end.underWay.entries()) {
      const { passing } = one;
      const again = repeatOf(one, index, end) !== undefined;
      const waited = last === undefined || passing.time === undefined ? 0 : last - passing.time;
      const isLost = one.missing > 0 && size(passing) > 0 && (again || waited > LATE_SECONDS);
      // A reset that is not answered by anything did not answer what comes now.
      if (isLost || (end.isReset && !has(passing, RST))) this.#line(one).fate = 'lost';
      else coming.push(one);
    }
    this.#arrive(end, coming);
  }
}

/** No copy comes before what it is a copy of. */
function withCopiesBehind(events: readonly Event[]): readonly Event[] {
  const ordered: Event[] = [];
  const early: Travelling[] = [];
  for (const event of events) {
    ordered.push(event);
    if (!isTravelling(event)) continue;
    const { fate, passing } = event;
    if (fate === 'copied') {
      const isUnderWay = ordered
        .slice(-MOST_UNDER_WAY)
        .findLast(
          (one): one is Travelling =>
            isTravelling(one) && one.fate !== 'copied' && isSame(one.passing, passing),
        );
      if (isUnderWay?.fate === 'sent') early.push(...(ordered.splice(-1) as Travelling[]));
    } else if (fate === 'arrived') {
      for (const copy of early.filter((one) => isSame(one.passing, passing))) {
        ordered.push(copy);
        early.splice(early.indexOf(copy), 1);
      }
    }
  }
  return [...ordered, ...early];
}

/** What says again, behind it, all that one has said which is under way to an end at an index. */
function repeatOf({ passing }: UnderWay, index: number, { underWay }: Receiver): UnderWay | undefined {
  return underWay.slice(index + 1, index + 1 + MOST_UNDER_WAY).find((one) => isRepeat(one.passing, passing));
}

/** Whether a later segment says again all that one has said. */
function isRepeat(again: Passing, one: Passing): boolean {
  return size(one) > 0 && covers(again, blockOf(one));
}

function isLater(one: UnderWay, again: UnderWay): boolean {
  const [first, second] = [one.passing.time, again.passing.time];
  return first !== undefined && second !== undefined && second - first >= LATE_SECONDS;
}

/** Whether what a segment tells or asks is acknowledged by another. */
function isAcknowledged(passing: Passing, { bits, ack }: Passing): boolean {
  return (bits & (RST | ACK)) === ACK && size(passing) > 0 && !after(endOf(passing), ack);
}
