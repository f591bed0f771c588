/** What an `ignore` in a comment asks for. */
import { entryOf, RULES } from '../rules/index.js';
import { nearest } from './suggest.js';

/** A code that is to be hidden, or a word that stands in the place of one; empty where none stands there. */
export type Ignored = { readonly code: string } | { readonly word: string; readonly meant?: string };

const FIRST_WORD = /^([^\s:：]*)\s*([:：]?)/u;
const KEBAB_CASE = /^[a-z0-9]+(?:-[a-z0-9]+)+\p{P}*$/iu;

/**
 * What the text after `ignore` names. It is a directive if its first word is a code, and was meant as one if that looks
 * like a code or is followed by a colon. Anything else is prose that happens to begin with the word: undefined.
 */
export function ignoredBy(rest: string): Ignored | undefined {
  const [, word = '', colon = ''] = FIRST_WORD.exec(rest) ?? [];
  if (entryOf(word)) return { code: word };
  if (word !== '' && colon === '' && !KEBAB_CASE.test(word)) return undefined;
  const meant = nearest(
    word,
    RULES.map(({ code }) => code),
  );
  return { word, ...(meant === undefined ? {} : { meant }) };
}
