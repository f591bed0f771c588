/** SEGMENT ARRIVES (RFC 9293 §3.10.7) for one end of a walk: where the RFC leaves a choice, it is drawn. */
import type { Chance } from './chance.js';
import { ackOf, begin, drop, initialNumber, queued, stamped, type End } from './end.js';
import { diff, endOf, has, mod, octets, type Wire } from './wire.js';

/** How likely an end goes the way that is not recommended. */
const OTHERWISE = 0.3;

export function arrive(end: End, wire: Wire, chance: Chance): void {
  switch (end.state) {
    case 'CLOSED':
      if (end.listens) return arriveAtListen(end, wire, chance);
      if (!has(wire, 'RST')) end.must.push(resetFor(wire));
      return;
    case 'LISTEN':
      return arriveAtListen(end, wire, chance);
    case 'SYN_SENT':
      return arriveAtSynSent(end, wire, chance);
    default:
      return arriveElsewhere(end, wire, chance);
  }
}

/** §3.5.2. */
function resetFor(wire: Wire): Wire {
  return wire.ack === undefined
    ? { flags: 'RST+ACK', seq: 0, ack: endOf(wire), len: 0 }
    : { flags: 'RST', seq: wire.ack, len: 0 };
}

function arriveAtListen(end: End, wire: Wire, chance: Chance): void {
  if (has(wire, 'RST')) return;
  if (has(wire, 'ACK')) end.must.push(resetFor(wire));
  else if (has(wire, 'SYN')) accept(end, wire, chance);
}

function accept(end: End, syn: Wire, chance: Chance): void {
  begin(end, 'SYN_RCVD', initialNumber(end, chance));
  synchronize(end, syn);
  end.must.push(queued(end, synAck(end, chance)));
}

function synchronize(end: End, syn: Wire): void {
  Object.assign(end, { irs: syn.seq, rcv: mod(syn.seq + 1), wnd: syn.win, wl1: syn.seq, wl2: syn.ack ?? 0 });
  end.peerScale = end.scale === undefined ? undefined : syn.scale;
  end.right = mod(end.rcv + Math.min(end.room, 0xffff));
}

/** The SYN of this end with an ACK; it offers a scale only where the peer has. */
export function synAck(end: End, chance: Chance): Wire {
  const scale = end.peerScale === undefined && end.passive ? undefined : end.scale;
  const plain = { flags: 'SYN+ACK', seq: end.iss, len: 0 };
  return stamped(end, scale === undefined ? plain : { ...plain, scale }, chance);
}

function arriveAtSynSent(end: End, wire: Wire, chance: Chance): void {
  const acks = wire.ack !== undefined && has(wire, 'ACK');
  if (acks && (diff(wire.ack, end.iss) <= 0 || diff(wire.ack, end.nxt) > 0)) {
    if (!has(wire, 'RST')) end.must.push(resetFor(wire));
    return;
  }
  if (has(wire, 'RST')) {
    if (acks) drop(end);
    return;
  }
  if (!has(wire, 'SYN')) return;
  synchronize(end, wire);
  if (acks) {
    end.state = 'ESTABLISHED';
    acknowledge(end, wire);
    end.must.push('ack');
  } else {
    end.state = 'SYN_RCVD';
    end.must.push(synAck(end, chance));
  }
}

function arriveElsewhere(end: End, wire: Wire, chance: Chance): void {
  const repeatsSyn = end.state === 'SYN_RCVD' && wire.seq === end.irs && wire.flags === 'SYN+ACK';
  if (!repeatsSyn) {
    if (!isAcceptable(end, wire)) return refuse(end, wire, chance);
    if (has(wire, 'RST')) return reset(end, wire, chance);
    if (has(wire, 'SYN')) return resynchronize(end, wire, chance);
  }
  if (wire.ack === undefined) return;
  if (end.state === 'SYN_RCVD') {
    if (diff(wire.ack, end.una) <= 0 || diff(wire.ack, end.nxt) > 0) {
      end.must.push(resetFor(wire));
      return;
    }
    end.state = 'ESTABLISHED';
    Object.assign(end, { wl1: mod(wire.seq - 1), wl2: wire.ack });
  }
  if (diff(wire.ack, end.nxt) > 0) {
    end.must.push('ack');
    return;
  }
  acknowledge(end, wire);
  if (!repeatsSyn && octets(wire) > 0) takeText(end, wire, chance);
}

/** First check: table 6. */
function isAcceptable(end: End, wire: Wire): boolean {
  const inside = (number: number): boolean => diff(number, end.rcv) >= 0 && diff(number, end.right) < 0;
  if (octets(wire) === 0) return wire.seq === end.rcv || inside(wire.seq);
  return inside(wire.seq) || inside(mod(endOf(wire) - 1));
}

