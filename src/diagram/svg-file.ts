/** A drawing as an SVG file, without a browser: our own lines in place of Mermaid's, letters by a table of widths. */
import { drawArrows } from './arrows.js';
import { drawBanner } from './banner.js';
import { describe } from './describe.js';
import type { Drawing } from './drawing.js';
import { escapeMarkup } from './escape.js';
import { drawHeads, HEADS } from './heads.js';
import { layOut } from './layout.js';
import { dress, FONTS, groundOf } from './look.js';
import type { Theme } from './palette.js';
import { drawTile } from './picture.js';
import type { View } from './places.js';
import { plainMeasure } from './plain-measure.js';
import type { SaidProblem } from './said.js';
import { shape, type Shape } from './shape.js';
import { wordsIn } from './words.js';

/** Room below the last lifeline. */
const FOOT = 12;

/** The drawing as the text of an SVG file that needs nothing but itself, with what is said of it above. */
export function svgFile(
  drawing: Drawing,
  said: readonly SaidProblem[],
  theme: Theme,
  view: View = {},
): string {
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
    theme,
  );
  const file = shape(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'xml:lang': drawing.language,
      'font-family': FONTS.text,
    },
    shape('title', {}, drawing.title || words.untitled),
    shape('desc', {}, layout.rows.map((place) => describe(drawing, place)).join('\n')),
    shape('rect', { width, height, fill: groundOf(theme) }),
    ...dressed.children,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${markup(file)}\n`;
}

/** A shape as markup. Text and values are escaped: nothing in a note is markup. */
function markup({ tag, attributes, children }: Shape): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(
      ([name, value]) =>
        ` ${name}="${escapeMarkup(typeof value === 'number' ? short(value) : String(value))}"`,
    )
    .join('');
  const inside = children.map((child) => (typeof child === 'string' ? escapeMarkup(child) : markup(child)));
  const lines = tag === 'svg' || tag === 'g';
  return inside.length === 0
    ? `<${tag}${written}/>`
    : `<${tag}${written}>${lines ? '\n' : ''}${inside.join(lines ? '\n' : '')}${lines ? '\n' : ''}</${tag}>`;
}

function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}
