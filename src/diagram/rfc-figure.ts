/**
 * Exchanges as the figures of RFC 9293 have them, for drafts: `2.  SYN-SENT --> <SEQ=100><CTL=SYN> --> SYN-RECEIVED`.
 * What stands on the wire is written out; `...` is the network. A figure has two ends, so each connection gets one.
 */
import { endNamed } from '../exchange/topology.js';
import type { CallStep, EndKey, SegmentStep, States, Step, Trace } from '../exchange/trace.js';
import { FLAGS } from '../tcp/segment.js';
import { stateName, type State } from '../tcp/state.js';

/** Lines of an RFC are no longer than that. */
const COLUMNS = 72;
const INDENT = 3;
const ARROW = 3;
/** What is left for the segment between the longest names of states. */
const STATE = 12;

/** The two ends of a connection as keys of the trace, the left one first; a lone end has no other. */
interface Pair {
  readonly left: EndKey;
  readonly right: EndKey | undefined;
  readonly names: readonly [string, string];
}

/** One line of a figure, before it is known how wide its columns are. */
interface Line {
  readonly number?: number;
  readonly left: string;
  readonly near?: string;
  readonly segment?: string;
  readonly far?: string;
  readonly right: string;
}

/** The figures of a scenario, each as lines that end in no blank. */
export function rfcFigures(trace: Trace): readonly (readonly string[])[] {
  return pairsIn(trace).map((pair) => set(linesOf(trace, pair), pair));
}

function pairsIn(trace: Trace): readonly Pair[] {
  const pairs = new Map<string, Pair>();
  const order = new Map(trace.endpoints.map(({ name }, index) => [name, index]));
  for (const step of trace.steps) {
    if (step.kind !== 'segment') continue;
    const [from, to] = [step.from, step.to];
    const known = [from, to].flatMap((key) => (key === null ? [] : [key]));
    const [one, other] = known.sort((a, b) => rank(a, order) - rank(b, order));
    if (one === undefined) continue;
    const key = [one, other].join('\n');
    const open = [...pairs.values()].find(({ left, right }) => left === one || right === one);
    if (other === undefined && open) continue;
    const name = (end: EndKey | undefined): string => {
      if (end === undefined) return '...';
      const { name: own } = endNamed(end);
      return trace.endpoints.find((endpoint) => endpoint.name === own)?.label ?? own;
    };
    pairs.set(key, { left: one, right: other, names: [name(one), name(other)] });
  }
  return [...pairs.values()];
}

function rank(key: EndKey, order: ReadonlyMap<string, number>): number {
  return order.get(endNamed(key).name) ?? 0;
}

function linesOf(trace: Trace, pair: Pair): readonly Line[] {
  const { left, right } = pair;
  const said = (state: State | undefined): string => (state === undefined ? '' : stateName(state, 'rfc'));
  const of = (states: States, key: EndKey | undefined): string =>
    said(key === undefined ? undefined : states.get(key));
  const initial = (key: EndKey | undefined): string =>
    said(key === undefined ? undefined : trace.initial[key]);
  const first: Line = { number: 1, left: initial(left), right: initial(right) };
  const lines: Line[] = [first];
  let number = 1;
  /** What each end was last shown in. */
  let shown = [first.left, first.right];
  const steps = trace.steps.filter((step) => concerns(step, pair));
  steps.forEach((step, index) => {
    const states = [of(step.states, left), of(step.states, right)] as const;
    if (step.kind === 'segment') {
      lines.push({ number: ++number, ...segmentLine(step, trace, pair, states) });
      shown = [...states];
      return;
    }
    if (step.kind !== 'call') return;
    const called = `(${callText(step)})`;
    const onLeft = step.end === left;
    lines.push({ number: ++number, left: onLeft ? called : '', right: onLeft ? '' : called });
    // The next segment shows the state, where one follows.
    const next = steps[index + 1];
    const changed = states[0] !== shown[0] || states[1] !== shown[1];
    if (changed && next?.kind !== 'segment') {
      lines.push({ left: onLeft ? states[0] : '', right: onLeft ? '' : states[1] });
      shown = [...states];
    }
  });
  return lines;
}

function concerns(step: Step, { left, right }: Pair): boolean {
  if (step.kind === 'call') return step.end === left || step.end === right;
  if (step.kind !== 'segment') return false;
  const ends = [step.from, step.to];
  return ends.every((end) => end === null || end === left || end === right);
}

