/** Where a segment's arrow stands in its row, and the words on it. */
import { bandOf, CHIP_HEIGHT, clearance, placeChips, type Chips, type Side } from './chips.js';
import type { RowState, SegmentRow } from './drawing.js';
import { besideRemarks, lanesOf, LOST } from './lanes.js';
import { labelOf } from './lettering.js';
import {
  LINE,
  type Anchored,
  type ArrowPlace,
  type Chip,
  type Point,
  type Remark,
  type RowPlace,
  type TextLine,
} from './places.js';

/** How far down a slanted stub comes in its own row, and how much of the way it goes. */
const STUB = { drop: 10, part: 0.62 };

/**
 * How high a row is, with the arrow in it so far from its top; the words stand so far above the arrow, and of what
 * arrives so far below. The number of a dense row stands before its words, where there is room below it is there.
 */
const PITCHES = {
  roomy: { row: 36, arrow: 25, arrival: 13, raise: 7, below: 13, number: 11 },
  dense: { row: 24, arrow: 18, arrival: 7, raise: 5, below: 12, number: undefined },
} as const;

export function pitchOf({ dense }: Pick<Chips, 'dense'>): (typeof PITCHES)['roomy' | 'dense'] {
  return dense ? PITCHES.dense : PITCHES.roomy;
}

/** The way of a segment, from lifeline to lifeline. */
interface Way {
  readonly row: SegmentRow;
  /** 1 to the right, -1 to the left. */
  readonly direction: 1 | -1;
  readonly from: number;
  readonly to: number;
  readonly span: number;
  /** The widest stretch that no lifeline goes through. */
  readonly room: number;
  readonly middle: number;
  /** It arrives where a departure's line ends, and has none of its own. */
  readonly tied: boolean;
  readonly slanted: boolean;
}

function wayOf(row: SegmentRow, xs: readonly number[]): Way {
  const [from, to] = [xs[row.from] ?? 0, xs[row.to] ?? 0];
  const [first, last] = lanesOf(row);
  const passed = xs.slice(first, last + 1);
  const gaps = passed.slice(1).map((x, index) => x - (passed[index] ?? 0));
  const span = Math.abs(to - from);
  return {
    row,
    direction: row.to > row.from ? 1 : -1,
    from,
    to,
    span,
    room: gaps.length > 1 ? Math.max(...gaps) - 2 : span,
    middle: (from + to) / 2,
    tied: row.passage === 'arrival' && row.other !== undefined,
    slanted: row.passage === 'departure' || row.passage === 'arrival',
  };
}

/** The words of a segment in lines, and how high above its arrow they stand. */
interface Words {
  readonly lines: readonly TextLine[];
  readonly remarks: readonly Remark[];
  /** How many lines of remarks stand above the arrow and below it. */
  readonly above: number;
  readonly below: number;
  /** From the lowest line above the arrow to the arrow. */
  readonly raise: number;
  /** What chips on the arrow's ends take from the words above and below. */
  readonly clear: number;
}

function wordsOf(way: Way, limit: number, chipsOf: Chips, shown: readonly RowState[]): Words {
  const { row, span, room, tied, slanted } = way;
  const { lanes, lettering } = chipsOf;
  const { compact } = lanes;
  const pitch = pitchOf(chipsOf);
  const label: TextLine = tied ? [{ text: row.flags, face: 'number' }] : labelOf(row);
  const arrow = Math.min(row.passage === 'lost' ? span * LOST.most : span, room);
  const beside = pitch.number === undefined && !tied ? 2 * numberRoom(row, chipsOf) : 0;
  const lines = lettering.wrapLine(label, Math.min(arrow - 28 - beside, limit));
  const remarks = lettering.wrapRemarks(row, Math.max(room - besideRemarks(row, compact, lettering), 120));
  // What is said of a slanted arrow stands above it, where the line does not run through it.
  const above = slanted && !tied ? remarks.length : 0;
  // On a narrow panel chips stand on the arrow's ends: words that would reach them keep clear of them.
  const widest = Math.max(0, ...shown.map((state) => lettering.chipWidth(lettering.chipText(state))));
  const wide = Math.max(lettering.widest(lines), lettering.widestText(remarks.map(({ text }) => text)));
  const clear = compact && shown.length > 0 && wide + widest + 16 > span ? 7 : 0;
  return { lines, remarks, above, below: remarks.length - above, raise: pitch.raise + clear, clear };
}

