/** The bar's pictures, as strokes in a square of 16. */
import { svg } from './svg.js';

const PATHS = {
  minus: 'M3.5 8h9',
  plus: 'M3.5 8h9M8 3.5v9',
  fit: 'M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10',
  copy: 'M5.5 5.5h8v8h-8zM3 10.5h-.5v-8h8V3',
  leave: 'M8 2.5v7M4.8 6.8L8 10l3.2-3.2M3 13.5h10',
  check: 'M3 8.5l3.2 3.2L13 4.8',
  locked: 'M3.5 7.5h9v6h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5',
  play: 'M5 3.2v9.6l7.5-4.8z',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  back: 'M10 3.2v9.6L3.5 8zM12.5 3.5v9',
  forth: 'M6 3.2v9.6l6.5-4.8zM3.5 3.5v9',
  steps: 'M2.5 3.5v9M5.5 3.5v9M8.5 4.2v7.6l5-3.8z',
  side: 'M2.5 3h11v10h-11zM9.5 3v10',
  close: 'M4 4l8 8M12 4l-8 8',
  scale: 'M3.5 2v12M12.5 2v12M3.5 4l9 3.5M12.5 9l-9 3.5',
  // A ruler with its marks.
  measure: 'M5 2.5h6v11H5zM8.5 5H11M8.5 8H11M8.5 11H11',
  search: 'M7 3a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM10 10l3.5 3.5',
  up: 'M3.5 10L8 5.5l4.5 4.5',
  down: 'M3.5 6L8 10.5 12.5 6',
  unlocked: 'M3.5 7.5h9v6h-9zM5.5 7.5V5a2.5 2.5 0 0 1 4.8-1',
} as const;

export type IconName = keyof typeof PATHS;

export function icon(name: IconName): SVGSVGElement {
  return svg(
    'svg',
    { class: 'segno-icon', viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' },
    svg('path', { d: PATHS[name] }),
  );
}
