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

export function inShort([one, other]: Hash): string {
  return `${one.toString(36)}.${other.toString(36)}`;
}

/** A short text that stands for a long one. */
export function hashed(text: string): string {
  return inShort(hash(text));
}
