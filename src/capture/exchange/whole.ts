/**
 * What a capture does not hold, or holds in another order: segments that others show to have been sent are put in, and
 * what left earlier than it passed is known as such.
 */
import { add, after, atOrBefore, before, distance, later, type Seq } from '../../tcp/seq.js';
import type { Option } from '../../tcp/segment.js';
import { ACK, FIN, RST, SYN } from '../packet/tcp.js';
import { withGrounds } from './answers.js';
import { asTheyLeft } from './departures.js';
import { withoutSurplus } from './surplus.js';
import { endOf, has, isProbe, opens, other, size, ZERO, type Passing, type Side } from './passing.js';

/** A hole that is larger was never sent: the number belongs to no stream. */
const LARGEST_HOLE = 2 ** 24;
/** RFC 7323 §2.3. */
const LARGEST_SCALE = 14;
/** How many packets further down is looked for what fills a hole. */
const AHEAD = 256;
/** And how many for an acknowledgment of it. */
const FAR_AHEAD = 4_096;
/** Captured in another order than they passed: only so many packets, and so many seconds, apart. */
const SWAPPED = 32;
const SWAPPED_SECONDS = 0.1;
/** Overtaken on the way, rather than sent again, where nothing else tells the two apart. */
const OVERTAKEN_SECONDS = 0.003;

export function whole(passings: readonly Passing[]): readonly Passing[] {
  return new Mender(withGrounds(asTheyLeft(withoutSurplus(passings)))).mend();
}

class Mender {
  readonly #queue: Passing[];
  readonly #out: Passing[] = [];
  /** The next number that each end would send, by what has passed. */
  readonly #next: Partial<Record<Side, Seq>> = {};
  readonly #lastAck: Partial<Record<Side, Seq>> = {};
  /** The numbers of the SYNs, and whose has been acknowledged. */
  readonly #syns: Partial<Record<Side, Seq>> = {};
  readonly #synAcked = new Set<Side>();
  /** Whether data may follow a SYN before it is acknowledged, by what the SYNs say (RFC 7413 §4.2.2). */
  #fastOpen = false;
  /** What stands higher up than the capture has it. */
  readonly #moved = new Set<Passing>();
  /** How far each end may send, and by how much it scales its windows; less than 0 where its SYN does not say. */
  readonly #limits: Partial<Record<Side, Seq>> = {};
  readonly #scales: Partial<Record<Side, number>> = {};
  /** Whether something of the end has passed. */
  readonly #heard = new Set<Side>();

  constructor(passings: readonly Passing[]) {
    this.#queue = [...passings];
  }