function refuse(end: End, wire: Wire, chance: Chance): void {
  if (has(wire, 'RST')) return;
  if (has(wire, 'SYN')) {
    // A SYN again: its SYN,ACK again, or the ACK of the letter.
    if (end.state === 'SYN_RCVD' && wire.seq === end.irs && chance.is(0.5)) {
      end.must.push(synAck(end, chance));
    } else if (end.state === 'TIME_WAIT' && !has(wire, 'ACK') && chance.is(0.5)) {
      accept(end, wire, chance);
    } else {
      answer(end, chance);
    }
    return;
  }
  // "Special allowance should be made to accept valid ACKs": stacks trim what they have and use the rest.
  const isValid = wire.ack !== undefined && end.state !== 'SYN_RCVD' && diff(wire.ack, end.nxt) <= 0;
  if (isValid && chance.is(OTHERWISE)) acknowledge(end, wire);
  answer(end, chance);
}

/** An empty ACK in answer to what is not taken; their rate is limited, so that it may stay away. */
function answer(end: End, chance: Chance): void {
  end.unanswered = true;
  if (chance.is(0.85) && end.state !== 'CLOSED') end.must.push('ack');
}

/** Second check. */
function reset(end: End, wire: Wire, chance: Chance): void {
  if (wire.seq !== end.rcv && !chance.is(OTHERWISE)) return answer(end, chance);
  if (end.state === 'SYN_RCVD' && end.passive) drop(end, 'LISTEN');
  else if (end.state !== 'TIME_WAIT' || chance.is(0.5)) drop(end);
}

/** Fourth check. */
function resynchronize(end: End, wire: Wire, chance: Chance): void {
  if (end.state === 'SYN_RCVD' && end.passive) {
    drop(end, 'LISTEN');
  } else if (end.state === 'TIME_WAIT' && !has(wire, 'ACK') && chance.is(0.6)) {
    accept(end, wire, chance);
  } else if (chance.is(OTHERWISE)) {
    drop(end);
    end.must.push(resetFor(wire));
  } else {
    answer(end, chance);
  }
}

/** SND.UNA, SND.WND, and what follows from our FIN being acknowledged. */
function acknowledge(end: End, wire: Wire): void {
  const { ack = end.una, win = 0 } = wire;
  if (diff(ack, end.una) < 0) return;
  const isLater = diff(wire.seq, end.wl1) > 0 || (wire.seq === end.wl1 && diff(ack, end.wl2) >= 0);
  if (isLater) {
    const shift = has(wire, 'SYN') || end.scale === undefined ? 0 : (end.peerScale ?? 0);
    Object.assign(end, { wnd: win * 2 ** shift, wl1: wire.seq, wl2: ack });
  }
  if (diff(ack, end.una) === 0) return;
  end.una = ack;
  end.queue = end.queue.filter((sent) => diff(endOf(sent), ack) > 0);
  if (end.fin === undefined || diff(ack, end.fin) <= 0) return;
  if (end.state === 'FIN_WAIT_1') end.state = 'FIN_WAIT_2';
  else if (end.state === 'CLOSING') end.state = 'TIME_WAIT';
  else if (end.state === 'LAST_ACK') drop(end);
}

/** Seventh and eighth: text and FIN. */
function takeText(end: End, wire: Wire, chance: Chance): void {
  if (end.state === 'CLOSED') return;
  end.unanswered = true;
  if (end.peerFin !== undefined) return answer(end, chance);
  const isNew = diff(endOf(wire), end.rcv) > 0;
  if (end.deaf && wire.len > 0 && isNew && chance.is(0.6)) {
    drop(end);
    end.must.push(resetFor(wire));
    return;
  }
  const fin = has(wire, 'FIN');
  let to = endOf(wire);
  let hasFin = fin;
  if (diff(to, end.right) > 0 && chance.is(0.7)) {
    to = end.right;
    hasFin = false;
  }
  const inOrder = diff(wire.seq, end.rcv) <= 0;
  // What lies behind a hole is held (SHLD-31) or dropped.
  if (inOrder || chance.is(0.7)) end.held.push({ from: wire.seq, to, fin: hasFin });
  deliver(end);
  if (!inOrder || hasFin || chance.is(0.5)) end.must = [...end.must.filter((one) => one !== 'ack'), 'ack'];
}

function deliver(end: End): void {
  for (let moved = true; moved;) {
    moved = false;
    for (const { from, to, fin } of end.held) {
      if (end.peerFin !== undefined || diff(from, end.rcv) > 0 || diff(to, end.rcv) <= 0) continue;
      end.unread += diff(to, end.rcv) - (fin ? 1 : 0);
      end.rcv = to;
      moved = true;
      if (!fin) continue;
      end.peerFin = mod(to - 1);
      if (end.state === 'ESTABLISHED') end.state = 'CLOSE_WAIT';
      else if (end.state === 'FIN_WAIT_1') end.state = 'CLOSING';
      else if (end.state === 'FIN_WAIT_2') end.state = 'TIME_WAIT';
    }
    end.held = end.held.filter(({ to }) => diff(to, end.rcv) > 0);
  }
}

/** What an end sends in answer, with the numbers of now. */
export const answered = (end: End, answer: 'ack' | Wire, chance: Chance): Wire =>
  answer === 'ack' ? ackOf(end, chance) : answer;
