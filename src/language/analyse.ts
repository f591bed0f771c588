/**
 * From a text to everything that can be said about it: the one way that editor, picture and command line go. Pure, and
 * total: no text makes it throw.
 */
import type { Replayed } from '../exchange/course.js';
import type { Mode } from '../exchange/script.js';
import { MOST_IN_FILE } from '../exchange/work.js';
import type { Unread } from '../notation/read.js';
import type { Analysis, AnalyseOptions, Block } from './analysis.js';
import { among, blocksIn, chunksOf, type PlacedSource, type ReadBlock } from './blocks.js';
import { holdsExchange } from './fence.js';
import { judgeFigures, type JudgedFigure, type JudgedFigures } from './figures.js';
import type { FixedText } from './fixes.js';
import { foreignIn, type Foreign } from './foreign.js';
import { likestItems, movedItem, readItems, type Item, type Items, type Reader } from './items.js';
import { judgedOf, LONG, type Judged, type Spent } from './judged.js';
import { blankComments, type Scan } from './lines.js';
import type { Read } from './lower.js';
import { ChunkMemory } from './chunk-memory.js';
import { Memory } from './memory.js';
import { placedScenario, type Placed } from './placed.js';
import { shift, type Range } from './range.js';
import { scanLine, type ScannedLine } from './scanner.js';
import {
  assemble,
  chunkOf,
  modeIn,
  readStatement,
  settle,
  shiftProblem,
  unusedExpectation,
  type Chunk,
} from './scenario.js';
import {
  openComment,
  otherFence,
  otherNotation,
  strayEnd,
  withUnclosed,
  type Begun,
  type PlacedProblem,
} from './structure.js';
import { TextLines } from './text-lines.js';
import { worded } from './worded.js';

export type * from './analysis.js';
export { MOST_PROBLEMS } from './worded.js';

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

/** A chunk with what is known of it, by what that depends on beside its own text. */
interface KnownChunk extends Chunk {
  readonly read: Items;
  /** By mode and title. */
  readonly judged: Map<string, Judged>;
  /** By the notations that are not read. */
  readonly foreign: Map<string, readonly Foreign[]>;
}

class Analyser {
  readonly #texts = new TextLines();
  readonly #scans = new Memory<ScannedLine>();
  readonly #reads = new Memory<Read>();
  readonly #chunks = new ChunkMemory<KnownChunk>();
  readonly #judged = new Memory<Judged>();
  readonly #other = new Memory<boolean>();
  readonly #figures = new Memory<JudgedFigures>();
  /** How many lines the text has. */
  #lines = 0;
  /** How much may be done for the rest of the text (see `Work`). */
  #left = MOST_IN_FILE;
  /** The long exchanges of the last text. */
  #replayed: readonly Replayed[] = [];
  readonly #memories = [this.#scans, this.#reads, this.#chunks, this.#judged, this.#other, this.#figures];
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
    const lines = this.#texts.of(text);
    this.#lines = lines.length;
    const fixed: FixedText = {
      line: (line) => lines[line - 1] ?? '',
      eol: text.includes('\r\n') ? '\r\n' : '\n',
    };
    const problems: PlacedProblem[] = [];
    const placed: Placed[] = [];
    const found = blocksIn(lines, options, (fence) =>
      this.#other.get(fence.lines.join('\n'), () => holdsExchange(fence.lines)),
    );
    for (const fence of found.others) problems.push({ problem: otherFence(fence), scenario: null });
    const { blocks } = found;
    for (const block of blocks) this.#block(block, options, fixed, placed, problems);
    const unread: Unread[] = [];
    const figures = found.figures.flatMap((figure): Block[] => {
      const read = this.#figure(figure, options, placed, unread);
      if (read.length === 0) return [];
      const {
        first,
        lines: own,
        fence,
        element,
      } = figure.kind === 'prose' ? among(lines, figure, read) : figure;
      const place = { line: first + 1, endLine: first + own.length, lines: own, pieces: [] };
      return [{ ...place, ...(fence ? { fence } : {}), ...(element ? { element } : {}) }];
    });
    placed.sort((a, b) => a.first - b.first);
    this.#replayed = placed.flatMap(({ judged }) => judged.replayed);
    const scenarios = placed.map((one) => placedScenario(one, fixed, options.levels));
    return {
      scenarios,
      blocks,
      figures,
      unread,
      problems: worded(scenarios, problems, options, fixed),
    };
  }

  /** The exchanges in a piece of text in another notation. */
  #figure(
    source: PlacedSource,
    options: AnalyseOptions,
    placed: Placed[],
    unread: Unread[],
  ): readonly JudgedFigure[] {
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
    return read.figures;
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
      const fromStart = start + first;
      const where = { fromStart, fromEnd: this.#lines - fromStart };
      const chunk = this.#chunks.get(own, where, () => this.#chunk(own));
      const { items, unused } = chunk.read;
      block.pieces.push({ lines: chunk.read.lines, items, unused, first });
      if (own.length >= LONG) this.#long.push(chunk.read);
      const down = start + first;
      const { begin } = chunk;
      for (const one of this.#foreignIn(chunk, own, options)) {
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
    chunk: KnownChunk,
    lines: readonly string[],
    { unread: off = [] }: AnalyseOptions,
  ): readonly Foreign[] {
    const key = off.join();
    const found = chunk.foreign.get(key) ?? foreignIn(chunk, lines, (notation) => !off.includes(notation));
    chunk.foreign.set(key, found);
    return found;
  }

  #chunk(lines: readonly string[]): KnownChunk {
    const before = lines.length >= LONG ? likestItems(lines, this.#before) : undefined;
    const read = readItems(lines, this.#read, before);
    return { ...chunkOf(read), read, judged: new Map(), foreign: new Map() };
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
}

function wholeLine(line: number): Range {
  return { line: line + 1, column: 1, endLine: line + 1, endColumn: 1 };
}
