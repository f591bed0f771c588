/** A drawing from top to bottom as one picture, for pages that scroll by themselves and for files. */
import type { Drawing } from '../diagram/drawing.js';
import { drawHeads, HEADS } from '../diagram/heads.js';
import { layOut } from '../diagram/layout.js';
import type { Layout, Measure, View } from '../diagram/places.js';
import { tilesOf, type Tile } from '../diagram/picture.js';
import { renderBase } from './base.js';
import { pictureOf, svg } from './svg.js';
import { baseText, joinTile } from './tile.js';
import type { Words } from './words.js';

/** Room below the last lifeline. */
const FOOT = 12;

/** A picture whose tiles are drawn when they are wanted. */
export class Whole {
  readonly element: SVGSVGElement;
  readonly layout: Layout;
  /** From top to bottom. */
  readonly tiles: readonly Tile[];
  readonly #drawn = new Map<Tile, SVGSVGElement>();
  readonly #drawing: Drawing;

  /** For a page of that width; `Infinity` takes the room that it wants. */
  constructor(drawing: Drawing, width: number, measure: Measure, words: Words, view: View = {}) {
    this.#drawing = drawing;
    this.layout = layOut(drawing, width, measure, view);
    this.tiles = tilesOf(this.layout);
    const heads = pictureOf(drawHeads(drawing, this.layout, measure));
    place(heads, 0, this.layout.width, HEADS);
    const height = HEADS + this.layout.height + FOOT;
    this.element = svg(
      'svg',
      {
        class: 'segno-whole',
        viewBox: `0 0 ${this.layout.width} ${height}`,
        width: this.layout.width,
        height,
        role: 'group',
        'aria-label': words.drawing(drawing.title || words.untitled),
        lang: drawing.language,
      },
      heads,
    );
  }

  /** Where a tile's first row and its last arrow are, in the picture's own units. */
  extentOf({ top, reach }: Tile): { readonly top: number; readonly bottom: number } {
    return { top: HEADS + top, bottom: HEADS + top + reach };
  }

  isDrawn(tile: Tile): boolean {
    return this.#drawn.has(tile);
  }

  /** Draws a tile, unless it is there. */
  async draw(tile: Tile): Promise<void> {
    if (this.#drawn.has(tile)) return;
    const base = await renderBase(baseText(this.#drawing, this.layout, tile));
    if (this.#drawn.has(tile)) return;
    const { picture, placed } = joinTile(this.#drawing, this.layout, tile, base);
    if (!placed) throw new Error('Mermaid has drawn another number of messages than there are segments.');
    // Nothing can be chosen in it.
    for (const row of picture.querySelectorAll('.segno-row')) {
      row.setAttribute('role', 'img');
      row.removeAttribute('tabindex');
    }
    place(picture, HEADS + tile.top, this.layout.width, tile.height);
    this.#drawn.set(tile, picture);
    // In the order of the rows, for those who hear them.
    const next = this.tiles.slice(this.tiles.indexOf(tile) + 1).find((one) => this.#drawn.has(one));
    this.element.insertBefore(picture, (next && this.#drawn.get(next)) ?? null);
  }

  /** Leaves a tile out again. */
  drop(tile: Tile): void {
    this.#drawn.get(tile)?.remove();
    this.#drawn.delete(tile);
  }
}

/** Draws all of it. */
export async function drawWhole(
  drawing: Drawing,
  width: number,
  measure: Measure,
  words: Words,
  view: View = {},
): Promise<SVGSVGElement> {
  const whole = new Whole(drawing, width, measure, words, view);
  // One after the other, each in a task of its own.
  for (const tile of whole.tiles) await whole.draw(tile);
  return whole.element;
}

function place(picture: SVGSVGElement, y: number, width: number, height: number): void {
  for (const [name, value] of Object.entries({ x: 0, y, width, height })) {
    picture.setAttribute(name, String(value));
  }
}
