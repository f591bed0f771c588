/** Where the lifelines of a drawing stand: far enough apart for what is written between them. */
import type { Drawing, Row, SegmentRow } from './drawing.js';
import { callText, labelOf, type Lettering } from './lettering.js';
import type { Head } from './places.js';
import { RowMemory } from './row-memory.js';

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
/** What the numbers at both ends of a slanted arrow take beside its words. */
const SLOPED = 96;
/** What a single number may make a narrow panel's drawing wider for. */
const PIECE_MAX = 240;
/** Between the heads of neighbouring participants, and what a name has of the drawing's width at least. */
const HEADS_APART = 10;
const NAME_MAX = { compact: 150, roomy: 320 };
/** What a line and the words beside it have between them. */
const BESIDE_LIFELINE = 16;
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
  /** The number of an arrow stands before its words. */
  readonly dense: boolean;
  /** All arrows are slanted, with a number at both of their ends. */
  readonly sloped?: boolean;
  /** What else stands beside the first and the last lifeline, on their outer sides. */
  readonly beside?: readonly [number, number];
}

/**
 * Places the lifelines for a panel of that width. A compact drawing breaks its labels to fit; the other has the width
 * that it wants at least.
 */
export function placeLanes(wanted: Wanted, panel: number): Lanes {
  const { drawing, lettering, compact } = wanted;
  const { participants } = drawing;
  const last = participants.length - 1;
  const chips = widestChips(drawing, lettering);
  // Where there is no panel that could be too narrow, all names are there whole.
  const most = panel === Infinity ? Infinity : compact ? NAME_MAX.compact : NAME_MAX.roomy;
  const names = participants.map(({ name }) => Math.min(headWidth(name, '', lettering), most));
  const heads = participants.map(({ name, label }) => headWidth(name, label, lettering));
  const margin = (lane: number) => {
    const head = Math.max(names[lane] ?? 0, Math.min(heads[lane] ?? 0, compact ? 110 : most)) / 2;
    const chip = chips[lane] ?? 0;
    const other = wanted.beside?.[lane === 0 ? 0 : 1] ?? 0;
    return EDGE + Math.max(head, compact ? chip / 2 : chip === 0 ? 0 : chip + BESIDE, other, 30);
  };
  const room = panel - margin(0) - margin(last);
  const gaps = spread(withHeads(gapsOf(wanted, chips, names, room), heads, room), room);
  let x = margin(0);
  const xs = participants.map((_, lane) => (x += lane === 0 ? 0 : (gaps[lane - 1] ?? 0)));
  return {
    xs,
    width: Math.ceil(x + margin(last)),
    compact,
    heads: widthsOf(heads, names, gaps, [2 * margin(0) - 2 * EDGE, 2 * margin(last) - 2 * EDGE]).map(
      (width, lane) => {
        const { name = '', label = '', stateless = false } = participants[lane] ?? {};
        return { x: xs[lane] ?? 0, width: Math.max(width, 44), name, label, stateless };
      },
    ),
  };
}

/** The lifelines so many pixels further to the right. */
export function movedLanes(lanes: Lanes, by: number): Lanes {
  if (by === 0) return lanes;
  return {
    ...lanes,
    xs: lanes.xs.map((x) => x + by),
    heads: lanes.heads.map((head) => ({ ...head, x: head.x + by })),
    width: lanes.width + by,
  };
}

/** Each head as wide as it wants to be where its neighbours leave it the room, and else as its name. */
function widthsOf(
  heads: readonly number[],
  names: readonly number[],
  gaps: readonly number[],
  edges: readonly [number, number],
): number[] {
  const widths = [...names];
  heads.forEach((wanted, lane) => {
    const left =
      lane === 0 ? edges[0] : 2 * (gaps[lane - 1] ?? 0) - (widths[lane - 1] ?? 0) - 2 * HEADS_APART;
    const right =
      lane === heads.length - 1
        ? edges[1]
        : 2 * (gaps[lane] ?? 0) - (widths[lane + 1] ?? 0) - 2 * HEADS_APART;
    const room = Math.min(left, right);
    widths[lane] = Math.min(Math.max(names[lane] ?? 0, Math.min(wanted, room)), Math.max(room, 44));
  });
  return widths;
}

/** Moves lifelines apart for what stands in the heads beside the names, where there is room for it. */
function withHeads(gaps: readonly number[], heads: readonly number[], room: number): number[] {
  const wide = gaps.map((gap, lane) =>
    Math.ceil(Math.max(gap, ((heads[lane] ?? 0) + (heads[lane + 1] ?? 0)) / 2 + HEADS_APART)),
  );
  return wide.reduce((sum, gap) => sum + gap, 0) <= room ? wide : [...gaps];
}

