/** From the statements of a piece of text to scenarios: scripts with their source maps. */
import type { End, ExpectedState, Mode, Part, Script, Statement } from '../exchange/script.js';
import { entryOf, ruleOf } from '../rules/index.js';
import type { Bilingual, Language } from '../rules/rule.js';
import { ignoredBy } from './directive.js';
import { explain, explainMoment } from './explain.js';
import { meantBy, namedLines, problemOf, type NamedEnds, type Tried, type Unclear } from './forms/index.js';
import { guessedLine, guessOf } from './guess.js';
import type { Item, Items } from './items.js';
import type { Directive, LogicalLine } from './lines.js';
import { Lowering, type Begin, type Lowered, type Read, type WrittenState } from './lower.js';
import { FIX_TITLES, WORDS, type NotationFix, type NotationProblem } from './notation.js';
import { parseLine } from './parse.js';
import { shift, type Edit, type Range } from './range.js';
import { withoutMoment } from './scanner.js';
import { SourceMap, type MappedStatement } from './source-map.js';
import { Written } from './written.js';

/** A piece of text from one `begin` to the next, or up to the first: what changes together. */
export interface Chunk {
  readonly begin: { readonly item: Item; readonly reading: Begin } | undefined;
  readonly end: Item | undefined;
  /** Whether a line was meant to be the end but cannot be read, which is problem enough. */
  readonly brokenEnd: boolean;
  /** What stands between begin and end; empty without a `begin`. */
  readonly inside: readonly Item[];
  /** What stands outside. */
  readonly outside: readonly Item[];
  /** All of these, in the order of the text. */
  readonly items: readonly Item[];
  /** Directives that no statement follows. */
  readonly unused: readonly Directive[];
}

/** Reads a statement whose text stands alone. `line` is how it was grouped, for what is said when it is broken. */
export function readStatement(text: string, line: LogicalLine): Read {
  const parsed = parseLine(text, line);
  const read = 'line' in parsed ? new Lowering(line.last - line.first + 1).read(parsed.line) : undefined;
  if (read?.reading.kind === 'statement') {
    return { ...read, reading: { kind: 'statement', lowered: new Written(read.reading.lowered, text) } };
  }
  if (read && read.reading.kind !== 'broken') return read;
  const own: LogicalLine = {
    ...line,
    first: 0,
    last: line.last - line.first,
    tokens: line.tokens.map((token) => ({ ...token, line: token.line - line.first })),
  };
  const lines = text.split('\n');
  const early = explainMoment(own, lines);
  if (early) return { reading: { kind: 'broken' }, problems: [{ code: 'syntax', ...early }] };
  const said = { ...own, tokens: withoutMoment(own.tokens) };
  const unclear = unclearIn(said, lines, read?.problems[0]?.code ?? 'syntax');
  if (unclear) return { reading: { kind: 'broken', unclear }, problems: [problemOf(unclear, NO_ENDS)] };
  const guess = guessOf(said, lines);
  const reading = { kind: 'broken', ...(guess ? { guess } : {}) } as const;
  if ('line' in parsed) return { reading, problems: read?.problems ?? [] };
  return { reading, problems: [{ code: 'syntax', ...explain(said, lines, parsed.stuck) }] };
}

const NO_ENDS: NamedEnds = { names: [], opposite: () => undefined };

/** What a statement on one line was meant to say in the forms that people use. */
function unclearIn(
  { tokens }: LogicalLine,
  lines: readonly string[],
  code: Unclear['code'],
): Unclear | undefined {
  const [first, last] = [tokens[0], tokens.at(-1)];
  if (!first || !last || first.line !== last.line) return undefined;
  const written = lines[first.line]?.slice(first.start, last.end) ?? '';
  const meant = meantBy(written, tryOut);
  if (!meant) return undefined;
  const line = first.line + 1;
  return {
    code,
    meant,
    written,
    range: { line, column: first.start + 1, endLine: line, endColumn: last.end + 1 },
  };
}

