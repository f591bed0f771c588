/** Whether one name looks like a slip of another. */

/**
 * Another case, or one letter left out, doubled, changed or swapped inside. Names are often told apart by their last
 * character or by digits (`HostA`, `C1`), so those never count.
 */
export function looksAlike(a: string, b: string): boolean {
  if (a === b || hasDigit(a) || hasDigit(b)) return false;
  if (a.toLowerCase() === b.toLowerCase()) return true;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length < 3 || long.length - short.length > 1) return false;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start++;
  let end = 0;
  while (end < short.length - start && short[short.length - 1 - end] === long[long.length - 1 - end]) end++;
  if (end === 0) return false;
  const left = short.slice(start, short.length - end);
  const right = long.slice(start, long.length - end);
  if (left.length + right.length <= 1 || (left.length === 1 && right.length === 1)) return true;
  return left.length === 2 && right === `${left[1] ?? ''}${left[0] ?? ''}`;
}

/** The same for a name that nothing is sent by or to: it may lack its last letter, too, or have one too many. */
export function isSlipOf(name: string, known: string): boolean {
  if (looksAlike(name, known)) return true;
  const [short, long] = name.length <= known.length ? [name, known] : [known, name];
  return long.length === short.length + 1 && long.startsWith(short) && !/[\d\p{Lu}]$/u.test(long);
}

function hasDigit(name: string): boolean {
  return /\d/.test(name);
}
