/** Our own layer of the drawing: lifelines in the colour of their state, chips, calls, dividers, remarks. */
import { describe } from './describe.js';
import type { Drawing, SegmentRow } from './drawing.js';
import { EDGE } from './lanes.js';
import {
  LINE,
  type Anchored,
  type Axis,
  type Bracket,
  type Chip,
  type FoldPlace,
  type Layout,
  type RowPlace,
  type Span,
} from './places.js';
import { shape, type Shape } from './shape.js';

/** A run of rows that is drawn, kept and replaced as one. */
export interface Tile {
  readonly first: number;
  /** Behind the last row. */
  readonly end: number;
  readonly top: number;
  readonly height: number;
  /** How far below its top its arrows reach. */
  readonly reach: number;
}

/** The class of the group of lifelines in a tile. */
export const LIFELINES = 'segno-lifelines';

/** Mermaid takes some 2 ms a row: a tile must not hold up a frame for long. */
const ROWS = 12;

/** Cuts a layout into tiles. The first has the initial states too, the last one the ends of the lifelines. */
export function tilesOf(layout: Layout): Tile[] {
  const count = layout.rows.length;
  const tiles: Tile[] = [];
  let end = 0;
  // Without any row there is one, too: it has the initial states.
  do {
    const first = end;
    for (let shown = 0; end < count && (shown < ROWS || layout.rows[end]?.hidden === true); end++) {
      if (layout.rows[end]?.hidden !== true) shown++;
    }
    const top = first === 0 ? 0 : (layout.tops[first] ?? 0);
    const bottom = end === count ? layout.height : (layout.tops[end] ?? layout.height);
    const reach = layout.rows
      .slice(first, end)
      .reduce((deep, row) => Math.max(deep, (layout.tops[row.index] ?? 0) - top + row.reach), bottom - top);
    tiles.push({ first, end, top, height: bottom - top, reach });
  } while (end < count);
  return tiles;
}

/** Everything that decides how a tile looks; equal text, equal picture. */
export function tileKey(drawing: Drawing, layout: Layout, tile: Tile): string {
  return JSON.stringify([
    layout.width,
    tile.first === 0 ? layout.initial : [],
    shownRows(layout, tile),
    spansOf(layout, tile),
    layout.axis,
    layout.brackets?.filter(({ row }) => row >= tile.first && row < tile.end),
    drawing.language,
    drawing.problems.filter(({ row }) => row !== undefined && row >= tile.first && row < tile.end),
    drawing.participants,
  ]);
}

/** The rows of a tile that are there. */
export function shownRows({ rows }: Layout, { first, end }: Tile): RowPlace[] {
  return rows.slice(first, end).filter(({ hidden }) => hidden !== true);
}

/** The class for the worst that is said of a row. */
export function toneOf(place: RowPlace): string {
  const tones = place.remarks.map(({ tone }) => tone);
  const worst = (['error', 'warning', 'deliberate', 'information'] as const).find((tone) =>
    tones.includes(tone),
  );
  return worst ? `segno-is-${worst}` : 'segno-is-fine';
}

/** The stretches of lifelines that lie in the tile, from its top. */
function spansOf(layout: Layout, tile: Tile): Span[] {
  return layout.spans.flatMap((span) => {
    const top = Math.max(span.top, tile.top) - tile.top;
    const bottom = Math.min(span.bottom, tile.top + tile.height) - tile.top;
    return bottom > top ? [{ ...span, top, bottom }] : [];
  });
}

/** A tile's own layer. The arrows and their labels go behind {@link LIFELINES} and before the words, as `arrows` do. */
export function drawTile(drawing: Drawing, layout: Layout, tile: Tile, ...arrows: readonly Shape[]): Shape {
  const backs: Shape[] = [];
  const rows: Shape[] = [];
  for (const place of shownRows(layout, tile)) {
    const top = (layout.tops[place.index] ?? 0) - tile.top;
    backs.push(
      shape('rect', {
        class: `segno-back ${toneOf(place)}`,
        'data-row': place.index,
        x: 4,
        width: layout.width - 8,
        ...bandOfRow(place, top),
        rx: 6,
      }),
    );
    rows.push(drawRow(drawing, layout, place, top));
  }
  const stateless = layout.heads
    .filter((head) => head.stateless)
    .map(({ x }) => shape('line', { class: 'segno-stateless', x1: x, x2: x, y1: 0, y2: tile.height }));
  const lifelines = [...stateless, ...spansOf(layout, tile).flatMap(drawSpan)];
  const scale = drawScale(layout, tile);
  const initial = tile.first === 0 ? layout.initial.map((chip) => drawChip(chip, 0)) : [];
  return shape(
    'svg',
    { class: 'segno-tile', viewBox: `0 0 ${layout.width} ${tile.height}`, overflow: 'visible' },
    shape('g', { class: 'segno-backs', 'aria-hidden': 'true' }, ...backs),
    shape('g', { class: LIFELINES, 'aria-hidden': 'true' }, ...lifelines),
    ...arrows,
    ...(scale.length > 0 ? [shape('g', { class: 'segno-scale' }, ...scale)] : []),
    shape('g', { class: 'segno-initial' }, ...initial),
    shape('g', { class: 'segno-rows' }, ...rows),
  );
}

