/** A tile from both its layers: what Mermaid draws of it, and what we do. */
import type { Drawing } from '../diagram/drawing.js';
import { mermaidText } from '../diagram/mermaid.js';
import { placeBase } from './base.js';
import type { Layout } from './layout.js';
import { drawTile, type Tile } from './picture.js';
import type { Words } from './words.js';

/** What Mermaid is given for a tile. */
export function baseText(drawing: Drawing, { first, end }: Tile): string {
  return mermaidText(drawing, { flavour: 'base', rows: { from: first, to: end } });
}

/** Joins the layers. `placed` tells whether Mermaid has drawn one message a segment, as it must. */
export function joinTile(
  drawing: Drawing,
  layout: Layout,
  tile: Tile,
  words: Words,
  base: SVGSVGElement,
): { readonly picture: SVGSVGElement; readonly placed: boolean } {
  const segments = layout.rows.slice(tile.first, tile.end).filter(({ row }) => row.kind === 'segment');
  const placed = placeBase(
    base,
    segments.map((place) => ({ place, top: (layout.tops[place.index] ?? 0) - tile.top })),
  );
  return { picture: drawTile(drawing, layout, tile, words, base), placed };
}
