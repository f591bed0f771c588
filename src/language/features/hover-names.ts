/** What the names of a note stand for: its ends, its symbols, and the words of the notation. */
import type { Expr, Script, Statement } from '../../exchange/script.js';
import type { SegmentStep, Trace } from '../../exchange/trace.js';
import type { Bilingual, Language } from '../../rules/rule.js';
import { add, distance, type Seq } from '../../tcp/seq.js';
import { stateName } from '../../tcp/state.js';
import type { Block, Scenario } from '../analysis.js';
import { DIRECTIVE, directiveOf } from '../keywords.js';
import { blankComments } from '../lines.js';
import { plainInMarkdown } from '../plain.js';
import type { Range } from '../range.js';
import { dissect, notationWordOf, type RoleToken } from '../words.js';
import { keywordExplained } from './keyword-words.js';
import type { Speaker } from './table.js';

/** A word of a note with what it means, as Markdown. */
export interface Meaning {
  readonly meaning: string;
  readonly range: Range;
}

/** The word at a position (from 1) of a block, if it is the name of an end, a symbol or a keyword. */
export function nameAt(
  block: Block,
  scenario: Scenario | undefined,
  line: number,
  column: number,
  speaker: Speaker,
): Meaning | undefined {
  const { lines } = blankComments(block.lines);
  const index = scenario?.sourceMap.statementAt(line);
  const mapped = index === undefined ? undefined : scenario?.sourceMap.statements[index];
  const down = mapped && scenario ? mapped.first + scenario.sourceMap.lines : line - 1;
  const count = mapped ? mapped.last - mapped.first + 1 : 1;
  const own = lines.slice(down - (block.line - 1), down - (block.line - 1) + count);
  const tokens = dissect(own.join('\n'))?.tokens ?? [];
  // Between two tokens, the one that means something is meant.
  for (const token of tokens) {
    if (down + token.line + 1 !== line || column <= token.start || column > token.end + 1) continue;
    const text = own[token.line]?.slice(token.start, token.end) ?? '';
    const meaning = meaningOf(token, text, scenario, speaker);
    const range = { line, column: token.start + 1, endLine: line, endColumn: token.end + 1 };
    if (meaning !== undefined) return { meaning, range };
  }
  return directiveAt(block.lines[line - block.line] ?? '', line, column, speaker.language);
}

function meaningOf(
  token: RoleToken,
  text: string,
  scenario: Scenario | undefined,
  speaker: Speaker,
): string | undefined {
  const { role } = token;
  if (role === 'endpoint') return scenario && endpointInWords(text, scenario, speaker);
  if (role === 'symbol') return scenario && symbolInWords(text, scenario, speaker.language);
  const word = notationWordOf(token, text);
  return word === undefined ? undefined : keywordExplained(word, speaker.language, text);
}

/** `expect-error` or `ignore` in a comment. */
function directiveAt(text: string, line: number, column: number, language: Language): Meaning | undefined {
  for (const { index } of text.matchAll(/[/／]{2}/gu)) {
    const [marked = '', word = ''] = DIRECTIVE.exec(text.slice(index)) ?? [];
    const end = index + marked.length + 1;
    const start = end - word.length;
    if (word === '' || column < start || column > end) continue;
    const english = directiveOf(word) === 'expect' ? 'expect-error' : 'ignore';
    const meaning = keywordExplained(english, language, word);
    return meaning === undefined
      ? undefined
      : { meaning, range: { line, column: start, endLine: line, endColumn: end } };
  }
  return undefined;
}

const WORDS = {
  end: { en: 'an end of this exchange', 'zh-cn': '此次交互的一端' },
  injector: { en: 'not a TCP: what it sends is not judged', 'zh-cn': '不是 TCP：它发送的内容不受检查' },
  initial: { en: 'the initial sequence number of', 'zh-cn': '初始序号，属于' },
  number: { en: 'a sequence number of', 'zh-cn': '序号，属于' },
  states: { en: 'States', 'zh-cn': '状态' },
} as const satisfies Record<string, Bilingual>;

function firstOn(line: number): Bilingual {
  return { en: `, first written on line ${line}.`, 'zh-cn': `，首次写在第 ${line} 行。` };
}