/** Reads a line that may be what another was meant to say. */
function tryOut(text: string): Tried {
  const parsed = parseLine(text);
  if (!('line' in parsed)) return 'unreadable';
  const { reading, problems } = new Lowering(1).read(parsed.line);
  if (reading.kind === 'broken') return 'unreadable';
  const fix = problems.find(({ fixes }) => fixes !== undefined)?.fixes?.[0];
  return fix ? { better: applied(text, fix.edits) } : 'right';
}

function applied(line: string, edits: readonly Edit[]): string {
  return edits
    .toSorted((a, b) => b.range.column - a.range.column)
    .reduce(
      (text, { range, text: own }) => text.slice(0, range.column - 1) + own + text.slice(range.endColumn - 1),
      line,
    );
}

/** Sorts the statements of a chunk. */
export function chunkOf({ items, unused }: Items): Chunk {
  const inside: Item[] = [];
  const outside: Item[] = [];
  let begin: Chunk['begin'];
  let end: Item | undefined;
  let brokenEnd = false;
  for (const item of items) {
    const { reading } = item.read;
    brokenEnd ||= item.kind === 'end' && reading.kind === 'broken';
    if (reading.kind === 'begin' && !begin) {
      begin = { item, reading };
    } else if (reading.kind === 'end' && begin && !end) {
      end = item;
    } else if (begin && !end) {
      inside.push(item);
    } else {
      outside.push(item);
    }
  }
  return { begin, end, brokenEnd, inside, outside, items, unused };
}

/** A script with the way back to its text, and what is wrong with the way it is written. Lines count from its first. */
export interface Assembled {
  readonly script: Script;
  readonly map: SourceMap;
  readonly problems: readonly NotationProblem[];
  /** Whether a line was broken, so that the script lacks a statement that was meant. */
  readonly broken: boolean;
  /** The script with guesses for the broken lines, and which of its statements each statement of the script is. */
  readonly guessed:
    | {
        readonly script: Script;
        readonly indices: readonly number[];
        /** Whether all that is written on the broken lines is in the guesses. */
        readonly whole: boolean;
      }
    | undefined;
}

/** The mode that the statements set, or undefined. */
export function modeIn(items: readonly Item[]): Mode | undefined {
  let mode: Mode | undefined;
  for (const { read } of items) if (read.reading.kind === 'mode') mode = read.reading.mode;
  return mode;
}

/** Makes a script of the items of one scenario. `first` is the line of its text that counts as the first, from 0. */
export function assemble(items: readonly Item[], title: string, mode: Mode, first: number): Assembled {
  const statements: Statement[] = [];
  const mapped: MappedStatement[] = [];
  const problems: NotationProblem[] = [];
  const ends = new Ends(items);
  const withGuesses: Statement[] = [];
  const indices: number[] = [];
  let whole = true;
  const reused = new Map<string, string>();
  let broken = false;
  for (const item of items) {
    const plain = plainOf(item, first);
    if (plain) {
      statements.push(plain.statement);
      indices.push(withGuesses.push(plain.statement) - 1);
      mapped.push(plain.mapped);
      continue;
    }
    const circle = circleOf(item, reused);
    const settled = settle(circle ? withProblem(item, circle) : withEnds(item, ends));
    const { reading } = item.read;
    problems.push(...settled.problems.map((problem) => shiftProblem(problem, item.first - first)));
    if (reading.kind === 'broken') {
      broken = true;
      withGuesses.push(...guessedStatements(item, ends, first));
      whole &&= reading.unclear
        ? namedLines(reading.unclear.meant, ends).sure
        : reading.guess?.whole === true;
    }
    broken ||= circle !== undefined;
    if (reading.kind !== 'statement' || circle) continue;
    const { lowered } = reading;
    const resolved = ends.resolve(lowered);
    if ('problem' in resolved) {
      problems.push(shiftProblem(resolved.problem, item.first - first));
      broken = true;
      continue;
    }
    const down = item.first - first;
    const statement: Statement = {
      ...movedStatement(lowered.statement, down),
      ...('states' in lowered.statement ? { states: resolved.states } : {}),
      ...(resolved.text === undefined ? {} : { text: resolved.text }),
      ...settled.directives,
    };
    statements.push(statement);
    indices.push(withGuesses.push(statement) - 1);
    const directive = settled.directive;
    mapped.push({
      lowered,
      first: down,
      last: item.last - first,
      directive: directive && directiveRange(directive, first),
    });
  }
  const script = { title, mode: modeIn(items) ?? mode, statements };
  const guessed =
    withGuesses.length > statements.length
      ? { script: { ...script, statements: withGuesses }, indices, whole }
      : undefined;
  return { script, map: new SourceMap(mapped), problems, broken, guessed };
}

