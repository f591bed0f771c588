/** From a figure to the script of the TCP exchange in it, if there is one. */
import {
  CALLS,
  type CallStatement,
  type NoteStatement,
  type Part,
  type Script,
  type SegmentStatement,
  type StateStatement,
  type Statement,
} from '../exchange/script.js';
import { callNamed, claimsOf } from './claims.js';
import { isSegment, readLabel, type Label } from './label/label.js';
import type { Span } from './label/plain.js';
import type { Lowered, WrittenFlag } from './lowered.js';
import { Names } from './names.js';
import type { ClaimedState, Figure, FigureEvent, Message, Note, Notation, Phase } from './reader.js';
import { shift, type Range } from './range.js';
import { SourceMap, type MappedStatement } from './source-map.js';
import type { Words } from './words.js';

/** One way through a figure. Lines count from the figure's first. */
export interface Way {
  readonly script: Script;
  readonly map: SourceMap;
  /** Whether it is only asked whether what follows may be right: a part that may not happen is left out. */
  readonly asked: boolean;
}

/** A TCP exchange in another notation. */
export interface FigureExchange {
  readonly notation: Notation;
  readonly line: number;
  readonly endLine: number;
  /** The first is the figure as it stands; others take another branch. */
  readonly ways: readonly [Way, ...Way[]];
  /** As in {@link Figure}. */
  readonly counted: readonly number[];
}

/** At most so many messages: beyond them nobody has drawn the figure by hand. */
export const MOST_MESSAGES = 5_000;

/**
 * The exchange in a figure, or undefined where it is not surely one; where somebody has told that it is one, each pair of
 * ends has a connection.
 */
export function exchangeOf(
  figure: Figure,
  notation: Notation,
  known: 'seen' | 'told' = 'seen',
): FigureExchange | undefined {
  const messages = messagesIn(figure.events);
  if (messages.length < 2 || messages.length > MOST_MESSAGES) return undefined;
  const labels = readLabels(messages);
  const connections = known === 'told' ? new Set(messages.map(pairOf)) : connectionsIn(messages, labels);
  if (connections.size === 0) return undefined;
  const answers = answersAlone(messages, labels);
  const names = new Names(figure.participants, messages, (message) => connections.has(pairOf(message)));
  const make = (choose: Choose, asked: boolean): Way => {
    const writer = new Writer(figure, names, labels, connections, answers);
    for (const event of chosen(figure.events, choose)) {
      if (event.kind === 'stop') break;
      writer.write(event);
    }
    const { statements, mapped } = writer;
    const script: Script = { title: figure.title, mode: 'notes', figure: true, statements };
    return { script, map: new SourceMap(mapped), asked };
  };
  const drawn = make((branches) => branches[0] ?? [], false);
  const { most, optional } = branchesIn(figure.events);
  const others: Way[] = [];
  const seen = new Set(linesOf(drawn));
  for (let index = 1; index < most; index++) {
    const way = make((branches) => branches[Math.min(index, branches.length - 1)] ?? [], false);
    const adds = linesOf(way).some((line) => !seen.has(line));
    for (const line of linesOf(way)) seen.add(line);
    others.push({ ...way, asked: !adds });
  }
  if (optional) others.push(make((branches, may) => (may ? [] : (branches[0] ?? [])), true));
  const { line, endLine, counted = [] } = figure;
  return { notation, line, endLine, ways: [drawn, ...others], counted };
}

/** The lines of a way on which there are segments. */
function linesOf({ script }: Way): number[] {
  return script.statements.filter(({ kind }) => kind === 'segment').map(({ line }) => line);
}

type Choose = (branches: readonly (readonly FigureEvent[])[], optional: boolean) => readonly FigureEvent[];

/** The events of one way through a figure. */
function* chosen(
  events: readonly FigureEvent[],
  choose: Choose,
): Iterable<Exclude<FigureEvent, { kind: 'branches' }>> {
  for (const event of events) {
    if (event.kind === 'branches') yield* chosen(choose(event.branches, event.optional), choose);
    else yield event;
  }
}

function branchesIn(events: readonly FigureEvent[]): { most: number; optional: boolean } {
  let most = 1;
  let optional = false;
  for (const event of events) {
    if (event.kind !== 'branches') continue;
    most = Math.max(most, event.branches.length);
    optional ||= event.optional;
    for (const branch of event.branches) {
      const within = branchesIn(branch);
      most = Math.max(most, within.most);
      optional ||= within.optional;
    }
  }
  return { most: Math.min(most, MOST_BRANCHES), optional };
}

