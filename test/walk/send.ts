/** What an end of a walk sends of its own accord: calls of its program, and its timers (RFC 9293 §3.8, §3.10). */
import { synAck } from './arrive.js';
import type { Chance } from './chance.js';
import { ackOf, begin, drop, initialNumber, queued, stamped, type End } from './end.js';
import { diff, has, mod, MSS, type Wire } from './wire.js';

/** An active OPEN: the SYN. */
export function open(end: End, chance: Chance): Wire {
  begin(end, 'SYN_SENT', initialNumber(end, chance));
  return queued(end, syn(end, chance));
}

function syn(end: End, chance: Chance): Wire {
  const plain = { flags: 'SYN', seq: end.iss, len: 0 };
  return stamped(end, end.scale === undefined ? plain : { ...plain, scale: end.scale }, chance);
}

const maySend = ({ state, closing, fin }: End): boolean =>
  (state === 'ESTABLISHED' || state === 'CLOSE_WAIT') && !closing && fin === undefined;

/** Octets that the peer still has room for. */
const usable = (end: End): number => Math.max(0, diff(mod(end.una + end.wnd), end.nxt));

/** New data, as much as the peer's window takes. */
export function newData(end: End, chance: Chance): Wire | undefined {
  const room = Math.min(usable(end), 1000);
  if (!maySend(end) || room === 0) return undefined;
  const len = chance.is(0.3) ? room : 1 + chance.below(room);
  return queued(end, stamped(end, { flags: 'PSH+ACK+DATA', seq: end.nxt, len }, chance));
}

/** Whether the end may send a FIN now: nothing of it has left, and its SYN has. */
export function mayClose({ state, fin, closing, nxt, iss }: End): boolean {
  if (fin !== undefined || closing) return false;
  return state === 'ESTABLISHED' || state === 'CLOSE_WAIT' || (state === 'SYN_RCVD' && nxt !== iss);
}

/** CLOSE (§3.10.4): the state changes at once, the FIN may leave later. */
export function close(end: End): void {
  end.state = end.state === 'CLOSE_WAIT' ? 'LAST_ACK' : 'FIN_WAIT_1';
  end.closing = true;
}

/** The FIN that a CLOSE has left to be sent, perhaps with the last data. */
export function finish(end: End, chance: Chance): Wire | undefined {
  const room = usable(end);
  const isSynced = end.una !== end.iss;
  if (!end.closing || (isSynced && room === 0 && end.wnd > 0)) return undefined;
  const most = Math.min(200, room - 1);
  const len = isSynced && !end.deaf && most > 0 && chance.is(0.3) ? 1 + chance.below(most) : 0;
  const flags = len > 0 ? 'FIN+ACK+DATA' : 'FIN+ACK';
  end.fin = mod(end.nxt + len);
  end.closing = false;
  return queued(end, stamped(end, { flags, seq: end.nxt, len }, chance));
}

/** What is unacknowledged again: the same again, with new numbers, in another size, or running on into new data. */
export function again(end: End, chance: Chance): Wire | undefined {
  const sent = chance.is(0.7) ? end.queue[0] : chance.pick(end.queue);
  if (sent === undefined) return undefined;
  if (has(sent, 'SYN')) return end.state === 'SYN_SENT' ? syn(end, chance) : synAck(end, chance);
  if (chance.is(0.15)) return sent;
  return stamped(end, resized(end, sent, chance), chance);
}

function resized(end: End, sent: Wire, chance: Chance): Omit<Wire, 'ack' | 'win'> {
  const { flags, seq, len } = sent;
  const draw = chance.below(10);
  const next = end.queue[end.queue.indexOf(sent) + 1];
  if (draw < 2 && next && !/SYN|FIN/.test(flags + next.flags) && len + next.len <= MSS) {
    return { flags, seq, len: len + next.len };
  }
  if (draw === 2 && len > 1 && flags.includes('DATA')) {
    const part = 1 + chance.below(len - 1);
    if (diff(mod(seq + part), end.una) > 0) return { flags: 'ACK+DATA', seq, len: part };
  }
  const more = Math.min(usable(end), MSS - len);
  if (draw === 3 && next === undefined && len > 0 && maySend(end) && more > 0) {
    const longer = { flags, seq, len: len + 1 + chance.below(more) };
    queued(end, { ...sent, ...longer });
    return longer;
  }
  return { flags, seq, len };
}

/** The probe of a zero window (§3.8.6.1): an octet beyond it, or the number before once more. */
export function probe(end: End, chance: Chance): Wire | undefined {
  if (!maySend(end) || end.wnd > 0 || end.una !== end.nxt) return undefined;
  if (chance.is(0.5)) return stamped(end, { flags: 'ACK', seq: mod(end.nxt - 1), len: 0 }, chance);
  return queued(end, stamped(end, { flags: 'ACK+DATA', seq: end.nxt, len: 1 }, chance));
}

/** A keep-alive (§3.8.4), sent while nothing is outstanding or to be acknowledged, with or without an octet. */
export function keepAlive(end: End, chance: Chance): Wire | undefined {
  const isIdle = end.una === end.nxt && end.rcv === end.acked && end.must.length === 0;
  if (!isIdle || !['ESTABLISHED', 'CLOSE_WAIT', 'FIN_WAIT_2'].includes(end.state)) return undefined;
  const len = chance.is(0.3) ? 1 : 0;
  const flags = len > 0 ? 'ACK+DATA' : 'ACK';
  return stamped(end, { flags, seq: mod(end.nxt - 1), len }, chance);
}

/** An empty ACK: the duplicate, the window update, the one that was delayed. */
export function bareAck(end: End, chance: Chance): Wire | undefined {
  const isSynced = !['CLOSED', 'LISTEN', 'SYN_SENT', 'SYN_RCVD'].includes(end.state);
  return isSynced && end.state !== 'TIME_WAIT' ? ackOf(end, chance) : undefined;
}

/** ABORT (§3.10.5): the reset that it sends, if it sends one. */
export function abort(end: End, chance: Chance): Wire | undefined {
  const { state, nxt, rcv } = end;
  // A peer whose SYN is yet to be answered would not believe a reset without ACK.
  const acks = end.una === end.iss || chance.is(0.5);
  const silent = state === 'SYN_SENT' || state === 'TIME_WAIT';
  // By the letter CLOSING and LAST-ACK send none; stacks do.
  const quiet = (state === 'CLOSING' || state === 'LAST_ACK') && chance.is(0.5);
  drop(end);
  if (silent || quiet) return undefined;
  return acks ? { flags: 'RST+ACK', seq: nxt, ack: rcv, len: 0 } : { flags: 'RST', seq: nxt, len: 0 };
}
