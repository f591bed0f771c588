/** How connections close. */
import { OPTION } from '../lab.js';
import { closedByBoth, connected, has, QUICK, type Scenario } from './steps.js';

export const closing: readonly Scenario[] = [
  connected('The server closes first', async (lab) => {
    await lab.close('S');
    await lab.close('C');
  }),
  connected('Both close at once', async (lab) => {
    lab.hold('C', 'S');
    await lab.close('C');
    await lab.close('S');
    await lab.release();
    lab.carry();
    await lab.release();
  }),
  connected(
    'Both close at once and both ACKs are lost',
    async (lab) => {
      lab.hold('C', 'S');
      await lab.close('C');
      await lab.close('S');
      lab.network = ({ segment }) => (segment.flags.has('FIN') ? 'deliver' : 'lose');
      await lab.release();
      lab.carry();
      await lab.reaches('C', 'TIME_WAIT');
      await lab.reaches('S', 'TIME_WAIT');
    },
    { sysctl: QUICK },
  ),
  connected(
    'A FIN is lost',
    async (lab) => {
      lab.loseNext('C', has('FIN'));
      await lab.close('C');
      await lab.until('C', 2, has('FIN'));
      await lab.close('S');
    },
    { sysctl: QUICK },
  ),
  connected(
    'The ACK of a FIN is lost',
    async (lab) => {
      lab.loseNext('S');
      await lab.close('C');
      await lab.until('C', 2, has('FIN'));
      await lab.close('S');
    },
    { sysctl: QUICK },
  ),
  connected('The ACK of a FIN is lost and the other FIN takes its place', async (lab) => {
    lab.loseNext('S');
    await lab.close('C');
    await lab.close('S');
  }),
  connected(
    'The second FIN is lost',
    async (lab) => {
      await lab.close('C');
      lab.loseNext('S', has('FIN'));
      await lab.close('S');
      await lab.until('S', 2, has('FIN'));
    },
    { sysctl: QUICK },
  ),
  connected(
    'The last ACK is lost and TIME-WAIT sees the FIN again',
    async (lab) => {
      await lab.close('C');
      lab.loseNext('C');
      await lab.close('S');
      await lab.until('S', 2, has('FIN'));
    },
    { sysctl: QUICK },
  ),
  connected(
    'A FIN goes out with data',
    async (lab) => {
      await lab.send('C', 50);
      await lab.close('C');
      await lab.receive('S', 100);
      await lab.close('S');
    },
    { options: [OPTION.cork(true)] },
  ),
  connected('Half-close: the server goes on sending', async (lab) => {
    await lab.shutdown('C');
    await lab.send('S', 500);
    await lab.receive('C', 1000);
    await lab.send('S', 500);
    await lab.receive('C', 1000);
    await lab.close('S');
    await lab.close('C');
  }),
  connected('Half-close: the client goes on sending', async (lab) => {
    await lab.shutdown('S');
    await lab.send('C', 500);
    await lab.receive('S', 1000);
    await lab.send('C', 500);
    await lab.receive('S', 1000);
    await lab.close('C');
    await lab.close('S');
  }),
  connected('A FIN overtakes the data before it', async (lab) => {
    lab.hold('C');
    await lab.send('C', 100);
    await lab.close('C');
    lab.carry();
    await lab.release([...lab.held].reverse());
    await lab.receive('S', 1000);
    await lab.close('S');
  }),
  connected('A FIN and data cross', async (lab) => {
    lab.hold('C', 'S');
    await lab.send('S', 100);
    await lab.shutdown('C');
    await lab.release();
    lab.carry();
    await lab.release();
    await lab.receive('C', 1000);
    await lab.close('S');
    await lab.close('C');
  }),
  connected('The network repeats the FINs', async (lab) => {
    await lab.close('C');
    await lab.repeat(lab.last('C'));
    await lab.close('S');
    await lab.repeat(lab.last('S'));
  }),
  connected(
    'FIN-WAIT-2 ends when its timer does',
    async (lab) => {
      await lab.close('C');
      await lab.untilClosed('C', 'user-timeout');
      await lab.close('S');
    },
    { sysctl: { 'ipv4/tcp_fin_timeout': 1 } },
  ),
  connected(
    'Nobody acknowledges the FIN',
    async (lab) => {
      lab.network = () => 'lose';
      await lab.close('C');
      await lab.untilClosed('C', 'user-timeout');
    },
    { sysctl: { 'ipv4/tcp_orphan_retries': 1 } },
  ),
  connected(
    'TIME-WAIT ends after 2 MSL',
    async (lab) => {
      await closedByBoth(lab);
      await lab.untilClosed('C', '2MSL', 70_000);
    },
    { long: true },
  ),
];
