/** Segments that are under way while others come and go: their slanted lines, and the words that make way for them. */
import type { Drawing, Row, SegmentRow } from './drawing.js';
import { besideRemarks, lanesOf, type Lanes } from './lanes.js';
import type { Lettering } from './lettering.js';
import { LINE, type Anchored, type ArrowPlace, type Point, type RowPlace } from './places.js';
import { along } from './segment-place.js';
import { Shelves } from './shelves.js';

/** Between a label and a line that runs past it. */
const APART = 7;
/** And where there is no more room. */
const CLOSE = 2;
/** What a line of words takes above its baseline and below it. */
const RISE = 11;
const FALL = 3;
/** Words stand no further from their arrow than that, however many lines they take. */
const WORDS = 110;

/** The segment rows that happen while a segment of another row is under way between the same ends. */
export function crossedRows({ rows }: Drawing): ReadonlySet<Row> {
  const crossed = new Set<Row>();
  rows.forEach((row, index) => {
    if (row.kind !== 'segment' || row.passage !== 'departure' || row.other === undefined) return;
    const [first, last] = lanesOf(row);
    for (let at = index + 1; at < row.other; at++) {
      const between = rows[at];
      if (between?.kind !== 'segment' || crossed.has(between)) continue;
      const [left, right] = lanesOf(between);
      if (left === first && right === last) crossed.add(between);
    }
  });
  return crossed;
}

/** Draws the line of every flight through to the height where it arrives. */
export function slant(rows: readonly RowPlace[], tops: readonly number[]): RowPlace[] {
  return rows.map((place, index) => {
    const { row, arrow } = place;
    if (row.kind !== 'segment' || row.other === undefined || !arrow) return place;
    const other = rows[row.other];
    if (row.passage !== 'departure' || !other?.arrow) return place;
    const down = (tops[row.other] ?? 0) - (tops[index] ?? 0);
    const to = { x: other.arrow.to.x, y: down + other.y };
    return { ...place, arrow: { ...arrow, to }, reach: Math.max(place.reach, to.y) };
  });
}

/** A line, or the outline of words, from the drawing's top. */
type Outline = readonly Point[];

/** An arrow that others may meet, by its row. */
interface Line {
  readonly index: number;
  readonly from: Point;
  readonly to: Point;
}

/** What the words of a row would take in one line at most to stand beside all lines; rows that need no less are missing. */
export type Limits = ReadonlyMap<number, number>;

/**
 * Puts the words of arrows where no other line runs through them: beside slanted lines, between lifelines that the arrow
 * passes, along their own line where that is slanted. Says which rows have words too wide for that, and which flights
 * have no room for their words however these are broken (`tight`). `centred` puts the words in the middle of their line
 * rather than at its tail, behind the number.
 */
export function clearWords(
  rows: readonly RowPlace[],
  tops: readonly number[],
  lanes: Lanes,
  lettering: Lettering,
  centred = false,
): { readonly rows: readonly RowPlace[]; readonly limits: Limits; readonly tight: ReadonlySet<number> } {
  const lines = linesOf(rows, tops);
  // Where a line is short, its words have the least choice.
  const flights = lines.filter(({ from, to }) => from.y !== to.y).sort((a, b) => lengthOf(a) - lengthOf(b));
  const shelved = new Shelves<Line>();
  for (const line of lines) shelved.add(line, ...heightsOf(ends(line)));
  const boxes = new Shelves<Outline>();
  for (const box of [...boxesOf(rows, tops), ...dotsOf(rows, tops), ...remarksOf(rows, tops, lettering)])
    boxes.add(box, ...heightsOf(box));
  const limits = new Map<number, number>();
  const tight = new Set<number>();
  // Slanted words first: the others have more choice.
  const slanted = new Map<number, RowPlace>();
  const words = new Shelves<{ readonly index: number; readonly outline: Outline }>();
  for (const { index, from, to } of flights) {
    const place = rows[index];
    if (!place?.arrow || place.row.kind !== 'segment') continue;
    const top = tops[index] ?? 0;
    const near = [...shelved.near(from.y - WORDS, to.y + WORDS)].filter(
      (line) => line.index !== index && meets(line, from, to),
    );
    const said = words.near(from.y - WORDS, to.y + WORDS);
    const passed = passedBy(place.row, lanes).map((x): Outline => [
      { x, y: from.y - 40 },
      { x, y: to.y + 40 },
    ]);
    const moved = layAlong(
      place,
      place.row,
      place.arrow,
      { from, to },
      [
        ...near.map(ends),
        ...passed,
        ...boxes.near(from.y - WORDS, to.y + WORDS),
        ...[...said].map(({ outline }) => outline),
      ],
      lettering,
      centred,
    );
    if (moved.limit !== undefined) limits.set(index, moved.limit);
    if (!moved.fits) tight.add(index);
    slanted.set(index, {
      ...place,
      arrow: { ...place.arrow, label: down(moved.label, -top), ...numberAlong(place, moved.number, -top) },
    });
    words.add({ index, outline: moved.outline }, ...heightsOf(moved.outline));
  }
  const cleared = rows.map((place) => {
    const { index, row, arrow } = place;
    const known = slanted.get(index) ?? place;
    if (row.kind !== 'segment' || !arrow || place.hidden === true) return known;
    const top = tops[index] ?? 0;
    const bottom = top + place.height;
    const near = [...shelved.near(top - 4, bottom)].filter(
      ({ index: other, from, to }) => other !== index && from.y !== to.y && from.y < bottom && to.y > top - 4,
    );
    const said = [...words.near(top, bottom)].flatMap(({ index: other, outline }) => {
      const [above, below] = heightsOf(outline);
      return other !== index && below > top && above < bottom ? [outline] : [];
    });
    const passed = passedBy(row, lanes);
    if (near.length === 0 && said.length === 0 && passed.length === 0) return known;
    const obstacles = [...near.map(ends), ...said];
    // Where one falls short there is room up to the other side all the same.
    const end = row.passage === 'lost' ? (lanes.xs[row.to] ?? arrow.to.x) : arrow.to.x;
    const inTheWay = { obstacles, passed, top, end, compact: lanes.compact, limits };
    return makeWay(known, row, arrow, inTheWay, lettering);
  });
  return { rows: cleared, limits, tight };
}

