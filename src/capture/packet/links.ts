/** Where the IP packet begins in a frame, by the kind of link: one entry a kind, one table. */
import { viewOf } from '../file/pcap.js';

/** Finds the IP packet in a frame; undefined where it carries something else, or too little was captured. */
type Link = (frame: Uint8Array) => Uint8Array | undefined;

const IPV4 = 0x0800;
const IPV6 = 0x86dd;
const VLANS: readonly number[] = [0x8100, 0x88a8, 0x9100, 0x9200, 0x9300];
const PPPOE_SESSION = 0x8864;
const PPP = 0x880b;
/** A whole frame of Ethernet. */
const BRIDGED = 0x6558;
const MPLS: readonly number[] = [0x8847, 0x8848];
/** Below that an EtherType is a length, and LLC follows (IEEE 802.3). */
const LEAST_ETHERTYPE = 0x600;
const SNAP = 0xaaaa03;
const PPP_IPV4 = 0x21;
const PPP_IPV6 = 0x57;

/** Address families of IPv6 on the systems that write link types 0 and 108; IPv4 is 2 everywhere. */
const INET6: readonly number[] = [10, 23, 24, 26, 28, 30];
const NFLOG_PAYLOAD = 9;

/** How many tags and labels may lie upon one another. */
const MOST_TAGS = 8;

const COOKED = 113;
const COOKED_2 = 276;

/** By the numbers of https://www.tcpdump.org/linktypes.html. */
export const LINKS: ReadonlyMap<number, Link> = new Map<number, Link>([
  [0, family],
  [1, ethernetIn],
  [9, ppp],
  [12, (frame) => frame],
  [14, (frame) => frame],
  [50, ppp],
  [51, (frame) => ppp(frame.subarray(6))],
  [101, (frame) => frame],
  [104, (frame) => ethertype(frame, 2)],
  [108, family],
  [COOKED, (frame) => ethertype(frame, 14)],
  [228, (frame) => frame],
  [229, (frame) => frame],
  [239, nflog],
  [COOKED_2, (frame) => (frame.length < 20 ? undefined : typed(u16(frame, 0), frame.subarray(20), 0))],
]);

/** The IP packet in a frame; undefined where there is none. */
export function ipIn(link: number, frame: Uint8Array): Uint8Array | undefined {
  const packet = LINKS.get(link)?.(frame);
  const version = (packet?.[0] ?? 0) >> 4;
  return version === 4 || version === 6 ? packet : undefined;
}

/**
 * At which interface of a host, and in which direction, a frame was captured, where its header says so: Linux captures at
 * all interfaces together, with the type of each packet (to us, from us, …), and in the newer form which one it was.
 */
export function interfaceIn(link: number, frame: Uint8Array): number {
  if (link === COOKED) return u16(frame, 0);
  return link === COOKED_2 ? (u16(frame, 6) << 8) | (frame[10] ?? 0) : 0;
}

function u16(octets: Uint8Array, at: number): number {
  return ((octets[at] ?? 0) << 8) | (octets[at + 1] ?? 0);
}

/** The IP packet in a frame of Ethernet. */
export function ethernetIn(frame: Uint8Array): Uint8Array | undefined {
  return ethertype(frame, 12);
}

/** The IP packet in what an EtherType announces. */
export function carried(type: number, rest: Uint8Array): Uint8Array | undefined {
  if (type === BRIDGED) return ethernetIn(rest);
  return type === PPP ? ppp(rest) : typed(type, rest, 0);
}

/** An EtherType at that place, and what it says behind it. */
function ethertype(frame: Uint8Array, at: number): Uint8Array | undefined {
  return frame.length < at + 2 ? undefined : typed(u16(frame, at), frame.subarray(at + 2), 0);
}

function typed(type: number, rest: Uint8Array, tags: number): Uint8Array | undefined {
  if (type === IPV4 || type === IPV6) return rest;
  if (tags === MOST_TAGS || rest.length < 4) return undefined;
  if (VLANS.includes(type)) return typed(u16(rest, 2), rest.subarray(4), tags + 1);
  if (type === PPPOE_SESSION) return ppp(rest.subarray(6));
  if (MPLS.includes(type)) return labelled(rest);
  const snap = (u16(rest, 0) << 8) | (rest[2] ?? 0);
  if (type < LEAST_ETHERTYPE && snap === SNAP && rest.length > 8) {
    return typed(u16(rest, 6), rest.subarray(8), tags + 1);
  }
  return undefined;
}

/** Behind the labels of MPLS (RFC 3032), the last of which has the bottom-of-stack bit. */
function labelled(rest: Uint8Array): Uint8Array | undefined {
  for (let at = 0; at < 4 * MOST_TAGS && at + 4 < rest.length; at += 4) {
    if ((rest[at + 2] ?? 0) & 1) return rest.subarray(at + 4);
  }
  return undefined;
}

/** PPP, with or without address and control (RFC 1662), the protocol in one octet or two. */
function ppp(frame: Uint8Array): Uint8Array | undefined {
  const rest = u16(frame, 0) === 0xff03 ? frame.subarray(2) : frame;
  const isShort = ((rest[0] ?? 0) & 1) === 1;
  const protocol = isShort ? rest[0] : u16(rest, 0);
  return protocol === PPP_IPV4 || protocol === PPP_IPV6 ? rest.subarray(isShort ? 1 : 2) : undefined;
}

/** An address family in the byte order of the machine that has captured, which may be either. */
function family(frame: Uint8Array): Uint8Array | undefined {
  if (frame.length < 5) return undefined;
  const view = viewOf(frame);
  const families = [view.getUint32(0), view.getUint32(0, true)];
  return families.some((one) => one === 2 || INET6.includes(one)) ? frame.subarray(4) : undefined;
}

/** Linux's netfilter log: a header of 4 octets, then fields with length and type in the byte order of the machine. */
function nflog(frame: Uint8Array): Uint8Array | undefined {
  const view = viewOf(frame);
  for (let at = 4; at + 4 <= frame.length;) {
    // A length of less than 256 tells the byte order, and that of the payload its type.
    const little = (frame[at + 3] ?? 0) === 0;
    const length = view.getUint16(at, little);
    if (view.getUint16(at + 2, little) === NFLOG_PAYLOAD) return frame.subarray(at + 4, at + length);
    if (length < 4) return undefined;
    at += length + ((4 - (length % 4)) % 4);
  }
  return undefined;
}
