/** Problems as a compiler prints them: the place, the message, the line with a mark under what is wrong. */
import type { Paint, Style } from './terminal.js';
import { padded, printedWidth, safe } from './terminal.js';
import type { FileReport } from './report.js';
import type { Words } from './words.js';
import type { Problem } from '../language/analyse.js';
import { width } from '../notation/width.js';

const STYLES: Readonly<Record<Problem['severity'], Style>> = {
  error: 'red',
  warning: 'yellow',
  information: 'blue',
  hint: 'cyan',
};

/** Hints are for the editor, where they stand aside; here they would bury the rest. */
export function pretty(reports: readonly FileReport[], words: Words, paint: Paint): string {
  const printed = reports.flatMap((report) =>
    report.problems
      .filter(({ severity }) => severity !== 'hint')
      .map((problem) => `${printProblem(problem, report, words, paint)}\n`),
  );
  return `${printed.join('\n')}${printed.length > 0 ? '\n' : ''}${summary(reports, words, paint)}\n`;
}

function printProblem(problem: Problem, { name, lines }: FileReport, words: Words, paint: Paint): string {
  const style = STYLES[problem.severity];
  const heading =
    paint('bold', `${safe(name)}:${problem.line}:${problem.column}:`) +
    ` ${paint(style, `${words.severity[problem.severity]}[${safe(problem.code)}]:`)} ${safe(problem.message)}`;
  const gutter = String(problem.line).length;
  const bar = (label: string) => paint('dim', ` ${label.padStart(gutter)} |`);
  const text = lines[problem.line - 1] ?? '';
  const from = problem.column - 1;
  const to = problem.endLine > problem.line ? text.length : Math.max(problem.endColumn - 1, from);
  const mark =
    ' '.repeat(printedWidth(text.slice(0, from))) +
    '^'.repeat(Math.max(1, printedWidth(text.slice(from, to))));
  const note = (content: string) => paint('dim', ` ${''.padStart(gutter)} = `) + content;
  return [
    heading,
    bar(''),
    `${bar(String(problem.line))} ${safe(text)}`,
    `${bar('')} ${paint(style, mark)}`,
    ...problem.related.map(({ range, message }) =>
      note(`${safe(name)}:${range.line}:${range.column}: ${safe(message)}`),
    ),
    ...(problem.href ? [note(paint('dim', rfcReference(problem)))] : []),
  ].join('\n');
}

function rfcReference({ href }: Problem): string {
  const section = /#section-(.+)$/.exec(href ?? '')?.[1];
  return section === undefined ? safe(href ?? '') : `RFC 9293 §${section}: ${safe(href ?? '')}`;
}

function summary(reports: readonly FileReport[], words: Words, paint: Paint): string {
  const count = (severity: Problem['severity']) =>
    reports.reduce(
      (sum, { problems }) => sum + problems.filter((problem) => problem.severity === severity).length,
      0,
    );
  const errors = count('error');
  const warnings = count('warning');
  if (errors + warnings === 0) return words.noProblems(reports.length);
  return paint('bold', words.count(errors, warnings, reports.length));
}

/** A table with aligned columns; cells are safe already. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, width(cell))));
  return rows.map((row) =>
    row
      .map((cell, i) => padded(cell, widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
