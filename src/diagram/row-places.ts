/** Where everything of a row stands, from the row's own top. */
import { CHIP_HEIGHT, placeChips, type Chips } from './chips.js';
import type { CallRow, NoteRow, PhaseRow, Row, RowState, StateRow } from './drawing.js';
import { EDGE } from './lanes.js';
import { callText } from './lettering.js';
import { LINE, type RowPlace } from './places.js';
import { pitchOf, placeSegment } from './segment-place.js';

/** The words of a note at one lifeline take so much at most, and a note so much at least. */
const NOTE = { most: 230, least: 70, padding: 24, beyond: 45 };
/** A phase's title stands between the outer lifelines if it has so much room there. */
const PHASE_LEAST = 150;
/** Between a phase's title and the line on both of its sides. */
const PHASE_PADDING = 20;

/** From a lifeline to the words of what happens there, and the least that these have in a line. */
const CALL = { beside: 12, least: 90 };

/** `shown` are the states that are named at the row; the words of an arrow take `limit` pixels in a line at most. */
export function placeRow(
  row: Row,
  index: number,
  chips: Chips,
  shown: readonly RowState[],
  limit: number,
): RowPlace {
  switch (row.kind) {
    case 'segment':
      return placeSegment(row, index, chips, shown, limit);
    case 'call':
    case 'state':
      return placeEvent(row, index, chips);
    case 'phase':
      return placePhase(row, index, chips);
    case 'note':
      return placeNote(row, index, chips);
  }
}

function placePhase(row: PhaseRow, index: number, chips: Chips): RowPlace {
  const { lanes, lettering } = chips;
  const pitch = pitchOf(chips).row;
  const between = (lanes.xs.at(-1) ?? 0) - (lanes.xs[0] ?? 0) - 60;
  const lines = lettering.wrapText(row.text, between < PHASE_LEAST ? lanes.width - 6 * EDGE : between);
  const y = (pitch + (lines.length - 1) * LINE) / 2;
  const bottom = pitch + (lines.length - 1) * LINE;
  const remarksAt = { x: lanes.width / 2, y: bottom + 2, anchor: 'middle' } as const;
  const remarks = lettering.wrapRemarks(row, lanes.width - 4 * EDGE);
  const height = bottom + LINE * remarks.length;
  const words = lettering.widestText(lines) + PHASE_PADDING;
  const box = { x: betweenLifelines(lanes.xs, words, lanes.width), width: words, lines };
  return { index, row, height, y, chips: [], remarks, remarksAt, box, reach: height };
}

/** Where words of that width begin to stand in the middle, or beside a lifeline that would run through them there. */
function betweenLifelines(xs: readonly number[], width: number, all: number): number {
  const middle = all / 2;
  const centres = xs.slice(1).flatMap((x, index) => {
    const before = xs[index] ?? 0;
    return x - before > width ? [Math.min(Math.max(middle, before + width / 2 + 4), x - width / 2 - 4)] : [];
  });
  const nearest = centres.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0] ?? middle;
  return nearest - width / 2;
}

function placeNote(row: NoteRow, index: number, { lanes, lettering }: Chips): RowPlace {
  const [left, right] = [lanes.xs[row.first] ?? 0, lanes.xs[row.last] ?? 0];
  const most = lanes.width - 2 * EDGE - NOTE.padding;
  const over = right - left + 2 * NOTE.beyond;
  const room = Math.min(most, row.first === row.last ? NOTE.most : Math.max(over - NOTE.padding, NOTE.most));
  const lines = lettering.wrapText(row.text, room);
  // Over several lifelines it covers them all.
  const least = row.first === row.last ? NOTE.least : over;
  const width = Math.min(Math.max(lettering.widestText(lines) + NOTE.padding, least), lanes.width - 2 * EDGE);
  const x = Math.min(Math.max((left + right) / 2 - width / 2, EDGE), lanes.width - EDGE - width);
  const bottom = 9 + lines.length * LINE + 12;
  const remarks = lettering.wrapRemarks(row, most);
  const height = bottom + LINE * remarks.length;
  return {
    index,
    row,
    height,
    y: 4 + (lines.length * LINE + 12) / 2,
    chips: [],
    remarks,
    remarksAt: { x: x + width / 2, y: bottom + 2, anchor: 'middle' },
    box: { x, width, lines },
    reach: height,
  };
}

function placeEvent(row: CallRow | StateRow, index: number, chipsOf: Chips): RowPlace {
  const { lanes, lettering } = chipsOf;
  const inward = row.participant === 0 ? 1 : -1;
  const called = row.kind === 'call';
  const shown = row.states.filter((state) => state.changed || !called);
  const pitch = pitchOf(chipsOf).row;
  // A chip that a narrow panel puts on the lifeline stands below the call's dot.
  const y = pitch / 2;
  const chips = placeChips(chipsOf, shown, lanes.compact ? y + 22 : y, () =>
    inward === 1 ? 'left' : 'right',
  );
  const lowest = Math.max(0, ...chips.map((chip) => chip.y));
  const below = lowest > y ? lowest + CHIP_HEIGHT / 2 + 2 : 0;
  const x = lanes.xs[row.participant] ?? 0;
  // The words end before the next lifeline: they run across nothing that stands there.
  const next = lanes.xs[row.participant + inward] ?? (inward === 1 ? lanes.width : 0);
  const room = Math.max(Math.abs(next - x) - 2 * CALL.beside - 4, CALL.least);
  const remarks = lettering.wrapRemarks(row, room);
  const words = called ? lettering.wrapText(callText(row), room) : [];
  const more = LINE * Math.max(words.length - 1, 0);
  const height = Math.max(pitch + more + remarks.length * LINE, below);
  const width = lettering.widestText(words);
  const begin = x + inward * CALL.beside;
  const box = { x: inward === 1 ? begin : begin - width, width, lines: words };
  return {
    index,
    row,
    height,
    y,
    chips,
    remarks,
    remarksAt: {
      x: begin,
      y: called ? y + 19 + more : y + 4,
      anchor: inward === 1 ? 'start' : 'end',
    },
    ...(called ? { box } : {}),
    reach: height,
  };
}