/** The end with its label, and the states that it takes with each peer. */
function endpointInWords(name: string, { script, trace }: Scenario, speaker: Speaker): string {
  const say = (text: Bilingual): string => text[speaker.language];
  const end = trace.endpoints.find((one) => one.name === name);
  const label = end && end.label !== null ? plainInMarkdown(end.label) : say(WORDS.end);
  const reused = script.statements.find(
    (one): one is Extract<Statement, { kind: 'endpoint' }> => one.kind === 'endpoint' && one.name === name,
  )?.reuses;
  const reuses =
    reused === undefined ? '' : ` (${speaker.language === 'en' ? 'reuses' : '复用'} \`${reused}\`)`;
  const lines = [`**\`${name}\`** — ${end?.unchecked ? say(WORDS.injector) : label}${reuses}`];
  for (const key of Object.keys(trace.initial)) {
    if (key !== name && !key.startsWith(`${name}(`)) continue;
    const path = pathOf(key, trace).map((state) =>
      stateName(state, speaker.stateNames).replaceAll('_', '\\_'),
    );
    const of = key === name ? '' : ` \`${key}\``;
    lines.push('', `${say(WORDS.states)}${of}: ${path.join(' → ')}`);
  }
  return lines.join('\n');
}

/** The states of an end, each as often as it is entered. */
function pathOf(key: string, { initial, steps }: Trace): readonly Trace['initial'][string][] {
  const path = [initial[key], ...steps.map(({ states }) => states.get(key))].filter(
    (one) => one !== undefined,
  );
  return path.filter((state, index) => state !== path[index - 1]);
}

interface Written {
  readonly expr: Expr;
  /** The end whose numbers are counted. */
  readonly owner: string | undefined;
  readonly initial: boolean;
  readonly value: Seq | undefined;
}

/** Where a symbol comes from, and the number that it stands for where the note says it. */
function symbolInWords(
  symbol: string,
  { script, trace, sourceMap }: Scenario,
  language: Language,
): string | undefined {
  const all = script.statements.flatMap((statement, index) =>
    numbersIn(statement, index, trace)
      .filter(({ expr }) => expr.symbol === symbol)
      .map((written) => ({ ...written, index })),
  );
  const [first] = all;
  if (!first) return undefined;
  const { line } = sourceMap.range({ statement: first.index, part: 'whole' });
  const kind = first.initial ? WORDS.initial : WORDS.number;
  const whose = first.owner === undefined ? '?' : `\`${first.owner}\``;
  const shown = all.find(({ value }) => value !== undefined);
  const value = shown?.value === undefined ? undefined : add(shown.value, -shown.expr.offset);
  const known = value !== undefined && isWritten(script, value) ? ` = ${value}` : '';
  return `**\`${symbol}\`**${known} — ${kind[language]} ${whose}${firstOn(line)[language]}`;
}

function numbersIn(statement: Statement, index: number, trace: Trace): Written[] {
  if (statement.kind === 'state') {
    const { name } = statement.end;
    const peer = trace.endpoints.find((one) => one.name !== name)?.name;
    return Object.entries(statement.counters).map(([counter, expr]) => ({
      expr,
      owner: counter === 'rcv' || counter === 'irs' ? (statement.end.peer ?? peer) : name,
      initial: counter === 'iss' || counter === 'irs',
      value: undefined,
    }));
  }
  const step = trace.steps.find(
    (one): one is SegmentStep => one.statement === index && one.kind === 'segment',
  );
  if (statement.kind !== 'segment') return [];
  const { seq, ack, flags } = statement;
  const [from, to] = [statement.from ?? step?.from ?? undefined, statement.to ?? step?.to ?? undefined];
  return [
    ...(seq ? [{ expr: seq, owner: from, initial: flags.has('SYN'), value: step?.seq ?? undefined }] : []),
    ...(ack ? [{ expr: ack, owner: to, initial: false, value: step?.ack ?? undefined }] : []),
  ];
}

/** Whether a number is counted from one that the note writes, rather than from one that it leaves open. */
function isWritten(script: Script, value: Seq): boolean {
  const near = (expr: Expr | undefined): boolean =>
    expr !== undefined &&
    expr.symbol === undefined &&
    Math.abs(distance(expr.offset as Seq, value)) < 2 ** 20;
  return script.statements.some((statement) => {
    if (statement.kind === 'segment') return near(statement.seq) || near(statement.ack);
    return statement.kind === 'state' && Object.values(statement.counters).some(near);
  });
}
