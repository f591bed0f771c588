/** Where the lifelines of a drawing stand: far enough apart for what is written between them. */
import type { Drawing, Row, SegmentRow } from './drawing.js';
import { callText, labelOf, type Lettering } from './lettering.js';
import type { Head } from './places.js';

/** What nothing but heads comes near: the drawing's own edge, in pixels. */
export const EDGE = 12;
/** From the lifeline to a chip beside it. */
export const BESIDE = 11;
/** How wide a lifeline is. */
export const BAND = 6;

/** What a lost segment covers of the way, at least and at most. */
export const LOST = { least: 0.62, most: 0.8 };

const HEAD_PADDING = 24;
const LABEL_MAX = 380;
const CROSSED_MAX = 430;
/** What a slanted line takes of the height of a label, and the label has on both of its sides. */
const BESIDE_LINE = 70;
/** What a single number may make a narrow panel's drawing wider for. */
const PIECE_MAX = 240;
/** How far lifelines move apart where the panel has room, and in what steps, so that few widths differ. */
const COMFORT = 380;
const STEP = 16;

/** Where lifelines stand, by participant, and how much room the drawing has. */
export interface Lanes {
  readonly xs: readonly number[];
  readonly heads: readonly Head[];
  readonly width: number;
  /** Chips stand on the lifelines, not beside them. */
  readonly compact: boolean;
}

interface Wanted {
  readonly drawing: Drawing;
  readonly lettering: Lettering;
  /** Rows that happen while a segment of another row is under way between the same ends. */
  readonly crossed: ReadonlySet<Row>;
  readonly compact: boolean;
}

/** Between two heads that stand side by side. */
const BETWEEN_HEADS = 12;

/**
 * Places the lifelines for a panel of that width. A compact drawing breaks its labels to fit; the other has the width
 * that it wants at least. Where there is no panel that could be too narrow, all names are there whole.
 */
export function placeLanes(wanted: Wanted, panel: number): Lanes {
  const { drawing, lettering, compact } = wanted;
  const { participants } = drawing;
  const last = participants.length - 1;
  const chips = participants.map((_, lane) => widestChip(drawing, lettering, lane));
  const heads = participants.map(({ name, label }) => headWidth(name, label, lettering));
  const whole = panel === Infinity;
  const margin = (lane: number) => {
    const head = Math.min(heads[lane] ?? 0, whole ? Infinity : compact ? 110 : 180) / 2;
    const chip = chips[lane] ?? 0;
    return EDGE + Math.max(head, compact ? chip / 2 : chip === 0 ? 0 : chip + BESIDE, 30);
  };
  const room = panel - margin(0) - margin(last);
  const gaps = spread(gapsOf(wanted, chips, room), room).map((gap, index) =>
    whole ? Math.max(gap, ((heads[index] ?? 0) + (heads[index + 1] ?? 0)) / 2 + BETWEEN_HEADS) : gap,
  );
  let x = margin(0);
  const xs = participants.map((_, lane) => (x += lane === 0 ? 0 : (gaps[lane - 1] ?? 0)));
  return {
    xs,
    width: Math.ceil(x + margin(last)),
    compact,
    heads: participants.map(({ name, label, stateless }, lane) => {
      const left = lane === 0 ? 2 * margin(0) - 2 * EDGE : (gaps[lane - 1] ?? 0) - BETWEEN_HEADS;
      const right = lane === last ? 2 * margin(last) - 2 * EDGE : (gaps[lane] ?? 0) - BETWEEN_HEADS;
      const width = whole ? (heads[lane] ?? 0) : Math.min(heads[lane] ?? 0, left, right);
      return { x: xs[lane] ?? 0, width: Math.max(width, 44), name, label, stateless };
    }),
  };
}

function headWidth(name: string, label: string, { measure }: Lettering): number {
  return measure(name, 'name') + (label === '' ? 0 : measure(` · ${label}`, 'label')) + HEAD_PADDING;
}

