/**
 * The look of a picture that no stylesheet reaches: colours and letters as attributes, so that any viewer of SVG shows
 * them. It is that of the preview, of `media/drawing.css`, in VS Code's light and dark themes, or in a page's colours.
 */
import { PAGE_PALETTE } from './page-look.js';
import { PALETTES, THEMES, type Palette } from './palette.js';
import type { Attributes, Shape, ShapeTag } from './shape.js';

export const FONTS = {
  text: "'Segoe UI', 'Helvetica Neue', Arial, 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif",
  mono: "Consolas, Menlo, 'DejaVu Sans Mono', 'Liberation Mono', 'Noto Sans CJK SC', monospace",
};

/** What a picture is made for: a theme, or a page, which may have both, and colours of its own. */
export const LOOKS = [...THEMES, 'page'] as const;
export type Look = (typeof LOOKS)[number];

function paletteFor(look: Look): Palette {
  return look === 'page' ? PAGE_PALETTE : PALETTES[look];
}

export function groundOf(look: Look): string {
  return paletteFor(look).ground;
}

/** The shape with its look in it, and without what only a page has a use for. */
export function dress(bare: Shape, look: Look): Shape {
  return dressed(bare, new Set(), undefined, paletteFor(look)) ?? { ...bare, children: [] };
}

/** What a page has a use for. */
const PAGE_ONLY = /^(?:class|role|tabindex|aria-|data-)/;
/** An arrow and what stands on it. */
const ARROW = ['segno-arrow', 'segno-tip', 'segno-label'];
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
  // What is only worth knowing leaves the arrow and its label as they are.
  const plain = own.includes('segno-is-information') && ARROW.some((name) => own.includes(name));
  const tone = plain ? undefined : (own.find((name) => name in palette.tones) ?? inherited);
  const kept = Object.entries(attributes).filter(([name]) => !PAGE_ONLY.test(name));
  const dressedChildren = children.flatMap((child) =>
    typeof child === 'string' ? child : (dressed(child, classes, tone, palette) ?? []),
  );
  // A group that only gathered what is not seen.
  if (tag === 'g' && dressedChildren.length === 0) return undefined;
  const paints = { line: palette.tones[tone ?? ''], words: palette.words[tone ?? ''] };
  const look = lookOf(tag, new Set(own), classes, paints, palette);
  return { tag, attributes: { ...Object.fromEntries(kept), ...look }, children: dressedChildren };
}

/** The colours of the nearest tone, if there is one. */
interface Paints {
  readonly line: string | undefined;
  readonly words: string | undefined;
}

