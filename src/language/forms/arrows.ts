/** Other arrows, arrows that are missing, and both ends before the segment. */
import { flagsIn } from '../flags.js';
import { ANY, isBalanced, OTHER, pattern, pointsLeft, sendingLine, sendingOf, type Form } from './form.js';

/** Signs of which people make arrows, an `x` among them where it is no name. */
const SIGNS =
  /(?<![\p{ID_Continue}_])[xX×✕✗][-=<~>←⟵⇐]+|[-=~<>|/\\)×✕✗—–−⇒⇐→←⟶⟵⇨⇦»«►◄▶◀]+(?:[xX×✕✗]+(?![\p{ID_Continue}_])[->]*)?/gu;
const RIGHT = /[>→⇒⟶⇨»►▶]/u;
const LEFT = /[<←⇐⟵⇦«◄◀]/u;
const CROSS = /[xX×✕✗]|[-=](?:[/\\|]{1,2})[-=>]/u;
const PLAIN = pattern('^ARROW$');

/** What stands in quotes or brackets has no arrows. */
function outside(line: string, change: (piece: string) => string): string {
  return line
    .split(/("[^"]*"|\([^)]*\)|\[[^\]]*\]|<[A-Za-z]+=[^>]*>|\s:.*$)/u)
    .map((piece, index) => (index % 2 === 0 ? change(piece) : piece))
    .join('');
}

/** The arrow that these signs are meant to be. */
function arrowOf(signs: string): string | undefined {
  if (PLAIN.test(signs) && !/^-+[xX]-/.test(signs)) return signs;
  const [right, left] = [RIGHT.test(signs), LEFT.test(signs)];
  const lost = CROSS.test(signs);
  if (right && left) return undefined;
  if (right) return lost ? '-x' : '->';
  if (left) return lost ? 'x-' : '<-';
  if (lost) return /^[xX×✕✗]/u.test(signs) ? 'x-' : /^[-=~—–]/u.test(signs) ? '-x' : undefined;
  return /^[-=~—–−]{1,}\)$/u.test(signs) ? '->' : undefined;
}

const ENDS_FIRST = pattern(
  String.raw`^(ORIGIN)(SIDE)\s*(ARROW)\s*(SIDE)(?:\s*[:,;|]\s*|\s+(?=\S)|(?=[[(<"]))(.+)$`,
);
const NO_SECOND = pattern(String.raw`^(ORIGIN)(SIDE)\s*(ARROW)\s*([^\s:].*?)(TAIL)$`);
const NO_FIRST = pattern(String.raw`^(ORIGIN)(NAME)\s+([^\s:].*?)\s*(ARROW)\s*(SIDE)(TAIL)$`);
const NO_LEFT = pattern(String.raw`^(ORIGIN)(ARROW)?\s*([^\s:].*?)\s*(ARROW)\s*(SIDE)(TAIL)$`);
const IN_ARROW = pattern(
  String.raw`^(ORIGIN)(SIDE)\s*(<?[-=—]+)(?:[>|]{0,2}\|)?\s*([^-=—<>|\s](?:[^<>|]*[^-=—<>|\s])?)\s*(?:\||([-=—]+[>xX]?))\s*(SIDE)(TAIL)$`,
);
const UNDIRECTED = pattern(
  String.raw`^(ORIGIN)(SIDE)\s*(<-+>|[-=—–]+(?![->xX])|->|<-(?!-*>))\s*([^\s:>-].*?)\s*(<-+>|(?<![-<xX])[-=—–]+(?![->xX])|->|<-(?!-*>))\s*(SIDE)(TAIL)$`,
);
const ALONE = pattern('^(ORIGIN)(ARROW)$');
const CHAINED = pattern(String.raw`^(SIDE)\s*(ARROW)\s*(.+?)\s*(ARROW)\s*(NAME)\s*(ARROW)\s*(.+)$`);

/** Whether a word can be nothing but a flag, or several. */
function isFlag(word: string): boolean {
  return flagsIn(word) !== undefined;
}

const between = (): { en: string; 'zh-cn': string } => ({
  en: 'The segment stands between two arrows, with an end on either side',
  'zh-cn': '报文段写在两个箭头之间，两侧各写一端',
});

