/** Segments as a capture file: pcap with microseconds, one IP packet a frame, for any program that opens captures. */
import { viewOf } from '../file/pcap.js';
import type { Header } from '../packet/tcp.js';
import { bytes, optionOctets, writtenOptions } from './options.js';

export interface WirePacket extends Omit<Header, 'data'> {
  /** Seconds since 1970. */
  readonly time: number;
  /** Four octets, or sixteen; both ends have as many. */
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** One character an octet; what is not given is filled. */
  readonly payload?: string;
}

/** Link type of raw IP packets. */
const RAW = 101;
const MAGIC = 0xa1b2c3d4;
const IPV4_HEADER = 20;
const IPV6_HEADER = 40;
const TCP_HEADER = 20;
const TCP = 6;
/** So many octets of data are written; of more only those that are given, the rest as if the capture had cut them. */
const MOST_DATA = 2_048;
const LONGEST_PACKET = 65_535;
const HOPS = 64;

export function writePcap(packets: readonly WirePacket[]): Uint8Array {
  const header = new Uint8Array(24);
  const view = viewOf(header);
  view.setUint32(0, MAGIC, true);
  view.setUint16(4, 2, true);
  view.setUint16(6, 4, true);
  view.setUint32(16, 262_144, true);
  view.setUint32(20, RAW, true);
  return joined([header, ...packets.flatMap((packet, index) => recordOf(packet, index + 1))]);
}

function recordOf(packet: WirePacket, id: number): readonly Uint8Array[] {
  const ip = ipPacket(packet, id);
  const length = ip.length + packet.len - shownOf(packet);
  const header = new Uint8Array(16);
  const view = viewOf(header);
  const microseconds = Math.round(packet.time * 1e6);
  view.setUint32(0, Math.floor(microseconds / 1e6), true);
  view.setUint32(4, microseconds % 1e6, true);
  view.setUint32(8, ip.length, true);
  view.setUint32(12, length, true);
  return [header, ip];
}

/** How many octets of the data are written. */
function shownOf({ len, payload = '' }: WirePacket): number {
  return len <= MOST_DATA ? len : Math.min(len, payload.length, MOST_DATA);
}

function ipPacket(packet: WirePacket, id: number): Uint8Array {
  const options = optionOctets(writtenOptions(packet.options));
  const header = TCP_HEADER + options.length;
  const shown = shownOf(packet);
  const segment = new Uint8Array(header + shown);
  const tcp = viewOf(segment);
  tcp.setUint16(0, packet.fromPort);
  tcp.setUint16(2, packet.toPort);
  tcp.setUint32(4, packet.seq);
  tcp.setUint32(8, packet.ack);
  tcp.setUint16(12, ((header / 4) << 12) | packet.bits);
  tcp.setUint16(14, Math.min(packet.win, 0xffff));
  tcp.setUint16(18, packet.up);
  segment.set(options, TCP_HEADER);
  const data = segment.subarray(header);
  for (let at = 0; at < Math.min(shown, packet.payload?.length ?? 0); at++) {
    data[at] = (packet.payload ?? '').charCodeAt(at) & 0xff;
  }
  if (shown === packet.len) tcp.setUint16(16, tcpChecksum(packet, segment));
  const isV6 = packet.from.length > 4;
  const length = header + packet.len;
  return joined([isV6 ? ipv6Header(packet, length) : ipv4Header(packet, length, id), segment]);
}

function ipv4Header({ from, to }: WirePacket, length: number, id: number): Uint8Array {
  const octets = new Uint8Array(IPV4_HEADER);
  const view = viewOf(octets);
  view.setUint8(0, 0x45);
  view.setUint16(2, lengthField(IPV4_HEADER + length));
  view.setUint16(4, id & 0xffff);
  view.setUint16(6, 0x4000);
  view.setUint8(8, HOPS);
  view.setUint8(9, TCP);
  octets.set(from, 12);
  octets.set(to, 16);
  view.setUint16(10, checksum(octets));
  return octets;
}

function ipv6Header({ from, to }: WirePacket, length: number): Uint8Array {
  const octets = new Uint8Array(IPV6_HEADER);
  const view = viewOf(octets);
  view.setUint8(0, 0x60);
  view.setUint16(4, lengthField(length));
  view.setUint8(6, TCP);
  view.setUint8(7, HOPS);
  octets.set(from, 8);
  octets.set(to, 24);
  return octets;
}

/** What is longer than any packet is as a network card gets it, which cuts it: its length is not written. */
function lengthField(length: number): number {
  return length > LONGEST_PACKET ? 0 : length;
}

function tcpChecksum({ from, to }: WirePacket, segment: Uint8Array): number {
  const pseudo = Uint8Array.from([...from, ...to, 0, TCP, ...bytes(segment.length, 2)]);
  return checksum(joined([pseudo, segment]));
}

/** The Internet checksum (RFC 9293 §3.1). */
function checksum(octets: Uint8Array): number {
  let sum = 0;
  for (const [i, octet] of octets.entries()) sum += i % 2 === 0 ? octet << 8 : octet;
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x1_0000);
  return ~sum & 0xffff;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
