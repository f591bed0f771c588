/** Fixes that are offered for a text, applied. */
import { analyse, type Problem } from '../../src/language/analyse.js';
import { mendings } from '../../src/language/mend.js';
import { applyEdits } from '../../src/language/range.js';
import { noteOf } from '../language/note.js';

/** What was offered in a text, and what of it does not mend: the problem is still there, or another one has come. */
export interface Offered {
  readonly applied: number;
  /** The fix, the text, and the text with the fix. */
  readonly bad: readonly string[];
}

export function offeredIn(text: string): Offered {
  const problems = serious(text);
  let applied = 0;
  const bad: string[] = [];
  for (const problem of problems) {
    const left = without(codes(problems), [problem.code]);
    for (const { title, edits } of mendings(noteOf(text), problem)) {
      applied++;
      const mended = applyEdits(text, edits);
      const come = without(codes(serious(mended)), left);
      if (come.length > 0) bad.push(`${title}: ${come.join(', ')}\n${text}\n${mended}`);
    }
  }
  return { applied, bad };
}

function serious(text: string): readonly Problem[] {
  return analyse(text, { kind: 'segno', language: 'en', stateNames: 'netstat' }).problems.filter(
    ({ severity }) => severity === 'error' || severity === 'warning',
  );
}

function codes(problems: readonly Problem[]): string[] {
  return problems.map(({ code }) => code).sort();
}

/** The codes of the list without those of the other, each as often as it is there. */
function without(all: readonly string[], others: readonly string[]): string[] {
  const left = [...all];
  for (const one of others) if (left.includes(one)) left.splice(left.indexOf(one), 1);
  return left;
}
