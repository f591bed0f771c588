/** The words that people write for flags. */
import { FLAGS, type Flag } from '../tcp/segment.js';
import { nearest } from './suggest.js';

const FLAG_WORDS: readonly string[] = [...FLAGS, 'DATA'];
/** Other words that people write for a flag. */
const OTHER_FLAG_WORDS: Readonly<Record<string, string>> = {
  RESET: 'RST',
  PUSH: 'PSH',
  SYNC: 'SYN',
  SYNCHRONIZE: 'SYN',
  FINISH: 'FIN',
  ACKNOWLEDGE: 'ACK',
  URGENT: 'URG',
};
const JOINED_FLAGS = /^(?:SYN|ACK|FIN|RST|PSH|URG|ECE|CWR|AE|DATA)+$/;

/** The flags that a word spells: one, or several as in `SYNACK`. */
export function flagsIn(word: string): readonly (Flag | 'DATA')[] | undefined {
  const upper = word.toUpperCase();
  if (!JOINED_FLAGS.test(upper)) return undefined;
  return upper.match(/SYN|ACK|FIN|RST|PSH|URG|ECE|CWR|AE|DATA/g) as (Flag | 'DATA')[];
}

/** The flags that a word was meant to be, joined as they are written, or undefined. */
export function flagWord(word: string): string | undefined {
  return flagsIn(word)?.join('+') ?? OTHER_FLAG_WORDS[word.toUpperCase()] ?? nearest(word, FLAG_WORDS);
}