function drawSpan(span: Span): Shape[] {
  const { state, width } = span;
  const line = (x: number, thick: number) =>
    shape('line', {
      class: `segno-span segno-${span.kind} segno-state-${state}`,
      x1: x,
      x2: x,
      y1: span.top,
      y2: span.bottom,
      'stroke-width': thick,
      ...(state === 'TIME_WAIT' ? { 'stroke-dasharray': '5 2.5' } : {}),
    });
  // Half-closed: of the two directions one is still open.
  if (state === 'FIN_WAIT_2' || state === 'CLOSE_WAIT') {
    return [line(span.x + width / 4, width / 2), line(span.x + width - 0.5, 1)];
  }
  // What is no connection yet, or no more, is thin; TIME-WAIT is a connection that only waits.
  const thick = state === 'CLOSED' ? width / 3 : state === 'LISTEN' ? (width * 2) / 3 : width;
  return [line(span.x + width / 2, thick)];
}

function drawChip(chip: Chip, top: number): Shape {
  const middle = chip.x + chip.width / 2;
  const y = top + chip.y;
  const text = shape('text', { x: middle, y: y + 4, 'text-anchor': 'middle' }, chip.text);
  if (chip.quiet) return shape('g', { class: 'segno-chip segno-quiet' }, text);
  return shape(
    'g',
    { class: `segno-chip segno-${chip.kind}` },
    shape('rect', {
      class: 'segno-chip-ground',
      x: chip.x,
      y: y - 10,
      width: chip.width,
      height: 20,
      rx: 10,
    }),
    shape('rect', { class: 'segno-chip-tint', x: chip.x, y: y - 10, width: chip.width, height: 20, rx: 10 }),
    text,
  );
}

function drawRow(drawing: Drawing, layout: Layout, place: RowPlace, top: number): Shape {
  const { row, fold } = place;
  if (fold && !fold.open) return drawFolded(layout, place, fold, top);
  const parts: Shape[] = [drawHit(place, layout.width, top)];
  const y = top + place.y;
  switch (row.kind) {
    case 'segment':
      parts.push(...drawSegmentMarks(place, row, top));
      break;
    case 'call':
      parts.push(...drawCall(place, row.participant, layout.heads[row.participant]?.x ?? 0, y));
      break;
    case 'state':
      break;
    case 'phase':
      parts.push(...drawPhase(place, y, layout.width));
      break;
    case 'note':
      parts.push(...drawNote(place, top));
      break;
  }
  parts.push(...place.chips.map((chip) => drawChip(chip, top)));
  place.remarks.forEach((remark, index) => {
    parts.push(
      shape(
        'text',
        {
          class: `segno-remark segno-is-${remark.tone}`,
          x: place.remarksAt.x,
          y: top + place.remarksAt.y + index * LINE,
          'text-anchor': place.remarksAt.anchor,
          transform: turned(place.remarksAt, top),
          'data-problem': remark.problem,
        },
        remark.text,
      ),
    );
  });
  const { time } = place;
  if (time) {
    const at = { x: time.x, y: top + time.y, 'text-anchor': time.anchor };
    parts.push(shape('text', { class: 'segno-time', ...at }, time.text));
  }
  if (fold) parts.push(drawUnfolded(place, fold, top));
  return shape(
    'g',
    {
      class: `segno-row segno-row-${row.kind} ${toneOf(place)}`,
      'data-row': place.index,
      'data-line': row.line,
      role: 'button',
      tabindex: -1,
      'aria-label': describe(drawing, place),
    },
    ...parts,
  );
}

