/**
 * The one way in which fixtures are checked: what is expected stands in a comment under the line, with carets under
 * what it points at.
 *
 *     C <- SYN+ACK(ack=x+2) <- S
 *     //           ^^^^^^^ error wrong-ack-number: ACK should be `x+1`, not `x+2`: …
 */
import { analyse, type Problem, type TextKind } from '../../src/language/analyse.js';

const EXPECTATION = /^\s*\/\/\s*(?<marks>\^+) (?<said>(?:error|warning|information|hint) [a-z-]+: .+)$/;

export interface Expectations {
  /** What the comments say, as `LINE:COLUMN-COLUMN severity code: message`. */
  readonly expected: readonly string[];
  /** What is found: errors and warnings, and of the rest what carries the code. */
  readonly found: readonly string[];
}

function line({ line: number, column, endColumn, severity, code, message }: Problem): string {
  return `${number}:${column}-${endColumn} ${severity} ${code}: ${message}`;
}

/** Sets what a fixture expects against what is found in it. `code` is the rule that it shows. */
export function check(text: string, code: string, kind: TextKind): Expectations {
  const expected: string[] = [];
  let last = 0;
  text.split('\n').forEach((content, index) => {
    const match = EXPECTATION.exec(content);
    const { marks = '', said = '' } = match?.groups ?? {};
    if (!match) last = index + 1;
    else
      expected.push(`${last}:${content.indexOf('^') + 1}-${content.indexOf('^') + 1 + marks.length} ${said}`);
  });
  const { problems } = analyse(text, { kind, language: 'en', stateNames: 'netstat' });
  const counts = ({ severity, code: own }: Problem): boolean =>
    severity === 'error' || severity === 'warning' || own === code;
  return { expected, found: problems.filter(counts).map(line) };
}
