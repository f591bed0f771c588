/** One scenario of a note as a text of its own, to try edits on it without reading the rest of the file again. */
import { createAnalyser, type Analysis, type Scenario } from './analyse.js';
import type { Note } from './note.js';
import { applyEdits, type Edit } from './range.js';

/** What is found in the scenario, with edits of the file applied to its lines. */
export type TryEdits = (edits: readonly Edit[]) => Analysis;

/** What is tried differs from what was tried before by an edit or two, so that of a long exchange little is read again. */
const analyse = createAnalyser();

/** Undefined where the lines of the scenario are not known. */
export function trying(note: Note, scenario: Scenario): TryEdits | undefined {
  const block = note.analysis.blocks.find(
    (one) => one.line <= scenario.line && scenario.endLine <= one.endLine,
  );
  if (!block) return undefined;
  const text = block.lines.slice(scenario.line - block.line, scenario.endLine - block.line + 1).join('\n');
  const up = scenario.line - 1;
  return (edits) => {
    const moved = edits.map(({ range, text: written }): Edit => ({
      range: { ...range, line: range.line - up, endLine: range.endLine - up },
      // What Markdown wants before a line is blank in the lines of a block.
      text: block.fence ? written.replaceAll(/^[\s>]*>/gm, (marks) => ' '.repeat(marks.length)) : written,
    }));
    const options = { ...note.options, kind: 'segno', mode: scenario.script.mode } as const;
    return analyse(applyEdits(text, moved), options);
  };
}

/** The codes of what is wrong, warnings included, each as often as it is found. */
export function seriousIn({ problems }: Analysis): string[] {
  return problems
    .filter(({ severity }) => severity === 'error' || severity === 'warning')
    .map(({ code }) => code);
}
