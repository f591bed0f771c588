/**
 * *Make an Exchange of the Selection*: whatever is selected, written in Segno. Here, where somebody has asked, that is
 * read as well which leaves unsaid who sends, and a part of a figure.
 */
import { replayAgain } from '../exchange/replay.js';
import type { Script, Statement } from '../exchange/script.js';
import { STEP } from '../exchange/work.js';
import type { Way } from '../notation/exchange.js';
import { endlessExchange, MOST_STEPS, segmentsIn, type Two } from '../notation/endless/endless.js';
import { flagsIn } from '../notation/label/flags.js';
import { judge } from '../rules/index.js';
import type { Bilingual } from '../rules/rule.js';
import { analyse, type AnalyseOptions, type Scenario } from './analyse.js';
import { lastLineOfBlock } from './markdown.js';
import type { Note } from './note.js';
import { inExchangeAt } from './pasted.js';
import { splitLines, type Edit, type Range } from './range.js';
import { turned, turnedLines } from './turn.js';

/** What a selection becomes: the text of a note, and where it may be written in the one that the selection stands in. */
export type Made = { readonly text: string; readonly edit?: Edit } | { readonly why: Bilingual };

/** Of more text than that nobody makes one exchange. */
const LONGEST = 50_000;

const NOTHING: Bilingual = {
  en: 'The selection does not name two segments: Segno looks for flags such as SYN, ACK and FIN.',
  'zh-cn': '所选文字中没有两个报文段：Segno 查找 SYN、ACK、FIN 这样的标志。',
};
const OWN: Bilingual = {
  en: 'The selection is an exchange in Segno already.',
  'zh-cn': '所选文字已经是 Segno 交互。',
};
const TOO_LONG: Bilingual = {
  en: `The selection is too long for one exchange: more than ${MOST_STEPS} segments whose ends are unsaid.`,
  'zh-cn': `所选文字太长：未写明两端的报文段超过 ${MOST_STEPS} 个。`,
};

/** Whether a selection may be one, as far as that can be told at once. */
export function mayBeMade(note: Note, range: Range): boolean {
  const text = textIn(note.text, range);
  return (
    text.length <= LONGEST && !isOwn(note.analysis.scenarios, range) && segmentsIn(splitLines(text)) >= 2
  );
}

/** The exchange in what a range of a note selects, and where it is to be written. */
export function made(note: Note, range: Range): Made {
  const text = textIn(note.text, range);
  if (isOwn(note.analysis.scenarios, range)) return { why: OWN };
  const around = exchangeAround(note, range);
  const known = around && endsOf(around);
  const scenarios = partOfFigure(note.analysis.scenarios, range) ?? madeOf(text, note.options, known);
  if ('why' in scenarios) return scenarios;
  return placed(note, range, scenarios, around !== undefined);
}

/** The exchange in a text that stands in no note. */
export function madeAlone(text: string, options: AnalyseOptions): Made {
  const scenarios = madeOf(text, options);
  return 'why' in scenarios ? scenarios : { text: noteOf(scenarios) };
}

/** The exchange of Segno's that a selection stands in, which is more than the lines selected. */
function exchangeAround({ analysis, text }: Note, range: Range): Scenario | undefined {
  if (!inExchangeAt(analysis.scenarios, range.line, splitLines(text))) return undefined;
  const around = analysis.scenarios.findLast((one) => one.line <= range.line && range.line <= one.reach);
  if (!around || around.notation !== 'segno') return undefined;
  const selected = segmentsOn(around, range);
  const isMore =
    around.line < range.line ||
    around.script.statements.some((one) => isSegment(one) && !selected.includes(one));
  return isMore ? around : undefined;
}

/** The ends of an exchange, who sends first before the other. */
function endsOf({ script }: Scenario): Two | undefined {
  for (const statement of script.statements) {
    if (statement.kind !== 'segment' || statement.from === undefined || statement.to === undefined) continue;
    const { from, to, flags } = statement;
    return flags.has('SYN') && flags.has('ACK') ? [to, from] : [from, to];
  }
  return undefined;
}

/** What is needed of an exchange to write it in Segno. */
type Exchange = Pick<Scenario, 'script' | 'trace' | 'title'>;

function textIn(text: string, { line, column, endLine, endColumn }: Range): string {
  const lines = splitLines(text).slice(line - 1, endLine);
  const last = lines.length - 1;
  return lines
    .map((one, index) => (index === last ? one.slice(0, endColumn - 1) : one))
    .map((one, index) => (index === 0 ? ' '.repeat(column - 1) + one.slice(column - 1) : one))
    .join('\n');
}

/** Whether segments of Segno's stand on the lines. */
function isOwn(scenarios: readonly Scenario[], range: Range): boolean {
  return scenarios.some((one) => one.notation === 'segno' && segmentsOn(one, range).some(isSegment));
}

/** Whether it is a segment, and no chain of flags, of which Segno would take the first and the last for ends. */
function isSegment(statement: Statement): boolean {
  if (statement.kind !== 'segment') return false;
  return flagsIn(`${statement.from ?? ''} ${statement.to ?? ''}`).words.length === 0;
}

/** The statements of a scenario on the lines of a range. */
function segmentsOn({ script, sourceMap }: Scenario, { line, endLine }: Range): readonly Statement[] {
  return script.statements.filter((_, statement) => {
    const at = sourceMap.range({ statement, part: 'whole' });
    return line <= at.line && at.endLine <= endLine;
  });
}

