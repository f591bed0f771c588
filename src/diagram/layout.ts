/**
 * Where everything of a drawing stands. Pure: text is measured by the caller, positions come out in pixels at zoom 1.
 * Rows know their places relative to their own top, so that a row that only moved stays the same.
 */
import { CHIP_HEIGHT, placeChips, type Chips } from './chips.js';
import type { Drawing } from './drawing.js';
import { clearWords, crossedRows, slant } from './flights.js';
import { foldsOf } from './folds.js';
import { EDGE, movedLanes, placeLanes, type Lanes } from './lanes.js';
import { Lettering } from './lettering.js';
import type { Fold, Layout, Measure, RowPlace, View } from './places.js';
import { RowMemory } from './row-memory.js';
import { placeRow } from './row-places.js';
import { pitchOf } from './segment-place.js';
import { placeSpans } from './spans.js';
import { timeColumn } from './time-words.js';
import { layToScale } from './to-scale.js';

/** What the initial states take at the top. */
const INITIAL = 34;
const FIRST_CHIP = 18;
/** What the lifelines go on below the last row. */
const TAIL = 20;
/** A drawing that is only a little too wide is rather shrunk than changed. */
const SHRINK = 0.86;
/** After so many pixels the eye needs the name of a state again: about a screen. */
const AGAIN = 520;
/** Between the column of times and what is left of the first lifeline. */
const TIME_APART = 10;
/** How often words are broken anew for lines that would run through them, which moves the lines again. */
const ROUNDS = 4;
/** How often a flight whose words fit nowhere gets more height, and how much. */
const STRETCHES = { most: 6, by: 12 };

/**
 * Lays a drawing out for a panel of that width; `Infinity` gives it what it wants. Where the panel is too narrow for
 * chips beside the lifelines they stand on them and labels break; narrower still, the drawing keeps its width and the
 * panel scrolls or shrinks it.
 */
export function layOut(drawing: Drawing, panel: number, measure: Measure, view: View = {}): Layout {
  const { dense = false, opened, toScale = false, stretch = 1 } = view;
  if (toScale) return layToScale(drawing, panel, measure, { dense, stretch });
  const lettering = new Lettering(drawing, measure);
  const crossed = crossedRows(drawing);
  const times = timeColumn(drawing);
  const widest = Math.max(0, ...times.map((time) => (time === '' ? 0 : measure(time, 'small'))));
  const column = widest === 0 ? 0 : Math.ceil(widest) + TIME_APART;
  const lanesFor = (compact: boolean) =>
    movedLanes(placeLanes({ drawing, lettering, crossed, compact, dense }, panel - column), column);
  const roomy = lanesFor(false);
  const lanes = roomy.width * SHRINK <= panel ? roomy : lanesFor(true);
  const folds = opened ? foldsOf(drawing) : [];
  const runs = new Map(folds.map((fold) => [fold.first, { fold, open: isOpen(fold, opened ?? new Set()) }]));
  const layout = withRows({ drawing, lanes, lettering, dense }, runs);
  return column === 0 ? layout : { ...layout, rows: withTimes(layout.rows, times, column) };
}

/** Each row with its time in a column of that width at the left. */
function withTimes(rows: readonly RowPlace[], times: readonly string[], column: number): RowPlace[] {
  return rows.map((place, index) => {
    const text = times[index] ?? '';
    if (text === '' || place.hidden === true) return place;
    const x = column + EDGE - TIME_APART;
    return { ...place, time: { text, x, y: place.y + 4, anchor: 'end' } };
  });
}

/** Runs of rows by their first, and whether they are open. */
type Runs = ReadonlyMap<number, { readonly fold: Fold; readonly open: boolean }>;

/** Whether any row of a run is among those that are open. */
export function isOpen({ first, end }: Fold, opened: ReadonlySet<number>): boolean {
  for (let row = first; row < end; row++) if (opened.has(row)) return true;
  return false;
}

function withRows(chips: Chips, runs: Runs): Layout {
  const { drawing, lanes, lettering } = chips;
  const states = drawing.initial.map((state) => ({ ...state, changed: true }));
  const initial = placeChips(chips, states, FIRST_CHIP, () => undefined);
  const deepest = Math.max(FIRST_CHIP, ...initial.map(({ y }) => y));
  const begin = INITIAL + deepest - FIRST_CHIP;
  const limits = new Map<number, number>();
  const below = new Map<number, number>();
  for (let round = 1, stretches = 0; ; round++) {
    const { rows, tops } = stacked(chips, begin, deepest, { limits, below }, runs);
    const cleared = clearWords(slant(rows, tops), tops, lanes, lettering);
    const narrower = [...cleared.limits].filter(([row, limit]) => limit < (limits.get(row) ?? Infinity) - 1);
    if (narrower.length > 0 && round < ROUNDS) {
      for (const [row, limit] of narrower) limits.set(row, limit);
      continue;
    }
    if (cleared.tight.size > 0 && stretches < STRETCHES.most) {
      stretches++;
      for (const row of cleared.tight) below.set(row, (below.get(row) ?? 0) + STRETCHES.by);
      continue;
    }
    const height = (tops.at(-1) ?? 0) + TAIL;
    return {
      width: lanes.width,
      height,
      compact: lanes.compact,
      heads: lanes.heads,
      rows: cleared.rows,
      tops,
      initial,
      spans: placeSpans(drawing, lanes.xs, rows, tops, height),
    };
  }
}

