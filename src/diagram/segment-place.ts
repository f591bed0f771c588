/** Where a segment's arrow stands in its row, and the words on it. */
import { bandOf, CHIP_HEIGHT, clearance, placeChips, type Chips, type Side } from './chips.js';
import type { SegmentRow } from './drawing.js';
import { besideRemarks, LOST } from './lanes.js';
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
const STUB = { drop: 14, part: 0.62 };

/** The way of a segment, from lifeline to lifeline. */
interface Way {
  readonly row: SegmentRow;
  /** 1 to the right, -1 to the left. */
  readonly direction: 1 | -1;
  readonly from: number;
  readonly to: number;
  readonly span: number;
  readonly middle: number;
  /** It arrives where a departure's line ends, and has none of its own. */
  readonly tied: boolean;
  readonly departing: boolean;
  readonly slanted: boolean;
}

function wayOf(row: SegmentRow, xs: readonly number[]): Way {
  const [from, to] = [xs[row.from] ?? 0, xs[row.to] ?? 0];
  return {
    row,
    direction: row.to > row.from ? 1 : -1,
    from,
    to,
    span: Math.abs(to - from),
    middle: (from + to) / 2,
    tied: row.passage === 'arrival' && row.other !== undefined,
    departing: row.passage === 'departure',
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

function wordsOf({ row, span, tied, slanted }: Way, { lanes, lettering }: Chips): Words {
  const { compact } = lanes;
  const arrow = row.passage === 'lost' ? span * LOST.most : span;
  const lines = lettering.wrapLine(tied ? [{ text: row.flags, face: 'number' }] : labelOf(row), arrow - 28);
  const room = Math.max(span - besideRemarks(row, compact, lettering), 120);
  const remarks = lettering.wrapRemarks(row, room);
  // What is said of a slanted arrow stands above it, where the line does not run through it.
  const above = slanted && !tied ? remarks.length : 0;
  // On a narrow panel chips stand on the arrow's ends: words keep clear of them.
  const clear = compact && row.states.some((state) => state.changed) ? 7 : 0;
  const raise = 7 + clear + (row.passage === 'arrival' && !tied ? LINE : 0);
  return { lines, remarks, above, below: remarks.length - above, raise, clear };
}

/** Lays one segment out. A flight's line is drawn through to its arrival when all rows have their places. */
export function placeSegment(row: SegmentRow, index: number, chipsOf: Chips): RowPlace {
  const { lanes, lettering } = chipsOf;
  const way = wayOf(row, lanes.xs);
  const words = wordsOf(way, chipsOf);
  const { direction, tied, departing } = way;
  const y = tied ? 22 : 14 + LINE * (words.lines.length + words.above) + words.raise;
  const chips = placeChips(chipsOf, row.states, y, sideOf(way));
  const shaft = shaftOf(way, words.lines, chips, y, chipsOf);
  const fate = fateOf(way, shaft.to, lettering.measure(row.fate, 'small'));
  const underneath = (tied || fate?.below ? LINE : 0) + words.clear;
  const height = heightOf(way, words, chips, y, underneath);
  const base = y - words.raise - LINE * words.above;
  const anchor = direction === 1 ? 'start' : 'end';
  // The number of a steep arrow would stand in its way: it goes before the label.
  const number: Anchored = departing
    ? { x: shaft.from.x + direction * 10, y: base, anchor }
    : { x: shaft.from.x + direction * 7, y: shaft.from.y + 12, anchor };
  const numberWidth = departing ? lettering.measure(String(row.number), 'small') + 7 : 2;
  const atSender = { x: shaft.from.x + direction * (10 + numberWidth), anchor } as const;
  // On a narrow panel the words below need its place.
  const unnumbered = tied || (lanes.compact && words.below > 0);
  const arrow: ArrowPlace = {
    ...shaft,
    direction,
    label: labelPlace(way, shaft, lettering.widest(words.lines), atSender, base),
    lines: words.lines,
    ...(unnumbered ? {} : { number }),
    ...(fate ? { fate: fate.at } : {}),
  };
  const remarksAt = {
    ...(departing ? atSender : ({ x: way.middle, anchor: 'middle' } as const)),
    y: words.above > 0 ? base + LINE : y + 16 + underneath,
  };
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

function heightOf(
  { slanted }: Way,
  { below }: Words,
  chips: readonly Chip[],
  y: number,
  underneath: number,
): number {
  const deepest = Math.max(y, ...chips.map((chip) => chip.y));
  return Math.max(
    y + 16 + underneath + (slanted ? 4 : 0),
    y + 10 + underneath + below * LINE,
    deepest + CHIP_HEIGHT / 2 + 5,
  );
}

/** In the middle above the arrow, or at the sender where the arrow falls short of the other side. */
function labelPlace(
  { row, direction, from, to, middle, tied, departing }: Way,
  shaft: { readonly from: Point; readonly to: Point },
  width: number,
  atSender: { readonly x: number; readonly anchor: 'start' | 'end' },
  base: number,
): Anchored {
  if (tied) {
    const anchor = direction === 1 ? 'end' : 'start';
    return { x: shaft.to.x - direction * 4, y: shaft.to.y + LINE, anchor };
  }
  if (departing || row.passage === 'lost') return { ...atSender, y: base };
  if (row.passage === 'across') return { x: middle, y: base, anchor: 'middle' };
  // A stub has its label above itself, as far as there is room.
  const most = Math.max(0, Math.abs(to - from) / 2 - width / 2 - 8);
  const aside = (shaft.from.x + shaft.to.x) / 2 - middle;
  return { x: middle + Math.sign(aside) * Math.min(Math.abs(aside), most), y: base, anchor: 'middle' };
}
