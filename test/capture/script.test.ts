/** The script that an imported connection is judged by is the one that its text says. */
import { describe, expect, it } from 'vitest';
import { readCapture } from '../../src/capture/capture.js';
import { journeysOf, NO_DOUBTS } from '../../src/capture/exchange/journey.js';
import { whole } from '../../src/capture/exchange/whole.js';
import { judged, statesIn } from '../../src/capture/note/judge.js';
import { tellingOf } from '../../src/capture/note/statements.js';
import { copiesLeftOut } from '../../src/capture/note/words.js';
import { textOf } from '../../src/capture/note/write.js';
import { analyse } from '../../src/language/analyse.js';
import { capturedAt, inPiecesOf, recordedExchanges, type Place } from './recorded.js';

const PLACES: readonly Place[] = ['client', 'between', 'server'];
/** Longer ones take too long for every day. */
const LONGEST = 45;

const exchanges = recordedExchanges().filter(({ script }) => script.statements.length <= LONGEST);

describe.each(PLACES)('a connection captured at the %s', (place) => {
  it.each(['en', 'zh-cn'] as const)('is judged by what its text says, in %s', async (language) => {
    for (const exchange of exchanges.filter((_, index) => index % 3 === PLACES.indexOf(place))) {
      const { connections } = await readCapture(inPiecesOf(capturedAt(place, exchange), 1_000));
      for (const [index, connection] of connections.entries()) {
        const full = index % 2 === 0;
        const events = journeysOf(whole(connection.passings));
        const telling = tellingOf(connection, events, [copiesLeftOut(3)], { language, full });
        const reading = judged(telling, NO_DOUBTS);
        const text = textOf(telling, full ? statesIn(reading) : undefined);
        const { scenarios, problems } = analyse(text, { kind: 'segno', language, stateNames: 'netstat' });
        const [scenario] = scenarios;
        const statements = scenario?.script.statements.map((one) =>
          'states' in one ? { ...one, states: [] } : one,
        );
        expect({ ...scenario?.script, statements }, text).toEqual(telling.script);
        const wrong = problems.filter(({ severity }) => severity === 'error' || severity === 'warning');
        expect(
          wrong.map(({ line, code }) => `${line} ${code}`),
          text,
        ).toEqual(
          reading.wrong.map(
            ({ statement, code }) => `${telling.script.statements[statement]?.line ?? 0} ${code}`,
          ),
        );
      }
    }
  });
});
