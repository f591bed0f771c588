/** Whether two pieces of data say the same, however they were made: what they share is not looked into. */
export function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (one instanceof Map) return other instanceof Map && areSame([...one], [...other]);
  if (one instanceof Set) return other instanceof Set && areSame([...one], [...other]);
  if (Array.isArray(one)) return Array.isArray(other) && areSame(one, other);
  if (other instanceof Map || other instanceof Set || Array.isArray(other)) return false;
  const [left, right] = [one as Record<string, unknown>, other as Record<string, unknown>];
  let keys = 0;
  for (const key in left) {
    keys++;
    if (!(key in right) || !isSame(left[key], right[key])) return false;
  }
  for (const _key in right) keys--;
  return keys === 0;
}

function areSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((item, index) => isSame(item, other[index]));
}
