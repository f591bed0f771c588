/** Damaged captures: there is always an answer, and a note can be made of what could be read. */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { noteOf } from '../../src/capture/capture.js';
import { pcapngOf, small, tried } from '../capture/make.js';
import { TEXTS } from './texts.js';

/** A capture is damaged in many more ways than a text. */
const CAPTURES = 40 * TEXTS;

it('gives an answer, whatever is wrong with a capture', async () => {
  const files = [small(), pcapngOf(true), pcapngOf(false), new Uint8Array(gzipSync(small()))];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...files),
      fc.array(fc.tuple(fc.nat(2_000), fc.nat(255)), { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 1, max: 500 }),
      fc.nat(19),
      async (file, flips, piece, dice) => {
        const damaged = new Uint8Array(file);
        for (const [at, octet] of flips) damaged[at % damaged.length] = octet;
        const capture = await tried(damaged, piece);
        expect(capture?.segments ?? 0).toBeLessThan(20);
        // Notes take longer than captures.
        if (dice > 0) return;
        for (const connection of capture?.connections ?? []) {
          const { text } = noteOf(connection, { language: 'en', full: true, unfold: true, limit: 20 });
          expect(text).toMatch(/^begin .*\n[^]*\nend\n$/);
        }
      },
    ),
    { numRuns: CAPTURES },
  );
});
