/** What may be written next, the likeliest first: segments that TCP would send, fields, calls, states, keywords. */
import {
  CompletionItemKind,
  InsertTextFormat,
  MarkupKind,
  type CompletionItem,
  type CompletionList,
  type Position,
} from 'vscode-languageserver';
import {
  arrivals,
  nextSegments,
  nextSteps,
  peersIn,
  possibleCalls,
  symbolsOf,
  tcbOf,
  UNEXPECTED,
  type Next,
  type NextSegment,
} from '../../exchange/next.js';
import { replay } from '../../exchange/replay.js';
import type { Call, Script, Statement } from '../../exchange/script.js';
import type { Bilingual } from '../../rules/rule.js';
import { STATES, stateName, type State } from '../../tcp/state.js';
import { CHINESE_CALLS } from '../keywords.js';
import type { Note } from '../note.js';
import { writeCall, writeExpr, writeSegment, writeStatement } from '../write.js';
import { cursorAt, type Cursor } from './cursor.js';
import type { Feature } from './feature.js';
import { callLines, segmentLines } from './hover.js';
import { SNIPPETS } from './snippets.js';

/** What an item stands for, so that what it does can be told when somebody looks at it. */
interface Offered {
  readonly note: Note;
  readonly script: Script;
  readonly statement: Statement;
}

export interface Completions {
  readonly items: CompletionItem[];
  /** By the `data` of the items. */
  readonly offered: readonly Offered[];
}

export const completion: Feature = {
  capabilities: {
    completionProvider: {
      triggerCharacters: ['>', '-', '→', '←', ' ', '(', ',', '=', ':', '['],
      resolveProvider: true,
    },
  },
  register({ connection, note }) {
    let last: readonly Offered[] = [];
    connection.onCompletion(({ textDocument, position, context }): CompletionList | undefined => {
      const open = note(textDocument.uri);
      if (!open) return undefined;
      const { items, offered } = completionsAt(open, position, context?.triggerCharacter);
      last = offered;
      // What comes next depends on the whole line, so each key asks again.
      return { isIncomplete: true, items };
    });
    connection.onCompletionResolve((item) => documented(item, last));
  },
};

/** The item with what it does to both ends. */
export function documented(item: CompletionItem, offered: readonly Offered[]): CompletionItem {
  const of = typeof item.data === 'number' ? offered[item.data] : undefined;
  if (!of) return item;
  const trace = replay({ ...of.script, statements: [...of.script.statements, of.statement] });
  const step = trace.steps.at(-1);
  if (step?.kind !== 'segment' && step?.kind !== 'call') return item;
  const { options } = of.note;
  const lines =
    step.kind === 'segment' ? segmentLines(step, trace, options) : callLines(step, trace, options);
  return { ...item, documentation: { kind: MarkupKind.Markdown, value: lines.join('\n') } };
}

const NAME = String.raw`[\p{ID_Start}_][\p{ID_Continue}_]*`;
const DOTS = String.raw`(?:\.{3,}|…+|。{3,})`;
const RIGHT = String.raw`(?:[-－–—−]+[>＞》]|→)`;
const LEFT = String.raw`(?:[<＜《][-－–—−]+|←)`;
const SIDE = new RegExp(
  String.raw`^\s*(?:(?:dup|stale|forged|重复|陈旧|伪造)\s+)?(${NAME}|${DOTS})\s*(${RIGHT}|${LEFT})(\s*)(.*)$`,
  'u',
);
const SECOND = new RegExp(String.raw`^(.*?)\s*(?:${RIGHT}|${LEFT}|[-－]+[xX]|[xX][-－]+)(\s*)(\S*)$`, 'u');
const DOING = new RegExp(
  String.raw`^\s*(${NAME})\s*(?:[(（]\s*(${NAME})\s*[)）]\s*)?[:：](\s*)([\w-]*)$`,
  'u',
);
const START = /^\s*([\p{ID_Continue}_]*)$/u;
const WORD = /[\p{ID_Continue}_-]*$/u;

