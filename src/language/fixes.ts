/** From an edit in terms of the script to edits of the text. */
import type { Part } from '../exchange/script.js';
import type { Fix } from '../rules/rule.js';
import { figureEdits } from './figure-fixes.js';
import type { WrittenFlag } from './lower.js';
import { at, shift, span, type Edit, type Range } from './range.js';
import type { SourceMap } from './source-map.js';

/** What must be known of the file beside where things stand. */
export interface FixedText {
  /** A line of the file, counted from 1. */
  readonly line: (line: number) => string;
  readonly eol: string;
}

/** The edits that carry a fix out, none where it cannot be done in this text. */
export function editsOf(fix: Fix, map: SourceMap, text: FixedText): readonly Edit[] {
  const { also, ...first } = fix;
  if (also !== undefined) {
    const halves = [first, { ...also, title: fix.title }].map((half) => editsOf(half, map, text));
    return halves.every((half) => half.length > 0) ? halves.flat() : [];
  }
  const { place, where = 'replace' } = fix;
  if (map.statements[place.statement]?.lowered.values) return figureEdits(fix, map, text);
  const whole = map.range({ ...place, part: 'whole' });
  if (where === 'turned') return turnArrows(place.statement, map, text);
  if (where === 'arrives' || where === 'lost') return fateEdits(where, place.statement, map, text);
  if (where !== 'replace') return [lineEdit(fix.text, whole, where, text)];
  const range = map.written(place);
  if (fix.text === '') return range ? remove(place.part, range, place.statement, map, text) : [];
  if (range && place.part.startsWith('states.')) {
    // `[S: LISTEN]` keeps the name before the state.
    const name = /^[^:：]*[:：]\s*/.exec(textAt(range, text))?.[0] ?? '';
    return [{ range, text: /[:：]/.test(fix.text) ? fix.text : name + fix.text }];
  }
  if (range) return [{ range, text: inCaseOf(textAt(range, text), fix.text) }];
  return insert(fix, map, whole);
}

/** The two arrows of a statement, from left to right; nothing where it runs over several lines. */
function arrowsOf(statement: number, map: SourceMap, text: FixedText): readonly Edit[] {
  const parts = (['from', 'segment', 'to'] as const).map((part) => map.written({ statement, part }));
  const [first, segment, last] = parts
    .filter((range) => range !== undefined)
    .toSorted((a, b) => a.column - b.column);
  if (!first || !segment || !last || first.line !== last.endLine) return [];
  return [
    { ...first, column: first.endColumn, endLine: segment.line, endColumn: segment.column },
    { ...segment, column: segment.endColumn, endLine: last.line, endColumn: last.column },
  ].map((range) => ({ range, text: textAt(range, text) }));
}

const LEFT = /[<＜《←]/u;

/** Both arrows of a statement point the other way. */
function turnArrows(statement: number, map: SourceMap, text: FixedText): readonly Edit[] {
  const arrows = arrowsOf(statement, map, text);
  const [before = '', behind = ''] = arrows.map(({ text: arrow }) => arrow.trim());
  // `C <- ACK -x S` is lost on the way to the left, so that its cross belongs there.
  const isBehind = LEFT.test(before) && /[xX]$/.test(behind);
  // The cross stays with the receiver, which is at the other side now.
  const turned = isBehind ? [turnedArrow(before), behind] : [turnedArrow(behind), turnedArrow(before)];
  return arrows.map(({ range, text: written }, index) => ({
    range,
    text: written.replace(written.trim(), () => turned[index] ?? ''),
  }));
}

/** A cross in place of the point of the arrow that ends at the receiver, or the other way round. */
function fateEdits(
  where: 'arrives' | 'lost',
  statement: number,
  map: SourceMap,
  text: FixedText,
): readonly Edit[] {
  const arrows = arrowsOf(statement, map, text);
  const isLeft = arrows.some(({ text: arrow }) => LEFT.test(arrow));
  if (where === 'arrives') {
    return arrows
      .filter(({ text: arrow }) => /[xX]/.test(arrow))
      .map(({ range, text: arrow }) => ({ range, text: arrow.replace(/[xX]/, isLeft ? '<' : '>') }));
  }
  const last = isLeft ? arrows[0] : arrows[1];
  if (!last) return [];
  const crossed = last.text
    .replace(/→/u, '-x')
    .replace(/←/u, 'x-')
    .replace(/[>＞》<＜《]/u, 'x');
  return [{ range: last.range, text: crossed }];
}

