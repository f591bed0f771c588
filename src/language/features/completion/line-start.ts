/** What a line may begin with: the likeliest whole lines, scenarios, the ends, keywords. */
import { CompletionItemKind, InsertTextFormat, InsertTextMode } from 'vscode-languageserver';
import { arrivals } from '../../../exchange/next/network.js';
import { nextSteps } from '../../../exchange/next/next.js';
import { UNEXPECTED, type Next } from '../../../exchange/next/rank.js';
import { callOf, CHINESE_WORDS } from '../../keywords.js';
import { splitLines } from '../../range.js';
import { writeCall, writeStatement } from '../../write.js';
import { SNIPPETS } from '../snippets.js';
import { momentExplained } from '../keyword-words.js';
import { addKeyword } from './keywords.js';
import { documentation, TEXT, type List } from './list.js';

/** No more whole lines than these are offered: what else there is comes after the name of an end. */
const MOST_LINES = 5;

/** What else may begin a line. */
const KEYWORDS = ['note', 'endpoint', 'mode', 'dup', 'stale', 'forged', 'delay', 'rto', 'delack', 'msl'];

/** The times that may stand before a line, where the `@` of one has been typed. */
export function momentStart(list: List, typed: number): void {
  const timed = list.cursor.script.statements.some(({ moment }) => moment !== undefined);
  for (const moment of timed ? ['@+20ms ', '@+0..20ms '] : ['@0 ', '@0..20ms ']) {
    list.add(moment, typed, {
      kind: CompletionItemKind.Value,
      detail: list.say(TEXT.moment),
      ...documentation(momentExplained(list.note.options.language)),
    });
  }
}

/** What may follow where `...` is being typed: what is in flight. */
export function networkStart(list: List, typed: number): void {
  for (const next of list.free ? arrivals(list.cursor.script) : []) offer(list, next, typed);
  list.add('... ', typed, { kind: CompletionItemKind.Variable, detail: list.say(TEXT.theNetwork) });
}

/** A whole line. */
function offer(list: List, next: Next, typed: number): void {
  const { statement } = next;
  const text = writeStatement(statement, list.cursor.spelling);
  if (text === undefined) return;
  list.add(text, typed, { kind: CompletionItemKind.Event, detail: detailOf(list, next) }, { statement });
}

/** `typed` characters of the first word stand before the cursor. */
export function lineStart(list: List, typed: number): void {
  const { cursor } = list;
  const { script, names, inside } = cursor;
  const some = inside || script.statements.length > 0;
  const expected = some ? nextSteps(script, pairOf(names)).filter(({ rank }) => rank < UNEXPECTED) : [];
  const resting = expected.length === 0;
  if (inside && resting) addKeyword(list, 'end', typed);
  for (const next of list.free ? expected.slice(0, MOST_LINES) : []) offer(list, next, typed);
  if (!some) {
    addKeyword(list, 'begin', typed);
    if (list.free) snippets(list, typed);
  }
  for (const name of names) {
    list.add(name, typed, { kind: CompletionItemKind.Variable, detail: list.say(TEXT.end) });
  }
  if (inside && !resting) addKeyword(list, 'end', typed);
  for (const word of KEYWORDS) addKeyword(list, word, typed);
}

function snippets(list: List, typed: number): void {
  const { language } = list.note.options;
  for (const { name, title, lines } of SNIPPETS) {
    const [first, last] = list.chinese ? ['开始', '结束'] : ['begin', 'end'];
    const heading = title[list.chinese ? 'zh-cn' : 'en'];
    const own = lines.map((line) => spelt(line, list));
    const plain = own.map((line) => line.replaceAll(/\$\{\d:([^}]*)\}/g, '$1'));
    // An editor gives each line the blanks that the first begins with; what quotes it is written here.
    const quoting = lineBegin(list, typed).trimStart();
    const whole = [`${first} \${1:${heading}}`, ...own, last, ...(list.cursor.block.fence ? [] : [''])];
    const item = {
      label: name,
      kind: CompletionItemKind.Snippet,
      detail: title[language],
      insertTextFormat: InsertTextFormat.Snippet,
      insertTextMode: InsertTextMode.adjustIndentation,
      ...documentation(['```segno', ...plain, '```'].join('\n')),
    };
    list.add(whole.join(`\n${quoting}`), typed, item, { found: [name, title['zh-cn']] });
  }
}

/** What stands before the first word of the line: blanks, and what Markdown puts there. */
function lineBegin({ note, position: { line, character } }: List, typed: number): string {
  return (splitLines(note.text)[line] ?? '').slice(0, character - typed);
}

/** A line of a snippet with its keyword and its call in the note's spelling. */
function spelt(line: string, { cursor: { spelling }, chinese }: List): string {
  const [, origin, end = '', word = ''] =
    /^(?:(dup|stale|forged) .*|(\$\{\d:[^}]*\}: )([\w-]+))$/.exec(line) ?? [];
  const call = callOf(word);
  if (call) return end + writeCall(call, spelling);
  return chinese && origin !== undefined ? (CHINESE_WORDS[origin] ?? '') + line.slice(origin.length) : line;
}

function detailOf(list: List, next: Next): string {
  if (next.kind === 'call') return list.say(TEXT.timer);
  return list.say(next.statement.fate === 'arrived' ? TEXT.arrival : TEXT.segment);
}

/** The names to take for the ends that a note does not name yet. */
function pairOf(names: readonly string[]): readonly [string, string] {
  const [first, second] = names;
  if (first !== undefined && second !== undefined) return [first, second];
  return first === undefined || first === 'C' || first === 'S' ? ['C', 'S'] : [first, 'S'];
}
