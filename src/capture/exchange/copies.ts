/**
 * Packets that a capture holds twice: taken at two interfaces, at a mirror of a port, before and behind a router. A copy
 * is the same packet, which a repeat by its sender is not: that is a new packet with the same contents.
 */
import type { Packet } from '../packet/decode.js';
import { FIN, SYN } from '../packet/tcp.js';

/** A copy passes at once. */
const AT_ONCE = 0.05;
/** So many packets are looked back at. */
const BACK = 8;
/** What a sender repeats, it repeats later than that. */
const SOON = 0.001;

/** The last packets between two ends. */
export class Copies {
  readonly #last: Packet[] = [];

  /** Whether a packet is the copy of another; one that is not is remembered. */
  has(packet: Packet): boolean {
    if (this.#last.some((earlier) => isCopy(packet, earlier))) return true;
    this.#last.push(packet);
    if (this.#last.length > BACK) this.#last.shift();
    return false;
  }
}

function isCopy(packet: Packet, earlier: Packet): boolean {
  if (packet.seq !== earlier.seq || packet.ack !== earlier.ack || packet.bits !== earlier.bits) return false;
  if (packet.len !== earlier.len || packet.win !== earlier.win || packet.from !== earlier.from) return false;
  if (packet.id !== earlier.id || stated(packet) !== stated(earlier)) return false;
  const apart = packet.time === undefined || earlier.time === undefined ? 0 : packet.time - earlier.time;
  if (Math.abs(apart) > AT_ONCE) return false;
  if (packet.id !== undefined && packet.id !== 0) return true;
  if (packet.port !== earlier.port) return true;
  // Without an identification equal acknowledgments may be several; what takes numbers is not repeated at once.
  const takesNumbers = packet.len > 0 || (packet.bits & (SYN | FIN)) !== 0;
  return takesNumbers && packet.time !== undefined && Math.abs(apart) < SOON;
}

function stated({ options }: Packet): string {
  return options.map(({ name, value = '' }) => `${name}=${value}`).join();
}
