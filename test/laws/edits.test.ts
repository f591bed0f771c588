import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dice } from '../support/dice.js';
import { written } from '../support/written.js';
import { analysedEdits, replayedEdits, replayedParts } from './edits.js';
import { any, RUNS } from './exchanges.js';

/** How many edits one exchange gets. */
const EDITS = 8;

describe('what is remembered of the exchange before an edit', { timeout: 300_000 }, () => {
  it('changes nothing about the replay after it', () => {
    fc.assert(
      fc.property(any, any, fc.nat(), (script, other, seed) => {
        for (const { remembered, afresh, text } of replayedEdits(
          script,
          other.statements,
          dice(seed),
          EDITS,
        )) {
          expect(remembered, text).toEqual(afresh);
        }
      }),
      { numRuns: Math.ceil(RUNS / 2) },
    );
  });

  it('changes nothing about the replay of a part of it', () => {
    fc.assert(
      fc.property(any, any, fc.nat(), (script, other, seed) => {
        const parts = replayedParts(script, other.statements, dice(seed), EDITS);
        for (const { remembered, afresh, text } of parts) expect(remembered, text).toEqual(afresh);
      }),
      { numRuns: Math.ceil(RUNS / 4) },
    );
  });

  it('changes nothing about the analysis of the text', () => {
    fc.assert(
      fc.property(any, any, any, fc.nat(), (one, other, third, seed) => {
        // Long enough to be remembered.
        const exchange = [one, other, one]
          .flatMap((script) => written(script).split('\n').slice(1, -1))
          .join('\n');
        const text = `${written(third)}\nbegin\n${exchange}\nend\n`;
        for (const { remembered, afresh, text: now } of analysedEdits(text, dice(seed), EDITS)) {
          expect(remembered, now).toEqual(afresh);
        }
      }),
      { numRuns: Math.ceil(RUNS / 20) },
    );
  });
});