/** Programs and timers as the RFC's figures name them: `Close`, `2 MSL`. */
function callText({ call }: CallStep): string {
  const words = call === '2MSL' ? '2 MSL' : call.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function segmentLine(
  step: SegmentStep,
  trace: Trace,
  { left }: Pair,
  [leftState, rightState]: readonly [string, string],
): Omit<Line, 'number'> {
  const rightwards = step.from === left || (step.from === null && step.to !== left);
  const head = rightwards ? '-->' : '<--';
  const flight = '...';
  const arrives = step.fate === 'arrived';
  const near = arrives ? flight : head;
  const far = step.fate === 'sent' ? flight : step.fate === 'lost' ? (rightwards ? '--X' : 'X--') : head;
  const remark = REMARKS[step.origin];
  // What its sender's TCP has nothing to do with shows no state of it.
  const strange = remark !== undefined || arrives;
  const [sender, receiver] = rightwards ? [leftState, rightState] : [rightState, leftState];
  const own = remark === undefined ? (strange ? '' : sender) : `(${remark})`;
  const reached = step.fate === 'sent' || step.fate === 'lost' ? '' : receiver;
  const segment = segmentText(step, trace);
  return rightwards
    ? { left: own, near, segment, far, right: reached }
    : { left: reached, near: far, segment, far: near, right: own };
}

const REMARKS: Readonly<Partial<Record<SegmentStep['origin'], string>>> = {
  dup: 'duplicate',
  stale: 'duplicate',
  forged: 'forged',
};

function segmentText(step: SegmentStep, trace: Trace): string {
  const flags = FLAGS.filter((flag) => step.flags.includes(flag));
  // The RFC names ACK last.
  const named = [...flags.filter((flag) => flag !== 'ACK'), ...flags.filter((flag) => flag === 'ACK')];
  const fields = [
    ...(step.seq === null ? [] : [`SEQ=${trace.speak(step.seq)}`]),
    ...(step.ack === null ? [] : [`ACK=${trace.speak(step.ack)}`]),
    ...(named.length > 0 ? [`CTL=${named.join(',')}`] : []),
    ...(step.len > 0 ? [step.lenAssumed ? 'DATA' : `DATA=${step.len}`] : []),
  ];
  return fields.map((field) => `<${field}>`).join('');
}

/** Sets the lines in columns, a blank line between those with numbers. */
function set(lines: readonly Line[], { names }: Pair): readonly string[] {
  const numbers = String(lines.length).length + 1;
  const begin = INDENT + numbers + 2;
  const lefts = lines.map(({ left }) => left.length);
  const state = Math.min(STATE, Math.max(0, ...lefts)) + 1;
  const room = COLUMNS - begin - state - 2 * (ARROW + 1) - 1 - STATE;
  const pieces = lines.map(({ segment }) => (segment === undefined ? [] : folded(segment, room)));
  const width = Math.max(10, ...pieces.flat().map((piece) => piece.length));
  const right = begin + state + ARROW + 1 + width + 1 + ARROW + 1;
  const text: string[] = [];
  const put = (...cells: readonly (readonly [number, string])[]): void => {
    let line = '';
    for (const [column, cell] of cells) if (cell !== '') line = `${line.padEnd(column)}${cell}`;
    text.push(line);
  };
  put([begin, names[0]], [Math.max(right, begin + names[0].length + 2), names[1]]);
  lines.forEach((line, index) => {
    if (line.number !== undefined) text.push('');
    const [first = '', ...more] = pieces[index] ?? [];
    const number = line.number === undefined ? '' : `${line.number}.`.padStart(numbers);
    const arrow = begin + state;
    put(
      [INDENT, number],
      [begin, line.left],
      [arrow, line.near ?? ''],
      [arrow + ARROW + 1, first],
      [arrow + ARROW + 1 + width + 1, line.far ?? ''],
      [right, line.right],
    );
    for (const piece of more) put([arrow + ARROW + 1, piece]);
  });
  return text;
}

/** A segment in pieces that fit, cut between its fields. */
function folded(segment: string, room: number): readonly string[] {
  const pieces: string[] = [];
  for (const field of segment.match(/<[^>]*>/g) ?? []) {
    const last = pieces.at(-1);
    if (last !== undefined && last.length + field.length <= room) pieces[pieces.length - 1] = last + field;
    else pieces.push(field);
  }
  return pieces;
}
