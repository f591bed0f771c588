/** Segments as a capture file: pcap with microseconds, one IPv4 packet a frame, for any program that opens captures. */
import type { Option } from '../../tcp/segment.js';
import { viewOf } from '../file/pcap.js';
import type { Header } from '../packet/tcp.js';

export interface WirePacket extends Omit<Header, 'data'> {
  /** Seconds since 1970. */
  readonly time: number;
  /** Four octets. */
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** One character an octet; what is not given is filled. */
  readonly payload?: string;
}

/** Link type of raw IP packets. */
const RAW = 101;
const MAGIC = 0xa1b2c3d4;
const IP_HEADER = 20;
const TCP_HEADER = 20;
/** So many octets of data are written; more are only counted, as if the capture had cut them. */
const MOST_DATA = 2_048;
const LONGEST_PACKET = 65_535;

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
  const length = ip.length + packet.len - Math.min(packet.len, MOST_DATA);
  const header = new Uint8Array(16);
  const view = viewOf(header);
  const seconds = Math.floor(packet.time);
  view.setUint32(0, seconds, true);
  view.setUint32(4, Math.round((packet.time - seconds) * 1e6) % 1e6, true);
  view.setUint32(8, ip.length, true);
  view.setUint32(12, length, true);
  return [header, ip];
}

function ipPacket(packet: WirePacket, id: number): Uint8Array {
  const options = optionOctets(packet.options);
  const header = TCP_HEADER + options.length;
  const shown = Math.min(packet.len, MOST_DATA);
  const octets = new Uint8Array(IP_HEADER + header + shown);
  const total = IP_HEADER + header + packet.len;
  const view = viewOf(octets);
  view.setUint8(0, 0x45);
  // What is longer than any packet is as a network card gets it, which cuts it: its length is not written.
  view.setUint16(2, total > LONGEST_PACKET ? 0 : total);
  view.setUint16(4, id & 0xffff);
  view.setUint16(6, 0x4000);
  view.setUint8(8, 64);
  view.setUint8(9, 6);
  octets.set(packet.from, 12);
  octets.set(packet.to, 16);
  view.setUint16(10, checksum(octets.subarray(0, IP_HEADER)));
  const tcp = viewOf(octets.subarray(IP_HEADER));
  tcp.setUint16(0, packet.fromPort);
  tcp.setUint16(2, packet.toPort);
  tcp.setUint32(4, packet.seq);
  tcp.setUint32(8, packet.ack);
  tcp.setUint16(12, ((header / 4) << 12) | packet.bits);
  tcp.setUint16(14, Math.min(packet.win, 0xffff));
  tcp.setUint16(18, packet.up);
  octets.set(options, IP_HEADER + TCP_HEADER);
  const data = octets.subarray(IP_HEADER + header);
  for (let at = 0; at < Math.min(shown, packet.payload?.length ?? 0); at++) {
    data[at] = (packet.payload ?? '').charCodeAt(at) & 0xff;
  }
  if (shown === packet.len) tcp.setUint16(16, tcpChecksum(octets));
  return octets;
}

function tcpChecksum(octets: Uint8Array): number {
  const tcp = octets.subarray(IP_HEADER);
  const pseudo = new Uint8Array(12 + tcp.length);
  pseudo.set(octets.subarray(12, 20));
  pseudo[9] = 6;
  viewOf(pseudo).setUint16(10, tcp.length);
  pseudo.set(tcp, 12);
  return checksum(pseudo);
}

/** The Internet checksum (RFC 9293 §3.1). */
function checksum(octets: Uint8Array): number {
  let sum = 0;
  for (const [i, octet] of octets.entries()) sum += i % 2 === 0 ? octet << 8 : octet;
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x1_0000);
  return ~sum & 0xffff;
}

/** What fits into the 40 octets that there are, padded to whole words. */
function optionOctets(options: readonly Option[]): Uint8Array {
  const octets: number[] = [];
  const blocks = options.filter(({ name }) => name === 'sack');
  const others = options.filter(({ name }) => name !== 'sack').flatMap(encoded);
  const sack =
    blocks.length === 0
      ? []
      : [[5, 2 + 8 * blocks.length, ...blocks.flatMap(({ value = '' }) => pair(value, '..'))]];
  for (const one of [...others, ...sack]) if (octets.length + one.length <= 40) octets.push(...one);
  while (octets.length % 4 !== 0) octets.push(1);
  return Uint8Array.from(octets);
}

function encoded({ name, value = '' }: Option): number[][] {
  switch (name) {
    case 'mss':
      return [[2, 4, ...bytes(Number(value), 2)]];
    case 'wscale':
      return [[3, 3, Number(value) & 0xff]];
    case 'sackok':
      return [[4, 2]];
    case 'ts':
      return [[8, 10, ...pair(value, '/')]];
    case 'tfo':
      return [[34, 2]];
    default:
      return [];
  }
}

function pair(value: string, between: string): number[] {
  return value
    .split(between)
    .slice(0, 2)
    .flatMap((one) => bytes(Number(one), 4));
}

function bytes(value: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => Math.floor(value / 256 ** (count - 1 - i)) & 0xff);
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
