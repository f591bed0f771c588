/**
 * What a broken line was probably meant to send.
 *
 * Nothing on a broken line counts. But without the segment that it was meant to be, the lines below may look wrong, and
 * those would be problems that nobody made. So the exchange is played a second time with the guess in its place, and
 * what is wrong only without it is not reported.
 */
import type { LogicalLine, PlacedToken } from './lines.js';
import { flagWord } from './flags.js';

/** The pieces of the segment, each as it would be written. */
export interface Guess {
  readonly origin: string;
  readonly left: string;
  /** Undefined where the line breaks off before it. */
  readonly right: string | undefined;
  readonly arrow: 'right' | 'left';
  readonly lost: boolean;
  readonly segment: string;
  /** Whether all that is written is in it: then what the lines below do not agree with is their own mistake. */
  readonly whole: boolean;
}

const ARROWS: ReadonlySet<string> = new Set(['RIGHT', 'LEFT', 'LOST_RIGHT', 'LOST_LEFT']);
const NUMBERS = /(?<![\p{ID_Continue}_])(seq|ack|len)=([\p{ID_Continue}_]+(?:[-+][0-9]+)*)/giu;

/** The guess for a line that cannot be read, or undefined where it tells too little. */
export function guessOf({ tokens }: LogicalLine, lines: readonly string[]): Guess | undefined {
  const textOf = (token: PlacedToken | undefined): string =>
    token ? (lines[token.line]?.slice(token.start, token.end) ?? '') : '';
  const origin = tokens[0]?.type === 'ORIGIN' ? `${textOf(tokens[0])} ` : '';
  // What stands before the first end, and an arrow behind it that is not quite one, are taken for slips.
  const start = tokens.findIndex(({ type }) => type === 'ID' || type === 'DOTS');
  const [left, ...others] = start < 0 ? [] : tokens.slice(start);
  const first = others.find(({ type }) => ARROWS.has(type));
  if (!left || !first || flagWord(textOf(left)) !== undefined) return undefined;
  const rest = others[0] === first ? others.slice(1) : others;
  const end = rest.findIndex(({ type }) => ARROWS.has(type) || type === 'TEXT' || type === 'LBRACKET');
  const inner = end < 0 ? rest : rest.slice(0, end);
  const words = outsideParentheses(inner).map(textOf);
  const flags = words.flatMap((word) => flagWord(word) ?? []);
  if (flags.length === 0) return undefined;
  const second = end < 0 ? undefined : rest[end];
  const after = second && ARROWS.has(second.type) ? rest[end + 1] : undefined;
  const lastWord = words.at(-1);
  const named = after?.type === 'ID' || after?.type === 'DOTS' ? textOf(after) : undefined;
  // `C -> SYN S`: the last word is no flag, so it is the other end.
  const unnamed = lastWord !== undefined && flagWord(lastWord) === undefined ? lastWord : undefined;
  const written = inner.map(textOf).reduce(besideEachOther, '').normalize('NFKC');
  const numbers = [...written.matchAll(NUMBERS)].map(([, key, value]) => `${key}=${value}`);
  const unread = written
    .replaceAll(NUMBERS, ' ')
    .split(/[\s()+,、]+/)
    .filter((word) => word !== '' && flagWord(word) === undefined);
  return {
    origin,
    left: textOf(left),
    right: named ?? unnamed,
    arrow: first.type === 'LEFT' || first.type === 'LOST_LEFT' ? 'left' : 'right',
    lost: first.type.startsWith('LOST') || second?.type.startsWith('LOST') === true,
    segment: flags.join('+') + (numbers.length > 0 ? `(${numbers.join(', ')})` : ''),
    whole: named !== undefined && unread.length === 0,
  };
}

/** Words that only a blank keeps apart stay apart. */
function besideEachOther(text: string, piece: string): string {
  const touch = /[\p{ID_Continue}_]$/u.test(text) && /^[\p{ID_Continue}_]/u.test(piece);
  return touch ? `${text} ${piece}` : text + piece;
}

function outsideParentheses(tokens: readonly PlacedToken[]): PlacedToken[] {
  let depth = 0;
  return tokens.filter(({ type }) => {
    if (type === 'LPAREN') depth++;
    else if (type === 'RPAREN') depth--;
    return type === 'ID' && depth === 0;
  });
}

/** The line as it was probably meant, `other` being the end that is meant where the line names none. */
export function guessedLine(guess: Guess, other: string | undefined): string | undefined {
  const right = guess.right ?? other;
  if (right === undefined) return undefined;
  const { origin, left, arrow, lost, segment } = guess;
  return arrow === 'right'
    ? `${origin}${left} -> ${segment} ${lost ? '-x' : '->'} ${right}`
    : `${origin}${left} ${lost ? 'x-' : '<-'} ${segment} <- ${right}`;
}
