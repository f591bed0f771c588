/** What is wrong with a reading of a connection, and in which states its ends are. */
import { replayAgain } from '../../exchange/replay.js';
import type { Replayed } from '../../exchange/course.js';
import { entryOf, judge } from '../../rules/index.js';
import type { State } from '../../tcp/state.js';
import type { Doubts } from '../exchange/journey.js';
import type { Side } from '../exchange/passing.js';
import type { Telling } from './statements.js';
import type { NamedStates } from './write.js';

/** An error or a warning, at a statement. */
export interface Wrong {
  readonly statement: number;
  readonly code: string;
}

/** A way in which a connection may have gone, and what would be wrong with it. */
export interface Reading {
  readonly telling: Telling;
  readonly doubts: Doubts;
  readonly wrong: readonly Wrong[];
  readonly replayed: Replayed;
}

/** @param other a reading that may begin in the same way, so that it need not be played anew */
export function judged(telling: Telling, doubts: Doubts, other?: Reading): Reading {
  const replayed = replayAgain(telling.script, other ? [other.replayed] : []);
  const wrong = judge(replayed.trace).flatMap(({ fault: { code }, place: { statement } }): Wrong[] => {
    const severity = entryOf(code)?.severity;
    return severity === 'error' || severity === 'warning' ? [{ statement, code }] : [];
  });
  return { telling, doubts, wrong, replayed };
}

/** The states that statements change, above the first that is wrong. */
export function statesIn({ wrong, replayed: { trace } }: Reading): NamedStates {
  const firstWrong = wrong[0]?.statement ?? Infinity;
  const states = new Map<number, readonly (readonly [Side, State])[]>();
  let now: Readonly<Record<Side, State | undefined>> = { C: trace.initial['C'], S: trace.initial['S'] };
  for (const step of trace.steps) {
    if (step.statement >= firstWrong) break;
    const before = now;
    now = { C: step.states.get('C'), S: step.states.get('S') };
    const changed = SIDES.flatMap((end) => {
      const state = now[end];
      return state === undefined || state === before[end] ? [] : [[end, state] as const];
    });
    if (changed.length > 0) states.set(step.statement, changed);
  }
  return states;
}

const SIDES = ['C', 'S'] as const;
