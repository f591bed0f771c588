/** Exchanges as scenarios of the file that they stand in. */
import type { Notation } from '../notation/reader.js';
import { isOff, type Levels } from '../rules/levels.js';
import type { FixedText } from './fixes.js';
import type { Judged } from './judged.js';
import type { Range } from './range.js';
import { shiftProblem } from './scenario.js';
import type { PlacedScenario } from './worded.js';

/** A place in a file where an exchange has been found. */
export interface Placed {
  readonly judged: Judged;
  readonly title: string;
  /** The line of the file on which it begins and ends, counted from 0. */
  readonly first: number;
  readonly last: number;
  /** The last line on which it could go on. */
  readonly reach: number;
  readonly heading: Range;
  readonly notation: Notation;
}

/** What an exchange came to last, and under which levels. */
const known = new WeakMap<
  Judged,
  { readonly scenario: PlacedScenario; readonly levels: Levels | undefined }
>();

/**
 * The scenario that stands there. After an edit, those that have neither changed nor moved are the same objects as
 * before, so that what is made of them can be kept with them.
 */
export function placedScenario(placed: Placed, text: FixedText, levels: Levels | undefined): PlacedScenario {
  const endColumn = text.line(placed.last + 1).length + 1;
  const before = known.get(placed.judged);
  if (before?.levels === levels && before && isThere(before.scenario, placed, endColumn))
    return before.scenario;
  const scenario = scenarioOf(placed, endColumn, levels);
  known.set(placed.judged, { scenario, levels });
  return scenario;
}

/** The heading and the notation are where the exchange is. */
function isThere(
  { title, line, endLine, reach, range }: PlacedScenario,
  placed: Placed,
  endColumn: number,
): boolean {
  return (
    line === placed.first + 1 &&
    endLine === placed.last + 1 &&
    reach === placed.reach + 1 &&
    title === placed.title &&
    range.endColumn === endColumn
  );
}

function scenarioOf(
  { judged, title, first, last, reach, heading, notation }: Placed,
  endColumn: number,
  levels: Levels | undefined,
): PlacedScenario {
  return {
    title,
    line: first + 1,
    endLine: last + 1,
    reach: reach + 1,
    range: { line: first + 1, column: 1, endLine: last + 1, endColumn },
    heading,
    script: judged.script,
    sourceMap: judged.map.at(first),
    trace: judged.trace,
    found: judged.found.filter(({ fault, expected }) => expected !== undefined || !isOff(fault.code, levels)),
    broken: judged.broken,
    notation,
    written: judged.problems.map((problem) => shiftProblem(problem, first)),
  };
}
