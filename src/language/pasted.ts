/** *Paste as Segno*: text in another notation, written in Segno's for the place where it is pasted. */
import { analyse, type AnalyseOptions, type Scenario } from './analyse.js';
import { keywordOf } from './keywords.js';
import { markdownBlocks } from './markdown.js';
import type { Note } from './note.js';
import { applyEdits, splitLines, type Range } from './range.js';
import { startsScenario } from './scanner.js';
import { LONGEST_FIGURES } from './text-kind.js';
import { turned, turnedLines, turnEdits } from './turn.js';

/**
 * What is to be written in place of a range of a note, where a text is pasted that holds exchanges in other notations;
 * undefined where it holds none, and in blocks of other languages. In an exchange these are statements; elsewhere among Segno's own lines whole exchanges;
 * in Markdown blocks, with what stands around the figures.
 */
export function pasted(
  { text, options, analysis }: Note,
  place: Range,
  clipboard: string,
): string | undefined {
  if (options.kind === 'figure' || clipboard.length > LONGEST_FIGURES) return undefined;
  const lines = splitLines(text);
  const before = (lines[place.line - 1] ?? '').slice(0, place.column - 1);
  const behind = (lines[place.endLine - 1] ?? '').slice(place.endColumn - 1);
  const block = analysis.blocks.find(
    ({ line, endLine, fence }) => !fence || (line <= place.line && place.line <= endLine),
  );
  if (!block && isInFence(place.line, lines)) return undefined;
  const written = block
    ? amongSegno(clipboard, options, inExchangeAt(analysis.scenarios, place.line, lines))
    : inMarkdown(clipboard, options);
  if (written === undefined) return undefined;
  const prefix = /^[\s>]*/.exec(before)?.[0] ?? '';
  const own = [...(before === prefix ? [] : ['']), ...written, ...(behind.trim() === '' ? [] : [''])];
  return own.join(`\n${prefix}`);
}

/** Whether a line of Markdown, counted from 1, stands in a fence. */
function isInFence(line: number, lines: readonly string[]): boolean {
  return markdownBlocks(lines).fences.some(
    ({ first, lines: own }) => first < line && line <= first + own.length,
  );
}

/** Whether a line, counted from 1, is one between a `begin` and its end, or one of statements that have neither. */
export function inExchangeAt(
  scenarios: readonly Scenario[],
  line: number,
  lines: readonly string[],
): boolean {
  const scenario = scenarios.findLast((one) => one.line <= line && line <= one.reach);
  if (!scenario) return false;
  const isEnd = keywordOf((lines[scenario.endLine - 1] ?? '').replace(/^[\s>]+/, '').trim()) === 'end';
  if (!startsScenario((lines[scenario.line - 1] ?? '').replace(/^[\s>]+/, ''))) return true;
  return scenario.line < line && (!isEnd || line < scenario.endLine);
}

function amongSegno(
  clipboard: string,
  options: AnalyseOptions,
  isInside: boolean,
): readonly string[] | undefined {
  const figures = figuresIn(clipboard, options);
  if (!figures) return undefined;
  return figures.scenarios.flatMap((scenario, index) => [
    ...(index === 0 ? [] : ['']),
    ...(isInside ? turnedLines(scenario) : turned(scenario)),
  ]);
}

function inMarkdown(clipboard: string, options: AnalyseOptions): readonly string[] | undefined {
  const figures = figuresIn(clipboard, options);
  if (!figures) return undefined;
  const { scenarios, isMarkdown, blocks } = figures;
  if (!isMarkdown) {
    const written = scenarios.flatMap((scenario, index) => [
      ...(index === 0 ? [] : ['']),
      ...turned(scenario),
    ]);
    return ['```segno', ...written, '```'];
  }
  const edits = blocks.flatMap((block) => turnEdits(block, scenarios, splitLines(clipboard)));
  return splitLines(applyEdits(clipboard, edits).trimEnd());
}

/** Marks of Markdown and HTML around figures: fences, tables, `<pre>`. */
const MARKDOWN = /^[\s>]*(?:`{3}|~{3}|:{3}|<(?:pre|div)\b|\|?[\s:]*-{3,}[\s:]*\|)/imu;

/** The exchanges in other notations in a text, which may be a figure alone or a piece of Markdown. */
function figuresIn(clipboard: string, options: AnalyseOptions) {
  const own = analyse(clipboard, { ...options, kind: 'segno' });
  if (own.scenarios.some(({ script }) => script.statements.some(({ kind }) => kind === 'segment')))
    return undefined;
  const kinds = MARKDOWN.test(clipboard)
    ? (['markdown', 'figure'] as const)
    : (['figure', 'markdown'] as const);
  for (const kind of kinds) {
    const { scenarios, figures } = analyse(clipboard, { ...options, kind });
    const others = scenarios.filter(({ notation }) => notation !== 'segno');
    if (others.length > 0) return { scenarios: others, blocks: figures, isMarkdown: kind === 'markdown' };
  }
  return undefined;
}
