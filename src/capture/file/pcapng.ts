/** The newer capture file (pcapng): blocks, of which those with interfaces and packets are read. */
import { LONGEST_FRAME, type Damage, type Frame } from './frame.js';
import type { Inlet } from './inlet.js';
import { viewOf } from './pcap.js';
import { utf8 } from '../utf8.js';

export const SECTION = 0x0a0d0d0a;
const INTERFACE = 1;
const OLD_PACKET = 2;
const SIMPLE_PACKET = 3;
const ENHANCED_PACKET = 6;

const BYTE_ORDER = 0x1a2b3c4d;

const COMMENT = 1;
const RESOLUTION = 9;
const OFFSET = 14;

/** How many interfaces a section may describe, and how long a block may be that holds no packet. */
const MOST_INTERFACES = 65_536;
const LONGEST_BLOCK = LONGEST_FRAME + 65_536;

interface Interface {
  readonly link: number;
  readonly snap: number;
  /** Seconds a unit of the timestamp. */
  readonly unit: number;
  /** Seconds to add. */
  readonly offset: number;
  /** Among all that the file describes. */
  readonly port: number;
}

/** Hands over each frame; what is wrong with the file, if anything is. */
export async function readPcapng(inlet: Inlet, take: (frame: Frame) => void): Promise<Damage | undefined> {
  let little = true;
  let interfaces: Interface[] = [];
  let ports = 0;
  let number = 0;
  const malformed = (): Damage => ({ why: 'malformed', offset: inlet.taken });
  const cut = (): Damage => ({ why: 'cut-short', offset: inlet.taken });
  for (;;) {
    if (!inlet.has(12) && !(await inlet.waitFor(12))) return inlet.has(1) ? cut() : undefined;
    const head = viewOf(inlet.peek(12));
    const isSection = head.getUint32(0) === SECTION;
    if (isSection) {
      little = head.getUint32(8, true) === BYTE_ORDER;
      if (!little && head.getUint32(8) !== BYTE_ORDER) return malformed();
      interfaces = [];
    }
    const type = isSection ? SECTION : head.getUint32(0, little);
    const length = head.getUint32(4, little);
    if (length < 12) return malformed();
    const padded = length + ((4 - (length % 4)) % 4);
    const isRead = type === INTERFACE || isPacket(type);
    if (!isRead) {
      if (!(await inlet.skip(padded))) return cut();
      continue;
    }
    if (length > LONGEST_BLOCK) return malformed();
    if (!inlet.has(padded) && !(await inlet.waitFor(padded))) return cut();
    const body = inlet.take(padded).subarray(8, length - 4);
    if (type === INTERFACE) {
      if (interfaces.length >= MOST_INTERFACES) return malformed();
      const described = interfaceIn(body, little, ports++);
      if (!described) return malformed();
      interfaces.push(described);
      continue;
    }
    number++;
    const frame = packetIn(type, body, little, interfaces, number);
    if (!frame) return malformed();
    take(frame);
  }
}

function isPacket(type: number): boolean {
  return type === ENHANCED_PACKET || type === SIMPLE_PACKET || type === OLD_PACKET;
}

function interfaceIn(body: Uint8Array, little: boolean, port: number): Interface | undefined {
  if (body.length < 8) return undefined;
  const view = viewOf(body);
  let unit = 1e-6;
  let offset = 0;
  for (const [code, value] of optionsIn(body.subarray(8), little)) {
    const [first] = value;
    if (code === RESOLUTION && first !== undefined) unit = first & 0x80 ? 2 ** -(first & 0x7f) : 10 ** -first;
    if (code === OFFSET && value.length === 8) offset = Number(viewOf(value).getBigInt64(0, little));
  }
  return { link: view.getUint16(0, little), snap: view.getUint32(4, little), unit, offset, port };
}

function packetIn(
  type: number,
  body: Uint8Array,
  little: boolean,
  interfaces: readonly Interface[],
  number: number,
): Frame | undefined {
  const view = viewOf(body);
  if (type === SIMPLE_PACKET) {
    const [port] = interfaces;
    if (!port || body.length < 4) return undefined;
    const length = view.getUint32(0, little);
    const captured = Math.min(length, port.snap === 0 ? length : port.snap, body.length - 4);
    return {
      number,
      time: undefined,
      link: port.link,
      octets: body.subarray(4, 4 + captured),
      length,
      port: port.port,
    };
  }
  if (body.length < 20) return undefined;
  const port = interfaces[type === OLD_PACKET ? view.getUint16(0, little) : view.getUint32(0, little)];
  const captured = view.getUint32(12, little);
  if (!port || captured > body.length - 20) return undefined;
  const units = view.getUint32(4, little) * 2 ** 32 + view.getUint32(8, little);
  const comment = commentIn(body.subarray(20 + captured + ((4 - (captured % 4)) % 4)), little);
  return {
    number,
    time: units * port.unit + port.offset,
    link: port.link,
    octets: body.subarray(20, 20 + captured),
    length: Math.max(captured, view.getUint32(16, little)),
    port: port.port,
    ...(comment === undefined ? {} : { comment }),
  };
}

function commentIn(options: Uint8Array, little: boolean): string | undefined {
  for (const [code, value] of optionsIn(options, little)) if (code === COMMENT) return utf8(value);
  return undefined;
}

function* optionsIn(octets: Uint8Array, little: boolean): Iterable<readonly [number, Uint8Array]> {
  const view = viewOf(octets);
  for (let at = 0; at + 4 <= octets.length;) {
    const code = view.getUint16(at, little);
    const length = view.getUint16(at + 2, little);
    if (code === 0 || at + 4 + length > octets.length) return;
    yield [code, octets.subarray(at + 4, at + 4 + length)];
    at += 4 + length + ((4 - (length % 4)) % 4);
  }
}
