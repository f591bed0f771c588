/** Our own layer of the drawing: lifelines in the colour of their state, chips, calls, dividers, remarks. */
import type { Drawing, SegmentRow } from '../diagram/drawing.js';
import { callText, type Anchored, type Chip, type Layout, type RowPlace, type Span } from './layout.js';
import { toneOf } from './base.js';
import { svg } from './svg.js';
import type { Words } from './words.js';

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

/** Mermaid takes some 2 ms a row: a tile must not hold up a frame for long. */
const ROWS = 12;

/** Cuts a layout into tiles. The first has the initial states too, the last one the ends of the lifelines. */
export function tilesOf(layout: Layout): Tile[] {
  const count = layout.rows.length;
  const tiles: Tile[] = [];
  for (let first = 0; first === 0 || first < count; first += ROWS) {
    const end = Math.min(first + ROWS, count);
    const top = first === 0 ? 0 : (layout.tops[first] ?? 0);
    const bottom = end === count ? layout.height : (layout.tops[end] ?? layout.height);
    const reach = layout.rows
      .slice(first, end)
      .reduce((deep, row) => Math.max(deep, (layout.tops[row.index] ?? 0) - top + row.reach), bottom - top);
    tiles.push({ first, end, top, height: bottom - top, reach });
  }
  return tiles;
}

/** Everything that decides how a tile looks; equal text, equal picture. */
export function tileKey(drawing: Drawing, layout: Layout, tile: Tile): string {
  return JSON.stringify([
    layout.width,
    tile.first === 0 ? layout.initial : [],
    layout.rows.slice(tile.first, tile.end),
    spansOf(layout, tile),
    drawing.language,
    drawing.problems.filter(({ row }) => row !== undefined && row >= tile.first && row < tile.end),
    drawing.participants,
  ]);
}

/** The stretches of lifelines that lie in the tile, from its top. */
function spansOf(layout: Layout, tile: Tile): Span[] {
  return layout.spans.flatMap((span) => {
    const top = Math.max(span.top, tile.top) - tile.top;
    const bottom = Math.min(span.bottom, tile.top + tile.height) - tile.top;
    return bottom > top ? [{ ...span, top, bottom }] : [];
  });
}

/** A tile's own layer. `base` goes between the lifelines and the words. */
export function drawTile(
  drawing: Drawing,
  layout: Layout,
  tile: Tile,
  words: Words,
  base: SVGElement | undefined,
): SVGSVGElement {
  const backs = svg('g', { class: 'segno-backs', 'aria-hidden': 'true' });
  const rows = svg('g', { class: 'segno-rows' });
  for (const place of layout.rows.slice(tile.first, tile.end)) {
    const top = (layout.tops[place.index] ?? 0) - tile.top;
    backs.append(
      svg('rect', {
        class: `segno-back ${toneOf(place)}`,
        'data-row': place.index,
        x: 4,
        y: top + 1,
        width: layout.width - 8,
        height: place.height - 2,
        rx: 6,
      }),
    );
    rows.append(drawRow(drawing, layout, place, top, words));
  }
  const lifelines = svg('g', { class: 'segno-lifelines', 'aria-hidden': 'true' });
  for (const lane of layout.heads) {
    if (lane.stateless) {
      lifelines.append(
        svg('line', { class: 'segno-stateless', x1: lane.x, x2: lane.x, y1: 0, y2: tile.height }),
      );
    }
  }
  lifelines.append(...spansOf(layout, tile).map(drawSpan));
  const initial = svg('g', { class: 'segno-initial' });
  if (tile.first === 0) initial.append(...layout.initial.map((chip) => drawChip(chip, 0)));
  return svg(
    'svg',
    { class: 'segno-tile', viewBox: `0 0 ${layout.width} ${tile.height}`, overflow: 'visible' },
    backs,
    lifelines,
    ...(base ? [base] : []),
    initial,
    rows,
  );
}

function drawSpan(span: Span): SVGElement {
  // What is no connection yet, or no more, is thin; TIME-WAIT is a connection that only waits.
  const thin =
    span.state === 'CLOSED' ? span.width / 3 : span.state === 'LISTEN' ? (span.width * 2) / 3 : span.width;
  const x = span.x + span.width / 2;
  return svg('line', {
    class: `segno-span segno-${span.kind} segno-state-${span.state}`,
    x1: x,
    x2: x,
    y1: span.top,
    y2: span.bottom,
    'stroke-width': thin,
    ...(span.state === 'TIME_WAIT' ? { 'stroke-dasharray': '5 2.5' } : {}),
  });
}

function drawChip(chip: Chip, top: number): SVGElement {
  const middle = chip.x + chip.width / 2;
  const y = top + chip.y;
  const text = svg('text', { x: middle, y: y + 4, 'text-anchor': 'middle' }, chip.text);
  if (chip.quiet) return svg('g', { class: 'segno-chip segno-quiet' }, text);
  return svg(
    'g',
    { class: `segno-chip segno-${chip.kind}` },
    svg('rect', { class: 'segno-chip-ground', x: chip.x, y: y - 10, width: chip.width, height: 20, rx: 10 }),
    svg('rect', { class: 'segno-chip-tint', x: chip.x, y: y - 10, width: chip.width, height: 20, rx: 10 }),
    text,
  );
}

