import type { Script, Statement } from '../../src/exchange/script.js';
import { analyse, type Analysis, type Problem, type TextKind } from '../../src/language/analyse.js';
import type { Language } from '../../src/rules/rule.js';

export function analysed(text: string, kind: TextKind = 'segno', language: Language = 'en'): Analysis {
  return analyse(text, { kind, language, stateNames: 'netstat' });
}

/** The only script of a text. */
export function scriptOf(text: string): Script {
  const { scenarios } = analysed(text);
  const [scenario] = scenarios;
  if (!scenario || scenarios.length > 1) throw new Error(`${scenarios.length} scenarios in: ${text}`);
  return scenario.script;
}

/** The only statement of a text, its flags as a list, without its lines. */
export function statementOf(text: string): Record<string, unknown> {
  const { statements } = scriptOf(text);
  const [statement] = statements;
  if (!statement || statements.length > 1) throw new Error(`${statements.length} statements in: ${text}`);
  return plain(statement);
}

/** A statement with its flags as a list, without its lines. */
export function plain(statement: Statement): Record<string, unknown> {
  const entries = Object.entries(statement).filter(([key]) => key !== 'line' && key !== 'endLine');
  const rest: Record<string, unknown> = Object.fromEntries(entries);
  return statement.kind === 'segment' ? { ...rest, flags: [...statement.flags] } : rest;
}

/** The problems with the way a text is written, those of its exchanges left out. */
export function notation(text: string, kind: TextKind = 'segno'): readonly Problem[] {
  return analysed(text, kind).problems.filter((problem) => problem.notation);
}

export function serious(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({ severity }) => severity === 'error' || severity === 'warning');
}

/** What stands at a problem. */
export function marked(text: string, problem: Problem): string {
  const lines = text.split('\n');
  if (problem.line !== problem.endLine) return `${problem.line}-${problem.endLine}`;
  return (lines[problem.line - 1] ?? '').slice(problem.column - 1, problem.endColumn - 1);
}