/** What is selected of figures that are read where they stand; undefined where that is less than two segments. */
function partOfFigure(scenarios: readonly Scenario[], range: Range): readonly Exchange[] | undefined {
  const parts = scenarios.flatMap((scenario): Exchange[] => {
    if (scenario.notation === 'segno') return [];
    const selected = new Set(segmentsOn(scenario, range));
    if ([...selected].filter(({ kind }) => kind === 'segment').length < 2) return [];
    const statements = scenario.script.statements.filter(
      (one) => one.kind === 'endpoint' || selected.has(one),
    );
    return [played({ ...scenario.script, statements })];
  });
  return parts.length === 0 ? undefined : parts;
}

function played(script: Script): Exchange {
  return { script, title: script.title, trace: replayAgain(script, []).trace };
}

/** What may be done to find out who sends, in one reading and in all; beyond that the most usual end does. */
const MOST_DONE = 64 * STEP;
const MOST_IN_ALL = 1_000 * STEP;

const FENCE = /^[\s>]*(?:`{3,}|~{3,}|:{3,}).*$/gmu;

/** The exchanges in a text, read as a piece of Markdown, as a figure, or as segments whose ends are unsaid. */
function madeOf(
  text: string,
  options: AnalyseOptions,
  known?: Two,
): readonly Exchange[] | { readonly why: Bilingual } {
  if (text.length > LONGEST) return { why: TOO_LONG };
  const readings = [
    analyse(text, { ...options, kind: 'markdown' }),
    // One exchange may stand in several fences.
    analyse(text.replaceAll(FENCE, ''), { ...options, kind: 'figure' }),
  ].map(({ scenarios }) => scenarios.filter(({ notation }) => notation !== 'segno'));
  const [best = []] = readings.toSorted((a, b) => sizeOf(b) - sizeOf(a));
  const lines = splitLines(text.replaceAll(FENCE, ''));
  if (sizeOf(best) >= 2 && sizeOf(best) >= Math.min(segmentsIn(lines), MOST_STEPS) / 2) return best;
  if (segmentsIn(lines) > MOST_STEPS) return { why: TOO_LONG };
  let left = MOST_IN_ALL;
  const wrong = ({ script }: Way): number => {
    if (left <= 0) return 0;
    const { trace } = replayAgain(script, [], Math.min(left, MOST_DONE));
    left -= trace.work;
    return judge(trace).length;
  };
  const way = endlessExchange(lines, wrong, known);
  return way ? [played(way.script)] : { why: NOTHING };
}

function sizeOf(scenarios: readonly Scenario[]): number {
  return scenarios.flatMap(({ script }) => script.statements).filter(({ kind }) => kind === 'segment').length;
}

function noteOf(exchanges: readonly Exchange[]): string {
  return exchanges.map((one) => `${turned(one).join('\n')}\n`).join('\n');
}

/** A comment of Segno's, alone on its line. */
const COMMENT = /^[\s>]*(?:\/\/|#(?:\s|$)|\/\*|\*)/u;

/**
 * Where the exchanges are to be written. What is selected stays, and they come below it, behind the paragraph, list or
 * block in which it ends; only what cannot be read among Segno's own lines is replaced.
 */
function placed(
  { text, options, analysis }: Note,
  range: Range,
  exchanges: readonly Exchange[],
  isInside: boolean,
): Made {
  const note = noteOf(exchanges);
  if (options.kind === 'figure') return { text: note };
  const lines = splitLines(text);
  const endLine = range.endColumn === 1 && range.endLine > range.line ? range.endLine - 1 : range.endLine;
  const block = analysis.blocks.find(
    (one) => !one.fence || (one.line <= range.line && endLine <= one.endLine),
  );
  if (!block) {
    const last = lastLineOfBlock(lines, endLine);
    const written = ['', '```segno', ...note.trimEnd().split('\n'), '```'];
    const next = (lines[last] ?? '').trim() === '' ? [] : [''];
    return { text: note, edit: { range: endOf(last, lines), text: ['', ...written, ...next].join('\n') } };
  }
  const written = isInside
    ? exchanges.flatMap((one) => turnedLines(goingOn(one)))
    : note.trimEnd().split('\n');
  const own = lines.slice(range.line - 1, endLine);
  const prefix = /^[\s>]*/.exec(own[0] ?? '')?.[0] ?? '';
  const prefixed = written.map((line) => (prefix + line).trimEnd());
  if (own.every((line) => COMMENT.test(line) || line.trim() === ''))
    return { text: note, edit: { range: endOf(endLine, lines), text: ['', ...prefixed].join('\n') } };
  const whole = { ...endOf(endLine, lines), line: range.line, column: 1 };
  return { text: note, edit: { range: whole, text: prefixed.join('\n') } };
}

/** An exchange without what is known of its ends when it begins, which is said by the lines above. */
function goingOn(exchange: Exchange): Exchange {
  const { statements } = exchange.script;
  const first = statements.findIndex(({ kind }) => kind === 'segment');
  const kept = statements.filter(({ kind }, index) => index >= first || kind !== 'state');
  return { ...exchange, script: { ...exchange.script, statements: kept } };
}

function endOf(line: number, lines: readonly string[]): Range {
  const column = (lines[line - 1] ?? '').length + 1;
  return { line, column, endLine: line, endColumn: column };
}
