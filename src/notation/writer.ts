/** From what happens in a figure to the statements of a script. */
import {
  CALLS,
  type CallStatement,
  type NoteStatement,
  type Part,
  type SegmentStatement,
  type StateStatement,
  type Statement,
} from '../exchange/script.js';
import { callNamed, claimsOf } from './claims.js';
import { pairOf } from './connections.js';
import { Drawn, type Places } from './drawn.js';
import { isSegment, type Label } from './label/label.js';
import type { Span } from './label/plain.js';
import type { Names } from './names.js';
import type { ClaimedState, Figure, FigureEvent, Message, Note, Phase } from './reader.js';
import type { Range } from './range.js';
import type { MappedStatement } from './source-map.js';

/** Who is called so sends whatever it likes. */
const INJECTOR =
  /(?<![\p{L}\d])(?:attackers?|hackers?|intruder|nmap|(?:port )?scanners?|atacante|attaquant|angreifer|attaccante)(?![\p{L}\d])|攻[击擊撃]者|黑客|駭客|공격자|해커|атакующий|хакер/iu;

/** Writes the statements of one way through a figure. */
export class Writer {
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
      this.#add(statement, place, () => ({ parts: new Map([['end', place]]) }));
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
    const { range } = message;
    const right = names.column(message.from) < names.column(message.to);
    const states = (message.states ?? []).filter(({ end }) => names.isEnd(end));
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
    const [left, rightName] = right ? [statement.from, statement.to] : [statement.to, statement.from];
    this.#add(statement, range, () => placesOf(message, label, states), { left, right: rightName });
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
    this.#add(statement, range);
  }

  #note({ over, words, range, unclaimed }: Note): void {
    const ids = over.length === 0 ? this.names.ends.map(({ id }) => id) : over;
    const ends = ids.filter((id) => this.names.isEnd(id));
    if (ends.length === 0 || words.text === '') return;
    const heading = /^==\s*(.*?)\s*==$/u.exec(words.text)?.[1];
    if (heading !== undefined) {
      this.#add({ kind: 'phase', text: heading, ...SOMEWHERE }, range);
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
      this.#add(statement, range, () => ({ parts: new Map([['call', words.whole]]) }));
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
    this.#add(statement, range, () => ({ parts: new Map([['state', own]]) }));
  }

  #phase({ words, range }: Phase): void {
    this.#add({ kind: 'phase', text: oneLine(words.text), ...SOMEWHERE }, range);
  }

  #add(
    statement: Statement,
    range: Range,
    find?: () => Places,
    sides?: { readonly left: string | undefined; readonly right: string | undefined },
  ): void {
    // Lines of a script count from its first.
    const first = range.line - this.figure.line;
    const last = range.endLine - this.figure.line;
    const own = { ...statement, line: first + 1, endLine: last + 1 };
    this.statements.push(own);
    this.mapped.push({ lowered: new Drawn(own, range, find, sides), first, last, directive: undefined });
  }
}

/** Where the parts of a segment are written. */
function placesOf(
  { label: words, fromRange, toRange }: Message,
  label: Label,
  states: readonly ClaimedState[],
): Places {
  const at = (span: Span): Range => words.range(span);
  const parts = new Map<Part, Range>();
  if (words.text !== '') parts.set('segment', words.whole);
  if (fromRange) parts.set('from', fromRange);
  if (toRange) parts.set('to', toRange);
  for (const [part, span] of label.parts) parts.set(part, at(span));
  states.forEach((state, index) => parts.set(`states.${index}`, state.range));
  return {
    parts,
    values: new Map([...label.values].map(([part, span]) => [part, at(span)])),
    flags: label.words.map(({ flags, span }) => ({
      flags,
      range: at(span),
      word: at(span),
      parentheses: undefined,
      items: [],
    })),
  };
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