  mend(): readonly Passing[] {
    for (let at = 0; at < this.#queue.length; at++) {
      if (!this.#queue[at]?.copy) this.#acknowledged(at);
      if (!this.#queue[at]?.copy) this.#sacked(at);
      const passing = this.#queue[at];
      if (!passing) continue;
      if (passing.copy) {
        this.#out.push(passing);
        continue;
      }
      const put = this.#followed(passing, at);
      this.#put(put);
    }
    return this.#out;
  }

  #put(passing: Passing): void {
    const { from, seq, ack } = passing;
    this.#out.push(passing);
    if (has(passing, ACK)) {
      this.#lastAck[from] = ack;
      if (!has(passing, RST)) this.#limits[other(from)] = add(ack, passing.win * 2 ** this.#scaleOf(passing));
      const syn = this.#syns[other(from)];
      if (syn !== undefined && after(ack, syn)) this.#synAcked.add(other(from));
    }
    if (has(passing, SYN)) {
      this.#scales[from] = Number(passing.options.find(({ name }) => name === 'wscale')?.value ?? -1);
      this.#syns[from] ??= seq;
      this.#fastOpen = this.#agreesToEarlyData(passing);
    }
    if (has(passing, RST)) return;
    this.#heard.add(from);
    const next = this.#next[from];
    if (next === undefined) this.#next[from] = endOf(passing);
    else if (Math.abs(distance(seq, next)) <= LARGEST_HOLE) this.#next[from] = later(next, endOf(passing));
  }

  /** Before an acknowledgment of what has not passed: that, from where it stands further down, or put in. */
  #acknowledged(at: number): void {
    const passing = this.#queue[at];
    if (!passing || !has(passing, ACK)) return;
    const peer = other(passing.from);
    const next = this.#next[peer];
    if (next === undefined) {
      this.#firstOf(peer, passing);
      return;
    }
    this.#handshake(passing, peer, next);
    const hole = distance(passing.ack, next);
    if (hole <= 0 || hole > LARGEST_HOLE) return;
    if (this.#swapped(at, peer, next)) {
      this.#acknowledged(at);
      return;
    }
    // Nothing comes after a reset that could tell whether its number is right.
    if (has(passing, RST) || !this.#goesOnBehind(at, peer, passing.ack)) return;
    const missed = this.#missed(passing, peer, next, hole);
    // The last octet of a connection that is closing is that of a FIN.
    const isClosing = has(passing, FIN) || this.#out.some((one) => has(one, FIN));
    const closes = hole === 1 && isClosing && this.#isLast(at, peer, passing.ack);
    this.#put(closes ? { ...missed, bits: FIN | ACK, len: 0 } : missed);
    this.#beforeResets(peer);
  }

  /** Before SACK blocks of what has not passed: that, and what left before it (RFC 2018 §3). */
  #sacked(at: number): void {
    const passing = this.#queue[at];
    if (!passing || passing.sack.length === 0) return;
    const peer = other(passing.from);
    for (const { from, to } of passing.sack.toSorted((one, two) => distance(one.from, two.from))) {
      const next = this.#next[peer];
      const beyond = next === undefined ? 0 : distance(to, next);
      if (next === undefined || beyond <= 0 || beyond > LARGEST_HOLE) continue;
      if (!this.#heard.has(peer)) {
        // It left before the capture begins.
        this.#next[peer] = to;
        continue;
      }
      const start = later(next, from);
      if (this.#swapped(at, peer, start)) {
        this.#acknowledged(at);
        return;
      }
      if (!this.#goesOnBehind(at, peer, to)) continue;
      this.#put(this.#followed(this.#missed(passing, peer, start, distance(to, start)), at));
    }
  }

  /** What was put in last left before its end reset the connection. */
  #beforeResets(side: Side): void {
    const opening = this.#out.findLastIndex((one) => has(one, SYN));
    const reset = this.#out.findIndex((one, at) => at > opening && one.from === side && has(one, RST));
    const [put] = reset < 0 ? [] : this.#out.splice(-1, 1);
    if (put) this.#out.splice(reset, 0, put);
  }

