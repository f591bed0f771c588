/** Resets: aborts, refusals, and those that somebody has forged. */
import type { Flag } from '../../../src/tcp/segment.js';
import { OPTION } from '../lab.js';
import { connected, fromOpenToClose, has, type Scenario } from './steps.js';

export const resetting: readonly Scenario[] = [
  connected('The program aborts', async (lab) => {
    await lab.abort('C');
  }),
  connected('The program aborts after it has half-closed', async (lab) => {
    await lab.shutdown('C');
    await lab.abort('C');
  }),
  connected('The program aborts with data under way', async (lab) => {
    lab.hold('C');
    await lab.send('C', 100);
    await lab.abort('C');
    lab.carry();
    await lab.release([...lab.held].reverse());
  }),
  connected('The program aborts after its peer has closed', async (lab) => {
    await lab.close('S');
    await lab.abort('C');
  }),
  connected('A program closes with data unread, after its peer has closed', async (lab) => {
    await lab.send('C', 100);
    await lab.close('C');
    await lab.close('S');
  }),
  connected('A program closes with data unread', async (lab) => {
    await lab.send('C', 100);
    await lab.close('S');
  }),
  connected('Data meets a program that has closed', async (lab) => {
    await lab.close('C');
    await lab.send('S', 100);
  }),
  connected('Data and a close cross, and the data is refused', async (lab) => {
    lab.hold('S');
    await lab.send('S', 100);
    await lab.close('C');
    lab.carry();
    await lab.release();
  }),
  connected('The program aborts while its FIN is under way', async (lab) => {
    lab.hold('C');
    await lab.shutdown('C');
    await lab.abort('C');
    lab.carry();
    await lab.release();
  }),
  connected('The program aborts while both FINs are under way', async (lab) => {
    lab.hold('C', 'S');
    await lab.shutdown('C');
    await lab.shutdown('S');
    await lab.release(lab.held.filter(({ from }) => from === 'S'));
    await lab.abort('C');
    lab.carry();
    await lab.release();
  }),
  connected('The program aborts while it waits for the last ACK', async (lab) => {
    await lab.shutdown('S');
    lab.hold('C');
    await lab.shutdown('C');
    await lab.abort('C');
    lab.carry();
    await lab.release();
  }),
  connected('The program aborts with data unread', async (lab) => {
    await lab.send('S', 100);
    await lab.abort('C');
  }),
  connected('The program aborts with data that the window has no room for', async (lab) => {
    await lab.option('S', OPTION.receiveBuffer(2048));
    for (let i = 0; i < 8; i++) await lab.send('C', 1000);
    await lab.abort('C');
  }),
  connected('Both programs abort at once', async (lab) => {
    lab.hold('C', 'S');
    await lab.abort('C');
    await lab.abort('S');
    lab.carry();
    await lab.release();
  }),
  connected('An abort and data cross', async (lab) => {
    lab.hold('C', 'S');
    await lab.send('S', 100);
    await lab.abort('C');
    lab.carry();
    await lab.release();
  }),
  connected('The program shuts down both ways, and data still comes', async (lab) => {
    await lab.shutdown('C', 'both');
    await lab.send('S', 100);
  }),
  connected('Both programs shut down both ways', async (lab) => {
    await lab.shutdown('C', 'both');
    await lab.shutdown('S', 'both');
  }),
  {
    title: 'A listener goes away before its connection is accepted',
    play: async (lab) => {
      await lab.listen('S');
      await lab.connect('C');
      await lab.unlisten('S');
      await lab.quiet();
    },
  },
  connected('The reset of an abort is lost, and what comes next is refused', async (lab) => {
    lab.loseNext('C', has('RST'));
    await lab.abort('C');
    await lab.send('S', 10);
  }),
  fromOpenToClose('A reset inside the window, but not at its edge, is challenged', async (lab) => {
    const { seq } = lab.last('C').segment;
    await lab.inject('forged', 'C', { flags: new Set<Flag>(['RST']), seq: (seq + 100) >>> 0 });
  }),
  connected('A reset with the right number is believed', async (lab) => {
    const { seq } = lab.last('C').segment;
    await lab.inject('forged', 'C', { flags: new Set<Flag>(['RST']), seq });
    await lab.send('C', 10);
  }),
  fromOpenToClose('A reset outside the window is ignored', async (lab) => {
    const { seq } = lab.last('C').segment;
    await lab.inject('forged', 'C', { flags: new Set<Flag>(['RST']), seq: (seq - 5000) >>> 0 });
  }),
  fromOpenToClose('A SYN on an open connection is challenged', async (lab) => {
    const { seq } = lab.last('C').segment;
    await lab.inject('forged', 'C', { flags: new Set<Flag>(['SYN']), seq: (seq + 7000) >>> 0 });
  }),
];
