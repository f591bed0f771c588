/** Ports that are used again, TIME-WAIT, and Fast Open. */
import type { Lab } from '../lab.js';
import {
  closedByBoth,
  connected,
  drained,
  FAST_OPEN,
  fromOpenToClose,
  has,
  QUICK,
  type Scenario,
} from './steps.js';

/** Fast Open on both sides, and on every listener; neither asks for a cookie. */
const WITHOUT_COOKIE = { 'ipv4/tcp_fastopen': 0x607 };

export const again: readonly Scenario[] = [
  fromOpenToClose('The client opens again from the port that the server keeps in TIME-WAIT', async (lab) => {
    await lab.close('S');
    await lab.close('C');
    await lab.connect('C');
    await lab.accept('S');
  }),
  fromOpenToClose(
    'The client reuses its port in TIME-WAIT',
    async (lab) => {
      await closedByBoth(lab);
      await lab.connectInTimeWait('C');
      await lab.accept('S');
    },
    { sysctl: { 'ipv4/tcp_tw_reuse': 1, 'ipv4/tcp_tw_reuse_delay': 1 } },
  ),
  fromOpenToClose('The client opens again after TIME-WAIT', async (lab) => {
    await closedByBoth(lab);
    await lab.forgetTimeWait('C');
    await lab.connect('C');
    await lab.accept('S');
  }),
  connected('An old segment meets TIME-WAIT', async (lab) => {
    await lab.send('S', 100);
    const data = lab.last('S');
    await lab.receive('C', 1000);
    await closedByBoth(lab);
    await lab.repeat(data);
  }),
  connected(
    'An old segment meets TIME-WAIT, which a reset cannot end (RFC 1337)',
    async (lab) => {
      await lab.send('S', 100);
      const data = lab.last('S');
      await lab.receive('C', 1000);
      await closedByBoth(lab);
      await lab.repeat(data);
    },
    { sysctl: { 'ipv4/tcp_rfc1337': 1 } },
  ),
  fromOpenToClose('An old segment meets the next connection', async (lab) => {
    await lab.send('C', 100);
    const data = lab.last('C');
    await lab.receive('S', 1000);
    await closedByBoth(lab);
    await lab.forgetTimeWait('C');
    await lab.connect('C');
    await lab.accept('S');
    await lab.repeat(data);
  }),
  fromOpenToClose('A SYN meets LAST-ACK', async (lab) => {
    await lab.close('C');
    lab.network = () => 'lose';
    await lab.close('S');
    await lab.crash('C');
    lab.carry();
    await lab.connect('C');
    await lab.reaches('C', 'ESTABLISHED');
    await lab.accept('S');
  }),
  {
    title: 'Fast Open: a cookie, then data on the SYN',
    sysctl: FAST_OPEN,
    play: async (lab) => {
      await withCookie(lab);
      await lab.connectWith('C', 20);
      await lab.accept('S');
      await drained(lab, 'S', 20);
      await closedByBoth(lab);
    },
  },
  {
    title: 'Fast Open: the SYN with data is lost',
    sysctl: { ...QUICK, ...FAST_OPEN },
    play: async (lab) => {
      await withCookie(lab);
      lab.loseNext('C');
      await lab.connectWith('C', 20);
      await lab.reaches('S', 'ESTABLISHED');
      await lab.accept('S');
      await drained(lab, 'S', 20);
      await closedByBoth(lab);
    },
  },
  {
    title: 'Fast Open: the SYN+ACK is lost',
    sysctl: { ...QUICK, ...FAST_OPEN },
    play: async (lab) => {
      await withCookie(lab);
      lab.loseNext('S');
      await lab.connectWith('C', 20);
      await lab.reaches('C', 'ESTABLISHED');
      await lab.reaches('S', 'ESTABLISHED');
      await lab.accept('S');
      await drained(lab, 'S', 20);
      await closedByBoth(lab);
    },
  },
  {
    title: 'Fast Open: the server answers before the handshake is over',
    sysctl: { ...QUICK, ...FAST_OPEN },
    play: async (lab) => {
      await withCookie(lab);
      await answeredEarly(lab);
      await drained(lab, 'S', 20);
      await drained(lab, 'C', 30);
      await closedByBoth(lab);
    },
  },
  {
    title: 'Fast Open without a cookie: the server takes the data at once',
    sysctl: WITHOUT_COOKIE,
    play: async (lab) => {
      await lab.listen('S');
      await lab.connectWith('C', 20);
      await lab.accept('S');
      await drained(lab, 'S', 20);
      await closedByBoth(lab);
    },
  },
  {
    title:
      'Fast Open: the client asks for a cookie, and the server that needs none speaks before the handshake is over',
    sysctlOf: { C: { ...QUICK, ...FAST_OPEN }, S: { ...QUICK, ...WITHOUT_COOKIE } },
    play: async (lab) => {
      await lab.listen('S');
      await answeredEarly(lab);
      await drained(lab, 'C', 30);
      await closedByBoth(lab);
    },
  },
  {
    title: 'Fast Open: a server that does not know it leaves the data unacknowledged',
    sysctlOf: { C: WITHOUT_COOKIE, S: { 'ipv4/tcp_fastopen': 0 } },
    play: async (lab) => {
      await lab.listen('S');
      await lab.connectWith('C', 20);
      await lab.accept('S');
      await drained(lab, 'S', 20);
      await closedByBoth(lab);
    },
  },
  {
    title: 'Fast Open on both ends at once',
    sysctl: { ...QUICK, ...WITHOUT_COOKIE },
    play: async (lab) => {
      lab.hold('C', 'S');
      await lab.connectWith('C', 20);
      await lab.connectWith('S', 30);
      lab.carry();
      await lab.release();
      await drained(lab, 'S', 20);
      await drained(lab, 'C', 30);
      await closedByBoth(lab);
    },
  },
  {
    title: 'Fast Open: nobody listens',
    sysctl: WITHOUT_COOKIE,
    play: async (lab) => {
      await lab.connectWith('C', 20);
    },
  },
];

/** The server takes what comes with the SYN, and answers before it has the rest of the handshake. */
async function answeredEarly(lab: Lab): Promise<void> {
  lab.network = (left) => (has('SYN')(left.segment) || left.from === 'S' ? 'deliver' : 'hold');
  await lab.connectWith('C', 20);
  await lab.accept('S');
  await lab.send('S', 30);
  lab.carry();
  await lab.release();
}

/** A connection that leaves nothing behind but the cookie that it has brought. */
async function withCookie(lab: Lab): Promise<void> {
  await lab.listen('S');
  await lab.connectWith('C', 10);
  await lab.accept('S');
  await lab.close('S');
  await lab.close('C');
}