/** A statement that is what its line says, whatever else there is in the scenario. */
interface Plain {
  readonly statement: Statement;
  readonly mapped: MappedStatement;
}

/** The last ones, so that what is not moved is the same after an edit. */
const lastPlain = new WeakMap<Item, Plain>();

/** @param first the line that counts as the first, from 0 */
function plainOf(item: Item, first: number): Plain | undefined {
  const { reading, problems } = item.read;
  if (reading.kind !== 'statement' || problems.length > 0 || item.directives.length > 0) return undefined;
  const { lowered } = reading;
  if (lowered.states.length > 0 || lowered.statement.kind === 'endpoint') return undefined;
  const down = item.first - first;
  const last = lastPlain.get(item);
  if (last?.mapped.first === down) return last;
  const mapped = { lowered, first: down, last: item.last - first, directive: undefined };
  const plain = { statement: movedStatement(lowered.statement, down), mapped };
  lastPlain.set(item, plain);
  return plain;
}

function movedStatement(statement: Statement, down: number): Statement {
  return { ...statement, line: statement.line + down, endLine: statement.endLine + down };
}

/** The item with one more thing wrong with the way it is written. */
export function withProblem(item: Item, problem: NotationProblem): Item {
  return { ...item, read: { ...item.read, problems: [...item.read.problems, problem] } };
}

/** What is wrong with an end that, by way of others perhaps, reuses its own address. Others are added to `reused`. */
function circleOf({ read: { reading } }: Item, reused: Map<string, string>): NotationProblem | undefined {
  if (reading.kind !== 'statement') return undefined;
  const { statement, parts } = reading.lowered;
  const range = parts.get('end');
  if (statement.kind !== 'endpoint' || statement.reuses === undefined || !range) return undefined;
  // No circle has been added, so that every way comes to its end.
  let before: string | undefined = statement.reuses;
  while (before !== undefined && before !== statement.name) before = reused.get(before);
  if (before !== undefined) return { code: 'syntax', range, message: WORDS.reusesItself(statement.name) };
  reused.set(statement.name, statement.reuses);
  return undefined;
}

/** An item that says what it was meant to be in terms of the ends that the scenario has. */
function withEnds(item: Item, ends: Ends): Item {
  const { reading } = item.read;
  if (reading.kind !== 'broken' || !reading.unclear) return item;
  return { ...item, read: { reading, problems: [problemOf(reading.unclear, ends)] } };
}

/** What a broken line was probably meant to say: statements, or nothing. */
function guessedStatements({ read, first: itemFirst }: Item, ends: Ends, first: number): Statement[] {
  if (read.reading.kind !== 'broken') return [];
  const { guess, unclear } = read.reading;
  const text = unclear
    ? namedLines(unclear.meant, ends).lines[0]
    : guess && guessedLine(guess, ends.opposite(guess.left));
  const down = itemFirst - first;
  return (text?.split('\n') ?? []).flatMap((own): Statement[] => {
    const parsed = parseLine(own);
    const reading = 'line' in parsed ? new Lowering(1).read(parsed.line).reading : undefined;
    if (reading?.kind !== 'statement') return [];
    return [{ ...reading.lowered.statement, line: 1 + down, endLine: 1 + down }];
  });
}

export function shiftProblem(problem: NotationProblem, lines: number): NotationProblem {
  if (lines === 0) return problem;
  return {
    ...problem,
    range: shift(problem.range, lines),
    ...(problem.fixes
      ? {
          fixes: problem.fixes.map((fix) => ({
            ...fix,
            edits: fix.edits.map((edit) => shiftEdit(edit, lines)),
          })),
        }
      : {}),
  };
}

