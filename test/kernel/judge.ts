/** What Segno says of a recording, by the way that the command line goes. */
import { analyse, type Problem } from '../../src/language/analyse.js';

export function judged(text: string): readonly Problem[] {
  return analyse(text, { kind: 'segno', language: 'en', stateNames: 'netstat' }).problems;
}

/** The errors and warnings, each with its line: what a conforming stack must never be told. */
export function seriousProblems(text: string): readonly string[] {
  const lines = text.split('\n');
  return judged(text)
    .filter(({ severity }) => severity === 'error' || severity === 'warning')
    .map(({ line, code, message }) => `${line}: ${code}: ${message}\n    ${lines[line - 1] ?? ''}`);
}