const TEXT = {
  segment: { en: 'next segment', 'zh-cn': '下一个报文段' },
  arrival: { en: 'arrives from the network', 'zh-cn': '从网络到达' },
  timer: { en: 'timer', 'zh-cn': '定时器' },
  end: { en: 'end', 'zh-cn': '端点' },
  keyword: { en: 'keyword', 'zh-cn': '关键字' },
  field: { en: 'field', 'zh-cn': '字段' },
  expected: { en: 'expected here', 'zh-cn': '此处期望的值' },
  symbol: { en: 'symbol', 'zh-cn': '符号' },
  call: { en: 'call', 'zh-cn': '调用' },
  state: { en: 'state', 'zh-cn': '状态' },
  now: { en: 'its state now', 'zh-cn': '当前状态' },
  both: { en: 'states after this line', 'zh-cn': '此行之后的状态' },
} as const satisfies Record<string, Bilingual>;

/** The items at a position, best first. `trigger` is the character that asked, where one did. */
export function completionsAt(note: Note, position: Position, trigger?: string): Completions {
  const cursor = cursorAt(note, position);
  if (!cursor || /(?:^|\s)(?:\/\/|#)/.test(cursor.before)) return { items: [], offered: [] };
  const list = new List(note, cursor, position);
  const start = START.exec(cursor.before);
  if (start) {
    // A blank in front of a line asks for nothing.
    if (trigger === undefined) lineStart(list, (start[1] ?? '').length);
    return list;
  }
  const doing = DOING.exec(cursor.before);
  const side = SIDE.exec(cursor.before);
  if (doing) afterColon(list, doing);
  else if (side) afterArrow(list, side);
  return list;
}

/** Items in the order in which they are added. */
class List implements Completions {
  readonly items: CompletionItem[] = [];
  readonly offered: Offered[] = [];

  constructor(
    readonly note: Note,
    readonly cursor: Cursor,
    readonly position: Position,
  ) {}

  say(text: Bilingual): string {
    return text[this.note.options.language];
  }

  /** Adds an item that replaces the last `typed` characters before the cursor. */
  add(
    text: string,
    typed: number,
    item: Partial<CompletionItem> & Pick<CompletionItem, 'kind'>,
    statement?: Statement,
  ): void {
    const { line, character } = this.position;
    if (this.items.some(({ label }) => label === (item.label ?? text))) return;
    const data = statement
      ? { data: this.offered.push({ note: this.note, script: this.cursor.script, statement }) - 1 }
      : {};
    this.items.push({
      label: text,
      filterText: text,
      sortText: String(this.items.length).padStart(4, '0'),
      textEdit: {
        range: { start: { line, character: character - typed }, end: { line, character } },
        newText: text,
      },
      ...item,
      ...data,
    });
  }
}

// The start of a line

function lineStart(list: List, typed: number): void {
  const { cursor, note } = list;
  const { script, names, inside, spelling } = cursor;
  const some = inside || script.statements.length > 0;
  const expected = some ? nextSteps(script, pairOf(names)).filter(({ rank }) => rank < UNEXPECTED) : [];
  const resting = expected.length === 0;
  const end = (): void => list.add(spelling === 'chinese' ? '结束' : 'end', typed, keyword(list));
  if (inside && resting) end();
  for (const next of expected.slice(0, 5)) {
    const text = writeStatement(next.statement, spelling);
    if (text !== undefined) list.add(text, typed, wholeLine(list, next), next.statement);
  }
  if (!some) {
    const begin = spelling === 'chinese' ? '开始' : 'begin';
    list.add(begin, typed, keyword(list));
    for (const { name, title, lines } of SNIPPETS) {
      const [first, last] = spelling === 'chinese' ? ['开始', '结束'] : ['begin', 'end'];
      const heading = title[spelling === 'chinese' ? 'zh-cn' : 'en'];
      const body = [`${first} \${1:${heading}}`, ...lines, last, ''].join('\n');
      list.add(body, typed, {
        label: name,
        filterText: name,
        kind: CompletionItemKind.Snippet,
        detail: title[note.options.language],
        insertTextFormat: InsertTextFormat.Snippet,
        documentation: {
          kind: MarkupKind.Markdown,
          value: ['```segno', ...lines.map((line) => line.replaceAll(/\$\{\d:([^}]*)\}/g, '$1')), '```'].join(
            '\n',
          ),
        },
      });
    }
  }
  for (const name of names)
    list.add(name, typed, { kind: CompletionItemKind.Variable, detail: list.say(TEXT.end) });
  if (inside && !resting) end();
  const words =
    spelling === 'chinese'
      ? ['注', '端点', '模式', '重复', '陈旧', '伪造']
      : ['note', 'endpoint', 'mode', 'dup', 'stale', 'forged'];
  for (const word of words) list.add(word, typed, keyword(list));
}

function keyword(list: List): Pick<CompletionItem, 'kind' | 'detail'> {
  return { kind: CompletionItemKind.Keyword, detail: list.say(TEXT.keyword) };
}

function wholeLine(list: List, next: Next): Pick<CompletionItem, 'kind' | 'detail'> {
  if (next.kind === 'call') return { kind: CompletionItemKind.Event, detail: list.say(TEXT.timer) };
  const arrives = next.statement.fate === 'arrived';
  return { kind: CompletionItemKind.Event, detail: list.say(arrives ? TEXT.arrival : TEXT.segment) };
}

/** The names to take for the ends that a note does not name yet. */
function pairOf(names: readonly string[]): readonly [string, string] {
  const [first, second] = names;
  if (first !== undefined && second !== undefined) return [first, second];
  return first === undefined || first === 'C' || first === 'S' ? ['C', 'S'] : [first, 'S'];
}

// After an arrow

function afterArrow(list: List, match: RegExpExecArray): void {
  const [, left = '', arrow = '', blank = '', rest = ''] = match;
  const rightwards = new RegExp(`^${RIGHT}$`, 'u').test(arrow);
  const depth = (rest.match(/[(（]/gu)?.length ?? 0) - (rest.match(/[)）]/gu)?.length ?? 0);
  if (depth > 0) {
    inArguments(list, left, rightwards, rest);
    return;
  }
  const bracket = /^(.*)[[【]([^\]】]*)$/u.exec(rest);
  if (bracket) {
    inBrackets(list, left, rightwards, bracket[1] ?? '', bracket[2] ?? '');
    return;
  }
  const second = SECOND.exec(rest);
  if (second) {
    const gap = second[2] === '' ? ' ' : '';
    for (const name of [...opposite(list.cursor, left), '...']) {
      const kind = CompletionItemKind.Variable;
      list.add(gap + name, (second[3] ?? '').length, {
        label: name,
        filterText: gap + name,
        kind,
        detail: list.say(TEXT.end),
      });
    }
    return;
  }
  if (/\s/.test(rest)) return;
  const whole = list.cursor.after.trim() === '';
  const gap = blank === '' ? ' ' : '';
  const sign = rightwards ? '->' : '<-';
  for (const { next, to } of candidates(list.cursor, left, rightwards)) {
    const segment = writeSegment(next.statement);
    const text = gap + (whole ? `${segment} ${sign} ${to}` : segment);
    const possible = next.rank < UNEXPECTED;
    list.add(
      text,
      rest.length,
      {
        label: text.trim(),
        filterText: text,
        kind: possible ? CompletionItemKind.Event : CompletionItemKind.Value,
        ...(possible ? { detail: wholeLine(list, next).detail ?? '' } : {}),
      },
      next.statement,
    );
  }
}

interface Candidate {
  readonly next: NextSegment;
  /** What stands on the right of the line. */
  readonly to: string;
}

/** The segments that may stand on a line that begins with `left` and an arrow. */
function candidates(cursor: Cursor, left: string, rightwards: boolean): Candidate[] {
  const { script } = cursor;
  const arrow = rightwards ? 'right' : 'left';
  const placed = (next: NextSegment): NextSegment => ({ ...next, statement: { ...next.statement, arrow } });
  const flying = arrivals(script);
  if (new RegExp(`^${DOTS}$`, 'u').test(left)) {
    if (!rightwards) return [];
    return flying.map((next) => ({ next: placed(next), to: next.statement.to ?? '...' }));
  }
  const arriving = rightwards
    ? []
    : flying
        .filter(({ statement }) => statement.to === left)
        .map((next) => ({ next: placed(next), to: '...' }));
  const sent = opposite(cursor, left).flatMap((other) => {
    const nexts = rightwards ? nextSegments(script, left, other) : nextSegments(script, other, left);
    return nexts.map((next) => ({ next: placed(next), to: other }));
  });
  return [...arriving, ...sent].sort((a, b) => a.next.rank - b.next.rank);
}

/** Who may stand on the other side of a segment. */
function opposite({ script, names }: Cursor, name: string): string[] {
  const known = peersIn(script, name);
  if (known.length > 0) return known;
  const others = names.filter((other) => other !== name);
  return others.length > 0 ? others : [name === 'S' ? 'C' : 'S'];
}

/** The likeliest segment that has the flags written so far. */
function likeliest(
  cursor: Cursor,
  left: string,
  rightwards: boolean,
  written: string,
): Candidate | undefined {
  const bare = written.replaceAll(/[(（][^)）]*(?:[)）]|$)/gu, ' ').toUpperCase();
  const flags = [...bare.matchAll(/[A-Z]+/g)].map(([flag]) => flag);
  return candidates(cursor, left, rightwards).find(({ next: { statement } }) => {
    const has: readonly string[] = [...statement.flags, ...(statement.data ? ['DATA'] : [])];
    return flags.every((flag) => has.includes(flag));
  });
}

