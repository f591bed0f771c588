/**
 * From a text to everything that can be said about it: the one way that editor, picture and command line go. Pure, and
 * total: no text makes it throw.
 */
import type { Severity } from '../exchange/fault.js';
import { remember, type Replayed } from '../exchange/course.js';
import { replayAgain } from '../exchange/replay.js';
import type { Mode, Place, Script } from '../exchange/script.js';
import type { Found, Trace } from '../exchange/trace.js';
import { MOST_IN_FILE } from '../exchange/work.js';
import { entryOf, fixesOf, judge } from '../rules/index.js';
import { isOff, levelOf, type Levels } from '../rules/levels.js';
import type { Language } from '../rules/rule.js';
import { hrefOfCode, word } from '../rules/wording.js';
import type { StateStyle } from '../tcp/state.js';
import { editsOf, lineEdit, type FixedText } from './fixes.js';
import { judgeFigures, type JudgedFigures } from './figures.js';
import { foreignIn, type Foreign } from './foreign.js';
import { blankComments, type OpenComment, type Scan } from './lines.js';
import type { Read } from './lower.js';
import { likestItems, movedItem, readItems, type Item, type Items, type Reader } from './items.js';
import { Memory } from './memory.js';
import { holdsExchange, isSegnoFence, type Fence } from './fence.js';
import { FIX_TITLES, WORDS, type NotationProblem } from './notation.js';
import { compareRanges, shift, splitLines, type Edit, type Range } from './range.js';
import { scanLine, startsScenario, type ScannedLine } from './scanner.js';
import {
  assemble,
  chunkOf,
  modeIn,
  readStatement,
  settle,
  shiftProblem,
  unusedExpectation,
  withProblem,
  type Assembled,
  type Chunk,
} from './scenario.js';
import type { Notation, Source } from '../notation/reader.js';
import type { Unread } from '../notation/read.js';
import type { SourceMap } from './source-map.js';
import { markdownBlocks, type Unfenced } from './markdown.js';
import { turned, turnedLines } from './turn.js';

/** Segno's own text, Markdown, or a file in another notation. */
export type TextKind = 'segno' | 'markdown' | 'figure';

export interface AnalyseOptions {
  readonly kind: TextKind;
  /** The language of messages. */
  readonly language: Language;
  /** How messages spell the names of states. */
  readonly stateNames: StateStyle;
  /** The ending of the file's name, which may tell its notation; for figures only. */
  readonly ending?: string;
  /** Notations that are not read. */
  readonly unread?: readonly Notation[];
  /** How an exchange is taken that does not say it itself; `notes` when left out. */
  readonly mode?: Mode;
  /** How grave problems are taken, by their codes. */
  readonly levels?: Levels;
}

/** A quick fix as edits of the file. */
export interface ProblemFix {
  readonly title: string;
  readonly edits: readonly Edit[];
}

/** Something wrong, in words, at a place in the file. */
export interface Problem extends Range {
  readonly severity: Severity;
  readonly code: string;
  /** Whether it is about the way the line is written, so that no trace knows of it. */
  readonly notation: boolean;
  readonly message: string;
  /** The section of RFC 9293 that it rests on. */
  readonly href: string | undefined;
  /** The title of the scenario, or null outside of one. */
  readonly scenario: string | null;
  readonly related: readonly { readonly range: Range; readonly message: string }[];
  /** The best first. */
  readonly fixes: readonly ProblemFix[];
}

/** One exchange of a file. Lines are the file's, counted from 1. */
export interface Scenario {
  readonly title: string;
  readonly line: number;
  readonly endLine: number;
  /** The last line that belongs to it: of one that is not closed the last before the next one begins. */
  readonly reach: number;
  /** From its first line to its last. */
  readonly range: Range;
  /** Where its title is written, or its first statement. */
  readonly heading: Range;
  readonly script: Script;
  readonly sourceMap: SourceMap;
  readonly trace: Trace;
  /** Everything found in it, what was expected included, what was to be ignored not. */
  readonly found: readonly Found[];
  /** Whether one of its lines could not be read. */
  readonly broken: boolean;
  readonly notation: Notation;
}

