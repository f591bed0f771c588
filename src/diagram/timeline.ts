/**
 * When each row of a drawing happens, also where nothing says so, and how far down the page that is: time goes down
 * evenly but for long silences, which are cut.
 */
import type { Drawing, Row, SegmentRow } from './drawing.js';

/** When a row happens: when its segment leaves, and when that arrives or would have arrived. */
export interface RowMoment {
  readonly at: number;
  readonly arrives: number;
}

export interface Moments {
  readonly rows: readonly RowMoment[];
  /** Whether the drawing knows times: else the way from one end to the other takes one. */
  readonly timed: boolean;
}

/** What one segment is behind the one before it from the same end, of the time on the way. */
const BEHIND = { timed: 0.15, untimed: 0.6 };

/** When every row happens. What is not said lies between its neighbours, and takes as long as others do. */
export function momentsOf(drawing: Drawing): Moments {
  const { rows } = drawing;
  const timed = rows.some(({ time }) => time !== undefined);
  const usual = timed ? usualWay(rows) : 1;
  const behind = usual * (timed ? BEHIND.timed : BEHIND.untimed);
  /** When each end could do something next, and when it last sent. */
  const ready = new Map<number, number>();
  const next = nextKnown(rows);
  const moments: RowMoment[] = [];
  let last = 0;
  rows.forEach((row, index) => {
    const limit = next[index] ?? Infinity;
    const earliest = Math.max(last, ...actorsOf(row).map((actor) => ready.get(actor) ?? 0));
    const departure = departureOf(row, moments);
    const under = departure === undefined ? earliest : Math.max(earliest, departure.at + usual);
    const at = row.time?.at ?? Math.max(last, Math.min(under, limit));
    const arrives =
      row.kind === 'segment' ? Math.max(at, row.time?.arrives ?? arrivalOf(row, index, at, rows, usual)) : at;
    moments.push({ at, arrives });
    last = at;
    if (row.kind !== 'segment') {
      for (const actor of actorsOf(row)) ready.set(actor, Math.max(ready.get(actor) ?? 0, at));
      return;
    }
    if (row.passage !== 'arrival') ready.set(row.from, at + behind);
    if (row.passage === 'across') ready.set(row.to, Math.max(ready.get(row.to) ?? 0, arrives));
    if (row.passage === 'arrival') ready.set(row.to, Math.max(ready.get(row.to) ?? 0, at));
  });
  // What is under way arrives in another row.
  const joined = moments.map((moment, index): RowMoment => {
    const row = rows[index];
    const other = row?.kind === 'segment' && row.passage === 'departure' ? row.other : undefined;
    const arrival = other === undefined ? undefined : moments[other];
    return arrival ? { at: moment.at, arrives: Math.max(moment.at, arrival.at) } : moment;
  });
  return { rows: joined, timed };
}

function departureOf(row: Row, moments: readonly RowMoment[]): RowMoment | undefined {
  if (row.kind !== 'segment' || row.passage !== 'arrival' || row.other === undefined) return undefined;
  return moments[row.other];
}

/** Who does something in a row. */
function actorsOf(row: Row): readonly number[] {
  switch (row.kind) {
    case 'segment':
      return [row.passage === 'arrival' ? row.to : row.from];
    case 'call':
    case 'state':
      return [row.participant];
    case 'phase':
    case 'note':
      return [];
  }
}

/** The next time that is known below each row. */
function nextKnown(rows: readonly Row[]): readonly (number | undefined)[] {
  const next: (number | undefined)[] = [];
  let known: number | undefined;
  for (let index = rows.length - 1; index >= 0; index--) {
    next[index] = known;
    known = rows[index]?.time?.at ?? known;
  }
  return next;
}

/** Until when what is not said to arrive has arrived: before the receiver does what stands below. */
function arrivalOf(row: SegmentRow, index: number, at: number, rows: readonly Row[], usual: number): number {
  const wanted = at + (row.usual ?? usual);
  if (row.passage !== 'across') return wanted;
  for (const below of rows.slice(index + 1, index + 40)) {
    const known = below.time?.at;
    if (known !== undefined && known >= at && actorsOf(below).includes(row.to))
      return Math.min(wanted, known);
  }
  return wanted;
}

/** How long a segment is on its way, where some are known or can be told from what answers them; in microseconds. */
function usualWay(rows: readonly Row[]): number {
  const ways = rows.flatMap((row) => {
    if (row.kind !== 'segment') return [];
    const { time } = row;
    const way = row.usual ?? (time?.arrives === undefined ? undefined : time.arrives - time.at);
    return way === undefined || way <= 0 ? [] : [way];
  });
  const middle = ways.sort((a, b) => a - b)[Math.floor(ways.length / 2)];
  if (middle !== undefined) return middle;
  const answers = rows.flatMap((row, index) => {
    const below = rows[index + 1];
    if (row.kind !== 'segment' || row.passage !== 'across' || below?.kind !== 'segment') return [];
    const [at, then] = [row.time?.at, below.time?.at];
    return below.from === row.to && at !== undefined && then !== undefined && then > at ? [then - at] : [];
  });
  return answers.length === 0 ? 1e3 : Math.min(...answers);
}

/** A silence that is cut out. */
export interface Cut {
  /** The middle of what stands for it. */
  readonly y: number;
  readonly from: number;
  readonly to: number;
}