  /** The end that opened passively sends what it may only send once its SYN is acknowledged: that was missed. */
  #handshake({ from, len, bits, ...rest }: Passing, peer: Side, next: Seq): void {
    const syn = this.#syns[from];
    if (syn === undefined || this.#synAcked.has(from) || bits & (SYN | RST)) return;
    // A keep-alive has the number before, an acknowledgment the one behind the SYN.
    const isOpen = len > 0 || bits & FIN || rest.seq === syn;
    if (!isOpen || this.#fastOpen) return;
    this.#put({ ...this.#missed({ from, len, bits, ...rest }, peer, next, 0), ack: add(syn, 1) });
  }

  /** Nothing of this end has passed: its SYN was missed, or the capture begins in the middle. */
  #firstOf(peer: Side, passing: Passing): void {
    if (has(passing, RST)) return;
    const opened = this.#syns[passing.from];
    if (!has(passing, SYN)) {
      // Whoever has opened goes on only once it is answered.
      if (opened === undefined) this.#next[peer] = passing.ack;
      else {
        const answer = { ...this.#missed(passing, peer, add(passing.ack, -1), 0), bits: SYN | ACK };
        // It agrees to what was offered, as what comes may rest on that.
        this.#put({ ...answer, ack: add(opened, 1), options: this.#offered(passing.from) });
      }
      return;
    }
    const syn = this.#queue.findIndex(({ from, bits }) => from === peer && (bits & (SYN | ACK)) === SYN);
    const found = this.#queue[syn];
    if (found && add(found.seq, 1) === passing.ack && syn < SWAPPED) {
      this.#queue.splice(syn, 1);
      this.#queue.splice(this.#queue.indexOf(passing), 0, found);
      return;
    }
    // It has offered what the answer agrees to, each option with a value of its own.
    const options = passing.options.filter(({ name }) => name !== 'mss');
    this.#put({ ...this.#missed(passing, peer, add(passing.ack, -1), 0), bits: SYN, ack: ZERO, options });
  }

  /** A cookie, or data: unless the answer takes none of the data, or has a cookie for the next time. */
  #agreesToEarlyData(syn: Passing): boolean {
    const offers = syn.len > 0 || hasFastOpen(syn);
    if (!has(syn, ACK)) return offers;
    const opening = this.#out.findLast((one) => one.from !== syn.from && opens(one));
    if (opening !== undefined && after(syn.ack, add(opening.seq, 1))) return true;
    return this.#fastOpen && !hasFastOpen(syn) && (opening?.len ?? 0) === 0;
  }

