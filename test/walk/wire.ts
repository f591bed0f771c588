/** Segments of a walk as they are on the wire, and the arithmetic of their numbers. */
import type { Arguments } from '../exchange/build.js';

/** The number mod 2^32. */
export const mod = (n: number): number => n >>> 0;

/** How far `a` lies after `b`, negative where it lies before it. */
export const diff = (a: number, b: number): number => (a - b) | 0;

/** The most data in one segment, in octets (§3.7.1). */
export const MSS = 1460;

export interface Wire {
  /** `SYN+ACK`, `ACK+DATA`. */
  readonly flags: string;
  readonly seq: number;
  readonly ack?: number;
  readonly len: number;
  /** The window field; a reset has none. */
  readonly win?: number;
  /** The shift count that a SYN offers. */
  readonly scale?: number;
}

export const has = (wire: Wire, flag: 'SYN' | 'FIN' | 'RST' | 'ACK'): boolean => wire.flags.includes(flag);

/** SEG.LEN: octets of data, and one each for SYN and FIN. */
export const octets = (wire: Wire): number => wire.len + (has(wire, 'SYN') || has(wire, 'FIN') ? 1 : 0);

/** The first number after the segment. */
export const endOf = (wire: Wire): number => mod(wire.seq + octets(wire));

/** What a line writes of the segment. */
export function argumentsOf(wire: Wire): Arguments {
  const { seq, ack, len, win, scale } = wire;
  return {
    seq,
    ...(ack === undefined ? {} : { ack }),
    ...(len > 0 ? { len } : {}),
    ...(win === undefined ? {} : { win }),
    ...(scale === undefined ? {} : { options: [{ name: 'wscale', value: String(scale) }] }),
  };
}
