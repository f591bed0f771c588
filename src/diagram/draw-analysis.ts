/** All drawings of a file, and what is to be said above them. */
import type { Severity } from '../exchange/fault.js';
import type { Found, Trace } from '../exchange/trace.js';
import type { WordingOptions } from '../rules/wording.js';
import { draw } from './draw.js';
import type { Drawing, FileProblem } from './drawing.js';
import { problemsIn, problemsOf, type SaidProblem } from './said.js';
import { visible } from './visible.js';

/** A scenario as the language has analysed it. */
export interface AnalysedScenario {
  readonly trace: Trace;
  /** What `judge` found in it. */
  readonly found: readonly Found[];
  /** First and last line of the scenario's text in the file, 1-based. Its script counts its lines from the first. */
  readonly line: number;
  readonly endLine: number;
  /** The last line that belongs to it; where it is not closed that is below the last one that is written. */
  readonly reach: number;
}

/** A problem of the file, in words. */
export interface WordedProblem {
  readonly line: number;
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  /** Whether it is one of the notation, which no trace knows of. */
  readonly notation: boolean;
  /** Set while it is held back. */
  readonly unsaid?: true;
}

export interface Drawings {
  readonly scenarios: readonly Drawing[];
  readonly problems: readonly FileProblem[];
}

interface Options extends WordingOptions {
  readonly tcbs?: boolean;
}

/** What a scenario was drawn as last: those that an edit leaves as they are, are the same objects after it. */
const known = new WeakMap<AnalysedScenario, { readonly drawing: Drawing; readonly options: Options }>();

function drawingOf(scenario: AnalysedScenario, options: Options): Drawing {
  const before = known.get(scenario);
  if (before && isSame(before.options, options)) return before.drawing;
  const { trace, found, line, reach } = scenario;
  const drawing = draw(trace, found, { ...options, line, endLine: reach });
  known.set(scenario, { drawing, options });
  return drawing;
}

function isSame(a: Options, b: Options): boolean {
  return a.language === b.language && a.states === b.states && a.levels === b.levels && a.tcbs === b.tcbs;
}

/**
 * Draws a whole file: its scenarios in their order, and the problems of its notation, of which the errors break lines.
 * The problems of its exchanges are drawn from what was found in them.
 */
export function drawAnalysis(
  analysis: {
    readonly scenarios: readonly AnalysedScenario[];
    readonly problems: readonly WordedProblem[];
  },
  options: Options,
): Drawings {
  return {
    scenarios: analysis.scenarios.map((scenario) => drawingOf(scenario, options)),
    problems: analysis.problems
      .filter(({ notation, severity }) => notation && severity !== 'hint')
      .map(({ line, severity, code, message, unsaid }) => ({
        line,
        severity,
        code,
        message: visible(message),
        // A stray `end` has no meaning that the drawing could lack.
        broken: severity === 'error' && code !== 'stray-end',
        ...(unsaid ? { unsaid } : {}),
      })),
  };
}

/** What is wrong with one of the drawings, for whoever sees only that. */
export function saidOf({ scenarios, problems }: Drawings, drawing: Drawing): SaidProblem[] {
  return problemsOf(problemsIn(problems, scenarios, drawing), { drawing, held: false });
}
