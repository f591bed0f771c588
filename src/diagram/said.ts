/** What is said above a picture: broken lines first, then what is wrong in the exchange. */
import type { Drawing, DrawnProblem, FileProblem } from './drawing.js';
import { wordsIn } from './words.js';

export type ProblemTone = 'error' | 'warning' | 'information';

export interface SaidProblem {
  readonly tone: ProblemTone;
  readonly line: number;
  readonly code: string;
  /** Pieces of notation stand in backticks. */
  readonly message: string;
  readonly section: string;
  readonly href?: string;
}

/** This many problems are named; the picture marks them all. */
export const NAMED = 3;

/** The innermost of the drawings to which a line belongs: one without a title may lie around others. */
export function drawingAt<T extends Pick<Drawing, 'line' | 'endLine'>>(
  drawings: readonly T[],
  line: number,
): T | undefined {
  return drawings
    .filter((one) => one.line <= line && line <= one.endLine)
    .sort((a, b) => a.endLine - a.line - (b.endLine - b.line))[0];
}

/** The file's problems that belong to one of its drawings; what concerns none stands with the one above it. */
export function problemsIn(
  file: readonly FileProblem[],
  drawings: readonly Drawing[],
  drawing: Drawing,
): readonly FileProblem[] {
  const owner = (line: number) =>
    drawingAt(drawings, line) ?? drawings.findLast((one) => one.line <= line) ?? drawings[0];
  return file.filter(({ line }) => owner(line) === drawing);
}

/**
 * The file's errors and the serious problems of a drawing. One that is `held` is an older one, kept while a line of it
 * cannot be read: what it says of lines that have changed since may be wrong by now.
 */
export function problemsOf(
  file: readonly FileProblem[],
  shown: { readonly drawing: Drawing; readonly held: boolean } | undefined,
): SaidProblem[] {
  const broken = file
    .filter((problem) => problem.severity === 'error' && !problem.unsaid)
    .map((problem): SaidProblem => {
      const held = problem.broken && shown?.held;
      const message = held ? wordsIn(shown.drawing.language).held(problem.message) : problem.message;
      return { tone: 'error', line: problem.line, code: problem.code, message, section: '' };
    });
  return [...broken, ...(shown && !shown.held ? seriousProblems(shown.drawing) : [])];
}

function seriousProblems({ problems }: Drawing): SaidProblem[] {
  return problems
    .filter(({ deliberate, severity }) => !deliberate && (severity === 'error' || severity === 'warning'))
    .map(said);
}

function said({ severity, line, code, message, section, href }: DrawnProblem): SaidProblem {
  const tone = severity === 'warning' ? 'warning' : 'error';
  return { tone, line, code, message, section, ...(href?.startsWith('https:') ? { href } : {}) };
}
