import { readFileSync } from 'node:fs';
import { CodeActionKind, type CodeAction } from 'vscode-languageserver';
import { describe, expect, it } from 'vitest';

import { actionsFor } from '../../src/language/features/code-actions.js';
import { analysed, serious } from './helpers.js';
import { applied, noteOf, uri } from './note.js';

// Each mistake is made in every line of the corpus.

/** One mistake in a line; undefined where it cannot be made. */
const MISTAKES: Readonly<Record<string, (line: string) => string | undefined>> = {
  'an acknowledgment too far': (line) => changed(line, /(\back=)(\w+)((?:\+\d+)?)/i, (number) => number + 1),
  'an acknowledgment too short': (line) =>
    changed(line, /(\back=)(\w+)((?:\+\d+)?)/i, (number) => number - 1),
  'a sequence number too far': (line) => changed(line, /(\bseq=)(\w+)((?:\+\d+)?)/i, (number) => number + 1),
  'another flag': (line) => (/\bFIN\b/.test(line) ? line.replace('FIN', 'SYN') : undefined),
  'a flag misspelt': (line) => (/\bSYN\b/.test(line) ? line.replace('SYN', 'SYM') : undefined),
  'another state': (line) =>
    /ESTABLISHED\]/.test(line) ? line.replace('ESTABLISHED]', 'FIN_WAIT_2]') : undefined,
};

/** The fix that an editor would apply at a single key. */
function preferred(text: string): CodeAction | undefined {
  const range = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };
  const context = { diagnostics: [], only: [CodeActionKind.QuickFix] };
  return actionsFor(noteOf(text), { range, context }).find((one) => one.isPreferred && isSerious(one));
}

/** Whether an action mends what is more than a hint. */
function isSerious({ diagnostics }: CodeAction): boolean {
  return diagnostics?.some(({ severity }) => severity === 1 || severity === 2) === true;
}

/** The line with another number behind a name: a plain number, or what is added to a symbol. */
function changed(line: string, pattern: RegExp, change: (number: number) => number): string | undefined {
  const [whole, name = '', first = '', more = ''] = pattern.exec(line) ?? [];
  if (whole === undefined) return undefined;
  if (/^\d+$/.test(first)) return line.replace(whole, name + String(change(Number(first))));
  const offset = change(Number(more.slice(1)));
  const sum = offset === 0 ? '' : offset > 0 ? `+${offset}` : String(offset);
  return line.replace(whole, name + first + sum);
}

describe.each(Object.keys(MISTAKES))('%s', (mistake) => {
  it.each(['figures', 'valid'])('is mended by the first fix that is offered, in %s.segno', (name) => {
    const text = readFileSync(new URL(`../corpus/${name}.segno`, import.meta.url), 'utf8');
    const all = text.split('\n');
    let [mended, alone] = [0, 0];
    for (const { line, endLine } of analysed(text).scenarios) {
      const lines = all.slice(line - 1, endLine);
      for (const [index, written] of lines.entries()) {
        if (!/<-|->/.test(written) || /\b(?:stale|forged)\b/.test(written)) continue;
        const wrong = MISTAKES[mistake]?.(written);
        if (wrong === undefined) continue;
        const mutant = lines.with(index, wrong).join('\n');
        const problems = serious(analysed(mutant).problems);
        if (problems.length !== 1) continue;
        alone++;
        const fix = preferred(mutant);
        if (!fix) continue;
        const rest = serious(analysed(applied(mutant, fix.edit?.changes?.[uri] ?? [])).problems);
        expect(
          rest.map(({ message }) => message),
          `${mutant}\n${fix.title}`,
        ).toEqual([]);
        mended++;
      }
    }
    // Where two lines contradict each other, nobody can tell which of them is meant.
    expect(mended / alone).toBeGreaterThan(mistake === 'another flag' ? 0 : 0.6);
  });
});
