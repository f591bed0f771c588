/** Segments that somebody else makes, with numbers that are nearly right (RFC 9293 §3.10.7.4, RFC 5961). */
import type { Flag } from '../../../src/tcp/segment.js';
import type { Lab } from '../lab.js';
import { connected, fromOpenToClose, QUICK, type Scenario } from './steps.js';

const mod = (n: number): number => n >>> 0;

/** What somebody sends to S in the name of C, by how far its numbers are from those of the next segment of C. */
interface Forgery {
  readonly flags: readonly Flag[];
  readonly seq: number;
  readonly ack: number;
  readonly len?: number;
}

async function forge(lab: Lab, { flags, seq, ack, len = 0 }: Forgery): Promise<void> {
  const next = lab.last('C').segment;
  const fin = next.flags.has('FIN') ? 1 : 0;
  await lab.inject('forged', 'C', {
    flags: new Set(flags),
    seq: mod(next.seq + next.len + fin + seq),
    ack: flags.includes('ACK') ? mod(next.ack + ack) : 0,
    len,
  });
}

/** Beyond the window: what Linux offers at first is 64 KiB. */
const FAR = 200_000;

const FORGERIES: Readonly<Record<string, Forgery>> = {
  'a reset one number ahead': { flags: ['RST'], seq: 1, ack: 0 },
  'a reset one number behind': { flags: ['RST'], seq: -1, ack: 0 },
  'a reset with ACK, ahead': { flags: ['RST', 'ACK'], seq: 10, ack: 0 },
  'a reset beyond the window': { flags: ['RST'], seq: FAR, ack: 0 },
  'a SYN with the next number': { flags: ['SYN'], seq: 0, ack: 0 },
  'a SYN with an old number': { flags: ['SYN'], seq: -5000, ack: 0 },
  'a SYN beyond the window': { flags: ['SYN'], seq: FAR, ack: 0 },
  'a SYN+ACK with the next numbers': { flags: ['SYN', 'ACK'], seq: 0, ack: 0 },
  'an ACK of what was not sent': { flags: ['ACK'], seq: 0, ack: 1 },
  'an ACK of long ago': { flags: ['ACK'], seq: 0, ack: -FAR },
  'data with an ACK of what was not sent': { flags: ['ACK', 'PSH'], seq: 0, ack: 100, len: 10 },
  'data with an ACK of long ago': { flags: ['ACK', 'PSH'], seq: 0, ack: -FAR, len: 10 },
  'data beyond the window': { flags: ['ACK', 'PSH'], seq: FAR, ack: 0, len: 10 },
  'data from before the window': { flags: ['ACK', 'PSH'], seq: -10, ack: 0, len: 10 },
  'data without ACK': { flags: ['PSH'], seq: 0, ack: 0, len: 10 },
  'a FIN beyond the window': { flags: ['FIN', 'ACK'], seq: FAR, ack: 0 },
  'a FIN ahead of data': { flags: ['FIN', 'ACK'], seq: 50, ack: 0 },
};

/** The states in which S meets the forgery, and what leads there from ESTABLISHED. */
const WAYS: Readonly<Record<string, (lab: Lab) => Promise<void>>> = {
  ESTABLISHED: () => Promise.resolve(),
  'FIN-WAIT-2': (lab) => lab.shutdown('S'),
  'CLOSE-WAIT': (lab) => lab.shutdown('C'),
  'FIN-WAIT-1': async (lab) => {
    lab.hold('S');
    await lab.shutdown('S');
  },
  'LAST-ACK': async (lab) => {
    await lab.shutdown('C');
    lab.hold('S');
    await lab.shutdown('S');
  },
  'TIME-WAIT': async (lab) => {
    await lab.shutdown('S');
    await lab.shutdown('C');
  },
};

/** What is left of the connection ends, and what was held arrives late. */
async function ended(lab: Lab): Promise<void> {
  lab.carry();
  await lab.release();
  await lab.close('C');
  await lab.close('S');
}

export const forging: readonly Scenario[] = [
  ...Object.entries(WAYS).flatMap(([state, way]) =>
    Object.entries(FORGERIES).map(([what, forgery]) =>
      connected(
        `In ${state}: ${what}`,
        async (lab) => {
          await way(lab);
          await forge(lab, forgery);
          await ended(lab);
        },
        { sysctl: { 'ipv4/tcp_timestamps': 0 } },
      ),
    ),
  ),
  fromOpenToClose(
    'Challenges are not answered with challenges',
    async (lab) => {
      await forge(lab, { flags: ['RST'], seq: 1, ack: 0 });
      await forge(lab, { flags: ['RST'], seq: 2, ack: 0 });
      await forge(lab, { flags: ['SYN'], seq: 2, ack: 0 });
    },
    { sysctl: QUICK },
  ),
];
