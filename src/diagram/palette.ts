/**
 * The colours of a picture that no stylesheet reaches, in VS Code's own light and dark themes. They are those of
 * `media/theme.css`, worked out; a test draws both and compares.
 */
import type { Kind } from './places.js';

export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

type Tone = 'error' | 'warning' | 'information';

/** What the theme gives, and what `media/theme.css` adds. Shares are between 0 and 1. */
export interface Given extends Readonly<Record<Tone, string>> {
  readonly ground: string;
  readonly ink: string;
  readonly quiet: string;
  readonly states: Readonly<Record<Kind, string>>;
  /** How much of its colour a chip's name has, and its ground. */
  readonly chipInk: number;
  readonly tint: number;
}

const GIVEN: Readonly<Record<Theme, Given>> = {
  light: {
    ground: '#ffffff',
    ink: '#3b3b3b',
    quiet: '#6b6b6b',
    error: '#e51400',
    warning: '#bf8803',
    information: '#1a85ff',
    states: {
      closed: '#8c959f',
      opening: '#bf8700',
      open: '#1a7f37',
      closing: '#8250df',
      wait: '#0550ae',
    },
    chipInk: 0.5,
    tint: 0.15,
  },
  dark: {
    ground: '#1f1f1f',
    ink: '#cccccc',
    quiet: '#9d9d9d',
    error: '#f14c4c',
    warning: '#cca700',
    information: '#3794ff',
    states: {
      closed: '#8b949e',
      opening: '#d9a427',
      open: '#3fb950',
      closing: '#a98bf7',
      wait: '#58a6ff',
    },
    chipInk: 0.7,
    tint: 0.2,
  },
};

export interface Palette {
  readonly ground: string;
  readonly ink: string;
  readonly quiet: string;
  /** Under participants and notes. */
  readonly surface: string;
  /** Of lines and grounds, by the classes that stand for them. */
  readonly tones: Readonly<Record<string, string>>;
  /** The same for words, which need more contrast. */
  readonly words: Readonly<Record<string, string>>;
  /** How strong the ground of a chip is. */
  readonly tint: number;
}

/** How much of the theme's colour is in the words of a problem; the rest is the colour of all words. */
const WORDS: Readonly<Record<Tone, number>> = { error: 0.8, warning: 0.65, information: 0.65 };

/** The palette of what is given; how colours are mixed is told, too. */
export function paletteOf(given: Given, mix: Mix): Palette {
  const { ground, ink, quiet, states, chipInk, tint } = given;
  const deliberate = mix(given.error, 0.62, quiet);
  const tones: Record<string, string> = { 'segno-is-deliberate': deliberate };
  const words: Record<string, string> = { 'segno-is-deliberate': deliberate };
  for (const tone of ['error', 'warning', 'information'] as const) {
    tones[`segno-is-${tone}`] = given[tone];
    words[`segno-is-${tone}`] = mix(given[tone], WORDS[tone], ink);
  }
  for (const [kind, colour] of Object.entries(states)) {
    tones[`segno-${kind}`] = colour;
    words[`segno-${kind}`] = mix(colour, chipInk, ink);
  }
  return { ground, ink, quiet, surface: mix(ink, 0.04, ground), tones, words, tint };
}

/** Two colours mixed; `share` is that of the first. */
export type Mix = (one: string, share: number, other: string) => string;

/** As `color-mix(in srgb, …)` has it. */
const mixed: Mix = (one, share, other) => {
  const channels = (colour: string) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  const [ones, others] = [channels(one), channels(other)];
  const values = ones.map((value, at) => Math.round(value * share + (others[at] ?? 0) * (1 - share)));
  return `#${values.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
};

export const PALETTES: Readonly<Record<Theme, Palette>> = {
  light: paletteOf(GIVEN.light, mixed),
  dark: paletteOf(GIVEN.dark, mixed),
};