export const arrows: readonly Form[] = [
  {
    name: 'label-in-arrow',
    words: between,
    rewrite: (line) => {
      const [, origin = '', left, start = '', label, end, right, tail = ''] = IN_ARROW.exec(line) ?? [];
      if (left === undefined || right === undefined || label === undefined) return undefined;
      if (pattern('ARROW').test(label) || sendingOf(line)) return undefined;
      const isLeft = start.startsWith('<');
      const isRight = end === undefined ? line.includes('>') : /[>xX]$/.test(end);
      if (isLeft === isRight) return undefined;
      const lost = /[xX]$/.test(end ?? '');
      return isLeft
        ? `${origin}${left} <- ${label} <- ${right}${tail}`
        : `${origin}${left} -> ${label} ${lost ? '-x' : '->'} ${right}${tail}`;
    },
  },
  {
    name: 'arrow',
    words: (piece) => ({
      en: `${piece} is not one of Segno’s arrows`,
      'zh-cn': `Segno 没有 ${piece} 这种箭头`,
    }),
    rewrite: (line) => {
      let piece: string | undefined;
      const lines = outside(line, (text) =>
        text.replaceAll(SIGNS, (signs) => {
          const arrow = arrowOf(signs);
          if (arrow === undefined || arrow === signs || /^[=|]+[xX]?$/.test(signs)) return signs;
          piece ??= signs;
          return ` ${arrow} `;
        }),
      ).replaceAll(/ {2,}/g, ' ');
      return piece === undefined ? undefined : { lines: [lines.trim()], piece };
    },
  },
  {
    name: 'ends-first',
    words: between,
    rewrite: (line) => {
      const [, origin = '', left, arrow, right, label] = ENDS_FIRST.exec(line) ?? [];
      if (left === undefined || arrow === undefined || right === undefined || label === undefined)
        return undefined;
      if (isFlag(right) || pattern('ARROW').test(label)) return undefined;
      const lost = /[xX]/.test(arrow);
      const [first, second] = !lost ? [arrow, arrow] : pointsLeft(arrow) ? ['x-', '<-'] : ['->', '-x'];
      return `${origin}${left} ${first} ${label} ${second} ${right}`;
    },
  },
  {
    name: 'chain',
    words: () => ({ en: 'Each segment has a line of its own', 'zh-cn': '每个报文段单独写一行' }),
    rewrite: (line) => {
      const [, left, first, segment, second, middle, third, rest] = CHAINED.exec(line) ?? [];
      if (left === undefined || middle === undefined || isFlag(middle)) return undefined;
      return `${left} ${first} ${segment} ${second} ${middle}\n${middle} ${third} ${rest}`;
    },
  },
  {
    name: 'no-direction',
    words: () => ({
      en: 'Both arrows point from the sender to the receiver',
      'zh-cn': '两个箭头都从发送端指向接收端',
    }),
    rewrite: (line) => {
      const [, origin = '', left, first = '', segment, second = '', right, tail = ''] =
        UNDIRECTED.exec(line) ?? [];
      if (left === undefined || right === undefined || segment === undefined) return undefined;
      const sides = [first, second].map((sign) =>
        sign === '->' ? 'right' : sign === '<-' ? 'left' : undefined,
      );
      if (sides[0] === sides[1] && sides[0] !== undefined) return undefined;
      const both = (arrow: string): string => `${origin}${left} ${arrow} ${segment} ${arrow} ${right}${tail}`;
      const only = sides.includes('right') !== sides.includes('left');
      if (!only) return { lines: [both('->'), both('<-')] };
      return both(sides.includes('right') ? '->' : '<-');
    },
  },
  {
    name: 'loss-at-sender',
    words: () => ({
      en: 'The cross stands before the receiver, on the way to which the segment is lost',
      'zh-cn': '叉号写在接收端一侧，即报文段丢失的地方',
    }),
    rewrite: (line) => {
      const sending = sendingOf(line);
      if (!sending) return undefined;
      const { first, second } = sending;
      if (!/[xX]/.test(first + second)) return undefined;
      const plain = [first, second].find((arrow) => !/[xX]/.test(arrow));
      const right = plain === undefined ? !pointsLeft(first) : !pointsLeft(plain);
      const arrows = right ? { first: '->', second: '-x' } : { first: 'x-', second: '<-' };
      return sendingLine({ ...sending, ...arrows });
    },
  },
  {
    name: 'second-arrow',
    words: between,
    rewrite: (line) => {
      const [, origin = '', left, arrow = '', rest = '', tail = ''] = NO_SECOND.exec(line) ?? [];
      if (left === undefined || pattern('ARROW').test(rest + tail) || !isBalanced(rest)) return undefined;
      const lines: string[] = [];
      const last = pattern(String.raw`^(.+?)\s+(SIDE)$`).exec(rest);
      const lost = /[xX]/.test(arrow);
      const [first, second] = !lost ? [arrow, arrow] : pointsLeft(arrow) ? ['x-', '<-'] : ['->', '-x'];
      if (last?.[1] !== undefined && last[2] !== undefined && !isFlag(last[2])) {
        lines.push(`${origin}${left} ${first} ${last[1]} ${second} ${last[2]}${tail}`);
      }
      lines.push(`${origin}${left} ${first} ${rest} ${second} ${OTHER}${tail}`);
      return { lines: lines.slice(0, 1) };
    },
  },
  {
    name: 'first-arrow',
    words: between,
    rewrite: (line) => {
      const [, origin = '', left, segment, arrow, right, tail = ''] = NO_FIRST.exec(line) ?? [];
      if (left === undefined || segment === undefined || isFlag(left)) return undefined;
      if (pattern('ARROW').test(segment) || /^(?:[:,]|sends?\b|receives?\b|发|收)/u.test(segment))
        return undefined;
      return `${origin}${left} ${arrow} ${segment} ${arrow} ${right}${tail}`;
    },
  },
  {
    name: 'first-end',
    words: between,
    rewrite: (line) => {
      const [, origin = '', first, segment, second, right, tail = ''] = NO_LEFT.exec(line) ?? [];
      if (segment === undefined || right === undefined || pattern('ARROW').test(segment)) return undefined;
      if (!/^[A-Za-z"(]/.test(segment) || isFlag(right)) return undefined;
      const arrow = second ?? '->';
      return `${origin}${OTHER} ${first ?? arrow} ${segment} ${arrow} ${right}${tail}`;
    },
  },
  {
    name: 'arrow-alone',
    words: () => ({ en: 'An arrow alone sends nothing', 'zh-cn': '单独一个箭头不发送任何内容' }),
    rewrite: (line) => {
      const [, origin = '', arrow] = ALONE.exec(line) ?? [];
      if (arrow === undefined) return undefined;
      const lost = /[xX]/.test(arrow);
      const [first, second] = !lost ? [arrow, arrow] : pointsLeft(arrow) ? ['x-', '<-'] : ['->', '-x'];
      // What opens the connection, and what an open one carries.
      const segments = ['SYN', 'DATA(100)+ACK'];
      return { lines: segments.map((segment) => `${origin}${ANY} ${first} ${segment} ${second} ${OTHER}`) };
    },
  },
];
