/** From the tree of one statement to what it says: a statement of the script, and where its parts are written. */
import {
  COUNTERS,
  type Call,
  type Counter,
  type End,
  type Expr,
  type Moment,
  type Part,
  type SegmentStatement,
  type Statement,
} from '../exchange/script.js';
import type { Bilingual } from '../rules/rule.js';
import { sharedFlags, type Flag, type Option } from '../tcp/segment.js';
import { parseState, STATES, stateName, type State } from '../tcp/state.js';
import { flagsIn, flagWord } from './flags.js';
import { halfWidth } from './full-width.js';
import type * as ast from './generated/ast.js';
import type { Unclear } from './forms/index.js';
import type { Guess } from './guess.js';
import { callOf, CHINESE_CALLS, isTimingWord, keywordOf, modeOf, type Keyword } from './keywords.js';
import { FIX_TITLES, WORDS, type NotationProblem } from './notation.js';
import { durationOf, meantMoment, momentOf } from './moments.js';
import { unquote } from './octets.js';
import type { Lowered, WrittenFlag, WrittenState } from '../notation/lowered.js';
import { rangeOf, rangeOfProperty, textOf } from './parse.js';
import { at, span, type Range } from './range.js';
import { nearest } from './suggest.js';

export type { Lowered, WrittenFlag, WrittenState } from '../notation/lowered.js';

/** `begin TITLE`. */
export interface Begin {
  readonly kind: 'begin';
  readonly title: string;
  readonly range: Range;
  /** The keyword as written, and where. */
  readonly word: string;
  readonly keyword: Range;
}

/** A keyword line that shapes the scenario, a statement, or a line on which nothing counts. */
export type Reading =
  | Begin
  | { readonly kind: 'end'; readonly range: Range }
  | { readonly kind: 'mode'; readonly mode: 'strict' | 'notes'; readonly range: Range }
  | { readonly kind: 'statement'; readonly lowered: Lowered }
  | { readonly kind: 'broken'; readonly unclear?: Unclear; readonly guess?: Guess };

/** What has been made of a statement, with what is wrong with the way it is written. */
export interface Read {
  readonly reading: Reading;
  readonly problems: readonly NotationProblem[];
}

/** Thrown and caught in this file only: nothing on the line counts. */
class Unreadable extends Error {
  constructor(readonly problem: NotationProblem) {
    super(problem.code);
  }
}

function syntax(range: Range, message: Bilingual, fix?: { text: string; range?: Range }): Unreadable {
  return new Unreadable({
    code: 'syntax',
    range,
    message,
    ...(fix
      ? {
          fixes: [
            { title: FIX_TITLES.write(fix.text), edits: [{ range: fix.range ?? range, text: fix.text }] },
          ],
        }
      : {}),
  });
}

/** A flag with its arguments, spelt right. */
function rightFlag(flag: ast.Flag): string {
  const { text } = flag.word;
  const right = flagsIn(text) ? undefined : flagWord(text);
  return right === undefined ? textOf(flag) : right + textOf(flag).slice(text.length);
}

