/** Writes the rest of an exchange, until both ends have closed. */
import { completion } from '../exchange/next/next.js';
import { replay } from '../exchange/replay.js';
import type { Scenario } from './analysis.js';
import { keywordOf } from './keywords.js';
import type { Note } from './note.js';
import { splitLines, type Edit, type Range } from './range.js';
import { scanLine } from './scanner.js';
import { spellingOf, writeStatement } from './write.js';

/** Whether something is left to write: an end has not closed, or a segment is still in the network. */
export function isUnfinished({ trace, broken }: Scenario): boolean {
  if (broken) return false;
  const open = Object.values(trace.final).some((state) => state !== 'CLOSED' && state !== 'LISTEN');
  return (
    open ||
    trace.steps.some((step) => step.kind === 'segment' && step.fate === 'sent' && step.arrival === undefined)
  );
}

/** The edit that writes the lines that are left; none where no way leads to the end. */
export function completeExchange(note: Note, scenario: Scenario): readonly Edit[] {
  const { script, trace } = scenario;
  const added = completion(script);
  if (!added) return [];
  const after = replay({ ...script, statements: [...script.statements, ...added] });
  if (after.faults.length > trace.faults.length) return [];
  const block = note.analysis.blocks.find(
    ({ line, endLine }) => line <= scenario.line && scenario.endLine <= endLine,
  );
  const spelling = block ? spellingOf(block.lines, note.options.language) : 'english';
  const texts = added.flatMap((statement) => writeStatement(statement, spelling) ?? []);
  const lines = splitLines(note.text);
  const eol = note.text.includes('\r\n') ? '\r\n' : '\n';
  const last = block?.lines[scenario.endLine - block.line] ?? '';
  const prefix = prefixOf(scenario, lines, last);
  if (isEnd(last)) {
    return [{ range: place(scenario.endLine, 1), text: texts.map((text) => prefix + text + eol).join('') }];
  }
  const column = (lines[scenario.endLine - 1] ?? '').length + 1;
  return [
    { range: place(scenario.endLine, column), text: texts.map((text) => eol + prefix + text).join('') },
  ];
}

function place(line: number, column: number): Range {
  return { line, column, endLine: line, endColumn: column };
}

function isEnd(line: string): boolean {
  const { kind, tokens } = scanLine(line);
  return tokens.length > 0 && keywordOf(kind) === 'end';
}

/** What stands before the lines of the scenario: blanks, and what Markdown puts there. */
function prefixOf(scenario: Scenario, lines: readonly string[], last: string): string {
  const count = scenario.script.statements.length;
  if (count > 0) {
    const { line, column } = scenario.sourceMap.range({ statement: count - 1, part: 'whole' });
    return (lines[line - 1] ?? '').slice(0, column - 1);
  }
  return (lines[scenario.endLine - 1] ?? '').slice(0, last.length - last.trimStart().length);
}
