/** A tile from both its layers: what Mermaid draws of it, and what we do. */
import type { Drawing } from '../diagram/drawing.js';
import type { Layout, RowPlace } from '../diagram/places.js';
import { mermaidText } from '../diagram/mermaid.js';
import { drawTile, LIFELINES, type Tile } from '../diagram/picture.js';
import { placeBase } from './base.js';
import { pictureOf } from './svg.js';

/** What Mermaid is given for a tile. */
export function baseText(drawing: Drawing, { rows }: Layout, { first, end }: Tile): string {
  return mermaidText(drawing, {
    flavour: 'base',
    rows: { from: first, to: end },
    without: (row) => !isDrawn(rows[row]),
  });
}

/** A row that is folded has no arrow, nor has the one that stands for it. */
function isDrawn(place: RowPlace | undefined): boolean {
  return place !== undefined && place.hidden !== true && place.fold?.open !== false;
}

/** Joins the layers. `placed` tells whether Mermaid has drawn one message a segment, as it must. */
export function joinTile(
  drawing: Drawing,
  layout: Layout,
  tile: Tile,
  base: SVGSVGElement,
): { readonly picture: SVGSVGElement; readonly placed: boolean } {
  const segments = layout.rows
    .slice(tile.first, tile.end)
    .filter((place) => place.row.kind === 'segment' && isDrawn(place));
  const placed = placeBase(
    base,
    segments.map((place) => ({ place, top: (layout.tops[place.index] ?? 0) - tile.top })),
  );
  const picture = pictureOf(drawTile(drawing, layout, tile));
  picture.querySelector(`.${LIFELINES}`)?.after(base);
  return { picture, placed };
}
