/**
 * A map that is never changed in place: another version of it shares all but what differs. Finding and setting take
 * time in the logarithm of its size. It is an AVL tree over its keys, and remembers in which order they came.
 */
export class SharedMap<K extends string | number, V> implements Iterable<readonly [K, V]> {
  private constructor(
    readonly root: Branch<K, V> | undefined,
    readonly size: number,
    /** The place that the next new key takes in the order. */
    private readonly next: number,
  ) {}

  static of<K extends string | number, V>(entries: Iterable<readonly [K, V]> = []): SharedMap<K, V> {
    let map = new SharedMap<K, V>(undefined, 0, 0);
    for (const [key, value] of entries) map = map.set(key, value);
    return map;
  }

  #find(key: K): Branch<K, V> | undefined {
    let branch = this.root;
    while (branch && branch.key !== key) branch = key < branch.key ? branch.left : branch.right;
    return branch;
  }

  get(key: K): V | undefined {
    return this.#find(key)?.value;
  }

  has(key: K): boolean {
    return this.#find(key) !== undefined;
  }

  /** The map with this value for the key, which keeps its place if it has one. */
  set(key: K, value: V): SharedMap<K, V> {
    const known = this.#find(key);
    if (known) return known.value === value ? this : this.#with(put(this.root, key, value, known.place), 0);
    return this.#with(put(this.root, key, value, this.next), 1);
  }

  /** The map without the key. */
  delete(key: K): SharedMap<K, V> {
    return this.has(key) ? this.#with(without(this.root, key), -1) : this;
  }

  #with(root: Branch<K, V> | undefined, more: number): SharedMap<K, V> {
    return new SharedMap(root, this.size + more, this.next + Math.max(more, 0));
  }

  /** The entry with the largest key that is no larger than this one. */
  atOrBelow(key: K): readonly [K, V] | undefined {
    let best: Branch<K, V> | undefined;
    let branch = this.root;
    while (branch) {
      if (branch.key <= key) [best, branch] = [branch, branch.right];
      else branch = branch.left;
    }
    return best && [best.key, best.value];
  }

  /** The keys that have another value here than in an earlier version, or none there. */
  *changedSince(earlier: SharedMap<K, V>): Generator<K> {
    function* changed(now: Side<K, V>, then: Side<K, V>): Generator<K> {
      if (!now || now === then) return;
      const there = then && then.key === now.key ? then : undefined;
      yield* changed(now.left, there ? there.left : earlier.root);
      if ((there ? there.value : earlier.get(now.key)) !== now.value) yield now.key;
      yield* changed(now.right, there ? there.right : earlier.root);
    }
    yield* changed(this.root, earlier.root);
  }

  /** The entries from the smallest key to the largest. */
  *sorted(): Generator<readonly [K, V]> {
    const above: Branch<K, V>[] = [];
    let branch = this.root;
    while (branch || above.length > 0) {
      for (; branch; branch = branch.left) above.push(branch);
      const next = above.pop();
      if (!next) return;
      yield [next.key, next.value];
      branch = next.right;
    }
  }

  /** The entries in the order in which their keys came. */
  *[Symbol.iterator](): Generator<readonly [K, V]> {
    const all: Branch<K, V>[] = [];
    const collect = (branch: Branch<K, V> | undefined): void => {
      if (!branch) return;
      collect(branch.left);
      all.push(branch);
      collect(branch.right);
    };
    collect(this.root);
    for (const { key, value } of all.sort((a, b) => a.place - b.place)) yield [key, value];
  }

  *keys(): Generator<K> {
    for (const [key] of this) yield key;
  }
}

/** An entry, with those of smaller keys to its left and those of larger ones to its right. */
export interface Branch<K, V> {
  readonly key: K;
  readonly value: V;
  readonly place: number;
  readonly left: Branch<K, V> | undefined;
  readonly right: Branch<K, V> | undefined;
  readonly height: number;
}

type Entry<K, V> = Pick<Branch<K, V>, 'key' | 'value' | 'place'>;
type Side<K, V> = Branch<K, V> | undefined;

function heightOf(side: Side<unknown, unknown>): number {
  return side ? side.height : 0;
}

function branched<K, V>(
  { key, value, place }: Entry<K, V>,
  left: Side<K, V>,
  right: Side<K, V>,
): Branch<K, V> {
  const height = Math.max(heightOf(left), heightOf(right)) + 1;
  return { key, value, place, left, right, height };
}

/** The same, neither side more than one higher than the other; they differ by no more than two. */
function balanced<K, V>(entry: Entry<K, V>, left: Side<K, V>, right: Side<K, V>): Branch<K, V> {
  if (left && left.height > heightOf(right) + 1) {
    const { left: outer, right: inner } = left;
    if (!inner || heightOf(outer) >= inner.height)
      return branched(left, outer, branched(entry, inner, right));
    return branched(inner, branched(left, outer, inner.left), branched(entry, inner.right, right));
  }
  if (right && right.height > heightOf(left) + 1) {
    const { left: inner, right: outer } = right;
    if (!inner || heightOf(outer) >= inner.height)
      return branched(right, branched(entry, left, inner), outer);
    return branched(inner, branched(entry, left, inner.left), branched(right, inner.right, outer));
  }
  return branched(entry, left, right);
}

function put<K, V>(side: Side<K, V>, key: K, value: V, place: number): Branch<K, V> {
  if (!side) return branched({ key, value, place }, undefined, undefined);
  if (key === side.key) return branched({ key, value, place }, side.left, side.right);
  return key < side.key
    ? balanced(side, put(side.left, key, value, place), side.right)
    : balanced(side, side.left, put(side.right, key, value, place));
}

function without<K, V>(side: Side<K, V>, key: K): Side<K, V> {
  if (!side) return undefined;
  const { left, right } = side;
  if (key < side.key) return balanced(side, without(left, key), right);
  if (key > side.key) return balanced(side, left, without(right, key));
  if (!left || !right) return left ?? right;
  let first = right;
  while (first.left) first = first.left;
  return balanced(first, left, without(right, first.key));
}
