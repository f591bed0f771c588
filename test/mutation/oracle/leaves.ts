/** What an end may send, by its state (RFC 9293 §3.4, §3.5, §3.10), and what it becomes. */
import type { State } from '../../../src/tcp/state.js';
import {
  diff,
  EARLIER,
  gone,
  has,
  into,
  mod,
  NOTHING,
  type Reset,
  type Side,
  type Way,
  type Wire,
} from './world.js';

/** SEGMENT LEAVES: may this side send it, and what does it become? */
export function* emitted(side: Side, wire: Wire, notes: boolean): Iterable<Way<readonly [Side, Wire]>> {
  const controls = (['SYN', 'FIN', 'RST'] as const).filter((flag) => has(wire, flag));
  if (controls.length > 1 || (wire.flags.length === 0 && wire.len === 0)) return;
  if (has(wire, 'RST')) yield* emittedReset(side, wire, notes);
  else if (has(wire, 'SYN')) yield* emittedSyn(side, wire);
  else yield* emittedPlain(side, wire);
}

function* emittedReset(side: Side, wire: Wire, notes: boolean): Iterable<Way<readonly [Side, Wire]>> {
  const common = wire.len > 0 ? ['data on a reset'] : [];
  for (const reset of side.resets) {
    const early = reset.seq !== wire.seq;
    if (early && !isWithin(reset, wire.seq)) continue;
    const doubts = early ? [...common, 'a reset before SND.NXT'] : common;
    const next = { ...side, resets: side.resets.filter((other) => other !== reset) };
    if (reset.ack === undefined) {
      yield has(wire, 'ACK') ? [[next, wire], ...doubts, 'ACK on a reset'] : [[next, wire], ...doubts];
    } else if (has(wire, 'ACK')) {
      if (wire.ack === reset.ack) yield [[next, wire], ...doubts];
    } else if (notes) {
      const full: Wire = { ...wire, flags: [...wire.flags, 'ACK'], ack: reset.ack };
      yield [[next, full], ...doubts, 'a reset without its ACK'];
    }
  }
  const doubts = [...common];
  if (['CLOSED', 'LISTEN', 'SYN_SENT', 'TIME_WAIT'].includes(side.state)) return;
  if (side.iss === undefined && side.state === 'SYN_RCVD') return;
  if (diff(wire.seq, side.nxt) > 0 || (diff(wire.seq, side.una) < 0 && !side.earlier)) return;
  if (wire.seq !== side.nxt) doubts.push('a reset before SND.NXT');
  if (side.state === 'CLOSING' || side.state === 'LAST_ACK') doubts.push('a reset while both close');
  if (has(wire, 'ACK') && wire.ack !== side.rcv) {
    if (!isLate(side, wire.ack)) return;
    doubts.push('data that was dropped');
  }
  yield [[gone(side), wire], ...doubts];
}

function isWithin({ least, seq }: Reset, number: number): boolean {
  return least !== undefined && diff(number, least) >= 0 && diff(number, seq) <= 0;
}

/** Whether the side may still acknowledge only this much: data may have been dropped for want of room. */
function isLate(side: Side, ack: number): boolean {
  if (diff(ack, side.rcv) >= 0) return false;
  const lowest = side.acked ?? (side.irs === undefined ? undefined : mod(side.irs + 1));
  // What had arrived before the first line, nobody knows.
  if (side.earlier) return lowest === undefined || diff(ack, lowest) >= 0;
  if (lowest === undefined || diff(ack, lowest) < 0) return false;
  return side.peerFin === undefined;
}

function* emittedSyn(side: Side, wire: Wire): Iterable<Way<readonly [Side, Wire]>> {
  const doubts = wire.len > 0 ? ['data on a SYN'] : [];
  const acks = has(wire, 'ACK');
  const end = mod(wire.seq + 1 + wire.len);
  switch (side.state) {
    case 'TIME_WAIT':
    case 'CLOSED':
    case 'LISTEN': {
      if (acks) return;
      if (side.state === 'TIME_WAIT') doubts.push('the port is used again in TIME-WAIT');
      const opened: Side = into(side, 'SYN_SENT', {
        ...NOTHING,
        opened: 'active',
        resets: side.resets,
        iss: wire.seq,
        una: wire.seq,
        nxt: end,
        sent: [[wire.seq, end, undefined]],
      });
      yield [[opened, wire], ...doubts];
      return;
    }
    case 'SYN_SENT':
      if (side.nxt === side.iss) {
        // OPEN was called, and the SYN leaves now.
        if (!acks)
          yield [
            [{ ...side, iss: wire.seq, una: wire.seq, nxt: end, sent: [[wire.seq, end, undefined]] }, wire],
          ];
      } else if (!acks && wire.seq === side.iss) yield [[side, wire], ...doubts];
      return;
    case 'SYN_RCVD': {
      if (acks && wire.ack !== side.rcv) return;
      if (!acks && side.opened === 'passive') return;
      if (!acks) doubts.push('a SYN without ACK in SYN-RECEIVED');
      if (side.iss === undefined) {
        const sent = [[wire.seq, end, wire.ack]] as const;
        yield [[{ ...side, iss: wire.seq, una: wire.seq, nxt: end, sent, acked: wire.ack }, wire], ...doubts];
      } else if (wire.seq === side.iss) {
        yield [[{ ...side, acked: acks ? wire.ack : side.acked }, wire], ...doubts];
      }
      return;
    }
    default:
      if (side.iss === undefined || side.una !== side.iss || wire.seq !== side.iss) return;
      if (acks && wire.ack !== side.rcv) return;
      yield [[side, wire], ...doubts, 'a SYN again after close'];
  }
}

