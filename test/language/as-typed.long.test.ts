import { describe, expect, it } from 'vitest';
import { eaten, exchanges } from './as-typed.js';

const all = exchanges();

describe.each(['segno', 'markdown'] as const)('every exchange typed key by key in %s', (kind) => {
  it.each([0, 1, 3, 8])(
    'comes out as it is typed, Enter at each end (answers come %i keys late)',
    (latency) => {
      expect(all.flatMap((lines) => eaten(lines, kind, latency))).toEqual([]);
    },
  );

  it('comes out as it is typed with blanks at the ends of lines', () => {
    expect(all.flatMap((lines) => eaten(lines, kind, 0, ' '))).toEqual([]);
  });
});
