/** TCP segments in IPv4 packets: read from the wire, and made for it. */
import { FLAGS, type Flag, type Option } from '../../src/tcp/segment.js';

export interface WireSegment {
  readonly fromPort: number;
  readonly toPort: number;
  readonly flags: ReadonlySet<Flag>;
  readonly seq: number;
  readonly ack: number;
  /** Octets of data. */
  readonly len: number;
  /** As it stands in the header, unscaled. */
  readonly win: number;
  readonly up: number;
  /** In the notation's spelling; NOP and padding are left out. */
  readonly options: readonly Option[];
}

/** The bits of the flags octet, lowest first (RFC 9293 §3.1). */
const BITS: readonly Flag[] = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR'];

const IP_HEADER = 20;
const TCP_HEADER = 20;
const FAST_OPEN = 34;
/** Both bits of ECN in the second octet of the IP header. */
const CONGESTION_EXPERIENCED = 3;

export function parsePacket(packet: Uint8Array): WireSegment {
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  const start = (view.getUint8(0) & 15) * 4;
  const length = (view.getUint8(start + 12) >> 4) * 4;
  const bits = view.getUint8(start + 13);
  return {
    fromPort: view.getUint16(start),
    toPort: view.getUint16(start + 2),
    flags: new Set(FLAGS.filter((flag) => bits & (1 << BITS.indexOf(flag)))),
    seq: view.getUint32(start + 4),
    ack: view.getUint32(start + 8),
    len: view.getUint16(2) - start - length,
    win: view.getUint16(start + 14),
    up: view.getUint16(start + 18),
    options: parseOptions(
      new DataView(packet.buffer, packet.byteOffset + start + TCP_HEADER, length - TCP_HEADER),
    ),
  };
}

function parseOptions(view: DataView): Option[] {
  const options: Option[] = [];
  for (let at = 0; at < view.byteLength;) {
    const kind = view.getUint8(at);
    if (kind === 0) break;
    if (kind === 1) {
      at++;
      continue;
    }
    const length = view.getUint8(at + 1);
    const body = new DataView(view.buffer, view.byteOffset + at + 2, length - 2);
    options.push(...optionOf(kind, body));
    at += length;
  }
  return options;
}

function optionOf(kind: number, body: DataView): Option[] {
  switch (kind) {
    case 2:
      return [{ name: 'mss', value: String(body.getUint16(0)) }];
    case 3:
      return [{ name: 'wscale', value: String(body.getUint8(0)) }];
    case 4:
      return [{ name: 'sackok' }];
    case 5:
      return Array.from({ length: body.byteLength / 8 }, (_, i) => ({
        name: 'sack',
        value: `${body.getUint32(i * 8)}..${body.getUint32(i * 8 + 4)}`,
      }));
    case 8:
      return [{ name: 'ts', value: `${body.getUint32(0)}/${body.getUint32(4)}` }];
    case FAST_OPEN:
      return [{ name: 'tfo' }];
    default:
      throw new Error(`option ${kind} has no name in the notation`);
  }
}

/** A packet without options, of `len` octets of data. Addresses are dotted. */
export function makePacket(from: string, to: string, segment: Omit<WireSegment, 'options'>): Uint8Array {
  const packet = new Uint8Array(IP_HEADER + TCP_HEADER + segment.len).fill(0x78, IP_HEADER + TCP_HEADER);
  const view = new DataView(packet.buffer);
  view.setUint8(0, 0x45);
  view.setUint16(2, packet.length);
  view.setUint8(8, 64);
  view.setUint8(9, 6);
  packet.set(from.split('.').map(Number), 12);
  packet.set(to.split('.').map(Number), 16);
  view.setUint16(10, checksum(packet.subarray(0, IP_HEADER)));
  view.setUint16(20, segment.fromPort);
  view.setUint16(22, segment.toPort);
  view.setUint32(24, segment.seq);
  view.setUint32(28, segment.ack);
  view.setUint8(32, (TCP_HEADER / 4) << 4);
  view.setUint8(
    33,
    [...segment.flags].reduce((bits, flag) => bits | (1 << BITS.indexOf(flag)), 0),
  );
  view.setUint16(34, segment.win);
  view.setUint16(38, segment.up);
  const pseudo = new Uint8Array(12 + TCP_HEADER + segment.len);
  pseudo.set(packet.subarray(12, 20));
  pseudo[9] = 6;
  new DataView(pseudo.buffer).setUint16(10, TCP_HEADER + segment.len);
  pseudo.set(packet.subarray(IP_HEADER), 12);
  view.setUint16(36, checksum(pseudo));
  return packet;
}

/** The packet with Congestion Experienced, if its sender can make use of that (RFC 3168 §5). */
export function markCongestion(packet: Uint8Array): Uint8Array {
  const service = packet[1] ?? 0;
  if ((service & CONGESTION_EXPERIENCED) === 0) return packet;
  const marked = new Uint8Array(packet);
  marked[1] = service | CONGESTION_EXPERIENCED;
  const header = marked.subarray(0, IP_HEADER);
  const view = new DataView(marked.buffer);
  view.setUint16(10, 0);
  view.setUint16(10, checksum(header));
  return marked;
}

/** The Internet checksum (RFC 9293 §3.1). */
function checksum(octets: Uint8Array): number {
  let sum = 0;
  for (const [i, octet] of octets.entries()) sum += i % 2 === 0 ? octet << 8 : octet;
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
