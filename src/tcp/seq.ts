/**
 * Sequence numbers: 32-bit, compared modulo 2^32 (RFC 9293 §3.4).
 *
 * A comparison is meaningful only between numbers less than 2^31 apart, which a window never exceeds.
 */

declare const sequenceNumber: unique symbol;

/** A sequence number, always an integer in 0 … 2^32-1. */
export type Seq = number & { readonly [sequenceNumber]: true };

/** The number `n` taken mod 2^32; negative numbers count down from 2^32. */
export function seq(n: number): Seq {
  return (n >>> 0) as Seq;
}

/** The sequence number `octets` after `a` (before it, when negative). */
export function add(a: Seq, octets: number): Seq {
  return seq(a + octets);
}

/** How far `a` lies after `b`, in octets: -2^31 … 2^31-1, negative when `a` is before `b`. */
export function distance(a: Seq, b: Seq): number {
  return (a - b) | 0;
}

/** `a` < `b` in sequence space. */
export function before(a: Seq, b: Seq): boolean {
  return distance(a, b) < 0;
}

/** `a` =< `b` in sequence space. */
export function atOrBefore(a: Seq, b: Seq): boolean {
  return distance(a, b) <= 0;
}

/** `a` > `b` in sequence space. */
export function after(a: Seq, b: Seq): boolean {
  return distance(a, b) > 0;
}

/** `a` >= `b` in sequence space. */
export function atOrAfter(a: Seq, b: Seq): boolean {
  return distance(a, b) >= 0;
}

/** The later of two numbers. */
export function later(a: Seq, b: Seq): Seq {
  return before(a, b) ? b : a;
}
