/** Whether a label speaks of data that the segment carries. */
import type { Flag } from '../../tcp/segment.js';
import { utf8 } from '../octets.js';
import { flagsIn, type FlagWord } from './flags.js';
import type { Span } from './plain.js';
import { DATA, HTTP, NO_DATA } from './words.js';

export interface Quoted {
  readonly span: Span;
  readonly octets: number;
}

/** Data in quotation marks; in parentheses they hold what somebody says, unless it is data that they follow. */
export function payloadIn(text: string): Quoted | undefined {
  const match = /"([^"]{1,1000})"/u.exec(text);
  const isSaid = /(?<!data|数据|資料|データ|데이터)\s*[(（]\s*$/iu.test(text.slice(0, match?.index ?? 0));
  if (!match || isSaid || flagsIn(match[1] ?? '').words.length > 0) return undefined;
  const octets = utf8(match[1] ?? '').length;
  return { span: { start: match.index, end: match.index + match[0].length }, octets };
}

/** Whether a segment carries data, and the word that says so. */
export function dataIn(
  text: string,
  unread: string,
  flags: ReadonlySet<Flag>,
  words: readonly FlagWord[],
  hasSeq: boolean,
  len: number | undefined,
  quoted: Quoted | undefined,
): { carries: boolean; word?: Span } {
  const match = DATA.exec(unread) ?? HTTP.exec(text);
  const word = match && { start: match.index, end: match.index + match[0].length };
  const carries = (): boolean => {
    if (len === 0) return false;
    if (len !== undefined && (hasSeq || word || flags.size === 0 || flags.has('PSH'))) return true;
    if (flags.has('PSH') || quoted) return true;
    const only = [...flags].filter((flag) => flag !== 'ACK').length === 0;
    if (!word) return flags.size === 0 && hasSeq;
    if (flags.size === 0) return hasSeq || !NO_DATA.test(text);
    if (!only) return (flags.has('SYN') || (hasSeq && flags.has('FIN'))) && joined(unread, word, words);
    return joined(unread, word, words);
  };
  return { carries: carries(), ...(word ? { word } : {}) };
}

/** Whether data and flags are said of one segment: `DATA+ACK`, not `ACK for data` or `data ACK`. */
function joined(text: string, word: Span, words: readonly FlagWord[]): boolean {
  const [first] = words;
  // An acknowledgment number alone comes with the data.
  if (!first) return true;
  const [left, right] =
    first.span.start < word.start ? [words.at(-1)?.span ?? first.span, word] : [word, first.span];
  const between = text.slice(left.end, Math.max(left.end, right.start));
  return (
    // `SYN + Cookie + DATA`
    /^\s*\+[^+]*\+\s*$/u.test(between) ||
    /^\s*(?:[+&/,|]|>\s*<|and|und|et|y|e|и|和|与|と)\s*$/iu.test(between) ||
    (left === word && /\(\s*\d+/.test(between))
  );
}
