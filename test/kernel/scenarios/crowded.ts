/** Listeners that have no room, and those that remember nothing (SYN cookies). */
import { closedByBoth, drained, has, type Scenario } from './steps.js';

/** A queue of this length takes one connection more. */
const SHORT = 0;

const COOKIES = { 'ipv4/tcp_syncookies': 2 };

export const crowded: readonly Scenario[] = [
  {
    title: 'A SYN finds no room at the listener, and finds it when it comes again',
    play: async (lab) => {
      await lab.listen('S', [], SHORT);
      await lab.crowd(1);
      lab.network = () => 'refuse';
      await lab.connect('C');
      await lab.makeRoom('S');
      await lab.until('C', 2, has('SYN'));
      await lab.accept('S');
      await closedByBoth(lab);
    },
  },
  {
    title: 'The last ACK of the handshake finds no room, and data completes the handshake',
    play: async (lab) => {
      await lab.listen('S', [], SHORT);
      lab.network = ({ from, segment }) => (from === 'C' && segment.flags.has('ACK') ? 'hold' : 'deliver');
      await lab.connect('C');
      await lab.crowd(1);
      lab.network = ({ from }) => (from === 'C' ? 'refuse' : 'deliver');
      await lab.refuseHeld();
      await lab.send('C', 10);
      await lab.makeRoom('S');
      await lab.reaches('S', 'ESTABLISHED');
      await lab.accept('S');
      await drained(lab, 'S', 10);
      await closedByBoth(lab);
    },
  },
  {
    title: 'The last ACK of the handshake finds no room and is answered with a reset',
    sysctl: { 'ipv4/tcp_abort_on_overflow': 1 },
    play: async (lab) => {
      await lab.listen('S', [], SHORT);
      lab.network = ({ from, segment }) => (from === 'C' && segment.flags.has('ACK') ? 'hold' : 'deliver');
      await lab.connect('C');
      await lab.crowd(1);
      lab.carry();
      await lab.release();
    },
  },
  {
    title: 'SYN cookies: a connection opens, carries data, and closes',
    sysctl: COOKIES,
    play: async (lab) => {
      await lab.listen('S');
      await lab.connect('C');
      await lab.accept('S');
      await lab.send('C', 100);
      await drained(lab, 'S', 100);
      await closedByBoth(lab);
    },
  },
  {
    title: 'SYN cookies: data takes the place of the last ACK of the handshake',
    sysctl: COOKIES,
    play: async (lab) => {
      await lab.listen('S');
      lab.loseNext('C', has('ACK'));
      await lab.connect('C');
      await lab.send('C', 100);
      await lab.accept('S');
      await drained(lab, 'S', 100);
      await closedByBoth(lab);
    },
  },
  {
    title: 'SYN cookies: the SYN comes twice and is answered twice',
    sysctl: COOKIES,
    play: async (lab) => {
      await lab.listen('S');
      lab.hold('S');
      await lab.connect('C');
      await lab.repeat(lab.last('C'));
      lab.carry();
      await lab.release();
      await lab.accept('S');
      await closedByBoth(lab);
    },
  },
  {
    title: 'SYN cookies: the SYN+ACK is lost and the SYN comes again',
    sysctl: COOKIES,
    play: async (lab) => {
      await lab.listen('S');
      lab.loseNext('S');
      await lab.connect('C');
      await lab.until('C', 2, has('SYN'));
      await lab.accept('S');
      await closedByBoth(lab);
    },
  },
  {
    title: 'SYN cookies, no timestamps: options are forgotten',
    sysctl: { ...COOKIES, 'ipv4/tcp_timestamps': 0 },
    play: async (lab) => {
      await lab.listen('S');
      await lab.connect('C');
      await lab.accept('S');
      await lab.send('S', 4000);
      await drained(lab, 'C', 4000);
      await closedByBoth(lab);
    },
  },
];
