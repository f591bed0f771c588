/** Puts what was found into words, with fixes as edits of the file. */
import type { Severity } from '../exchange/fault.js';
import type { Found } from '../exchange/trace.js';
import { entryOf, fixesOf } from '../rules/index.js';
import { isOff, levelOf, type Levels } from '../rules/levels.js';
import { hrefOfCode, word } from '../rules/wording.js';
import type { AnalyseOptions, Problem, ProblemFix, Scenario } from './analysis.js';
import { editsOf, type FixedText } from './fixes.js';
import { FIX_TITLES, type NotationProblem } from './notation.js';
import { compareRanges, type Edit, type Range } from './range.js';
import type { PlacedProblem } from './structure.js';

/** No file gets more problems than that: beyond it, a list helps nobody. */
export const MOST_PROBLEMS = 500;

export interface PlacedScenario extends Scenario {
  /** What is wrong with the way it is written. */
  readonly written: readonly NotationProblem[];
}

/** The gravest problems, in the order of the text. Only those that are kept are put into words. */
export function worded(
  scenarios: readonly PlacedScenario[],
  notation: readonly PlacedProblem[],
  options: AnalyseOptions,
  text: FixedText,
): Problem[] {
  const candidates: { rank: number; word: () => Problem }[] = [];
  const { levels } = options;
  const isSaid = !isOff('other-notation', levels);
  const others = notation.filter(({ problem }) => isSaid && problem.code === 'other-notation');
  // What is no Segno is said once, not of each line.
  const told = ({ line }: Range): boolean =>
    others.some(({ problem: { range } }) => range.line <= line && line <= range.endLine);
  const add = (one: Graded, make: () => Problem): void => {
    if (!isOff(one.code, levels)) candidates.push({ rank: RANKS[severityOf(one, levels)], word: make });
  };
  for (const { problem, scenario } of notation) {
    if (problem.code !== 'other-notation' && told(problem.range)) continue;
    add(problem, () => wordNotation(problem, scenario, options, text));
  }
  for (const scenario of scenarios) {
    for (const problem of scenario.written) {
      if (told(problem.range)) continue;
      add(problem, () => wordNotation(problem, scenario.title, options, text));
    }
    for (const found of scenario.found) {
      if (found.expected || (others.length > 0 && told(scenario.sourceMap.range(found.place)))) continue;
      add(found.fault, () => wordFound(found, scenario, options, text));
    }
  }
  const kept = candidates.sort((a, b) => a.rank - b.rank).slice(0, MOST_PROBLEMS);
  const problems = kept.map((candidate) => candidate.word());
  return problems.sort((a, b) => compareRanges(a, b) || RANKS[a.severity] - RANKS[b.severity]);
}

/** A problem by its code; a severity of its own is a milder one, for what may only be unfinished. */
interface Graded {
  readonly code: string;
  readonly severity?: Severity;
}

function severityOf({ code, severity }: Graded, levels: Levels | undefined): Severity {
  return severity ?? levelOf(code, entryOf(code)?.severity ?? 'error', levels);
}

const RANKS: Readonly<Record<Severity, number>> = { error: 0, warning: 1, information: 2, hint: 3 };

function wordNotation(
  problem: NotationProblem,
  scenario: string | null,
  { language, levels }: AnalyseOptions,
  text: FixedText,
): Problem {
  let fixes: readonly ProblemFix[] | undefined;
  return {
    ...problem.range,
    severity: severityOf(problem, levels),
    code: problem.code,
    notation: true,
    message: problem.message[language],
    href: hrefOfCode(problem.code),
    scenario,
    related: [],
    get fixes() {
      return (fixes ??= (problem.fixes ?? []).map(({ title, edits, several }) => ({
        title: title[language],
        edits: several ? edits.map((edit) => ({ ...edit, text: setIn(edit, text) })) : edits,
      })));
    },
  };
}

/** The lines of an edit, set in as the line in whose place they come; in Markdown it may stand in a quotation. */
function setIn({ range, text: lines }: Edit, { line, eol }: FixedText): string {
  return lines.replaceAll('\n', eol + (/^[\s>]*/.exec(line(range.line))?.[0] ?? ''));
}

function wordFound(found: Found, scenario: Scenario, options: AnalyseOptions, text: FixedText): Problem {
  const { trace, sourceMap } = scenario;
  const worded = word(found, trace, {
    language: options.language,
    states: options.stateNames,
    levels: options.levels,
  });
  let fixes: readonly ProblemFix[] | undefined;
  return {
    ...sourceMap.range(found.place),
    severity: worded.severity,
    code: worded.code,
    notation: false,
    message: worded.message,
    href: worded.href,
    scenario: scenario.title,
    related: worded.related.map(({ place, message }) => ({ range: sourceMap.range(place), message })),
    // Worked out when somebody asks: most problems go away before anybody does.
    get fixes() {
      return (fixes ??= fixesOf(found, trace).flatMap((fix): ProblemFix[] => {
        const edits = editsOf(fix, sourceMap, text);
        if (edits.length === 0) return [];
        // In a figure it is said in its own words.
        const isWritten =
          trace.script.figure && fix.where === undefined && !fix.place.part.startsWith('flag');
        const title = isWritten ? FIX_TITLES.write(edits.map((edit) => edit.text).join(', ')) : fix.title;
        return [{ title: title[options.language], edits }];
      }));
    },
  };
}
