/** A drawing for a terminal, as the RFC's figures have it: state, arrow, state, from top to bottom. */
import type {
  CallRow,
  Drawing,
  DrawnState,
  NoteRow,
  PhaseRow,
  Row,
  SegmentRow,
  StateRow,
} from '../diagram/drawing.js';
import { callText } from '../diagram/lettering.js';
import type { SaidProblem } from '../diagram/said.js';
import { timeColumn } from '../diagram/time-words.js';
import { wordsIn } from '../diagram/words.js';
import { width } from '../notation/width.js';
import { Canvas, folded } from './canvas.js';
import type { Paint, Style } from './terminal.js';

/** Between two lifelines, in columns: at least, and where there is room. */
const NARROWEST = 12;
const USUAL = 30;
/** A note's edges and the blanks inside of them, and how wide it gets beside a lifeline. */
const NOTE_EDGES = 4;
const WIDEST_NOTE = 46;
/** What an arrow needs beside its label. */
const ARROW = 8;
/** What a lost segment needs behind its label: the cross, and room for it to fall short. */
const SHORT = 6;

/**
 * Draws a scenario in so many columns; it takes more only where the lifelines would come too close. What is wrong
 * stands at its arrow in a few words and below the drawing in full.
 */
export function asciiDrawing(
  drawing: Drawing,
  said: readonly SaidProblem[],
  columns: number,
  paint: Paint,
): string[] {
  return [
    ...new Sheet(drawing, columns).draw().print(paint),
    ...said.flatMap((problem) => problemLines(problem, drawing, columns, paint)),
  ];
}