/** Dashes with the point behind them have it before them when turned, and the other way round. */
function turnedArrow(arrow: string): string {
  const points = arrow.replace(/[>＞》<＜《→←]/u, (point) => MIRRORED[point] ?? point);
  const turned = points.replace(/([-－–—−]+)([<＜《xX])/u, '$2$1');
  return turned === points ? points.replace(/([>＞》xX])([-－–—−]+)/u, '$2$1') : turned;
}

const MIRRORED: Readonly<Record<string, string>> = {
  '>': '<',
  '<': '>',
  '＞': '＜',
  '＜': '＞',
  '》': '《',
  '《': '》',
  '→': '←',
  '←': '→',
};

function textAt({ line, column, endLine, endColumn }: Range, text: FixedText): string {
  return line === endLine ? text.line(line).slice(column - 1, endColumn - 1) : '';
}

/** An argument keeps its name as the writer spells it: `ACK=x+2` becomes `ACK=x+1`. */
function inCaseOf(written: string, right: string): string {
  const name = /^\w+(?==)/.exec(right)?.[0] ?? '';
  const own = written.slice(0, name.length);
  return own.toLowerCase() === name ? own + right.slice(name.length) : right;
}

/** Puts whole lines before or after the lines of a statement. */
export function lineEdit(
  written: string,
  statement: Range,
  where: 'line-before' | 'line-after',
  { line, eol }: FixedText,
): Edit {
  const number = where === 'line-before' ? statement.line : statement.endLine;
  const own = line(number);
  // In Markdown a line may stand in a quotation, whose marks the new line needs, too.
  const prefix = /^[\s>]*/.exec(own)?.[0] ?? '';
  const lines = written.split('\n').map((one) => prefix + one);
  if (where === 'line-before') {
    const range = { line: number, column: 1, endLine: number, endColumn: 1 };
    return { range, text: lines.map((one) => one + eol).join('') };
  }
  const column = own.length + 1;
  return {
    range: { line: number, column, endLine: number, endColumn: column },
    text: lines.map((one) => eol + one).join(''),
  };
}

/** Whole lines, with the end of the last. */
function lines(first: number, last: number): Range {
  return { line: first, column: 1, endLine: last + 1, endColumn: 1 };
}

function remove(
  part: Part,
  range: Range,
  statement: number,
  map: SourceMap,
  text: FixedText,
): readonly Edit[] {
  const mapped = map.statements[statement];
  if (!mapped) return [];
  if (part === 'whole') return [{ range: lines(range.line, range.endLine), text: '' }];
  if (part === 'expectation') {
    const before = text.line(range.line).slice(0, range.column - 1);
    if (/^[\s>]*$/.test(before)) return [{ range: lines(range.line, range.line), text: '' }];
    return [{ range: { ...range, column: before.trimEnd().length + 1 }, text: '' }];
  }
  const down = mapped.first + map.lines;
  const flags = mapped.lowered.flags.map((flag) => shiftFlag(flag, down));
  const flagOfPart = flags.findIndex((flag) => flag.flags.some((one) => part === `flag.${one}`));
  const flag = flags[flagOfPart];
  if (flag?.word) {
    const others = flag.flags.filter((one) => part !== `flag.${one}`);
    if (others.length > 0) return [{ range: flag.word, text: others.join('+') }];
    return withoutItem(
      flags.map((one) => one.range),
      flagOfPart,
    );
  }
  for (const { items, parentheses, word } of flags) {
    const index = items.findIndex((item) => item.part === part);
    if (index < 0) continue;
    if (items.length === 1 && word && parentheses) return [{ range: parentheses, text: '' }];
    if (items.length === 1) return [{ range, text: '' }];
    return withoutItem(
      items.map((item) => item.range),
      index,
    );
  }
  return [{ range, text: '' }];
}

