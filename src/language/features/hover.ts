/** What a statement does: both ends before and after, what was filled in, and why the receiver does what it does. */
import { MarkupKind, type Hover, type Position } from 'vscode-languageserver';
import type { CallStep, SegmentStep, Trace } from '../../exchange/trace.js';
import type { Bilingual } from '../../rules/rule.js';
import { hrefOf } from '../../rules/wording.js';
import { scenarioAt, toLsp, type Note } from '../note.js';
import { contains } from '../range.js';
import type { Feature } from './feature.js';
import { reasonInWords } from './reasons.js';
import { table, type Speaker } from './table.js';

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
  repeat: { en: 'sent again', 'zh-cn': '重发' },
  implied: { en: 'Implied', 'zh-cn': '隐含的调用' },
  lost: { en: 'Lost on the way.', 'zh-cn': '在途中丢失。' },
  sent: { en: 'Still in the network.', 'zh-cn': '仍在网络中。' },
} as const satisfies Record<string, Bilingual>;

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

/** What a segment is on the wire, and what it does to both ends. */
export function segmentLines(step: SegmentStep, trace: Trace, speaker: Speaker): string[] {
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

/** What a call does to its end. */
export function callLines(step: CallStep, trace: Trace, speaker: Speaker): string[] {
  return [`\`${step.end}: ${step.call}\``, '', ...table(step, trace, speaker)];
}