/** What is written, in ASCII and without blanks. */
function ascii(text: string): string {
  return text
    .replaceAll(/[\s\u200b\ufeff]/g, '')
    .replaceAll(/[！-～]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replaceAll('‥', '..')
    .replaceAll('−', '-');
}

const BIGGEST = 2 ** 31 - 1;

function numberOf(word: string): bigint | undefined {
  return /^(?:0[xX][0-9a-fA-F]+|[0-9]+)$/.test(word) && word.length <= 1000 ? BigInt(word) : undefined;
}

function octetsOf(key: string, text: string, range: Range): number {
  const number = numberOf(ascii(text));
  if (number === undefined) throw syntax(range, WORDS.numberNeeded(key, text));
  if (number > BIGGEST) throw syntax(range, WORDS.tooLarge(text));
  return Number(number);
}

const NAME = /^[\p{ID_Start}_][\p{ID_Continue}_]*$/u;

function nameOf(text: string, range: Range): string {
  if (!NAME.test(text)) throw syntax(range, WORDS.notAName(text));
  return text;
}

function endOf(node: ast.EndName): End {
  const name = nameOf(node.id, rangeOf(node));
  return node.peer ? { name, peer: nameOf(node.peer.text, rangeOf(node.peer)) } : { name };
}

/** A sequence number: a number, a symbol, or one plus or minus numbers. */
function exprOf(node: ast.Value): Expr {
  const wrong = (): Unreadable => syntax(rangeOf(node), WORDS.notAnExpression(textOf(node)));
  const sum = node.start;
  if (!sum || node.end) throw wrong();
  let symbol: string | undefined;
  let offset = 0n;
  for (const [index, term] of sum.terms.entries()) {
    const sign = index === 0 ? sum.sign : sum.signs[index - 1];
    const minus = sign !== undefined && /[-－−]/.test(sign);
    const number = numberOf(term.text);
    if (number !== undefined) offset += minus ? -number : number;
    else if (/^\p{Nd}/u.test(term.text)) throw syntax(rangeOf(term), WORDS.notANumber(term.text));
    else if (symbol !== undefined || minus) throw wrong();
    else symbol = term.text;
  }
  if (symbol === undefined) return { offset: Number(BigInt.asUintN(32, offset)) };
  return { symbol, offset: Number(BigInt.asIntN(32, offset)) };
}

function textIn(texts: readonly string[]): string | undefined {
  const text = texts[0]?.replace(/^[:：]/, '').trim();
  return text === undefined || text === '' ? undefined : text;
}

/** A string, or where it has an escape that there is not. */
function stringOf(written: string, range: Range): { text: string; octets: string } {
  const string = unquote(written);
  if (string.bad) {
    const column = range.column + string.bad.index;
    const width = string.bad.escape.length;
    throw syntax(
      { line: range.line, column, endLine: range.line, endColumn: column + width },
      WORDS.badEscape(string.bad.escape),
    );
  }
  return string;
}

/** For most lines to share. */
const NONE: readonly never[] = [];

/** Reads one statement. */
export class Lowering {
  #problems: readonly NotationProblem[] = NONE;
  readonly #parts = new Map<Part, Range>();
  readonly #flags: WrittenFlag[] = [];

  constructor(readonly endLine: number) {}

  read(line: ast.Line): Read {
    try {
      this.#parts.set('whole', rangeOf(line));
      const reading = this.#line(line);
      return { reading, problems: this.#problems };
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      return { reading: { kind: 'broken' }, problems: [error.problem] };
    }
  }

  #line(line: ast.Line): Reading {
    const range = rangeOf(line);
    switch (line.$type) {
      case 'Begin':
        this.#keywordCase(line.keyword, range);
        return {
          kind: 'begin',
          title: line.title ?? '',
          range,
          word: line.keyword,
          keyword: { ...range, endLine: range.line, endColumn: range.column + line.keyword.length },
        };
      case 'End':
        this.#keywordCase(line.keyword, range);
        return { kind: 'end', range };
      case 'Mode': {
        this.#keywordCase(line.keyword, range);
        const mode = modeOf(line.value.text);
        if (!mode) {
          const suggestion = nearest(line.value.text, ['strict', 'notes']);
          throw syntax(
            rangeOf(line.value),
            WORDS.unknownMode(line.value.text),
            suggestion ? { text: suggestion } : undefined,
          );
        }
        return { kind: 'mode', mode, range };
      }
      case 'Timing':
        this.#keywordCase(line.keyword, range);
        return this.#done(this.#timing(line));
      case 'Declaration':
        this.#keywordCase(line.keyword, range);
        return this.#done(this.#declaration(line));
      case 'Remark': {
        this.#keywordCase(line.keyword, rangeOfProperty(line, 'keyword'));
        const text = textIn(line.texts);
        if (text === undefined) throw syntax(range, WORDS.missingText());
        const ends = line.ends.map((end) => nameOf(end.text, rangeOf(end)));
        return this.#done({ kind: 'note', ...this.#lines(), ...this.#moment(line), ends, text });
      }
      case 'Phase': {
        const text = line.heading
          .replace(/^[=＝]+/, '')
          .replace(/[=＝]{2,}$/, '')
          .trim();
        return this.#done({
          kind: 'phase',
          ...this.#lines(),
          ...this.#moment(line),
          ...(text === '' ? {} : { text }),
        });
      }
      case 'Exchange':
        return this.#exchange(line);
      case 'Doing':
        return this.#doing(line);
    }
  }

  #lines(): { line: number; endLine: number } {
    return { line: 1, endLine: this.endLine };
  }

  #done(statement: Statement, more: Partial<Lowered> = {}): Reading {
    return {
      kind: 'statement',
      lowered: { statement, parts: this.#parts, flags: this.#flags, states: NONE, ...more },
    };
  }

  #keywordCase(keyword: string, line: Range): void {
    if (keyword === keyword.toLowerCase()) return;
    const range = { ...line, endLine: line.line, endColumn: line.column + keyword.length };
    this.#letterCase(keyword, keyword.toLowerCase(), range);
  }

  #letterCase(text: string, usual: string, range: Range): void {
    this.#problem({
      code: 'letter-case',
      range,
      message: WORDS.letterCase(text, usual),
      fixes: [{ title: FIX_TITLES.write(usual), edits: [{ range, text: usual }] }],
    });
  }

  /** When the line happens; `arrives` is whether something on it leaves and arrives. */
  #moment(line: Timed, arrives = false): { readonly moment?: Moment } {
    const { moment: written } = line;
    if (written === undefined) return {};
    const range = rangeOfProperty(line, 'moment');
    this.#parts.set('moment', range);
    const moment = momentOf(written);
    if (moment && (arrives || !moment.arrives)) return { moment };
    const meant = moment ? written.replace(/(?:\.\.|‥).*/u, '') : meantMoment(written);
    this.#problem({
      code: 'syntax',
      range,
      message: moment ? WORDS.nothingArrives(written) : WORDS.notAMoment(written),
      ...(meant === undefined
        ? {}
        : { fixes: [{ title: FIX_TITLES.write(meant), edits: [{ range, text: meant }] }] }),
    });
    return {};
  }

  #timing(line: ast.Timing): Statement {
    const timing = keywordOf(line.keyword);
    const ends = line.ends.map((end) => nameOf(end.text, rangeOf(end)));
    if (timing === undefined || !isTimingWord(timing)) throw syntax(rangeOf(line), WORDS.unknownStatement());
    const most = timing === 'delay' ? 2 : 1;
    if (ends.length > 0 && (ends.length !== most || ends[0] === ends[1])) {
      throw syntax(rangeOf(line), WORDS.endsOfTiming(timing));
    }
    const range = rangeOfProperty(line, 'duration');
    this.#parts.set('duration', range);
    const duration = durationOf(line.duration);
    if (duration === undefined) {
      const meant = durationOf(`${line.duration}ms`) === undefined ? undefined : `${line.duration}ms`;
      throw syntax(
        range,
        WORDS.notADuration(line.duration),
        meant === undefined ? undefined : { text: meant },
      );
    }
    const text = textIn(line.texts);
    return {
      kind: 'timing',
      ...this.#lines(),
      timing,
      ends,
      duration,
      ...(text === undefined ? {} : { text }),
    };
  }

  #declaration(line: ast.Declaration): Statement {
    this.#parts.set('end', rangeOf(line.subject));
    const name = nameOf(line.subject.text, rangeOf(line.subject));
    const [reused, more] = line.reuses;
    const [label, secondLabel] = line.labels;
    if (more) throw syntax(rangeOf(more), WORDS.twice('reuses'));
    if (secondLabel !== undefined) throw syntax(rangeOf(line), WORDS.twice('"…"'));
    const text = textIn(line.texts);
    return {
      kind: 'endpoint',
      ...this.#lines(),
      name,
      ...(label === undefined ? {} : { label: stringOf(label, rangeOf(line)).text }),
      ...(reused ? { reuses: nameOf(reused.text, rangeOf(reused)) } : {}),
      unchecked: line.unchecked.length > 0,
      ...(text === undefined ? {} : { text }),
    };
  }

  // Segments

  #exchange(line: ast.Exchange): Reading {
    const { first, second, left, right } = line;
    const leftName = left.id === undefined ? undefined : nameOf(left.id, rangeOf(left));
    const rightName = right.id === undefined ? undefined : nameOf(right.id, rangeOf(right));
    const arrow = this.#direction(first, second);
    const [sender, receiver] = arrow === 'right' ? [leftName, rightName] : [rightName, leftName];
    if (sender === undefined && receiver === undefined) {
      throw syntax(rangeOf(right), WORDS.bothInNetwork());
    }
    if (sender !== undefined && sender === receiver) throw syntax(rangeOf(right), WORDS.toItself(sender));
    this.#parts.set('from', rangeOf(arrow === 'right' ? left : right));
    this.#parts.set('to', rangeOf(arrow === 'right' ? right : left));
    const lost = isLost(first) || isLost(second);
    if (lost && receiver === undefined) {
      throw syntax(rangeOf(arrow === 'right' ? right : left), WORDS.lostInNetwork());
    }
    const fate = lost
      ? 'lost'
      : receiver === undefined
        ? 'sent'
        : sender === undefined
          ? 'arrived'
          : 'delivered';
    const segment = this.#segment(line.segment);
    const keyword = line.origin === undefined ? undefined : keywordOf(line.origin);
    if (line.origin !== undefined) this.#keywordCase(line.origin, rangeOfProperty(line, 'origin'));
    const text = textIn(line.texts);
    return this.#done(
      {
        kind: 'segment',
        ...this.#lines(),
        ...this.#moment(line, fate === 'delivered'),
        ...(sender === undefined ? {} : { from: sender }),
        ...(receiver === undefined ? {} : { to: receiver }),
        arrow,
        fate,
        origin: originOf(keyword),
        ...segment,
        states: NONE,
        ...(text === undefined ? {} : { text }),
      },
      {
        left: leftName,
        right: rightName,
        ...this.#states(line, text),
      },
    );
  }

  #direction(first: ast.Arrow, second: ast.Arrow): 'right' | 'left' {
    const [a, b] = [isRight(first), isRight(second)];
    if (!a && !isLost(first) && b && isLost(second)) {
      this.#lossBehind(first, second);
      return 'left';
    }
    if (a !== b) throw syntax(rangeOf(second), WORDS.mixedArrows());
    // The cross belongs to the receiver's side: behind the segment when it goes right, before it when it goes left.
    if (isLost(a ? first : second)) throw syntax(rangeOf(a ? first : second), WORDS.lossAtSender());
    return a ? 'right' : 'left';
  }

  /** `C <- ACK -x S`: the cross is drawn where the segment leaves, and can only mean that it is lost. */
  #lossBehind(first: ast.Arrow, second: ast.Arrow): void {
    const [at, behind] = [rangeOf(first), rangeOf(second)];
    this.#problem({
      code: 'unusual-arrow',
      range: behind,
      message: WORDS.lossBehind(),
      fixes: [
        {
          title: FIX_TITLES.crossBefore(),
          edits: [
            { range: at, text: 'x-' },
            { range: behind, text: '<-' },
          ],
        },
      ],
    });
  }

  #segment(
    node: ast.Segment,
  ): Pick<SegmentStatement, 'flags' | 'data' | 'seq' | 'ack' | 'len' | 'payload' | 'win' | 'up' | 'options'> {
    this.#parts.set('segment', rangeOf(node));
    const found: Fields = { options: [] };
    const flags = new Set<Flag>();
    let data = false;
    const written = [...node.flags, ...node.joins.map((join) => join.flag)];
    for (const flag of written) {
      for (const one of this.#flag(flag, found)) {
        if (one === 'DATA') data = true;
        else flags.add(one);
        const part: Part = `flag.${one}`;
        if (!this.#parts.has(part)) this.#parts.set(part, rangeOf(flag));
      }
    }
    if (node.bare) {
      this.#flags.push({
        flags: [],
        range: rangeOf(node.bare),
        word: undefined,
        parentheses: rangeOf(node.bare),
        items: this.#arguments(node.bare, found, []),
      });
    } else {
      this.#parts.set('flags', rangeOf(node));
    }
    this.#missingPlus(node, written);
    if (found.ack) flags.add('ACK');
    return { ...found, flags: sharedFlags(flags), data: data || (found.len ?? 0) > 0 };
  }

  #flag(node: ast.Flag, found: Fields): readonly (Flag | 'DATA')[] {
    const written = node.word.text;
    let flags = flagsIn(written);
    if (!flags) {
      const suggestion = flagWord(written);
      const range = rangeOf(node.word);
      const problem: NotationProblem = {
        code: 'unknown-flag',
        range,
        message: WORDS.unknownFlag(written, suggestion),
        ...(suggestion
          ? { fixes: [{ title: FIX_TITLES.write(suggestion), edits: [{ range, text: suggestion }] }] }
          : {}),
      };
      // A slip of the pen is read as what was meant, so that one mistake does not spoil the lines below.
      flags = suggestion ? flagsIn(suggestion) : undefined;
      if (!flags) throw new Unreadable(problem);
      this.#problem(problem);
    }
    const [first] = node.arguments;
    const items = node.arguments.flatMap((list) => this.#arguments(list, found, flags));
    this.#flags.push({
      flags,
      range: rangeOf(node),
      word: rangeOf(node.word),
      parentheses: first ? rangeOf(first) : undefined,
      items,
    });
    return flags;
  }

  #problem(problem: NotationProblem): void {
    this.#problems = [...this.#problems, problem];
  }

  #missingPlus(node: ast.Segment, written: readonly ast.Flag[]): void {
    const edits = node.joins.flatMap((join, index) => {
      const before = written[index];
      if (join.sign !== undefined || !before) return [];
      return [{ range: span(at(rangeOf(before), 'end'), at(rangeOf(join.flag), 'start')), text: '+' }];
    });
    if (edits.length === 0) return;
    const slips = this.#problems.flatMap(({ code, fixes }) =>
      code === 'unknown-flag' ? (fixes?.[0]?.edits ?? []) : [],
    );
    const joined = written.map(rightFlag).join('+');
    if (slips.length > 0) {
      // One fix does both.
      const fixes = [{ title: FIX_TITLES.write(joined), edits: [...edits, ...slips] }];
      this.#problems = this.#problems.map((problem) =>
        problem.code === 'unknown-flag' ? { ...problem, fixes } : problem,
      );
      return;
    }
    this.#problem({
      code: 'missing-plus',
      range: rangeOf(node),
      message: WORDS.missingPlus(joined),
      fixes: [{ title: FIX_TITLES.joinFlags(), edits }],
    });
  }

  #arguments(
    list: ast.Arguments,
    found: Fields,
    flags: readonly (Flag | 'DATA')[],
  ): { range: Range; part: Part }[] {
    return list.items.map((argument) => {
      const range = rangeOf(argument);
      const part = this.#argument(argument, range, found, flags);
      if (this.#parts.has(part) && !part.startsWith('option.')) {
        throw syntax(range, WORDS.twice(argument.key ?? textOf(argument)));
      }
      if (!this.#parts.has(part)) this.#parts.set(part, range);
      return { range, part };
    });
  }

  #argument(node: ast.Argument, range: Range, found: Fields, flags: readonly (Flag | 'DATA')[]): Part {
    const { value } = node;
    const key = node.key?.toLowerCase();
    if (key === 'seq' || key === 'ack') {
      found[key] = exprOf(value);
      return key;
    }
    if (value.quoted !== undefined) {
      if (key !== undefined && key !== 'len' && key !== 'data') return this.#option(key, value, found);
      const { octets } = stringOf(value.quoted, rangeOf(value));
      found.len = octets.length;
      found.payload = octets;
      return 'len';
    }
    if (key === 'len' || key === 'win' || key === 'up') {
      found[key] = octetsOf(key, textOf(value), rangeOf(value));
      return key;
    }
    if (key !== undefined) return this.#option(key, value, found);
    const text = halfWidth(textOf(value));
    if (NAME.test(text) && !['seq', 'ack', 'len', 'win', 'up'].includes(text.toLowerCase())) {
      found.options.push({ name: text.toLowerCase() });
      return `option.${text.toLowerCase()}`;
    }
    if (NAME.test(text)) throw syntax(range, WORDS.missingValue(text));
    if (!flags.includes('DATA') || numberOf(ascii(text)) === undefined) {
      throw syntax(range, WORDS.nameTheArgument(text));
    }
    found.len = octetsOf('DATA', text, range);
    return 'len';
  }

  #option(name: string, value: ast.Value, found: Fields): Part {
    found.options.push({ name, value: value.quoted ?? ascii(textOf(value)) });
    return `option.${name}`;
  }

  // What ends do

  #doing(line: ast.Doing): Reading {
    this.#parts.set('end', rangeOf(line.end));
    const end = endOf(line.end);
    const text = textIn(line.texts);
    const common = { ...this.#lines(), ...this.#moment(line), end, ...(text === undefined ? {} : { text }) };
    const [step] = line.steps;
    if (line.steps.length === 1 && step) {
      const call = this.#call(step);
      if (call) return this.#done({ kind: 'call', ...common, ...call, states: [] }, this.#states(line, text));
    }
    const brackets = line.states[0];
    if (brackets) throw syntax(rangeOf(brackets), WORDS.statesAfterState());
    if (line.steps.length === 1 && step) {
      const state = this.#stateOfStep(step);
      this.#parts.set('state', this.#words(step.words));
      const counters = step.arguments ? this.#counters(step.arguments) : {};
      return this.#done({ kind: 'state', ...common, state, counters });
    }
    const left = line.arrows.find((arrow) => !isRight(arrow));
    if (left) throw syntax(rangeOf(left), WORDS.pathArrow());
    const path = line.steps.map((one, index) => {
      if (one.arguments) throw syntax(rangeOf(one.arguments), WORDS.unexpected(textOf(one.arguments)));
      this.#parts.set(`path.${index}`, rangeOf(one));
      return this.#stateOfStep(one);
    });
    return this.#done({ kind: 'path', ...common, path });
  }

  /** The range of several words. */
  #words(words: readonly ast.Word[]): Range {
    const ranges = words.map(rangeOf);
    const [first, last] = [ranges[0], ranges.at(-1)];
    return first && last ? span(first, last) : { line: 1, column: 1, endLine: 1, endColumn: 1 };
  }

  /** The call that a step names, or undefined where it is read as a state. */
  #call(step: ast.Step): { call: Call; octets?: number } | undefined {
    const words = step.words.map((word) => word.text);
    const [first, second] = step.words;
    if (!first) return undefined;
    const joined = callOf(words.join('-'));
    const call = joined ?? (second && numberOf(second.text) !== undefined ? callOf(first.text) : undefined);
    if (!call) return undefined;
    const name = joined ? words.join('-') : first.text;
    const range = joined ? this.#words(step.words) : rangeOf(first);
    if (parseState(name) && name === name.toUpperCase()) return undefined;
    const usual = name.toLowerCase() === call.toLowerCase() ? call : undefined;
    if (usual !== undefined && name !== usual) this.#letterCase(name, usual, range);
    this.#parts.set('call', this.#words(step.words));
    const takesOctets = call === 'send' || call === 'receive';
    if (!joined && second) {
      if (!takesOctets || step.arguments || step.words.length > 2) {
        throw syntax(rangeOf(second), takesOctets ? WORDS.oneNumber(name) : WORDS.callTakesNoArgument(name));
      }
      return { call, octets: octetsOf(call, second.text, rangeOf(second)) };
    }
    if (!step.arguments || step.arguments.items.length === 0) return { call };
    const [argument, more] = step.arguments.items;
    if (
      !takesOctets ||
      more ||
      !argument ||
      (argument.key !== undefined && argument.key.toLowerCase() !== 'len')
    ) {
      throw syntax(
        rangeOf(step.arguments),
        takesOctets ? WORDS.oneNumber(name) : WORDS.callTakesNoArgument(name),
      );
    }
    const { value } = argument;
    const octets =
      value.quoted === undefined
        ? octetsOf(call, textOf(value), rangeOf(value))
        : stringOf(value.quoted, rangeOf(value)).octets.length;
    return { call, octets };
  }

  #stateOfStep(step: ast.Step): State {
    const text = step.words.map((word) => word.text).join(' ');
    const state = parseState(text.replaceAll('－', '-'));
    const range = this.#words(step.words);
    if (!state) {
      const suggestion = suggestDoing(text);
      throw syntax(
        range,
        WORDS.unknownDoing(text, suggestion),
        suggestion ? { text: suggestion } : undefined,
      );
    }
    if (text !== text.toUpperCase()) this.#letterCase(text, text.toUpperCase(), range);
    return state;
  }

  #counters(list: ast.Arguments): Partial<Record<Counter, Expr>> {
    const counters: Partial<Record<Counter, Expr>> = {};
    for (const argument of list.items) {
      const key = argument.key?.toLowerCase();
      const counter = COUNTERS.find((one) => one === key);
      if (!counter) {
        const suggestion = argument.key === undefined ? undefined : nearest(argument.key, COUNTERS);
        const range = rangeOf(argument);
        throw syntax(
          range,
          WORDS.unknownCounter(textOf(argument)),
          suggestion && argument.key !== undefined
            ? {
                text: suggestion,
                range: { ...range, endLine: range.line, endColumn: range.column + argument.key.length },
              }
            : undefined,
        );
      }
      if (counters[counter]) throw syntax(rangeOf(argument), WORDS.twice(counter));
      counters[counter] = exprOf(argument.value);
      this.#parts.set(`counter.${counter}`, rangeOf(argument));
    }
    return counters;
  }

  /** The states in brackets, not yet given to their ends where that takes the rest of the scenario. */
  #states(
    line: ast.Exchange | ast.Doing,
    text: string | undefined,
  ): Pick<Lowered, 'states' | 'textWithStates'> {
    const [list, more] = line.states;
    if (more) throw syntax(rangeOf(more), WORDS.twice('[…]'));
    if (!list) return { states: NONE };
    const unnamed = list.items.filter((item) => !item.end);
    if (unnamed.length > 0 && list.items.length > 2) throw syntax(rangeOf(list), WORDS.tooManyStates());
    const states = list.items.map((item, index): WrittenState => {
      const range = rangeOf(item);
      const words = item.words.map((word) => word.text).join(' ');
      const state = parseState(words.replaceAll('－', '-'));
      if (!state) {
        const where = this.#words(item.words);
        const suggestion = nearest(words, STATE_WORDS);
        throw syntax(
          where,
          WORDS.unknownState(words, suggestion),
          suggestion ? { text: suggestion } : undefined,
        );
      }
      this.#parts.set(`states.${index}`, range);
      const side = list.items.length === 1 ? 'only' : index === 0 ? 'left' : 'right';
      return { end: item.end ? endOf(item.end) : side, state, range };
    });
    const afterText = text !== undefined && rangeOf(list).endColumn >= rangeOf(line).endColumn;
    const named = list.items.some((item) => item.end);
    return { states, ...(afterText && named ? { textWithStates: `${text} ${textOf(list)}` } : {}) };
  }
}

