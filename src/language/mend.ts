/** Which fixes of a problem are worth their name: they are tried before they are offered. */
import type { Problem, ProblemFix } from './analyse.js';
import { scenarioAt, type Note } from './note.js';
import { seriousIn, trying } from './slice.js';

/** A fix that has been tried. */
export interface Mending extends ProblemFix {
  /** Whether less is wrong afterwards; else the problem has only moved to another place. */
  readonly mends: boolean;
}

/**
 * The fixes after which the problem is gone and no more is wrong than before, those first after which less is.
 * Problems of the notation have fixes that need no trial.
 */
export function mendings(note: Note, problem: Problem): readonly Mending[] {
  const scenario = scenarioAt(note, { line: problem.line - 1, character: problem.column - 1 });
  const tried = problem.notation || !scenario ? undefined : trying(note, scenario);
  if (!tried || problem.fixes.length === 0) return problem.fixes.map((fix) => ({ ...fix, mends: true }));
  const before = tried([]);
  const same = (code: string): boolean => code === problem.code;
  const [serious, own] = [seriousIn(before).length, before.problems.filter(({ code }) => same(code)).length];
  const mending = problem.fixes.flatMap((fix): Mending[] => {
    const after = tried(fix.edits);
    const left = seriousIn(after).length;
    const gone = after.problems.filter(({ code }) => same(code)).length < own;
    const isSerious = problem.severity === 'error' || problem.severity === 'warning';
    if (!gone || left > serious) return [];
    return [{ ...fix, mends: isSerious ? left < serious : true }];
  });
  return mending.sort((a, b) => Number(b.mends) - Number(a.mends));
}