/** A stretch of the page on which time goes down evenly. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly top: number;
  readonly bottom: number;
}

/** How far down the page everything is. */
export interface Timeline {
  /** By row: where it happens, and where its segment arrives. */
  readonly rows: readonly { readonly at: number; readonly arrives: number }[];
  readonly cuts: readonly Cut[];
  readonly stretches: readonly Stretch[];
  readonly bottom: number;
}

/** How far a segment comes down on its usual way, at least and at most, in pixels. */
const DROP = { usual: 44, most: 260 };
/** What lines of the same end are apart for words to stand between them, and what may be done for it. */
const APART = { wanted: 25, factor: 3 };
/** A silence longer than that is cut to `CUT`, in pixels. */
const SILENCE = 96;
const CUT = 46;

/** One thing that happens: in which row, and whether it is that its segment arrives. */
interface Event {
  readonly time: number;
  readonly row: number;
  readonly arrives: boolean;
}

/** The page on which moments are put. */
export interface Page {
  /** Where it begins. */
  readonly top: number;
  /** By row: what its box takes of the page, in which no time goes by. */
  readonly rooms: readonly number[];
  /** How much more of the page time takes than it would by itself. The same silences are cut, however much that is. */
  readonly stretch: number;
}

/** Puts all moments on a page. */
export function placeInTime(drawing: Drawing, moments: Moments, { top, rooms, stretch }: Page): Timeline {
  const { rows } = moments;
  const perTime = scaleOf(drawing, moments) * stretch;
  const events = eventsOf(drawing, rows);
  const at: number[] = rows.map(() => top);
  const arrives: number[] = rows.map(() => top);
  const cuts: Cut[] = [];
  const stretches: Stretch[] = [];
  let y = top;
  let [from, begin] = [events[0]?.time ?? 0, top];
  let now = from;
  let busyUntil = -Infinity;
  const close = (): void => {
    if (y > begin) stretches.push({ from, to: now, top: begin, bottom: y });
  };
  for (const { time, row, arrives: isArrival } of events) {
    const length = (time - now) * perTime;
    if (length > SILENCE * stretch && busyUntil <= now && moments.timed) {
      close();
      cuts.push({ y: y + CUT / 2, from: now, to: time });
      y += CUT;
      [from, begin] = [time, y];
    } else {
      y += length;
    }
    now = time;
    if (isArrival) {
      arrives[row] = y;
      continue;
    }
    at[row] = y;
    const room = rooms[row] ?? 0;
    if (room > 0) {
      close();
      y += room;
      [from, begin] = [now, y];
    }
    if (isFlying(drawing.rows[row])) busyUntil = Math.max(busyUntil, rows[row]?.arrives ?? now);
    else arrives[row] = at[row] ?? y;
  }
  close();
  return {
    rows: rows.map((_, row) => ({ at: at[row] ?? top, arrives: arrives[row] ?? top })),
    cuts,
    stretches,
    bottom: y,
  };
}

/** Whether a row has a line that comes down the page. */
function isFlying(row: Row | undefined): boolean {
  return row?.kind === 'segment' && row.passage !== 'arrival';
}

function eventsOf({ rows }: Drawing, moments: readonly RowMoment[]): Event[] {
  const events = moments.flatMap(({ at, arrives }, row): Event[] => [
    { time: at, row, arrives: false },
    ...(isFlying(rows[row]) ? [{ time: arrives, row, arrives: true }] : []),
  ]);
  return events.sort((a, b) => a.time - b.time || a.row - b.row);
}

/** Pixels in a unit of time. */
function scaleOf({ rows }: Drawing, { rows: moments, timed }: Moments): number {
  const flying = moments.flatMap(({ at, arrives }, row) =>
    isFlying(rows[row]) && arrives > at ? [arrives - at] : [],
  );
  if (!timed) return DROP.usual;
  const ways = [...flying].sort((a, b) => a - b);
  const usual = ways[Math.floor(ways.length / 2)];
  if (usual === undefined) return DROP.usual / gapOf(moments);
  const least = DROP.usual / usual;
  const most = Math.min(least * APART.factor, DROP.most / (ways.at(-1) ?? usual));
  return Math.max(
    Math.min(least, most),
    Math.min(APART.wanted / burstGap(rows, moments, APART.wanted / most), most),
  );
}

/** The usual time between one row and the next. */
function gapOf(moments: readonly RowMoment[]): number {
  const gaps = moments
    .slice(1)
    .map(({ at }, index) => at - (moments[index]?.at ?? 0))
    .filter((gap) => gap > 0)
    .sort((a, b) => a - b);
  return gaps[Math.floor(gaps.length / 2)] ?? 1;
}

/** The least time between two segments that leave the same end for the same other; none below `shortest` counts. */
function burstGap(rows: readonly Row[], moments: readonly RowMoment[], shortest: number): number {
  let least = Infinity;
  const last = new Map<string, number>();
  rows.forEach((row, index) => {
    if (row.kind !== 'segment' || row.passage === 'arrival') return;
    const at = moments[index]?.at ?? 0;
    const before = last.get(`${row.from} ${row.to}`);
    if (before !== undefined && at - before >= shortest) least = Math.min(least, at - before);
    last.set(`${row.from} ${row.to}`, at);
  });
  return least;
}