// Arguments

/** Fields with what is written for them where nothing better is known. */
const FIELDS: readonly (readonly [string, string])[] = [
  ['win', '65535'],
  ['up', '1'],
  ['sack', '1..2'],
  ['ts', '1/0'],
];
const SYN_FIELDS: readonly (readonly [string, string])[] = [
  ['mss', '1460'],
  ['wscale', '7'],
];

function inArguments(list: List, left: string, rightwards: boolean, rest: string): void {
  const { cursor } = list;
  const best = likeliest(cursor, left, rightwards, rest);
  const value = new RegExp(String.raw`([\p{L}]+)\s*[=＝]\s*([\p{ID_Continue}_+-]*)$`, 'u').exec(rest);
  const expected = new Map<string, string>();
  const { seq, ack } = best?.next.numbers ?? {};
  if (seq) expected.set('seq', writeExpr(seq));
  if (ack) expected.set('ack', writeExpr(ack));
  if (best?.next.statement.len !== undefined) expected.set('len', String(best.next.statement.len));
  if (value) {
    const typed = (value[2] ?? '').length;
    const right = expected.get((value[1] ?? '').toLowerCase());
    if (right !== undefined)
      list.add(right, typed, { kind: CompletionItemKind.Value, detail: list.say(TEXT.expected) });
    for (const symbol of symbolsOf(cursor.script)) {
      list.add(symbol, typed, { kind: CompletionItemKind.Constant, detail: list.say(TEXT.symbol) });
    }
    return;
  }
  const typed = WORD.exec(rest)?.[0].length ?? 0;
  const given = new Set(
    [...rest.matchAll(/([a-z]+)\s*[=＝]/giu)].map(([, name]) => (name ?? '').toLowerCase()),
  );
  const flags = rest.toUpperCase();
  for (const [name, text] of expected) {
    if (given.has(name)) continue;
    list.add(`${name}=${text}`, typed, { kind: CompletionItemKind.Field, detail: list.say(TEXT.expected) });
  }
  for (const [name, text] of [...(flags.includes('SYN') ? SYN_FIELDS : []), ...FIELDS]) {
    if (given.has(name) || (name === 'up' && !flags.includes('URG'))) continue;
    list.add(`${name}=\${1:${text}}`, typed, {
      label: `${name}=`,
      filterText: name,
      kind: CompletionItemKind.Field,
      detail: list.say(TEXT.field),
      insertTextFormat: InsertTextFormat.Snippet,
    });
  }
  if (flags.includes('SYN')) {
    list.add('sackok', typed, { kind: CompletionItemKind.Field, detail: list.say(TEXT.field) });
  }
}

