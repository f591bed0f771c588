/** Hosts that lose power. */
import { OPTION } from '../lab.js';
import { connected, fromOpenToClose, isProbe, QUICK, type Scenario } from './steps.js';

export const crashing: readonly Scenario[] = [
  fromOpenToClose('One host crashes and connects again from the same port (figure 9)', async (lab) => {
    await lab.send('C', 10);
    await lab.receive('S', 100);
    await lab.crash('C');
    await lab.connect('C');
    await lab.reaches('C', 'ESTABLISHED');
    await lab.discard('S');
    await lab.accept('S');
  }),
  connected('Data meets a host that has crashed (figure 10)', async (lab) => {
    await lab.crash('C');
    await lab.send('S', 10);
  }),
  connected('A FIN meets a host that has crashed', async (lab) => {
    await lab.crash('C');
    await lab.close('S');
  }),
  connected('The server crashes and is back listening when data comes', async (lab) => {
    await lab.crash('S');
    await lab.listen('S');
    await lab.send('C', 10);
  }),
  connected(
    'A keep-alive finds that its peer has crashed',
    async (lab) => {
      await lab.crash('S');
      await lab.until('C', 1, isProbe(lab));
    },
    { options: [OPTION.keepAlive, OPTION.keepAliveIdle(1), OPTION.keepAliveInterval(1)] },
  ),
  connected(
    'The host crashes in TIME-WAIT, and the FIN comes again',
    async (lab) => {
      await lab.close('C');
      lab.loseNext('C');
      await lab.close('S');
      await lab.crash('C');
      await lab.reaches('S', 'CLOSED');
    },
    { sysctl: QUICK },
  ),
];
