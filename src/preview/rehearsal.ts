/**
 * Draws what nobody sees, while the page has nothing to draw yet: a browser compiles code when it runs for the first time,
 * and looks up fonts when they are first asked for. Whoever opens a long exchange does not wait for that as well.
 */
import type { Drawing, RowState, SegmentRow } from '../diagram/drawing.js';
import type { Measure } from '../diagram/places.js';
import { nextTask } from './next-task.js';
import { drawWhole } from './whole.js';
import type { Words } from './words.js';

const PANEL = 600;

const opened: RowState = { end: 0, state: 'ESTABLISHED', name: 'ESTABLISHED', changed: true };

const row: SegmentRow = {
  kind: 'segment',
  line: 1,
  endLine: 1,
  number: 1,
  from: 0,
  to: 1,
  passage: 'across',
  origin: 'new',
  flags: 'ACK',
  numbers: [{ name: 'seq', value: 'x+1' }],
  remarks: [],
  fate: '',
  states: [opened],
  text: 'text',
  problems: [0],
};

const sample: Drawing = {
  language: 'en',
  title: '',
  line: 1,
  endLine: 3,
  participants: ['C', 'S'].map((name) => ({ name, label: '', stateless: false })),
  ends: [0, 1].map((participant) => ({ participant, peer: '' })),
  initial: [0, 1].map((end) => ({ end, state: 'LISTEN', name: 'LISTEN' })),
  rows: [
    row,
    { ...row, from: 1, to: 0, passage: 'lost', fate: 'lost' },
    { ...row, passage: 'departure', other: 3 },
    { ...row, passage: 'arrival', other: 2 },
  ],
  problems: [{ row: 0, line: 1, severity: 'error', code: '', message: '', short: 'wrong', section: '' }],
};

/** Ends when all that has been drawn once. Where it cannot be, whatever is drawn says so. */
export async function rehearse(measure: Measure, words: Words): Promise<void> {
  await nextTask();
  await drawWhole(sample, PANEL, measure, words).catch(() => undefined);
}
