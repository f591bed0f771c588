/** Both ends before and after a step, as a table. */
import { TCB_FIELDS } from '../../diagram/drawing.js';
import { tcbTexts } from '../../diagram/tcbs.js';
import type { CallStep, SegmentStep, Trace } from '../../exchange/trace.js';
import type { Bilingual, Language } from '../../rules/rule.js';
import { stateName, type StateStyle } from '../../tcp/state.js';
import type { Tcb } from '../../tcp/tcb.js';

/** How the reader wants to be spoken to. */
export interface Speaker {
  readonly language: Language;
  readonly stateNames: StateStyle;
}

const STATE: Bilingual = { en: 'state', 'zh-cn': '状态' };
const COLUMNS = ['SND.UNA', 'SND.NXT', 'SND.WND', 'RCV.NXT', 'RCV.WND'] as const;
const NONE = '–';

/**
 * State and counters of each end, those that changed as before → after; counters that no end has are left out. An end is
 * a row, or a column where the table must be narrow.
 */
export function table(
  { before, after }: SegmentStep | CallStep,
  trace: Trace,
  speaker: Speaker,
  narrow = false,
): string[] {
  const ends = Object.entries(after).map(([end, now]) => row(end, before[end] ?? now, now, trace, speaker));
  if (ends.length === 0) return [];
  const full = shown([['', STATE[speaker.language], ...COLUMNS], ...ends]);
  const [heading = [], ...rows] = narrow ? transposed(full) : full;
  return [line(heading), `|${'---|'.repeat(heading.length)}`, ...rows.map(line)];
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** The rows without the columns in which there is nothing. */
function shown(rows: readonly (readonly string[])[]): string[][] {
  return rows.map((cells) => cells.filter((_, at) => rows.slice(1).some((other) => other[at] !== NONE)));
}

function transposed(rows: readonly (readonly string[])[]): string[][] {
  return (rows[0] ?? []).map((_, column) => rows.map((cells) => cells[column] ?? ''));
}

function row(end: string, before: Tcb, after: Tcb, trace: Trace, { stateNames }: Speaker): string[] {
  const cell = (old: string, now: string): string => (old === now ? now : `${old} → **${now}**`);
  const name = ({ state }: Tcb): string => stateName(state, stateNames).replaceAll('_', '\\_');
  const [old, now] = [before, after].map((tcb) => tcbTexts(tcb, trace).map(value));
  const cells = COLUMNS.map((field) => {
    const at = TCB_FIELDS.indexOf(field);
    return cell(old?.[at] ?? NONE, now?.[at] ?? NONE);
  });
  return [`\`${end}\``, cell(name(before), name(after)), ...cells];
}

/** Windows are plain numbers; sequence numbers are notation. */
function value(text: string, field: number): string {
  if (text === '') return NONE;
  return TCB_FIELDS[field]?.endsWith('WND') ? text : `\`${text}\``;
}
