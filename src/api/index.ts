/**
 * Segno for programs: `import { check } from 'segno'`. Pure, in Node as in a browser, and total: no text makes any of it
 * throw.
 */
import { analysed, settingsOf } from './analysed.js';
import { textFigures } from './text-figures.js';
import type { Exchange, Explanation, Figure, Next, Options, Problem, RenderOptions, Trace } from './types.js';
import { drawAnalysis, saidOf } from '../diagram/draw-analysis.js';
import { svgFile } from '../diagram/svg-file.js';
import { nextSteps } from '../exchange/next/next.js';
import { UNEXPECTED } from '../exchange/next/rank.js';
import { replay } from '../exchange/replay.js';
import { mendings, mendAll } from '../language/mend.js';
import { applyEdits, splitLines } from '../language/range.js';
import { problemJson, traceJson } from '../language/trace-json.js';
import { turned } from '../language/turn.js';
import { writeStatement } from '../language/write.js';
import { entryOf } from '../rules/index.js';
import { hrefOf } from '../rules/wording.js';

export type * from './types.js';

/** What is wrong in a text: Segno's own, Markdown, or a file in another notation, as its name says. */
export function check(text: string, options: Options = {}): readonly Problem[] {
  const note = analysed(text, options);
  return note.analysis.problems.map((problem) => ({
    ...problemJson(problem),
    section: entryOf(problem.code)?.section || null,
    fixes: mendings(note, problem),
  }));
}

/** Both ends of every exchange, step by step: what `segno trace --json` prints. */
export function trace(text: string, options: Options = {}): Trace {
  const { analysis } = analysed(text, options);
  const { name, language } = settingsOf(options);
  return traceJson(analysis, name, language);
}

/** A drawing of every exchange: what `segno render` writes. */
export function render(text: string, options: RenderOptions = {}): readonly Figure[] {
  const { format = 'svg', theme = 'page', toScale = false } = options;
  if (format !== 'svg') return textFigures(text, options, format);
  const { analysis } = analysed(text, options);
  const { language, stateNames } = settingsOf(options);
  const drawings = drawAnalysis(analysis, { language, states: stateNames, levels: options.rules });
  return drawings.scenarios.flatMap((drawing, index): Figure[] => {
    const scenario = analysis.scenarios[index];
    if (!scenario) return [];
    const { title, line, endLine } = scenario;
    return [{ title, line, endLine, text: svgFile(drawing, saidOf(drawings, drawing), theme, { toScale }) }];
  });
}

/** Every exchange that a text holds, whatever its notation, in Segno's. */
export function read(text: string, options: Options = {}): readonly Exchange[] {
  const { analysis } = analysed(text, options);
  const lines = splitLines(text);
  return analysis.scenarios.map((scenario): Exchange => {
    const { notation, title, line, endLine } = scenario;
    const written = notation === 'segno' ? lines.slice(line - 1, endLine) : turned(scenario);
    return { notation, title, line, endLine, segno: `${written.join('\n')}\n` };
  });
}

/** What the last exchange of a text may go on with, the likeliest first. */
export function next(text: string, options: Options = {}): readonly Next[] {
  const script = analysed(text, options).analysis.scenarios.at(-1)?.script;
  if (!script) return [];
  return nextSteps(script).flatMap(({ statement, rank }): Next[] => {
    const line = writeStatement(statement, 'english');
    if (line === undefined) return [];
    const { final } = replay({ ...script, statements: [...script.statements, statement] });
    return [{ line, expected: rank < UNEXPECTED, states: final }];
  });
}

/** The text with everything mended that one edit can mend, as *Fix all Segno problems* does. */
export function fix(text: string, options: Options = {}): string {
  return applyEdits(text, mendAll(analysed(text, options)));
}

/** The documentation of a problem; undefined where there is none of that code. */
export function explain(code: string, options: Pick<Options, 'language'> = {}): Explanation | undefined {
  const entry = entryOf(code);
  if (!entry) return undefined;
  const { language } = settingsOf(options);
  return {
    code: entry.code,
    severity: entry.severity,
    title: entry.title[language],
    text: entry.explanation[language],
    section: entry.section || null,
    href: hrefOf(entry.section) ?? null,
    requirement: entry.requirement ?? null,
    wrong: entry.examples.bad,
    right: entry.examples.good,
  };
}