// States and calls

function stateItem(list: List, state: State, typed: number, detail: Bilingual): void {
  const text = stateName(state, list.note.options.stateNames);
  list.add(text, typed, { kind: CompletionItemKind.EnumMember, detail: list.say(detail) });
}

function inBrackets(list: List, left: string, rightwards: boolean, segment: string, typed: string): void {
  const { cursor, note } = list;
  const flags = segment.replace(new RegExp(String.raw`(?:${RIGHT}|${LEFT}).*$`, 'u'), '');
  const best = likeliest(cursor, left, rightwards, flags);
  const style = note.options.stateNames;
  if (best && typed.trim() === '') {
    const { script } = cursor;
    const trace = replay({ ...script, statements: [...script.statements, best.next.statement] });
    const states = [left, best.to].map((name) => trace.final[name]);
    const [one, other] = states;
    if (one && other) {
      list.add(`${stateName(one, style)}, ${stateName(other, style)}`, typed.length, {
        kind: CompletionItemKind.EnumMember,
        detail: list.say(TEXT.both),
      });
    }
  }
  for (const state of STATES) stateItem(list, state, WORD.exec(typed)?.[0].length ?? 0, TEXT.state);
}

function afterColon(list: List, match: RegExpExecArray): void {
  const [, name = '', peer, blank = '', word = ''] = match;
  const { script, spelling } = list.cursor;
  const other = peer ?? opposite(list.cursor, name)[0];
  const gap = blank === '' ? ' ' : '';
  const now = tcbOf(script, name, other)?.state;
  const style = list.note.options.stateNames;
  const state = (one: State, detail: Bilingual): void => {
    const text = stateName(one, style);
    list.add(gap + text, word.length, {
      label: text,
      filterText: gap + text,
      kind: CompletionItemKind.EnumMember,
      detail: list.say(detail),
    });
  };
  const started = script.statements.some(
    (one) => one.kind === 'segment' && (one.from === name || one.to === name),
  );
  for (const call of byUse(possibleCalls(script, name, other), now)) {
    const text = writeCall(call, spelling);
    const end = { name, ...(peer === undefined ? {} : { peer }) };
    const statement: Statement = { kind: 'call', line: 1, endLine: 1, end, call, states: [] };
    list.add(
      gap + text,
      word.length,
      {
        label: text,
        filterText: gap + text,
        kind: CompletionItemKind.Method,
        detail: list.say(TEXT.call) + (spelling === 'chinese' ? ` ${call}` : ` ${CHINESE_CALLS[call]}`),
      },
      statement,
    );
  }
  if (now) state(now, TEXT.now);
  // Before its first event, a line may set any state.
  if (!started) for (const one of STATES) state(one, TEXT.state);
}

/** Calls in the order in which they are wanted. */
function byUse(calls: readonly Call[], state: State | undefined): Call[] {
  const first: readonly Call[] =
    state === 'TIME_WAIT' ? ['2MSL'] : state === 'CLOSED' ? ['listen', 'connect'] : ['close', 'send'];
  return [...first.filter((call) => calls.includes(call)), ...calls.filter((call) => !first.includes(call))];
}