const MOST_BRANCHES = 8;

function messagesIn(events: readonly FigureEvent[]): Message[] {
  return events.flatMap((event) => {
    if (event.kind === 'branches') return event.branches.flatMap(messagesIn);
    return event.kind === 'message' ? [event] : [];
  });
}

/** What every label says. Where one writes flags as bits, all do; and `Fin` is one where there is another. */
export function readLabels(messages: readonly Message[]): ReadonlyMap<Message, Label> {
  const read = (bits: boolean, fin: boolean): Map<Message, Label> =>
    new Map(
      messages.map((message) => {
        const { text } = message.label;
        return [message, message.said ?? readLabel(fin && text === 'Fin' ? 'FIN' : text, { bits })];
      }),
    );
  const labels = read(false, false);
  const bits = [...labels.values()].some((label) => label.bits);
  // Where there is another, it is no word of French.
  const fin = messages.some(({ label: { text } }) => text === 'Fin') && hasFin(labels);
  return bits || fin ? read(bits, fin) : labels;
}

function hasFin(labels: ReadonlyMap<Message, Label>): boolean {
  return [...labels.values()].some(({ flags }) => flags.has('FIN'));
}

/** The same for two messages between the same ends. */
export function pairOf({ from, to }: Message): string {
  return from < to ? `${from}\n${to}` : `${to}\n${from}`;
}

/** What is known of two ends. */
interface Pair {
  flagged: number;
  opens: boolean;
  numbered: boolean;
  /** Whether what is sent has numbers, and whether anything is acknowledged by number. */
  counted: boolean;
  acknowledged: boolean;
  /** Whether frames are sent, which other protocols number in the same way. */
  framed: boolean;
  /** Whether a flag is more than a word that ends something in other languages, `fin`. */
  spelled: boolean;
  other: boolean;
}

/** Words of other protocols that have flags of these names, too. */
const OTHER_PROTOCOL = /\b(?:QUIC|NAC?K|RST_STREAM|STREAM\b.{0,20}\bFIN|ACK[2-9]\b|opcode)/iu;
/** What lies below IP. */
const FRAME = /\bframes?\b|帧|幀|フレーム|프레임|\btrames?\b|\bкадр/iu;
/** A word of French and Spanish, where nobody writes it as a flag. */
const ONLY_FIN = /^\W*fin\W*$/u;

/**
 * The pairs of ends that surely have a TCP connection: at least two messages between them have flags, and one of them
 * SYN, FIN or RST, or all of them numbers, and some of what is sent, too: frames are acknowledged with numbers as well.
 */
function connectionsIn(
  messages: readonly Message[],
  labels: ReadonlyMap<Message, Label>,
): ReadonlySet<string> {
  const pairs = new Map<string, Pair>();
  for (const message of messages) {
    const label = labels.get(message);
    if (!label || message.from === message.to) continue;
    const pair = pairs.get(pairOf(message)) ?? {
      flagged: 0,
      opens: false,
      numbered: true,
      counted: false,
      acknowledged: false,
      framed: false,
      spelled: false,
      other: false,
    };
    pairs.set(pairOf(message), pair);
    pair.other ||= OTHER_PROTOCOL.test(message.label.text);
    pair.framed ||= FRAME.test(message.label.text);
    pair.counted ||= label.seq !== undefined;
    pair.acknowledged ||= label.ack !== undefined;
    if (label.flags.size === 0) continue;
    pair.flagged++;
    pair.spelled ||= !ONLY_FIN.test(message.label.text);
    pair.opens ||= label.flags.has('SYN') || label.flags.has('FIN') || label.flags.has('RST');
    pair.numbered &&= label.seq !== undefined || label.ack !== undefined;
  }
  const sure = [...pairs].filter(
    ([, { flagged, opens, numbered, counted, acknowledged, framed, spelled, other }]) =>
      flagged >= 2 && ((opens && spelled) || (numbered && counted && acknowledged && !framed)) && !other,
  );
  return new Set(sure.map(([pair]) => pair));
}

/**
 * The first messages between two ends that answer a SYN which the figure does not show: it begins behind it, or another
 * sent it in their name.
 */
