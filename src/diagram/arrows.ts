/** Arrows and what stands on them, for where Mermaid does not draw them. */
import { headOf, HEAD_PATHS } from './arrow-heads.js';
import type { SegmentRow } from './drawing.js';
import { LINE, type ArrowPlace, type Layout, type Point, type RowPlace } from './places.js';
import { toneOf, turned } from './picture.js';
import { shape, type Shape } from './shape.js';

/** The arrows of a drawing with their labels, at the heights that the layout gives them. */
export function drawArrows(layout: Layout): Shape {
  const lines: Shape[] = [];
  const words: Shape[] = [];
  for (const place of layout.rows) {
    const { row, arrow } = place;
    if (row.kind !== 'segment' || !arrow) continue;
    const top = layout.tops[place.index] ?? 0;
    const tied = row.passage === 'arrival' && row.other !== undefined;
    // The departure's line ends where a tied arrival stands.
    if (!tied) lines.push(...drawArrow(place, row, arrow, top));
    words.push(drawLabel(place, arrow, top));
  }
  // No line runs over words.
  return shape('g', { class: 'segno-base' }, ...lines, ...words);
}

function drawArrow(place: RowPlace, row: SegmentRow, arrow: ArrowPlace, top: number): Shape[] {
  const from = { x: arrow.from.x, y: top + arrow.from.y };
  const to = { x: arrow.to.x, y: top + arrow.to.y };
  const tone = toneOf(place);
  const head = headOf(row);
  return [
    shape('line', {
      class: `segno-arrow segno-${row.passage} segno-${row.origin} ${tone}`,
      x1: from.x,
      y1: from.y,
      x2: to.x,
      y2: to.y,
    }),
    shape('path', {
      class: `segno-tip segno-tip-${head} ${tone}`,
      d: HEAD_PATHS[head],
      transform: pointed({ from, to }),
    }),
  ];
}

/** The head at the arrow's end, turned the way that the arrow goes. */
function pointed({ from, to }: { readonly from: Point; readonly to: Point }): string {
  const degrees = (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI;
  return `translate(${round(to.x)} ${round(to.y)}) rotate(${round(degrees)})`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function drawLabel(place: RowPlace, { label, lines }: ArrowPlace, top: number): Shape {
  const pieces = lines.flatMap((line, index) =>
    line.map(({ text, face }, at) =>
      shape(
        'tspan',
        {
          class: `segno-${face}`,
          ...(at === 0 ? { x: label.x, y: top + label.y - LINE * (lines.length - 1 - index) } : {}),
        },
        at === 0 ? text : ` ${text}`,
      ),
    ),
  );
  return shape(
    'text',
    {
      class: `segno-label ${toneOf(place)}`,
      'text-anchor': label.anchor,
      transform: turned(label, top),
    },
    ...pieces,
  );
}