/** Takes one item out of a list, with what separates it from the next or the one before. */
function withoutItem(ranges: readonly Range[], index: number): readonly Edit[] {
  const [before, own, after] = [ranges[index - 1], ranges[index], ranges[index + 1]];
  if (!own) return [];
  if (before) return [{ range: span(at(before, 'end'), own), text: '' }];
  return after ? [{ range: span(own, at(after, 'start')), text: '' }] : [];
}

function shiftFlag(flag: WrittenFlag, down: number): WrittenFlag {
  return {
    flags: flag.flags,
    range: shift(flag.range, down),
    word: flag.word && shift(flag.word, down),
    parentheses: flag.parentheses && shift(flag.parentheses, down),
    items: flag.items.map((item) => ({ ...item, range: shift(item.range, down) })),
  };
}

function insert(fix: Fix, map: SourceMap, whole: Range): readonly Edit[] {
  const { part, statement } = fix.place;
  const mapped = map.statements[statement];
  if (!mapped) return [];
  const flags = mapped.lowered.flags.map((flag) => shiftFlag(flag, mapped.first + map.lines));
  if (part.startsWith('flag.')) return insertFlag(fix.text, flags);
  if (part.startsWith('states.')) return [{ range: at(whole, 'end'), text: ` [${fix.text}]` }];
  if (part.startsWith('counter.')) return insertCounter(fix, map);
  if (['seq', 'ack', 'len', 'win', 'up'].includes(part) || part.startsWith('option.')) {
    return insertArgument(part, fix.text, flags);
  }
  return [];
}

function insertFlag(text: string, flags: readonly WrittenFlag[]): readonly Edit[] {
  const [first, last] = [flags[0], flags.at(-1)];
  if (!first || !last) return [];
  if (!first.word) return [{ range: at(first.range, 'start'), text }];
  return text.startsWith('SYN')
    ? [{ range: at(first.range, 'start'), text: `${text}+` }]
    : [{ range: at(last.range, 'end'), text: `+${text}` }];
}

function insertCounter(fix: Fix, map: SourceMap): readonly Edit[] {
  const { statement } = fix.place;
  const parts = [...(map.statements[statement]?.lowered.parts.keys() ?? [])];
  const last = parts.findLast((part) => part.startsWith('counter.'));
  const range = map.written({ statement, part: last ?? 'state' });
  if (!range) return [];
  return [{ range: at(range, 'end'), text: last ? `, ${fix.text}` : `(${fix.text})` }];
}

/** Puts an argument where people look for it: beside the other numbers, or on the flag that it belongs to. */
function insertArgument(part: Part, text: string, flags: readonly WrittenFlag[]): readonly Edit[] {
  const holds = (flag: WrittenFlag, wanted: Part): boolean => flag.items.some((item) => item.part === wanted);
  const owner = part === 'seq' ? 'SYN' : part === 'ack' ? 'ACK' : part === 'len' ? 'DATA' : undefined;
  const flag =
    flags.find((one) => one.flags.some((name) => name === owner)) ??
    flags.find((one) => holds(one, 'ack') || holds(one, 'seq')) ??
    flags.find((one) => one.items.length > 0) ??
    flags.at(-1);
  if (!flag) return [];
  if (!flag.parentheses) return [{ range: at(flag.range, 'end'), text: `(${text})` }];
  const [first] = flag.items;
  if (!first) {
    const open = { ...flag.parentheses, column: flag.parentheses.column + 1 };
    return [{ range: at(open, 'start'), text }];
  }
  const seq = flag.items.find((item) => item.part === 'seq');
  if (part === 'ack' && seq) return [{ range: at(seq.range, 'end'), text: `, ${text}` }];
  if (part === 'seq' || part === 'ack') return [{ range: at(first.range, 'start'), text: `${text}, ` }];
  const last = flag.items.at(-1) ?? first;
  return [{ range: at(last.range, 'end'), text: `, ${text}` }];
}