/** From where to where a row is marked across the drawing. */
function bandOfRow(
  { sloped, y, height }: RowPlace,
  top: number,
): { readonly y: number; readonly height: number } {
  // A row to scale has no height of its own.
  return sloped === true ? { y: top + y - 9, height: 18 } : { y: top + 1, height: Math.max(height - 2, 0) };
}

/** What is found by who points at a row. */
function drawHit(place: RowPlace, width: number, top: number): Shape {
  const { arrow, sloped } = place;
  if (sloped !== true || !arrow) {
    return shape('rect', { class: 'segno-hit', x: 4, width: width - 8, ...bandOfRow(place, top), rx: 6 });
  }
  const { from, to } = arrow;
  return shape('line', {
    class: 'segno-hit segno-hit-line',
    x1: from.x,
    y1: top + from.y,
    x2: to.x,
    y2: top + to.y,
  });
}

/** The time at the left, the silences that are cut, and the timers that begin in the tile. */
function drawScale({ axis, brackets = [], heads, spans }: Layout, tile: Tile): Shape[] {
  const inTile = ({ y }: { readonly y: number }): boolean => y >= tile.top && y < tile.top + tile.height;
  const begun = brackets.filter(({ row }) => row >= tile.first && row < tile.end);
  return [
    ...begun.flatMap((bracket) => drawBracket(bracket, tile.top)),
    ...(axis ? drawAxis(axis, tile, inTile) : []),
    ...(axis?.cuts ?? [])
      .filter(inTile)
      .flatMap(({ y, text }) => [
        ...heads
          .filter(({ stateless, x }) => stateless || spans.some((span) => Math.abs(span.x - x) < 20))
          .map(({ x }) => drawCut(x, y - tile.top)),
        shape(
          'text',
          { class: 'segno-cut-text', x: axis?.words.x, y: y - tile.top + 4, 'text-anchor': 'middle' },
          text,
        ),
      ]),
  ];
}

/** Two waves through a lifeline, with nothing between them. */
function drawCut(x: number, y: number): Shape {
  const wave = (at: number): string => `M${x - 8} ${at + 2}l4 -4 4 4 4 -4 4 4`;
  return shape(
    'g',
    { class: 'segno-cut' },
    shape('rect', { class: 'segno-cut-gap', x: x - 6, y: y - 4, width: 12, height: 8 }),
    shape('path', { class: 'segno-wave', d: `${wave(y - 4)}${wave(y + 4)}` }),
  );
}

function drawAxis(axis: Axis, tile: Tile, inTile: (at: { readonly y: number }) => boolean): Shape[] {
  const [top, bottom] = [
    Math.max(axis.top, tile.top) - tile.top,
    Math.min(axis.bottom, tile.top + tile.height) - tile.top,
  ];
  if (bottom <= top) return [];
  return [
    shape('line', { class: 'segno-axis', x1: axis.x, x2: axis.x, y1: top, y2: bottom }),
    ...axis.ticks.filter(inTile).flatMap(({ y, text }) => [
      shape('line', {
        class: 'segno-axis',
        x1: axis.x - 5,
        x2: axis.x,
        y1: y - tile.top,
        y2: y - tile.top,
      }),
      shape('text', { class: 'segno-time', x: axis.x - 9, y: y - tile.top + 4, 'text-anchor': 'end' }, text),
    ]),
  ];
}

function drawBracket({ x, side, top, bottom, text, label, kind }: Bracket, tileTop: number): Shape[] {
  const arm = -side * 6;
  const y = label.y - tileTop;
  return [
    shape('path', {
      class: `segno-bracket segno-timer-${kind}`,
      d: `M${x + arm} ${top - tileTop}h${-arm}v${bottom - top}h${arm}`,
    }),
    shape('text', { class: 'segno-timer', x: label.x, y, 'text-anchor': label.anchor }, text),
  ];
}

function drawCall({ box }: RowPlace, participant: number, x: number, y: number): Shape[] {
  const leftmost = participant === 0;
  return [
    shape('circle', { class: 'segno-dot', cx: x, cy: y, r: 4 }),
    ...(box?.lines ?? []).map((line, index) =>
      shape(
        'text',
        {
          class: 'segno-call',
          x: leftmost ? box?.x : (box?.x ?? 0) + (box?.width ?? 0),
          y: y + 4 + index * LINE,
          'text-anchor': leftmost ? 'start' : 'end',
        },
        line,
      ),
    ),
  ];
}

/** A sign that points at what can be opened, or down at what is open. */
function drawSign(open: boolean, x: number, y: number): Shape {
  const d = open ? 'M-3.5 -2L0 1.5L3.5 -2' : 'M-2 -3.5L1.5 0L-2 3.5';
  return shape('path', { class: 'segno-chevron', d, transform: `translate(${x} ${y})` });
}

