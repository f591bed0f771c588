/**
 * What a word means, and what a statement does: both ends before and after, what was filled in, and why the receiver does
 * what it does.
 */
import { MarkupKind, type Hover, type Position } from 'vscode-languageserver';
import { exprText, type Part, type SegmentStatement, type Statement } from '../../exchange/script.js';
import type { CallStep, SegmentStep, Trace } from '../../exchange/trace.js';
import { entryOf } from '../../rules/index.js';
import { meantInWords } from '../../rules/meant.js';
import { reasonInWords } from '../../rules/reasons.js';
import { roundTripAt } from '../../rules/round-trip.js';
import type { Bilingual } from '../../rules/rule.js';
import { hrefOf } from '../../rules/wording.js';
import { FLAGS } from '../../tcp/segment.js';
import { stateName, type State } from '../../tcp/state.js';
import type { Scenario } from '../analysis.js';
import { scenarioAt, toLsp, type Note } from '../note.js';
import { contains, splitLines, type Range } from '../range.js';
import type { Feature } from './feature.js';
import { CALL_WORDS, COUNTER_WORDS, explained, fieldWords, FLAG_WORDS, STATE_WORDS } from './glossary.js';
import { nameAt } from './hover-names.js';
import { momentExplained } from './keyword-words.js';
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
  repeat: { en: 'sent again', 'zh-cn': '重传' },
  implied: { en: 'Implied', 'zh-cn': '隐含的调用' },
  lost: { en: 'Lost on the way.', 'zh-cn': '在途中丢失。' },
  sent: { en: 'Still in the network.', 'zh-cn': '仍在网络中。' },
} as const satisfies Record<string, Bilingual>;

export function hoverAt(note: Note, position: Position): Hover | undefined {
  const code = codeAt(note, position);
  if (code) return code;
  const scenario = scenarioAt(note, position);
  const [line, column] = [position.line + 1, position.character + 1];
  const block = note.analysis.blocks.find((one) => one.line <= line && line <= one.endLine);
  const name = block && nameAt(block, scenario, line, column, note.options);
  const index = scenario?.sourceMap.statementAt(line);
  const statement = index === undefined ? undefined : scenario?.script.statements[index];
  if (!scenario || index === undefined || !statement) return name && hoverOf([name.meaning], name.range);
  // Of a segment with one flag, several parts are the same text: that which means something is shown.
  const [term] = scenario.sourceMap.partsAt(index, line, column).flatMap(({ part, range }) => {
    const meaning = meaningOf(statement, part, note.options);
    return meaning === undefined ? [] : [{ meaning, range }];
  });
  const word = name ?? term;
  const what = stepLines(scenario, index, line, column, note.options);
  const range = word?.range ?? what?.range;
  if (!range) return undefined;
  return hoverOf([...(word ? [word.meaning] : []), ...(what ? [what.lines.join('\n')] : [])], range);
}

function hoverOf(parts: readonly string[], range: Range): Hover {
  return {
    contents: { kind: MarkupKind.Markdown, value: parts.join('\n\n---\n\n') },
    range: toLsp(range),
  };
}

/** What the code of a problem means, where one stands in a directive. */
function codeAt({ text, analysis, options }: Note, { line, character }: Position): Hover | undefined {
  if (!analysis.blocks.some((block) => block.line - 1 <= line && line < block.endLine)) return undefined;
  const written = splitLines(text)[line] ?? '';
  const match = /[/／]{2}\s*(?:expect-error|预期错误|ignore|忽略)\s+([a-z][a-z0-9-]*)/u.exec(written);
  const code = match?.[1] ?? '';
  const end = match ? match.index + match[0].length : 0;
  const start = end - code.length;
  const problem = entryOf(code);
  if (!problem || character < start || character > end) return undefined;
  const value = `**${code}** — ${problem.title[options.language]}\n\n${problem.explanation[options.language]}`;
  return {
    contents: { kind: MarkupKind.Markdown, value },
    range: { start: { line, character: start }, end: { line, character: end } },
  };
}

/** What the word at a part of a statement means; undefined where there is nothing to say. */
function meaningOf(statement: Statement, part: Part, { language, stateNames }: Speaker): string | undefined {
  const state = stateAt(statement, part);
  if (state) {
    const name = stateName(state, stateNames).replaceAll('_', '\\_');
    return explained(name, STATE_WORDS[state], language);
  }
  if (part === 'call' && statement.kind === 'call') {
    return explained(statement.call, CALL_WORDS[statement.call], language);
  }
  if (part === 'moment') return momentExplained(language);
  const [kind, name = ''] = part.split('.');
  if (kind === 'flag' && isKeyOf(FLAG_WORDS, name)) return explained(name, FLAG_WORDS[name], language);
  if (kind === 'counter' && isKeyOf(COUNTER_WORDS, name)) {
    return explained(name, COUNTER_WORDS[name], language);
  }
  const field = kind === 'option' ? name : part;
  const words = fieldWords(field);
  return words && explained(field, words, language);
}

