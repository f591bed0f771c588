/** IPv4 and IPv6: addresses, what follows the headers, and how long it was before the capture cut it. */
import { viewOf } from '../file/pcap.js';
import { tunnelled } from './tunnels.js';

/** What an IP packet carries. */
export interface Datagram {
  readonly from: string;
  readonly to: string;
  readonly protocol: number;
  /** As many octets of it as were captured. */
  readonly payload: Uint8Array;
  /** How many octets it had. */
  readonly length: number;
  /** The identification of IPv4, or of a fragment; undefined where there is none. */
  readonly id: number | undefined;
  /** Of a fragment: where it belongs, and whether others follow. */
  readonly fragment?: { readonly offset: number; readonly more: boolean };
}

export const TCP = 6;
const FRAGMENT = 44;
const AUTHENTICATION = 51;
/** Headers between that of IPv6 and what it carries: hop-by-hop, routing, destination options, mobility, HIP, shim6. */
const EXTENSIONS: readonly number[] = [0, 43, 60, 135, 139, 140];
const MOST_EXTENSIONS = 16;
const MOST_TUNNELS = 4;

/** @param length how many octets of the packet were on the link, which counts where its header does not say */
export function datagramIn(packet: Uint8Array, length: number): Datagram | undefined {
  let found = read(packet, length);
  for (let depth = 0; found && !found.fragment && depth < MOST_TUNNELS; depth++) {
    const { protocol, payload, length: around }: Datagram = found;
    const inner = tunnelled(protocol, payload);
    if (!inner) break;
    found = read(inner, around - (payload.length - inner.length));
  }
  return found;
}

function read(packet: Uint8Array, length: number): Datagram | undefined {
  const version = (packet[0] ?? 0) >> 4;
  return version === 4 ? ipv4(packet, length) : version === 6 ? ipv6(packet, length) : undefined;
}

function ipv4(packet: Uint8Array, onLink: number): Datagram | undefined {
  if (packet.length < 20) return undefined;
  const view = viewOf(packet);
  const header = ((packet[0] ?? 0) & 15) * 4;
  // The length is left to the network card where that cuts the segment.
  const total = view.getUint16(2) || onLink;
  if (header < 20 || total < header || packet.length < header) return undefined;
  const bits = view.getUint16(6);
  const [offset, more] = [(bits & 0x1fff) * 8, (bits & 0x2000) !== 0];
  return {
    from: dotted(packet, 12),
    to: dotted(packet, 16),
    protocol: packet[9] ?? 0,
    payload: packet.subarray(header, total),
    length: total - header,
    id: view.getUint16(4),
    ...(offset > 0 || more ? { fragment: { offset, more } } : {}),
  };
}

function ipv6(packet: Uint8Array, onLink: number): Datagram | undefined {
  if (packet.length < 40) return undefined;
  const view = viewOf(packet);
  const total = 40 + (view.getUint16(4) || Math.max(0, onLink - 40));
  let at = 40;
  let next = packet[6] ?? 0;
  let id: number | undefined;
  let fragment: Datagram['fragment'];
  for (let count = 0; count < MOST_EXTENSIONS; count++) {
    const isFragment = next === FRAGMENT;
    if (!isFragment && next !== AUTHENTICATION && !EXTENSIONS.includes(next)) break;
    if (at + 8 > packet.length) return undefined;
    const units = packet[at + 1] ?? 0;
    if (isFragment) {
      const bits = view.getUint16(at + 2);
      id = view.getUint32(at + 4);
      // A packet that is one fragment is whole (RFC 6946).
      if (bits & 0xfff9) fragment = { offset: bits & 0xfff8, more: (bits & 1) !== 0 };
    }
    const length = isFragment ? 8 : next === AUTHENTICATION ? (units + 2) * 4 : (units + 1) * 8;
    next = packet[at] ?? 0;
    at += length;
    // What follows belongs to the whole.
    if (fragment) break;
  }
  if (at > packet.length || at > total) return undefined;
  return {
    from: colons(view, 8),
    to: colons(view, 24),
    protocol: next,
    payload: packet.subarray(at, total),
    length: total - at,
    id,
    ...(fragment ? { fragment } : {}),
  };
}

function dotted(packet: Uint8Array, at: number): string {
  return `${packet[at] ?? 0}.${packet[at + 1] ?? 0}.${packet[at + 2] ?? 0}.${packet[at + 3] ?? 0}`;
}

/** As RFC 5952 spells it: the longest run of zeros, if it is one of two or more, as `::`. */
export function colons(view: DataView, at: number): string {
  const groups = Array.from({ length: 8 }, (_, i) => view.getUint16(at + 2 * i).toString(16));
  let [best, longest] = [-1, 1];
  for (let i = 0; i < 8; i++) {
    let run = 0;
    while (groups[i + run] === '0') run++;
    if (run > longest) [best, longest] = [i, run];
  }
  if (best < 0) return groups.join(':');
  return `${groups.slice(0, best).join(':')}::${groups.slice(best + longest).join(':')}`;
}