function* emittedPlain(side: Side, wire: Wire): Iterable<Way<readonly [Side, Wire]>> {
  if (side.state === 'CLOSED' || side.state === 'LISTEN' || side.state === 'SYN_SENT') return;
  if (side.state === 'SYN_RCVD' && side.iss === undefined) return;
  const doubts: string[] = [];
  const fin = has(wire, 'FIN');
  const stop = mod(wire.seq + wire.len);
  const end = mod(stop + (fin ? 1 : 0));
  const again = side.sent.some(([from, to]) => from === wire.seq && to === end && from !== to);
  if (!has(wire, 'ACK')) {
    if (fin || has(wire, 'PSH') || wire.len > 0 || wire.flags.length === 0) return;
    doubts.push('flags without ACK');
  } else if (wire.ack !== side.rcv) {
    const older = side.sent.find(([from, to]) => from === wire.seq && from !== to);
    if (older && (older[2] === undefined || older[2] === wire.ack)) doubts.push('a repeat as it was');
    else if (isLate(side, wire.ack)) doubts.push('data that was dropped');
    else return;
  }
  const base: Side = { ...side, probing: false, acked: has(wire, 'ACK') ? wire.ack : side.acked };
  const fresh: Side = { ...base, nxt: end, sent: [...side.sent, [wire.seq, end, wire.ack]] };
  if (side.edge !== undefined && diff(end, side.edge) > 0) doubts.push('beyond the window');
  if (wire.len === 0 && !fin) {
    // What was acknowledged before the first line, nobody knows.
    const idle = side.una === side.nxt && (side.acked === side.rcv || side.path.length === 1);
    const odd = side.probing ? ['no keep-alive after its timer'] : [];
    if (wire.seq === side.nxt) yield [[base, wire], ...doubts, ...odd];
    else if (wire.seq === mod(side.nxt - 1) && idle) yield [[base, wire], ...doubts, 'a keep-alive'];
    else if (side.edge !== undefined && diff(wire.seq, side.una) >= 0 && diff(wire.seq, side.nxt) < 0)
      yield [[base, wire], ...doubts, 'an ACK within a shrunken window'];
    return;
  }
  // What starts before SND.UNA is known to have arrived; an end may be slow to take its peer's word for it.
  if (diff(wire.seq, side.una) < 0) {
    const probe = wire.len === 1 && !fin && wire.seq === mod(side.nxt - 1) && side.una === side.nxt;
    if (probe && side.acked === side.rcv) yield [[base, wire], ...doubts, 'a keep-alive'];
    if (side.earlier && side.path.length === 1) doubts.push(EARLIER);
    else {
      if (diff(end, side.una) <= 0 || !side.sent.some(([from]) => from === wire.seq)) return;
      doubts.push('a repeat of what is acknowledged in part');
    }
  }
  if (diff(wire.seq, side.nxt) > 0) return;
  // The number of the SYN is no data.
  if (side.iss !== undefined && wire.seq === side.iss) return;
  if (!again && wire.seq !== side.nxt) doubts.push('repackaged');
  if (side.state === 'TIME_WAIT' || side.state === 'FIN_WAIT_2') return;
  if (fin) {
    if (side.fin !== undefined) {
      if (stop === side.fin) yield [[base, wire], ...doubts];
      // In a note, a FIN again may leave out the data that it goes with.
      const whole = side.sent.find(([from, to]) => from === wire.seq && to === mod((side.fin ?? 0) + 1));
      if (whole && stop !== side.fin && wire.len === 0) {
        const full = { ...wire, len: diff(side.fin, whole[0]) };
        yield [[base, full], ...doubts, 'a FIN again without its data'];
      }
      return;
    }
    if (diff(stop, side.nxt) < 0) return;
    if (wire.len > 0 && side.state === 'SYN_RCVD' && stop !== side.nxt) return;
    const state: State =
      side.state === 'CLOSE_WAIT'
        ? 'LAST_ACK'
        : side.state === 'SYN_RCVD' || side.state === 'ESTABLISHED'
          ? 'FIN_WAIT_1'
          : side.state;
    yield [[into(fresh, state, { fin: stop }), wire], ...doubts];
    return;
  }
  if (diff(end, side.nxt) <= 0) {
    // A repeat of data never covers the number of our FIN.
    if (side.fin === undefined || diff(end, side.fin) <= 0) yield [[base, wire], ...doubts];
    return;
  }
  if (side.fin !== undefined || side.state === 'SYN_RCVD') return;
  if (side.state !== 'ESTABLISHED' && side.state !== 'CLOSE_WAIT') doubts.push('data queued before close');
  yield [[fresh, wire], ...doubts];
}
