/** SEGMENT ARRIVES (RFC 9293 §3.10.7). */
import type { State } from '../../../src/tcp/state.js';
import {
  diff,
  EARLIER,
  gone,
  has,
  into,
  length,
  mod,
  NOTHING,
  type Reset,
  type Side,
  type Way,
  type Wire,
} from './world.js';

/** SEGMENT ARRIVES (§3.10.7): everything that the side may become. */
export function* arrives(side: Side, wire: Wire): Iterable<Way<Side>> {
  switch (side.state) {
    case 'CLOSED':
      yield [refusing(side, wire)];
      if (side.listens !== 'no') yield* atListen(side, wire);
      return;
    case 'LISTEN':
      yield* atListen(side, wire);
      return;
    case 'SYN_SENT':
      yield* atSynSent(side, wire);
      return;
    default:
      yield* atOpen(side, wire);
  }
}

/** §3.5.2: the reset that answers a segment, which may be sent. */
function refusing(side: Side, wire: Wire): Side {
  if (has(wire, 'RST')) return side;
  const reset: Reset = has(wire, 'ACK')
    ? { seq: wire.ack, ack: undefined }
    : { seq: 0, ack: mod(wire.seq + length(wire)) };
  return { ...side, resets: [...side.resets, reset].slice(-4) };
}

function* atListen(side: Side, wire: Wire): Iterable<Way<Side>> {
  if (has(wire, 'RST')) yield [side];
  else if (has(wire, 'ACK')) yield [refusing(side, wire)];
  else if (!has(wire, 'SYN')) yield [side];
  else {
    yield [refusing(side, wire), 'a listening end that refuses'];
    const first = mod(wire.seq + 1);
    const base = { ...NOTHING, opened: 'passive' as const, irs: wire.seq, resets: side.resets };
    yield [into(side, 'SYN_RCVD', { ...base, rcv: first })];
    if (wire.len > 0)
      yield [into(side, 'SYN_RCVD', { ...base, rcv: mod(first + wire.len) }), 'data on a SYN'];
  }
}

function* atSynSent(side: Side, wire: Wire): Iterable<Way<Side>> {
  const acks = has(wire, 'ACK');
  if (acks && (diff(wire.ack, side.iss ?? 0) <= 0 || diff(wire.ack, side.nxt) > 0)) {
    yield [refusing(side, wire)];
    return;
  }
  if (has(wire, 'RST')) {
    yield [acks ? gone(side) : side];
    return;
  }
  if (!has(wire, 'SYN')) {
    yield [side];
    return;
  }
  const seen = { irs: wire.seq, rcv: mod(wire.seq + 1) };
  const doubts = wire.len > 0 ? ['data on a SYN'] : [];
  const room = roomFor(side, wire);
  if (acks) yield [into(acknowledged({ ...side, ...room }, wire.ack), 'ESTABLISHED', seen), ...doubts];
  else yield [into({ ...side, ...room }, 'SYN_RCVD', seen), ...doubts];
}

function roomFor(side: Side, wire: Wire): Partial<Side> {
  if (wire.win === undefined || !has(wire, 'ACK')) return {};
  const edge = mod(wire.ack + wire.win);
  return { edge: side.edge === undefined || diff(edge, side.edge) > 0 ? edge : side.edge };
}

function acknowledged(side: Side, ack: number): Side {
  if (diff(ack, side.una) <= 0 || diff(ack, side.nxt) > 0) return side;
  return { ...side, una: ack, sent: side.sent.filter(([, to]) => diff(to, ack) > 0) };
}

