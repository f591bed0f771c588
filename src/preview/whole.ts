/** A drawing from top to bottom as one picture, for pages that scroll by themselves and for files. */
import type { Drawing } from '../diagram/drawing.js';
import { drawHeads, HEADS } from '../diagram/heads.js';
import { layOut, type Measure } from '../diagram/layout.js';
import { tilesOf } from '../diagram/picture.js';
import { renderBase } from './base.js';
import { pictureOf, svg } from './svg.js';
import { baseText, joinTile } from './tile.js';
import type { Words } from './words.js';

/** Room below the last lifeline. */
const FOOT = 12;

/** Draws all of it, for a page of that width; `Infinity` takes the room that it wants. */
export async function drawWhole(
  drawing: Drawing,
  width: number,
  measure: Measure,
  words: Words,
): Promise<SVGSVGElement> {
  const layout = layOut(drawing, width, measure);
  const title = drawing.title || words.untitled;
  const height = HEADS + layout.height + FOOT;
  const heads = pictureOf(drawHeads(drawing, layout, measure));
  place(heads, 0, layout.width, HEADS);
  const whole = svg(
    'svg',
    {
      class: 'segno-whole',
      viewBox: `0 0 ${layout.width} ${height}`,
      width: layout.width,
      height,
      role: 'group',
      'aria-label': words.drawing(title),
      lang: drawing.language,
    },
    heads,
  );
  for (const tile of tilesOf(layout)) {
    // One after the other: Mermaid gives the page time in between.
    const base = await renderBase(baseText(drawing, tile));
    const { picture, placed } = joinTile(drawing, layout, tile, base);
    if (!placed) throw new Error('Mermaid has drawn another number of messages than there are segments.');
    // Nothing can be chosen in it.
    for (const row of picture.querySelectorAll('.segno-row')) {
      row.setAttribute('role', 'img');
      row.removeAttribute('tabindex');
    }
    place(picture, HEADS + tile.top, layout.width, tile.height);
    whole.append(picture);
  }
  return whole;
}

function place(picture: SVGSVGElement, y: number, width: number, height: number): void {
  for (const [name, value] of Object.entries({ x: 0, y, width, height })) {
    picture.setAttribute(name, String(value));
  }
}
