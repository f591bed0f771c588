/** How wide a text is where there is no browser to ask: a table that fits the usual sans-serif and monospaced fonts. */
import type { Face, Measure } from './places.js';

/** Sizes in pixels, and how much wider than the table a weight is, as the stylesheet of the preview sets them. */
const FACES: Readonly<
  Record<Face, { readonly size: number; readonly mono: boolean; readonly weight: number }>
> = {
  flags: { size: 12.5, mono: true, weight: 1 },
  number: { size: 12.5, mono: true, weight: 1 },
  small: { size: 12, mono: false, weight: 1 },
  chip: { size: 11, mono: false, weight: 1.08 },
  name: { size: 13, mono: false, weight: 1.08 },
  label: { size: 13, mono: false, weight: 1 },
};

/** Advance widths in em. They lie between those of narrow fonts such as Arial and of wide ones such as DejaVu Sans. */
const CLASSES: readonly (readonly [RegExp, number])[] = [
  [/\p{Mn}|\p{Me}/u, 0],
  [/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uffe6]/u, 1],
  [/\p{Extended_Pictographic}|[\u{20000}-\u{3fffd}]/u, 1.25],
  [/[mwMW@%]/, 0.88],
  [/[A-HJ-Z]/, 0.66],
  [/[0-9]/, 0.6],
  [/[ijlftrI]/, 0.31],
  [/[ .,:;|!()[\]'’`·]/, 0.32],
  [/[a-z_+=?/<>"#$&*{}~^\\-]/, 0.58],
];
const OTHER = 0.75;
const MONO = 0.602;

function em(character: string): number {
  return CLASSES.find(([pattern]) => pattern.test(character))?.[1] ?? OTHER;
}

export const plainMeasure: Measure = (text, face) => {
  const { size, mono, weight } = FACES[face];
  let width = 0;
  for (const character of text) {
    const own = em(character);
    width += mono && own > 0 && own < 1 ? MONO : own * weight;
  }
  return width * size;
};
