/**
 * The look of a picture that stands in a page: everything but its tones is made of two colours, the ground and the words,
 * and those are the page's. They are variables of its own, said in a `style` of its own, so that the picture is one element
 * that changes nothing around it. Needs `light-dark()`, which browsers have had since 2024.
 */
import { paletteOf, type Given, type Mix, type Palette } from './palette.js';

/** The class of such a picture. */
export const IN_PAGE = 'segno-figure';

/** What well-known sites call their ground and the colour of their words: those go with the reader's choice there. */
const SITES = {
  ground: [
    '--vp-c-bg',
    '--ifm-background-color',
    '--sl-color-bg',
    '--md-default-bg-color',
    '--color-background-primary',
    '--bs-body-bg',
  ],
  ink: [
    '--vp-c-text-1',
    '--ifm-font-color-base',
    '--sl-color-text',
    '--md-typeset-color',
    '--color-foreground-primary',
    '--bs-body-color',
  ],
} as const;

/** Tones that stand out from a light ground as well as from a dark one, three to one at least. */
const TONES = {
  error: '#e5484d',
  warning: '#b98900',
  information: '#2f86eb',
  closed: '#848d97',
  opening: '#c27d00',
  open: '#2f9e44',
  closing: '#8f63e6',
  wait: '#2f7de1',
} as const;

/** The picture's own variable for a colour. */
const own = (name: string): string => `var(--sg-${name})`;

/** The first of the variables that the page has set. */
const firstOf = (variables: readonly string[], otherwise: string): string =>
  variables.reduceRight((rest, variable) => `var(${variable}, ${rest})`, otherwise);

const mixedByPage: Mix = (one, share, other) =>
  `color-mix(in srgb, ${one} ${Math.round(share * 100)}%, ${other})`;

const { error, warning, information, ...states } = Object.fromEntries(
  Object.keys(TONES).map((name) => [name, own(name)]),
) as Record<keyof typeof TONES, string>;

const MADE: Palette = paletteOf(
  {
    ...{ ground: own('ground'), ink: own('ink'), quiet: own('quiet') },
    ...{ error, warning, information, states: states satisfies Given['states'] },
    chipInk: 0.55,
    tint: 0.17,
  },
  mixedByPage,
);

/** `segno-is-error` and `segno-open` stand for what variables call `error` and `open`. */
const short = (name: string): string => name.replace(/^segno-(?:is-)?/, '');
const toneName = (name: string): string => short(name);
const wordsName = (name: string): string => `${short(name)}-words`;

/** What each variable of the picture is. `media/theme.css` has the names that a page may set. */
const VARIABLES: ReadonlyMap<string, string> = new Map([
  ...Object.entries(MADE.words).map(([name, colour]) => [wordsName(name), colour] as const),
  [toneName('segno-is-deliberate'), MADE.tones['segno-is-deliberate'] ?? error],
  ['surface', MADE.surface],
  ...Object.entries(TONES).map(([name, colour]) => [name, `var(--segno-${name}, ${colour})`] as const),
  ['quiet', `var(--segno-quiet, ${mixedByPage(own('ink'), 0.68, own('ground'))})`],
  ['ground', firstOf(['--segno-ground', ...SITES.ground], 'light-dark(#ffffff, #1f1f1f)')],
  ['ink', firstOf(['--segno-ink', ...SITES.ink], 'light-dark(#3b3b3b, #cccccc)')],
]);

/** The palette in which each colour is the picture's variable for it. */
export const PAGE_PALETTE: Palette = {
  ...MADE,
  surface: own('surface'),
  tones: Object.fromEntries(Object.keys(MADE.tones).map((name) => [name, own(toneName(name))])),
  words: Object.fromEntries(Object.keys(MADE.words).map((name) => [name, own(wordsName(name))])),
};

/**
 * The declarations of a picture with these colours. Where the page gives none, they go by its `--segno-scheme`, such as
 * `dark`, and else by what the system prefers, as `prefers-color-scheme` does.
 */
export function pageStyle(colours: Iterable<string>): string {
  const needed = new Set<string>();
  const need = (text: string): void => {
    for (const [, name = ''] of text.matchAll(/var\(--sg-([\w-]+)\)/g)) {
      if (needed.has(name)) continue;
      needed.add(name);
      need(VARIABLES.get(name) ?? '');
    }
  };
  for (const colour of colours) need(colour);
  const declared = [...VARIABLES].filter(([name]) => needed.has(name));
  return [
    'color-scheme: var(--segno-scheme, light dark)',
    ...declared.map(([name, colour]) => `--sg-${name}: ${colour}`),
  ].join('; ');
}