type Timed = ast.Doing | ast.Exchange | ast.Phase | ast.Remark;

interface Fields {
  seq?: Expr;
  ack?: Expr;
  len?: number;
  payload?: string;
  win?: number;
  up?: number;
  options: Option[];
}

const STATE_WORDS: readonly string[] = [
  ...new Set(STATES.flatMap((state) => [state, stateName(state, 'rfc'), stateName(state, 'ss')])),
];
const CALL_WORDS: readonly string[] = Object.entries(CHINESE_CALLS).flat();

/** The call or the state that was perhaps meant. */
function suggestDoing(text: string): string | undefined {
  const lower = text === text.toLowerCase();
  return lower
    ? (nearest(text, CALL_WORDS) ?? nearest(text, STATE_WORDS))
    : (nearest(text, STATE_WORDS) ?? nearest(text, CALL_WORDS));
}

function isRight(arrow: ast.Arrow): boolean {
  return /[>＞》→]$/.test(arrow.sign) || /^[-－–—−]+[xX]$/.test(arrow.sign);
}

function isLost(arrow: ast.Arrow): boolean {
  return /[xX]/.test(arrow.sign);
}

function originOf(keyword: Keyword | undefined): SegmentStatement['origin'] {
  return keyword === 'dup' || keyword === 'stale' || keyword === 'forged' ? keyword : 'new';
}
