/** Arrows drawn with characters: `--->`, `<===`, `──▶`, `→`, `---X`. */

import { remembering } from '../remembering.js';

/** A run of characters that is an arrow or a piece of one. Offsets in the line; `end` is behind the last character. */
export interface Stroke {
  readonly start: number;
  readonly end: number;
  /** Where it points; undefined for a piece without a head. */
  readonly head: 'left' | 'right' | 'both' | undefined;
  /** Whether it ends in a cross. */
  readonly lost: boolean;
}

const SHAFT = '-=─━—–―‐‑‒－﹣═┄┅┈┉╌╍~⎯';
const SHAFTS = `[${SHAFT.replace('-', String.raw`\-`)}]`;
/** Heads that count only at a shaft, and those that are arrows alone. */
const BOXED = '[─━═]';
const HEAD_RIGHT = '[>＞》►▶▸▷⯈➤»]';
const HEAD_LEFT = '[<＜《◄◀◂◁⯇«]';
const ALONE_RIGHT = '[→⟶⇒⟹➔➜➝➞➡⇨⮕⭢⇾]';
const ALONE_LEFT = '[←⟵⇐⟸⬅⇦⭠⇽]';
const CROSS = '[xX×✗✘✕✖❌╳]';
const LINE = '[|│┃]';
/** What may not stand beside a cross that is one. */
const NOT_EXPR = String.raw`(?=[\s|│┃>→]|$)`;
const AFTER_BLANK = String.raw`(?<=[\s|│┃]|^)`;

/** Groups: lost on its way right, or left; pointing both ways, left, or right. */
const STROKE = new RegExp(
  [
    // A cross at the end, or on the way.
    `((?:${SHAFTS}{2,}|(?<=\\s)[-─━—–]|\\.{3,})(?:${HEAD_RIGHT}|${ALONE_RIGHT})?\\s?${CROSS}${NOT_EXPR}(?:\\s?${SHAFTS}*(?:${HEAD_RIGHT}|${ALONE_RIGHT}))?)`,
    `(${AFTER_BLANK}(?:(?:${HEAD_LEFT}|${ALONE_LEFT})${SHAFTS}*\\s?)?${CROSS}\\s?(?:${HEAD_LEFT}|${ALONE_LEFT})?(?:${SHAFTS}{2,}|\\.{3,}))`,
    `(${HEAD_LEFT}{1,3}${SHAFTS}+${HEAD_RIGHT}{1,3}|[↔⇔⟷⟺⬌])`,
    `((?:${HEAD_LEFT}{1,3}(?:\\s?${SHAFTS}+|\\.{3,})|${ALONE_LEFT}${SHAFTS}*|(?<=${LINE})(?:<(?=\\s)|[◄◀])|(?<=\\s|^)[◄◀](?=\\s)))`,
    `((?:(?:${SHAFTS}+|\\.{3,})(?:${HEAD_RIGHT}{1,3}|${ALONE_RIGHT})|${ALONE_RIGHT}|(?<=\\s|^)[►▶⯈➤](?=\\s|$|${LINE})|[►▶⯈➤](?=${LINE})|(?<=\\s)>(?=${LINE})))`,
    // One is enough where it touches a word, and is no hyphen: `◀─SYN─ B`.
    `(?:${SHAFTS}{2,}|\\.{4,}|(?<=[\\p{L}\\d)\\]])${BOXED}(?=[\\s|│┃])|(?<=[\\s|│┃])${BOXED}(?=[\\p{L}[(]))`,
  ].join('|'),
  'gu',
);

/** The strokes of a line, from left to right. Takes time in proportion to the line's length. */
export const strokesIn = remembering(strokesOf);

function strokesOf(line: string): readonly Stroke[] {
  const strokes: Stroke[] = [];
  for (const match of line.matchAll(STROKE)) {
    const [text, lostRight, lostLeft, both, left, right] = match;
    const head =
      both !== undefined
        ? 'both'
        : lostRight !== undefined || right !== undefined
          ? 'right'
          : lostLeft !== undefined || left !== undefined
            ? 'left'
            : undefined;
    strokes.push({
      start: match.index,
      end: match.index + text.length,
      head,
      lost: lostRight !== undefined || lostLeft !== undefined,
    });
  }
  return strokes;
}

/** One arrow of a line: its strokes, and what is written between them. */
export interface Arrow {
  readonly head: 'left' | 'right' | 'both';
  readonly lost: boolean;
  readonly start: number;
  readonly end: number;
  /** Offsets of what stands on it; empty where it is one stroke. */
  readonly labels: readonly { readonly start: number; readonly end: number }[];
}

/**
 * The arrows of a line: `--- SYN --->` is one, and so is `-> SYN ->`. `between` says whether what stands between two
 * strokes, of which the first is given, may be a label; a lifeline may not.
 */
export function arrowsIn(
  line: string,
  between: (text: string, start: number, first: Stroke) => boolean,
): readonly Arrow[] {
  const arrows: Arrow[] = [];
  const strokes = strokesIn(line);
  for (let index = 0; index < strokes.length;) {
    const group: Stroke[] = [];
    let head: Arrow['head'] | undefined;
    let next = index;
    for (; next < strokes.length; next++) {
      const stroke = strokes[next];
      const last = group.at(-1);
      if (!stroke) break;
      if (last && !between(line.slice(last.end, stroke.start), last.end, last)) break;
      // One stroke points there, the other back: what stands between is said of both ends.
      if (last?.head === 'left' && stroke.head === 'right' && group.length === 1) {
        group.push(stroke);
        head = 'both';
        next++;
        break;
      }
      // A head that points back begins another arrow; one that points on ends this one, but for `-> SYN ->`.
      if (head !== undefined && stroke.head !== undefined && stroke.head !== head) break;
      if (last?.head === 'right' && group.some((one) => one.head === undefined)) break;
      if (last?.lost === true && head === 'right') break;
      if (last && stroke.head === 'both') break;
      if (stroke.head === 'left' && group.some((one) => one.head === undefined)) break;
      group.push(stroke);
      head ??= stroke.head;
      const heads = group.filter((one) => one.head !== undefined).length;
      if (stroke.head === 'both' || heads === 2) {
        next++;
        break;
      }
    }
    const [first] = group;
    const last = group.at(-1);
    if (first && last && head !== undefined) {
      const labels = group.slice(1).map((stroke, i) => ({ start: group[i]?.end ?? 0, end: stroke.start }));
      arrows.push({
        head,
        lost: group.some(({ lost }) => lost),
        start: first.start,
        end: last.end,
        labels: labels.filter(({ start, end }) => line.slice(start, end).trim() !== ''),
      });
    }
    index = Math.max(next, index + 1);
  }
  return arrows;
}
