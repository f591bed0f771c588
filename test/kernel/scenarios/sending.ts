/** Data, windows, options and timers. */
import { OPTION } from '../lab.js';
import {
  beginningAt,
  carriesData,
  closedByBoth,
  connected,
  drained,
  fromOpenToClose,
  isProbe,
  opened,
  QUICK,
  recovered,
  type Scenario,
} from './steps.js';

export const sending: readonly Scenario[] = [
  fromOpenToClose('Data crosses', async (lab) => {
    lab.hold('C', 'S');
    await lab.send('C', 100);
    await lab.send('S', 200);
    await lab.release();
    lab.carry();
    await lab.release();
    await lab.receive('C', 1000);
    await lab.receive('S', 1000);
  }),
  fromOpenToClose(
    'A segment of several is lost and SACK tells which',
    async (lab) => {
      lab.loseNext('C', carriesData);
      for (let i = 0; i < 5; i++) await lab.send('C', 100);
      await recovered(lab, 500);
    },
    { sysctl: QUICK, options: [OPTION.noDelay] },
  ),
  fromOpenToClose(
    'Two holes at once, without SACK',
    async (lab) => {
      lab.loseNext('C', carriesData);
      await lab.send('C', 100);
      await lab.send('C', 100);
      lab.loseNext('C', carriesData);
      await lab.send('C', 100);
      await lab.send('C', 100);
      await recovered(lab, 400);
    },
    { sysctl: { ...QUICK, 'ipv4/tcp_sack': 0 }, options: [OPTION.noDelay] },
  ),
  fromOpenToClose(
    'Two holes at once, with SACK',
    async (lab) => {
      for (let i = 0; i < 3; i++) {
        lab.loseNext('C', carriesData);
        await lab.send('C', 100);
        await lab.send('C', 100);
      }
      await recovered(lab, 600);
    },
    { sysctl: QUICK, options: [OPTION.noDelay] },
  ),
  fromOpenToClose(
    'Segments arrive out of order',
    async (lab) => {
      lab.hold('C');
      for (let i = 0; i < 4; i++) await lab.send('C', 100);
      lab.carry();
      await lab.release([...lab.held].reverse());
      await lab.receive('S', 1000);
    },
    { options: [OPTION.noDelay] },
  ),
  fromOpenToClose('The network repeats data and an ACK', async (lab) => {
    await lab.send('C', 100);
    await lab.repeat(lab.last('C'));
    await lab.receive('S', 1000);
    await lab.send('S', 100);
    await lab.repeat(lab.last('S'));
    await lab.repeat(lab.last('C'));
    await lab.receive('C', 1000);
  }),
  fromOpenToClose(
    'The ACK of data is lost and the data comes again',
    async (lab) => {
      lab.network = ({ from }) => (from === 'S' ? 'lose' : 'deliver');
      await lab.send('C', 100);
      await lab.until('C', 2, carriesData);
      lab.carry();
      await recovered(lab, 100);
    },
    { sysctl: QUICK },
  ),
  connected('More data than a segment holds', async (lab) => {
    await lab.send('C', 12_000);
    await lab.receive('S', 20_000);
    await lab.close('C');
    await lab.close('S');
  }),
  {
    title: 'Numbers wrap while data is sent',
    origins: { C: 0xffff_fc00 },
    play: async (lab) => {
      await opened(lab, beginningAt(0xffff_fc00));
      lab.loseNext('C', carriesData);
      await lab.send('C', 5000);
      await recovered(lab, 5000);
      await closedByBoth(lab);
    },
  },
  {
    title: 'The number of a SYN is the last there is',
    origins: { C: 0xffff_ffff },
    play: async (lab) => {
      await opened(lab, beginningAt(0xffff_ffff));
      await lab.send('C', 1);
      await lab.receive('S', 10);
      await closedByBoth(lab);
    },
  },
  {
    title: 'Zero window, probes, and the window opens',
    sysctl: QUICK,
    play: async (lab) => {
      await opened(lab, [], [OPTION.receiveBuffer(2048)]);
      await lab.send('C', 4000);
      await lab.until('C', 2, isProbe(lab));
      await drained(lab, 'S', 4000);
      await closedByBoth(lab);
    },
  },
  {
    title: 'The ACK that opens the window is lost',
    sysctl: QUICK,
    play: async (lab) => {
      await opened(lab, [], [OPTION.receiveBuffer(2048)]);
      await lab.send('C', 4000);
      await lab.until('C', 1, isProbe(lab));
      lab.loseNext('S');
      await drained(lab, 'S', 4000);
      await closedByBoth(lab);
    },
  },
  fromOpenToClose(
    'The receiver shrinks its window',
    async (lab) => {
      await lab.option('S', OPTION.receiveBuffer(4096));
      for (let i = 0; i < 6; i++) await lab.send('C', 1000);
      await drained(lab, 'S', 6000);
    },
    { sysctl: { ...QUICK, 'ipv4/tcp_shrink_window': 1 } },
  ),
  fromOpenToClose('Urgent data', async (lab) => {
    await lab.send('C', 10, 'urgent');
    await lab.receive('S', 100);
    await lab.send('C', 10);
    await lab.receive('S', 100);
  }),
  fromOpenToClose(
    'Urgent data, the pointer as the RFC has it',
    async (lab) => {
      await lab.send('C', 10, 'urgent');
      await lab.receive('S', 100);
    },
    { sysctl: { 'ipv4/tcp_stdurg': 1 } },
  ),
  fromOpenToClose(
    'Keep-alives are answered',
    async (lab) => {
      await lab.until('C', 2, isProbe(lab));
    },
    { options: [OPTION.keepAlive, OPTION.keepAliveIdle(1), OPTION.keepAliveInterval(1)] },
  ),
  connected(
    'Keep-alives are not answered and the connection dies',
    async (lab) => {
      lab.network = () => 'lose';
      await lab.untilClosed('C', 'user-timeout');
    },
    {
      options: [
        OPTION.keepAlive,
        OPTION.keepAliveIdle(1),
        OPTION.keepAliveInterval(1),
        OPTION.keepAliveCount(1),
      ],
    },
  ),
  connected(
    'Nobody acknowledges data and the user timeout runs out',
    async (lab) => {
      lab.network = () => 'lose';
      await lab.send('C', 100);
      await lab.untilClosed('C', 'user-timeout');
    },
    { sysctl: QUICK, options: [OPTION.userTimeout(1500)] },
  ),
  fromOpenToClose(
    'No window scale, no timestamps, no SACK',
    async (lab) => {
      await lab.send('C', 3000);
      await lab.receive('S', 5000);
      await lab.send('S', 100);
      await lab.receive('C', 5000);
    },
    { sysctl: { 'ipv4/tcp_window_scaling': 0, 'ipv4/tcp_timestamps': 0, 'ipv4/tcp_sack': 0 } },
  ),
  fromOpenToClose(
    'No timestamps, and a segment is lost',
    async (lab) => {
      lab.loseNext('C', carriesData);
      await lab.send('C', 4000);
      await recovered(lab, 4000);
    },
    { sysctl: { ...QUICK, 'ipv4/tcp_timestamps': 0 } },
  ),
  fromOpenToClose(
    'Explicit congestion notification is agreed on',
    async (lab) => {
      await lab.send('C', 100);
      await lab.receive('S', 1000);
    },
    { sysctl: { 'ipv4/tcp_ecn': 1 } },
  ),
];