function isKeyOf<T extends object>(words: T, name: string): name is Extract<keyof T, string> {
  return Object.hasOwn(words, name);
}

/** The state that is written at a part. */
function stateAt(statement: Statement, part: Part): State | undefined {
  if (statement.kind === 'state') return part === 'state' ? statement.state : undefined;
  const place = /^(states|path)\.(\d+)$/.exec(part);
  if (!place) return undefined;
  if (statement.kind === 'path') return statement.path[Number(place[2])];
  return 'states' in statement ? statement.states.find((one) => one.part === part)?.state : undefined;
}

/** What a segment or a call does, where the position stands on it. */
function stepLines(
  { sourceMap, trace }: Scenario,
  index: number,
  line: number,
  column: number,
  speaker: Speaker,
): { readonly lines: readonly string[]; readonly range: Range } | undefined {
  const step = trace.steps.find((one) => one.statement === index);
  if (step?.kind !== 'segment' && step?.kind !== 'call') return undefined;
  const range = sourceMap.range({ statement: index, part: step.kind });
  if (!contains(range, line, column)) return undefined;
  const lines =
    step.kind === 'segment' ? segmentLines(step, trace, speaker) : callLines(step, trace, speaker);
  return { lines, range };
}

/** What a segment is on the wire, and what it does to both ends; `narrow` where there is little room beside it. */
export function segmentLines(step: SegmentStep, trace: Trace, speaker: Speaker, narrow = false): string[] {
  const { language } = speaker;
  // What is wrong with a line stands there as in the drawing: as it is written.
  const written = writtenWrong(step, trace);
  const number = (name: 'seq' | 'ack'): string[] => {
    const [expr, value] = [written?.[name], step[name]];
    if (expr) return [`${name}=${exprText(expr)}`];
    return value === null || (written && name === 'ack' && !written.flags.has('ACK'))
      ? []
      : [`${name}=${trace.speak(value)}`];
  };
  const len = written?.len ?? step.len;
  const numbers = [
    ...number('seq'),
    ...number('ack'),
    ...(len > 0 ? [`len=${len}`] : []),
    ...(step.win === null ? [] : [`win=${step.win}`]),
  ];
  const flags = (written ? flagsWritten(written) : step.flags).join('+');
  const origin = step.origin === 'repeat' ? ` — ${WORDS.repeat[language]}` : '';
  const segment = `${flags}(${numbers.join(', ')})`;
  const lines = [`\`${step.from ?? '…'} → ${segment} → ${step.to ?? '…'}\`${origin}`, ''];
  const meant = meantInWords(step, trace, language);
  if (meant !== undefined) lines.push(meant, '');
  lines.push(...table(step, trace, speaker, narrow));
  const implied = step.implied.map(({ endpoint, call }) => `\`${endpoint}: ${call}\``);
  if (implied.length > 0) lines.push('', `${WORDS.implied[language]}: ${implied.join(', ')}`);
  if (step.fate === 'lost' || step.fate === 'sent') lines.push('', WORDS[step.fate][language]);
  const measured = roundTripAt(step, trace, language);
  if (measured !== undefined) lines.push('', measured);
  const { reason } = step;
  const why = reason && step.to !== null ? reasonInWords(reason.key, step.to, language) : undefined;
  if (reason && why !== undefined) {
    const href = hrefOf(reason.section);
    lines.push('', href === undefined ? why : `${why} [RFC 9293 §${reason.section}](${href})`);
  }
  return lines;
}

/** What is written where a line is in error. */
function writtenWrong({ meant, statement }: SegmentStep, { script }: Trace): SegmentStatement | undefined {
  const written = meant === undefined ? undefined : script.statements[statement];
  return written?.kind === 'segment' ? written : undefined;
}

function flagsWritten({ flags, data }: SegmentStatement): readonly string[] {
  return [...FLAGS.filter((flag) => flags.has(flag)), ...(data ? ['DATA'] : [])];
}

/** What a call does to its end. */
export function callLines(step: CallStep, trace: Trace, speaker: Speaker, narrow = false): string[] {
  return [`\`${step.end}: ${step.call}\``, '', ...table(step, trace, speaker, narrow)];
}