/** A run of rows as one: how many there are, and what is in them. */
function drawFolded(layout: Layout, place: RowPlace, { fold, at }: FoldPlace, top: number): Shape {
  const y = top + place.y;
  return shape(
    'g',
    {
      class: 'segno-row segno-row-fold',
      'data-row': place.index,
      'data-line': place.row.line,
      'data-fold': place.index,
      role: 'button',
      tabindex: -1,
      'aria-expanded': 'false',
      'aria-label': fold.text,
    },
    shape('rect', {
      class: 'segno-hit',
      x: 4,
      y: top + 1,
      width: layout.width - 8,
      height: place.height - 2,
      rx: 6,
    }),
    drawSign(false, at.x - 11, y),
    shape('text', { class: 'segno-folded', x: at.x, y: top + at.y }, fold.text),
  );
}

/** The margin of a row in a run that has been opened, where it can be folded again. The first row has the sign. */
function drawUnfolded({ index, height }: RowPlace, { fold }: FoldPlace, top: number): Shape {
  const first = index === fold.first;
  const last = index === fold.end - 1;
  return shape(
    'g',
    { class: 'segno-unfolded', 'data-fold': fold.first },
    shape('title', {}, fold.text),
    shape('rect', { class: 'segno-hit', x: 2, y: top, width: 18, height }),
    shape('line', {
      class: 'segno-run',
      x1: 11,
      x2: 11,
      y1: top + (first ? 22 : 0),
      y2: top + height - (last ? 6 : 0),
    }),
    ...(first ? [drawSign(true, 11, top + 14)] : []),
  );
}

/** A line across the drawing with the title in its middle. */
function drawPhase({ box }: RowPlace, y: number, width: number): Shape[] {
  if (!box) return [];
  const { lines } = box;
  const first = y + 4 - ((lines.length - 1) * LINE) / 2;
  const divider = (x1: number, x2: number) =>
    x2 > x1 ? [shape('line', { class: 'segno-divider', x1, x2, y1: y, y2: y })] : [];
  return [
    ...divider(EDGE, box.x),
    ...divider(box.x + box.width, width - EDGE),
    ...lines.map((line, index) =>
      shape(
        'text',
        { class: 'segno-phase', x: box.x + box.width / 2, y: first + index * LINE, 'text-anchor': 'middle' },
        line,
      ),
    ),
  ];
}

function drawNote({ box, boxTop = 0 }: RowPlace, top: number): Shape[] {
  if (!box) return [];
  const { x, width, lines } = box;
  const middle = x + width / 2;
  return [
    shape('rect', {
      class: 'segno-note',
      x,
      y: top + boxTop + 4,
      width,
      height: lines.length * LINE + 12,
      rx: 3,
    }),
    ...lines.map((line, index) =>
      shape(
        'text',
        { class: 'segno-note-text', x: middle, y: top + boxTop + 21 + index * LINE, 'text-anchor': 'middle' },
        line,
      ),
    ),
  ];
}

/** Turns words about where they stand; nothing for those that stand level. */
export function turned({ x, y, angle = 0 }: Anchored, top: number): string | undefined {
  const short = (value: number) => Math.round(value * 100) / 100;
  return Math.abs(angle) < 0.05 ? undefined : `rotate(${short(angle)} ${short(x)} ${short(top + y)})`;
}

function drawSegmentMarks(place: RowPlace, row: SegmentRow, top: number): Shape[] {
  const { arrow } = place;
  if (!arrow) return [];
  const marks: Shape[] = [];
  const mark = (name: string, text: string, at: Anchored) => {
    const place = { x: at.x, y: top + at.y, 'text-anchor': at.anchor, transform: turned(at, top) };
    marks.push(shape('text', { class: name, ...place }, text));
  };
  const numbers = arrow.numbers ?? String(row.number);
  if (arrow.number) mark('segno-number-of', numbers, arrow.number);
  if (arrow.atHead) mark('segno-number-of', numbers, arrow.atHead);
  if (arrow.fate) mark('segno-fate', row.fate, arrow.fate);
  if (row.passage === 'arrival' && row.other === undefined) {
    const { from, direction } = arrow;
    mark('segno-fate', '…', {
      x: from.x - direction * 5,
      y: from.y + 1,
      anchor: direction === 1 ? 'end' : 'start',
    });
  }
  return marks;
}
