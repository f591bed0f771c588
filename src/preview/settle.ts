/** What to show after an edit: the new drawings, or the last good ones while a line cannot be read. */
import type { Drawing, FileProblem } from '../diagram/drawing.js';
import { emptyDrawing } from '../diagram/empty.js';
import { drawingAt } from '../diagram/said.js';
import type { EditedLines } from '../protocol/preview.js';
import type { DrawingsAnswer } from '../protocol/server.js';
import { moveDrawing } from './edits.js';

export interface Shown {
  readonly drawing: Drawing;
  /** True while the drawing is an older one, kept because what replaces it is not whole. */
  readonly held: boolean;
  /** No exchange yet: lines that cannot be read, outside of every other. */
  readonly begun?: boolean;
}

export interface Settled {
  readonly uri: string;
  readonly version: number;
  readonly shown: readonly Shown[];
  readonly problems: readonly FileProblem[];
  /** The file has no exchange any more; what is shown is the last one. */
  readonly vanished: boolean;
}

/**
 * While lines are broken, a scenario that contains one keeps its last good drawing, and so does one that has lost its
 * beginning or its name through them. Scenarios without a broken line are always shown as they are. Broken lines that
 * belong to none are the beginning of one. `edits` are those made between the two versions: the lines of what is kept
 * go with them.
 */
export function settle(
  before: Settled | undefined,
  next: DrawingsAnswer,
  edits: readonly EditedLines[] = [],
): Settled {
  const last = before?.uri === next.uri ? withLinesMoved(before, edits) : undefined;
  const fresh = next.scenarios;
  const settled = (shown: readonly Shown[], vanished = false): Settled => ({
    uri: next.uri,
    version: next.version,
    shown: [...shown, ...begun(next, shown)].sort((a, b) => a.drawing.line - b.drawing.line),
    problems: next.problems,
    vanished,
  });
  if (fresh.length === 0 && last && last.shown.length > 0) {
    return settled(
      last.shown.map(({ drawing }) => ({ drawing, held: true })),
      next.problems.every((problem) => !problem.broken),
    );
  }
  const broken = next.problems.filter((problem) => problem.broken).map((problem) => problem.line);
  const whole = (drawing: Drawing) => !broken.some((line) => drawing.line <= line && line <= drawing.endLine);
  if (!last || broken.length === 0) return settled(fresh.map((drawing) => ({ drawing, held: false })));

  const claimed = new Set<Drawing>();
  const shown: Shown[] = [];
  // Those that can be read take their old place; the others keep it.
  for (const { drawing: old } of last.shown) {
    // Of one with nothing in it nothing is lost.
    const match = fresh.find(
      (drawing) => !claimed.has(drawing) && (whole(drawing) || !hasContent(old)) && isSame(drawing, old),
    );
    if (!match && !hasContent(old)) continue;
    if (match) claimed.add(match);
    shown.push(match ? { drawing: match, held: false } : { drawing: old, held: true });
  }
  const held = shown.filter((one) => one.held).map(({ drawing }) => drawing);
  for (const drawing of fresh) {
    if (claimed.has(drawing)) continue;
    // What is left of a held scenario would be a second picture of it.
    if (held.some((old) => isSame(drawing, old) || overlap(drawing, old))) continue;
    shown.push({ drawing, held: false });
  }
  return settled(shown);
}

/** Exchanges of which nothing can be read yet: runs of broken lines that belong to no other. */
function begun({ problems, scenarios }: DrawingsAnswer, shown: readonly Shown[]): Shown[] {
  const known = shown.map(({ drawing }) => drawing);
  const language = (known[0] ?? scenarios[0])?.language ?? 'en';
  const lines = problems
    .filter(({ broken, line }) => broken && !drawingAt(known, line))
    // What stands right above an exchange is its own beginning, half typed.
    .filter(({ line }) => !known.some((drawing) => drawing.line === line + 1))
    .map(({ line }) => line);
  const runs: { line: number; endLine: number }[] = [];
  for (const line of [...new Set(lines)].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run && line <= run.endLine + 1) run.endLine = line;
    else runs.push({ line, endLine: line });
  }
  return runs.map((run) => ({
    drawing: emptyDrawing({ language, title: '', ...run }),
    held: false,
    begun: true,
  }));
}

function withLinesMoved(settled: Settled, edits: readonly EditedLines[]): Settled {
  const kept = settled.shown.filter((one) => !one.begun);
  const shown = kept.map((one) => ({ ...one, drawing: moveDrawing(one.drawing, edits) }));
  return { ...settled, shown };
}

/** Whether there is anything to draw. */
export function hasContent(drawing: Drawing): boolean {
  return drawing.rows.length > 0 || drawing.initial.length > 0;
}

/** Whether two drawings are of one scenario: titles tell, and where there are none, the place. */
function isSame(a: Drawing, b: Drawing): boolean {
  if (a.title !== b.title) return false;
  return a.title !== '' || overlap(a, b);
}

function overlap(a: Drawing, b: Drawing): boolean {
  return a.line <= b.endLine && b.line <= a.endLine;
}

/** The scenario that continues an earlier one: by title, the nearest of equal ones; else the one nearest by line. */
export function bestMatch(shown: readonly Shown[], title: string, line: number): Shown | undefined {
  const distance = ({ drawing }: Shown) =>
    Math.abs(drawing.line - line) + (drawing.title === title ? 0 : 1_000_000);
  return [...shown].sort((a, b) => distance(a) - distance(b))[0];
}
