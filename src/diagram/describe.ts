/** A drawing in words, for someone who hears it. */
import type { Drawing } from './drawing.js';
import { callText } from './lettering.js';
import type { RowPlace } from './places.js';
import { wordsIn } from './words.js';

/** A row: what happens, what it changes, what is wrong, where it is written. */
export function describe(drawing: Drawing, { row }: Pick<RowPlace, 'row'>): string {
  const words = wordsIn(drawing.language).spoken;
  const name = (participant: number) => drawing.participants[participant]?.name ?? '';
  const said: string[] = [];
  switch (row.kind) {
    case 'segment': {
      const numbers = row.numbers.map((number) => `${number.name} ${number.value}`.trim());
      said.push(
        `${words.segment(row.number, name(row.from), name(row.to))}: ${[row.flags, ...numbers].join(', ')}`,
        ...row.remarks,
      );
      if (row.fate !== '') said.push(row.fate);
      if (row.passage === 'arrival') said.push(words.arrives);
      break;
    }
    case 'call':
      said.push(`${name(row.participant)}: ${callText(row)}`);
      break;
    case 'state':
      said.push(name(row.participant));
      break;
    case 'phase':
      said.push(`${words.phase}: ${row.text}`);
      break;
    case 'note':
      said.push(`${words.note}: ${row.text}`);
      break;
  }
  for (const state of row.states) {
    const end = drawing.ends[state.end];
    if (!end) continue;
    const owner = `${name(end.participant)}${end.peer === '' ? '' : `(${end.peer})`}`;
    said.push(state.changed ? words.becomes(owner, state.name) : words.stays(owner, state.name));
  }
  for (const index of row.problems) {
    const problem = drawing.problems[index];
    if (!problem || problem.severity === 'hint') continue;
    const message = problem.message.replaceAll('`', '');
    said.push(
      problem.deliberate
        ? `${words.deliberate}: ${problem.deliberate.why || message}`
        : `${words.severity[problem.severity]}: ${message}`,
    );
  }
  if (row.kind === 'segment' && row.text !== '') said.push(row.text);
  said.push(words.line(row.line));
  return said.join('; ');
}
