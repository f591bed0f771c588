/** What is selected when a selection grows: word, argument, flag, segment, statement, scenario, block. */
import type { Position, Range as LspRange, SelectionRange } from 'vscode-languageserver';
import { blankComments } from '../lines.js';
import { scenarioAt, toLsp, type Note } from '../note.js';
import { contains, shift, type Range } from '../range.js';
import { dissect } from '../words.js';
import type { Feature } from './feature.js';

export const selectionRanges: Feature = {
  capabilities: { selectionRangeProvider: true },
  register({ connection, note }) {
    connection.onSelectionRanges(({ textDocument, positions }) => {
      const open = note(textDocument.uri);
      return open ? positions.map((position) => selectionAt(open, position)) : null;
    });
  },
};

export function selectionAt(note: Note, position: Position): SelectionRange {
  const [line, column] = [position.line + 1, position.character + 1];
  const around = rangesAround(note, position).filter((range) => contains(range, line, column));
  let selection: SelectionRange | undefined;
  for (const range of around) {
    const inner = toLsp(range);
    // Each lies within the one around it, and says more than that one.
    if (selection && (!within(inner, selection.range) || within(selection.range, inner))) continue;
    selection = { range: inner, ...(selection ? { parent: selection } : {}) };
  }
  return selection ?? { range: { start: position, end: position } };
}

/** From the largest to the smallest, roughly. */
function rangesAround(note: Note, position: Position): Range[] {
  const line = position.line + 1;
  const ranges: Range[] = [];
  const block = note.analysis.blocks.find((one) => one.line <= line && line <= one.endLine);
  if (!block) return [];
  const lastLine = block.lines.at(-1) ?? '';
  ranges.push({ line: block.line, column: 1, endLine: block.endLine, endColumn: lastLine.length + 1 });
  const scenario = scenarioAt(note, position);
  if (!scenario) return ranges;
  ranges.push(scenario.range);
  const { sourceMap } = scenario;
  const index = sourceMap.statementAt(line);
  const statement = index === undefined ? undefined : sourceMap.statements[index];
  if (!statement) return ranges;
  const { lowered, first, last } = statement;
  const down = first + sourceMap.lines;
  const inside = [
    ...lowered.parts.values(),
    ...lowered.flags.flatMap(({ range, word, parentheses, items }) => [
      range,
      ...(word ? [word] : []),
      ...(parentheses ? [parentheses] : []),
      ...items.map((item) => item.range),
    ]),
    ...lowered.states.map(({ range }) => range),
  ];
  const { lines } = blankComments(block.lines);
  const from = down - (block.line - 1);
  const text = lines.slice(from, from + last - first + 1).join('\n');
  for (const token of dissect(text)?.tokens ?? []) {
    // At the edge of a word it is the word that is meant.
    if (token.role === undefined || token.role === 'join') continue;
    const number = token.line + 1;
    inside.push({ line: number, column: token.start + 1, endLine: number, endColumn: token.end + 1 });
  }
  inside.sort((a, b) => b.endLine - b.line - (a.endLine - a.line) || width(b) - width(a));
  return [...ranges, ...inside.map((range) => shift(range, down))];
}

function width({ column, endColumn }: Range): number {
  return endColumn - column;
}

/** Whether a range lies within another, or is the same. */
function within(inner: LspRange, outer: LspRange): boolean {
  return !isBefore(inner.start, outer.start) && !isBefore(outer.end, inner.end);
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