/** What the number takes at an arrow's tail. */
function numberRoom({ number }: SegmentRow, { lettering }: Chips): number {
  return lettering.measure(String(number), 'small') + 8;
}

/**
 * Lays one segment out. Its words take `limit` pixels in a line at most; `shown` are the states that are named. A
 * flight's line is drawn through to its arrival when all rows have their places.
 */
export function placeSegment(
  row: SegmentRow,
  index: number,
  chipsOf: Chips,
  shown: readonly RowState[],
  limit: number,
): RowPlace {
  const { lanes, lettering } = chipsOf;
  const pitch = pitchOf(chipsOf);
  const way = wayOf(row, lanes.xs);
  const words = wordsOf(way, limit, chipsOf, shown);
  const { direction, tied } = way;
  const extra = LINE * (words.lines.length - 1 + words.above);
  const y = tied ? pitch.arrival + words.clear : pitch.arrow + words.clear + extra;
  const chips = placeChips(chipsOf, shown, y, sideOf(way));
  const shaft = shaftOf(way, words.lines, chips, y, chipsOf);
  const fate = fateOf(way, shaft.to, lettering.measure(row.fate, 'small'));
  const underneath = (tied ? pitch.below : fate?.below ? LINE : 0) + words.clear;
  const deepest = Math.max(0, ...chips.map((chip) => chip.y + CHIP_HEIGHT / 2 + (chips.length > 2 ? 3 : 0)));
  const height = Math.max(
    pitch.row + (tied ? words.clear : extra + words.clear + (fate?.below ? LINE - 6 : 0)),
    y + underneath + 5 + words.below * LINE + (words.below > 0 ? 3 : 0),
    chips.some((chip) => chip.y > y) ? deepest : 0,
  );
  const arrow: ArrowPlace = {
    ...shaft,
    direction,
    label: labelPlace(way, shaft, words, y, chipsOf),
    lines: words.lines,
    number: numberPlace(way, shaft, words, chipsOf),
    ...(fate ? { fate: fate.at } : {}),
  };
  const remarksAt: Anchored =
    words.above > 0
      ? {
          x: shaft.from.x + direction * 10,
          anchor: direction === 1 ? 'start' : 'end',
          y: y - words.raise - LINE * (words.lines.length + words.above - 1),
        }
      : { x: way.middle, anchor: 'middle', y: y + underneath + (tied ? LINE : 15) };
  return { index, row, height, y, chips, remarks: words.remarks, remarksAt, arrow, reach: height };
}

/** On which side of a lifeline in the middle its states stand: away from the arrow. */
function sideOf({ row, direction }: Way): (participant: number) => Side | undefined {
  return (participant) => {
    if (participant !== row.from && participant !== row.to) return undefined;
    return (participant === row.from) === (direction === 1) ? 'left' : 'right';
  };
}

/** The two ends of the arrow, which keeps clear of lifelines and chips. */
function shaftOf(
  { row, from, to, direction }: Way,
  lines: readonly TextLine[],
  chips: readonly Chip[],
  y: number,
  { drawing, lettering }: Chips,
): { readonly from: Point; readonly to: Point } {
  const band = (participant: number) =>
    bandOf(drawing.ends.filter((end) => end.participant === participant).length).band;
  const tail: Point = { x: from + direction * clearance(chips, from, band(row.from)), y };
  const head: Point = { x: to - direction * clearance(chips, to, band(row.to)), y };
  const way = head.x - tail.x;
  switch (row.passage) {
    case 'across':
      return { from: tail, to: head };
    case 'lost': {
      const part = (lettering.widest(lines) + 24) / Math.abs(way);
      const covered = Math.min(Math.max(LOST.least, part), LOST.most);
      return { from: tail, to: { x: tail.x + way * covered, y } };
    }
    case 'departure':
      return { from: tail, to: { x: tail.x + way * STUB.part, y: y + STUB.drop } };
    case 'arrival':
      return { from: { x: tail.x + way * (1 - STUB.part), y: y - STUB.drop }, to: head };
  }
}

