/** Which fixes of a problem are worth their name: they are tried before they are offered. */
import type { Analysis, Problem, ProblemFix } from './analysis.js';
import { scenarioAt, type Note } from './note.js';
import { compareRanges, type Edit } from './range.js';
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

function isSerious({ severity }: Problem): boolean {
  return severity === 'error' || severity === 'warning';
}

/** Each fix is tried, which takes time: what is left is mended the next time. */
const MOST_MENDED = 100;

/** The best fix of each problem above a hint, as far as they do not get in each other's way. */
export function mendAll(note: Note): readonly Edit[] {
  const chosen: Edit[] = [];
  for (const problem of note.analysis.problems.filter(isSerious).slice(0, MOST_MENDED)) {
    const [best] = mendings(note, problem);
    if (!best) continue;
    const free = best.edits.every((edit) => chosen.every((other) => apart(edit, other)));
    if (free) chosen.push(...best.edits);
  }
  return chosen;
}

function apart(a: Edit, b: Edit): boolean {
  const [first, second] = compareRanges(a.range, b.range) <= 0 ? [a.range, b.range] : [b.range, a.range];
  return first.endLine < second.line || (first.endLine === second.line && first.endColumn < second.column);
}