function headWidth(name: string, label: string, { measure }: Lettering): number {
  return measure(name, 'name') + (label === '' ? 0 : measure(` · ${label}`, 'label')) + HEAD_PADDING;
}

/** The widest chip that ever stands at each lifeline; 0 where none does. */
function widestChips(drawing: Drawing, lettering: Lettering): number[] {
  const widths = drawing.participants.map(() => 0);
  const known = drawing.ends.map(() => new Set<string>());
  for (const states of [drawing.initial, ...drawing.rows.map((row) => row.states)]) {
    for (const state of states) {
      const lane = drawing.ends[state.end]?.participant;
      const names = known[state.end];
      if (lane === undefined || !names || names.has(state.name)) continue;
      names.add(state.name);
      widths[lane] = Math.max(widths[lane] ?? 0, lettering.chipWidth(lettering.chipText(state)));
    }
  }
  return widths;
}

/** Distances between neighbouring lifelines: room for the labels, or what the panel leaves. */
function gapsOf(wanted: Wanted, chips: readonly number[], names: readonly number[], room: number): number[] {
  const { drawing, compact, crossed } = wanted;
  const count = Math.max(drawing.participants.length - 1, 0);
  const gaps = Array.from({ length: count }, (_, gap) => {
    const [left, right] = [chips[gap] ?? 0, chips[gap + 1] ?? 0];
    const head = ((names[gap] ?? 0) + (names[gap + 1] ?? 0)) / 2 + HEADS_APART;
    const narrow = wanted.sloped === true ? 170 : 130;
    if (compact) return Math.max((left + right) / 2 + 44, count > 1 ? 100 : narrow, head);
    // A lifeline in the middle has chips on both of its sides.
    return Math.max(wanted.sloped === true ? 300 : 190, count > 1 ? left + right + 2 * BESIDE + 16 : 0, head);
  });
  const needs = drawing.rows.map((row) => ({ row, ...needsOf(row, wanted) }));
  // Those of neighbours first: what goes further has its words in the widest stretch that no lifeline goes through.
  for (const { row, first, last, width, least, number } of needs.sort(
    (a, b) => a.last - a.first - (b.last - b.first),
  )) {
    if (last <= first) continue;
    const most = crossed.has(row) ? CROSSED_MAX : LABEL_MAX;
    const limit = compact ? Math.max(0, room / Math.max(count, 1)) : most + number;
    const beside = last - first > 1 ? BESIDE_LIFELINE : 0;
    const wide = Math.max(Math.min(width, limit), least) + beside;
    const between = gaps.slice(first, last);
    const widest = first + between.indexOf(Math.max(...between));
    gaps[widest] = Math.max(gaps[widest] ?? 0, wide);
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
  /** What of it is the number's that stands before the words of a low row. */
  readonly number: number;
}

function numberWidth({ number }: SegmentRow, { measure }: Lettering): number {
  return measure(String(number), 'small') + 8;
}

/** A panel that is narrow asks for both, one after the other. */
const known = { compact: new RowMemory<Needs>(), roomy: new RowMemory<Needs>() };

function needsOf(row: Row, wanted: Wanted): Needs {
  const { lettering, crossed, compact, dense, sloped = false } = wanted;
  const memory = compact ? known.compact : known.roomy;
  return memory.get(row, [lettering.measure, dense, sloped, crossed.has(row)], () => newNeeds(row, wanted));
}

function newNeeds(row: Row, { lettering, crossed, compact, dense, sloped = false }: Wanted): Needs {
  switch (row.kind) {
    case 'segment': {
      const pieces = labelOf(row);
      const label = lettering.lineWidth(pieces);
      const remarks = lettering
        .remarks(row)
        .map(({ text }) => lettering.measure(text, 'small') + besideRemarks(row, compact, lettering) + 20);
      const number = dense && row.passage !== 'departure' ? 2 * numberWidth(row, lettering) : 0;
      const slanted = sloped ? SLOPED : row.passage === 'departure' ? 60 : 44 + number;
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
        number,
      };
    }
    case 'call': {
      const inward = row.participant === 0 ? 0 : row.participant - 1;
      const width = lettering.measure(callText(row), 'small') + 40;
      return { first: inward, last: inward + 1, width: Math.min(width, 260), least: 0, number: 0 };
    }
    default:
      return { first: 0, last: 0, width: 0, least: 0, number: 0 };
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
