/**
 * From a connection to its note. What the capture leaves open is read in the way in which both ends do what RFC 9293
 * says: only what no reading makes right is wrong.
 */
import { analyse, type Problem, type Scenario } from '../../language/analyse.js';
import { bestReading, DOUBTED, MOST_READ, unseenCalls } from '../../exchange/readings.js';
import type { State } from '../../tcp/state.js';
import type { Connection } from '../exchange/pair.js';
import { folded } from '../exchange/fold.js';
import {
  isTravelling,
  journeysOf,
  NO_DOUBTS,
  type Called,
  type Doubts,
  type Travelling,
} from '../exchange/journey.js';
import { isSame, opens, type Passing, type Side } from '../exchange/passing.js';
import { inPieces } from '../exchange/pieces.js';
import { whole } from '../exchange/whole.js';
import { linesOf, withStates, type NoteLine, type Style } from './write.js';

export interface NoteOptions extends Style {
  /** Long runs are told segment by segment, as they are where every field is written. */
  readonly unfold: boolean;
  /** At most so many segments, after folding. */
  readonly limit: number;
}

export interface Note {
  /** A scenario of Segno's, with a line end behind its last line. */
  readonly text: string;
  /** Errors and warnings. */
  readonly problems: readonly Problem[];
  /** The states of both ends when the capture ends; undefined where they are not known. */
  readonly final: Readonly<Partial<Record<Side, State>>>;
}

/** So many other readings are tried. */
const MOST_READINGS = 80;
/** So many segments behind a problem tell whether another reading is right. */
const BEHIND = 8;

export function noteOf(connection: Connection, options: NoteOptions): Note {
  const all = whole(connection.passings);
  // Of several segments in one line nobody could say that each was within the window.
  const shown = inPieces(options.unfold || options.full ? all : folded(all));
  const passings = shown.slice(0, options.limit);
  const read = (doubts: Doubts, until = passings.length): Reading => {
    const leftOut = until < passings.length ? 0 : shown.length - passings.length;
    const lines = linesOf(connection, journeysOf(passings.slice(0, until), doubts), leftOut, options);
    return { lines, doubts, ...judged(lines) };
  };
  const places = new Map(passings.map((passing, index) => [passing, index]));
  const placeOf = (reading: Reading, problem: Problem): number =>
    places.get(passingAt(reading, problem) ?? PASSING_NONE) ?? Infinity;
  const elsewhere = (reading: Reading): number =>
    reading.problems.filter((one) => placeOf(reading, one) === Infinity).length;
  let readOn = 0;
  let readings = 0;
  const best = bestReading<Reading, Problem>(read(NO_DOUBTS), {
    wrongBehind(reading, behind) {
      const wrong = reading.problems.find((one) => {
        const place = placeOf(reading, one);
        return place > behind && place < Infinity;
      });
      return wrong && { wrong, place: placeOf(reading, wrong) };
    },
    *better(reading, problem, place) {
      const until = Math.min(passings.length, place + 1 + BEHIND);
      for (const doubts of otherReadings(reading, problem, passings.slice(0, place))) {
        readOn += until;
        readings++;
        if (readOn > MOST_READ || readings > MOST_READINGS) return;
        const tried = read(doubts, until);
        if (tried.problems.some((one) => placeOf(tried, one) <= place)) continue;
        // What is put in must be possible itself.
        if (elsewhere(tried) > elsewhere(reading)) continue;
        const all = until === passings.length ? tried : read(doubts);
        if (all.problems.length <= reading.problems.length) yield all;
      }
    },
  });
  return finished(best, options);
}

/** Where a problem is about none of the segments. */
const PASSING_NONE = {} as Passing;

function passingAt({ lines }: Reading, problem: Problem | undefined): Passing | undefined {
  const event = problem && lines[problem.line - 1]?.event;
  return event && isTravelling(event) ? event.passing : undefined;
}

interface Reading {
  readonly lines: readonly NoteLine[];
  readonly doubts: Doubts;
  readonly problems: readonly Problem[];
  readonly scenario: Scenario | undefined;
}

