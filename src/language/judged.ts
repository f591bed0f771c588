/** Judges an exchange: replays it, and keeps what was found that is somebody's mistake. */
import { remember, type Replayed } from '../exchange/course.js';
import { replayAgain } from '../exchange/replay.js';
import type { Place, Script } from '../exchange/script.js';
import type { Found, Trace } from '../exchange/trace.js';
import { entryOf, judge } from '../rules/index.js';
import type { Assembled } from './scenario.js';

/** How much was done to judge something, and how much could be done at most. */
export interface Spent {
  readonly work: number;
  readonly left: number;
}

/** A scenario with everything that does not depend on where in the file it stands. Lines count from its own first. */
export interface Judged extends Assembled, Spent {
  readonly trace: Trace;
  readonly found: readonly Found[];
  /** How its script went, and the one with guesses for broken lines, if they are long. */
  readonly replayed: readonly Replayed[];
}

/** What was found in traces, for those that are the same but for what is not judged. */
const judgedTraces = new WeakMap<Trace, readonly Found[]>();

function foundIn(trace: Trace): readonly Found[] {
  const found = judgedTraces.get(trace) ?? judge(trace);
  judgedTraces.set(trace, found);
  return found;
}

/** An exchange with fewer lines than that is read and replayed from its beginning after every edit. */
export const LONG = 32;

/**
 * @param others long exchanges that were replayed before: perhaps this one, before an edit
 * @param left how much may be done for it at most
 */
export function judgedOf(assembled: Assembled, others: readonly Replayed[], left: number): Judged {
  const replayed: Replayed[] = [];
  let work = 0;
  const play = (script: Script): Trace => {
    const isLong = script.statements.length >= LONG;
    const again = replayAgain(script, isLong ? [...others, ...replayed] : [], left - work);
    if (isLong) {
      if (replayed.length === 0) remember(again);
      replayed.push(again);
    }
    work += again.trace.work;
    const before = again.was && judgedTraces.get(again.was);
    if (before) judgedTraces.set(again.trace, before);
    return again.trace;
  };
  const trace = play(assembled.script);
  const found = foundIn(trace);
  const { guessed } = assembled;
  if (!guessed || found.length === 0) return { ...assembled, trace, found, replayed, work, left };
  const likely = play(guessed.script);
  const real = foundIn(likely);
  const codes = new Set(real.map(({ fault, place }) => `${place.statement} ${fault.code}`));
  // What is wrong only because a broken line does not count is nobody's mistake.
  const kept = found.filter(
    ({ fault, place, expected }) =>
      expected !== undefined || codes.has(`${guessed.indices[place.statement] ?? -1} ${fault.code}`),
  );
  if (!guessed.whole) return { ...assembled, trace, found: kept, replayed, work, left };
  // What is wrong either way is what it is with the guess in its place.
  const told = new Set(kept.map(({ place }) => place.statement));
  const wrong = found.filter(isError).map(({ place }) => place.statement);
  const untold = new Set(wrong.filter((index) => !told.has(index)).map((index) => guessed.indices[index]));
  const otherwise = real
    .filter((one) => isError(one) && untold.has(one.place.statement))
    .map((one) => broughtBack(one, guessed.indices, likely));
  return { ...assembled, trace, found: [...kept, ...otherwise], replayed, work, left };
}

function isError({ fault }: Found): boolean {
  return entryOf(fault.code)?.severity === 'error';
}

/** What was found in the script with guesses, as told of the script without; `indices` leads from this to that. */
function broughtBack(found: Found, indices: readonly number[], trace: Trace): Found {
  const back = <P extends Place>(place: P): P => ({ ...place, statement: indices.indexOf(place.statement) });
  const related = found.related
    .filter(({ place }) => indices.includes(place.statement))
    .map(({ place, note }) => ({ place: back(place), note }));
  return { ...found, place: back(found.place), related, speak: (number) => trace.speak(number) };
}
