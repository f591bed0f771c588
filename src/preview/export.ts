/** A drawing as a file of its own: nothing of the page is needed to show it, and nothing in it can run. */
import { drawBanner } from '../diagram/banner.js';
import type { Drawing } from '../diagram/drawing.js';
import type { View } from '../diagram/places.js';
import type { SaidProblem } from '../diagram/said.js';
import { wordsIn } from '../diagram/words.js';
import { canvasMeasure } from './measure.js';
import { elementOf, html, svg } from './svg.js';
import { drawWhole } from './whole.js';
import type { Words } from './words.js';

/** Fonts that every viewer has something for. The drawing is measured with them too. */
const FONTS = { text: 'sans-serif', mono: 'monospace' };

/** What browsers draw at most: pixels along a side, and in all. Less than they promise, for they promise memory too. */
const LONGEST = 32_767;
const LARGEST = 100_000_000;
/** Smaller than this nobody could read it. */
const SMALLEST = 0.3;

const PAINTS = ['fill', 'stroke'] as const;
/** What else a stylesheet decides, all of it inherited. */
const INHERITED = [
  'stroke-width',
  'stroke-dasharray',
  'stroke-linejoin',
  'stroke-linecap',
  'paint-order',
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'letter-spacing',
] as const;
/** Attributes that a picture has no use for once its look stands in it. */
const PAGE_ONLY = /^(?:class|style|role|tabindex|lang|aria-.*|data-.*)$/;

interface Picture {
  readonly text: string;
  readonly width: number;
  readonly height: number;
}

/** What leaves: a drawing, and what is said of it above the picture. */
export interface Leaving {
  readonly drawing: Drawing;
  readonly said: readonly SaidProblem[];
  /** How it is looked at: it leaves as it is seen. */
  readonly view?: View;
}

/** The drawing as SVG in the colours of the moment, on their background or on none. */
export async function exportSvg(leaving: Leaving, background: boolean, words: Words): Promise<string> {
  return (await selfContained(leaving, background, words)).text;
}

/**
 * The drawing as PNG at the scale that was wanted, or at the largest below it that browsers draw; undefined where
 * nothing could be read at that.
 */
export async function exportPng(
  leaving: Leaving,
  background: boolean,
  wanted: number,
  words: Words,
): Promise<{ readonly picture: Blob; readonly scale: number } | undefined> {
  const picture = await selfContained(leaving, background, words);
  const longest = LONGEST / Math.max(picture.width, picture.height);
  const largest = Math.sqrt(LARGEST / (picture.width * picture.height));
  const most = Math.min(longest, largest);
  // A round number, and never more than there is room for.
  const scale = wanted <= most ? wanted : Math.floor(most * 10) / 10;
  if (scale < SMALLEST) return undefined;
  const width = Math.min(LONGEST, Math.ceil(picture.width * scale));
  const height = Math.min(LONGEST, Math.ceil(picture.height * scale));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(picture.text)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.drawImage(image, 0, 0, width, height);
  const png = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  return png ? { picture: png, scale } : undefined;
}

/** The octets of a picture in Base64. */
export function base64Of(picture: Blob): Promise<string> {
  return new Promise((done, fail) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => {
      const { result } = reader;
      if (typeof result === 'string') done(result.replace(/^[^,]*,/, ''));
    });
    reader.addEventListener('error', () => fail(reader.error ?? new Error('The picture cannot be read.')));
    reader.readAsDataURL(picture);
  });
}

