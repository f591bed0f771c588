/** What a piece of text beside an arrow says of a segment: flags, numbers, or nothing. */
import { readLabel } from '../label/label.js';
import { remembering } from '../remembering.js';

/** What a text says, most of which are asked about several times. */
const saying = remembering((text: string): { readonly flags: string; readonly numbers: boolean } => {
  const { words, flags, values } = readLabel(text);
  const numbers = values.has('seq') || values.has('ack') || values.has('len');
  return { flags: words.length > 0 ? [...flags].sort().join() : '', numbers };
});

/** Whether a text says which flags a segment has. */
export function hasFlags(text: string): boolean {
  return saying(text).flags !== '';
}

/** The flags that a text names, always in the same order. */
export function flagsOf(text: string): string {
  return saying(text).flags;
}

/** Whether a text gives a sequence number, an acknowledgment number or a length. */
export function hasNumbers(text: string): boolean {
  return saying(text).numbers;
}

/** Whether a text says something that a label says, rather than a remark. */
export function isSaid(text: string): boolean {
  return /\p{L}{2}/u.test(text) || hasFlags(text) || hasNumbers(text);
}