function judged(lines: readonly NoteLine[]): Pick<Reading, 'problems' | 'scenario'> {
  const text = lines.map((line) => line.text).join('\n');
  const { problems, scenarios } = analyse(text, { kind: 'segno', language: 'en', stateNames: 'netstat' });
  return {
    problems: problems.filter(({ severity }) => severity === 'error' || severity === 'warning'),
    scenario: scenarios[0],
  };
}

const OPENS_ANEW: readonly Called['call'][] = ['abort', 'crash'];

/** What may be read otherwise so that a problem falls away. */
function* otherReadings(
  { lines, doubts }: Reading,
  problem: Problem,
  before: readonly Passing[],
): Iterable<Doubts> {
  const at = problem.line - 1;
  const event = lines[at]?.event;
  if (!event || !isTravelling(event)) return;
  const { passing } = event;
  const arrivals = arrivalsAt(lines.slice(0, at), passing.from).slice(-DOUBTED).reverse();
  const later = (ones: readonly Passing[]): Doubts => ({
    ...doubts,
    late: new Map([...doubts.late, ...ones.map((one) => [one, passing] as const)]),
  });
  const lost = (...ones: Passing[]): Doubts => ({ ...doubts, lost: new Set([...doubts.lost, ...ones]) });
  if (problem.code === 'reply-missing') yield lost(passing);
  if (before.some((one) => isSame(one, passing))) {
    yield { ...doubts, copied: new Set([...doubts.copied, passing]) };
  }
  const own = before.findLastIndex(({ from }) => from === passing.from);
  // Who opens anew has given up what it opened before, although nothing shows how.
  const isAnew = opens(passing) && before.some((one) => opens(one) && one.from === passing.from);
  for (const call of isAnew ? OPENS_ANEW : unseenCalls(problem.code)) {
    // As soon as it has sent the one before, or just before what this answers.
    for (const next of [before[own + 1] ?? passing, arrivals[0]]) {
      if (next) yield { ...doubts, calls: new Map([...doubts.calls, [next, { end: passing.from, call }]]) };
    }
  }
  for (let count = 1; count <= arrivals.length; count++) yield later(arrivals.slice(0, count));
  for (const one of arrivals) yield lost(one);
  yield lost(passing);
}

/** What arrives at an end, in order. */
function arrivalsAt(lines: readonly NoteLine[], side: Side): Passing[] {
  return lines.flatMap(({ event }) =>
    event && isTravelling(event) && arrives(event) && event.passing.from !== side ? [event.passing] : [],
  );
}

function arrives({ fate }: Travelling): boolean {
  return fate === 'delivered' || fate === 'arrived' || fate === 'copied';
}

/** The note with the states named where they change, as far as nothing is wrong. */
function finished({ lines, problems, scenario }: Reading, { language }: NoteOptions): Note {
  const firstWrong = Math.min(...problems.map(({ line }) => line));
  const states = new Map<number, readonly (readonly [Side, State])[]>();
  let final: Partial<Record<Side, State>> = {};
  if (scenario) {
    const { script, trace } = scenario;
    let now: Readonly<Record<Side, State | undefined>> = { C: trace.initial['C'], S: trace.initial['S'] };
    for (const step of trace.steps) {
      const line = script.statements[step.statement]?.line;
      const next = { C: step.states.get('C'), S: step.states.get('S') };
      const before = now;
      const changed = (['C', 'S'] as const).flatMap((end) => {
        const state = next[end];
        return state === undefined || state === before[end] ? [] : [[end, state] as const];
      });
      if (line !== undefined && scenario.line + line - 1 < firstWrong)
        states.set(scenario.line + line - 1, changed);
      now = next;
    }
    final = problems.length === 0 ? trace.final : {};
  }
  const text = lines
    .map((line, index) => withStates(line, line.event ? (states.get(index + 1) ?? []) : []))
    .join('\n');
  return { text: `${text}\n`, problems: inLanguage(problems, text, language), final };
}

function inLanguage(
  problems: readonly Problem[],
  text: string,
  language: NoteOptions['language'],
): readonly Problem[] {
  if (language === 'en' || problems.length === 0) return problems;
  return analyse(text, { kind: 'segno', language, stateNames: 'netstat' }).problems.filter(
    ({ severity }) => severity === 'error' || severity === 'warning',
  );
}
