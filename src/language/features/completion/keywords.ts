/** What may stand after a keyword: modes, the names of ends, the codes of problems. */
import { CompletionItemKind, InsertTextFormat } from 'vscode-languageserver';
import { RULES } from '../../../rules/index.js';
import { scenarioAt } from '../../note.js';
import type { Timing } from '../../../exchange/script.js';
import { CHINESE_WORDS, isTimingWord, keywordOf } from '../../keywords.js';
import { keywordExplained } from '../keyword-words.js';
import { documentation, TEXT, type List } from './list.js';
import { NAME } from './patterns.js';

const COMMENT = /(?:^|\s)[/／]{2}(\s*)([^:：]*)$/u;
const CODE = /^(expect-error|ignore|预期错误|忽略)\s+([a-z-]*)$/u;
const DIRECTIVE_WORD = /^([\p{L}-]*)$/u;
const MODE = /^\s*(?:mode|模式)\s+([\p{ID_Continue}]*)$/iu;
const ENDPOINT = new RegExp(String.raw`^\s*(?:endpoint|端点)\s+(?:(${NAME})\s+)?(.*)$`, 'iu');
const REUSES = new RegExp(String.raw`^(?:reuses|复用)\s+([\p{ID_Continue}_]*)$`, 'iu');
const NOTE = new RegExp(
  String.raw`^\s*(?:note|注)\s+((?:${NAME}\s*[,，、]\s*)*)([\p{ID_Continue}_]*)$`,
  'iu',
);
const TIMING = new RegExp(
  String.raw`^\s*(delay|rto|msl|delack|延迟|重传超时|最长寿命|延迟确认)\s+((?:${NAME}\s*[,，、]?\s+)*)([\p{ID_Continue}_.]*)$`,
  'iu',
);
/** How long each usually takes. */
const USUAL: Readonly<Record<Timing, readonly string[]>> = {
  delay: ['20ms', '100ms'],
  rto: ['1s', '200ms'],
  msl: ['2min', '30s'],
  delack: ['40ms', '200ms'],
};
const ORIGIN = /^\s*(?:dup|stale|forged|重复|陈旧|伪造)\s+([\p{ID_Continue}_]*)$/iu;

/** A keyword in the note's spelling. */
export function addKeyword(list: List, english: string, typed: number, after = ''): void {
  const text = list.spelling === 'chinese' ? (CHINESE_WORDS[english] ?? english) : english;
  list.add(text + after, typed, {
    label: text,
    kind: CompletionItemKind.Keyword,
    detail: list.say(TEXT.keyword),
    ...documentation(keywordExplained(english, list.note.options.language, text)),
  });
}

