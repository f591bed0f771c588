/** Where lines have gone to while a document was edited. */
import type { Drawing } from '../diagram/drawing.js';
import type { EditedLines } from '../protocol/preview.js';

/** Where a 1-based line stands after edits, which were made one after the other. */
export function moveLine(line: number, edits: readonly EditedLines[]): number {
  return edits.reduce((at, { line: first, endLine, breaks, whole }) => {
    if (at < first) return at;
    if (at > endLine) return at + breaks - (endLine - first);
    // What stood behind the edit goes on behind what was written.
    if (at === endLine && (at > first || whole)) return first + breaks;
    return first;
  }, line);
}

/** A drawing with its lines where they have gone to; itself where they all stay. */
export function moveDrawing(drawing: Drawing, edits: readonly EditedLines[]): Drawing {
  if (edits.length === 0) return drawing;
  const move = <T extends { readonly line: number; readonly endLine: number }>(one: T): T => ({
    ...one,
    line: moveLine(one.line, edits),
    endLine: moveLine(one.endLine, edits),
  });
  return {
    ...move(drawing),
    rows: drawing.rows.map(move),
    problems: drawing.problems.map((problem) => ({ ...problem, line: moveLine(problem.line, edits) })),
  };
}
