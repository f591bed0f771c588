/** A drawing as an SVG file, without a browser: our own lines in place of Mermaid's, letters by a table of widths. */
import { drawArrows } from './arrows.js';
import { drawBanner } from './banner.js';
import { describe } from './describe.js';
import type { Drawing } from './drawing.js';
import { escapeMarkup } from './escape.js';
import { drawHeads, HEADS } from './heads.js';
import { layOut } from './layout.js';
import { dress, FONTS, groundOf, type Look } from './look.js';
import { IN_PAGE, pageStyle } from './page-look.js';
import { drawTile } from './picture.js';
import type { View } from './places.js';
import { plainMeasure } from './plain-measure.js';
import type { SaidProblem } from './said.js';
import { shape, type Shape } from './shape.js';
import { wordsIn } from './words.js';

/** Room below the last lifeline. */
const FOOT = 12;

/**
 * The drawing as the text of an SVG file that needs nothing but itself, with what is said of it above. For a page it is
 * one element of SVG, which stands in HTML as it is.
 */
export function svgFile(drawing: Drawing, said: readonly SaidProblem[], look: Look, view: View = {}): string {
  const text = shapeMarkup(svgPicture(drawing, said, look, view));
  return look === 'page' ? `${text}\n` : `<?xml version="1.0" encoding="UTF-8"?>\n${text}\n`;
}

/** The same as an element. */
export function svgPicture(
  drawing: Drawing,
  said: readonly SaidProblem[],
  look: Look,
  view: View = {},
): Shape {
  const words = wordsIn(drawing.language);
  const layout = layOut(drawing, Infinity, plainMeasure, view);
  const { width } = layout;
  const banner = drawBanner(drawing.title, said, width, words, plainMeasure);
  const whole = { first: 0, end: layout.rows.length, top: 0, height: layout.height, reach: layout.height };
  const picture = drawTile(drawing, layout, whole, drawArrows(layout));
  const height = banner.height + HEADS + layout.height + FOOT;
  const at = (y: number, part: Shape) =>
    shape(
      'g',
      { transform: `translate(0 ${y})` },
      ...part.children.filter((child) => typeof child !== 'string'),
    );
  const dressed = dress(
    shape(
      'svg',
      {},
      banner.shape,
      at(banner.height, drawHeads(drawing, layout, plainMeasure)),
      at(banner.height + HEADS, picture),
    ),
    look,
  );
  const ground = shape('rect', { width, height, fill: groundOf(look) });
  const sentences = layout.rows.map((place) => describe(drawing, place));
  const rows = layout.tops.map((top) => Math.round(banner.height + HEADS + top)).join(' ');
  return shape(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'xml:lang': drawing.language,
      'font-family': FONTS.text,
      ...(look === 'page'
        ? {
            class: IN_PAGE,
            'data-rows': rows,
            // A site may make one blank of several, and of the ends of lines.
            'data-said': sentences.map((sentence) => sentence.replaceAll(/\s+/g, ' ').length).join(' '),
            style: `${fitting(width)}; ${pageStyle(coloursOf(ground, dressed))}`,
          }
        : {}),
    },
    shape('title', {}, drawing.title || words.untitled),
    shape('desc', {}, sentences.join('\n')),
    ground,
    ...dressed.children,
  );
}

/** No wider than the page has room, as far as its words can still be read. */
function fitting(width: number): string {
  return `max-width: 100%; min-width: ${Math.round(width * 0.7)}px; height: auto`;
}

/** The values of all attributes that may be colours. */
function coloursOf(...shapes: readonly Shape[]): Set<string> {
  const found = new Set<string>();
  const look = ({ attributes, children }: Shape): void => {
    for (const paint of [attributes['fill'], attributes['stroke']]) {
      if (typeof paint === 'string') found.add(paint);
    }
    for (const child of children) if (typeof child !== 'string') look(child);
  };
  shapes.forEach(look);
  return found;
}

/** A shape as markup. Text and values are escaped: nothing in a note is markup. */
export function shapeMarkup({ tag, attributes, children }: Shape): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escapeMarkup(valueText(value))}"`)
    .join('');
  const inside = children.map((child) =>
    typeof child === 'string' ? escapeMarkup(child) : shapeMarkup(child),
  );
  const lines = tag === 'svg' || tag === 'g';
  return inside.length === 0
    ? `<${tag}${written}/>`
    : `<${tag}${written}>${lines ? '\n' : ''}${inside.join(lines ? '\n' : '')}${lines ? '\n' : ''}</${tag}>`;
}

/** The value of an attribute as it is written. */
export function valueText(value: string | number | undefined): string {
  return typeof value === 'number' ? String(Math.round(value * 100) / 100) : String(value);
}