/** Whether the line is a comment up to the cursor; what a directive may say is added. */
export function inComment(list: List, before: string): boolean {
  const comment = COMMENT.exec(before);
  if (!comment) return /(?:^|\s)(?:[/／]{2}|[#＃](?=\s|$))/u.test(before);
  const [, , text = ''] = comment;
  const code = CODE.exec(text);
  if (code) {
    codes(list, (code[2] ?? '').length);
  } else if (DIRECTIVE_WORD.test(text)) {
    const gap = comment[1] === '' ? ' ' : '';
    for (const word of ['expect-error', 'ignore']) {
      const shown = list.spelling === 'chinese' ? (CHINESE_WORDS[word] ?? word) : word;
      list.add(`${gap}${shown} `, text.length, {
        label: shown,
        kind: CompletionItemKind.Keyword,
        detail: list.say(TEXT.keyword),
        ...documentation(keywordExplained(word, list.note.options.language, shown)),
      });
    }
  }
  return true;
}

/** The codes of all problems, those that are found on this line or the next one first. */
function codes(list: List, typed: number): void {
  const { language } = list.note.options;
  const line = list.position.line + 1;
  const scenario = scenarioAt(list.note, { line: list.position.line + 1, character: 0 });
  const expected = (scenario?.found ?? []).map(({ fault, place }) => ({
    code: fault.code,
    line: scenario?.sourceMap.range({ ...place, part: 'whole' }).line ?? 0,
  }));
  const found = new Set(
    [...list.note.analysis.problems, ...expected]
      .filter((one) => one.line === line || one.line === line + 1)
      .map(({ code }) => code),
  );
  const all = RULES.map(({ code }) => code);
  for (const code of [...all.filter((one) => found.has(one)), ...all.filter((one) => !found.has(one))]) {
    const entry = RULES.find((one) => one.code === code);
    if (!entry || code === 'unused-expectation' || code === 'unknown-code') continue;
    list.add(code, typed, {
      kind: CompletionItemKind.Constant,
      detail: found.has(code) ? list.say(TEXT.found) : entry.title[language],
      ...documentation(`**${code}** — ${entry.title[language]}\n\n${entry.explanation[language]}`),
    });
  }
}

/** Whether the line begins with a keyword that says what follows it, which is added. */
export function afterKeyword(list: List, before: string): boolean {
  const mode = MODE.exec(before);
  if (mode) {
    for (const word of ['strict', 'notes']) addKeyword(list, word, (mode[1] ?? '').length);
    return true;
  }
  const endpoint = ENDPOINT.exec(before);
  if (endpoint && !/^[-<→←]/u.test(endpoint[2] ?? '')) {
    declaration(list, endpoint[1], endpoint[2] ?? '');
    return true;
  }
  const note = NOTE.exec(before);
  if (note) {
    const named = (note[1] ?? '').split(/[,，、]/u).map((name) => name.trim());
    names(list, (note[2] ?? '').length, (name) => !named.includes(name), ': ');
    return true;
  }
  const timing = TIMING.exec(before);
  const word = keywordOf(timing?.[1] ?? '');
  if (timing && word !== undefined && isTimingWord(word)) {
    const named = (timing[2] ?? '').split(/[\s,，、]+/u).filter((name) => name !== '');
    const typed = (timing[3] ?? '').length;
    const most = word === 'delay' ? 2 : 1;
    if (named.length < most) names(list, typed, (name) => !named.includes(name), ' ');
    const isReady = word !== 'delay' || named.length !== 1;
    for (const duration of isReady ? USUAL[word] : []) {
      list.add(duration, typed, { kind: CompletionItemKind.Value, detail: list.say(TEXT.duration) });
    }
    return true;
  }
  const origin = ORIGIN.exec(before);
  if (origin) {
    names(list, (origin[1] ?? '').length, () => true, ' ');
    if ((origin[1] ?? '') === '')
      list.add('... ', 0, { kind: CompletionItemKind.Variable, detail: list.say(TEXT.arrival) });
  }
  return origin !== null;
}

/** After `endpoint`: the name of an end that is not declared yet; after that, what is declared of it. */
function declaration(list: List, name: string | undefined, rest: string): void {
  const { script } = list.cursor;
  const reuses = REUSES.exec(rest);
  if (name !== undefined && reuses) {
    names(list, (reuses[1] ?? '').length, (other) => other !== name);
  } else if (name !== undefined && /^[\p{ID_Continue}_]*$/u.test(rest)) {
    list.add(`"\${1:${name}}"`, rest.length, {
      label: `"${name}"`,
      kind: CompletionItemKind.Text,
      detail: list.say(TEXT.label),
      insertTextFormat: InsertTextFormat.Snippet,
    });
    addKeyword(list, 'reuses', rest.length, ' ');
    addKeyword(list, 'unchecked', rest.length);
  } else if (name === undefined && /^[\p{ID_Continue}_]*$/u.test(rest)) {
    const declared = new Set(script.statements.flatMap((one) => (one.kind === 'endpoint' ? [one.name] : [])));
    names(list, rest.length, (one) => !declared.has(one), ' ');
    if (list.cursor.names.length === 0) {
      for (const one of ['C', 'S'])
        list.add(`${one} `, rest.length, { kind: CompletionItemKind.Variable, detail: list.say(TEXT.end) });
    }
  }
}

function names(list: List, typed: number, wanted: (name: string) => boolean, after = ''): void {
  for (const name of list.cursor.names.filter(wanted)) {
    list.add(name + after, typed, {
      label: name,
      kind: CompletionItemKind.Variable,
      detail: list.say(TEXT.end),
    });
  }
}
