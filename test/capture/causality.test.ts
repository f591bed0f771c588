/** What Linux did, seen from one place only: the import must find a way in which it can have happened. */
import { setImmediate as breath } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { noteOf, readCapture } from '../../src/capture/capture.js';
import { capturedAt, inPiecesOf, recordedExchanges, type Place } from './recorded.js';

const PLACES: readonly Place[] = ['client', 'between', 'server'];

/** What the dice made, in which one place does not always show enough to tell what happened. */
const UNTOLD = /Random/;
/** Longer ones take too long for every day. */
const LONGEST = 45;

const exchanges = recordedExchanges().filter(
  ({ title, script }) => !UNTOLD.test(title) && script.statements.length <= LONGEST,
);

describe.each(PLACES)('an exchange captured at the %s', (place) => {
  it('has neither errors nor warnings after import', async () => {
    const wrong: string[] = [];
    for (const exchange of exchanges) {
      await breath();
      const { connections } = await readCapture(inPiecesOf(capturedAt(place, exchange), 1_000));
      for (const connection of connections) {
        const note = noteOf(connection, { language: 'en', full: false, unfold: false, limit: Infinity });
        const codes = note.problems.map(({ code }) => code).join();
        if (codes !== '') wrong.push(`${exchange.title}: ${codes}\n${note.text}`);
      }
    }
    expect(exchanges.length).toBeGreaterThan(30);
    expect(wrong).toEqual([]);
  });
});
