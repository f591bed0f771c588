/**
 * What is said while somebody types. A line that is only unfinished is no problem yet, nor is what other lines lack
 * because of it; what cannot become right any more, and what is whole but wrong, is said when the keys rest.
 */
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import type { Found } from '../exchange/trace.js';
import type { State } from '../tcp/state.js';
import {
  createAnalyser,
  type Analysis,
  type AnalyseOptions,
  type Block,
  type Problem,
  type Scenario,
} from './analyse.js';
import { keywordOf } from './keywords.js';
import { splitLines } from './range.js';
import { scanLine } from './scanner.js';
import { isUnfinished } from './unfinished.js';
import { isUnfinishedRow } from './unfinished-row.js';

/** Where somebody is typing, both counted from 1. */
export interface Cursor {
  readonly line: number;
  readonly column: number;
}

/** Where the cursor is after a change that a key may have made; undefined after any other. */
export function cursorAfter(changes: readonly TextDocumentContentChangeEvent[]): Cursor | undefined {
  const [change, ...others] = changes;
  if (!change || others.length > 0 || !('range' in change)) return undefined;
  const { range, text } = change;
  const [first = '', second, ...more] = text.split(/\r\n|\n|\r/);
  if (more.length > 0 || (second !== undefined && (first + second).trim() !== '')) return undefined;
  if (range.start.line !== range.end.line && text !== '') return undefined;
  const { line, character } = range.start;
  if (second !== undefined) return { line: line + 2, column: second.length + 1 };
  // Editors close a bracket by themselves; the cursor is before what they have added.
  const closed = /^["“(（[【][)）\]】"”]$/u.test(first) ? 1 : 0;
  return { line: line + 1, column: character + first.length - closed + 1 };
}

/** What stands for a line that nobody has written yet: it cannot be read, so that what it might be stays open. */
const ANYTHING = '?';

export type Quiet = (
  text: string,
  analysis: Analysis,
  options: AnalyseOptions,
  cursor: Cursor | undefined,
  rested: boolean,
) => readonly Problem[];

/**
 * What tells the problems of a text that are to be said while somebody types in it; `rested` is whether no key has been
 * pressed for a while. It remembers what it has read: use one for each document.
 */
export function createQuiet(): Quiet {
  const analyser = createAnalyser();
  let known:
    { readonly text: string; readonly options: AnalyseOptions; readonly problems: Set<string> } | undefined;
  const problemsOf = (text: string, options: AnalyseOptions): ReadonlySet<string> => {
    if (known?.text !== text || JSON.stringify(known.options) !== JSON.stringify(options)) {
      known = { text, options, problems: new Set(analyser(text, options).problems.map(keyOf)) };
    }
    return known.problems;
  };

  return (text, analysis, options, cursor, rested) => {
    const { problems, blocks, figures } = analysis;
    if (!cursor) return problems;
    const { line, column } = cursor;
    const holds = (one: Block): boolean => one.line <= line && line <= one.endLine;
    const block = blocks.find(holds);
    const place = block ?? figures.find(holds);
    if (!place) return problems;
    const said = block ? toBeSaid(analysis, block, cursor) : problems;
    const isOpen = block
      ? isUnfinishedIn(block, line, column) || endsEarly(block, line, problems)
      : isUnfinishedRow(place, line, column);
    if (said.length === 0 || (rested && !isOpen)) return said;
    const elsewhere = said.filter((one) => line < one.line || one.endLine < line);
    if (elsewhere.length === 0) return [];
    const lines = splitLines(text);
    lines[line - 1] = (lines[line - 1] ?? '').slice(0, indentOf(place, line)) + ANYTHING;
    const without = problemsOf(lines.join('\n'), options);
    return elsewhere.filter((one) => without.has(keyOf(one)));
  };
}

/** The problems of a text in a block in which somebody types, but for what the lines to come may mend, or the next word. */
function toBeSaid(
  { problems, scenarios }: Analysis,
  block: Block,
  { line, column }: Cursor,
): readonly Problem[] {
  // Whoever writes in an exchange has not come to its end.
  const open = scenarios.findLast((one) => one.line < line);
  const awaited = new Set(open && goesOnAt(open, block, line) ? awaitedIn(open) : []);
  const isAtEnd =
    lineOf(block, line)
      .slice(column - 1)
      .trim() === '';
  if (open && isAtEnd) for (const key of begunIn(open, line)) awaited.add(key);
  return problems.filter(
    (one) =>
      (one.code !== 'unclosed-scenario' || one.line !== open?.line) &&
      !awaited.has(keyOf(one)) &&
      !(line < one.line && one.line <= block.endLine && isOpenBelow(block, line)),
  );
}

/** Whether a line belongs to an exchange that may go on there. */
function goesOnAt({ line: first, endLine, reach }: Scenario, block: Block, line: number): boolean {
  const isClosed = keywordOf(lineOf(block, endLine).trim()) === 'end';
  return first < line && (isClosed ? line < endLine : reach === endLine || line <= reach);
}

/** What only the end of an exchange can tell, and what is still to be written may mend. */
function awaitedIn(scenario: Scenario): readonly string[] {
  return keysOf(
    scenario,
    ({ fault }) =>
      fault.code === 'reply-missing' ||
      (fault.code === 'path-mismatch' && isBeginningOf(fault.actual, fault.written)),
  );
}

/** A path on a line that goes no further yet than the end of which it is written. */
function begunIn(scenario: Scenario, line: number): readonly string[] {
  return keysOf(
    scenario,
    ({ fault, place }) =>
      fault.code === 'path-mismatch' &&
      isBeginningOf(fault.written, fault.actual) &&
      scenario.sourceMap.range(place).line === line,
  );
}

function isBeginningOf(states: readonly State[], all: readonly State[]): boolean {
  return states.length < all.length && states.every((state, index) => state === all[index]);
}

function keysOf({ found, sourceMap }: Scenario, isOne: (one: Found) => boolean): readonly string[] {
  return found.filter(isOne).map(({ fault: { code }, place }) => keyOf({ code, ...sourceMap.range(place) }));
}

/** Whether the fence around a line has no end yet, so that what stands below is what it took from the text behind it. */
function isOpenBelow({ fence, lines, line: first }: Block, line: number): boolean {
  if (!fence) return false;
  return !fence.closed || lines.slice(line - first + 1).some((one) => /^\s*(?:`{3,}|~{3,})/.test(one));
}

/** Whether the line takes an `end` below what it closes: it may be about to become an `endpoint`, or that end to go. */
function endsEarly(block: Block, line: number, problems: readonly Problem[]): boolean {
  const isEnd = keywordOf(lineOf(block, line).trim()) === 'end';
  const below = (one: Problem): boolean => line < one.line && one.line <= block.endLine;
  return isEnd && problems.some((one) => one.code === 'stray-end' && below(one));
}

function keyOf({ code, line, column }: Pick<Problem, 'code' | 'line' | 'column'>): string {
  return `${line}:${column} ${code}`;
}

function lineOf(block: Block, line: number): string {
  return block.lines[line - block.line] ?? '';
}

/** How many characters stand before a line, what Markdown puts there included. */
function indentOf(block: Block, line: number): number {
  const text = lineOf(block, line);
  return text.length - text.trimStart().length;
}

function isUnfinishedIn(block: Block, line: number, column: number): boolean {
  let first = line;
  while (first > block.line && scanLine(lineOf(block, first - 1)).goesOn) first--;
  const above = block.lines.slice(first - block.line, line - block.line);
  const text = lineOf(block, line);
  return isUnfinished(above, text.slice(0, column - 1), text.slice(column - 1));
}