/** Where `lost` is said: behind the cross, or under it where there is no room. */
function fateOf(
  { row, direction, to: end }: Way,
  to: Point,
  width: number,
): { readonly at: Anchored; readonly below: boolean } | undefined {
  if (row.fate === '') return undefined;
  const [onwards, backwards] = direction === 1 ? (['start', 'end'] as const) : (['end', 'start'] as const);
  return width + 24 > Math.abs(end - to.x)
    ? { at: { x: end - direction * 8, y: to.y + 16, anchor: backwards }, below: true }
    : { at: { x: to.x + direction * 14, y: to.y + 4, anchor: onwards }, below: false };
}

/** In the middle above the arrow, at the sender where that falls short, along the line where it is slanted. */
function labelPlace(
  { row, direction, from, to, tied }: Way,
  shaft: { readonly from: Point; readonly to: Point },
  { raise, lines }: Words,
  y: number,
  chipsOf: Chips,
): Anchored {
  const anchor = direction === 1 ? 'start' : 'end';
  const pitch = pitchOf(chipsOf);
  const number = numberRoom(row, chipsOf);
  if (tied) {
    // Behind its number, below the line's end.
    return {
      x: shaft.to.x - direction * (8 + number),
      y: y + pitch.below,
      anchor: direction === 1 ? 'end' : 'start',
    };
  }
  const before = row.passage === 'departure' || pitch.number === undefined ? number + 4 : 0;
  switch (row.passage) {
    case 'lost':
      return { x: shaft.from.x + direction * (8 + before), y: y - raise, anchor };
    case 'across': {
      // The number at the tail leaves the words no more room than there is behind it.
      const width = chipsOf.lettering.widest(lines);
      const least = shaft.from.x + direction * (8 + before + width / 2);
      const middle = (from + to) / 2;
      const x = before === 0 ? middle : direction === 1 ? Math.max(middle, least) : Math.min(middle, least);
      return { x, y: y - raise, anchor: 'middle' };
    }
    case 'departure':
      return along(shaft, 8 + before, raise, anchor);
    case 'arrival':
      return along(shaft, 8, raise, anchor);
  }
}

/** Below the tail, or before the words; of what arrives at the head. */
function numberPlace(
  { row, direction }: Way,
  shaft: { readonly from: Point; readonly to: Point },
  { raise, clear }: Words,
  chipsOf: Chips,
): Anchored {
  const pitch = pitchOf(chipsOf);
  const anchor = direction === 1 ? 'start' : 'end';
  if (row.passage === 'arrival') {
    const end = direction === 1 ? 'end' : 'start';
    return { x: shaft.to.x - direction * 7, y: shaft.to.y + pitch.below + clear, anchor: end };
  }
  if (row.passage === 'departure') return along(shaft, 8, raise, anchor);
  if (pitch.number === undefined) {
    return { x: shaft.from.x + direction * 7, y: shaft.from.y - raise, anchor };
  }
  return { x: shaft.from.x + direction * 6, y: shaft.from.y + pitch.number, anchor };
}

/** A place so far from the line's beginning and so far above it, turned as the line goes. */
export function along(
  { from, to }: { readonly from: Point; readonly to: Point },
  way: number,
  above: number,
  anchor: Anchored['anchor'],
): Anchored {
  const direction = to.x < from.x ? -1 : 1;
  // Words are read from the left, whichever way the segment goes.
  const slope = Math.atan2((to.y - from.y) * direction, (to.x - from.x) * direction);
  const [cos, sin] = [Math.cos(slope), Math.sin(slope)];
  return {
    x: from.x + direction * way * cos + above * sin,
    y: from.y + direction * way * sin - above * cos,
    anchor,
    angle: (slope * 180) / Math.PI,
  };
}
