/** The problems of a note as an editor shows them. */
import { DiagnosticSeverity, DiagnosticTag, type Diagnostic } from 'vscode-languageserver';
import type { Severity } from '../../exchange/fault.js';
import type { Problem } from '../analysis.js';
import { toLsp, type Note } from '../note.js';
import { plainOfMarkdown } from '../plain.js';

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** Codes of things that could be left out: editors fade them. */
const UNNECESSARY: ReadonlySet<string> = new Set(['unused-expectation', 'unused-endpoint']);

/** The name under which editors list the problems. */
export const SOURCE = 'segno';

export function diagnosticOf(problem: Problem, uri: string): Diagnostic {
  const related = problem.related.map(({ range, message }) => ({
    location: { uri, range: toLsp(range) },
    message: plainOfMarkdown(message),
  }));
  return {
    range: toLsp(problem),
    severity: SEVERITIES[problem.severity],
    source: SOURCE,
    code: problem.code,
    message: plainOfMarkdown(problem.message),
    ...(problem.href === undefined ? {} : { codeDescription: { href: problem.href } }),
    ...(UNNECESSARY.has(problem.code) ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    ...(related.length > 0 ? { relatedInformation: related } : {}),
  };
}

/** The problems of a note, all of them unless it is said which. */
export function diagnostics(note: Note, problems: readonly Problem[] = note.analysis.problems): Diagnostic[] {
  return problems.map((problem) => diagnosticOf(problem, note.uri));
}