  /** What the SYN of an end offers and its answer would agree to. */
  #offered(side: Side): readonly Option[] {
    const syn = this.#out.find((one) => one.from === side && opens(one));
    return syn?.options.filter(({ name }) => name === 'sackok' || name === 'wscale') ?? [];
  }

  /** Moves up what is acknowledged before it passes; false where it does not stand close below. */
  #swapped(at: number, peer: Side, next: Seq): boolean {
    const passing = this.#queue[at];
    const found = this.#queue.findIndex(
      (one, index) =>
        index > at &&
        index <= at + SWAPPED &&
        one.from === peer &&
        // Segments that acknowledge one another have no order.
        !this.#moved.has(one) &&
        !after(one.seq, next) &&
        after(endOf(one), next) &&
        !(Math.abs((one.time ?? 0) - (passing?.time ?? 0)) > SWAPPED_SECONDS),
    );
    const [moved] = found < 0 ? [] : this.#queue.splice(found, 1);
    if (moved) {
      this.#moved.add(moved);
      this.#queue.splice(at, 0, moved);
    }
    return moved !== undefined;
  }

  /** Whether the end counts on from a number, or sends nothing more that would show from where it counts. */
  #goesOnBehind(at: number, side: Side, number: Seq): boolean {
    for (const one of this.#queue.slice(at + 1, at + 1 + AHEAD)) {
      if (one.from !== side || has(one, RST)) continue;
      // What it sends again tells nothing.
      const known = this.#next[side];
      if (known !== undefined && before(endOf(one), known)) continue;
      if (isProbe(one, known) || isProbe(one, number)) continue;
      return !before(one.seq, number) || after(endOf(one), number) || this.#isFilled(at, side, number);
    }
    return true;
  }

  /** Whether the end sends nothing new from a number on. */
  #isLast(at: number, side: Side, number: Seq): boolean {
    return !this.#queue
      .slice(at + 1, at + 1 + FAR_AHEAD)
      .some((one) => one.from === side && after(endOf(one), number));
  }

  /** Whether the end sends again, further down, what lies before the number. */
  #isFilled(at: number, side: Side, number: Seq): boolean {
    return this.#queue
      .slice(at + 1, at + 1 + AHEAD)
      .some((one) => one.from === side && atOrBefore(number, endOf(one)) && size(one) > 0);
  }

  /** Before a segment behind a hole: what was to come before it. */
  #followed(passing: Passing, at: number): Passing {
    const { from, seq } = passing;
    const next = this.#next[from];
    if (next === undefined || has(passing, SYN)) return passing;
    // The number of a reset is that of what its end would send next, if the other end may accept that.
    if (has(passing, RST) && !this.#isWithinWindow(passing)) return passing;
    const hole = distance(seq, next);
    if (hole <= 0 || hole > LARGEST_HOLE) return passing;
    // What passed before the capture begins is not missing in it.
    if (!this.#heard.has(from)) return passing;
    const found = this.#queue.findIndex(
      (one, index) => index > at && index <= at + AHEAD && one.from === from && covering(one, next),
    );
    const filling = this.#queue[found];
    if (filling && wasOvertaken(filling, passing)) {
      this.#queue.splice(found, 1);
      this.#put({ ...filling, overtakenUntil: filling.number });
      return this.#followed(passing, at);
    }
    const closes = filling !== undefined && has(filling, FIN) && endOf(filling) === seq;
    const missed = this.#missed(passing, from, next, closes ? hole - 1 : hole);
    const isGone = filling !== undefined || !this.#isAcknowledged(at, from, seq);
    const put = closes ? { ...missed, bits: FIN | ACK } : missed;
    this.#put(isGone ? { ...put, unseen: 'lost' } : put);
    return passing;
  }

  /** Windows are scaled where both ends have said so, which a capture that begins in the middle does not show. */
  #scaleOf(passing: Passing): number {
    if (has(passing, SYN)) return 0;
    const { C, S } = this.#scales;
    const own = this.#scales[passing.from];
    return (C ?? 0) < 0 || (S ?? 0) < 0 ? 0 : Math.min(own ?? LARGEST_SCALE, LARGEST_SCALE);
  }

  /** Whether an end may have sent as far as a number, by the last window that it was given. */
  #isWithinWindow({ from, seq }: Passing): boolean {
    const limit = this.#limits[from];
    return limit !== undefined && !after(seq, limit);
  }

  #isAcknowledged(at: number, side: Side, number: Seq): boolean {
    return this.#queue
      .slice(at + 1, at + 1 + FAR_AHEAD)
      .some((one) => one.from !== side && has(one, ACK) && !before(one.ack, number));
  }

  /** Data that was sent although the capture does not hold it. */
  #missed(beside: Passing, from: Side, seq: Seq, len: number): Passing {
    const ack =
      this.#lastAck[from] ?? this.#next[other(from)] ?? (from === beside.from ? beside.ack : beside.seq);
    return {
      from,
      bits: ACK,
      seq,
      ack,
      len,
      win: 0,
      up: 0,
      options: [],
      sack: [],
      stamp: undefined,
      id: undefined,
      time: beside.time,
      number: beside.number,
      count: 1,
      unseen: 'missed',
    };
  }
}

function hasFastOpen({ options }: Passing): boolean {
  return options.some(({ name }) => name === 'tfo');
}

function covering(one: Passing, number: Seq): boolean {
  return size(one) > 0 && !after(one.seq, number) && after(endOf(one), number);
}

/** Whether a segment that passes later left earlier: by its identification, its clock, or else because it comes at once. */
function wasOvertaken(late: Passing, early: Passing): boolean {
  if (late.unseen || early.unseen) return false;
  const apart = late.time === undefined || early.time === undefined ? 0 : late.time - early.time;
  if (late.stamp !== undefined && early.stamp !== undefined && late.stamp !== early.stamp) {
    return distance(late.stamp as Seq, early.stamp as Seq) < 0;
  }
  if (late.id !== undefined && early.id !== undefined && late.id !== 0 && early.id !== 0) {
    const ids = ((late.id - early.id) << 16) >> 16;
    if (ids !== 0 && Math.abs(ids) < 256) return ids < 0;
  }
  return apart < OVERTAKEN_SECONDS;
}