function drawRow(drawing: Drawing, layout: Layout, place: RowPlace, top: number, words: Words): SVGElement {
  const { row } = place;
  const group = svg('g', {
    class: `segno-row segno-row-${row.kind} ${toneOf(place)}`,
    'data-row': place.index,
    'data-line': row.line,
    role: 'button',
    tabindex: -1,
    'aria-label': describe(drawing, place, words),
  });
  group.append(
    svg('rect', {
      class: 'segno-hit',
      x: 4,
      y: top + 1,
      width: layout.width - 8,
      height: place.height - 2,
      rx: 6,
    }),
  );
  const y = top + place.y;
  switch (row.kind) {
    case 'segment':
      group.append(...drawSegmentMarks(place, row, top));
      break;
    case 'call': {
      const x = layout.heads[row.participant]?.x ?? 0;
      const inward = row.participant === 0 ? 1 : -1;
      group.append(
        svg('circle', { class: 'segno-dot', cx: x, cy: y, r: 4 }),
        svg(
          'text',
          {
            class: 'segno-call',
            x: x + inward * 12,
            y: y + 4,
            'text-anchor': inward === 1 ? 'start' : 'end',
          },
          callText(row),
        ),
      );
      break;
    }
    case 'state':
      break;
    case 'phase':
      group.append(
        svg('line', { class: 'segno-divider', x1: 12, x2: layout.width - 12, y1: y, y2: y }),
        svg(
          'text',
          { class: 'segno-phase', x: layout.width / 2, y: y + 4, 'text-anchor': 'middle' },
          row.text,
        ),
      );
      break;
    case 'note':
      if (place.box) {
        const { x, width, lines } = place.box;
        const height = lines.length * 15 + 12;
        group.append(
          svg('rect', { class: 'segno-note', x, y: top + 8, width, height, rx: 3 }),
          ...lines.map((line, index) =>
            svg(
              'text',
              {
                class: 'segno-note-text',
                x: x + width / 2,
                y: top + 8 + 17 + index * 15,
                'text-anchor': 'middle',
              },
              line,
            ),
          ),
        );
      }
      break;
  }
  group.append(...place.chips.map((chip) => drawChip(chip, top)));
  place.remarks.forEach((remark, index) => {
    group.append(
      svg(
        'text',
        {
          class: `segno-remark segno-is-${remark.tone}`,
          x: place.remarksAt.x,
          y: top + place.remarksAt.y + index * 15,
          'text-anchor': place.remarksAt.anchor,
          'data-problem': remark.problem,
        },
        remark.text,
      ),
    );
  });
  return group;
}

function drawSegmentMarks(place: RowPlace, row: SegmentRow, top: number): SVGElement[] {
  const { arrow } = place;
  if (!arrow) return [];
  const marks: SVGElement[] = [];
  const mark = (name: string, text: string, { x, y, anchor }: Anchored) =>
    marks.push(svg('text', { class: name, x, y: top + y, 'text-anchor': anchor }, text));
  if (arrow.number) mark('segno-number-of', String(row.number), arrow.number);
  if (arrow.fate) mark('segno-fate', row.fate, arrow.fate);
  if (row.passage === 'arrival' && row.other === undefined) {
    const { from, direction } = arrow;
    mark('segno-fate', '…', {
      x: from.x - direction * 5,
      y: from.y + 6,
      anchor: direction === 1 ? 'end' : 'start',
    });
  }
  return marks;
}

/** A row for someone who hears it: what happens, what it changes, what is wrong, where it is written. */
export function describe(drawing: Drawing, place: RowPlace, words: Words): string {
  const { row } = place;
  const name = (participant: number) => drawing.participants[participant]?.name ?? '';
  const said: string[] = [];
  switch (row.kind) {
    case 'segment': {
      const numbers = row.numbers.map((number) => `${number.name} ${number.value}`.trim());
      said.push(
        `${words.segment(row.number, name(row.from), name(row.to))}: ${[row.flags, ...numbers].join(', ')}`,
        ...row.remarks,
      );
      if (row.fate !== '') said.push(row.fate);
      if (row.passage === 'arrival') said.push(words.arrives);
      break;
    }
    case 'call':
      said.push(`${name(row.participant)}: ${callText(row)}`);
      break;
    case 'state':
      said.push(name(row.participant));
      break;
    case 'phase':
      said.push(`${words.phase}: ${row.text}`);
      break;
    case 'note':
      said.push(`${words.note}: ${row.text}`);
      break;
  }
  for (const state of row.states) {
    const end = drawing.ends[state.end];
    if (!end) continue;
    const owner = `${name(end.participant)}${end.peer === '' ? '' : `(${end.peer})`}`;
    said.push(state.changed ? words.becomes(owner, state.name) : words.stays(owner, state.name));
  }
  for (const index of row.problems) {
    const problem = drawing.problems[index];
    if (!problem || problem.severity === 'hint') continue;
    const message = problem.message.replaceAll('`', '');
    said.push(
      problem.deliberate
        ? `${words.deliberate}: ${problem.deliberate.why || message}`
        : `${words.severity[problem.severity]}: ${message}`,
    );
  }
  if (row.kind === 'segment' && row.text !== '') said.push(row.text);
  said.push(words.line(row.line));
  return said.join('; ');
}
