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

/** One row an end: its state and counters, those that changed as before → after. */
export function table({ before, after }: SegmentStep | CallStep, trace: Trace, speaker: Speaker): string[] {
  const ends = Object.keys(after);
  if (ends.length === 0) return [];
  const rows = ends.flatMap((end) => {
    const now = after[end];
    return now ? [row(end, before[end] ?? now, now, trace, speaker)] : [];
  });
  return [
    `| | ${STATE[speaker.language]} | ${COLUMNS.join(' | ')} |`,
    '|---|---|---|---|---|---|---|',
    ...rows,
  ];
}

function row(end: string, before: Tcb, after: Tcb, trace: Trace, { stateNames }: Speaker): string {
  const cell = (old: string, now: string): string => (old === now ? now : `${old} → **${now}**`);
  const name = ({ state }: Tcb): string => stateName(state, stateNames).replaceAll('_', '\\_');
  const [old, now] = [before, after].map((tcb) => tcbTexts(tcb, trace).map(value));
  const cells = COLUMNS.map((field) => {
    const at = TCB_FIELDS.indexOf(field);
    return cell(old?.[at] ?? NONE, now?.[at] ?? NONE);
  });
  return `| \`${end}\` | ${[cell(name(before), name(after)), ...cells].join(' | ')} |`;
}

/** Windows are plain numbers; sequence numbers are notation. */
function value(text: string, field: number): string {
  if (text === '') return NONE;
  return TCB_FIELDS[field]?.endsWith('WND') ? text : `\`${text}\``;
}
