/**
 * Lays a drawing out to scale: time goes down the page, arrows slant by their time on the way, what ends wait for stands
 * beside their lifelines. A row begins where its segment leaves; it may reach far below the rows behind it.
 */
import { durationText } from '../exchange/duration.js';
import { bandOf, CHIP_HEIGHT, clearance, KINDS, placeChips, type Chips } from './chips.js';
import type { Drawing, DrawnTimer, Row, RowState, SegmentRow } from './drawing.js';
import { clearWords } from './flights.js';
import { LOST, movedLanes, placeLanes, type Lanes } from './lanes.js';
import { labelOf, Lettering } from './lettering.js';
import {
  LINE,
  type Anchored,
  type ArrowPlace,
  type Axis,
  type Bracket,
  type Chip,
  type Instant,
  type Layout,
  type Measure,
  type Piece,
  type Point,
  type RowPlace,
  type Span,
  type TextLine,
} from './places.js';
import { placeRow } from './row-places.js';
import { along } from './segment-place.js';
import { axisText, axisUnit } from './time-words.js';
import { momentsOf, placeInTime, type Moments, type Timeline } from './timeline.js';

/** What the initial states take at the top, and where they stand in it. */
const INITIAL = 40;
const FIRST_CHIP = 18;
/** What the lifelines go on below the last event. */
const TAIL = 26;
/** What is above the line of a row for its words, and so belongs to the row. */
const LEAD = 14;
/** Closer together than that, lines of one end cannot each have words. */
const CROWDED = 19;
/** How far the brackets of timers stand from the lifeline, and from one another. */
const BRACKET = { beside: 14, apart: 10, arm: 6, words: 6 };
/** What the axis takes at the left: its words, and the line with its marks. */
const AXIS = { padding: 12, mark: 6, least: 46 };
/** What marks of the axis are apart at least. */
const MARK_APART = 38;
/** A label is at most so wide in one line. */
const SHRINK = 0.86;
const ROUNDS = 4;
/** What is said below a line takes so much at most. */
const REMARK = 280;
/** How much of its words a line may lose that finds no room for them: the names of numbers, then the numbers. */
const SHORTEST = 2;
/** How much of its way is drawn of what never arrives. */
const UNDER_WAY = 0.6;

/**
 * @param look whether rows are `dense` where nothing is to scale, which changes nothing here but the words of calls; and
 * how much more of the page time takes than it would by itself
 */
export function layToScale(
  drawing: Drawing,
  panel: number,
  measure: Measure,
  { dense, stretch }: { readonly dense: boolean; readonly stretch: number },
): Layout {
  const lettering = new Lettering(drawing, measure);
  const moments = momentsOf(drawing);
  const axisWidth = moments.timed ? widthOfAxis(moments, measure) : 0;
  const beside = bracketRoom(drawing, measure);
  const lanesFor = (compact: boolean): Lanes => {
    const wanted = { drawing, lettering, crossed: new Set<Row>(), compact, dense, beside, sloped: true };
    return movedLanes(placeLanes(wanted, panel - axisWidth), axisWidth);
  };
  const roomy = lanesFor(false);
  const lanes = roomy.width * SHRINK <= panel ? roomy : lanesFor(true);
  return new ToScale({ drawing, lanes, lettering, dense }, moments, axisWidth, stretch).layout();
}

function widthOfAxis({ rows }: Moments, measure: Measure): number {
  const longest = Math.max(0, ...rows.map(({ arrives }) => arrives));
  const unit = axisUnit(longest, longest / 20 || 1);
  const text = `${axisText(longest, { ...unit, digits: Math.min(unit.digits, 3) })} ${unit.name}`;
  return Math.max(AXIS.least, Math.ceil(measure(text, 'small')) + AXIS.padding + AXIS.mark);
}