async function selfContained(
  { drawing, said, view }: Leaving,
  background: boolean,
  words: Words,
): Promise<Picture> {
  const measure = canvasMeasure(FONTS);
  const inner = await drawWhole(drawing, Infinity, measure, words, view);
  const { width, height: innerHeight } = inner.viewBox.baseVal;
  const banner = drawBanner(drawing.title, said, width, wordsIn(drawing.language), measure);
  const height = banner.height + innerHeight;
  inner.setAttribute('y', String(banner.height));
  const picture = svg(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, width, height, lang: drawing.language },
    elementOf(banner.shape),
    inner,
  );
  if (background) {
    const ground = svg('rect', { width, height });
    ground.style.fill = 'var(--segno-ground)';
    picture.prepend(ground);
  }
  const page = html('div', { class: 'segno-export', 'aria-hidden': 'true' }, picture);
  page.style.setProperty('--vscode-font-family', FONTS.text);
  page.style.setProperty('--segno-mono', FONTS.mono);
  page.style.fontFamily = FONTS.text;
  if (!background) {
    page.style.setProperty('--segno-ground', 'transparent');
    page.style.setProperty('--segno-surface', 'color-mix(in srgb, var(--segno-ink) 6%, transparent)');
  }
  document.body.append(page);
  try {
    writeLook(picture);
  } finally {
    page.remove();
  }
  leaveOutUnused(picture);
  const title = drawing.title || words.untitled;
  picture.setAttribute('role', 'img');
  picture.setAttribute('xml:lang', drawing.language);
  picture.prepend(svg('title', {}, title));
  return { text: new XMLSerializer().serializeToString(picture), width, height };
}

/** Writes what the stylesheets say into attributes. Everything is asked for before anything is changed. */
function writeLook(picture: SVGSVGElement): void {
  const elements = [picture, ...picture.querySelectorAll('*')];
  const looks = new Map<Element, ReadonlyMap<string, string>>();
  for (const element of elements) looks.set(element, lookOf(element));
  for (const element of elements) {
    const inherited = element === picture ? undefined : looks.get(element.parentElement ?? picture);
    for (const { name } of [...element.attributes]) {
      if (PAGE_ONLY.test(name)) element.removeAttribute(name);
    }
    for (const [name, value] of looks.get(element) ?? []) {
      const usual = name === 'opacity' ? '1' : inherited?.get(name);
      if (value === usual) element.removeAttribute(name);
      else element.setAttribute(name, value);
    }
    const kept = element.getAttribute('white-space') === 'pre';
    element.removeAttribute('white-space');
    if (kept) element.setAttribute('xml:space', 'preserve');
  }
}

function lookOf(element: Element): ReadonlyMap<string, string> {
  const style = getComputedStyle(element);
  const look = new Map<string, string>();
  for (const name of PAINTS) {
    const { paint, opacity } = paintOf(style.getPropertyValue(name));
    look.set(name, paint);
    look.set(`${name}-opacity`, opacity);
  }
  for (const name of INHERITED) look.set(name, style.getPropertyValue(name));
  look.set('opacity', style.opacity);
  look.set('white-space', style.whiteSpace === 'pre' ? 'pre' : 'normal');
  return look;
}

/** A computed colour as any viewer of SVG understands it. */
function paintOf(value: string): { readonly paint: string; readonly opacity: string } {
  const [kind = '', ...numbers] = value.split(/[\s(),/]+/).filter((part) => part !== '');
  const wide = kind === 'color' && numbers[0] === 'srgb';
  if (kind !== 'rgb' && kind !== 'rgba' && !wide) return { paint: value, opacity: '1' };
  const [red = 0, green = 0, blue = 0, alpha = 1] = (wide ? numbers.slice(1) : numbers).map(Number);
  if (alpha === 0) return { paint: 'none', opacity: '1' };
  const hex = [red, green, blue].map((part) =>
    Math.round(Math.min(255, Math.max(0, wide ? part * 255 : part)))
      .toString(16)
      .padStart(2, '0'),
  );
  return { paint: `#${hex.join('')}`, opacity: String(Math.round(alpha * 1000) / 1000) };
}

/** Takes out what Mermaid defines for other drawings, and what only a pointer finds. */
function leaveOutUnused(picture: SVGSVGElement): void {
  const used = new Set(
    [...picture.querySelectorAll('[marker-end]')].map((line) =>
      line.getAttribute('marker-end')?.replace(/^url\(["']?#(.*?)["']?\)$/, '$1'),
    ),
  );
  for (const definition of picture.querySelectorAll('defs > *')) {
    if (!used.has(definition.id)) definition.remove();
  }
  for (const shape of picture.querySelectorAll('rect')) {
    // Strokes are inherited from the picture, which has none.
    if (shape.getAttribute('fill') === 'none' && (shape.getAttribute('stroke') ?? 'none') === 'none') {
      shape.remove();
    }
  }
  for (const group of [...picture.querySelectorAll('g, defs')].reverse()) {
    if (group.childNodes.length === 0) group.remove();
  }
}
