/** What a statement does: both ends before and after, what was filled in, and why the receiver does what it does. */
import { MarkupKind, type Hover, type Position } from 'vscode-languageserver';
import type { CallStep, SegmentStep, Trace } from '../../exchange/trace.js';
import type { Bilingual, Language } from '../../rules/rule.js';
import { hrefOf } from '../../rules/wording.js';
import { stateName, type State, type StateStyle } from '../../tcp/state.js';
import type { Tcb } from '../../tcp/tcb.js';
import { scenarioAt, toLsp, type Note } from '../note.js';
import { contains } from '../range.js';
import type { Feature } from './feature.js';
import { reasonInWords } from './reasons.js';

export const hover: Feature = {
  capabilities: { hoverProvider: true },
  register({ connection, note }) {
    connection.onHover(({ textDocument, position }) => {
      const open = note(textDocument.uri);
      return open ? hoverAt(open, position) : undefined;
    });
  },
};

const WORDS = {
  state: { en: 'state', 'zh-cn': '状态' },
  repeat: { en: 'sent again', 'zh-cn': '重发' },
  implied: { en: 'Implied', 'zh-cn': '隐含的调用' },
  lost: { en: 'Lost on the way.', 'zh-cn': '在途中丢失。' },
  sent: { en: 'Still in the network.', 'zh-cn': '仍在网络中。' },
} as const satisfies Record<string, Bilingual>;

interface Speaker {
  readonly language: Language;
  readonly stateNames: StateStyle;
}

export function hoverAt(note: Note, position: Position): Hover | undefined {
  const scenario = scenarioAt(note, position);
  const [line, column] = [position.line + 1, position.character + 1];
  const index = scenario?.sourceMap.statementAt(line);
  if (!scenario || index === undefined) return undefined;
  const step = scenario.trace.steps.find((one) => one.statement === index);
  if (step?.kind !== 'segment' && step?.kind !== 'call') return undefined;
  const part = step.kind === 'segment' ? 'segment' : 'call';
  const range = scenario.sourceMap.range({ statement: index, part });
  if (!contains(range, line, column)) return undefined;
  const lines =
    step.kind === 'segment'
      ? segmentLines(step, scenario.trace, note.options)
      : callLines(step, scenario.trace, note.options);
  return { contents: { kind: MarkupKind.Markdown, value: lines.join('\n') }, range: toLsp(range) };
}

function segmentLines(step: SegmentStep, trace: Trace, speaker: Speaker): string[] {
  const { language } = speaker;
  const numbers = [
    ...(step.seq === null ? [] : [`seq=${trace.speak(step.seq)}`]),
    ...(step.ack === null ? [] : [`ack=${trace.speak(step.ack)}`]),
    ...(step.len > 0 ? [`len=${step.len}`] : []),
    ...(step.win === null ? [] : [`win=${step.win}`]),
  ];
  const flags = step.flags.join('+');
  const written = `${flags}(${numbers.join(', ')})`;
  const origin = step.origin === 'repeat' ? ` — ${WORDS.repeat[language]}` : '';
  const lines = [`\`${step.from ?? '…'} → ${written} → ${step.to ?? '…'}\`${origin}`, ''];
  lines.push(...table(step, trace, speaker));
  const implied = step.implied.map(({ endpoint, call }) => `\`${endpoint}: ${call}\``);
  if (implied.length > 0) lines.push('', `${WORDS.implied[language]}: ${implied.join(', ')}`);
  if (step.fate === 'lost' || step.fate === 'sent') lines.push('', WORDS[step.fate][language]);
  const { reason } = step;
  const why = reason && step.to !== null ? reasonInWords(reason.key, step.to, language) : undefined;
  if (reason && why !== undefined) {
    const href = hrefOf(reason.section);
    lines.push('', href === undefined ? why : `${why} [RFC 9293 §${reason.section}](${href})`);
  }
  return lines;
}

function callLines(step: CallStep, trace: Trace, speaker: Speaker): string[] {
  return [`\`${step.end}: ${step.call}\``, '', ...table(step, trace, speaker)];
}

/** One row an end: its state and counters, those that changed as before → after. */
function table({ before, after }: SegmentStep | CallStep, trace: Trace, speaker: Speaker): string[] {
  const ends = Object.keys(after);
  if (ends.length === 0) return [];
  const rows = ends.flatMap((end) => {
    const now = after[end];
    return now ? [row(end, before[end] ?? now, now, trace, speaker)] : [];
  });
  return [
    `| | ${WORDS.state[speaker.language]} | SND.UNA | SND.NXT | SND.WND | RCV.NXT | RCV.WND |`,
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