/** A piece of a file that holds exchanges: all of a `.segno` file, or a fenced block. Lines count from 1. */
export interface Block {
  /** The first line of its text. */
  readonly line: number;
  readonly endLine: number;
  /** Its lines, as they are read: what Markdown puts before them is blanked. */
  readonly lines: readonly string[];
  readonly fence?: Fence;
  readonly element?: Unfenced['element'];
  /** Its statements, in pieces; of a block in another notation none. */
  readonly pieces: readonly Piece[];
}

/** Statements of a block, read with their comments blanked. */
export interface Piece extends Items {
  /** The line of the block on which the piece begins, counted from 0. */
  readonly first: number;
}

export interface Analysis {
  readonly scenarios: readonly Scenario[];
  readonly problems: readonly Problem[];
  /** Those in Segno's own notation. */
  readonly blocks: readonly Block[];
  /** Those that hold exchanges in other notations. */
  readonly figures: readonly Block[];
  /** What looks like an exchange in another notation and could not be read. */
  readonly unread: readonly Unread[];
}

/** No file gets more problems than that: beyond it, a list helps nobody. */
export const MOST_PROBLEMS = 500;

/** Analyses a text once. */
export function analyse(text: string, options: AnalyseOptions): Analysis {
  return createAnalyser()(text, options);
}

/**
 * An analyser that remembers what it read the last time, so that after an edit only what has changed is read, replayed
 * and judged again. Use one for each document.
 */
export function createAnalyser(): (text: string, options: AnalyseOptions) => Analysis {
  const analyser = new Analyser();
  return (text, options) => analyser.analyse(text, options);
}

/** How much was done to judge something, and how much could be done at most. */
export interface Spent {
  readonly work: number;
  readonly left: number;
}

/** A scenario with everything that does not depend on where in the file it stands. Lines count from its own first. */
export interface Judged extends Assembled, Spent {
  readonly trace: Trace;
  readonly found: readonly Found[];
  /** How its script went, and the one with guesses for broken lines, if they are long. */
  readonly replayed: readonly Replayed[];
}

/** A chunk with what has been judged of it, by what that depends on beside its own text: mode and title. */
interface KnownChunk extends Chunk {
  readonly read: Items;
  readonly judged: Map<string, Judged>;
}

/** A place in a file where an exchange has been found. */
interface Placed {
  readonly judged: Judged;
  readonly title: string;
  /** The line of the file on which it begins and ends, counted from 0. */
  readonly first: number;
  readonly last: number;
  /** The last line on which it could go on. */
  readonly reach: number;
  readonly heading: Range;
  readonly notation: Notation;
}

/** A piece of text in another notation; `first` is the line of the file on which it begins, counted from 0. */
interface PlacedSource extends Source {
  readonly first: number;
  readonly fence?: Fence;
  readonly element?: Unfenced['element'];
}

interface ReadBlock extends Block {
  readonly pieces: Piece[];
}

/** What there is to read in a file. */
interface Finding {
  readonly blocks: ReadBlock[];
  readonly figures: PlacedSource[];
}

/** What is wrong with the notation, with the title of the scenario it stands in. Lines are the file's. */
interface PlacedProblem {
  readonly problem: NotationProblem;
  readonly scenario: string | null;
}

type Begun = NonNullable<Chunk['begin']>;

