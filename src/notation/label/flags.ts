/** Flags in every form in which labels give them. */
import type { Flag } from '../../tcp/segment.js';
import { remembering } from '../remembering.js';
import type { Span } from './plain.js';
import { RECEIVED } from './words.js';

/** A word that spells one flag or several. */
export interface FlagWord {
  readonly flags: readonly Flag[];
  readonly span: Span;
}

export interface FoundFlags {
  readonly words: readonly FlagWord[];
  /** Flags whose bit is written as 0. */
  readonly clear: ReadonlySet<Flag>;
  /** Whether a bit is written as 1: `SYN=1`. */
  readonly bits: boolean;
  /** Where bits are written as 0. */
  readonly spans: readonly Span[];
}

const NAMES = 'SYN|ACK|FIN|RST|PSH|URG|ECE|CWR';
const START = String.raw`(?<![\p{Script=Latin}\d_])`;
const END = String.raw`(?![\p{Script=Latin}\d_])`;

const BIT = new RegExp(
  `${START}(${NAMES})\\s*(?:bit|flag|位|标志位?|フラグ|ビット)?\\s*(?:=|:|：|置为?|为|為)\\s*([01])(?![\\d\\p{L}]|\\s*[+.]\\s*\\d)`,
  'giu',
);
const WORD = new RegExp(`${START}((?:${NAMES})(?:[-_/+|&]?(?:${NAMES}))*)(?:s|'d)?${END}`, 'giu');
const ONE = new RegExp(NAMES, 'giu');
/** `[S.]` and `Flags [P.]`, as tcpdump has them; `[SYN, ACK]` is found as words. */
const LETTERS = /\[([SFRPUEW.]{1,7})\]|\bflags?\s*[:=]?\s*\[?([SFRPUEW.]{1,7})\]?(?![\p{L}\d])/gu;

/** Flags as tcpdump abbreviates them. */
export const LETTER: Readonly<Record<string, Flag>> = {
  S: 'SYN',
  F: 'FIN',
  R: 'RST',
  P: 'PSH',
  U: 'URG',
  E: 'ECE',
  W: 'CWR',
  e: 'AE',
  '.': 'ACK',
};

/** What an acknowledgment acknowledges is no flag of its own: `ACK of FIN`, `FIN 的 ACK`. */
const OF = new RegExp(
  `${START}ACK(?:s|nowledge(?:s|ment)?)?\\s*\\(?\\s*(?:of|for|to|the|that|für|auf|de|del|della|do|da|du|al|au|pour|para|на|для|к|对|對)\\s+(?:the\\s+|your\\s+|his\\s+|client'?s?\\s+|server'?s?\\s+|le\\s+|la\\s+|el\\s+|das\\s+|den\\s+)?$`,
  'iu',
);
const OWN = /^\s*(?:的|に対する|の|에 대한|'s|-)\s*(?:确认|確認|応答|응답)?\s*(?:包|号)?\s*ACK/iu;
const CONFIRMING =
  /(?:acknowledg\w*|acking|confirm\w*|确认|確認|应答|bestätig\w*|подтвержд\p{L}*|acquitt\w*)\s*(?:the\s+|了\s*|收到\s*|of\s+|for\s+|对方的?\s*)?$/iu;

/** The flags of a label whose fields have been blanked. */
export const flagsIn = remembering(findFlags);

function findFlags(text: string): FoundFlags {
  const words: FlagWord[] = [];
  const clear = new Set<Flag>();
  const spans: Span[] = [];
  let bits = false;
  let rest = text;
  const take = (match: RegExpExecArray, flags: readonly Flag[]): void => {
    const span = { start: match.index, end: match.index + match[0].length };
    rest = rest.slice(0, span.start) + ' '.repeat(match[0].length) + rest.slice(span.end);
    if (flags.length > 0) words.push({ flags, span });
    else spans.push(span);
  };
  for (const match of text.matchAll(BIT)) {
    const flag = (match[1] ?? '').toUpperCase() as Flag;
    if (match[2] === '0') {
      clear.add(flag);
      take(match, []);
    } else {
      bits = true;
      take(match, [flag]);
    }
  }
  for (const match of rest.matchAll(LETTERS)) {
    const letters = match[1] ?? match[2] ?? '';
    take(match, Array.from(letters, (letter) => LETTER[letter] ?? []).flat());
  }
  const found = [...rest.matchAll(WORD)].filter((match) => isFlagWord(match, rest, text));
  const outside = words.length > 0 || found.some((match) => !isInParentheses(match.index, rest));
  for (const match of found) {
    if (outside && isInParentheses(match.index, rest) && !isOnlyFlags(match.index, rest)) continue;
    const flags = [...(match[1] ?? '').matchAll(ONE)].map(([name]) => name.toUpperCase() as Flag);
    words.push({
      flags: [...new Set(flags)],
      span: { start: match.index, end: match.index + (match[1] ?? '').length },
    });
  }
  return { words: words.sort((a, b) => a.span.start - b.span.start), clear, bits, spans };
}

/** @param rest the text in which what is found already is blanked */
function isFlagWord(match: RegExpExecArray, rest: string, text: string): boolean {
  const word = match[1] ?? '';
  const before = rest.slice(0, match.index);
  const after = rest.slice(match.index + match[0].length);
  if (OF.test(before) || OWN.test(after) || CONFIRMING.test(before)) return false;
  if (followsReceipt(before, text.slice(match.index + match[0].length))) return false;
  // In French and Spanish `fin` is a word, and in English `ack` is short for more than the flag.
  if (word === 'Fin') return false;
  if (word === 'fin') {
    const alone = before.trim().replaceAll(/[\d.()[\]①-⑳]/g, '') === '';
    return alone
      ? /^\s*(?:$|[([,;+/=:]|\d|(?:seq|ack|syn)\b|[a-z](?:\s*[+,]|$))/iu.test(after)
      : /[,+/|&]\s*$/.test(before);
  }
  return true;
}

/** `received SYN, sends SYN+ACK`: what was received is not what is sent, where something is sent besides. */
function followsReceipt(before: string, after: string): boolean {
  const clause = before.split(/[,;.:)]|\band\b|并|，|后|後|と/u).at(-1) ?? '';
  return RECEIVED.test(clause) && new RegExp(`${START}(?:${NAMES})${END}`, 'iu').test(after);
}

function parenthesesAround(at: number, text: string): string | undefined {
  const open = text.lastIndexOf('(', at);
  if (open < 0 || text.slice(open, at).includes(')')) return undefined;
  const close = text.indexOf(')', at);
  return text.slice(open + 1, close < 0 ? text.length : close);
}

function isInParentheses(at: number, text: string): boolean {
  return parenthesesAround(at, text) !== undefined;
}

function isOnlyFlags(at: number, text: string): boolean {
  const inside = parenthesesAround(at, text) ?? '';
  return inside.replaceAll(WORD, '').replaceAll(/[\s,;+/|&=\d]|flags?|set/giu, '') === '';
}
