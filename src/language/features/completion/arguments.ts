/** What may stand in parentheses: fields that are not yet given, with the value expected, and symbols. */
import { CompletionItemKind, InsertTextFormat } from 'vscode-languageserver';
import { symbolsOf } from '../../../exchange/next.js';
import { writeExpr } from '../../write.js';
import { COUNTER_WORDS, explained, fieldWords } from '../glossary.js';
import type { Candidate } from './exchange.js';
import { documentation, TEXT, type List } from './list.js';
import { WORD } from './patterns.js';

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

const VALUE = /([\p{L}]+)\s*[=＝]\s*([\p{ID_Continue}_+-]*)$/u;

/** `rest` is what is written of the segment, `best` the likeliest that it may be. */
export function inArguments(list: List, best: Candidate | undefined, rest: string): void {
  const value = VALUE.exec(rest);
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
    symbols(list, typed);
    return;
  }
  const typed = WORD.exec(rest)?.[0].length ?? 0;
  const open = rest.slice(Math.max(rest.lastIndexOf('('), rest.lastIndexOf('（')) + 1);
  const len = expected.get('len');
  if (
    len !== undefined &&
    /\bDATA\s*[(（]$/iu.test(rest.slice(0, rest.length - open.length)) &&
    /^\s*\d*$/.test(open)
  ) {
    list.add(len, typed, {
      kind: CompletionItemKind.Value,
      detail: list.say(TEXT.expected),
      ...meaning(list, 'len'),
    });
  }
  const given = givenIn(rest);
  const flags = rest.toUpperCase();
  for (const [name, text] of expected) {
    if (given.has(name)) continue;
    const kind = CompletionItemKind.Field;
    list.add(`${name}=${text}`, typed, { kind, detail: list.say(TEXT.expected), ...meaning(list, name) });
  }
  for (const [name, text] of [...(flags.includes('SYN') ? SYN_FIELDS : []), ...FIELDS]) {
    if (!given.has(name) && (name !== 'up' || flags.includes('URG'))) field(list, name, text, typed);
  }
  for (const option of flags.includes('SYN') ? ['sackok', 'tfo'] : []) {
    const kind = CompletionItemKind.Field;
    list.add(option, typed, { kind, detail: list.say(TEXT.field), ...meaning(list, option) });
  }
}

/** In the parentheses of a state: the counters of the TCB. */
export function inCounters(list: List, rest: string): void {
  const value = VALUE.exec(rest);
  if (value) {
    symbols(list, (value[2] ?? '').length);
    return;
  }
  const given = givenIn(rest);
  const typed = WORD.exec(rest)?.[0].length ?? 0;
  for (const [name, words] of Object.entries(COUNTER_WORDS)) {
    if (given.has(name)) continue;
    const shown = documentation(explained(name, words, list.note.options.language));
    field(list, name, name === 'wnd' || name === 'rwnd' ? '65535' : '1', typed, shown);
  }
}

function field(list: List, name: string, text: string, typed: number, shown = meaning(list, name)): void {
  list.add(`${name}=\${1:${text}}`, typed, {
    label: `${name}=`,
    filterText: name,
    kind: CompletionItemKind.Field,
    detail: list.say(TEXT.field),
    insertTextFormat: InsertTextFormat.Snippet,
    ...shown,
  });
}

function symbols(list: List, typed: number): void {
  for (const symbol of symbolsOf(list.cursor.script)) {
    list.add(symbol, typed, { kind: CompletionItemKind.Constant, detail: list.say(TEXT.symbol) });
  }
}

function givenIn(rest: string): ReadonlySet<string> {
  return new Set([...rest.matchAll(/([a-z]+)\s*[=＝]/giu)].map(([, name]) => (name ?? '').toLowerCase()));
}

function meaning(list: List, name: string): ReturnType<typeof documentation> {
  const words = fieldWords(name);
  return documentation(words && explained(name, words, list.note.options.language));
}
