/** A whole connection, each segment of which meets the same fate in its turn. */
import type { Lab } from '../lab.js';
import { drained, QUICK, type Scenario } from './steps.js';

/** Opens, carries data both ways and closes, whatever happens to single segments; `then` runs after each step. */
async function whole(lab: Lab, then: () => Promise<void>): Promise<void> {
  await lab.listen('S');
  await lab.connect('C');
  await then();
  await lab.reaches('S', 'ESTABLISHED');
  await lab.accept('S');
  await lab.send('C', 100);
  await then();
  await drained(lab, 'S', 100);
  await lab.send('S', 100);
  await then();
  await drained(lab, 'C', 100);
  await lab.close('C');
  await then();
  await lab.reaches('S', 'CLOSE_WAIT');
  await lab.close('S');
  await then();
  await lab.reaches('S', 'CLOSED');
  // A reset that answers a second last ACK ends TIME-WAIT at once (RFC 1337).
  await lab.reaches('C', 'TIME_WAIT', 'CLOSED');
}

const nothing = (): Promise<void> => Promise.resolve();

/** How many segments leave if nothing goes wrong: three to open, two for data each way, four to close. */
const SEGMENTS = 11;

/** Each segment in its turn meets the same fate. */
export const each: readonly Scenario[] = Array.from({ length: SEGMENTS }, (_, n): readonly Scenario[] => [
  {
    title: `Segment ${n + 1} of ${SEGMENTS} is lost`,
    sysctl: QUICK,
    play: async (lab) => {
      lab.network = ({ id }) => (id === n ? 'lose' : 'deliver');
      await whole(lab, nothing);
    },
  },
  {
    title: `Segment ${n + 1} of ${SEGMENTS} arrives twice`,
    play: async (lab) => {
      lab.network = ({ id }) => (id === n ? 'repeat' : 'deliver');
      await whole(lab, nothing);
    },
  },
  {
    title: `Segment ${n + 1} of ${SEGMENTS} is late`,
    sysctl: QUICK,
    play: async (lab) => {
      lab.network = ({ id }) => (id === n ? 'hold' : 'deliver');
      await whole(lab, async () => {
        if (lab.held.length === 0) return;
        await lab.pause(100);
        await lab.release();
      });
    },
  },
]).flat();