function answersAlone(
  messages: readonly Message[],
  labels: ReadonlyMap<Message, Label>,
): ReadonlySet<Message> {
  const firsts = new Map<string, Message>();
  const asked = new Set<string>();
  for (const message of messages) {
    const flags = labels.get(message)?.flags;
    if (!flags || flags.size === 0) continue;
    const pair = pairOf(message);
    if (!firsts.has(pair)) firsts.set(pair, message);
    if (flags.has('SYN') && !flags.has('ACK')) asked.add(pair);
  }
  const alone = [...firsts].filter(
    ([pair, first]) => !asked.has(pair) && labels.get(first)?.flags.has('SYN') === true,
  );
  return new Set(alone.map(([, first]) => first));
}

/** Who is called so sends whatever it likes. */
const INJECTOR =
  /(?<![\p{L}\d])(?:attackers?|hackers?|intruder|nmap|(?:port )?scanners?|atacante|attaquant|angreifer|attaccante)(?![\p{L}\d])|攻[击擊撃]者|黑客|駭客|공격자|해커|атакующий|хакер/iu;

/** Writes the statements of one way. */
class Writer {
  readonly statements: Statement[] = [];
  readonly mapped: MappedStatement[] = [];

  constructor(
    private readonly figure: Figure,
    private readonly names: Names,
    private readonly labels: ReadonlyMap<Message, Label>,
    private readonly connections: ReadonlySet<string>,
    private readonly answers: ReadonlySet<Message>,
  ) {
    for (const { id, range, called = names.writtenAs(id), unchecked: isTold = false } of names.ends) {
      const label = names.labelOf(id);
      const unchecked = isTold || INJECTOR.test(`${id} ${label ?? ''}`);
      if (label === undefined && !unchecked) continue;
      const place = range ?? lineRange(figure.line);
      const statement = {
        kind: 'endpoint',
        name: names.of(id),
        ...(called === names.of(id) ? {} : { called }),
        ...(label === undefined ? {} : { label }),
        unchecked,
        ...SOMEWHERE,
      } as const;
      this.#add(statement, place, new Map([['end', place]]));
    }
  }

  write(event: Exclude<FigureEvent, { kind: 'branches' | 'stop' }>): void {
    switch (event.kind) {
      case 'message':
        this.#message(event);
        break;
      case 'note':
        this.#note(event);
        break;
      case 'phase':
        this.#phase(event);
        break;
    }
  }

