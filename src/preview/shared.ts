/** Messages that say nearly the same as the one before, as the drawings of a note do after each key. */

type Properties = Record<string, unknown>;

/**
 * `after`, in which everything that is the same in `before` is taken from there: it has been checked, and what was made of
 * it is still at hand. Both are as they came, plain data that nobody else has; `after` is changed.
 */
export function shared(before: unknown, after: unknown): unknown {
  if (!isObject(before) || !isObject(after)) return after;
  if (Array.isArray(before) && Array.isArray(after)) return sharedList(before, after);
  if (Array.isArray(before) || Array.isArray(after)) return after;
  const names = Object.keys(after);
  let isSame = names.length === Object.keys(before).length;
  for (const name of names) {
    const was = Object.hasOwn(before, name) ? before[name] : undefined;
    const is = shared(was, after[name]);
    after[name] = is;
    isSame &&= is === was && (is !== undefined || Object.hasOwn(before, name));
  }
  return isSame ? before : after;
}

/** Above and below what was edited, the items are the same. */
function sharedList(before: readonly unknown[], after: unknown[]): readonly unknown[] {
  const shorter = Math.min(before.length, after.length);
  const isSame = (was: number, is: number) => (after[is] = shared(before[was], after[is])) === before[was];
  let above = 0;
  while (above < shorter && isSame(above, above)) above++;
  if (above === before.length && above === after.length) return before;
  let below = 1;
  while (below <= shorter - above && isSame(before.length - below, after.length - below)) below++;
  return after;
}

function isObject(value: unknown): value is Properties | unknown[] {
  return typeof value === 'object' && value !== null;
}
