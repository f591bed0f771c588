/** The row of participants above a drawing. */
import type { Drawing } from './drawing.js';
import type { Layout, Measure } from './places.js';
import { shape, type Shape } from './shape.js';

/** Its height in the drawing's own units. */
export const HEADS = 46;

export function drawHeads(drawing: Drawing, layout: Layout, measure: Measure): Shape {
  const heads = layout.heads.map((head) => {
    const room = head.width - 16;
    const full = head.label === '' ? head.name : `${head.name} · ${head.label}`;
    const name = shortened(head.name, room, 'name', measure);
    const left = room - measure(name, 'name');
    const label =
      head.label === '' || name !== head.name ? '' : shortened(` · ${head.label}`, left, 'label', measure);
    return shape(
      'g',
      { class: `segno-head${head.stateless ? ' segno-head-stateless' : ''}` },
      shape('title', {}, full),
      shape('rect', { x: head.x - head.width / 2, y: 8, width: head.width, height: 30, rx: 5 }),
      shape(
        'text',
        { x: head.x, y: 28, 'text-anchor': 'middle' },
        shape('tspan', { class: 'segno-head-name' }, name),
        ...(label === '' ? [] : [shape('tspan', { class: 'segno-head-label' }, label)]),
      ),
    );
  });
  return shape(
    'svg',
    {
      viewBox: `0 0 ${layout.width} ${HEADS}`,
      role: 'img',
      'aria-label': drawing.participants
        .map(({ name, label }) => (label ? `${name} ${label}` : name))
        .join(', '),
    },
    ...heads,
  );
}

function shortened(text: string, width: number, face: 'name' | 'label', measure: Measure): string {
  if (measure(text, face) <= width) return text;
  const ends = [...new Intl.Segmenter().segment(text)].map(({ index, segment }) => index + segment.length);
  const cut = (characters: number): string => `${text.slice(0, ends[characters - 1])}…`;
  let [fits, least] = [1, ends.length];
  while (fits + 1 < least) {
    const middle = (fits + least) >> 1;
    if (measure(cut(middle), face) <= width) fits = middle;
    else least = middle;
  }
  return cut(fits);
}
