import { expect, it, vi } from 'vitest';
import { ChunkMemory } from '../../src/language/chunk-memory.js';

interface Known {
  readonly read: { readonly lines: readonly string[] };
}

/** What is made of the chunks of a text, and how many of them had to be made. */
function reader() {
  const memory = new ChunkMemory<Known>();
  return (chunks: readonly (readonly string[])[]): { all: readonly Known[]; made: number } => {
    memory.nextRound();
    const total = chunks.flat().length;
    const make = vi.fn((lines: readonly string[]): Known => ({ read: { lines } }));
    let fromStart = 0;
    const all = chunks.map((lines) => {
      const chunk = memory.get(lines, { fromStart, fromEnd: total - fromStart }, () => make(lines));
      fromStart += lines.length;
      return chunk;
    });
    return { all, made: make.mock.calls.length };
  };
}

it('a chunk that says the same is not made again, above an edit or below it', () => {
  const read = reader();
  const [a, b, c, d] = [['a', '1'], ['b'], ['c', '2', '3'], ['d']] as const;
  const before = read([a, b, c, d]);
  expect(before.made).toBe(4);
  const after = read([a, ['b', 'more'], c, d]);
  expect(after.made).toBe(1);
  for (const place of [0, 2, 3]) expect(after.all[place]).toBe(before.all[place]);
});

it('a chunk that stands where another one stood is what it says itself', () => {
  const read = reader();
  read([['a'], ['b']]);
  const { all } = read([['b'], ['a']]);
  expect(all.map((one) => one.read.lines)).toEqual([['b'], ['a']]);
});