/** What some rows have by what stands in their way: words so wide at most, so much more room below. */
interface Given {
  readonly limits: ReadonlyMap<number, number>;
  readonly below: ReadonlyMap<number, number>;
}

/** Rows by where the lifelines stand, what states are named at them, and how wide their words may be. */
const placedRows = new RowMemory<RowPlace>();

/** One row below the other. */
function stacked(
  chips: Chips,
  begin: number,
  deepest: number,
  { limits, below }: Given,
  runs: Runs,
): { readonly rows: RowPlace[]; readonly tops: number[] } {
  const { drawing, lanes, lettering, dense } = chips;
  const ground = JSON.stringify([lanes.xs, lanes.width, lanes.compact, dense, drawing.ends]);
  const named = new Map<number, number>(drawing.initial.map(({ end }) => [end, deepest]));
  /** How far down the last chip of a lifeline reaches. */
  const chipped = new Map<number, number>();
  const rows: RowPlace[] = [];
  const tops: number[] = [];
  let top = begin;
  let fold: Fold | undefined;
  drawing.rows.forEach((row, index) => {
    if (fold && index >= fold.end) fold = undefined;
    const run = runs.get(index);
    if (run && !run.open) ({ fold } = run);
    if (fold) {
      const place = index === fold.first ? folded(row, index, fold, chips) : hidden(row, index);
      tops.push(top);
      rows.push(place);
      top += place.height;
      return;
    }
    const shown = row.states.filter(
      (state) => state.changed || top - (named.get(state.end) ?? -Infinity) > AGAIN || row.kind === 'state',
    );
    const limit = limits.get(index) ?? Infinity;
    const placed = placedRows.get(row, [lettering.measure, ground, index, limit, ...shown], () =>
      placeRow(row, index, chips, shown, limit),
    );
    // No chip stands on the one above it.
    const lead = Math.max(0, ...placed.chips.map((chip) => overlapOf(chip, top, chipped, lanes)));
    const last = rows.at(-1);
    if (lead > 0) {
      if (last) rows[rows.length - 1] = { ...last, height: last.height + lead };
      top += lead;
    }
    for (const { end } of shown) named.set(end, top);
    for (const chip of placed.chips) chipped.set(sideOf(chip, lanes), top + chip.y + CHIP_HEIGHT / 2 + 1);
    tops.push(top);
    const height = placed.height + (below.get(index) ?? 0);
    rows.push({ ...placed, height });
    top += height;
  });
  tops.push(top);
  return { rows: withMargins(rows, runs), tops };
}

/** A place beside a lifeline where chips stand, as a number. */
function sideOf(chip: { readonly x: number; readonly width: number }, { xs }: Lanes): number {
  const middle = chip.x + chip.width / 2;
  const lane = xs.reduce(
    (best, x, at) => (Math.abs(x - middle) < Math.abs((xs[best] ?? 0) - middle) ? at : best),
    0,
  );
  return 2 * lane + (middle < (xs[lane] ?? 0) ? 0 : 1);
}

function overlapOf(
  chip: { readonly x: number; readonly width: number; readonly y: number },
  top: number,
  chipped: ReadonlyMap<number, number>,
  lanes: Lanes,
): number {
  return (chipped.get(sideOf(chip, lanes)) ?? -Infinity) - (top + chip.y - CHIP_HEIGHT / 2);
}

const NOWHERE = { x: 0, y: 0, anchor: 'middle' } as const;

function hidden(row: Drawing['rows'][number], index: number): RowPlace {
  return { index, row, height: 0, y: 0, chips: [], remarks: [], remarksAt: NOWHERE, reach: 0, hidden: true };
}

/** The row that stands for a run. */
function folded(row: Drawing['rows'][number], index: number, fold: Fold, chips: Chips): RowPlace {
  const height = pitchOf(chips).row;
  const { xs } = chips.lanes;
  const width = chips.lettering.measure(fold.text, 'small');
  const [from, to] = row.kind === 'segment' ? [xs[row.from] ?? 0, xs[row.to] ?? 0] : [0, chips.lanes.width];
  return {
    index,
    row,
    height,
    y: height / 2,
    chips: [],
    remarks: [],
    remarksAt: NOWHERE,
    reach: height,
    fold: { fold, open: false, at: { x: (from + to - width) / 2 + 8, y: height / 2 + 4 } },
  };
}

/** The rows of a run that is open have a margin each, which together make a line from the first to the last. */
function withMargins(rows: readonly RowPlace[], runs: Runs): RowPlace[] {
  let run: Fold | undefined;
  return rows.map((place) => {
    const begins = runs.get(place.index);
    if (begins?.open) run = begins.fold;
    if (!run || place.index >= run.end) return place;
    return { ...place, fold: { fold: run, open: true, at: { x: 0, y: 0 } } };
  });
}
