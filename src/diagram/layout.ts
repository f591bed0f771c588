/**
 * Where everything of a drawing stands. Pure: text is measured by the caller, positions come out in pixels at zoom 1.
 * Rows know their places relative to their own top, so that a row that only moved stays the same.
 */
import type { CallRow, Drawing, Row, RowState, SegmentRow } from './drawing.js';
import { wrapText } from './wrap.js';

/** How a text is set, which decides its width. */
export type Face = 'flags' | 'number' | 'small' | 'chip' | 'name' | 'label';

export type Measure = (text: string, face: Face) => number;

export interface Piece {
  readonly text: string;
  readonly face: 'flags' | 'number' | 'small';
}

/** One line of a text, its pieces separated by a blank. */
export type TextLine = readonly Piece[];

/** A line beside or below an arrow that marks a problem, a deliberate error, or the writer's own words. */
export interface Remark {
  readonly text: string;
  readonly tone: 'error' | 'warning' | 'information' | 'deliberate' | 'text';
  /** Index in the drawing's problems, for the ones that can be opened. */
  readonly problem?: number;
}

export interface Chip {
  readonly text: string;
  readonly kind: Kind;
  /** A state that did not change is said quietly. */
  readonly quiet: boolean;
  /** Left edge and width, middle. */
  readonly x: number;
  readonly width: number;
  readonly y: number;
}

/** What states have in common in a drawing: their colour. */
export type Kind = 'closed' | 'opening' | 'open' | 'closing' | 'wait';

const KINDS: Readonly<Record<RowState['state'], Kind>> = {
  CLOSED: 'closed',
  LISTEN: 'closed',
  SYN_SENT: 'opening',
  SYN_RCVD: 'opening',
  ESTABLISHED: 'open',
  FIN_WAIT_1: 'closing',
  FIN_WAIT_2: 'closing',
  CLOSE_WAIT: 'closing',
  CLOSING: 'closing',
  LAST_ACK: 'closing',
  TIME_WAIT: 'wait',
};

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where a text stands, and which of its ends or its middle stands there. */
export interface Anchored extends Point {
  readonly anchor: 'start' | 'middle' | 'end';
}

export interface ArrowPlace {
  readonly from: Point;
  readonly to: Point;
  /** 1 to the right, -1 to the left. */
  readonly direction: 1 | -1;
  /** Where the label's lines are anchored: in the middle above the arrow, or at the sender above a slanted one. */
  readonly label: Anchored;
  readonly lines: readonly TextLine[];
  /** Where the segment's number stands; missing where its departure shows it. */
  readonly number?: Anchored;
  /** Where it is said that it does not arrive. */
  readonly fate?: Anchored;
}

export interface RowPlace {
  /** Index in the drawing's rows. */
  readonly index: number;
  readonly row: Row;
  readonly height: number;
  /** The height of the arrow, the call or the divider, from the row's top. */
  readonly y: number;
  readonly chips: readonly Chip[];
  readonly remarks: readonly Remark[];
  /** Where the remarks' first line stands, and how they are anchored. */
  readonly remarksAt: Anchored;
  /** For a segment; an arrival that is the end of a departure's line has none. */
  readonly arrow?: ArrowPlace;
  /** For a note and a phase: its box and its lines. */
  readonly box?: { readonly x: number; readonly width: number; readonly lines: readonly string[] };
  /** How far below the row's top its arrow reaches. */
  readonly reach: number;
}

/** A stretch of a lifeline in one state. */
export interface Span {
  readonly x: number;
  readonly width: number;
  readonly state: RowState['state'];
  readonly kind: Kind;
  readonly top: number;
  readonly bottom: number;
}