function problemLines(
  { tone, line, message, section, code }: SaidProblem,
  drawing: Drawing,
  columns: number,
  paint: Paint,
): string[] {
  const head = `${wordsIn(drawing.language).spoken.line(line)}: `;
  const source = section === '' ? code : `RFC 9293 §${section}, ${code}`;
  const [first = '', ...more] = folded(`${head}${message.replaceAll('`', '')} [${source}]`, columns);
  const style = STYLES[tone];
  return [
    '',
    paint(style, head.trimEnd()) + first.slice(head.trimEnd().length),
    ...more.map((text) => `  ${text}`),
  ];
}

const STYLES = { error: 'red', warning: 'yellow', information: 'blue' } as const;

class Sheet {
  readonly #canvas = new Canvas();
  readonly #lanes: number[] = [];
  readonly #gutter: number;
  /** When each row happens, and what the widest of that takes. */
  readonly #times: readonly string[];
  readonly #time: number;
  /** What the states of the last lifeline take. */
  readonly #right: number;
  /** The state of every end so far, which decides how its lifeline looks. */
  readonly #now = new Map<number, DrawnState>();

  constructor(
    private readonly drawing: Drawing,
    private readonly columns: number,
  ) {
    const last = drawing.participants.length - 1;
    const numbers = drawing.rows.map((row) => (row.kind === 'segment' ? row.number : 0));
    this.#gutter = String(Math.max(0, ...numbers)).length;
    this.#times = timeColumn(drawing);
    const widest = Math.max(0, ...this.#times.map(width));
    this.#time = widest === 0 ? 0 : widest + 2;
    const left = this.#time + this.#gutter + 2 + this.#widestState(0) + 1;
    this.#right = last > 0 ? this.#widestState(last) + 2 : 0;
    const gaps = this.#gaps(columns - left - this.#right - last - 1);
    let x = left;
    drawing.participants.forEach((_, lane) => {
      if (lane > 0) x += (gaps[lane - 1] ?? 0) + 1;
      this.#lanes.push(x);
    });
  }

  #widestState(lane: number): number {
    const states = [...this.drawing.initial, ...this.drawing.rows.flatMap((row) => row.states)];
    return Math.max(
      0,
      Math.ceil(width(this.drawing.participants[lane]?.name ?? '') / 2) - 1,
      ...states.filter((state) => this.#laneOf(state) === lane).map((state) => width(this.#stateText(state))),
    );
  }

  #laneOf({ end }: DrawnState): number {
    return this.drawing.ends[end]?.participant ?? 0;
  }

  #stateText({ end, name }: DrawnState): string {
    const peer = this.drawing.ends[end]?.peer ?? '';
    return peer === '' ? name : `${peer}: ${name}`;
  }

  /** The columns between neighbouring lifelines: what the labels want, or their share of what there is. */
  #gaps(room: number): number[] {
    const gaps = this.drawing.participants.slice(1).map(() => USUAL);
    for (const row of this.drawing.rows) {
      if (row.kind !== 'segment') continue;
      const [from, to] = ordered(row.from, row.to);
      const wanted = width(labelOf(row)) + ARROW + (row.passage === 'across' ? 0 : SHORT);
      const share = Math.ceil((wanted - (to - from - 1)) / (to - from));
      for (let gap = from; gap < to; gap++) gaps[gap] = Math.max(gaps[gap] ?? 0, share);
    }
    const wanted = gaps.reduce((sum, gap) => sum + gap, 0);
    if (wanted <= room) return gaps;
    return gaps.map((gap) => Math.max(NARROWEST, Math.floor((gap * room) / wanted)));
  }

  draw(): Canvas {
    this.#heads();
    for (const state of this.drawing.initial) this.#now.set(state.end, state);
    this.#states(
      this.#open(),
      this.drawing.initial.map((state) => ({ ...state, changed: true })),
    );
    for (const [index, row] of this.drawing.rows.entries()) {
      // A line of nothing but lifelines keeps the rows apart.
      this.#open();
      this.#row(row, this.#times[index] ?? '');
    }
    return this.#canvas;
  }

  #heads(): void {
    const y = this.#canvas.height;
    this.drawing.participants.forEach(({ name, label }, lane) => {
      const x = this.#lanes[lane] ?? 0;
      const from = Math.max(0, x - Math.floor((width(name) - 1) / 2));
      const room = (this.#lanes[lane + 1] ?? this.columns + 1) - 1 - from;
      const full = label === '' || label === name ? name : `${name} (${label})`;
      const shown = width(full) <= room ? full : name;
      this.#canvas.put(from, y, shown, 'bold');
    });
  }

  /** Begins a line with the lifelines on it, and returns its place. */
  #open(): number {
    const y = this.#canvas.height;
    this.#lanes.forEach((x, lane) => this.#canvas.put(x, y, this.#lifeline(lane), 'dim'));
    return y;
  }

  /** What is no connection yet, or no more, is dotted. */
  #lifeline(lane: number): string {
    const states = [...this.#now.values()].filter((state) => this.#laneOf(state) === lane);
    const alive = states.some(({ state }) => state !== 'CLOSED');
    return alive || (this.drawing.participants[lane]?.stateless === false && states.length === 0) ? '|' : ':';
  }

  /** Writes when it happens before a line. */
  #when(y: number, time: string): void {
    if (time !== '') this.#canvas.put(this.#time - 2 - width(time), y, time, 'dim');
  }

  #row(row: Row, time: string): void {
    switch (row.kind) {
      case 'segment':
        this.#segment(row, time);
        break;
      case 'call':
        this.#event(row, callText(row), time);
        break;
      case 'state':
        this.#event(row, row.text, time);
        break;
      case 'phase':
        this.#phase(row);
        break;
      case 'note':
        this.#note(row);
        break;
    }
  }

  /** Writes states beside their lifelines: outside of the outermost ones, on lines of their own at the others. */
  #states(y: number, states: Row['states']): void {
    const last = this.#lanes.length - 1;
    const used = new Map<number, number>();
    for (const state of states) {
      this.#now.set(state.end, state);
      const lane = this.#laneOf(state);
      const text = this.#stateText(state);
      const style: Style = state.changed ? 'bold' : 'dim';
      const inner = lane > 0 && lane < last;
      // There is no room there for what is known already.
      if (inner && !state.changed) continue;
      const line = (used.get(lane) ?? (inner ? 1 : 0)) + y;
      while (this.#canvas.height <= line) this.#open();
      const x = this.#lanes[lane] ?? 0;
      this.#canvas.put(lane === 0 ? x - 1 - width(text) : x + 2, line, text, style);
      used.set(lane, line - y + 1);
    }
  }

  #segment(row: SegmentRow, time: string): void {
    const [left, right] = ordered(row.from, row.to).map((lane) => this.#lanes[lane] ?? 0) as [number, number];
    const room = right - left - 1;
    const label = labelOf(row);
    const extra = row.passage === 'across' ? ARROW : ARROW + SHORT;
    const inline = width(label) + extra <= room;
    if (!inline) {
      for (const line of folded(label, room - 2)) {
        this.#canvas.put(left + 2, this.#open(), line, toneStyle(row, this.drawing) ?? 'bold');
      }
    }
    const y = this.#open();
    this.#when(y, time);
    this.#canvas.put(this.#time, y, String(row.number).padStart(this.#gutter), 'dim');
    const tone = toneStyle(row, this.drawing);
    const { text, at } = arrowText(row, inline ? label : '', room);
    this.#canvas.put(left + 1, y, text, tone);
    if (inline) this.#canvas.put(left + 1 + at, y, row.flags, tone ?? 'bold');
    this.#states(y, row.states);
    this.#remarks(row, left + 1, room);
  }

  #event(row: CallRow | StateRow, text: string, time: string): void {
    const y = this.#open();
    this.#when(y, time);
    const x = this.#lanes[row.participant] ?? 0;
    const inward = row.participant === 0 ? 1 : -1;
    if (row.kind === 'call') this.#canvas.put(x, y, 'o');
    this.#canvas.put(inward === 1 ? x + 2 : x - 1 - width(text), y, text);
    this.#states(
      y,
      row.states.filter((state) => state.changed || row.kind === 'state'),
    );
    const room = Math.max(NARROWEST, (this.#lanes[1] ?? 0) - (this.#lanes[0] ?? 0) - 1);
    this.#remarks(row, inward === 1 ? x + 1 : x - room, room);
  }

  #phase(row: PhaseRow): void {
    const from = this.#lanes[0] ?? 0;
    const to = this.#lanes.at(-1) ?? from;
    const room = Math.max(to - from - 5, NARROWEST);
    const lines = folded(row.text, room);
    lines.forEach((line, index) => {
      const y = this.#open();
      // The divider is one line, however many the words take.
      const divides = index === Math.floor((lines.length - 1) / 2);
      for (let x = 0; divides && x < to + this.#right; x += 2) this.#canvas.put(x, y, '-', 'dim');
      const x = from + Math.max(2, Math.floor((to - from - width(line)) / 2));
      this.#canvas.put(x - 1, y, ` ${line} `);
    });
    this.#remarks(row, from + 1, room);
  }

  #note(row: NoteRow): void {
    const from = this.#lanes[row.first] ?? 0;
    const to = this.#lanes[row.last] ?? from;
    const alone = from === to;
    // At the last lifeline there is room on its left only.
    const leftwards = alone && row.first > 0;
    const lines = folded(row.text, (alone ? this.#beside(row.first) : to - from - 3) - NOTE_EDGES);
    const inner = alone ? Math.max(...lines.map(width)) : to - from - 3 - NOTE_EDGES;
    const x = leftwards ? from - inner - 5 : from + 2;
    const edge = '-'.repeat(inner + 2);
    this.#canvas.put(x, this.#open(), `.${edge}.`, 'dim');
    for (const line of lines) {
      const y = this.#open();
      this.#canvas.put(x, y, `| ${' '.repeat(inner)} |`, 'dim');
      this.#canvas.put(x + 2 + Math.floor((inner - width(line)) / 2), y, line);
    }
    this.#canvas.put(x, this.#open(), `'${edge}'`, 'dim');
    this.#remarks({ ...row, text: '' }, x, inner + 4);
  }

  /** The columns between a lifeline and its neighbour, for a note that stands there alone. */
  #beside(lane: number): number {
    const x = this.#lanes[lane] ?? 0;
    const next = this.#lanes[lane === 0 ? 1 : lane - 1];
    return Math.max(
      NARROWEST,
      Math.min(WIDEST_NOTE, next === undefined ? this.columns - x : Math.abs(next - x)) - 3,
    );
  }

  /** What is said of a row below it: problems in a few words, and the writer's own. */
  #remarks(row: Row, left: number, room: number): void {
    const say = (text: string, style: Style | undefined) => {
      const lines = folded(text, room - 2);
      const widest = Math.max(...lines.map(width));
      const x = left + Math.max(0, Math.floor((room - widest) / 2));
      for (const line of lines) this.#canvas.put(x, this.#open(), line, style);
    };
    for (const index of row.problems) {
      const problem = this.drawing.problems[index];
      if (!problem || problem.severity === 'hint') continue;
      if (problem.deliberate) {
        say(`x ${problem.deliberate.why || problem.short}`, 'dim');
      } else {
        const sign = problem.severity === 'information' ? 'i' : '!';
        say(`${sign} ${problem.short}`, STYLES[problem.severity]);
      }
    }
    if (row.kind === 'segment' && row.text !== '') say(row.text, 'dim');
  }
}