function linesOf(rows: readonly RowPlace[], tops: readonly number[]): Line[] {
  return rows.flatMap(({ index, row, arrow, hidden }) => {
    if (row.kind !== 'segment' || !arrow || hidden === true) return [];
    if (row.passage === 'arrival' && row.other !== undefined) return [];
    const top = tops[index] ?? 0;
    const at = ({ x, y }: Point): Point => ({ x, y: top + y });
    return [{ index, from: at(arrow.from), to: at(arrow.to) }];
  });
}

/** What is said in a row of its own: notes, phases, calls. */
function boxesOf(rows: readonly RowPlace[], tops: readonly number[]): Outline[] {
  return rows.flatMap(({ index, row, y, box }) => {
    if (!box) return [];
    const middle = (tops[index] ?? 0) + y + (row.kind === 'call' ? ((box.lines.length - 1) * LINE) / 2 : 0);
    const half = (box.lines.length * LINE) / 2 + (row.kind === 'note' ? 6 : 0);
    const [left, right] = [box.x, box.x + box.width];
    return [
      [
        { x: left, y: middle - half },
        { x: right, y: middle - half },
        { x: right, y: middle + half },
        { x: left, y: middle + half },
      ],
    ];
  });
}

/** What is said below slanted arrows. */
function remarksOf(rows: readonly RowPlace[], tops: readonly number[], lettering: Lettering): Outline[] {
  return rows.flatMap(({ index, sloped, remarks, remarksAt: { x, y, angle = 0 } }) => {
    if (sloped !== true || remarks.length === 0) return [];
    const half = lettering.widestText(remarks.map(({ text }) => text)) / 2;
    const turn = (angle * Math.PI) / 180;
    const corner = (right: number, down: number): Point => ({
      x: x + right * Math.cos(turn) - down * Math.sin(turn),
      y: (tops[index] ?? 0) + y + right * Math.sin(turn) + down * Math.cos(turn),
    });
    const below = LINE * (remarks.length - 1) + FALL;
    return [[corner(-half, -RISE), corner(half, -RISE), corner(half, below), corner(-half, below)]];
  });
}

/** The dots from which arrives what was sent before the exchange. */
function dotsOf(rows: readonly RowPlace[], tops: readonly number[]): Outline[] {
  return rows.flatMap(({ index, row, arrow, hidden }) => {
    if (row.kind !== 'segment' || !arrow || hidden === true) return [];
    if (row.passage !== 'arrival' || row.other !== undefined) return [];
    const [x, y] = [arrow.from.x - arrow.direction, (tops[index] ?? 0) + arrow.from.y];
    const end = x - arrow.direction * 18;
    return [
      [
        { x, y: y - 6 },
        { x: end, y: y - 6 },
        { x: end, y: y + 4 },
        { x, y: y + 4 },
      ],
    ];
  });
}

function lengthOf({ from, to }: Line): number {
  return Math.hypot(to.x - from.x, to.y - from.y);
}

/** The least and the greatest height of an outline. */
function heightsOf(outline: Outline): [number, number] {
  const ys = outline.map(({ y }) => y);
  return [Math.min(...ys), Math.max(...ys)];
}

