/** Segments that are under way while others come and go: their slanted lines, and the words that make way for them. */
import type { Drawing, Row, SegmentRow } from './drawing.js';
import { besideRemarks, lanesOf, type Lanes } from './lanes.js';
import type { Lettering } from './lettering.js';
import { LINE, type Anchored, type ArrowPlace, type Point, type RowPlace } from './places.js';

/** Between a label and a line that runs past it. */
const APART = 7;

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

/** A slanted line, from the drawing's top. */
interface Flight {
  readonly index: number;
  readonly from: Point;
  readonly to: Point;
}

function flightsOf(rows: readonly RowPlace[], tops: readonly number[]): Flight[] {
  return rows.flatMap(({ index, row, arrow }) => {
    if (row.kind !== 'segment' || row.passage !== 'departure' || !arrow) return [];
    const top = tops[index] ?? 0;
    const at = ({ x, y }: Point): Point => ({ x, y: top + y });
    return [{ index, from: at(arrow.from), to: at(arrow.to) }];
  });
}

/** Moves the words of arrows out of the way of slanted lines, and of lifelines that the arrow passes. */
export function clearWords(
  rows: readonly RowPlace[],
  tops: readonly number[],
  lanes: Lanes,
  lettering: Lettering,
): RowPlace[] {
  const flights = flightsOf(rows, tops);
  return rows.map((place) => {
    const { index, row, arrow } = place;
    if (row.kind !== 'segment' || !arrow) return place;
    if (row.passage === 'arrival' && row.other !== undefined) return place;
    const top = tops[index] ?? 0;
    const near = flights.filter(
      (flight) => flight.index !== index && flight.from.y < top + place.height && flight.to.y > top,
    );
    const [first, last] = lanesOf(row);
    const passed = lanes.xs.slice(first + 1, last);
    if (near.length === 0 && passed.length === 0) return place;
    return makeWay(place, row, arrow, { near, passed, top, compact: lanes.compact }, lettering);
  });
}

interface InTheWay {
  readonly near: readonly Flight[];
  readonly passed: readonly number[];
  /** The top of the row. */
  readonly top: number;
  readonly compact: boolean;
}

function makeWay(
  place: RowPlace,
  row: SegmentRow,
  arrow: ArrowPlace,
  { near, passed, top, compact }: InTheWay,
  lettering: Lettering,
): RowPlace {
  /** `tail` is what stands at the arrow's tail already. */
  const free = (at: Anchored, width: number, lines: number, tail: number): Anchored => {
    const [above, below] = [top + at.y - LINE * lines + 3, top + at.y + 4];
    const obstacles = [
      ...passed.map((x): Stretch => [x, x]),
      ...near.flatMap((flight) => stretchAt(flight.from, flight.to, above, below) ?? []),
    ];
    const begin = arrow.from.x + arrow.direction * tail;
    const room: Stretch = [Math.min(begin, arrow.to.x), Math.max(begin, arrow.to.x)];
    return besides(obstacles, room, at, width);
  };
  const { label, lines, number } = arrow;
  const { remarks, remarksAt } = place;
  // Of a departure the number stands before the label, of the others below the arrow.
  const departing = row.passage === 'departure';
  const beforeLabel = departing ? lettering.measure(String(row.number), 'small') + 10 : 0;
  const atTail = number && !departing ? besideRemarks(row, compact, lettering) / 2 - 10 : beforeLabel;
  const remarksWidth = lettering.widestText(remarks.map(({ text }) => text));
  const remarked = { ...remarksAt, y: remarksAt.y + LINE * (remarks.length - 1) };
  return {
    ...place,
    arrow: {
      ...arrow,
      label: free(label, lettering.widest(lines), lines.length, beforeLabel),
    },
    remarksAt: { ...free(remarked, remarksWidth, remarks.length, atTail), y: remarksAt.y },
  };
}

/** From and to, in pixels from the left. */
type Stretch = readonly [number, number];

/** Where a line runs between two heights; undefined where it does not. */
function stretchAt(from: Point, to: Point, above: number, below: number): [Stretch] | undefined {
  if (to.y <= above || from.y >= below) return undefined;
  const slope = (to.x - from.x) / (to.y - from.y || 1);
  const at = (y: number) => from.x + (Math.min(Math.max(y, from.y), to.y) - from.y) * slope;
  const [one, other] = [at(above), at(below)];
  return [[Math.min(one, other), Math.max(one, other)]];
}

/** A place for words of that width beside the lines in `room`, as near as can be; where none is, the one they had. */
function besides(lines: readonly Stretch[], room: Stretch, at: Anchored, width: number): Anchored {
  const left = at.anchor === 'start' ? at.x : at.anchor === 'end' ? at.x - width : at.x - width / 2;
  const hit = lines.some(([from, to]) => from - APART < left + width && to + APART > left);
  if (!hit || width === 0) return at;
  const places = [room[0], ...lines.map(([, to]) => to)].flatMap((begin) => {
    const end = Math.min(room[1], ...lines.map(([from]) => from).filter((from) => from >= begin));
    if (end - begin < width + 2 * APART) return [];
    return [Math.min(Math.max(left, begin + APART), end - APART - width)];
  });
  // Where it fits nowhere, as much of it as can be stands beside them.
  const edges = [room[0] + APART, room[1] - APART - width].filter((edge) => edge >= room[0]);
  const covered = (place: number) =>
    lines.reduce(
      (sum, [from, to]) => sum + Math.max(0, Math.min(to + 1, place + width) - Math.max(from - 1, place)),
      0,
    );
  const [best] = [...places, ...edges, left].sort(
    (a, b) => covered(a) - covered(b) || Math.abs(a - left) - Math.abs(b - left),
  );
  return best === undefined ? at : { x: best + width / 2, y: at.y, anchor: 'middle' };
}
