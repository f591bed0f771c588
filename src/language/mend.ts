/** Which fixes of a problem are worth their name: they are tried before they are offered. */
import type { Analysis, Problem, ProblemFix } from './analyse.js';
import { scenarioAt, type Note } from './note.js';
import { seriousIn, trying } from './slice.js';

/** So many fixes of one problem are tried. */
const MOST_TRIED = 6;

/** The fixes after which the problem is gone and nothing else has come. Those of the notation need no trial. */
export function mendings(note: Note, problem: Problem): readonly ProblemFix[] {
  if (problem.notation || problem.fixes.length === 0) return problem.fixes;
  const scenario = scenarioAt(note, { line: problem.line - 1, character: problem.column - 1 });
  const tried = scenario && trying(note, scenario);
  if (!tried) return problem.fixes;
  const before = tally(tried([]), problem.code);
  return problem.fixes.slice(0, MOST_TRIED).filter(({ edits }) => {
    const after = tally(tried(edits), problem.code);
    const isNew = [...after].some(([code, times]) => times > (before.get(code) ?? 0));
    return !isNew && (after.get(problem.code) ?? 0) < (before.get(problem.code) ?? 0);
  });
}

/** How often each problem is found: errors and warnings, and the one that is to be mended. */
function tally(analysis: Analysis, code: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const add = (one: string): unknown => found.set(one, (found.get(one) ?? 0) + 1);
  const serious = seriousIn(analysis);
  serious.forEach(add);
  if (!serious.includes(code)) analysis.problems.filter((one) => one.code === code).forEach(() => add(code));
  return found;
}