/** What brackets and their words take beside the first and the last lifeline. */
function bracketRoom({ timers = [], participants }: Drawing, measure: Measure): readonly [number, number] {
  const last = participants.length - 1;
  const widest = (side: (participant: number) => boolean): number =>
    Math.max(
      0,
      ...timers
        .filter(({ participant }) => side(participant))
        .map(({ text }) => measure(text, 'small') + BRACKET.beside + BRACKET.words + 8),
    );
  return [widest((one) => one === 0), last === 0 ? 0 : widest((one) => one === last)];
}

/** What something covers. */
interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

class ToScale {
  readonly #timeline: Timeline;
  readonly #boxes: readonly (RowPlace | undefined)[];
  /** How far a segment comes down on its way where nothing says. */
  readonly #drop: number;

  constructor(
    private readonly chips: Chips,
    private readonly moments: Moments,
    private readonly axisWidth: number,
    stretch: number,
  ) {
    const { drawing } = chips;
    this.#boxes = drawing.rows.map((row, index) =>
      row.kind === 'segment' ? undefined : placeRow(row, index, chips, [], Infinity),
    );
    const rooms = this.#boxes.map((place) =>
      place && (place.row.kind === 'note' || place.row.kind === 'phase') ? place.height + 8 : 0,
    );
    // What is said below a line has room before the next one.
    drawing.rows.forEach((row, index) => {
      if (row.kind === 'segment') rooms[index] = LINE * chips.lettering.wrapRemarks(row, REMARK).length;
    });
    this.#timeline = placeInTime(drawing, moments, { top: this.#top(), rooms, stretch });
    this.#drop = this.#timeline.rows.reduce(
      (least, { at, arrives }) => (arrives > at ? Math.min(least, arrives - at) : least),
      44,
    );
  }

  #top(): number {
    const deepest = Math.max(FIRST_CHIP, ...this.#initial().map(({ y }) => y));
    return INITIAL + deepest - FIRST_CHIP + LEAD;
  }

  #initial(): Chip[] {
    const { drawing } = this.chips;
    const states = drawing.initial.map((state) => ({ ...state, changed: true }));
    return placeChips(this.chips, states, FIRST_CHIP, () => undefined);
  }

  layout(): Layout {
    const { chips, moments } = this;
    const { drawing, lanes, lettering } = chips;
    const initial = this.#initial();
    const tops = this.#tops();
    const stateChips = this.#stateChips(initial);
    const allChips = [...initial, ...[...stateChips.values()].flat()];
    const crowds = this.#crowds();
    const short = new Map<number, number>();
    let rows: readonly RowPlace[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      const placed = drawing.rows.map((row, index) =>
        this.#row(
          row,
          index,
          { top: tops[index] ?? 0, chips: stateChips.get(index) ?? [], allChips },
          crowds,
          short.get(index),
        ),
      );
      const cleared = clearWords(placed, tops, lanes, lettering, true);
      ({ rows } = cleared);
      // What finds no room is said more shortly.
      const tight = [...cleared.tight].filter((index) => (short.get(index) ?? 0) < SHORTEST);
      if (tight.length === 0) break;
      for (const index of tight) short.set(index, (short.get(index) ?? 0) + 1);
    }
    const bottom = Math.max(
      this.#timeline.bottom,
      ...rows.map((place, index) => (tops[index] ?? 0) + place.reach),
      ...[...stateChips.values()].flat().map(({ y }) => y + CHIP_HEIGHT / 2),
    );
    const height = bottom + TAIL;
    const ended = [...tops.slice(0, -1), Math.max(tops.at(-2) ?? 0, bottom)];
    return {
      width: lanes.width,
      height,
      compact: lanes.compact,
      heads: lanes.heads,
      rows: rows.map((place, index) => ({
        ...place,
        height: Math.max(0, (ended[index + 1] ?? bottom) - (ended[index] ?? 0)),
      })),
      tops: ended,
      initial,
      spans: this.#spans(height),
      brackets: this.#brackets(stateChips, initial),
      ...(moments.timed ? { axis: this.#axis(height), instants: this.#instants() } : {}),
    };
  }

  /** A row begins a little above its line, and never above the row before it. */
  #tops(): number[] {
    const tops: number[] = [];
    for (const { at } of this.#timeline.rows) tops.push(Math.max(tops.at(-1) ?? 0, at - LEAD));
    return [...tops, this.#timeline.bottom];
  }

  /** When an end comes into a state in a row: the receiver of a segment when that arrives. */
  #heightOf(row: Row, index: number, participant: number | undefined): number {
    const { at, arrives } = this.#timeline.rows[index] ?? { at: 0, arrives: 0 };
    const arrived = row.kind === 'segment' && row.passage === 'across' && participant === row.to;
    return arrived ? arrives : at;
  }

  #changes(): { readonly index: number; readonly row: Row; readonly state: RowState; readonly y: number }[] {
    const { drawing } = this.chips;
    return drawing.rows
      .flatMap((row, index) =>
        row.states
          .filter(({ changed }) => changed || row.kind === 'state')
          .map((state) => ({
            index,
            row,
            state,
            y: this.#heightOf(row, index, drawing.ends[state.end]?.participant),
          })),
      )
      .sort((a, b) => a.y - b.y);
  }

  /** The states at their moments, from the drawing's top, by row; none stands on another. */
  #stateChips(initial: readonly Chip[]): ReadonlyMap<number, readonly Chip[]> {
    const placed = new Map<number, Chip[]>();
    const lowest = new Map<number, number>();
    const columnOf = (chip: Chip): number => Math.round((chip.x + chip.width / 2) / 24);
    for (const chip of initial) lowest.set(columnOf(chip), chip.y + CHIP_HEIGHT / 2);
    for (const { index, row, state, y } of this.#changes()) {
      const [chip] = placeChips(this.chips, [state], y, (participant) =>
        row.kind === 'segment' && (participant === row.from) === row.to > row.from ? 'left' : 'right',
      );
      if (!chip) continue;
      const above = Math.max(...[-1, 0, 1].map((by) => lowest.get(columnOf(chip) + by) ?? 0));
      const own = { ...chip, y: Math.max(y, above + CHIP_HEIGHT / 2 + 1), quiet: false };
      lowest.set(columnOf(chip), own.y + CHIP_HEIGHT / 2);
      placed.set(index, [...(placed.get(index) ?? []), own]);
    }
    return placed;
  }

  /** Rows whose lines are too close for words of their own, by the first of them, which has words for all. */
  #crowds(): ReadonlyMap<number, readonly number[]> {
    const { rows } = this.chips.drawing;
    const crowds = new Map<number, number[]>();
    const last = new Map<string, { readonly first: number; readonly index: number }>();
    rows.forEach((row, index) => {
      if (row.kind !== 'segment' || row.passage === 'arrival') return;
      const key = `${row.from} ${row.to}`;
      const before = last.get(key);
      const apart =
        (this.#timeline.rows[index]?.at ?? 0) - (this.#timeline.rows[before?.index ?? -1]?.at ?? 0);
      const first = rows[before?.first ?? -1];
      const isAlike = first?.kind === 'segment' && first.flags === row.flags;
      if (before && apart < CROWDED && isAlike) {
        crowds.get(before.first)?.push(index);
        last.set(key, { first: before.first, index });
      } else {
        crowds.set(index, [index]);
        last.set(key, { first: index, index });
      }
    });
    return crowds;
  }

  #row(
    row: Row,
    index: number,
    /** The chips of the row, and those of all rows, from the drawing's top. */
    {
      top,
      chips,
      allChips,
    }: { readonly top: number; readonly chips: readonly Chip[]; readonly allChips: readonly Chip[] },
    crowds: ReadonlyMap<number, readonly number[]>,
    short = 0,
  ): RowPlace {
    const own = chips.map((chip) => ({ ...chip, y: chip.y - top }));
    const { at, arrives } = this.#timeline.rows[index] ?? { at: 0, arrives: 0 };
    const lowest = Math.max(0, ...own.map(({ y }) => y + CHIP_HEIGHT / 2));
    if (row.kind !== 'segment') {
      const place = this.#boxes[index] ?? placeRow(row, index, this.chips, [], Infinity);
      // Its middle stands at the moment, but for what has room of its own.
      const down = row.kind === 'note' || row.kind === 'phase' ? at - top : at - top - place.y;
      return {
        ...place,
        y: place.y + down,
        remarksAt: { ...place.remarksAt, y: place.remarksAt.y + down },
        ...(row.kind === 'note' ? { boxTop: down } : {}),
        chips: own,
        reach: Math.max(place.height + down, lowest),
      };
    }
    const y = at - top;
    const tied = row.passage === 'arrival' && row.other !== undefined;
    const arrow = this.#arrow(row, index, { top, y, down: arrives - at }, allChips, crowds, short);
    const remarks = tied ? [] : this.chips.lettering.wrapRemarks(row, REMARK);
    return {
      index,
      row,
      height: 0,
      y,
      chips: own,
      remarks,
      remarksAt: along(
        arrow,
        Math.hypot(arrow.to.x - arrow.from.x, arrow.to.y - arrow.from.y) / 2,
        -15,
        'middle',
      ),
      arrow,
      reach: Math.max(arrow.to.y + 12, y + 16, lowest),
      sloped: true,
    };
  }

  #arrow(
    row: SegmentRow,
    index: number,
    { top, y, down }: { readonly top: number; readonly y: number; readonly down: number },
    chips: readonly Chip[],
    crowds: ReadonlyMap<number, readonly number[]>,
    short: number,
  ): ArrowPlace {
    const { lanes, drawing, lettering } = this.chips;
    const direction = row.to > row.from ? 1 : -1;
    const edge = (participant: number, height: number): number => {
      const x = lanes.xs[participant] ?? 0;
      const { band } = bandOf(drawing.ends.filter((end) => end.participant === participant).length);
      const near = chips.filter((chip) => Math.abs(chip.y - top - height) < CHIP_HEIGHT / 2);
      return clearance(near, x, band);
    };
    const tail: Point = { x: (lanes.xs[row.from] ?? 0) + direction * edge(row.from, y), y };
    const head: Point = { x: (lanes.xs[row.to] ?? 0) - direction * edge(row.to, y + down), y: y + down };
    const partly = (part: number): Point => ({
      x: tail.x + (head.x - tail.x) * part,
      y: tail.y + (head.y - tail.y) * part,
    });
    const tied = row.passage === 'arrival' && row.other !== undefined;
    const whole = row.passage === 'across' || (row.passage === 'departure' && row.other !== undefined);
    const arrival = row.passage === 'arrival';
    const from = arrival ? { x: tail.x + (head.x - tail.x) * 0.4, y: y - this.#drop * 0.6 } : tail;
    const crowd = crowds.get(index);
    const crowded = !arrival && crowd === undefined;
    const span = Math.abs(head.x - tail.x);
    const least = (lettering.lineWidth(labelOf(row)) + 28) / Math.max(span, 1);
    const part = row.passage === 'lost' ? Math.min(Math.max(LOST.least, least), LOST.most) : UNDER_WAY;
    const to = arrival ? { ...head, y } : whole ? head : partly(part);
    const shaft = { from, to };
    const lines = tied || crowded ? [] : this.#words(row, crowd ?? [], shaft, short);
    const [start, end] = direction === 1 ? (['start', 'end'] as const) : (['end', 'start'] as const);
    const count = crowd?.length ?? 1;
    const last = drawing.rows[crowd?.at(-1) ?? index];
    const numbers =
      count > 1 && last?.kind === 'segment' ? `${row.number}–${last.number}` : String(row.number);
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    const label = along(shaft, Math.max(12, (length - lettering.widest(lines)) / 2), 6, start);
    const below: Anchored = { x: tail.x + direction * 7, y: y + 14, anchor: start };
    const above: Anchored = { x: head.x - direction * 9, y: (arrival ? y : y + down) - 7, anchor: end };
    return {
      from,
      to,
      direction,
      label,
      lines,
      ...(tied || crowded ? {} : { numbers, number: arrival ? above : below }),
      ...(whole && !crowded ? { atHead: above } : {}),
      ...(row.fate === '' || crowded
        ? {}
        : { fate: { x: to.x + direction * 14, y: to.y + 4, anchor: start } }),
    };
  }

  /** The words along a line; for a crowd how many there are. */
  #words(
    row: SegmentRow,
    crowd: readonly number[],
    { from, to }: { readonly from: Point; readonly to: Point },
    short: number,
  ): TextLine[] {
    const { lettering } = this.chips;
    const more: Piece[] = crowd.length > 1 ? [{ text: `×${crowd.length}`, face: 'small' }] : [];
    const room = Math.hypot(to.x - from.x, to.y - from.y) - 24;
    const [flags, ...others] = labelOf(row);
    const values = row.numbers.map(({ name, value }) => (value === '' ? name : value)).join(' · ');
    const said = others.filter(({ face }) => face === 'small');
    const forms: TextLine[] = [
      [...labelOf(row), ...more],
      [...(flags ? [flags] : []), { text: values, face: 'number' }, ...said, ...more],
      [...(flags ? [flags] : []), ...more],
    ];
    // The longest that has room on its line.
    const form = forms.slice(short).find((one) => lettering.lineWidth(one) <= room) ?? forms.at(-1) ?? [];
    return [form.filter(({ text }) => text !== '')];
  }

  #spans(height: number): Span[] {
    const { drawing, lanes } = this.chips;
    return drawing.ends.flatMap((end, index) => {
      const strips = drawing.ends.flatMap((other, at) => (other.participant === end.participant ? [at] : []));
      const { band, strip: width } = bandOf(strips.length);
      const pitch = strips.length < 2 ? 0 : (band - width) / (strips.length - 1);
      const x = (lanes.xs[end.participant] ?? 0) - band / 2 + strips.indexOf(index) * pitch;
      const spans: Span[] = [];
      let state = drawing.initial.find((one) => one.end === index)?.state;
      let from = 0;
      const close = (at: number): void => {
        if (state && at > from) spans.push({ x, width, state, kind: KINDS[state], top: from, bottom: at });
        from = at;
      };
      for (const change of this.#changes()) {
        if (change.state.end !== index || change.state.state === state) continue;
        close(change.y);
        ({ state } = change.state);
      }
      close(height);
      return spans;
    });
  }

  #brackets(chips: ReadonlyMap<number, readonly Chip[]>, initial: readonly Chip[]): Bracket[] {
    const { drawing, lanes, lettering } = this.chips;
    const last = lanes.xs.length - 1;
    const all = [...initial, ...[...chips.values()].flat()];
    const placed: Bracket[] = [];
    const taken: Box[] = [
      ...this.#noteBoxes(),
      ...all.map(({ x, width, y }) => ({ left: x, right: x + width, top: y - 12, bottom: y + 12 })),
    ];
    for (const timer of drawing.timers ?? []) {
      const side = timer.participant === last && last > 0 ? 1 : -1;
      const [top, bottom] = [this.#yOf(timer.from), this.#yOf(timer.to)];
      if (bottom - top < 8) continue;
      const x = lanes.xs[timer.participant] ?? 0;
      const beside = placed.filter(
        (one) => one.side === side && Math.abs(one.x - x) < 60 && one.top < bottom && top < one.bottom,
      ).length;
      const at = x + side * (BRACKET.beside + beside * BRACKET.apart);
      const width = lettering.measure(timer.text, 'small');
      const words = { x: at + side * BRACKET.words, width };
      const [left, right] = side === 1 ? [words.x, words.x + width] : [words.x - width, words.x];
      const near = taken.filter(
        (one) => one.left < right && left < one.right && one.top < bottom + 5 && top - 13 < one.bottom,
      );
      const isFree = (y: number): boolean => !near.some((one) => one.top < y + 5 && y - 13 < one.bottom);
      const middle = (top + bottom) / 2 + 4;
      const tries = Array.from({ length: Math.ceil((bottom - top) / 8) }, (_, step) => step * 4).flatMap(
        (away) => [middle - away, middle + away],
      );
      const y = tries.find((one) => one > top + 8 && one < bottom - 2 && isFree(one)) ?? middle;
      taken.push({ left, right, top: y - 13, bottom: y + 5 });
      placed.push({
        row: timer.from.row,
        kind: timer.kind,
        x: at,
        side,
        top,
        bottom,
        text: timer.text,
        width,
        label: { x: words.x, y, anchor: side === 1 ? 'start' : 'end' },
      });
    }
    return placed;
  }

  /** What notes cover. */
  #noteBoxes(): Box[] {
    return this.#boxes.flatMap((place, index) => {
      if (place?.row.kind !== 'note' || !place.box) return [];
      const { x, width } = place.box;
      const top = this.#timeline.rows[index]?.at ?? 0;
      return [{ left: x, right: x + width, top, bottom: top + place.height }];
    });
  }

  #yOf({ row, arrives }: DrawnTimer['from']): number {
    const place = this.#timeline.rows[row] ?? { at: 0, arrives: 0 };
    return arrives ? place.arrives : place.at;
  }

  #instants(): Instant[] {
    return this.chips.drawing.rows
      .flatMap((row, index): Instant[] => {
        const place = this.#timeline.rows[index];
        const moment = this.moments.rows[index];
        if (!place || !moment || row.kind === 'note' || row.kind === 'phase') return [];
        const happens = { row: index, arrives: false, y: place.at, time: moment.at };
        const arrives = { row: index, arrives: true, y: place.arrives, time: moment.arrives };
        return row.kind === 'segment' && row.passage === 'across' ? [happens, arrives] : [happens];
      })
      .sort((a, b) => a.y - b.y);
  }

  #axis(height: number): Axis {
    const { stretches, cuts } = this.#timeline;
    const { lanes } = this.chips;
    const perPixel = Math.min(
      ...stretches.map(({ from, to, top, bottom }) => (to - from) / (bottom - top)).filter((one) => one > 0),
    );
    const step = Number.isFinite(perPixel) ? niceStep(perPixel * MARK_APART) : 1;
    const unit = axisUnit(Math.max(0, ...stretches.map(({ to }) => to)), step);
    let before = -Infinity;
    const ticks = stretches.flatMap(({ from, to, top, bottom }) => {
      const marks: { y: number; text: string }[] = [];
      for (let time = Math.max(0, Math.ceil(from / step - 1e-9)) * step; time <= to + 1e-9; time += step) {
        const y = top + ((time - from) / (to - from || 1)) * (bottom - top);
        // Marks at the edges of a cut, or of words between two stretches, would touch.
        if (y - before < MARK_APART / 2) continue;
        before = y;
        const first = marks.length === 0 && top === stretches[0]?.top;
        marks.push({ y, text: axisText(time, unit) + (first ? ` ${unit.name}` : '') });
      }
      return marks;
    });
    return {
      x: this.axisWidth,
      top: (stretches[0]?.top ?? this.#top()) - LEAD,
      bottom: height - TAIL / 2,
      ticks,
      cuts: cuts.map(({ y, from, to }) => ({ y, text: durationText(to - from) })),
      words: { x: ((lanes.xs[0] ?? 0) + (lanes.xs[1] ?? lanes.width)) / 2 },
    };
  }
}

/** The next of 1, 2, 5, 10, 20, 50 and so on. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const times = least / power;
  return power * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10);
}