function shiftEdit(edit: Edit, lines: number): Edit {
  return { ...edit, range: shift(edit.range, lines) };
}

function directiveRange(directive: Directive, first: number): Range {
  const line = directive.line - first + 1;
  return { line, column: directive.start + 1, endLine: line, endColumn: directive.end + 1 };
}

// Directives

/** What a directive says after its keyword: the code of a problem, and why. */
function codeAndReason(rest: string): { code?: string; why?: string } {
  const match = /^([a-z][a-z0-9]*(?:-[a-z0-9]+)*)(?:\s*[:：]\s*|\s+|$)(.*)$/su.exec(rest);
  const [, word, after] = match ?? [];
  const isCode =
    word !== undefined &&
    (word.includes('-') || entryOf(word) !== undefined || /^[a-z0-9]+\s*[:：]/.test(rest));
  const why = (isCode ? after : rest.replace(/^[:：]/, ''))?.trim();
  return { ...(isCode ? { code: word } : {}), ...(why ? { why } : {}) };
}

interface Settled {
  readonly problems: readonly NotationProblem[];
  /** What is left for the exchange to meet. */
  readonly directives: Pick<Statement, 'expect' | 'ignore'>;
  readonly directive: Directive | undefined;
}

const NOTHING: Settled = { problems: [], directives: {}, directive: undefined };

/** Lets directives meet the problems of the notation; what they do not meet there is left to the exchange. */
export function settle(item: Item): Settled {
  if (item.read.problems.length === 0 && item.directives.length === 0) return NOTHING;
  const expectation = item.directives.find((directive) => directive.kind === 'expect');
  const ignoring = item.directives.find(
    ({ kind, rest }) => kind === 'ignore' && codeToIgnore(rest) !== undefined,
  );
  const expect = expectation && codeAndReason(expectation.rest);
  const ignore = ignoring && codeAndReason(ignoring.rest);
  const meets = ({ code }: NotationProblem): boolean => {
    if (!expect) return false;
    return expect.code === undefined ? entryOf(code)?.severity !== 'hint' : expect.code === code;
  };
  const reported = item.read.problems.filter(({ code }) => code !== ignore?.code);
  const met = reported.some(meets);
  const problems = reported.filter((problem) => !meets(problem));
  const { kind } = item.read.reading;
  // On a broken line nothing else can be told; on a keyword's line no exchange is left that could meet it.
  if (expectation && !met && kind !== 'statement' && kind !== 'broken') {
    problems.push(unusedExpectation(expectation, item.first));
  }
  problems.push(...item.directives.flatMap((directive) => unknownCode(directive, item.first)));
  return {
    problems,
    directives: { ...(expect && !met ? { expect } : {}), ...(ignore ? { ignore } : {}) },
    directive: expectation ?? ignoring,
  };
}

function codeToIgnore(rest: string): string | undefined {
  const ignored = ignoredBy(rest);
  return ignored && 'code' in ignored ? ignored.code : undefined;
}

/** The problem of an `ignore` that names no problem, with lines counted from `first`. */
function unknownCode(directive: Directive, first: number): NotationProblem[] {
  const ignored = directive.kind === 'ignore' ? ignoredBy(directive.rest) : undefined;
  if (!ignored || 'code' in ignored) return [];
  const { word, meant } = ignored;
  const comment = directiveRange(directive, first);
  const column = directive.end - directive.rest.length + 1;
  const range = word === '' ? comment : { ...comment, column, endColumn: column + word.length };
  const message = WORDS.unknownCode(word, meant);
  if (meant === undefined) return [{ code: 'unknown-code', range, message }];
  const fix: NotationFix = { title: FIX_TITLES.write(meant), edits: [{ range, text: meant }] };
  return [{ code: 'unknown-code', range, message, fixes: [fix] }];
}