export interface Head {
  readonly x: number;
  readonly width: number;
  readonly name: string;
  readonly label: string;
  readonly stateless: boolean;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly compact: boolean;
  readonly heads: readonly Head[];
  readonly rows: readonly RowPlace[];
  /** The top of each row, and behind the last one the end of them. */
  readonly tops: readonly number[];
  /** The states that the scenario begins with. */
  readonly initial: readonly Chip[];
  readonly spans: readonly Span[];
}

const LINE = 15;
const EDGE = 12;
const CHIP_PADDING = 16;
const CHIP_HEIGHT = 20;
const CHIP_PITCH = 23;
/** From the lifeline to a chip beside it. */
const BESIDE = 11;
const BAND = 6;
const INITIAL = 40;
const TAIL = 26;
const LABEL_MAX = 380;
/** What a slanted line takes of the height of a label, and the label has on both of its sides. */
const BESIDE_LINE = 70;
const CROSSED_MAX = 430;
/** Between a label and a line that runs past it. */
const APART = 7;
const HEAD_PADDING = 24;
/** A drawing that is only a little too wide is rather shrunk than changed. */
const SHRINK = 0.86;

/**
 * Lays a drawing out for a panel of that width. Where the panel is too narrow for chips beside the lifelines they
 * stand on them and labels break; narrower still, the drawing keeps its width and the panel scrolls or shrinks it.
 */
export function layOut(drawing: Drawing, panel: number, measure: Measure): Layout {
  const roomy = new Plan(drawing, measure, undefined);
  return (roomy.width * SHRINK <= panel ? roomy : new Plan(drawing, measure, panel)).layout();
}

class Plan {
  readonly width: number;
  readonly #lanes: number[] = [];
  readonly #heads: Head[] = [];
  readonly #compact: boolean;
  /** Rows that happen while a segment of another row is under way between the same ends. */
  readonly #crossed = new Set<Row>();

