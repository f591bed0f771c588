/**
 * Where everything of a drawing stands. Pure: text is measured by the caller, positions come out in pixels at zoom 1.
 * Rows know their places relative to their own top, so that a row that only moved stays the same.
 */
import { placeChips, type Chips } from './chips.js';
import type { Drawing } from './drawing.js';
import { clearWords, crossedRows, slant } from './flights.js';
import { placeLanes } from './lanes.js';
import { Lettering } from './lettering.js';
import type { Layout, Measure } from './places.js';
import { placeRow } from './row-places.js';
import { placeSpans } from './spans.js';

/** What the initial states take at the top. */
const INITIAL = 40;
const FIRST_CHIP = 24;
/** What the lifelines go on below the last row. */
const TAIL = 26;
/** A drawing that is only a little too wide is rather shrunk than changed. */
const SHRINK = 0.86;

/**
 * Lays a drawing out for a panel of that width; `Infinity` gives it what it wants. Where the panel is too narrow for
 * chips beside the lifelines they stand on them and labels break; narrower still, the drawing keeps its width and the
 * panel scrolls or shrinks it.
 */
export function layOut(drawing: Drawing, panel: number, measure: Measure): Layout {
  const lettering = new Lettering(drawing, measure);
  const crossed = crossedRows(drawing);
  const lanesFor = (compact: boolean) => placeLanes({ drawing, lettering, crossed, compact }, panel);
  const roomy = lanesFor(false);
  const lanes = roomy.width * SHRINK <= panel ? roomy : lanesFor(true);
  return withRows({ drawing, lanes, lettering });
}

function withRows(chips: Chips): Layout {
  const { drawing, lanes, lettering } = chips;
  const states = drawing.initial.map((state) => ({ ...state, changed: true }));
  const initial = placeChips(chips, states, FIRST_CHIP, () => undefined);
  const deepest = Math.max(FIRST_CHIP, ...initial.map(({ y }) => y));
  const rows = drawing.rows.map((row, index) => placeRow(row, index, chips));
  const tops: number[] = [];
  let top = INITIAL + deepest - FIRST_CHIP;
  for (const { height } of rows) {
    tops.push(top);
    top += height;
  }
  tops.push(top);
  const height = top + TAIL;
  return {
    width: lanes.width,
    height,
    compact: lanes.compact,
    heads: lanes.heads,
    rows: clearWords(slant(rows, tops), tops, lanes, lettering),
    tops,
    initial,
    spans: placeSpans(drawing, lanes.xs, rows, tops, height),
  };
}
