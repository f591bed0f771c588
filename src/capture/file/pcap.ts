/** The classic capture file of libpcap: a header of 24 octets, then frames with headers of 16. */
import { LONGEST_FRAME, type Damage, type Frame } from './frame.js';
import type { Inlet } from './inlet.js';

interface Variant {
  readonly little: boolean;
  /** Units of a second's fraction. */
  readonly fractions: number;
  readonly recordHeader: number;
}

/** By the first four octets, read in network order. */
const VARIANTS: ReadonlyMap<number, Variant> = new Map([
  [0xa1b2c3d4, { little: false, fractions: 1e6, recordHeader: 16 }],
  [0xd4c3b2a1, { little: true, fractions: 1e6, recordHeader: 16 }],
  [0xa1b23c4d, { little: false, fractions: 1e9, recordHeader: 16 }],
  [0x4d3cb2a1, { little: true, fractions: 1e9, recordHeader: 16 }],
  // A variant of old Linux distributions: interface, protocol and direction stand behind the lengths.
  [0xa1b2cd34, { little: false, fractions: 1e6, recordHeader: 24 }],
  [0x34cdb2a1, { little: true, fractions: 1e6, recordHeader: 24 }],
]);

const HEADER = 24;

export function isPcap(magic: number): boolean {
  return VARIANTS.has(magic);
}

/** Hands over each frame; what is wrong with the file, if anything is. */
export async function readPcap(inlet: Inlet, take: (frame: Frame) => void): Promise<Damage | undefined> {
  const cut = (): Damage => ({ why: 'cut-short', offset: inlet.taken });
  if (!(await inlet.waitFor(HEADER))) return cut();
  const header = viewOf(inlet.take(HEADER));
  const { little, fractions, recordHeader } = VARIANTS.get(header.getUint32(0)) ?? {
    little: true,
    fractions: 1e6,
    recordHeader: 16,
  };
  // The upper half tells of frame check sequences; lengths are those of the IP header anyway.
  const link = header.getUint32(20, little) & 0xffff;
  for (let number = 1; ; number++) {
    if (!inlet.has(recordHeader) && !(await inlet.waitFor(recordHeader))) {
      return inlet.has(1) ? cut() : undefined;
    }
    const record = viewOf(inlet.peek(recordHeader));
    const [seconds, fraction] = [record.getUint32(0, little), record.getUint32(4, little)];
    const [captured, length] = [record.getUint32(8, little), record.getUint32(12, little)];
    if (captured > LONGEST_FRAME) return { why: 'malformed', offset: inlet.taken };
    const whole = recordHeader + captured;
    if (!inlet.has(whole) && !(await inlet.waitFor(whole))) return cut();
    const octets = inlet.take(whole).subarray(recordHeader);
    take({
      number,
      time: seconds + fraction / fractions,
      link,
      octets,
      length: Math.max(length, captured),
      port: 0,
    });
  }
}

export function viewOf(octets: Uint8Array): DataView {
  return new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
}
