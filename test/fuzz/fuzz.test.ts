import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { asciiDrawing } from '../../src/cli/ascii.js';
import { drawAnalysis } from '../../src/diagram/draw-analysis.js';
import { mermaidText } from '../../src/diagram/mermaid.js';
import { svgFile } from '../../src/diagram/svg-file.js';
import { MOST_PROBLEMS, type TextKind } from '../../src/language/analyse.js';
import { actionsFor } from '../../src/language/features/code-actions.js';
import { lensesOf } from '../../src/language/features/code-lens.js';
import { completionsAt } from '../../src/language/features/completion.js';
import { diagnostics } from '../../src/language/features/diagnostics.js';
import { documentSymbols } from '../../src/language/features/document-symbols.js';
import { foldingRanges } from '../../src/language/features/folding.js';
import { hoverAt } from '../../src/language/features/hover.js';
import { hintsIn } from '../../src/language/features/inlay-hints.js';
import { resolveRefactoring } from '../../src/language/features/refactorings.js';
import { highlightsAt, referencesAt } from '../../src/language/features/references.js';
import { renameAt } from '../../src/language/features/rename.js';
import { selectionAt } from '../../src/language/features/selection.js';
import { tokensOf } from '../../src/language/features/semantic-tokens.js';
import { formatEdits } from '../../src/language/format.js';
import type { Note } from '../../src/language/note.js';
import { applyEdits } from '../../src/language/range.js';
import { made, mayBeMade } from '../../src/language/selection.js';
import { traceJson } from '../../src/language/trace-json.js';
import { noteOf } from '../language/note.js';
import { TEXTS, texts } from './texts.js';

/** How often an end was asked what it may send, or what an arrival makes of it: what the engine's work consists of. */
const asked = vi.hoisted(() => ({ times: 0 }));

vi.mock(import('../../src/tcp/emit.js'), async (original) => {
  const module = await original();
  const emit: typeof module.emit = (...args) => {
    asked.times++;
    return module.emit(...args);
  };
  return { ...module, emit };
});

vi.mock(import('../../src/tcp/arrive.js'), async (original) => {
  const module = await original();
  const arrive: typeof module.arrive = (...args) => {
    asked.times++;
    return module.arrive(...args);
  };
  return { ...module, arrive };
});

const kind = fc.constantFrom<TextKind>('segno', 'markdown');

/** Every feature of an editor, at one place of a note. */
function useAll(note: Note, line: number, character: number): void {
  const position = { line, character };
  const range = { start: position, end: position };
  diagnostics(note);
  documentSymbols(note);
  foldingRanges(note);
  lensesOf(note);
  tokensOf(note);
  hintsIn(note, { start: { line: 0, character: 0 }, end: position }, { states: true, numbers: true });
  completionsAt(note, position);
  hoverAt(note, position);
  referencesAt(note, position, true);
  highlightsAt(note, position);
  renameAt(note, position, 'Z');
  selectionAt(note, position);
  for (const action of actionsFor(note, { range, context: { diagnostics: [] } }))
    resolveRefactoring(action, () => note);
}

describe.each(Object.entries(texts))('%s', (_name, text) => {
  afterEach(() => {
    asked.times = 0;
  });

  it('are read with so much work a line, and say no more than is of use', { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(text, kind, (written, as) => {
        asked.times = 0;
        const { analysis } = noteOf(written, as);
        expect(analysis.problems.length).toBeLessThanOrEqual(MOST_PROBLEMS);
        expect(asked.times).toBeLessThanOrEqual(MOST_ASKED * written.split('\n').length);
      }),
      { numRuns: TEXTS },
    );
  });

  it('are formatted, traced and drawn', { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(text, kind, (written, as) => {
        const { analysis } = noteOf(written, as);
        const formatted = applyEdits(written, formatEdits(written, analysis.blocks));
        expect(noteOf(formatted, as).analysis.scenarios.length).toBe(analysis.scenarios.length);
        JSON.stringify(traceJson(analysis, 'note'));
        const drawings = drawAnalysis(analysis, { language: 'zh-cn', states: 'rfc', tcbs: true });
        for (const drawing of drawings.scenarios) {
          mermaidText(drawing, { flavour: 'complete' });
          svgFile(drawing, [], 'dark');
          asciiDrawing(drawing, [], 80, (_tone, words) => words);
        }
      }),
      { numRuns: TEXTS },
    );
  });

  it('are edited with every feature, anywhere', { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(text, kind, fc.nat(), fc.nat(), (written, as, down, right) => {
        const lines = written.split('\n');
        const line = down % lines.length;
        useAll(noteOf(written, as), line, right % ((lines[line] ?? '').length + 1));
      }),
      { numRuns: Math.ceil(TEXTS / 2) },
    );
  });

  it('are made an exchange of, whatever is selected, or it is said why not', { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(text, kind, fc.nat(), fc.nat(), (written, as, one, other) => {
        const lines = written.split('\n');
        const [line, endLine] = [one % lines.length, other % lines.length].sort((a, b) => a - b) as [
          number,
          number,
        ];
        const range = {
          line: line + 1,
          column: 1,
          endLine: endLine + 1,
          endColumn: (lines[endLine] ?? '').length + 1,
        };
        const note = noteOf(written, as);
        const may = mayBeMade(note, range);
        const result = made(note, range);
        if ('why' in result) return;
        // What can be made is offered, and can be read.
        expect(may).toBe(true);
        expect(noteOf(result.text).analysis.problems.map(({ code }) => code)).not.toContain('syntax');
      }),
      { numRuns: Math.ceil(TEXTS / 2) },
    );
  });
});

/** A line is played in at most 16 worlds, each of which may ask a few times, and again when a number is discovered. */
const MOST_ASKED = 2000;