function ends({ from, to }: Line): Outline {
  return [from, to];
}

function meets(line: Line, from: Point, to: Point): boolean {
  return Math.max(line.from.y, line.to.y) > from.y - 30 && Math.min(line.from.y, line.to.y) < to.y + 6;
}

function passedBy(row: SegmentRow, { xs }: Lanes): readonly number[] {
  const [first, last] = lanesOf(row);
  return xs.slice(first + 1, last);
}

function down(at: Anchored, by: number): Anchored {
  return { ...at, y: at.y + by };
}

function numberAlong({ arrow }: RowPlace, number: Anchored | undefined, by: number): Partial<ArrowPlace> {
  return number ? { number: down(number, by) } : arrow?.number ? { number: arrow.number } : {};
}

/** Lays the words of a slanted arrow along it, where no other line crosses them, as near to its tail as can be. */
function layAlong(
  place: RowPlace,
  row: SegmentRow,
  arrow: ArrowPlace,
  line: { readonly from: Point; readonly to: Point },
  obstacles: readonly Outline[],
  lettering: Lettering,
  centred: boolean,
): {
  readonly label: Anchored;
  readonly number?: Anchored;
  readonly outline: Outline;
  readonly fits: boolean;
  readonly limit?: number;
} {
  const { from, to } = line;
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const raise = raiseOf(arrow, place);
  const width = lettering.widest(arrow.lines);
  const high = raise + LINE * (arrow.lines.length - 1) + RISE;
  const departing = row.passage === 'departure' && !centred;
  const before = departing ? 16 + lettering.measure(String(row.number), 'small') : 8;
  const direction = arrow.direction;
  // Seen along the line: how far from its beginning, and how high above it.
  const slope = Math.atan2((to.y - from.y) * direction, (to.x - from.x) * direction);
  const [cos, sin] = [Math.cos(slope), Math.sin(slope)];
  const seen = ({ x, y }: Point): Point => {
    const [dx, dy] = [x - from.x, y - from.y];
    return { x: direction * (dx * cos + dy * sin), y: dx * sin - dy * cos };
  };
  const stretches = obstacles.flatMap((outline) => stretchOf(outline.map(seen), raise - FALL, high) ?? []);
  const room: Stretch = [before - APART, length - 16];
  const { begin, fits } = freePlace(stretches, room, centred ? (length - width) / 2 : before, width);
  const anchor = direction === 1 ? 'start' : 'end';
  const corner = (way: number, above: number): Point => along(line, way, above, anchor);
  const wide = widestStretch(stretches, room) - 2 * APART;
  return {
    label: along(line, begin, raise, anchor),
    ...(departing ? { number: along(line, 8, raise, anchor) } : {}),
    outline: [
      corner(begin, raise - FALL),
      corner(begin + width, raise - FALL),
      corner(begin + width, high),
      corner(begin, high),
    ],
    fits,
    ...(width > wide && breaks(arrow) ? { limit: Math.max(wide, 0) } : {}),
  };
}

/** How high the words stand above their arrow. */
function raiseOf({ label, from }: ArrowPlace, { row }: RowPlace): number {
  if (row.kind !== 'segment') return 7;
  const slope = ((label.angle ?? 0) * Math.PI) / 180;
  return Math.round((label.x - from.x) * Math.sin(slope) - (label.y - from.y) * Math.cos(slope));
}

/** Whether the words could take more lines than they do. */
function breaks({ lines }: ArrowPlace): boolean {
  return lines.some((line) => line.length > 1);
}

interface InTheWay {
  readonly obstacles: readonly Outline[];
  /** Lifelines that the arrow passes. */
  readonly passed: readonly number[];
  /** The top of the row. */
  readonly top: number;
  /** How far the words may go. */
  readonly end: number;
  readonly compact: boolean;
  readonly limits: Map<number, number>;
}

