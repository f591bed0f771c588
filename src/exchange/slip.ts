/** Whether a name looks like another one with a slip in it. */

/** Among more names than that, so many are alike that it says nothing. */
export const MOST_NAMES = 256;

/** Names shorter than this differ by a letter because they name different ends. */
const LONG_ENOUGH = 4;

/**
 * Whether a name is another one with one slip: other capitals, a letter typed twice; within longer ones a letter left
 * out, put in, swapped with its neighbour or typed for another. Names are often told apart by digits, capitals, and their
 * first and last letters (`C1`, `HostA`, `east`), so those never count, but where two letters are swapped.
 */
export function isSlip(word: string, meant: string): boolean {
  if (word.toLowerCase() === meant.toLowerCase()) return true;
  if (/\d/.test(word + meant)) return false;
  const [a, b] = [Array.from(word), Array.from(meant)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let tail = 0;
  while (tail < Math.min(a.length, b.length) - start && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const typed = a.slice(start, a.length - tail);
  const wanted = b.slice(start, b.length - tail);
  const isDoubled = typed.length === 1 && wanted.length === 0 && typed[0] === a[start - 1];
  if (isDoubled && b.length === 1) return true;
  if (![...typed, ...wanted].every(isSmall)) return false;
  if (isDoubled) return true;
  if (b.length < LONG_ENOUGH) return false;
  if (typed.length === 2 && wanted.length === 2) return typed[0] === wanted[1] && typed[1] === wanted[0];
  // Only between letters: a letter by itself is a word that tells apart.
  return isLetter(a[start - 1]) && isLetter(a[a.length - tail]) && typed.length <= 1 && wanted.length <= 1;
}

/** The same for a name that nothing is sent by or to: it may lack its last letter, too, or have one too many. */
export function isSlipOf(name: string, known: string): boolean {
  if (isSlip(name, known)) return true;
  const [short, long] = name.length <= known.length ? [name, known] : [known, name];
  return long.length === short.length + 1 && long.startsWith(short) && !/[\d\p{Lu}]$/u.test(long);
}

const isLetter = (letter: string | undefined): boolean =>
  letter !== undefined && /^\p{Script=Latin}$/u.test(letter);
const isSmall = (letter: string): boolean => isLetter(letter) && /^\p{Ll}$/u.test(letter);
