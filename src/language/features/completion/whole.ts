/** What is whole: where nothing is offered, and what an item is found by as long as it is not. */
import { parseState } from '../../../tcp/state.js';
import { callOf, endpointWordOf, keywordOf, modeOf } from '../../keywords.js';

/** Words, which hyphens may join, arrows, the dots of the network, and whatever else there is. */
const PIECE =
  /([\p{ID_Continue}_]+(?:-[\p{ID_Continue}_]+)*|[-－–—−]+(?:[>＞》]|[xX](?![\p{ID_Continue}_]))|[<＜《][-－–—−]+|[→←]|\.{3,}|…+|。{3,})|./gsu;

/** The word that is being typed. */
export function lastWord(before: string): string {
  return /[\p{ID_Continue}_]+(?:-[\p{ID_Continue}_]*)*$/u.exec(before)?.[0] ?? '';
}

/** Whether two words mean the same to the notation, whatever their case and language; `exact` for names. */
export function isSameWord(one: string, other: string, exact: boolean): boolean {
  return one === other || (!exact && meaningOf(one) === meaningOf(other));
}

function meaningOf(word: string): string {
  return (
    keywordOf(word) ??
    modeOf(word) ??
    endpointWordOf(word) ??
    callOf(word) ??
    parseState(word) ??
    word.toUpperCase()
  );
}

/** What of a text is read as one piece where `typed` of it stands already: up to the end of the word that is begun. */
export function headOf(text: string, typed: string): string {
  const whole = text.trimStart();
  const goesOn = whole.toLowerCase().startsWith(typed.trimStart().toLowerCase());
  const least = goesOn ? typed.trimStart().length : 0;
  for (const { 0: piece, 1: meaningful, index } of whole.matchAll(PIECE)) {
    const end = index + piece.length;
    if (meaningful !== undefined && end > 0 && end >= least) return whole.slice(0, end);
  }
  return whole;
}

/** Matches what nobody types; editors take an empty text for none. */
const NOTHING = '\u200b';

/**
 * The text with which an editor compares what is typed: each word by which the item is found, up to before the letter
 * that makes something whole of it.
 */
export function filterOf(
  found: readonly string[],
  isWhole: (word: string) => boolean,
  endsStatement: (text: string) => boolean,
): string {
  const parts = found.map((head) => {
    const begun = lastWord(head).length;
    const first = head.length - begun;
    for (let end = 1; end < head.length; end++) {
      const text = head.slice(0, end);
      const word = end > first ? text.slice(first) : '';
      if ((word !== '' && isWhole(word)) || (end === 1 && endsStatement(text))) return head.slice(0, end - 1);
    }
    return head.slice(0, -1);
  });
  const filter = parts.filter((part) => part !== '').join(' ');
  return filter === '' ? NOTHING : filter;
}