function* atOpen(side: Side, wire: Wire): Iterable<Way<Side>> {
  const long = length(wire);
  const last = mod(wire.seq + Math.max(long, 1) - 1);
  // Figure 7: the SYN,ACK of a simultaneous open repeats a SYN that is known.
  const figure7 = side.state === 'SYN_RCVD' && has(wire, 'SYN') && has(wire, 'ACK') && wire.seq === side.irs;
  if (figure7) {
    if (diff(wire.ack, side.una) > 0 && diff(wire.ack, side.nxt) <= 0 && side.iss !== undefined)
      yield [into(acknowledged({ ...side, ...roomFor(side, wire) }, wire.ack), 'ESTABLISHED')];
    yield [side, 'the letter of the sequence check'];
    return;
  }
  const acceptable = diff(last, side.rcv) >= 0;
  if (!acceptable) {
    yield [side];
    // Something may be missing here that was sent before the first line: then RCV.NXT lies lower.
    if (side.earlier && has(wire, 'RST')) yield [gone(side), EARLIER];
    const unsent = side.state === 'SYN_RCVD' && side.iss === undefined;
    if (has(wire, 'ACK') && !has(wire, 'RST') && !has(wire, 'SYN') && !unsent) {
      for (const [next, ...doubts] of withAck(side, wire))
        yield [next, ...doubts, 'an ACK on an old segment'];
    }
    return;
  }
  if (has(wire, 'RST')) {
    yield* atReset(side, wire);
    return;
  }
  // What comes out of order is held or dropped as a whole, or read as far as it can be (SHLD-31).
  if (diff(wire.seq, side.rcv) > 0) yield [side, 'not read for being out of order'];
  if (has(wire, 'SYN')) {
    // A challenge ACK; or back to LISTEN; or the older rule, which answers with a reset and closes.
    yield [side];
    if (side.state === 'SYN_RCVD' && side.opened === 'passive') yield [gone(side, 'LISTEN')];
    else if (side.state === 'TIME_WAIT') {
      yield* atListen({ ...gone(side, 'LISTEN'), listens: side.listens }, wire);
      yield [refusing(gone(side), wire)];
    } else yield [refusing(gone(side), wire)];
    return;
  }
  if (!has(wire, 'ACK')) {
    yield [side];
    return;
  }
  for (const [next, ...doubts] of withAck(side, wire)) {
    if (next.state === 'SYN_RCVD' || next.state === 'CLOSED' || diff(wire.ack, side.nxt) > 0) {
      yield [next, ...doubts];
      continue;
    }
    for (const [taken, ...more] of withText(next, wire)) yield [taken, ...doubts, ...more];
  }
}

function* atReset(side: Side, wire: Wire): Iterable<Way<Side>> {
  const exact = wire.seq === side.rcv;
  // A closed window takes no data, not even with a reset.
  if (wire.len > 0) yield [side, 'data on a reset'];
  if (!exact) yield [side];
  else if (side.earlier) yield [side, EARLIER];
  if (side.state === 'SYN_RCVD' && side.opened === 'passive') yield [gone(side, 'LISTEN')];
  else yield [gone(side)];
  if (side.state === 'TIME_WAIT' && exact) yield [side];
}

function* withAck(side: Side, wire: Wire): Iterable<Way<Side>> {
  const good = diff(wire.ack, side.una) > 0 && diff(wire.ack, side.nxt) <= 0;
  if (side.state === 'SYN_RCVD') {
    if (!good || side.iss === undefined) yield [refusing(side, wire)];
    else yield [into(acknowledged({ ...side, ...roomFor(side, wire) }, wire.ack), 'ESTABLISHED')];
    return;
  }
  if (!good) {
    yield [{ ...side, ...(diff(wire.ack, side.nxt) > 0 ? {} : roomFor(side, wire)) }];
    return;
  }
  const next = acknowledged({ ...side, ...roomFor(side, wire) }, wire.ack);
  if (side.fin === undefined || diff(wire.ack, side.fin) <= 0) {
    yield [next];
    return;
  }
  if (side.state === 'FIN_WAIT_1') yield [into(next, 'FIN_WAIT_2')];
  else if (side.state === 'CLOSING') yield [into(next, 'TIME_WAIT')];
  else if (side.state === 'LAST_ACK') yield [gone(side)];
  else yield [next];
}

function* withText(side: Side, wire: Wire): Iterable<Way<Side>> {
  const reads = ['ESTABLISHED', 'FIN_WAIT_1', 'FIN_WAIT_2'].includes(side.state);
  if (!reads || length(wire) === 0) {
    yield [side];
    return;
  }
  const piece = [wire.seq, mod(wire.seq + length(wire)), has(wire, 'FIN')] as const;
  const held = [...side.held, piece].sort(([a], [b]) => diff(a, b));
  yield [deliver({ ...side, held })];
  if (side.earlier && diff(wire.seq, side.rcv) <= 0) yield [side, EARLIER];
  // After CLOSE, nobody reads: the data may be refused with a reset.
  if (side.state !== 'ESTABLISHED' && wire.len > 0) {
    const reset: Reset = { seq: side.nxt, ack: undefined };
    yield [{ ...gone(side), resets: [reset] }, 'data after close'];
  }
  // What comes out of order may be dropped.
  if (diff(wire.seq, side.rcv) > 0) yield [side];
}

function deliver(side: Side): Side {
  let next = side;
  for (const [from, to, fin] of side.held) {
    if (diff(from, next.rcv) > 0 || diff(to, next.rcv) <= 0) continue;
    next = { ...next, rcv: to };
    if (!fin) continue;
    const state: State =
      next.state === 'ESTABLISHED' ? 'CLOSE_WAIT' : next.state === 'FIN_WAIT_1' ? 'CLOSING' : 'TIME_WAIT';
    next = into(next, state, { peerFin: mod(to - 1) });
    break;
  }
  return { ...next, held: next.held.filter(([, to]) => diff(to, next.rcv) > 0) };
}
