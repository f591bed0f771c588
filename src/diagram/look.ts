/**
 * The look of a picture that no stylesheet reaches: colours and letters as attributes, so that any viewer of SVG shows
 * them. It is that of the preview in VS Code's light and dark themes.
 */
import type { Attributes, Shape, ShapeTag } from './shape.js';

export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

interface Palette {
  readonly ground: string;
  readonly ink: string;
  readonly quiet: string;
  /** Under participants and notes. */
  readonly surface: string;
  /** Tones, by the classes that stand for them. */
  readonly tones: Readonly<Record<string, string>>;
  /** Tones of lifelines that are not those of words. */
  readonly bands: Readonly<Record<string, string>>;
  /** How strong the ground of a chip is. */
  readonly tint: number;
}

const PALETTES: Readonly<Record<Theme, Palette>> = {
  light: {
    ground: '#ffffff',
    ink: '#1f2328',
    quiet: '#59636e',
    surface: '#f6f8fa',
    tones: {
      'segno-closed': '#6e7781',
      'segno-opening': '#8a5f00',
      'segno-open': '#1a7f37',
      'segno-closing': '#8250df',
      'segno-wait': '#0550ae',
      'segno-is-error': '#cf222e',
      'segno-is-warning': '#8a5f00',
      'segno-is-information': '#0969da',
      'segno-is-deliberate': '#a8414a',
    },
    bands: { 'segno-closed': '#8c959f', 'segno-opening': '#bf8700' },
    tint: 0.15,
  },
  dark: {
    ground: '#1f1f1f',
    ink: '#d6d6d6',
    quiet: '#a3a3a3',
    surface: '#282828',
    tones: {
      'segno-closed': '#9aa4ae',
      'segno-opening': '#d9a427',
      'segno-open': '#3fb950',
      'segno-closing': '#b198f8',
      'segno-wait': '#58a6ff',
      'segno-is-error': '#f4716b',
      'segno-is-warning': '#d9a427',
      'segno-is-information': '#58a6ff',
      'segno-is-deliberate': '#d58a86',
    },
    bands: {},
    tint: 0.2,
  },
};

export const FONTS = {
  text: "'Segoe UI', 'Helvetica Neue', Arial, 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif",
  mono: "Consolas, Menlo, 'DejaVu Sans Mono', 'Liberation Mono', 'Noto Sans CJK SC', monospace",
};

export function groundOf(theme: Theme): string {
  return PALETTES[theme].ground;
}

/** The shape with its look in it, and without what only a page has a use for. */
export function dress(bare: Shape, theme: Theme): Shape {
  return dressed(bare, new Set(), undefined, PALETTES[theme]) ?? { ...bare, children: [] };
}

/** What a page has a use for. */
const PAGE_ONLY = /^(?:class|role|tabindex|aria-|data-)/;
/** What only a pointer finds, or a cursor marks. */
const UNSEEN = ['segno-hit', 'segno-back'];

function dressed(
  { tag, attributes, children }: Shape,
  above: ReadonlySet<string>,
  inherited: string | undefined,
  palette: Palette,
): Shape | undefined {
  const own = String(attributes['class'] ?? '')
    .split(' ')
    .filter((name) => name !== '');
  if (UNSEEN.some((name) => own.includes(name))) return undefined;
  const classes = new Set([...above, ...own]);
  const tone = own.flatMap((name) => palette.tones[name] ?? [])[0] ?? inherited;
  const kept = Object.entries(attributes).filter(([name]) => !PAGE_ONLY.test(name));
  const dressedChildren = children.flatMap((child) =>
    typeof child === 'string' ? child : (dressed(child, classes, tone, palette) ?? []),
  );
  // A group that only gathered what is not seen.
  if (tag === 'g' && dressedChildren.length === 0) return undefined;
  const look = lookOf(tag, new Set(own), classes, tone, palette);
  return { tag, attributes: { ...Object.fromEntries(kept), ...look }, children: dressedChildren };
}

/** `own` are the element's classes, `all` those of what it stands in as well; `tone` is the nearest tone. */
function lookOf(
  tag: ShapeTag,
  own: ReadonlySet<string>,
  all: ReadonlySet<string>,
  tone: string | undefined,
  palette: Palette,
): Attributes {
  const { ink, quiet } = palette;
  switch (tag) {
    case 'line':
      return lineLook(own, tone, palette);
    case 'path': {
      const colour = tone ?? ink;
      const fill = own.has('segno-tip-filled') ? colour : 'none';
      return { fill, stroke: colour, 'stroke-width': own.has('segno-tip-cross') ? 1.6 : 1.2 };
    }
    case 'circle':
      return { fill: palette.ground, stroke: quiet, 'stroke-width': 1.4 };
    case 'rect':
      return rectLook(own, all, tone, palette);
    case 'text':
      return textLook(own, all, tone, palette);
    case 'tspan':
      return spanLook(own, all, tone, palette);
    default:
      return {};
  }
}

