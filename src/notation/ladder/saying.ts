/** What a piece of text beside an arrow says of a segment: flags, numbers, or nothing. */
import { readLabel } from '../label/label.js';

/** What somebody says. */
export const QUOTED = /^["“「『'‘«].*["”」』'’»]/u;

/** Whether a text says which flags a segment has. */
export function hasFlags(text: string): boolean {
  const { words, flags } = readLabel(text);
  return words.length > 0 && flags.size > 0;
}

/** The flags that a text names, always in the same order. */
export function flagsOf(text: string): string {
  return hasFlags(text) ? [...readLabel(text).flags].sort().join() : '';
}

/** Whether a text gives a sequence number, an acknowledgment number or a length. */
export function hasNumbers(text: string): boolean {
  const { values } = readLabel(text);
  return values.has('seq') || values.has('ack') || values.has('len');
}

/** Whether a text says something that a label says, rather than a remark. */
export function isSaid(text: string): boolean {
  return /\p{L}{2}/u.test(text) || hasFlags(text) || hasNumbers(text);
}
