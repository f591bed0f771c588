/**
 * Lets the event loop turn after each test. Vitest goes from one test that waits for nothing to the next without a turn,
 * so that a file of them seems to hang to whoever waits for its word, and the run fails after a minute.
 */
import { setImmediate } from 'node:timers/promises';
import { afterEach } from 'vitest';

afterEach(async () => {
  await setImmediate();
});