function lineLook(own: ReadonlySet<string>, tone: string | undefined, { ink, bands }: Palette): Attributes {
  if (own.has('segno-span')) return { stroke: [...own].flatMap((name) => bands[name] ?? [])[0] ?? tone };
  if (own.has('segno-stateless')) return { ...faint(ink), 'stroke-dasharray': '3 3' };
  if (own.has('segno-divider')) return { ...faint(ink), 'stroke-dasharray': '2 4' };
  const dashed = ['segno-stale', 'segno-dup', 'segno-forged'].some((name) => own.has(name));
  return { stroke: tone ?? ink, 'stroke-width': 1.4, ...(dashed ? { 'stroke-dasharray': '6 4' } : {}) };
}

function rectLook(
  own: ReadonlySet<string>,
  all: ReadonlySet<string>,
  tone: string | undefined,
  { ground, ink, surface, tint }: Palette,
): Attributes {
  if (own.has('segno-chip-ground')) return { fill: ground };
  if (own.has('segno-chip-tint')) {
    return { fill: tone, 'fill-opacity': tint, stroke: tone, 'stroke-opacity': 0.3 };
  }
  if (own.has('segno-said-ground')) return { fill: tone, 'fill-opacity': 0.09 };
  if (own.has('segno-said-bar')) return { fill: tone };
  const dashed = all.has('segno-head-stateless') ? { 'stroke-dasharray': '3 2' } : {};
  return { fill: surface, ...faint(ink), ...dashed };
}

function textLook(
  own: ReadonlySet<string>,
  all: ReadonlySet<string>,
  tone: string | undefined,
  palette: Palette,
): Attributes {
  const { ink, quiet } = palette;
  const any = (...names: string[]) => names.some((name) => own.has(name));
  const italic = { 'font-style': 'italic' };
  if (own.has('segno-label')) return { fill: ink, 'font-size': 12.5, ...halo(palette) };
  if (any('segno-fate', 'segno-call')) {
    return { fill: quiet, 'font-size': 12, ...italic, ...halo(palette) };
  }
  if (own.has('segno-remark')) {
    const slanted = any('segno-is-deliberate', 'segno-is-text') ? italic : {};
    const fill = own.has('segno-is-text') ? quiet : (tone ?? ink);
    return { fill, 'font-size': 12, ...slanted, ...halo(palette) };
  }
  if (own.has('segno-number-of')) return { fill: quiet, 'font-size': 10.5 };
  if (own.has('segno-phase')) {
    return { fill: quiet, 'font-size': 11, 'letter-spacing': '0.06em', ...halo(palette, 14) };
  }
  if (own.has('segno-note-text')) return { fill: ink, 'font-size': 12 };
  if (own.has('segno-said-title')) return { fill: ink, 'font-size': 14, 'font-weight': 600 };
  if (own.has('segno-said-more')) return { fill: quiet, 'font-size': 12 };
  if (all.has('segno-quiet')) return { fill: quiet, 'font-size': 11, ...halo(palette) };
  if (all.has('segno-chip')) return { fill: tone, 'font-size': 11, 'font-weight': 600 };
  return { fill: ink, 'font-size': 13 };
}

function spanLook(
  own: ReadonlySet<string>,
  all: ReadonlySet<string>,
  tone: string | undefined,
  { quiet }: Palette,
): Attributes {
  const mono = { 'font-family': FONTS.mono };
  if (own.has('segno-flags')) return { ...mono, 'font-weight': 700, ...(tone ? { fill: tone } : {}) };
  if (own.has('segno-number')) return { ...mono, fill: quiet };
  if (own.has('segno-small')) return { fill: quiet, 'font-size': 12, 'font-style': 'italic' };
  if (own.has('segno-head-name')) return { 'font-weight': 600 };
  if (own.has('segno-head-label')) return { fill: quiet };
  if (own.has('segno-said-line')) return { 'font-weight': 600, fill: tone };
  if (own.has('segno-said-code')) return { ...mono, 'font-size': 12.5 };
  if (own.has('segno-said-source')) return { fill: quiet, 'font-size': 12 };
  return {};
}

function faint(ink: string): Attributes {
  return { stroke: ink, 'stroke-opacity': 0.18 };
}

/** Words stay readable where a line runs under them. */
function halo({ ground }: Palette, width = 4): Attributes {
  return { stroke: ground, 'stroke-width': width, 'stroke-linejoin': 'round', 'paint-order': 'stroke' };
}
