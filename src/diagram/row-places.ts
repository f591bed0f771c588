/** Where everything of a row stands, from the row's own top. */
import { CHIP_HEIGHT, placeChips, type Chips } from './chips.js';
import type { CallRow, NoteRow, PhaseRow, Row, StateRow } from './drawing.js';
import { EDGE } from './lanes.js';
import { callText } from './lettering.js';
import { LINE, type RowPlace } from './places.js';
import { placeSegment } from './segment-place.js';

/** The words of a note at one lifeline take so much at most, and a note so much at least. */
const NOTE = { most: 230, least: 70, padding: 24, beyond: 45 };
/** A phase's title stands between the outer lifelines if it has so much room there. */
const PHASE_LEAST = 150;
/** Between a phase's title and the line on both of its sides. */
const PHASE_PADDING = 20;
/** Of what is said at one lifeline: from the lifeline to it, from it to the next lifeline, and how wide it is at least. */
const BESIDE_DOT = 12;
const BEFORE_NEXT = 14;
const WORDS_LEAST = 90;

export function placeRow(row: Row, index: number, chips: Chips): RowPlace {
  switch (row.kind) {
    case 'segment':
      return placeSegment(row, index, chips);
    case 'call':
    case 'state':
      return placeEvent(row, index, chips);
    case 'phase':
      return placePhase(row, index, chips);
    case 'note':
      return placeNote(row, index, chips);
  }
}

function placePhase(row: PhaseRow, index: number, { lanes, lettering }: Chips): RowPlace {
  const between = (lanes.xs.at(-1) ?? 0) - (lanes.xs[0] ?? 0) - 60;
  const lines = lettering.wrapText(row.text, between < PHASE_LEAST ? lanes.width - 6 * EDGE : between);
  const y = 20 + ((lines.length - 1) * LINE) / 2;
  const bottom = 38 + (lines.length - 1) * LINE;
  const remarksAt = { x: lanes.width / 2, y: bottom + 2, anchor: 'middle' } as const;
  const remarks = lettering.wrapRemarks(row, lanes.width - 4 * EDGE);
  const height = bottom + LINE * remarks.length;
  const words = lettering.widestText(lines) + PHASE_PADDING;
  const box = { x: (lanes.width - words) / 2, width: words, lines };
  return { index, row, height, y, chips: [], remarks, remarksAt, box, reach: height };
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
  const bottom = 16 + lines.length * LINE + 12;
  const remarks = lettering.wrapRemarks(row, most);
  const height = bottom + LINE * remarks.length;
  return {
    index,
    row,
    height,
    y: 8 + (lines.length * LINE + 12) / 2,
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
  const shown = row.states.filter((state) => state.changed || row.kind === 'state');
  // A chip that a narrow panel puts on the lifeline stands below the call's dot.
  const y = 18;
  const chips = placeChips(chipsOf, shown, lanes.compact ? y + 22 : y, () =>
    inward === 1 ? 'left' : 'right',
  );
  const x = lanes.xs[row.participant] ?? 0;
  // The words end before the next lifeline: they run across nothing that stands there.
  const neighbour = lanes.xs[row.participant + inward] ?? (inward === 1 ? lanes.width : 0);
  const room = Math.max(Math.abs(neighbour - x) - BESIDE_DOT - BEFORE_NEXT, WORDS_LEAST);
  const lines = row.kind === 'call' ? lettering.wrapText(callText(row), room) : [];
  const remarks = lettering.wrapRemarks(row, room);
  const spoken = y + 4 + LINE * (lines.length - 1);
  const below = chips.length === 0 ? 0 : Math.max(...chips.map((chip) => chip.y)) + CHIP_HEIGHT / 2 + 2;
  const height = Math.max(34, below, spoken + 12, spoken + 8 + remarks.length * LINE);
  return {
    index,
    row,
    height,
    y,
    chips,
    remarks,
    remarksAt: {
      x: x + inward * BESIDE_DOT,
      y: row.kind === 'call' ? spoken + LINE : y + 4,
      anchor: inward === 1 ? 'start' : 'end',
    },
    ...(row.kind === 'call'
      ? { box: { x: x + inward * BESIDE_DOT, width: lettering.widestText(lines), lines } }
      : {}),
    reach: height,
  };
}
