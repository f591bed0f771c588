import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SharedMap } from '../../src/exchange/shared-map.js';

type Change = readonly ['set' | 'delete', number, string];

const changes = fc.array(
  fc.tuple(fc.constantFrom('set' as const, 'set' as const, 'delete' as const), fc.nat(40), fc.string()),
  { maxLength: 200 },
);

/** Every version of a map that changes lead through, each with what a plain map holds then. */
function versions(
  all: readonly Change[],
): { readonly shared: SharedMap<number, string>; readonly plain: Map<number, string> }[] {
  let shared = SharedMap.of<number, string>();
  let plain = new Map<number, string>();
  return all.map(([what, key, value]) => {
    shared = what === 'set' ? shared.set(key, value) : shared.delete(key);
    plain = new Map(plain);
    if (what === 'set') plain.set(key, value);
    else plain.delete(key);
    return { shared, plain };
  });
}

describe('a map that shares what its versions have in common', () => {
  it('holds in every version what a map would that is copied', () => {
    fc.assert(
      fc.property(changes, (all) => {
        for (const { shared, plain } of versions(all)) {
          expect([...shared]).toEqual([...plain]);
          expect([...shared.sorted()]).toEqual([...plain].sort(([a], [b]) => a - b));
          expect(shared.size).toBe(plain.size);
          for (let key = 0; key <= 40; key++) expect(shared.get(key)).toBe(plain.get(key));
        }
      }),
    );
  });

  it('finds the largest key up to a given one', () => {
    fc.assert(
      fc.property(changes, fc.nat(45), (all, key) => {
        const last = versions(all).at(-1);
        const below = [...(last?.plain ?? [])].filter(([one]) => one <= key).sort(([a], [b]) => b - a);
        expect(last?.shared.atOrBelow(key)).toEqual(below[0]);
      }),
    );
  });

  it('tells what is not as it was in an earlier version', () => {
    fc.assert(
      fc.property(changes, fc.nat(), (all, choice) => {
        const every = versions(all);
        const [earlier, now] = [every[choice % Math.max(every.length, 1)], every.at(-1)];
        if (!earlier || !now) return;
        const differing = [...now.plain].filter(([key, value]) => earlier.plain.get(key) !== value);
        expect(new Set(now.shared.changedSince(earlier.shared))).toEqual(
          new Set(differing.map(([key]) => key)),
        );
      }),
    );
  });

  it('is no higher than the logarithm of its size allows', () => {
    let map = SharedMap.of<number, true>();
    for (let key = 0; key < 1_000; key++) map = map.set(key, true);
    expect(map.root?.height).toBeLessThanOrEqual(1.45 * Math.log2(1_000));
  });
});
