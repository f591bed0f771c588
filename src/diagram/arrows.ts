/** Arrows and what stands on them, for where Mermaid does not draw them. */
import type { SegmentRow } from './drawing.js';
import { LINE, type ArrowPlace, type Layout, type Point, type RowPlace } from './places.js';
import { toneOf } from './picture.js';
import { shape, type Shape } from './shape.js';

/** Half the height of an arrow head, and its length. */
const HEAD = { half: 4, length: 9 };
const CROSS = 4.5;

/** The arrows of a drawing with their labels, at the heights that the layout gives them. */
export function drawArrows(layout: Layout): Shape {
  const parts = layout.rows.flatMap((place) => {
    const { row, arrow } = place;
    if (row.kind !== 'segment' || !arrow) return [];
    const top = layout.tops[place.index] ?? 0;
    const tied = row.passage === 'arrival' && row.other !== undefined;
    // The departure's line ends where a tied arrival stands.
    return [...(tied ? [] : drawArrow(place, row, arrow, top)), drawLabel(place, arrow, top)];
  });
  return shape('g', { class: 'segno-base' }, ...parts);
}

function drawArrow(place: RowPlace, row: SegmentRow, arrow: ArrowPlace, top: number): Shape[] {
  const from = { x: arrow.from.x, y: top + arrow.from.y };
  const to = { x: arrow.to.x, y: top + arrow.to.y };
  const tone = toneOf(place);
  return [
    shape('line', {
      class: `segno-arrow segno-${row.passage} segno-${row.origin} ${tone}`,
      x1: from.x,
      y1: from.y,
      x2: to.x,
      y2: to.y,
    }),
    shape('path', { class: `segno-tip segno-tip-${tipOf(row)} ${tone}`, d: tip(row, from, to) }),
  ];
}

type Tip = 'filled' | 'open' | 'cross';

/** The open head is for what is never seen to arrive. */
function tipOf(row: SegmentRow): Tip {
  if (row.passage === 'lost') return 'cross';
  return row.passage === 'departure' && row.other === undefined ? 'open' : 'filled';
}

function tip(row: SegmentRow, from: Point, to: Point): string {
  const at = (x: number, y: number) => `${round(x)} ${round(y)}`;
  if (row.passage === 'lost') {
    const [left, right, above, below] = [to.x - CROSS, to.x + CROSS, to.y - CROSS, to.y + CROSS];
    return `M${at(left, above)}L${at(right, below)}M${at(left, below)}L${at(right, above)}`;
  }
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [dx, dy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const back = { x: to.x - dx * HEAD.length, y: to.y - dy * HEAD.length };
  const one = at(back.x - dy * HEAD.half, back.y + dx * HEAD.half);
  const other = at(back.x + dy * HEAD.half, back.y - dx * HEAD.half);
  return `M${one}L${at(to.x, to.y)}L${other}${tipOf(row) === 'filled' ? 'Z' : ''}`;
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
  return shape('text', { class: `segno-label ${toneOf(place)}`, 'text-anchor': label.anchor }, ...pieces);
}
