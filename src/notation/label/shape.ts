/**
 * What labels have in common that differ in their numbers alone.
 *
 * What a label says depends on where its words and numbers stand, not on how large the numbers are, so that it is read
 * once for all labels of a shape, as the parser is asked once for each sequence of tokens (`src/language/shape.ts`).
 */
import type { Label } from './label.js';
import { exprOf } from './numbers.js';

/**
 * Numbers whose size or notation decides what is said: ranges, numbers in groups or to another base, and those that may
 * be beyond 2^32, alone or as a sum.
 */
const DECIDING =
  /\d[,_]\d|0[xX][\da-fA-F]|\d\s*(?:[-:–~]|\.\.)\s*\d|\d{11}|[4-9]\d{9}|\d{10}\s*[+-]|[+-]\s*\d{10}/u;
/** The digits of numbers from 10 up. A single digit may be a bit, count segments, or say that there are none. */
const DIGITS = /[1-9](?=\d)|(?<=[1-9]\d*)\d/gu;
const NUMBER = /[1-9]\d/u;

/** The shape of a text: the same for all texts that differ in numbers alone which decide nothing. */
export function shapeOf(text: string): string {
  return DECIDING.test(text) ? text : text.replaceAll(DIGITS, '1');
}

/**
 * What a text says that has the shape of another one, or undefined where more of that than its fields has numbers.
 * Places are those in the texts.
 */
export function withNumbersOf(text: string, label: Label): Label | undefined {
  if (label.options.length > 0 || NUMBER.test(label.text)) return undefined;
  const { seq, ack, len, win, values } = label;
  const written = (part: 'seq' | 'ack' | 'len' | 'win'): string => {
    const { start, end } = values.get(part) ?? { start: 0, end: 0 };
    return text.slice(start, end);
  };
  const number = (part: 'seq' | 'ack'): { readonly [P in 'seq' | 'ack']?: Label[P] } => {
    const value = exprOf(written(part));
    return value === undefined || value === 'none' ? {} : { [part]: value };
  };
  return {
    ...label,
    ...(seq === undefined ? {} : number('seq')),
    ...(ack === undefined ? {} : number('ack')),
    ...(len === undefined || !values.has('len') ? {} : { len: Number(written('len')) }),
    ...(win === undefined ? {} : { win: Number(written('win')) }),
  };
}