/** `own` are the element's classes, `all` those of what it stands in as well. */
function lookOf(
  tag: ShapeTag,
  own: ReadonlySet<string>,
  all: ReadonlySet<string>,
  tone: Paints,
  palette: Palette,
): Attributes {
  const { quiet } = palette;
  switch (tag) {
    case 'line':
      return lineLook(own, tone, palette);
    case 'path':
      if (own.has('segno-wave')) return { fill: 'none', stroke: quiet, 'stroke-width': 1.2 };
      if (own.has('segno-bracket')) {
        return {
          fill: 'none',
          stroke: palette.tones['segno-opening'],
          'stroke-width': 1.3,
          'stroke-dasharray': '3 2.5',
        };
      }
      return tipLook(own, tone, palette);
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

function tipLook(own: ReadonlySet<string>, tone: Paints, { ink, tones }: Palette): Attributes {
  // Lost is lost, whatever else is said of it.
  if (own.has('segno-tip-cross'))
    return { fill: 'none', stroke: tones['segno-is-error'], 'stroke-width': 1.8 };
  const colour = tone.line ?? ink;
  return own.has('segno-tip-filled')
    ? { fill: colour }
    : { fill: 'none', stroke: colour, 'stroke-width': 1.4 };
}

function lineLook(own: ReadonlySet<string>, tone: Paints, { ink }: Palette): Attributes {
  if (own.has('segno-span')) return { stroke: tone.line };
  if (own.has('segno-axis')) return faint(ink);
  if (own.has('segno-stateless')) return { ...faint(ink), 'stroke-dasharray': '3 3' };
  if (own.has('segno-divider')) return { ...faint(ink), 'stroke-dasharray': '2 4' };
  const dashed = ['segno-stale', 'segno-dup', 'segno-forged'].some((name) => own.has(name));
  return { stroke: tone.line ?? ink, 'stroke-width': 1.4, ...(dashed ? { 'stroke-dasharray': '6 4' } : {}) };
}

function rectLook(
  own: ReadonlySet<string>,
  all: ReadonlySet<string>,
  tone: Paints,
  { ground, ink, surface, tint }: Palette,
): Attributes {
  if (own.has('segno-chip-ground') || own.has('segno-cut-gap')) return { fill: ground };
  if (own.has('segno-chip-tint')) {
    return { fill: tone.line, 'fill-opacity': tint, stroke: tone.line, 'stroke-opacity': 0.3 };
  }
  if (own.has('segno-said-ground')) return { fill: tone.line, 'fill-opacity': 0.09 };
  if (own.has('segno-said-bar')) return { fill: tone.line };
  const dashed = all.has('segno-head-stateless') ? { 'stroke-dasharray': '3 2' } : {};
  return { fill: surface, ...faint(ink), ...dashed };
}

function textLook(
  own: ReadonlySet<string>,
  all: ReadonlySet<string>,
  tone: Paints,
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
    const fill = own.has('segno-is-text') ? quiet : (tone.words ?? ink);
    return { fill, 'font-size': 12, ...slanted, ...halo(palette) };
  }
  if (own.has('segno-time')) return { fill: quiet, 'font-family': FONTS.mono, 'font-size': 11 };
  if (own.has('segno-cut-text')) return { fill: quiet, 'font-size': 11.5 };
  if (own.has('segno-timer')) {
    return { fill: palette.words['segno-opening'], 'font-size': 11.5, ...halo(palette, 4) };
  }
  if (own.has('segno-number-of')) return { fill: quiet, 'font-size': 10.5, ...halo(palette) };
  if (own.has('segno-phase')) {
    return { fill: quiet, 'font-size': 11, 'letter-spacing': '0.06em', ...halo(palette) };
  }
  if (own.has('segno-note-text')) return { fill: ink, 'font-size': 12 };
  if (own.has('segno-said-title')) return { fill: ink, 'font-size': 14, 'font-weight': 600 };
  if (own.has('segno-said-more')) return { fill: quiet, 'font-size': 12 };
  if (all.has('segno-quiet')) return { fill: quiet, 'font-size': 11, ...halo(palette) };
  if (all.has('segno-chip')) return { fill: tone.words, 'font-size': 11, 'font-weight': 600 };
  return { fill: ink, 'font-size': 13 };
}

function spanLook(
  own: ReadonlySet<string>,
  all: ReadonlySet<string>,
  tone: Paints,
  { quiet }: Palette,
): Attributes {
  const mono = { 'font-family': FONTS.mono };
  if (own.has('segno-flags'))
    return { ...mono, 'font-weight': 700, ...(tone.words ? { fill: tone.words } : {}) };
  if (own.has('segno-number')) return { ...mono, fill: quiet };
  if (own.has('segno-small')) return { fill: quiet, 'font-size': 12, 'font-style': 'italic' };
  if (own.has('segno-head-name')) return { 'font-weight': 600 };
  if (own.has('segno-head-label')) return { fill: quiet };
  if (own.has('segno-said-line')) return { 'font-weight': 600, fill: tone.words };
  if (own.has('segno-said-code')) return { ...mono, 'font-size': 12.5 };
  if (own.has('segno-said-source')) return { fill: quiet, 'font-size': 12 };
  return {};
}

function faint(ink: string): Attributes {
  return { stroke: ink, 'stroke-opacity': 0.18 };
}

/** Words stay readable where a line runs under them. */
function halo({ ground }: Palette, width = 5): Attributes {
  return { stroke: ground, 'stroke-width': width, 'stroke-linejoin': 'round', 'paint-order': 'stroke' };
}
