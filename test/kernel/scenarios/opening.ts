/** How connections open, or do not. */
import type { Flag } from '../../../src/tcp/segment.js';
import {
  bothOpen,
  beginningAt,
  closedByBoth,
  drained,
  fromOpenToClose,
  has,
  type Scenario,
} from './steps.js';

export const opening: readonly Scenario[] = [
  fromOpenToClose('A connection opens, carries data both ways, and the client closes it', async (lab) => {
    await lab.send('C', 100);
    await lab.receive('S', 1000);
    await lab.send('S', 300);
    await lab.receive('C', 1000);
  }),
  {
    title: 'The SYN is lost',
    play: async (lab) => {
      await lab.listen('S');
      lab.loseNext('C');
      await lab.connect('C');
      await lab.until('C', 2, has('SYN'));
      await lab.accept('S');
      await closedByBoth(lab);
    },
  },
  {
    title: 'The SYN+ACK is lost',
    play: async (lab) => {
      await lab.listen('S');
      lab.loseNext('S');
      await lab.connect('C');
      await lab.until('S', 2, has('SYN'));
      await lab.accept('S');
      await closedByBoth(lab);
    },
  },
  {
    title: 'The last ACK of the handshake is lost and the SYN+ACK comes again',
    play: async (lab) => {
      await lab.listen('S');
      lab.loseNext('C', has('ACK'));
      await lab.connect('C');
      await lab.until('S', 2, has('SYN'));
      await lab.accept('S');
      await closedByBoth(lab);
    },
  },
  {
    title: 'The last ACK of the handshake is lost and data takes its place',
    play: async (lab) => {
      await lab.listen('S');
      lab.loseNext('C', has('ACK'));
      await lab.connect('C');
      await lab.send('C', 10);
      await lab.accept('S');
      await lab.receive('S', 100);
      await closedByBoth(lab);
    },
  },
  {
    title: 'The last ACK of the handshake is lost and a FIN takes its place',
    play: async (lab) => {
      await lab.listen('S');
      lab.loseNext('C', has('ACK'));
      await lab.connect('C');
      await lab.close('C');
      await lab.accept('S');
      await lab.close('S');
    },
  },
  {
    title: 'Both open at once',
    play: async (lab) => {
      await bothOpen(lab);
      lab.carry();
      await lab.release();
      await lab.send('C', 10);
      await lab.receive('S', 100);
      await closedByBoth(lab);
    },
  },
  {
    title: 'Both open at once and everything crosses',
    play: async (lab) => {
      await bothOpen(lab);
      await lab.release();
      await lab.release();
      await lab.release();
      lab.carry();
      await lab.release();
      await closedByBoth(lab);
    },
  },
  {
    title: 'Both open at once and one SYN is lost',
    play: async (lab) => {
      await bothOpen(lab);
      const [first, second] = lab.held;
      lab.network = () => 'deliver';
      if (second) await lab.release([second]);
      if (first) await lab.release([first]);
      await closedByBoth(lab);
    },
  },
  {
    title: 'Both open at once, numbers wrap on both ends',
    origins: { C: 0xffff_fffe, S: 0xffff_ff00 },
    play: async (lab) => {
      lab.hold('C', 'S');
      await lab.connect('C', beginningAt(0xffff_fffe));
      await lab.connect('S', beginningAt(0xffff_ff00));
      lab.carry();
      await lab.release();
      await lab.send('C', 10);
      await lab.send('S', 1000);
      await lab.receive('S', 100);
      await lab.receive('C', 2000);
      await closedByBoth(lab);
    },
  },
  {
    title: 'Data overtakes the last ACK of the handshake',
    play: async (lab) => {
      await lab.listen('S');
      lab.network = ({ from, segment }) => (from === 'C' && !segment.flags.has('SYN') ? 'hold' : 'deliver');
      await lab.connect('C');
      await lab.send('C', 100);
      lab.carry();
      await lab.release([...lab.held].reverse());
      await lab.accept('S');
      await drained(lab, 'S', 100);
      await closedByBoth(lab);
    },
  },
  {
    title: 'A FIN overtakes the last ACK of the handshake and data',
    play: async (lab) => {
      await lab.listen('S');
      lab.network = ({ from, segment }) => (from === 'C' && !segment.flags.has('SYN') ? 'hold' : 'deliver');
      await lab.connect('C');
      await lab.send('C', 100);
      await lab.shutdown('C');
      lab.carry();
      await lab.release([...lab.held].reverse());
      await lab.accept('S');
      await drained(lab, 'S', 100);
      await lab.close('S');
      await lab.close('C');
    },
  },
  {
    title: 'Both open at once, and data overtakes the SYN+ACK',
    play: async (lab) => {
      await bothOpen(lab);
      await lab.release();
      const answers = lab.held;
      lab.network = ({ from }) => (from === 'C' ? 'hold' : 'deliver');
      await lab.release(answers.filter(({ from }) => from === 'S'));
      await lab.send('C', 100);
      lab.carry();
      await lab.release([...lab.held].reverse());
      await drained(lab, 'S', 100);
      await closedByBoth(lab);
    },
  },
  {
    title: 'Nobody listens',
    play: async (lab) => {
      await lab.connect('C');
    },
  },
  {
    title: 'The program gives up while its SYN waits for an answer',
    play: async (lab) => {
      await lab.listen('S');
      lab.hold('S');
      await lab.connect('C');
      await lab.close('C');
      lab.carry();
      await lab.release();
    },
  },
  {
    title: 'The program aborts while its SYN waits for an answer',
    play: async (lab) => {
      await lab.listen('S');
      lab.hold('S');
      await lab.connect('C');
      await lab.abort('C');
      lab.carry();
      await lab.release();
    },
  },
  {
    title: 'The host crashes while its SYN waits for an answer',
    play: async (lab) => {
      await lab.listen('S');
      lab.hold('S');
      await lab.connect('C');
      await lab.crash('C');
      lab.carry();
      await lab.release();
    },
  },
  {
    title: 'Both open at once and one aborts before its SYN+ACK is acknowledged',
    play: async (lab) => {
      await bothOpen(lab);
      await lab.release();
      await lab.abort('S');
      lab.carry();
      await lab.release();
    },
  },
  {
    title: 'No answer to any SYN',
    sysctl: { 'ipv4/tcp_syn_retries': 1, 'ipv4/tcp_syn_linear_timeouts': 1 },
    play: async (lab) => {
      lab.network = () => 'lose';
      await lab.connect('C');
      await lab.untilClosed('C', 'user-timeout');
    },
  },
  {
    title: 'An old SYN reaches a listener (figure 8)',
    play: async (lab) => {
      await lab.listen('S');
      lab.hold('C');
      await lab.connect('C');
      const { seq } = lab.last('C').segment;
      lab.carry();
      await lab.inject('stale', 'C', { flags: new Set<Flag>(['SYN']), seq: (seq - 1_000_000) >>> 0 });
      await lab.release();
      await lab.accept('S');
      await closedByBoth(lab);
    },
  },
  {
    title: 'The network repeats each segment of the handshake',
    play: async (lab) => {
      await lab.listen('S');
      lab.hold('S');
      await lab.connect('C');
      await lab.repeat(lab.last('C'));
      const [first] = lab.held;
      lab.carry();
      await lab.release();
      if (first) await lab.repeat(first);
      await lab.repeat(lab.last('C'));
      await lab.accept('S');
      await closedByBoth(lab);
    },
  },
  {
    title: 'The program closes before its SYN+ACK is acknowledged',
    play: async (lab) => {
      await bothOpen(lab);
      await lab.release();
      await lab.close('S');
      lab.carry();
      await lab.release();
      await lab.close('C');
    },
  },
];
