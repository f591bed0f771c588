/** What may stand in parentheses: fields that are not yet given, with the value expected, and symbols. */
import { CompletionItemKind, InsertTextFormat } from 'vscode-languageserver';
import { symbolsOf } from '../../../exchange/next/style.js';
import { writeExpr } from '../../write.js';
import { COUNTER_WORDS, explained, fieldWords } from '../glossary.js';
import type { Candidate } from './exchange.js';
import { documentation, TEXT, type List } from './list.js';
import { WORD } from './patterns.js';

/**
 * Fields and options, with what is written for their values where nothing better is known, and the flag that a segment
 * must have or must not have for them to stand there.
 */
const FIELDS: readonly { name: string; value?: string; flag?: string; without?: string }[] = [
  { name: 'mss', value: '1460', flag: 'SYN' },
  { name: 'wscale', value: '7', flag: 'SYN' },
  { name: 'sackok', flag: 'SYN' },
  { name: 'tfo', flag: 'SYN' },
  { name: 'win', value: '65535' },
  { name: 'up', value: '1', flag: 'URG' },
  { name: 'sack', value: '1..2', without: 'SYN' },
  { name: 'ts', value: '1/0' },
];

/** The rest of a number. */
const NUMBER_BEHIND = /^[\p{ID_Continue}_]*(?:\s*[+＋-]\s*\d+)*/u;

/** The rest of an argument, its value included. */
const ARGUMENT_BEHIND = /^[^,，、()（）]*/u;

const VALUE = /([\p{L}]+)\s*[=＝]\s*([\p{ID_Continue}_+-]*)$/u;

/** `rest` is what is written of the segment, `best` the likeliest that it may be. */
export function inArguments(list: List, best: Candidate | undefined, rest: string): void {
  const value = VALUE.exec(rest);
  const expected = new Map<string, string>();
  const { seq, ack } = best?.next.numbers ?? {};
  if (seq) expected.set('seq', writeExpr(seq));
  if (ack) expected.set('ack', writeExpr(ack));
  if (best?.next.statement.len !== undefined && /DATA|PSH/iu.test(rest))
    expected.set('len', String(best.next.statement.len));
  if (value) {
    const typed = (value[2] ?? '').length;
    const right = expected.get((value[1] ?? '').toLowerCase());
    if (right !== undefined)
      list.add(
        right,
        typed,
        { kind: CompletionItemKind.Value, detail: list.say(TEXT.expected) },
        { behind: NUMBER_BEHIND },
      );
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
    const item = { kind, detail: list.say(TEXT.expected), ...meaning(list, name) };
    list.add(`${name}=${text}`, typed, item, { behind: ARGUMENT_BEHIND });
  }
  for (const { name, value: usual, flag = '', without } of FIELDS) {
    const fits = flags.includes(flag) && (without === undefined || !flags.includes(without));
    if (fits && !given.has(name)) field(list, name, usual, typed);
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

/** A field with its usual value to be filled in, or one that has none. */
function field(
  list: List,
  name: string,
  value: string | undefined,
  typed: number,
  shown = meaning(list, name),
): void {
  const item = { kind: CompletionItemKind.Field, detail: list.say(TEXT.field), ...shown };
  if (value === undefined) {
    list.add(name, typed, item);
    return;
  }
  const insertTextFormat = InsertTextFormat.Snippet;
  list.add(
    `${name}=\${1:${value}}`,
    typed,
    { ...item, label: `${name}=`, insertTextFormat },
    { behind: ARGUMENT_BEHIND },
  );
}

function symbols(list: List, typed: number): void {
  for (const symbol of symbolsOf(list.cursor.script)) {
    list.add(
      symbol,
      typed,
      { kind: CompletionItemKind.Constant, detail: list.say(TEXT.symbol) },
      { behind: NUMBER_BEHIND },
    );
  }
}

/** The names of the fields that are given in what is written of a segment, in lower case. */
export function givenIn(rest: string): ReadonlySet<string> {
  const named = [
    ...rest.matchAll(/([a-z]+)\s*[=＝]/giu),
    // An option without a value.
    ...rest.matchAll(/(?<=[(（,，、]\s*)([a-z]+)(?=\s*[,，、)）])/giu),
  ];
  const names = named.map(([, name]) => (name ?? '').toLowerCase());
  return new Set([...names, ...(/\bDATA\s*[(（]\s*[\d"“”]/iu.test(rest) ? ['len'] : [])]);
}

function meaning(list: List, name: string): ReturnType<typeof documentation> {
  const words = fieldWords(name);
  return documentation(words && explained(name, words, list.note.options.language));
}