  #message(message: Message): void {
    const label = this.labels.get(message);
    if (label && this.connections.has(pairOf(message)) && isSegment(label)) this.#segment(message, label);
    else this.#aside(message);
  }

  #segment(message: Message, label: Label): void {
    const { names } = this;
    if (this.answers.has(message)) {
      const { range } = message;
      this.#state({ end: message.from, state: 'SYN_RCVD', range }, range, '');
      this.#state({ end: message.to, state: 'SYN_SENT', range }, range, '');
    }
    const { label: words, range } = message;
    const right = names.column(message.from) < names.column(message.to);
    const at = (span: Span): Range => words.range(span);
    const parts = new Map<Part, Range>();
    if (words.text !== '') parts.set('segment', words.whole);
    if (message.fromRange) parts.set('from', message.fromRange);
    if (message.toRange) parts.set('to', message.toRange);
    const values = new Map<Part, Range>();
    for (const [part, span] of label.parts) parts.set(part, at(span));
    for (const [part, span] of label.values) values.set(part, at(span));
    const states = (message.states ?? []).filter(({ end }) => names.isEnd(end));
    const flags = label.words.map((word): WrittenFlag => ({
      flags: word.flags,
      range: at(word.span),
      word: at(word.span),
      parentheses: undefined,
      items: [],
    }));
    const statement: SegmentStatement = {
      kind: 'segment',
      from: names.of(message.from),
      to: names.of(message.to),
      arrow: right ? 'right' : 'left',
      fate:
        label.lost && (message.fate ?? 'delivered') === 'delivered' ? 'lost' : (message.fate ?? 'delivered'),
      origin: message.origin ?? 'new',
      flags: label.flags,
      data: label.data,
      ...pick(label, ['seq', 'ack', 'len', 'win', 'up']),
      options: label.options,
      states: states.map(({ end, state, either }, index) => ({
        end: { name: names.of(end) },
        state,
        ...(either === true
          ? { or: { name: names.of(end === message.from ? message.to : message.from) } }
          : {}),
        part: `states.${index}` as const,
      })),
      ...(label.text === '' ? {} : { text: label.text }),
      ...SOMEWHERE,
    };
    states.forEach((state, index) => parts.set(`states.${index}`, state.range));
    const [left, rightName] = right ? [statement.from, statement.to] : [statement.to, statement.from];
    this.#add(statement, range, parts, { flags, values, left, right: rightName });
  }

  /** A message that is none of TCP's: a note at the ends that it concerns. */
  #aside({ from, to, label, range }: Message): void {
    const ends = [...new Set([from, to])].filter((id) => this.names.isEnd(id));
    if (ends.length === 0 || label.text === '') return;
    const text =
      ends.length === 2 || from === to
        ? label.text
        : `${this.names.shown(from)} → ${this.names.shown(to)}: ${label.text}`;
    this.#remark(ends, text, range);
  }

  #remark(ids: readonly string[], text: string, range: Range): void {
    const ends = ids.map((id) => this.names.of(id));
    const statement: NoteStatement = { kind: 'note', ends, text: oneLine(text), ...SOMEWHERE };
    this.#add(statement, range, new Map());
  }

  #note({ over, words, range, unclaimed }: Note): void {
    const ids = over.length === 0 ? this.names.ends.map(({ id }) => id) : over;
    const ends = ids.filter((id) => this.names.isEnd(id));
    if (ends.length === 0 || words.text === '') return;
    const heading = /^==\s*(.*?)\s*==$/u.exec(words.text)?.[1];
    if (heading !== undefined) {
      this.#add({ kind: 'phase', text: heading, ...SOMEWHERE }, range, new Map());
      return;
    }
    const [only, second] = ends;
    const call = only !== undefined && second === undefined ? callNamed(words.text) : undefined;
    if (call !== undefined && only !== undefined) {
      const statement: CallStatement = {
        kind: 'call',
        end: { name: this.names.of(only) },
        call: CALLS.find((one) => one === call.call) ?? 'close',
        ...(call.octets === undefined ? {} : { octets: call.octets }),
        states: [],
        ...SOMEWHERE,
      };
      this.#add(statement, range, new Map([['call', words.whole]]));
      return;
    }
    const { claims, rest } = unclaimed ? { claims: [], rest: '' } : claimsOf(words, ends, this.names);
    if (claims.length === 0) this.#remark(ends, words.text, range);
    claims.forEach((claim, index) => {
      this.#state(claim, range, index === 0 ? rest : '');
    });
  }

  #state({ end, state, range: own }: ClaimedState, range: Range, text: string): void {
    const statement: StateStatement = {
      kind: 'state',
      end: { name: this.names.of(end) },
      state,
      counters: {},
      ...(text === '' ? {} : { text: oneLine(text) }),
      ...SOMEWHERE,
    };
    this.#add(statement, range, new Map([['state', own]]));
  }

  #phase({ words, range }: Phase): void {
    this.#add({ kind: 'phase', text: oneLine(words.text), ...SOMEWHERE }, range, new Map());
  }

  #add(
    statement: Statement,
    range: Range,
    parts: Map<Part, Range>,
    more: Pick<Lowered, 'flags' | 'values' | 'left' | 'right'> = { flags: [] },
  ): void {
    // Lines of a script count from its first; those of parts from the statement's own first.
    const first = range.line - this.figure.line;
    const last = range.endLine - this.figure.line;
    const own = { ...statement, line: first + 1, endLine: last + 1 };
    const up = (one: Range): Range => shift(one, 1 - range.line);
    const all = new Map<Part, Range>([...parts].map(([part, one]) => [part, up(one)]));
    all.set('whole', up(range));
    const lowered: Lowered = {
      statement: own,
      parts: all,
      ...more,
      flags: more.flags.map((flag) => ({
        ...flag,
        range: up(flag.range),
        word: flag.word && up(flag.word),
      })),
      values: new Map([...(more.values ?? [])].map(([part, one]) => [part, up(one)])),
      states: [],
    };
    this.statements.push(own);
    this.mapped.push({ lowered, first, last, directive: undefined });
  }
}

/** Until `#add` says where. */
const SOMEWHERE = { line: 1, endLine: 1 } as const;

function pick<T extends object, K extends keyof T>(from: T, keys: readonly K[]): Partial<Pick<T, K>> {
  const picked: Partial<Pick<T, K>> = {};
  for (const key of keys) if (from[key] !== undefined) picked[key] = from[key];
  return picked;
}

function lineRange(line: number): Range {
  return { line, column: 1, endLine: line, endColumn: 1 };
}

function oneLine(text: string): string {
  return text
    .replaceAll(/<br\s*\/?>/giu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

export type { Words };