  constructor(
    private readonly drawing: Drawing,
    private readonly measure: Measure,
    panel: number | undefined,
  ) {
    this.#compact = panel !== undefined;
    const { participants, rows } = drawing;
    rows.forEach((row, index) => {
      if (row.kind !== 'segment' || row.passage !== 'departure' || row.other === undefined) return;
      for (const between of rows.slice(index + 1, row.other)) {
        if (between.kind === 'segment' && lanesOf(between).join() === lanesOf(row).join()) {
          this.#crossed.add(between);
        }
      }
    });
    const chips = participants.map((_, lane) => this.#widestChip(lane));
    const heads = participants.map(
      ({ name, label }) =>
        measure(name, 'name') + (label === '' ? 0 : measure(` · ${label}`, 'label')) + HEAD_PADDING,
    );
    const last = participants.length - 1;
    const margin = (lane: number) => {
      const head = Math.min(heads[lane] ?? 0, this.#compact ? 110 : 180) / 2;
      const chip = chips[lane] ?? 0;
      return EDGE + Math.max(head, this.#compact ? chip / 2 : chip === 0 ? 0 : chip + BESIDE, 30);
    };
    const gaps = this.#gaps(chips, panel === undefined ? undefined : panel - margin(0) - margin(last));
    let x = margin(0);
    participants.forEach((_, lane) => {
      if (lane > 0) x += gaps[lane - 1] ?? 0;
      this.#lanes.push(x);
    });
    this.width = Math.ceil(x + margin(last));
    participants.forEach(({ name, label, stateless }, lane) => {
      const left = lane === 0 ? 2 * margin(0) - 2 * EDGE : (gaps[lane - 1] ?? 0) - 12;
      const right = lane === last ? 2 * margin(last) - 2 * EDGE : (gaps[lane] ?? 0) - 12;
      const width = Math.min(heads[lane] ?? 0, left, right);
      this.#heads.push({ x: this.#lanes[lane] ?? 0, width: Math.max(width, 44), name, label, stateless });
    });
  }

  /** The widest chip that ever stands at a lifeline; 0 when none does. */
  #widestChip(lane: number): number {
    let widest = 0;
    const look = (states: Drawing['initial']) => {
      for (const state of states) {
        if (this.drawing.ends[state.end]?.participant !== lane) continue;
        widest = Math.max(widest, this.#chipWidth(this.#chipText(state)));
      }
    };
    look(this.drawing.initial);
    for (const row of this.drawing.rows) look(row.states);
    return widest;
  }

  #chipText(state: { readonly end: number; readonly name: string }): string {
    const peer = this.drawing.ends[state.end]?.peer ?? '';
    return peer === '' ? state.name : `${peer} · ${state.name}`;
  }

  #chipWidth(text: string): number {
    return Math.ceil(this.measure(text, 'chip')) + CHIP_PADDING;
  }

  /** Distances between neighbouring lifelines: room for the labels, or what the panel leaves. */
  #gaps(chips: readonly number[], panel: number | undefined): number[] {
    const count = this.drawing.participants.length - 1;
    const gaps = Array.from({ length: Math.max(count, 0) }, (_, gap) => {
      const beside = Math.max(chips[gap] ?? 0, chips[gap + 1] ?? 0);
      if (this.#compact) return Math.max(beside + 60, 130);
      // A lifeline in the middle has chips on both of its sides.
      const middle = count > 1 ? (chips[gap] ?? 0) + (chips[gap + 1] ?? 0) + 2 * BESIDE + 16 : 0;
      return Math.max(190, middle);
    });
    for (const row of this.drawing.rows) {
      const [first, last, needed] = this.#needs(row);
      if (last <= first) continue;
      const most = this.#crossed.has(row) ? CROSSED_MAX : LABEL_MAX;
      const limit = panel === undefined ? most : Math.max(0, panel / Math.max(count, 1));
      const share = Math.min(needed, limit * (last - first)) / (last - first);
      for (let gap = first; gap < last; gap++) gaps[gap] = Math.max(gaps[gap] ?? 0, share);
    }
    return gaps.map(Math.ceil);
  }

  /** Between which lifelines a row wants how much room. */
  #needs(row: Row): [first: number, last: number, width: number] {
    switch (row.kind) {
      case 'segment': {
        const label = this.#lineWidth(labelOf(row));
        const remarks = this.#remarks(row).map(
          ({ text }) => this.measure(text, 'small') + this.#besideRemarks(row) + 20,
        );
        const slanted = row.passage === 'departure' ? 60 : 44;
        // The label is to have room on one side of the slanted line.
        const crossed = this.#crossed.has(row) && !this.#compact ? 2 * label + BESIDE_LINE : label;
        return [...lanesOf(row), Math.max(crossed + slanted, ...remarks)];
      }
      case 'call': {
        const inward = row.participant === 0 ? 0 : row.participant - 1;
        return [inward, inward + 1, this.measure(callText(row), 'small') + 40];
      }
      default:
        return [0, 0, 0];
    }
  }

  layout(): Layout {
    const { drawing } = this;
    const stacks = this.#stack(drawing.initial.map((state) => ({ ...state, changed: true })));
    const initial = this.#chips(stacks, INITIAL / 2 + 4, () => undefined);
    const tallest = Math.max(1, ...[...stacks.values()].map((states) => states.length));
    const rows = drawing.rows.map((row, index) => this.#place(row, index));
    const tops: number[] = [];
    let top = INITIAL + (tallest - 1) * CHIP_PITCH;
    for (const { height } of rows) {
      tops.push(top);
      top += height;
    }
    tops.push(top);
    const height = top + TAIL;
    return {
      width: this.width,
      height,
      compact: this.#compact,
      heads: this.#heads,
      rows: this.#clear(this.#slant(rows, tops), tops),
      tops,
      initial,
      spans: this.#spans(rows, tops, height),
    };
  }

  #lane(participant: number): number {
    return this.#lanes[participant] ?? 0;
  }

  #place(row: Row, index: number): RowPlace {
    switch (row.kind) {
      case 'segment':
        return this.#segment(row, index);
      case 'call':
      case 'state':
        return this.#event(row, index);
      case 'phase': {
        const lines = this.#wrapText(row.text, this.width - 6 * EDGE);
        const y = 20 + ((lines.length - 1) * LINE) / 2;
        const bottom = 38 + (lines.length - 1) * LINE;
        const remarksAt = { x: this.width / 2, y: bottom + 2, anchor: 'middle' } as const;
        const remarks = this.#remarks(row);
        const height = bottom + LINE * remarks.length;
        const box = { x: 0, width: this.width, lines };
        return { index, row, height, y, chips: [], remarks, remarksAt, box, reach: height };
      }
      case 'note': {
        const left = this.#lane(row.first);
        const right = this.#lane(row.last);
        const width = Math.min(Math.max(right - left + 90, 150), this.width - 2 * EDGE);
        const x = Math.min(Math.max((left + right) / 2 - width / 2, EDGE), this.width - EDGE - width);
        const lines = this.#wrapText(row.text, width - 24);
        const y = 8 + (lines.length * LINE + 12) / 2;
        const remarks = this.#remarks({ ...row, text: '' });
        const bottom = 16 + lines.length * LINE + 12;
        const height = bottom + LINE * remarks.length;
        const remarksAt = { x: x + width / 2, y: bottom + 2, anchor: 'middle' } as const;
        return {
          index,
          row,
          height,
          y,
          chips: [],
          remarks,
          remarksAt,
          box: { x, width, lines },
          reach: height,
        };
      }
    }
  }

  #event(row: Exclude<Row, { kind: 'segment' | 'phase' | 'note' }>, index: number): RowPlace {
    const lane = this.#lane(row.participant);
    const inward = row.participant === 0 ? 1 : -1;
    const stacks = this.#stack(row.states.filter((state) => state.changed || row.kind === 'state'));
    // A chip that a narrow panel puts on the lifeline stands below the call's dot.
    const y = 18;
    const chips = this.#chips(stacks, this.#compact ? y + 22 : y, () => (inward === 1 ? 'left' : 'right'));
    const called = row.kind === 'call';
    const remarks = this.#remarks(called ? { ...row, text: '' } : row);
    const below = chips.length === 0 ? 0 : Math.max(...chips.map((chip) => chip.y)) + CHIP_HEIGHT / 2 + 2;
    const height = Math.max(34, below, 30 + remarks.length * LINE);
    return {
      index,
      row,
      height,
      y,
      chips,
      remarks,
      remarksAt: {
        x: lane + inward * 12,
        y: called ? y + 19 : y + 4,
        anchor: inward === 1 ? 'start' : 'end',
      },
      reach: height,
    };
  }

  #segment(row: SegmentRow, index: number): RowPlace {
    const direction = row.to > row.from ? 1 : -1;
    const ends = [this.#lane(row.from), this.#lane(row.to)] as const;
    const span = Math.abs(ends[1] - ends[0]);
    const middle = (ends[0] + ends[1]) / 2;
    const tied = row.passage === 'arrival' && row.other !== undefined;
    const departing = row.passage === 'departure';
    const slanted = departing || row.passage === 'arrival';
    const lines = this.#wrapLine(tied ? [{ text: row.flags, face: 'number' }] : labelOf(row), span - 28);
    const all = this.#remarks(row).flatMap((remark) =>
      this.#wrapText(remark.text, Math.max(span - this.#besideRemarks(row), 120)).map((text, line) =>
        line === 0 ? { ...remark, text } : { text, tone: remark.tone },
      ),
    );
    // What is said of a slanted arrow stands above it, where the line does not run through it.
    const above = slanted && !tied ? all.length : 0;
    const below = all.length - above;
    const stacks = this.#stack(row.states);
    // On a narrow panel chips stand on the arrow's ends: words keep clear of them.
    const clear = this.#compact && row.states.some((state) => state.changed) ? 7 : 0;
    const raise = 7 + clear + (row.passage === 'arrival' && !tied ? 15 : 0);
    const y = tied ? 22 : 14 + LINE * (lines.length + above) + raise;
    const side = (participant: number): Side | undefined => {
      if (participant !== row.from && participant !== row.to) return undefined;
      return (participant === row.from) === (direction === 1) ? 'left' : 'right';
    };
    const chips = this.#chips(stacks, y, side);
    const start = direction * this.#clearance(chips, ends[0]);
    const stop = direction * (this.#clearance(chips, ends[1]) + 1);
    let from = { x: ends[0] + start, y };
    let to = { x: ends[1] - stop, y };
    if (row.passage === 'lost') {
      const label = Math.max(...lines.map((line) => this.#lineWidth(line))) + 24;
      const part = Math.min(Math.max(0.62, label / Math.abs(to.x - from.x)), 0.8);
      to = { x: from.x + (to.x - from.x) * part, y };
    }
    if (departing) to = { x: from.x + (to.x - from.x) * 0.62, y: y + 14 };
    if (row.passage === 'arrival') from = { x: from.x + (to.x - from.x) * 0.38, y: y - 14 };
    const fate = this.#fatePlace(row, direction, to, ends[1]);
    const underneath = (tied || fate?.below ? LINE : 0) + clear;
    const deepest = Math.max(y, ...chips.map((chip) => chip.y));
    const height = Math.max(
      y + 16 + underneath + (slanted ? 4 : 0),
      y + 10 + underneath + below * LINE,
      deepest + CHIP_HEIGHT / 2 + 5,
    );
    const anchor = direction === 1 ? 'start' : 'end';
    // The number of a steep arrow would stand in its way: it goes before the label.
    const number: Anchored = departing
      ? { x: from.x + direction * 10, y: y - raise - LINE * above, anchor }
      : { x: from.x + direction * 7, y: from.y + 14, anchor };
    const numberWidth = departing ? this.measure(String(row.number), 'small') + 7 : 2;
    const atSender = { x: from.x + direction * (10 + numberWidth), anchor } as const;
    const sideways = departing || row.passage === 'lost';
    const label = tied
      ? ({ x: to.x - direction * 4, y: y + 15, anchor: direction === 1 ? 'end' : 'start' } as const)
      : sideways
        ? ({ ...atSender, y: y - raise - LINE * above } as const)
        : ({ x: middle, y: y - raise - LINE * above, anchor: 'middle' } as const);
    const remarksAt = {
      ...(departing ? atSender : ({ x: middle, anchor: 'middle' } as const)),
      y: above > 0 ? y - raise - LINE * (above - 1) : y + 16 + underneath,
    };
    return {
      index,
      row,
      height,
      y,
      chips,
      remarks: all,
      remarksAt,
      arrow: {
        from,
        to,
        direction,
        label,
        lines,
        // On a narrow panel the words below need its place.
        ...(tied || (this.#compact && below > 0) ? {} : { number }),
        ...(fate ? { fate: fate.at } : {}),
      },
      reach: height,
    };
  }

  /** What the number at an arrow's tail takes from the words below, on both sides since they stand in the middle. */
  #besideRemarks(row: SegmentRow): number {
    return this.#compact ? 40 : 2 * (20 + this.measure(String(row.number), 'small'));
  }

  /** Where `lost` is said: behind the cross, or under it where there is no room. */
  #fatePlace(
    row: SegmentRow,
    direction: 1 | -1,
    to: Point,
    end: number,
  ): { readonly at: Anchored; readonly below: boolean } | undefined {
    if (row.fate === '') return undefined;
    const room = Math.abs(end - to.x);
    const below = this.measure(row.fate, 'small') + 24 > room;
    return below
      ? { at: { x: end - direction * 8, y: to.y + 16, anchor: direction === 1 ? 'end' : 'start' }, below }
      : { at: { x: to.x + direction * 14, y: to.y + 4, anchor: direction === 1 ? 'start' : 'end' }, below };
  }

  /** How far from the lifeline's middle an arrow must keep, for the band or for a chip that stands on it. */
  #clearance(chips: readonly Chip[], lane: number): number {
    const on = chips.find((chip) => chip.x < lane && lane < chip.x + chip.width);
    return on ? on.width / 2 + 1 : BAND / 2 + 1;
  }

  /** Draws the line of every flight through to the height where it arrives. */
  #slant(rows: readonly RowPlace[], tops: readonly number[]): RowPlace[] {
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

  /** Moves the words of arrows out of the way of slanted lines, and of lifelines that the arrow passes. */
  #clear(rows: readonly RowPlace[], tops: readonly number[]): RowPlace[] {
    const flights = rows.flatMap(({ index, row, arrow, reach }) => {
      if (row.kind !== 'segment' || row.passage !== 'departure' || !arrow) return [];
      const top = tops[index] ?? 0;
      const at = ({ x, y }: Point): Point => ({ x, y: top + y });
      return [{ index, from: at(arrow.from), to: at(arrow.to), bottom: top + reach }];
    });
    return rows.map((place) => {
      const { index, row, arrow } = place;
      if (row.kind !== 'segment' || !arrow || row.passage === 'departure') return place;
      if (row.passage === 'arrival' && row.other !== undefined) return place;
      const top = tops[index] ?? 0;
      const near = flights.filter(
        (flight) => flight.index !== index && flight.from.y < top + place.height && flight.bottom > top,
      );
      const [first, last] = lanesOf(row);
      const passed = this.#lanes.slice(first + 1, last);
      /** `tail` is what stands at the arrow's tail already. */
      const free = (at: Anchored, width: number, lines: number, tail = 0): Anchored => {
        const [above, below] = [top + at.y - LINE * lines + 3, top + at.y + 4];
        const obstacles = [
          ...passed.map((x): Stretch => [x, x]),
          ...near.flatMap((flight) => stretchAt(flight.from, flight.to, above, below) ?? []),
        ];
        const begin = arrow.from.x + arrow.direction * tail;
        const room: Stretch = [Math.min(begin, arrow.to.x), Math.max(begin, arrow.to.x)];
        return besides(obstacles, room, at, width);
      };
      const { label, lines } = arrow;
      const labelWidth = Math.max(...lines.map((line) => this.#lineWidth(line)));
      const { remarks, remarksAt } = place;
      const remarksWidth = Math.max(0, ...remarks.map(({ text }) => this.measure(text, 'small')));
      const tail = arrow.number ? this.#besideRemarks(row) / 2 - 10 : 0;
      const remarked = { ...remarksAt, y: remarksAt.y + LINE * (remarks.length - 1) };
      return {
        ...place,
        arrow: { ...arrow, label: free(label, labelWidth, lines.length) },
        remarksAt: { ...free(remarked, remarksWidth, remarks.length, tail), y: remarksAt.y },
      };
    });
  }

  /** The states by lifeline. */
  #stack(states: readonly RowState[]): Map<number, RowState[]> {
    const stacks = new Map<number, RowState[]>();
    for (const state of states) {
      const participant = this.drawing.ends[state.end]?.participant;
      if (participant === undefined) continue;
      const stack = stacks.get(participant);
      if (stack) stack.push(state);
      else stacks.set(participant, [state]);
    }
    return stacks;
  }

  #chips(
    stacks: ReadonlyMap<number, readonly RowState[]>,
    y: number,
    side: (participant: number) => Side | undefined,
  ): Chip[] {
    const last = this.#lanes.length - 1;
    return [...stacks].flatMap(([participant, states]) => {
      const x = this.#lane(participant);
      const shown = states
        .filter((state) => state.changed || !this.#compact)
        .sort((a, b) => Number(b.changed) - Number(a.changed));
      return shown.map((state, place) => {
        const text = this.#chipText(state);
        const width = this.#chipWidth(text);
        const outward = participant === 0 ? 'left' : participant === last ? 'right' : side(participant);
        const beside = outward === 'left' ? x - BESIDE - width : x + BESIDE;
        return {
          text,
          kind: KINDS[state.state],
          quiet: !state.changed,
          x: this.#compact ? x - width / 2 : beside,
          width,
          y: y + place * CHIP_PITCH,
        };
      });
    });
  }

  #spans(rows: readonly RowPlace[], tops: readonly number[], height: number): Span[] {
    const { ends, initial } = this.drawing;
    return ends.flatMap((end, index) => {
      const strips = ends.flatMap((other, at) => (other.participant === end.participant ? [at] : []));
      const width = Math.max(BAND / strips.length, 3);
      const x = this.#lane(end.participant) + (strips.indexOf(index) - strips.length / 2) * width;
      const spans: Span[] = [];
      let state = initial.find((one) => one.end === index)?.state;
      let from = 0;
      const close = (at: number) => {
        if (state) spans.push({ x, width, state, kind: KINDS[state], top: from, bottom: at });
        from = at;
      };
      rows.forEach(({ row, y }, at) => {
        const now = row.states.find((one) => one.end === index);
        if (!now || now.state === state) return;
        close((tops[at] ?? 0) + y);
        state = now.state;
      });
      close(height);
      return spans;
    });
  }

  #remarks(row: Row): Remark[] {
    const remarks: Remark[] = [];
    for (const index of row.problems) {
      const problem = this.drawing.problems[index];
      if (!problem || problem.severity === 'hint') continue;
      if (problem.deliberate) {
        remarks.push({
          text: `✗ ${problem.deliberate.why || problem.short}`,
          tone: 'deliberate',
          problem: index,
        });
      } else {
        const sign = problem.severity === 'information' ? 'ⓘ' : '⚠';
        remarks.push({ text: `${sign} ${problem.short}`, tone: problem.severity, problem: index });
      }
    }
    if (row.text !== '' && row.kind !== 'phase' && row.kind !== 'note') {
      remarks.push({ text: row.text, tone: 'text' });
    }
    return remarks;
  }

  #lineWidth(line: TextLine): number {
    const blank = this.measure(' ', 'number');
    return line.reduce((width, { text, face }) => width + this.measure(text, face) + blank, -blank);
  }

  /** Breaks a label between its pieces where it is wider than `width`. */
  #wrapLine(pieces: TextLine, width: number): TextLine[] {
    const lines: Piece[][] = [];
    for (const piece of pieces) {
      const line = lines.at(-1);
      if (line && this.#lineWidth([...line, piece]) <= width) line.push(piece);
      else lines.push([piece]);
    }
    return lines;
  }

  #wrapText(text: string, width: number): string[] {
    return wrapText(text, 'small', width, this.measure);
  }
}

type Side = 'left' | 'right';

/** From and to, in pixels from the left. */
type Stretch = readonly [number, number];

/** The lifelines of a segment, from left to right. */
function lanesOf({ from, to }: SegmentRow): [number, number] {
  return from < to ? [from, to] : [to, from];
}

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

/** What stands on an arrow. */
export function labelOf(row: SegmentRow): TextLine {
  return [
    { text: row.flags, face: 'flags' },
    ...row.numbers.map(({ name, value }): Piece => ({
      text: value === '' ? name : `${name}=${value}`,
      face: 'number',
    })),
    ...row.remarks.map((text): Piece => ({ text, face: 'small' })),
  ];
}

/** A call with the words that the writer put behind it. */
export function callText(row: CallRow): string {
  return row.text === '' ? row.call : `${row.call}: ${row.text}`;
}
