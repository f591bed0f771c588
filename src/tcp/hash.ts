/** Short texts that stand for long ones, so that what is long can be compared. */

/** 64 bits that stand for a text (FNV-1a, twice), which no two texts of a note share. */
export type Hash = readonly [number, number];

export const NOTHING: Hash = [0, 0];

export function hash(text: string): Hash {
  let [one, other] = [0x811c9dc5, 0x9747b28c];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    one = Math.imul(one ^ code, 0x01000193);
    other = Math.imul(other ^ code, 0x85ebca6b) ^ (other >>> 13);
  }
  return [one >>> 0, other >>> 0];
}

/** The sum of two, in whatever order. */
export function added([one, other]: Hash, [a, b]: Hash): Hash {
  return [(one + a) >>> 0, (other + b) >>> 0];
}

/** Odd, so that none of what is multiplied by their powers gets lost. */
const FACTORS: Hash = [0x01000193, 0x85ebca6b];

/** The hash of a row with one more at its end: other than a sum, it tells the order. */
export function followedBy([one, other]: Hash, [a, b]: Hash): Hash {
  return [(Math.imul(one, FACTORS[0]) + a) >>> 0, (Math.imul(other, FACTORS[1]) + b) >>> 0];
}

/** The hash of a row of so many without its first. */
export function withoutFirst([one, other]: Hash, [a, b]: Hash, length: number): Hash {
  const before = length - 1;
  return [
    (one - Math.imul(a, power(FACTORS[0], before))) >>> 0,
    (other - Math.imul(b, power(FACTORS[1], before))) >>> 0,
  ];
}

/** Modulo 2^32. */
function power(base: number, exponent: number): number {
  let [result, square] = [1, base];
  for (let rest = exponent; rest > 0; rest >>>= 1) {
    if (rest & 1) result = Math.imul(result, square);
    square = Math.imul(square, square);
  }
  return result;
}

export function inShort([one, other]: Hash): string {
  return `${one.toString(36)}.${other.toString(36)}`;
}

/** A short text that stands for a long one. */
export function hashed(text: string): string {
  return inShort(hash(text));
}
