/** Whether a name looks like another one with a slip in it. */

/** Names shorter than this differ by a letter because they name different ends. */
const LONG_ENOUGH = 4;

/**
 * Whether a word is another one with one slip: other capitals, a letter typed twice; in longer words one left out, put
 * in, swapped with its neighbour or typed for another. Names are often told apart by their last letter or by digits
 * (`HostA`, `C1`), so those never count.
 */
export function isSlip(word: string, meant: string): boolean {
  if (word.toLowerCase() === meant.toLowerCase()) return true;
  const [a, b] = [Array.from(word), Array.from(meant)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let tail = 0;
  while (tail < Math.min(a.length, b.length) - start && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const typed = a.slice(start, a.length - tail);
  const wanted = b.slice(start, b.length - tail);
  if (typed.length === 1 && wanted.length === 0 && typed[0] === a[start - 1]) return isLetter(typed[0]);
  if (b.length < LONG_ENOUGH || ![...typed, ...wanted].every(isLetter)) return false;
  if (typed.length === 2 && wanted.length === 2) return typed[0] === wanted[1] && typed[1] === wanted[0];
  return tail > 0 && typed.length <= 1 && wanted.length <= 1;
}

/** The same for a name that nothing is sent by or to: it may lack its last letter, too, or have one too many. */
export function isSlipOf(name: string, known: string): boolean {
  if (isSlip(name, known)) return true;
  const [short, long] = name.length <= known.length ? [name, known] : [known, name];
  return long.length === short.length + 1 && long.startsWith(short) && !/[\d\p{Lu}]$/u.test(long);
}

const isLetter = (letter: string | undefined): boolean =>
  letter !== undefined && /^\p{Script=Latin}$/u.test(letter);
