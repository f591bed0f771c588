/** What the readers that go by layout have in common. */
import { statesIn, type NamedState } from '../label/states.js';
import type { Range } from '../range.js';
import type { Source } from '../reader.js';
import { Words, type Piece } from '../words.js';

/** Info strings of text that nobody highlights; drawings stand in others, too, and say so by their looks. */
const NOT_DRAWN = new Set(['segno', 'tcp', 'mermaid', 'mmd', 'plantuml', 'puml', 'wsd', 'sequence', 'diff']);

/** Whether a drawing may stand in the source. */
export function mayBeDrawn({ kind, language }: Source): boolean {
  return kind !== 'table' && !NOT_DRAWN.has(language);
}

/** Nobody draws further to the right. */
const LONGEST = 1_000;

/** The lines of a text in which something may be drawn: those that are too long for it are left empty. */
export function drawnLines(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line.length > LONGEST ? '' : line));
}

/** A piece of a line; offsets count from 0. */
export interface Cell {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The cells of a part of a line: pieces with two blanks or more between them, or with what `cuts` matches. */
export function cellsIn(line: string, from: number, to: number, cuts = /\s{2,}|\t/gu): readonly Cell[] {
  const cells: Cell[] = [];
  const put = (start: number, end: number): void => {
    const text = line.slice(start, end);
    const trimmed = text.trim();
    if (trimmed === '') return;
    const at = start + text.length - text.trimStart().length;
    cells.push({ text: trimmed, start: at, end: at + trimmed.length });
  };
  const part = line.slice(from, to);
  let at = 0;
  for (const match of part.matchAll(cuts)) {
    put(from + at, from + match.index);
    at = match.index + match[0].length;
  }
  put(from + at, from + part.length);
  return cells;
}

/** Words that stand in a line of which the first has the number `line`, counted from 1. */
export function wordsOf({ text, start }: Cell, line: number): Words {
  return Words.at(text, line, start + 1);
}

/** Where something stands in the line of that number. */
export function rangeOf({ start, end }: Pick<Cell, 'start' | 'end'>, line: number): Range {
  return { line, column: start + 1, endLine: line, endColumn: end + 1 };
}

/** A cell as a piece of what words are put together from. */
export function pieceOf({ text, start }: Cell, line: number): Piece {
  return { text, line, column: start + 1 };
}

/** Brackets, punctuation, and the word for a state: `(state: SYN-SENT)`. */
const AROUND_STATE =
  /^[\s()[\]{}<>*_`"'.,:：（）【】]*(?:(?:state|status|状态|狀態|状態|상태|zustand|état|estado|состояние)[\s()[\]{}<>*_`"'.,:：（）【】=]*)?$/iu;

/** The state that is all that a text says, but for brackets and the word for one. */
export function onlyState(text: string): NamedState | undefined {
  const [state, more] = statesIn(text);
  if (!state || more) return undefined;
  const rest = text.slice(0, state.span.start) + text.slice(state.span.end);
  return AROUND_STATE.test(rest) ? state : undefined;
}

/** A mark of a comment or of a tree, a number, a bullet or a time before a line: `1.`, `(2)`, `③`, `-`, `├─`, `Step 4:`, `10:15:02.3`. */
export const ORDINAL =
  /^\s*(?:(?:[-*•·+;%>]|\/\/+|#+|[├└╰┣┗][─━]{1,3})\s+(?![-=>]))?(?:(?:step|schritt|étape|etape|paso|passo|шаг|第)?\s*(?:\d{1,3}|[一二三四五六七八九十]{1,2})\s*(?:[.):、．：]|步|次(?:握手|挥手)?[:：]?|단계[:.]?)\s*|\(\d{1,3}\)\s*|\[\d{1,3}\]\s*|[①-⑳]\s*|#\d{1,3}\s+)?(?:t\s*=\s*[\d.]+\s*(?:ms|s)?\s+|\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?\s+|\d+\.\d+\s+)?/iu;

/** Whether a text holds a name as a word of its own, in any case. */
export function holdsWord(text: string, name: string): boolean {
  const [whole, word] = [text.toLowerCase(), name.toLowerCase()];
  for (let at = whole.indexOf(word); at >= 0; at = whole.indexOf(word, at + 1)) {
    const around = (whole[at - 1] ?? ' ') + (whole[at + word.length] ?? ' ');
    if (!/[\p{Script=Latin}\p{Script=Cyrillic}\d_]/u.test(around)) return true;
  }
  return false;
}