/** The colour of what is wrong with a row, if anything is. */
function toneStyle(row: Row, { problems }: Drawing): Style | undefined {
  const found = row.problems.map((index) => problems[index]);
  const crying = found.filter((problem) => problem && !problem.deliberate);
  const worst = (['error', 'warning'] as const).find((tone) =>
    crying.some((problem) => problem?.severity === tone),
  );
  return worst && STYLES[worst];
}

function ordered(a: number, b: number): [number, number] {
  return a < b ? [a, b] : [b, a];
}

/** Flags and numbers, and in brackets what must be said besides. */
function labelOf(row: SegmentRow): string {
  const numbers = row.numbers.map(({ name, value }) => (value === '' ? name : `${name}=${value}`));
  const said = [...row.remarks, row.fate].filter((remark) => remark !== '');
  return [row.flags, ...numbers, ...(said.length > 0 ? [`(${said.join(', ')})`] : [])].join(' ');
}

/** The arrow in all of `room` columns with its label in it, and where in it the label begins. */
function arrowText(
  { from, to, passage }: SegmentRow,
  label: string,
  room: number,
): { readonly text: string; readonly at: number } {
  const words = label === '' ? '' : ` ${label} `;
  const rightwards = from < to;
  const line = (length: number) => '-'.repeat(Math.max(0, length - width(words)));
  // As from left to right: what stands before the line, behind it, and how long both are with it.
  const [before, behind, length] = {
    across: ['--', '>', room],
    departure: ['--', '> ... ', room],
    arrival: [' ... --', '>', room],
    lost: ['--', 'X', Math.max(width(words) + 5, Math.ceil(room * 0.66))],
  }[passage] as [string, string, number];
  const dashes = line(length - before.length - behind.length);
  if (rightwards) {
    return { text: `${before}${words}${dashes}${behind}`, at: before.length + 1 };
  }
  const mirrored = (text: string) => Array.from(text).reverse().join('').replace('>', '<');
  const blank = ' '.repeat(room - length);
  return {
    text: `${blank}${mirrored(behind)}${dashes}${words}${mirrored(before)}`,
    at: blank.length + behind.length + dashes.length + 1,
  };
}
