/** Both ends before and after a step, as a table. */
import type { CallStep, SegmentStep, Trace } from '../../exchange/trace.js';
import type { Bilingual, Language } from '../../rules/rule.js';
import { stateName, type State, type StateStyle } from '../../tcp/state.js';
import type { Tcb } from '../../tcp/tcb.js';

/** How the reader wants to be spoken to. */
export interface Speaker {
  readonly language: Language;
  readonly stateNames: StateStyle;
}

const STATE: Bilingual = { en: 'state', 'zh-cn': '状态' };

/** One row an end: its state and counters, those that changed as before → after. */
export function table({ before, after }: SegmentStep | CallStep, trace: Trace, speaker: Speaker): string[] {
  const ends = Object.keys(after);
  if (ends.length === 0) return [];
  const rows = ends.flatMap((end) => {
    const now = after[end];
    return now ? [row(end, before[end] ?? now, now, trace, speaker)] : [];
  });
  return [
    `| | ${STATE[speaker.language]} | SND.UNA | SND.NXT | SND.WND | RCV.NXT | RCV.WND |`,
    '|---|---|---|---|---|---|---|',
    ...rows,
  ];
}

function row(end: string, before: Tcb, after: Tcb, trace: Trace, { stateNames }: Speaker): string {
  const cell = (read: (tcb: Tcb) => string): string => {
    const [old, now] = [read(before), read(after)];
    return old === now ? now : `${old} → **${now}**`;
  };
  const name = (state: State): string => stateName(state, stateNames).replaceAll('_', '\\_');
  const number =
    (read: (tcb: Tcb) => Tcb['una']) =>
    (tcb: Tcb): string =>
      tcb.state === 'CLOSED' || tcb.state === 'LISTEN' ? '–' : `\`${trace.speak(read(tcb))}\``;
  const window =
    (read: (tcb: Tcb) => number | undefined) =>
    (tcb: Tcb): string => {
      const value = read(tcb);
      return value === undefined ? '–' : String(value);
    };
  const received = (tcb: Tcb): string => (tcb.state === 'SYN_SENT' ? '–' : number((one) => one.rcv)(tcb));
  return `| \`${end}\` | ${[
    cell((tcb) => name(tcb.state)),
    cell(number((tcb) => tcb.una)),
    cell(number((tcb) => tcb.nxt)),
    cell(window((tcb) => tcb.wnd)),
    cell(received),
    cell(window((tcb) => tcb.rwnd)),
  ].join(' | ')} |`;
}
