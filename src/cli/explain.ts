/** `segno explain CODE`: the documentation of one problem. */
import { Failure } from './io.js';
import { type Paint } from './terminal.js';
import type { Words } from './words.js';
import { nearest } from '../language/suggest.js';
import { entryOf, RULES } from '../rules/index.js';
import type { Language } from '../rules/rule.js';
import { hrefOf } from '../rules/wording.js';
import { width } from '../notation/width.js';

const COLUMNS = 88;

/** @throws Failure when there is no such code */
export function explain(code: string, language: Language, words: Words, paint: Paint): string {
  const entry = entryOf(code.toLowerCase());
  if (!entry) {
    const codes = RULES.map((rule) => rule.code);
    const near = nearest(code, codes) ?? codes.find((one) => one.startsWith(code.toLowerCase()));
    throw new Failure(words.unknownCode(code, near));
  }
  const grounds = entry.section === '' ? words.notationRule : `RFC 9293 §${entry.section}`;
  const href = hrefOf(entry.section);
  const facts = [words.severity[entry.severity], grounds, ...(entry.requirement ? [entry.requirement] : [])];
  const examples = (title: string, texts: readonly string[]) =>
    texts.map((text) => `${paint('dim', title)}\n\n${text.replaceAll(/^/gm, '    ')}`);
  const parts = [
    `${paint('bold', entry.code)}  ${paint('dim', facts.join(' · '))}`,
    paint('bold', entry.title[language]),
    ...entry.explanation[language].split(/\n\n+/).map((paragraph) => wrapped(paragraph, language)),
    ...examples(words.wrong, entry.examples.bad),
    ...examples(words.right, entry.examples.good),
    ...(href === undefined ? [] : [paint('dim', href)]),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** One paragraph in lines of a width that reads well. Chinese may break after any character, but not before these. */
function wrapped(paragraph: string, language: Language): string {
  const flowing = paragraph.replaceAll('\n', language === 'en' ? ' ' : '');
  const pieces = flowing.match(
    / *[\u3000-\u9fff\uff00-\uffef][，。；：、？！）”》]*| *[^\s\u3000-\u9fff\uff00-\uffef]+[，。；：、？！）”》]*/gu,
  );
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces ?? []) {
    if (line !== '' && width(line) + width(piece) > COLUMNS) {
      lines.push(line);
      line = piece.trimStart();
    } else line += piece;
  }
  return [...lines, line].join('\n');
}
