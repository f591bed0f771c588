/**
 * Lines in the order in which things happen, where times say that it is another than that of the page: a segment that is
 * still on its way while its receiver does something is known there only when it arrives.
 */
import { backwardsIn } from './backwards.js';
import type { Script, SegmentStatement, Statement } from './script.js';
import { timesOf, type Times } from './times.js';
import type { Found, Trace } from './trace.js';

/** A script in the order of its times. */
export interface InOrder {
  readonly script: Script;
  /** The line that each of its statements is, or is half of. */
  readonly lines: readonly number[];
}

interface Event {
  readonly statement: Statement;
  readonly line: number;
  readonly time: number;
  /** Whether it is the arrival of what left on the same line. */
  readonly arrives: boolean;
}

/** The script in the order of its times; undefined where that is the order in which it is written. */
export function inOrder(script: Script): InOrder | undefined {
  const { statements } = script;
  // A figure is drawn as it is; what captures say of times is when somebody saw a segment.
  if (script.figure || !statements.some(({ moment }) => moment)) return undefined;
  // Times that contradict themselves tell nothing.
  if (backwardsIn(script).length > 0) return undefined;
  const times = timesOf(script);
  let last = -Infinity;
  const events = statements.flatMap((statement, line): Event[] => {
    last = times[line]?.at ?? last;
    const event = { statement, line, time: last, arrives: false };
    const arrives = times[line]?.arrives;
    if (statement.kind !== 'segment' || arrives === undefined) return [event];
    if (!isAwaited(statement, line, arrives, statements, times)) return [event];
    const [leaving, arriving] = halves(statement);
    return [
      { ...event, statement: leaving },
      { statement: arriving, line, time: arrives, arrives: true },
    ];
  });
  const sorted = events
    .map((event, place) => ({ event, place }))
    .sort(
      (a, b) =>
        a.event.time - b.event.time || Number(b.event.arrives) - Number(a.event.arrives) || a.place - b.place,
    )
    .map(({ event }) => event);
  const isSame = sorted.length === statements.length && sorted.every(({ line }, place) => line === place);
  if (isSame) return undefined;
  return {
    script: { ...script, statements: sorted.map(({ statement }) => statement) },
    lines: sorted.map(({ line }) => line),
  };
}

/** What happens while a segment is on its way stands no more lines away. */
const NEAR = 200;

/** Whether the receiver does something, or something else reaches it, before the segment arrives. */
function isAwaited(
  { to, from }: SegmentStatement,
  line: number,
  arrives: number,
  statements: readonly Statement[],
  times: readonly (Times | undefined)[],
): boolean {
  const at = times[line]?.at ?? arrives;
  const first = Math.max(0, line - NEAR);
  return statements.slice(first, line + NEAR).some((other, place) => {
    const index = first + place;
    const when = times[index];
    if (index === line || when === undefined) return false;
    if (other.kind === 'call') return other.end.name === to && when.at >= at && when.at < arrives;
    if (other.kind !== 'segment') return false;
    if (other.from === to && other.fate !== 'arrived') return when.at >= at && when.at < arrives;
    const isOvertaking = other.from === from && other.to === to && index > line;
    return isOvertaking && (when.arrives ?? when.at) < arrives && other.fate === 'delivered';
  });
}

/** What leaves, and what arrives, each with the states that are expected of its own end. */
function halves(statement: SegmentStatement): [SegmentStatement, SegmentStatement] {
  const { from, states } = statement;
  const own = states.filter(({ end }) => end.name === from);
  const others = states.filter(({ end }) => end.name !== from);
  return [
    { ...statement, fate: 'sent', states: own },
    { ...statement, fate: 'arrived', origin: 'new', states: others },
  ];
}

/** The trace of a script in order, as one of the lines that are written. */
export function asWritten(trace: Trace, { lines }: InOrder, script: Script): Trace {
  const back = <P extends { readonly statement: number }>(place: P): P => ({
    ...place,
    statement: lines[place.statement] ?? place.statement,
  });
  const found = ({ meant, ...rest }: Found): Found => {
    const { place, related } = rest;
    // What half of a line was meant to be is no line.
    const isWhole = lines.filter((line) => line === lines[place.statement]).length === 1;
    return {
      ...rest,
      place: back(place),
      related: related.map((one) => ({ ...one, place: back(one.place) })),
      ...(meant && isWhole ? { meant: meant.map(back) } : {}),
    };
  };
  return {
    ...trace,
    script,
    steps: trace.steps.map(back),
    faults: trace.faults.map(found).toSorted((a, b) => a.place.statement - b.place.statement),
  };
}
