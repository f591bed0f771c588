/** IP packets within those of others: where the inner one begins, by what carries it. One entry a kind, one table. */
import { carried, ethernetIn } from './links.js';

/** Finds the inner packet in what an IP packet carries; undefined where there is none. */
type Tunnel = (payload: Uint8Array) => Uint8Array | undefined;

const UDP = 17;

/** By the numbers of protocols (RFC 5237). */
const TUNNELS: ReadonlyMap<number, Tunnel> = new Map<number, Tunnel>([
  [4, (payload) => payload],
  [41, (payload) => payload],
  [47, gre],
  [UDP, overUdp],
]);

/** By the port that it goes to. */
const OVER_UDP: ReadonlyMap<number, Tunnel> = new Map<number, Tunnel>([
  // VXLAN (RFC 7348) and Geneve (RFC 8926).
  [4_789, (rest) => ethernetIn(rest.subarray(8))],
  [6_081, (rest) => carried(u16(rest, 2), rest.subarray(8 + ((rest[0] ?? 0) & 0x3f) * 4))],
  [2_152, gtp],
]);

/** The packet in the payload of another, of the protocol with that number. */
export function tunnelled(protocol: number, payload: Uint8Array): Uint8Array | undefined {
  const packet = TUNNELS.get(protocol)?.(payload);
  const version = (packet?.[0] ?? 0) >> 4;
  return version === 4 || version === 6 ? packet : undefined;
}

function u16(octets: Uint8Array, at: number): number {
  return ((octets[at] ?? 0) << 8) | (octets[at + 1] ?? 0);
}

function overUdp(payload: Uint8Array): Uint8Array | undefined {
  return payload.length < 16 ? undefined : OVER_UDP.get(u16(payload, 2))?.(payload.subarray(8));
}

const CHECKSUM = 0x8000;
const KEY = 0x2000;
const SEQUENCE = 0x1000;
const ACKNOWLEDGMENT = 0x0080;
const ERSPAN = 0x88be;
const ERSPAN_3 = 0x22eb;

/** GRE (RFC 2784, RFC 2890), that of PPTP (RFC 2637), and mirrored frames in it. */
function gre(payload: Uint8Array): Uint8Array | undefined {
  const flags = u16(payload, 0);
  const type = u16(payload, 2);
  const fields = [CHECKSUM, KEY, SEQUENCE].filter((flag) => flags & flag).length;
  const isPptp = (flags & 7) === 1 && (flags & ACKNOWLEDGMENT) !== 0;
  const rest = payload.subarray(4 + 4 * (fields + (isPptp ? 1 : 0)));
  if (type === ERSPAN) return ethernetIn(flags & SEQUENCE ? rest.subarray(8) : rest);
  if (type === ERSPAN_3) return ethernetIn(rest.subarray((rest[11] ?? 0) & 1 ? 20 : 12));
  return carried(type, rest);
}

/** GTP-U, version 1, with the user's packet (3GPP TS 29.281). */
function gtp(rest: Uint8Array): Uint8Array | undefined {
  const flags = rest[0] ?? 0;
  if (flags >> 4 !== 3 || rest[1] !== 255) return undefined;
  if ((flags & 7) === 0) return rest.subarray(8);
  let next = flags & 4 ? (rest[11] ?? 0) : 0;
  let at = 12;
  while (next !== 0 && at < rest.length) {
    const length = (rest[at] ?? 0) * 4;
    if (length === 0) return undefined;
    next = rest[at + length - 1] ?? 0;
    at += length;
  }
  return rest.subarray(at);
}
