/** Capture files made by hand, so that a test says what is in them. */
import { writePcap, type WirePacket } from '../../src/capture/out/pcap.js';
import { NotACapture, readCapture, type Capture } from '../../src/capture/capture.js';
import { ACK, FIN, PSH, SYN } from '../../src/capture/packet/tcp.js';
import { inPiecesOf } from './recorded.js';

const CLIENT = { from: [192, 0, 2, 1], fromPort: 40_000, to: [192, 0, 2, 2], toPort: 80 } as const;
const SERVER = {
  from: CLIENT.to,
  fromPort: CLIENT.toPort,
  to: CLIENT.from,
  toPort: CLIENT.fromPort,
} as const;
const PLAIN = { ack: 0, len: 0, win: 1_000, up: 0, options: [] } as const;

type Made = Partial<WirePacket> & Pick<WirePacket, 'bits' | 'seq'>;

export function fromClient(time: number, packet: Made): WirePacket {
  return { ...PLAIN, ...CLIENT, time: 1_700_000_000 + time, ...packet };
}

export function fromServer(time: number, packet: Made): WirePacket {
  return { ...PLAIN, ...SERVER, time: 1_700_000_000 + time, ...packet };
}

/** A request, a response, and both ends close. */
export function smallExchange(): readonly WirePacket[] {
  return [
    fromClient(0, { bits: SYN, seq: 100, options: [{ name: 'mss', value: '1460' }, { name: 'sackok' }] }),
    fromServer(0.01, { bits: SYN | ACK, seq: 900, ack: 101, options: [{ name: 'mss', value: '1400' }] }),
    fromClient(0.02, { bits: ACK, seq: 101, ack: 901 }),
    fromClient(0.03, { bits: PSH | ACK, seq: 101, ack: 901, len: 16, payload: 'GET / HTTP/1.0\r\n' }),
    fromServer(0.04, { bits: PSH | ACK, seq: 901, ack: 117, len: 17, payload: 'HTTP/1.0 200 OK\r\n' }),
    fromServer(0.05, { bits: FIN | ACK, seq: 918, ack: 117 }),
    fromClient(0.06, { bits: FIN | ACK, seq: 117, ack: 919 }),
    fromServer(0.07, { bits: ACK, seq: 919, ack: 118 }),
  ];
}

export function read(file: Uint8Array, piece = 4_096): Promise<Capture> {
  return readCapture(inPiecesOf(file, piece));
}

/** What can be read of a file; undefined where it is no capture. */
export function tried(file: Uint8Array, piece?: number): Promise<Capture | undefined> {
  return read(file, piece).catch((error: unknown) => {
    if (error instanceof NotACapture) return undefined;
    throw error;
  });
}

/** What a capture tells of its packets, whatever its format. */
export function tellOf({ connections }: Capture): readonly string[] {
  return connections.flatMap(({ ends, passings }) =>
    passings.map(
      ({ from, bits, seq, ack, len, time }) =>
        `${ends[from]} ${bits} ${seq} ${ack} ${len} ${((time ?? 0) % 1000).toFixed(4)}`,
    ),
  );
}

export const small = (): Uint8Array => writePcap(smallExchange());

/** The frames of a file that `writePcap` has written, with their headers. */
export function recordsIn(file: Uint8Array): readonly Uint8Array[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const records: Uint8Array[] = [];
  for (let at = 24; at < file.length;) {
    const length = 16 + view.getUint32(at + 8, true);
    records.push(file.subarray(at, at + length));
    at += length;
  }
  return records;
}

/** The same without their headers. */
export function framesIn(
  file: Uint8Array,
): readonly { readonly time: number; readonly octets: Uint8Array }[] {
  return recordsIn(file).map((record) => {
    const view = new DataView(record.buffer, record.byteOffset, record.byteLength);
    return { time: view.getUint32(0, true) + view.getUint32(4, true) / 1e6, octets: record.subarray(16) };
  });
}

export function joined(parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** A number as octets. */
export function u(value: number, count: number, little = false): readonly number[] {
  const octets = Array.from({ length: count }, (_, i) => Math.floor(value / 256 ** (count - 1 - i)) % 256);
  return little ? octets.reverse() : octets;
}

export interface PcapForm {
  readonly little: boolean;
  readonly nanoseconds: boolean;
  readonly link: number;
  /** What stands before the IP packet. */
  readonly head: readonly number[];
}

/** The small exchange as a pcap file of some form. */
export function pcapOf({ little, nanoseconds, link, head }: PcapForm): Uint8Array {
  const magic = nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4;
  return joined([
    [
      ...u(magic, 4, little),
      ...u(2, 2, little),
      ...u(4, 2, little),
      ...u(0, 8),
      ...u(65_535, 4, little),
      ...u(link, 4, little),
    ],
    ...framesIn(small()).flatMap(({ time, octets }) => {
      const length = octets.length + head.length;
      const fraction = Math.round((time % 1) * (nanoseconds ? 1e9 : 1e6));
      return [
        [Math.floor(time), fraction, length, length].flatMap((value) => u(value, 4, little)),
        head,
        octets,
      ];
    }),
  ]);
}

/** The small exchange as pcapng, every other packet from an Ethernet interface that counts in 1/1024 of a second. */
export function pcapngOf(little: boolean): Uint8Array {
  const n = (value: number, count = 4): readonly number[] => u(value, count, little);
  const block = (type: number, body: readonly number[]): readonly number[] => {
    const padded = [...body, ...Array.from({ length: (4 - (body.length % 4)) % 4 }, () => 0)];
    const length = padded.length + 12;
    return [...n(type), ...n(length), ...padded, ...n(length)];
  };
  const frames = framesIn(small()).map(({ time, octets }, index) => {
    const isEthernet = index % 2 === 1;
    const octetsOf = isEthernet ? [...Array.from({ length: 12 }, () => 1), 8, 0, ...octets] : [...octets];
    const units = isEthernet ? Math.round(time * 1024) : Math.round(time * 1e6);
    const padding = Array.from({ length: (4 - (octetsOf.length % 4)) % 4 }, () => 0);
    const comment =
      index === 0 ? [...n(1, 2), ...n(5, 2), ...new TextEncoder().encode('hello'), 0, 0, 0, ...n(0)] : [];
    return block(6, [
      ...n(isEthernet ? 1 : 0),
      ...n(Math.floor(units / 2 ** 32)),
      ...n(units % 2 ** 32),
      ...n(octetsOf.length),
      ...n(octetsOf.length),
      ...octetsOf,
      ...padding,
      ...comment,
    ]);
  });
  return Uint8Array.from([
    ...block(0x0a0d0d0a, [...n(0x1a2b3c4d), ...n(1, 2), ...n(0, 2), ...n(0xffffffff), ...n(0xffffffff)]),
    ...block(1, [...n(101, 2), ...n(0, 2), ...n(0)]),
    ...block(1, [...n(1, 2), ...n(0, 2), ...n(0), ...n(9, 2), ...n(1, 2), 0x8a, 0, 0, 0, ...n(0)]),
    ...block(0xbad, [1, 2, 3]),
    ...frames.flat(),
  ]);
}