function makeWay(
  place: RowPlace,
  row: SegmentRow,
  arrow: ArrowPlace,
  { obstacles, passed, top, end, compact, limits }: InTheWay,
  lettering: Lettering,
): RowPlace {
  /** `tail` is what stands at the arrow's tail already. */
  const free = (at: Anchored, width: number, lines: number, tail: number, breakable: boolean): Anchored => {
    const [above, below] = [top + at.y - LINE * (lines - 1) - RISE, top + at.y + FALL];
    const stretches = [
      ...passed.map((x): Stretch => [x, x]),
      ...obstacles.flatMap((outline) => stretchOf(outline, above, below) ?? []),
    ];
    const begin = arrow.from.x + arrow.direction * tail;
    const room: Stretch = [Math.min(begin, end), Math.max(begin, end)];
    const wide = widestStretch(stretches, room) - 2 * APART;
    if (breakable && width > wide) limits.set(place.index, Math.max(wide, 0));
    return besides(stretches, room, at, width);
  };
  const { label, lines, number } = arrow;
  const { remarks, remarksAt } = place;
  const level = label.angle === undefined || label.angle === 0;
  const tied = row.passage === 'arrival' && row.other !== undefined;
  const ahead =
    number !== undefined && number.y <= label.y ? lettering.measure(String(row.number), 'small') + 10 : 0;
  const remarksWidth = lettering.widestText(remarks.map(({ text }) => text));
  const remarked = { ...remarksAt, y: remarksAt.y + LINE * (remarks.length - 1) };
  const atTail = number ? besideRemarks(row, compact, lettering) / 2 - 10 : 0;
  return {
    ...place,
    arrow:
      level && !tied
        ? { ...arrow, label: free(label, lettering.widest(lines), lines.length, ahead, breaks(arrow)) }
        : (place.arrow ?? arrow),
    remarksAt:
      remarks.length === 0
        ? remarksAt
        : { ...free(remarked, remarksWidth, remarks.length, atTail, false), y: remarksAt.y },
  };
}

/** From and to, in pixels from the left. */
type Stretch = readonly [number, number];

/** What an outline covers between two heights; undefined where it is not there. */
function stretchOf(outline: Outline, above: number, below: number): [Stretch] | undefined {
  const xs: number[] = [];
  outline.forEach((from, index) => {
    const to = outline[(index + 1) % outline.length] ?? from;
    const [upper, lower] = from.y <= to.y ? [from, to] : [to, from];
    if (lower.y < above || upper.y > below) return;
    const slope = lower.y === upper.y ? 0 : (lower.x - upper.x) / (lower.y - upper.y);
    const at = (y: number) => upper.x + (Math.min(Math.max(y, upper.y), lower.y) - upper.y) * slope;
    xs.push(...(lower.y === upper.y ? [from.x, to.x] : [at(above), at(below)]));
  });
  return xs.length === 0 ? undefined : [[Math.min(...xs), Math.max(...xs)]];
}

/** The stretches of `room` that nothing covers. */
function freeStretches(covered: readonly Stretch[], room: Stretch): Stretch[] {
  const free: Stretch[] = [];
  let begin = room[0];
  for (const [from, to] of [...covered].sort((a, b) => a[0] - b[0])) {
    if (from > begin) free.push([begin, Math.min(from, room[1])]);
    begin = Math.max(begin, to);
  }
  if (begin < room[1]) free.push([begin, room[1]]);
  return free.filter(([from, to]) => to > from);
}

function widestStretch(covered: readonly Stretch[], room: Stretch): number {
  return Math.max(0, ...freeStretches(covered, room).map(([from, to]) => to - from));
}

/** Where words of that width begin: at `wanted`, or as near as nothing covers them; where they do not fit, where least does. */
function freePlace(
  covered: readonly Stretch[],
  room: Stretch,
  wanted: number,
  width: number,
): { readonly begin: number; readonly fits: boolean } {
  const free = freeStretches(covered, room);
  for (const apart of [APART, CLOSE]) {
    const fits = free.flatMap(([from, to]) => {
      if (to - from < width + 2 * apart) return [];
      return [Math.min(Math.max(wanted, from + apart), to - apart - width)];
    });
    const [near] = fits.sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted));
    if (near !== undefined) return { begin: near, fits: true };
  }
  // Where it fits nowhere, as much of it as can be stands beside them.
  const hidden = (place: number) =>
    covered.reduce(
      (sum, [from, to]) => sum + Math.max(0, Math.min(to + 1, place + width) - Math.max(from - 1, place)),
      0,
    );
  const edges = [room[0] + APART, room[1] - APART - width].filter((edge) => edge >= room[0]);
  const [best] = [...edges, wanted].sort(
    (a, b) => hidden(a) - hidden(b) || Math.abs(a - wanted) - Math.abs(b - wanted),
  );
  return { begin: best ?? wanted, fits: false };
}

/** A place for words of that width beside what is in `room`, as near as can be; where none is, the one they had. */
function besides(covered: readonly Stretch[], room: Stretch, at: Anchored, width: number): Anchored {
  const left = at.anchor === 'start' ? at.x : at.anchor === 'end' ? at.x - width : at.x - width / 2;
  const hit = covered.some(([from, to]) => from - APART < left + width && to + APART > left);
  if (!hit || width === 0) return at;
  return { x: freePlace(covered, room, left, width).begin + width / 2, y: at.y, anchor: 'middle' };
}