/** The problem of an expectation that nothing met, with lines counted from `first`. */
export function unusedExpectation(directive: Directive, first: number): NotationProblem {
  const range = directiveRange(directive, first);
  const { code: named } = codeAndReason(directive.rest);
  const inLanguage = (language: Language): string =>
    ruleOf('unused-expectation').message(
      { code: 'unused-expectation', ...(named === undefined ? {} : { named }) },
      { language, say: (text) => text[language], speak: String, state: String, figure: false },
    );
  const fix: NotationFix = { title: FIX_TITLES.removeDirective(), edits: [{ range, text: '' }] };
  const message: Bilingual = { en: inLanguage('en'), 'zh-cn': inLanguage('zh-cn') };
  return { code: 'unused-expectation', range, message, fixes: [fix] };
}

// States in brackets

/** The ends of a scenario, to tell whom a state in brackets belongs to. They are looked for when somebody asks. */
class Ends implements NamedEnds {
  readonly #items: readonly Item[];
  #found: FoundEnds | undefined;

  constructor(items: readonly Item[]) {
    this.#items = items;
  }

  get names(): readonly string[] {
    return [...this.#ends.names];
  }

  get #ends(): FoundEnds {
    return (this.#found ??= endsIn(this.#items));
  }

  /** The one end that `...` can stand for opposite the named one. */
  opposite(name: string | undefined): string | undefined {
    // Of more than two, two at least are others.
    const { names, peers: known } = this.#ends;
    const others = names.size > 2 ? [] : [...names].filter((one) => one !== name);
    if (others.length === 1) return others[0];
    const peers = name === undefined ? [] : [...(known.get(name) ?? [])];
    return peers.length === 1 ? peers[0] : undefined;
  }

  /** Gives each state to its end. */
  resolve(lowered: Lowered): { states: ExpectedState[]; text?: string } | { problem: NotationProblem } {
    const strange = lowered.states.some(
      ({ end }) => typeof end === 'object' && !this.#ends.names.has(end.name),
    );
    if (strange && lowered.textWithStates !== undefined) return { states: [], text: lowered.textWithStates };
    const states: ExpectedState[] = [];
    for (const [index, written] of lowered.states.entries()) {
      const end = this.#end(written, lowered);
      if (!end) {
        return { problem: { code: 'syntax', range: written.range, message: WORDS.whichEnd() } };
      }
      const part: Part = `states.${index}`;
      states.push({ end, state: written.state, part });
    }
    return { states };
  }

  #end(written: WrittenState, { statement, left, right }: Lowered): End | undefined {
    if (typeof written.end === 'object') return written.end;
    if (statement.kind === 'call') {
      if (written.end === 'only') return statement.end;
      return this.#ends.names.size === 2 ? named(this.names[written.end === 'left' ? 0 : 1]) : undefined;
    }
    switch (written.end) {
      case 'left':
        return named(left ?? this.opposite(right));
      case 'right':
        return named(right ?? this.opposite(left));
      case 'only':
        return left !== undefined && right !== undefined ? undefined : named(left ?? right);
    }
  }
}

interface FoundEnds {
  readonly names: ReadonlySet<string>;
  /** Whom each exchanges segments with. */
  readonly peers: ReadonlyMap<string, ReadonlySet<string>>;
}

function endsIn(items: readonly Item[]): FoundEnds {
  const names = new Set<string>();
  const peers = new Map<string, Set<string>>();
  const add = (name: string | undefined): void => {
    if (name !== undefined) names.add(name);
  };
  const pair = (one: string | undefined, other: string | undefined): void => {
    if (one === undefined || other === undefined) return;
    const known = peers.get(one);
    if (known) known.add(other);
    else peers.set(one, new Set([other]));
  };
  for (const { read } of items) {
    if (read.reading.kind !== 'statement') continue;
    const { statement, left, right } = read.reading.lowered;
    if (statement.kind === 'segment') {
      add(left);
      add(right);
      pair(left, right);
      pair(right, left);
    } else if (statement.kind === 'endpoint') {
      add(statement.name);
    } else if ('end' in statement) {
      add(statement.end.name);
    }
  }
  return { names, peers };
}

function named(name: string | undefined): End | undefined {
  return name === undefined ? undefined : { name };
}
