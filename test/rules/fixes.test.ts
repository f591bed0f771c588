/** Fixes that are offered for what is wrong in the corpus and in the fixtures, applied. */
import { readdirSync, readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { analyse, type Problem } from '../../src/language/analyse.js';
import { mendings } from '../../src/language/mend.js';
import { applyEdits } from '../../src/language/range.js';
import { noteOf } from '../language/note.js';
import { root } from '../support/root.js';

/** One of so many exchanges is tried; all of them with `SEGNO_RUNS=1000`. */
const STRIDE = Number(process.env['SEGNO_RUNS'] ?? 300) < 1000 ? 3 : 1;

const OPTIONS = { kind: 'segno', language: 'en', stateNames: 'netstat' } as const;

const FILES = ['test/corpus', 'test/rules'].flatMap((folder) =>
  readdirSync(`${root}/${folder}`)
    .filter((name) => name.endsWith('.segno') && !name.startsWith('valid'))
    .map((name) => `${folder}/${name}`),
);

/** The exchanges of all files as texts of their own. */
const exchanges = FILES.flatMap((file) => {
  const text = readFileSync(`${root}/${file}`, 'utf8');
  const lines = text.split('\n');
  return analyse(text, OPTIONS).scenarios.map(({ line, endLine }) =>
    lines.slice(line - 1, endLine).join('\n'),
  );
}).filter((_, i) => i % STRIDE === 0);

function serious(text: string): readonly Problem[] {
  return analyse(text, OPTIONS).problems.filter(
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

describe('a fix that is offered', () => {
  it('mends its problem and brings no other', { timeout: 300_000 }, async () => {
    let applied = 0;
    for (const text of exchanges) {
      await setImmediate();
      const problems = serious(text);
      for (const problem of problems) {
        for (const { title, edits } of mendings(noteOf(text), problem)) {
          applied++;
          const mended = applyEdits(text, edits);
          const left = without(codes(problems), [problem.code]);
          expect(without(codes(serious(mended)), left), `${title}\n${text}\n${mended}`).toEqual([]);
        }
      }
    }
    expect(applied).toBeGreaterThan(exchanges.length / 2);
  });
});