class Analyser {
  readonly #scans = new Memory<ScannedLine>();
  readonly #reads = new Memory<Read>();
  readonly #chunks = new Memory<KnownChunk>();
  readonly #judged = new Memory<Judged>();
  readonly #other = new Memory<boolean>();
  readonly #figures = new Memory<JudgedFigures>();
  readonly #foreign = new Memory<readonly Foreign[]>();
  /** How much may be done for the rest of the text (see `Work`). */
  #left = MOST_IN_FILE;
  /** The long exchanges of the last text. */
  #replayed: readonly Replayed[] = [];
  readonly #memories = [
    this.#scans,
    this.#reads,
    this.#chunks,
    this.#judged,
    this.#other,
    this.#figures,
    this.#foreign,
  ];
  /** The long pieces of the last text, and of this one. */
  #before: readonly Items[] = [];
  #long: Items[] = [];
  readonly #read: Reader = (text, line) => this.#reads.get(text, () => readStatement(text, line));
  /** For lines that are scanned again at every keystroke. */
  readonly #scan: Scan = (line) => this.#scans.get(line, () => scanLine(line));

  analyse(text: string, options: AnalyseOptions): Analysis {
    for (const memory of this.#memories) memory.nextRound();
    this.#left = MOST_IN_FILE;
    [this.#before, this.#long] = [this.#long, []];
    const lines = splitLines(text);
    const fixed: FixedText = {
      line: (line) => lines[line - 1] ?? '',
      eol: text.includes('\r\n') ? '\r\n' : '\n',
    };
    const problems: PlacedProblem[] = [];
    const placed: Placed[] = [];
    const found: Finding = { blocks: [], figures: [] };
    switch (options.kind) {
      case 'segno':
        found.blocks.push(wholeFile(lines));
        break;
      case 'figure':
        found.figures.push({ kind: 'file', language: options.ending ?? '', lines, first: 0 });
        break;
      case 'markdown':
        this.#markdown(lines, problems, found);
        break;
    }
    const { blocks } = found;
    for (const block of blocks) this.#block(block, options, fixed, placed, problems);
    const unread: Unread[] = [];
    const figures = found.figures.flatMap((figure): Block[] => {
      if (!this.#figure(figure, options, placed, unread)) return [];
      const { first, lines: own, fence, element } = figure;
      const place = { line: first + 1, endLine: first + own.length, lines: own, pieces: [] };
      return [{ ...place, ...(fence ? { fence } : {}), ...(element ? { element } : {}) }];
    });
    placed.sort((a, b) => a.first - b.first);
    this.#replayed = placed.flatMap(({ judged }) => judged.replayed);
    const scenarios = placed.map((one) => scenarioOf(one, fixed, options.levels));
    return {
      scenarios,
      blocks,
      figures,
      unread,
      problems: this.#worded(scenarios, problems, options, fixed),
    };
  }

  #markdown(lines: readonly string[], problems: PlacedProblem[], found: Finding): void {
    const { fences, unfenced } = markdownBlocks(lines);
    for (const piece of unfenced) {
      if (!isIgnored(lines, piece.first)) found.figures.push({ ...piece, language: '' });
    }
    for (const fence of fences) {
      if (!isSegnoFence(fence)) {
        if (isIgnored(lines, fence.line)) continue;
        const holds = this.#other.get(fence.lines.join('\n'), () => holdsExchange(fence.lines));
        if (!holds) {
          found.figures.push({
            kind: 'fence',
            language: fence.language,
            lines: fence.lines,
            first: fence.first,
            fence,
          });
          continue;
        }
        problems.push({ problem: otherFence(fence), scenario: null });
      }
      const line = fence.first + 1;
      found.blocks.push({
        line,
        endLine: line + fence.lines.length - 1,
        lines: fence.lines,
        fence,
        pieces: [],
      });
    }
  }

  /** The exchanges in a piece of text in another notation; answers whether there are any. */
  #figure(source: PlacedSource, options: AnalyseOptions, placed: Placed[], unread: Unread[]): boolean {
    const off = options.unread ?? [];
    const key = `${source.kind} ${source.language} ${off.join()}\n${source.lines.join('\n')}`;
    const read = this.#figures.get(
      key,
      () => judgeFigures(source, (notation) => !off.includes(notation), this.#left),
      (known) => this.#isEnough(known),
    );
    this.#left -= read.work;
    for (const { judged, first, last, notation } of read.figures) {
      const [from, to] = [first + source.first, last + source.first];
      const title = judged.script.title;
      placed.push({ judged, title, first: from, last: to, reach: to, heading: wholeLine(from), notation });
    }
    for (const { line, endLine, why } of read.unread) {
      unread.push({ line: line + source.first, endLine: endLine + source.first, why });
    }
    return read.figures.length > 0;
  }

  /** Whether what is remembered would come out the same with what is left now. */
  #isEnough({ work, left }: Spent): boolean {
    return work < left ? work < this.#left : left === this.#left;
  }

  /** Splits a block at every `begin`, reads what has changed, and finds the scenarios. */
  #block(
    block: ReadBlock,
    options: AnalyseOptions,
    text: FixedText,
    placed: Placed[],
    problems: PlacedProblem[],
  ): void {
    const usual = options.mode ?? 'notes';
    const { lines, unclosed } = blankComments(block.lines, this.#scan);
    const start = block.line - 1;
    if (unclosed) problems.push({ problem: openComment(unclosed, block.lines, start), scenario: null });
    let title = block.fence?.title ?? '';
    let mode = usual;
    const outside: Item[] = [];
    let reach = lines.length;
    for (const { first, last } of chunksOf(lines, this.#scan)) {
      const own = lines.slice(first, last);
      const key = own.join('\n');
      const chunk = this.#chunks.get(key, () => this.#chunk(own));
      block.pieces.push({ ...chunk.read, first });
      if (own.length >= LONG) this.#long.push(chunk.read);
      const down = start + first;
      const { begin } = chunk;
      for (const one of this.#foreignIn(chunk, own, key, options)) {
        problems.push({ problem: otherNotation(one, down, block, text, this.#left), scenario: null });
      }
      if (begin) {
        const scenario = this.#scenarioIn(chunk, begin, title, mode, down, start + last - 1);
        placed.push(scenario);
        const unclosed =
          chunk.end || chunk.brokenEnd
            ? undefined
            : withUnclosed(begin, scenario.last - down, down, text, last === lines.length);
        const closed = [unclosed ?? begin.item, ...(chunk.end ? [chunk.end] : [])];
        for (const item of closed) {
          for (const problem of settle(item).problems) {
            problems.push({ problem: shiftProblem(problem, item.first + down), scenario: scenario.title });
          }
        }
        title = '';
      }
      for (const item of chunk.outside) {
        if (item.read.reading.kind === 'end') problems.push(...strayEnd(item, down));
        else {
          outside.push(movedItem(item, first));
          reach = last;
        }
      }
      mode = modeIn(chunk.outside) ?? mode;
      for (const directive of chunk.unused) {
        if (directive.kind !== 'expect') continue;
        const problem = shiftProblem(unusedExpectation(directive, 0), down);
        problems.push({ problem, scenario: null });
      }
    }
    this.#unnamed(outside, lines, { start, reach: start + reach - 1 }, title, usual, placed, problems);
  }

  #foreignIn(
    chunk: Chunk,
    lines: readonly string[],
    text: string,
    { unread: off = [] }: AnalyseOptions,
  ): readonly Foreign[] {
    return this.#foreign.get(`${off.join()}\n${text}`, () =>
      foreignIn(chunk, lines, (notation) => !off.includes(notation)),
    );
  }

  #chunk(lines: readonly string[]): KnownChunk {
    const before = lines.length >= LONG ? likestItems(lines, this.#before) : undefined;
    const read = readItems(lines, this.#read, before);
    return { ...chunkOf(read), read, judged: new Map() };
  }

  #scenarioIn(
    chunk: KnownChunk,
    { item, reading }: Begun,
    blockTitle: string,
    mode: Mode,
    down: number,
    /** The line before the next one begins. */
    end: number,
  ): Placed {
    const { first } = item;
    const title = reading.title === '' ? blockTitle : reading.title;
    const key = `${mode} ${title}`;
    const known = chunk.judged.get(key);
    const judged =
      known && this.#isEnough(known)
        ? known
        : judgedOf(assemble(chunk.inside, title, mode, first), this.#replayed, this.#left);
    chunk.judged.set(key, judged);
    this.#left -= judged.work;
    const last = chunk.end?.last ?? chunk.inside.at(-1)?.last ?? item.last;
    return {
      judged,
      title,
      first: first + down,
      last: last + down,
      reach: chunk.end ? last + down : Math.max(last + down, end),
      heading: shift(reading.range, first + down),
      notation: 'segno',
    };
  }

  /** The statements outside of every `begin`: one scenario without a name. */
  #unnamed(
    items: readonly Item[],
    lines: readonly string[],
    /** The lines of the file on which the block begins, and up to which the last of the statements could go on. */
    { start, reach }: { readonly start: number; readonly reach: number },
    title: string,
    mode: Mode,
    placed: Placed[],
    problems: PlacedProblem[],
  ): void {
    const [first] = items;
    const last = items.at(-1);
    if (!first || !last) return;
    const texts = items.map(
      (item) => `${item.first - first.first}\n${lines.slice(item.first, item.last + 1).join('\n')}`,
    );
    const directives = items.map((item) =>
      JSON.stringify(item.directives.map(({ kind, rest }) => kind + rest)),
    );
    const key = `outside\n${mode}\n${title}\n${texts.join('\n')}\n${directives.join('\n')}`;
    const judged = this.#judged.get(
      key,
      () => judgedOf(assemble(items, title, mode, first.first), this.#replayed, this.#left),
      (known) => this.#isEnough(known),
    );
    this.#left -= judged.work;
    const down = first.first + start;
    if (judged.script.statements.length > 0) {
      const end = last.last + start;
      placed.push({
        judged,
        title,
        first: down,
        last: end,
        reach: Math.max(end, reach),
        heading: wholeLine(down),
        notation: 'segno',
      });
      return;
    }
    // No exchange yet: only lines that cannot be read, or a mode for the scenarios below.
    for (const problem of judged.problems) {
      problems.push({ problem: shiftProblem(problem, down), scenario: null });
    }
  }

  /** The gravest problems, in the order of the text. Only those that are kept are put into words. */
  #worded(
    scenarios: readonly PlacedScenario[],
    notation: readonly PlacedProblem[],
    options: AnalyseOptions,
    text: FixedText,
  ): Problem[] {
    const candidates: { rank: number; word: () => Problem }[] = [];
    const { levels } = options;
    const isSaid = !isOff('other-notation', levels);
    const others = notation.filter(({ problem }) => isSaid && problem.code === 'other-notation');
    // What is no Segno is said once, not of each line.
    const told = ({ line }: Range): boolean =>
      others.some(({ problem: { range } }) => range.line <= line && line <= range.endLine);
    const add = (one: Graded, make: () => Problem): void => {
      if (!isOff(one.code, levels)) candidates.push({ rank: RANKS[severityOf(one, levels)], word: make });
    };
    for (const { problem, scenario } of notation) {
      if (problem.code !== 'other-notation' && told(problem.range)) continue;
      add(problem, () => wordNotation(problem, scenario, options, text));
    }
    for (const scenario of scenarios) {
      for (const problem of scenario.written) {
        if (told(problem.range)) continue;
        add(problem, () => wordNotation(problem, scenario.title, options, text));
      }
      for (const found of scenario.found) {
        if (found.expected || (others.length > 0 && told(scenario.sourceMap.range(found.place)))) continue;
        add(found.fault, () => wordFound(found, scenario, options, text));
      }
    }
    const kept = candidates.sort((a, b) => a.rank - b.rank).slice(0, MOST_PROBLEMS);
    const problems = kept.map((candidate) => candidate.word());
    return problems.sort((a, b) => compareRanges(a, b) || RANKS[a.severity] - RANKS[b.severity]);
  }
}

/** A problem by its code; a severity of its own is a milder one, for what may only be unfinished. */
interface Graded {
  readonly code: string;
  readonly severity?: Severity;
}

function severityOf({ code, severity }: Graded, levels: Levels | undefined): Severity {
  return severity ?? levelOf(code, entryOf(code)?.severity ?? 'error', levels);
}

const RANKS: Readonly<Record<Severity, number>> = { error: 0, warning: 1, information: 2, hint: 3 };

interface PlacedScenario extends Scenario {
  /** What is wrong with the way it is written. */
  readonly written: readonly NotationProblem[];
}

function wholeFile(lines: readonly string[]): ReadBlock {
  return { line: 1, endLine: lines.length, lines, pieces: [] };
}

/** Whether `<!-- segno-ignore -->` stands before what begins on a line of Markdown, counted from 0. */
function isIgnored(lines: readonly string[], line: number): boolean {
  let above = line - 1;
  while (above >= 0 && /^[\s>]*$/.test(lines[above] ?? '')) above--;
  return above >= 0 && /^[\s>]*<!--\s*segno\s*[-:]\s*ignore\b/iu.test(lines[above] ?? '');
}

function wholeLine(line: number): Range {
  return { line: line + 1, column: 1, endLine: line + 1, endColumn: 1 };
}

/**
 * The pieces of a block from each `begin` to the next; the first may have none. Directives above a `begin` belong to it,
 * as to any other statement.
 */
function chunksOf(lines: readonly string[], scan: Scan): { first: number; last: number }[] {
  const starts = [0];
  lines.forEach((line, index) => {
    if (index === 0 || !startsScenario(line)) return;
    const start = firstDirectiveAbove(lines, index, scan);
    if (start > 0) starts.push(start);
  });
  return starts.map((first, index) => ({ first, last: starts[index + 1] ?? lines.length }));
}

/** The first of the directives between a line and the statement above it, or the line itself. */
function firstDirectiveAbove(lines: readonly string[], index: number, scan: Scan): number {
  let first = index;
  for (let above = index - 1; above >= 0; above--) {
    const { tokens, directive } = scan(lines[above] ?? '');
    if (tokens.length > 0) break;
    if (directive) first = above;
  }
  return first;
}

/** What was found in traces, for those that are the same but for what is not judged. */
const judgedTraces = new WeakMap<Trace, readonly Found[]>();

function foundIn(trace: Trace): readonly Found[] {
  const found = judgedTraces.get(trace) ?? judge(trace);
  judgedTraces.set(trace, found);
  return found;
}

/** An exchange with fewer lines than that is read and replayed from its beginning after every edit. */
const LONG = 32;

/**
 * @param others long exchanges that were replayed before: perhaps this one, before an edit
 * @param left how much may be done for it at most
 */
function judgedOf(assembled: Assembled, others: readonly Replayed[], left: number): Judged {
  const replayed: Replayed[] = [];
  let work = 0;
  const play = (script: Script): Trace => {
    const isLong = script.statements.length >= LONG;
    const again = replayAgain(script, isLong ? [...others, ...replayed] : [], left - work);
    if (isLong) {
      if (replayed.length === 0) remember(again);
      replayed.push(again);
    }
    work += again.trace.work;
    const before = again.was && judgedTraces.get(again.was);
    if (before) judgedTraces.set(again.trace, before);
    return again.trace;
  };
  const trace = play(assembled.script);
  const found = foundIn(trace);
  const { guessed } = assembled;
  if (!guessed || found.length === 0) return { ...assembled, trace, found, replayed, work, left };
  const likely = play(guessed.script);
  const real = foundIn(likely);
  const codes = new Set(real.map(({ fault, place }) => `${place.statement} ${fault.code}`));
  // What is wrong only because a broken line does not count is nobody's mistake.
  const kept = found.filter(
    ({ fault, place, expected }) =>
      expected !== undefined || codes.has(`${guessed.indices[place.statement] ?? -1} ${fault.code}`),
  );
  if (!guessed.whole) return { ...assembled, trace, found: kept, replayed, work, left };
  // What is wrong either way is what it is with the guess in its place.
  const told = new Set(kept.map(({ place }) => place.statement));
  const wrong = found.filter(isError).map(({ place }) => place.statement);
  const untold = new Set(wrong.filter((index) => !told.has(index)).map((index) => guessed.indices[index]));
  const otherwise = real
    .filter((one) => isError(one) && untold.has(one.place.statement))
    .map((one) => broughtBack(one, guessed.indices, likely));
  return { ...assembled, trace, found: [...kept, ...otherwise], replayed, work, left };
}

function isError({ fault }: Found): boolean {
  return entryOf(fault.code)?.severity === 'error';
}

/** What was found in the script with guesses, as told of the script without; `indices` leads from this to that. */
function broughtBack(found: Found, indices: readonly number[], trace: Trace): Found {
  const back = <P extends Place>(place: P): P => ({ ...place, statement: indices.indexOf(place.statement) });
  const related = found.related
    .filter(({ place }) => indices.includes(place.statement))
    .map(({ place, note }) => ({ place: back(place), note }));
  return { ...found, place: back(found.place), related, speak: (number) => trace.speak(number) };
}

function scenarioOf(
  { judged, title, first, last, reach, heading, notation }: Placed,
  text: FixedText,
  levels: Levels | undefined,
): PlacedScenario {
  return {
    title,
    line: first + 1,
    endLine: last + 1,
    reach: reach + 1,
    range: { line: first + 1, column: 1, endLine: last + 1, endColumn: text.line(last + 1).length + 1 },
    heading,
    script: judged.script,
    sourceMap: judged.map.at(first),
    trace: judged.trace,
    found: judged.found.filter(({ fault, expected }) => expected !== undefined || !isOff(fault.code, levels)),
    broken: judged.broken,
    notation,
    written: judged.problems.map((problem) => shiftProblem(problem, first)),
  };
}

// Problems of the notation that no single statement tells

/** `open` tells that nothing follows the scenario, so that it may just be being written. */
function withUnclosed(
  { item, reading }: Begun,
  last: number,
  down: number,
  text: FixedText,
  open: boolean,
): Item {
  const end = /^[a-z]/i.test(reading.word) ? 'end' : '结束';
  const line = { line: last + down + 1, column: 1, endLine: last + down + 1, endColumn: 1 };
  const edit = lineEdit(end, line, 'line-after', text);
  const problem: NotationProblem = {
    code: 'unclosed-scenario',
    ...(open ? { severity: 'hint' } : {}),
    range: reading.keyword,
    message: WORDS.unclosedScenario(),
    // Ranges of an item count from its own first line.
    fixes: [
      { title: FIX_TITLES.addEnd(end), edits: [{ ...edit, range: shift(edit.range, -item.first - down) }] },
    ],
  };
  return withProblem(item, problem);
}

function strayEnd(item: Item, down: number): PlacedProblem[] {
  const { reading } = item.read;
  if (reading.kind !== 'end') return [];
  const first = item.first;
  const range = { line: 1, column: 1, endLine: 2, endColumn: 1 };
  const problem: NotationProblem = {
    code: 'stray-end',
    range: reading.range,
    message: WORDS.strayEnd(),
    fixes: [{ title: FIX_TITLES.remove('end'), edits: [{ range, text: '' }] }],
  };
  return settle(withProblem(item, problem)).problems.map((one) => ({
    problem: shiftProblem(one, first + down),
    scenario: null,
  }));
}

function openComment(
  { line, column }: OpenComment,
  lines: readonly string[],
  start: number,
): NotationProblem {
  const range = {
    line: line + start + 1,
    column: column + 1,
    endLine: line + start + 1,
    endColumn: column + 3,
  };
  const last = lines.length + start;
  const end = { line: last, column: (lines.at(-1)?.length ?? 0) + 1 };
  return {
    code: 'syntax',
    range,
    message: WORDS.openComment(),
    fixes: [
      {
        title: FIX_TITLES.write('*/'),
        edits: [{ range: { ...end, endLine: end.line, endColumn: end.column }, text: ' */' }],
      },
    ],
  };
}

function otherFence(fence: Fence): NotationProblem {
  return {
    code: 'exchange-in-other-fence',
    range: fence.info,
    message: WORDS.otherFence(fence.language),
    fixes: [{ title: FIX_TITLES.write('segno'), edits: [{ range: fence.info, text: 'segno' }] }],
  };
}

/** `down` is the line of the file, from 0, on which the text begins that was looked through. */
function otherNotation(
  { first, last, notation, exchanges, inside }: Foreign,
  down: number,
  { fence }: Block,
  text: FixedText,
  left: number,
): NotationProblem {
  const line = first + down + 1;
  const endLine = last + down + 1;
  const before = fence?.starts[line - 1 - fence.first] ?? 0;
  const end = { endLine, endColumn: text.line(endLine).trimEnd().length + 1 };
  const begin = text.line(line).search(/[^\s>]/);
  return {
    code: 'other-notation',
    range: { line, column: Math.max(begin, before) + 1, ...end },
    message: WORDS.otherNotation(notation),
    fixes: [
      {
        title: FIX_TITLES.turn(),
        // Replayed when somebody asks for it.
        get edits() {
          const written = exchanges.flatMap(({ ways: [{ script }] }, index) => {
            const { trace } = replayAgain(script, [], left);
            const lines = inside
              ? turnedLines({ script, trace })
              : turned({ script, trace, title: script.title });
            return index === 0 ? lines : ['', ...lines];
          });
          const prefix = text.line(line).slice(0, before);
          const own = written.join(`${text.eol}${prefix}`);
          return [{ range: { line, column: before + 1, ...end }, text: own }];
        },
      },
    ],
  };
}

// Wording

function wordNotation(
  problem: NotationProblem,
  scenario: string | null,
  { language, levels }: AnalyseOptions,
  text: FixedText,
): Problem {
  let fixes: readonly ProblemFix[] | undefined;
  return {
    ...problem.range,
    severity: severityOf(problem, levels),
    code: problem.code,
    notation: true,
    message: problem.message[language],
    href: hrefOfCode(problem.code),
    scenario,
    related: [],
    get fixes() {
      return (fixes ??= (problem.fixes ?? []).map(({ title, edits, several }) => ({
        title: title[language],
        edits: several ? edits.map((edit) => ({ ...edit, text: setIn(edit, text) })) : edits,
      })));
    },
  };
}

/** The lines of an edit, set in as the line in whose place they come; in Markdown it may stand in a quotation. */
function setIn({ range, text: lines }: Edit, { line, eol }: FixedText): string {
  return lines.replaceAll('\n', eol + (/^[\s>]*/.exec(line(range.line))?.[0] ?? ''));
}

function wordFound(found: Found, scenario: Scenario, options: AnalyseOptions, text: FixedText): Problem {
  const { trace, sourceMap } = scenario;
  const worded = word(found, trace, {
    language: options.language,
    states: options.stateNames,
    levels: options.levels,
  });
  let fixes: readonly ProblemFix[] | undefined;
  return {
    ...sourceMap.range(found.place),
    severity: worded.severity,
    code: worded.code,
    notation: false,
    message: worded.message,
    href: worded.href,
    scenario: scenario.title,
    related: worded.related.map(({ place, message }) => ({ range: sourceMap.range(place), message })),
    // Worked out when somebody asks: most problems go away before anybody does.
    get fixes() {
      return (fixes ??= fixesOf(found, trace).flatMap((fix): ProblemFix[] => {
        const edits = editsOf(fix, sourceMap, text);
        if (edits.length === 0) return [];
        // In a figure it is said in its own words.
        const isWritten =
          trace.script.figure && fix.where === undefined && !fix.place.part.startsWith('flag');
        const title = isWritten ? FIX_TITLES.write(edits.map((edit) => edit.text).join(', ')) : fix.title;
        return [{ title: title[options.language], edits }];
      }));
    },
  };
}
