/** Writes times before the lines of a scenario, or takes them away. */
import { draw } from '../diagram/draw.js';
import { momentsOf } from '../diagram/timeline.js';
import type { Scenario } from './analysis.js';
import type { Note } from './note.js';
import { at, splitLines, type Edit } from './range.js';
import { harmless } from './refactor.js';

/** How long a segment takes where nobody says, in milliseconds. */
const WAY = 20;

/** Whether any line of a scenario says when it happens. */
export function hasTimes({ script }: Scenario): boolean {
  return script.statements.some(({ moment }) => moment !== undefined);
}

/** Whether there is something that could have times, and has none. */
export function lacksTimes(scenario: Scenario): boolean {
  return !hasTimes(scenario) && scenario.script.statements.some(({ kind }) => kind === 'segment');
}

/** Says of each segment and call when it happens: as the drawing to scale has it. */
export function addTimes(note: Note, scenario: Scenario): readonly Edit[] {
  const { trace, line, endLine, sourceMap } = scenario;
  const { language, stateNames } = note.options;
  const drawing = draw(trace, [], { language, states: stateNames, line, endLine });
  const moments = momentsOf(drawing).rows;
  const edits = drawing.rows.flatMap((row, index): Edit[] => {
    const statement = sourceMap.statementAt(row.line);
    const moment = moments[index];
    if (statement === undefined || !moment || (row.kind !== 'segment' && row.kind !== 'call')) return [];
    const [leaves, arrives] = [moment.at, moment.arrives].map((time) => Math.round(time * WAY));
    const both = row.kind === 'segment' && row.passage === 'across';
    const text = both ? `@${leaves}..${arrives}ms ` : `@${leaves}ms `;
    return [{ range: at(sourceMap.range({ statement, part: 'whole' }), 'start'), text }];
  });
  return harmless(note, edits);
}

/** Takes the times away. */
export function leaveOutTimes(note: Note, { script, sourceMap }: Scenario): readonly Edit[] {
  const lines = splitLines(note.text);
  const edits = script.statements.flatMap((_, statement): Edit[] => {
    const range = sourceMap.written({ statement, part: 'moment' });
    if (!range) return [];
    const [blanks = ''] = /^\s*/u.exec((lines[range.line - 1] ?? '').slice(range.endColumn - 1)) ?? [];
    return [{ range: { ...range, endColumn: range.endColumn + blanks.length }, text: '' }];
  });
  return harmless(note, edits);
}