/** The widest chip that ever stands at a lifeline; 0 when none does. */
function widestChip(drawing: Drawing, lettering: Lettering, lane: number): number {
  const texts = new Set<string>();
  for (const states of [drawing.initial, ...drawing.rows.map((row) => row.states)]) {
    for (const state of states) {
      if (drawing.ends[state.end]?.participant === lane) texts.add(lettering.chipText(state));
    }
  }
  return Math.max(0, ...[...texts].map((text) => lettering.chipWidth(text)));
}

/** Distances between neighbouring lifelines: room for the labels, or what the panel leaves. */
function gapsOf(wanted: Wanted, chips: readonly number[], room: number): number[] {
  const { drawing, compact, crossed } = wanted;
  const count = Math.max(drawing.participants.length - 1, 0);
  const gaps = Array.from({ length: count }, (_, gap) => {
    const [left, right] = [chips[gap] ?? 0, chips[gap + 1] ?? 0];
    if (compact) return Math.max(Math.max(left, right) + 60, 130);
    // A lifeline in the middle has chips on both of its sides.
    return Math.max(190, count > 1 ? left + right + 2 * BESIDE + 16 : 0);
  });
  for (const row of drawing.rows) {
    const { first, last, width, least } = needsOf(row, wanted);
    if (last <= first) continue;
    const most = crossed.has(row) ? CROSSED_MAX : LABEL_MAX;
    const limit = compact ? Math.max(0, room / Math.max(count, 1)) : most;
    const share = Math.max(Math.min(width, limit * (last - first)), least) / (last - first);
    for (let gap = first; gap < last; gap++) gaps[gap] = Math.max(gaps[gap] ?? 0, share);
  }
  return gaps.map(Math.ceil);
}

interface Needs {
  /** Between which lifelines. */
  readonly first: number;
  readonly last: number;
  /** What all of it takes in one line, and what it takes at least. */
  readonly width: number;
  readonly least: number;
}

function needsOf(row: Row, { lettering, crossed, compact }: Wanted): Needs {
  switch (row.kind) {
    case 'segment': {
      const pieces = labelOf(row);
      const label = lettering.lineWidth(pieces);
      const beside = besideRemarks(row, compact, lettering);
      const remarks = lettering
        .remarks(row)
        .map(({ text }) => lettering.measure(text, 'small') + beside + 20);
      const slanted = row.passage === 'departure' ? 60 : 44;
      // The label is to have room on one side of the slanted line.
      const twice = crossed.has(row) && !compact ? 2 * label + BESIDE_LINE : label;
      // Its words end before the cross does.
      const falling = row.passage === 'lost' ? (label + 28) / LOST.most : 0;
      const piece = Math.max(...pieces.map((one) => lettering.lineWidth([one])));
      const [first, last] = lanesOf(row);
      return {
        first,
        last,
        width: Math.max(twice + slanted, falling, ...remarks),
        least: Math.min(piece, PIECE_MAX) + 20,
      };
    }
    case 'call': {
      const inward = row.participant === 0 ? 0 : row.participant - 1;
      const width = lettering.measure(callText(row), 'small') + 40;
      return { first: inward, last: inward + 1, width, least: 0 };
    }
    default:
      return { first: 0, last: 0, width: 0, least: 0 };
  }
}

/** Moves lifelines apart where there is room, those that are closest together first. */
function spread(gaps: readonly number[], room: number): number[] {
  const spare = room - gaps.reduce((sum, gap) => sum + gap, 0);
  if (!Number.isFinite(spare) || spare < STEP) return [...gaps];
  // Each gap is at least so wide: the widest such distance that takes no more than there is.
  const cost = (least: number) => gaps.reduce((sum, gap) => sum + Math.max(0, least - gap), 0);
  let least = COMFORT;
  while (least > 0 && cost(least) > spare) least -= STEP;
  return gaps.map((gap) => Math.max(gap, least));
}

/** The lifelines of a segment, from left to right. */
export function lanesOf({ from, to }: SegmentRow): [number, number] {
  return from < to ? [from, to] : [to, from];
}

/** What the number at an arrow's tail takes from the words below, on both sides since they stand in the middle. */
export function besideRemarks(row: SegmentRow, compact: boolean, { measure }: Lettering): number {
  return compact ? 40 : 2 * (20 + measure(String(row.number), 'small'));
}
