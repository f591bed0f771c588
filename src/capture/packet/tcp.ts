/** The TCP header (RFC 9293 §3.1) and its options. */
import type { Flag, Option } from '../../tcp/segment.js';
import { viewOf } from '../file/pcap.js';

/** The control bits as they stand in the header. */
export const FIN = 1;
export const SYN = 2;
export const RST = 4;
export const PSH = 8;
export const ACK = 16;
export const URG = 32;
export const ECE = 64;
export const CWR = 128;
export const AE = 256;
export const BITS: Readonly<Record<Flag, number>> = { SYN, FIN, RST, PSH, ACK, URG, ECE, CWR, AE };

export interface Header {
  readonly fromPort: number;
  readonly toPort: number;
  readonly bits: number;
  readonly seq: number;
  readonly ack: number;
  /** Octets of data. */
  readonly len: number;
  readonly win: number;
  readonly up: number;
  /** In the notation's spelling; NOP and padding are left out. */
  readonly options: readonly Option[];
  /** As many octets of the data as were captured. */
  readonly data: Uint8Array;
}

const SHORTEST = 20;
const FAST_OPEN = 34;
const EXPERIMENTS: readonly number[] = [253, 254];
const FAST_OPEN_EXPERIMENT = 0xf989;

/** Options without a meaning to the engine that people know by these names. */
const NAMES: ReadonlyMap<number, string> = new Map([
  [19, 'md5'],
  [28, 'uto'],
  [29, 'ao'],
  [30, 'mptcp'],
  [172, 'accecn0'],
  [174, 'accecn1'],
]);

/** @param length how many octets header and data had before the capture cut them */
export function headerIn(octets: Uint8Array, length: number): Header | undefined {
  if (octets.length < SHORTEST) return undefined;
  const view = viewOf(octets);
  const header = ((octets[12] ?? 0) >> 4) * 4;
  if (header < SHORTEST || header > length) return undefined;
  return {
    fromPort: view.getUint16(0),
    toPort: view.getUint16(2),
    seq: view.getUint32(4),
    ack: view.getUint32(8),
    bits: view.getUint16(12) & 0x1ff,
    win: view.getUint16(14),
    up: view.getUint16(18),
    len: length - header,
    options: [...optionsIn(octets.subarray(SHORTEST, header))],
    data: octets.subarray(header),
  };
}

/** The options as far as they can be read. */
function* optionsIn(octets: Uint8Array): Iterable<Option> {
  for (let at = 0; at < octets.length;) {
    const kind = octets[at] ?? 0;
    if (kind === 0) return;
    if (kind === 1) {
      at++;
      continue;
    }
    const length = octets[at + 1] ?? 0;
    if (length < 2 || at + length > octets.length) return;
    yield* optionOf(kind, viewOf(octets.subarray(at + 2, at + length)));
    at += length;
  }
}

function* optionOf(kind: number, body: DataView): Iterable<Option> {
  const size = body.byteLength;
  if (kind === 2 && size === 2) yield { name: 'mss', value: String(body.getUint16(0)) };
  else if (kind === 3 && size === 1) yield { name: 'wscale', value: String(body.getUint8(0)) };
  else if (kind === 4 && size === 0) yield { name: 'sackok' };
  else if (kind === 5) {
    for (let at = 0; at + 8 <= size; at += 8) {
      yield { name: 'sack', value: `${body.getUint32(at)}..${body.getUint32(at + 4)}` };
    }
  } else if (kind === 8 && size === 8) {
    yield { name: 'ts', value: `${body.getUint32(0)}/${body.getUint32(4)}` };
  } else if (kind === FAST_OPEN) yield { name: 'tfo' };
  else if (EXPERIMENTS.includes(kind) && size >= 2 && body.getUint16(0) === FAST_OPEN_EXPERIMENT) {
    yield { name: 'tfo' };
  } else {
    const name = NAMES.get(kind);
    if (name !== undefined) yield { name };
  }
}
