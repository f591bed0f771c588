/** What is played between two Linux hosts. Each scenario ends quiet. */
import type { Flag } from '../../src/tcp/segment.js';
import { Refused } from './hosts.js';
import { OPTION, type Lab, type Setting } from './lab.js';
import type { WireSegment } from './wire.js';

export interface Scenario extends Setting {
  readonly play: (lab: Lab) => Promise<void>;
  /** Takes longer than the rest put together: only in the long run. */
  readonly long?: true;
}

const has =
  (...flags: readonly Flag[]) =>
  (segment: WireSegment): boolean =>
    flags.every((flag) => segment.flags.has(flag));

const carriesData = (segment: WireSegment): boolean => segment.len > 0;

/** The first number after the segment. */
function endOf({ seq, len, flags }: WireSegment): number {
  return (seq + len + (flags.has('SYN') ? 1 : 0) + (flags.has('FIN') ? 1 : 0)) >>> 0;
}

/** Keep-alives and Linux's window probes: the number before the last that was sent (RFC 9293 §3.8.4). */
function isProbe(lab: Lab): (segment: WireSegment) => boolean {
  return ({ len, seq }) => {
    const sent = lab.sentBy('C').map(({ segment }) => segment);
    return len === 0 && sent.some((other) => endOf(other) === (seq + 1) >>> 0);
  };
}

/** The least that the tests wait for: Linux's first retransmission timeout is a second, and then 200 ms or more. */
const QUICK = { 'ipv4/tcp_rto_min_us': 20_000 };

/** Fast Open on both sides, and on every listener. */
const FAST_OPEN = { 'ipv4/tcp_fastopen': 0x403 };

async function opened(lab: Lab, options: readonly (readonly unknown[])[] = []): Promise<void> {
  await lab.listen('S');
  await lab.connect('C', options);
  await lab.accept('S');
}

async function closedByBoth(lab: Lab): Promise<void> {
  await lab.close('C');
  await lab.close('S');
}

const opening: readonly Scenario[] = [
  {
    title: 'A connection opens, carries data both ways, and the client closes it',
    play: async (lab) => {
      await opened(lab);
      await lab.send('C', 100);
      await lab.receive('S', 1000);
      await lab.send('S', 300);
      await lab.receive('C', 1000);
      await closedByBoth(lab);
    },
  },
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
      lab.hold('C', 'S');
      await lab.connect('C');
      await lab.connect('S');
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
      lab.hold('C', 'S');
      await lab.connect('C');
      await lab.connect('S');
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
      lab.hold('C', 'S');
      await lab.connect('C');
      await lab.connect('S');
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
      lab.hold('C', 'S');
      await lab.connect('C');
      await lab.connect('S');
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
      lab.hold('C', 'S');
      await lab.connect('C');
      await lab.connect('S');
      await lab.release();
      await lab.close('S');
      lab.carry();
      await lab.release();
      await lab.close('C');
    },
  },
];

function beginningAt(number: number): readonly (readonly unknown[])[] {
  return [OPTION.repair('on'), OPTION.repairSendQueue, OPTION.repairNumber(number), OPTION.repair('off')];
}

const closing: readonly Scenario[] = [
  {
    title: 'The server closes first',
    play: async (lab) => {
      await opened(lab);
      await lab.close('S');
      await lab.close('C');
    },
  },
  {
    title: 'Both close at once',
    play: async (lab) => {
      await opened(lab);
      lab.hold('C', 'S');
      await lab.close('C');
      await lab.close('S');
      await lab.release();
      lab.carry();
      await lab.release();
    },
  },
  {
    title: 'Both close at once and both ACKs are lost',
    sysctl: QUICK,
    play: async (lab) => {
      await opened(lab);
      lab.hold('C', 'S');
      await lab.close('C');
      await lab.close('S');
      lab.network = ({ segment }) => (segment.flags.has('FIN') ? 'deliver' : 'lose');
      await lab.release();
      lab.carry();
      await lab.reaches('C', 'TIME_WAIT');
      await lab.reaches('S', 'TIME_WAIT');
    },
  },
  {
    title: 'A FIN is lost',
    sysctl: QUICK,
    play: async (lab) => {
      await opened(lab);
      lab.loseNext('C', has('FIN'));
      await lab.close('C');
      await lab.until('C', 2, has('FIN'));
      await lab.close('S');
    },
  },
  {
    title: 'The ACK of a FIN is lost',
    sysctl: QUICK,
    play: async (lab) => {
      await opened(lab);
      lab.loseNext('S');
      await lab.close('C');
      await lab.until('C', 2, has('FIN'));
      await lab.close('S');
    },
  },
  {
    title: 'The ACK of a FIN is lost and the other FIN takes its place',
    play: async (lab) => {
      await opened(lab);
      lab.loseNext('S');
      await lab.close('C');
      await lab.close('S');
    },
  },
  {
    title: 'The second FIN is lost',
    sysctl: QUICK,
    play: async (lab) => {
      await opened(lab);
      await lab.close('C');
      lab.loseNext('S', has('FIN'));
      await lab.close('S');
      await lab.until('S', 2, has('FIN'));
    },
  },
  {
    title: 'The last ACK is lost and TIME-WAIT sees the FIN again',
    sysctl: QUICK,
    play: async (lab) => {
      await opened(lab);
      await lab.close('C');
      lab.loseNext('C');
      await lab.close('S');
      await lab.until('S', 2, has('FIN'));
    },
  },
  {
    title: 'A FIN goes out with data',
    play: async (lab) => {
      await opened(lab, [OPTION.cork(true)]);
      await lab.send('C', 50);
      await lab.close('C');
      await lab.receive('S', 100);
      await lab.close('S');
    },
  },
  {
    title: 'Half-close: the server goes on sending',
    play: async (lab) => {
      await opened(lab);
      await lab.shutdown('C');
      await lab.send('S', 500);
      await lab.receive('C', 1000);
      await lab.send('S', 500);
      await lab.receive('C', 1000);
      await lab.close('S');
      await lab.close('C');
    },
  },
  {
    title: 'Half-close: the client goes on sending',
    play: async (lab) => {
      await opened(lab);
      await lab.shutdown('S');
      await lab.send('C', 500);
      await lab.receive('S', 1000);
      await lab.send('C', 500);
      await lab.receive('S', 1000);
      await lab.close('C');
      await lab.close('S');
    },
  },
  {
    title: 'A FIN overtakes the data before it',
    play: async (lab) => {
      await opened(lab);
      lab.hold('C');
      await lab.send('C', 100);
      await lab.close('C');
      lab.carry();
      await lab.release([...lab.held].reverse());
      await lab.receive('S', 1000);
      await lab.close('S');
    },
  },
  {
    title: 'A FIN and data cross',
    play: async (lab) => {
      await opened(lab);
      lab.hold('C', 'S');
      await lab.send('S', 100);
      await lab.shutdown('C');
      await lab.release();
      lab.carry();
      await lab.release();
      await lab.receive('C', 1000);
      await lab.close('S');
      await lab.close('C');
    },
  },
  {
    title: 'The network repeats the FINs',
    play: async (lab) => {
      await opened(lab);
      await lab.close('C');
      await lab.repeat(lab.last('C'));
      await lab.close('S');
      await lab.repeat(lab.last('S'));
    },
  },
  {
    title: 'FIN-WAIT-2 ends when its timer does',
    sysctl: { 'ipv4/tcp_fin_timeout': 1 },
    play: async (lab) => {
      await opened(lab);
      await lab.close('C');
      await lab.untilClosed('C', 'user-timeout');
      await lab.close('S');
    },
  },
  {
    title: 'Nobody acknowledges the FIN',
    sysctl: { 'ipv4/tcp_orphan_retries': 1 },
    play: async (lab) => {
      await opened(lab);
      lab.network = () => 'lose';
      await lab.close('C');
      await lab.untilClosed('C', 'user-timeout');
    },
  },
  {
    title: 'TIME-WAIT ends after 2 MSL',
    long: true,
    play: async (lab) => {
      await opened(lab);
      await closedByBoth(lab);
      await lab.untilClosed('C', '2MSL', 70_000);
    },
  },
];

const resetting: readonly Scenario[] = [
  {
    title: 'The program aborts',
    play: async (lab) => {
      await opened(lab);
      await lab.abort('C');
    },
  },
  {
    title: 'The program aborts after it has half-closed',
    play: async (lab) => {
      await opened(lab);
      await lab.shutdown('C');
      await lab.abort('C');
    },
  },
  {
    title: 'The program aborts with data under way',
    play: async (lab) => {
      await opened(lab);
      lab.hold('C');
      await lab.send('C', 100);
      await lab.abort('C');
      lab.carry();
      await lab.release([...lab.held].reverse());
    },
  },
  {
    title: 'The program aborts after its peer has closed',
    play: async (lab) => {
      await opened(lab);
      await lab.close('S');
      await lab.abort('C');
    },
  },
  {
    title: 'A program closes with data unread, after its peer has closed',
    play: async (lab) => {
      await opened(lab);
      await lab.send('C', 100);
      await lab.close('C');
      await lab.close('S');
    },
  },
  {
    title: 'A program closes with data unread',
    play: async (lab) => {
      await opened(lab);
      await lab.send('C', 100);
      await lab.close('S');
    },
  },
  {
    title: 'Data meets a program that has closed',
    play: async (lab) => {
      await opened(lab);
      await lab.close('C');
      await lab.send('S', 100);
    },
  },
  {
    title: 'Data and a close cross, and the data is refused',
    play: async (lab) => {
      await opened(lab);
      lab.hold('S');
      await lab.send('S', 100);
      await lab.close('C');
      lab.carry();
      await lab.release();
    },
  },
  {
    title: 'A listener goes away before its connection is accepted',
    play: async (lab) => {
      await lab.listen('S');
      await lab.connect('C');
      await lab.unlisten('S');
      await lab.quiet();
    },
  },
  {
    title: 'The reset of an abort is lost, and what comes next is refused',
    play: async (lab) => {
      await opened(lab);
      lab.loseNext('C', has('RST'));
      await lab.abort('C');
      await lab.send('S', 10);
    },
  },
  {
    title: 'A reset inside the window, but not at its edge, is challenged',
    play: async (lab) => {
      await opened(lab);
      const { seq } = lab.last('C').segment;
      await lab.inject('forged', 'C', { flags: new Set<Flag>(['RST']), seq: (seq + 100) >>> 0 });
      await closedByBoth(lab);
    },
  },
  {
    title: 'A reset with the right number is believed',
    play: async (lab) => {
      await opened(lab);
      const { seq } = lab.last('C').segment;
      await lab.inject('forged', 'C', { flags: new Set<Flag>(['RST']), seq });
      await lab.send('C', 10);
    },
  },
  {
    title: 'A reset outside the window is ignored',
    play: async (lab) => {
      await opened(lab);
      const { seq } = lab.last('C').segment;
      await lab.inject('forged', 'C', { flags: new Set<Flag>(['RST']), seq: (seq - 5000) >>> 0 });
      await closedByBoth(lab);
    },
  },
  {
    title: 'A SYN on an open connection is challenged',
    play: async (lab) => {
      await opened(lab);
      const { seq } = lab.last('C').segment;
      await lab.inject('forged', 'C', { flags: new Set<Flag>(['SYN']), seq: (seq + 7000) >>> 0 });
      await closedByBoth(lab);
    },
  },
];

const crashing: readonly Scenario[] = [
  {
    title: 'One host crashes and connects again from the same port (figure 9)',
    play: async (lab) => {
      await opened(lab);
      await lab.send('C', 10);
      await lab.receive('S', 100);
      await lab.crash('C');
      await lab.connect('C');
      await lab.reaches('C', 'ESTABLISHED');
      await lab.discard('S');
      await lab.accept('S');
      await closedByBoth(lab);
    },
  },
  {
    title: 'Data meets a host that has crashed (figure 10)',
    play: async (lab) => {
      await opened(lab);
      await lab.crash('C');
      await lab.send('S', 10);
    },
  },
  {
    title: 'A FIN meets a host that has crashed',
    play: async (lab) => {
      await opened(lab);
      await lab.crash('C');
      await lab.close('S');
    },
  },
  {
    title: 'The server crashes and is back listening when data comes',
    play: async (lab) => {
      await opened(lab);
      await lab.crash('S');
      await lab.listen('S');
      await lab.send('C', 10);
    },
  },
  {
    title: 'A keep-alive finds that its peer has crashed',
    play: async (lab) => {
      await opened(lab, [OPTION.keepAlive, OPTION.keepAliveIdle(1), OPTION.keepAliveInterval(1)]);
      await lab.crash('S');
      await lab.until('C', 1, isProbe(lab));
    },
  },
  {
    title: 'The host crashes in TIME-WAIT, and the FIN comes again',
    sysctl: QUICK,
    play: async (lab) => {
      await opened(lab);
      await lab.close('C');
      lab.loseNext('C');
      await lab.close('S');
      await lab.crash('C');
      await lab.reaches('S', 'CLOSED');
    },
  },
];

const sending: readonly Scenario[] = [
  {
    title: 'Data crosses',
    play: async (lab) => {
      await opened(lab);
      lab.hold('C', 'S');
      await lab.send('C', 100);
      await lab.send('S', 200);
      await lab.release();
      lab.carry();
      await lab.release();
      await lab.receive('C', 1000);
      await lab.receive('S', 1000);
      await closedByBoth(lab);
    },
  },
  {
    title: 'A segment of several is lost and SACK tells which',
    sysctl: QUICK,
    play: async (lab) => {
      await opened(lab, [OPTION.noDelay]);
      lab.loseNext('C', carriesData);
      for (let i = 0; i < 5; i++) await lab.send('C', 100);
      await recovered(lab, 500);
      await closedByBoth(lab);
    },
  },
  {
    title: 'Two holes at once, without SACK',
    sysctl: { ...QUICK, 'ipv4/tcp_sack': 0 },
    play: async (lab) => {
      await opened(lab, [OPTION.noDelay]);
      lab.loseNext('C', carriesData);
      await lab.send('C', 100);
      await lab.send('C', 100);
      lab.loseNext('C', carriesData);
      await lab.send('C', 100);
      await lab.send('C', 100);
      await recovered(lab, 400);
      await closedByBoth(lab);
    },
  },
  {
    title: 'Two holes at once, with SACK',
    sysctl: QUICK,
    play: async (lab) => {
      await opened(lab, [OPTION.noDelay]);
      for (let i = 0; i < 3; i++) {
        lab.loseNext('C', carriesData);
        await lab.send('C', 100);
        await lab.send('C', 100);
      }
      await recovered(lab, 600);
      await closedByBoth(lab);
    },
  },
  {
    title: 'Segments arrive out of order',
    play: async (lab) => {
      await opened(lab, [OPTION.noDelay]);
      lab.hold('C');
      for (let i = 0; i < 4; i++) await lab.send('C', 100);
      lab.carry();
      await lab.release([...lab.held].reverse());
      await lab.receive('S', 1000);
      await closedByBoth(lab);
    },
  },
  {
    title: 'The network repeats data and an ACK',
    play: async (lab) => {
      await opened(lab);
      await lab.send('C', 100);
      await lab.repeat(lab.last('C'));
      await lab.receive('S', 1000);
      await lab.send('S', 100);
      await lab.repeat(lab.last('S'));
      await lab.repeat(lab.last('C'));
      await lab.receive('C', 1000);
      await closedByBoth(lab);
    },
  },
  {
    title: 'The ACK of data is lost and the data comes again',
    sysctl: QUICK,
    play: async (lab) => {
      await opened(lab);
      lab.network = ({ from }) => (from === 'S' ? 'lose' : 'deliver');
      await lab.send('C', 100);
      await lab.until('C', 2, carriesData);
      lab.carry();
      await recovered(lab, 100);
      await closedByBoth(lab);
    },
  },
  {
    title: 'More data than a segment holds',
    play: async (lab) => {
      await opened(lab);
      await lab.send('C', 12_000);
      await lab.receive('S', 20_000);
      await lab.close('C');
      await lab.close('S');
    },
  },
  {
    title: 'Numbers wrap while data is sent',
    origins: { C: 0xffff_fc00 },
    play: async (lab) => {
      await lab.listen('S');
      await lab.connect('C', beginningAt(0xffff_fc00));
      await lab.accept('S');
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
      await lab.listen('S');
      await lab.connect('C', beginningAt(0xffff_ffff));
      await lab.accept('S');
      await lab.send('C', 1);
      await lab.receive('S', 10);
      await closedByBoth(lab);
    },
  },
  {
    title: 'Zero window, probes, and the window opens',
    sysctl: QUICK,
    play: async (lab) => {
      await lab.listen('S', [OPTION.receiveBuffer(2048)]);
      await lab.connect('C');
      await lab.accept('S');
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
      await lab.listen('S', [OPTION.receiveBuffer(2048)]);
      await lab.connect('C');
      await lab.accept('S');
      await lab.send('C', 4000);
      await lab.until('C', 1, isProbe(lab));
      lab.loseNext('S');
      await drained(lab, 'S', 4000);
      await closedByBoth(lab);
    },
  },
  {
    title: 'The receiver shrinks its window',
    sysctl: { ...QUICK, 'ipv4/tcp_shrink_window': 1 },
    play: async (lab) => {
      await opened(lab);
      await lab.option('S', OPTION.receiveBuffer(4096));
      for (let i = 0; i < 6; i++) await lab.send('C', 1000);
      await drained(lab, 'S', 6000);
      await closedByBoth(lab);
    },
  },
  {
    title: 'Urgent data',
    play: async (lab) => {
      await opened(lab);
      await lab.send('C', 10, 'urgent');
      await lab.receive('S', 100);
      await lab.send('C', 10);
      await lab.receive('S', 100);
      await closedByBoth(lab);
    },
  },
  {
    title: 'Urgent data, the pointer as the RFC has it',
    sysctl: { 'ipv4/tcp_stdurg': 1 },
    play: async (lab) => {
      await opened(lab);
      await lab.send('C', 10, 'urgent');
      await lab.receive('S', 100);
      await closedByBoth(lab);
    },
  },
  {
    title: 'Keep-alives are answered',
    play: async (lab) => {
      await opened(lab, [OPTION.keepAlive, OPTION.keepAliveIdle(1), OPTION.keepAliveInterval(1)]);
      await lab.until('C', 2, isProbe(lab));
      await closedByBoth(lab);
    },
  },
  {
    title: 'Keep-alives are not answered and the connection dies',
    play: async (lab) => {
      await opened(lab, [
        OPTION.keepAlive,
        OPTION.keepAliveIdle(1),
        OPTION.keepAliveInterval(1),
        OPTION.keepAliveCount(1),
      ]);
      lab.network = () => 'lose';
      await lab.untilClosed('C', 'user-timeout');
    },
  },
  {
    title: 'Nobody acknowledges data and the user timeout runs out',
    sysctl: QUICK,
    play: async (lab) => {
      await opened(lab, [OPTION.userTimeout(1500)]);
      lab.network = () => 'lose';
      await lab.send('C', 100);
      await lab.untilClosed('C', 'user-timeout');
    },
  },
  {
    title: 'No window scale, no timestamps, no SACK',
    sysctl: { 'ipv4/tcp_window_scaling': 0, 'ipv4/tcp_timestamps': 0, 'ipv4/tcp_sack': 0 },
    play: async (lab) => {
      await opened(lab);
      await lab.send('C', 3000);
      await lab.receive('S', 5000);
      await lab.send('S', 100);
      await lab.receive('C', 5000);
      await closedByBoth(lab);
    },
  },
  {
    title: 'No timestamps, and a segment is lost',
    sysctl: { ...QUICK, 'ipv4/tcp_timestamps': 0 },
    play: async (lab) => {
      await opened(lab);
      lab.loseNext('C', carriesData);
      await lab.send('C', 4000);
      await recovered(lab, 4000);
      await closedByBoth(lab);
    },
  },
  {
    title: 'Explicit congestion notification is agreed on',
    sysctl: { 'ipv4/tcp_ecn': 1 },
    play: async (lab) => {
      await opened(lab);
      await lab.send('C', 100);
      await lab.receive('S', 1000);
      await closedByBoth(lab);
    },
  },
];

/** Waits until S has been sent, and has read, so many octets. */
async function recovered(lab: Lab, octets: number): Promise<void> {
  const start = lab.sentBy('C')[0]?.segment.seq ?? 0;
  const end = (start + 1 + octets) >>> 0;
  const all = ({ ack }: WireSegment): boolean => ack === end;
  await lab.until('S', 1, all);
  await drained(lab, 'S', octets);
}

/** Reads until so many octets are read. */
async function drained(lab: Lab, host: 'C' | 'S', octets: number): Promise<void> {
  let read = 0;
  while (read < octets) {
    try {
      read += await lab.receive(host, 100_000);
    } catch (error) {
      // There is nothing to read yet.
      if (!(error instanceof Refused)) throw error;
      await lab.pause(1000);
    }
  }
}

const again: readonly Scenario[] = [
  {
    title: 'The client opens again from the port that the server keeps in TIME-WAIT',
    play: async (lab) => {
      await opened(lab);
      await lab.close('S');
      await lab.close('C');
      await lab.connect('C');
      await lab.accept('S');
      await closedByBoth(lab);
    },
  },
  {
    title: 'The client reuses its port in TIME-WAIT',
    sysctl: { 'ipv4/tcp_tw_reuse': 1, 'ipv4/tcp_tw_reuse_delay': 1 },
    play: async (lab) => {
      await opened(lab);
      await closedByBoth(lab);
      await lab.connectInTimeWait('C');
      await lab.accept('S');
      await closedByBoth(lab);
    },
  },
  {
    title: 'The client opens again after TIME-WAIT',
    play: async (lab) => {
      await opened(lab);
      await closedByBoth(lab);
      await lab.forgetTimeWait('C');
      await lab.connect('C');
      await lab.accept('S');
      await closedByBoth(lab);
    },
  },
  {
    title: 'An old segment meets TIME-WAIT',
    play: async (lab) => {
      await opened(lab);
      await lab.send('S', 100);
      const data = lab.last('S');
      await lab.receive('C', 1000);
      await closedByBoth(lab);
      await lab.repeat(data);
    },
  },
  {
    title: 'An old segment meets TIME-WAIT, which a reset cannot end (RFC 1337)',
    sysctl: { 'ipv4/tcp_rfc1337': 1 },
    play: async (lab) => {
      await opened(lab);
      await lab.send('S', 100);
      const data = lab.last('S');
      await lab.receive('C', 1000);
      await closedByBoth(lab);
      await lab.repeat(data);
    },
  },
  {
    title: 'An old segment meets the next connection',
    play: async (lab) => {
      await opened(lab);
      await lab.send('C', 100);
      const data = lab.last('C');
      await lab.receive('S', 1000);
      await closedByBoth(lab);
      await lab.forgetTimeWait('C');
      await lab.connect('C');
      await lab.accept('S');
      await lab.repeat(data);
      await closedByBoth(lab);
    },
  },
  {
    title: 'A SYN meets LAST-ACK',
    play: async (lab) => {
      await opened(lab);
      await lab.close('C');
      lab.network = () => 'lose';
      await lab.close('S');
      await lab.crash('C');
      lab.carry();
      await lab.connect('C');
      await lab.reaches('C', 'ESTABLISHED');
      await lab.accept('S');
      await closedByBoth(lab);
    },
  },
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
      lab.network = (left) => (has('SYN')(left.segment) || left.from === 'S' ? 'deliver' : 'hold');
      await lab.connectWith('C', 20);
      await lab.accept('S');
      await lab.send('S', 30);
      lab.carry();
      await lab.release();
      await drained(lab, 'S', 20);
      await drained(lab, 'C', 30);
      await closedByBoth(lab);
    },
  },
];

/** A connection that leaves nothing behind but the cookie that it has brought. */
async function withCookie(lab: Lab): Promise<void> {
  await lab.listen('S');
  await lab.connectWith('C', 10);
  await lab.accept('S');
  await lab.close('S');
  await lab.close('C');
}

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
const each: readonly Scenario[] = Array.from({ length: SEGMENTS }, (_, n): readonly Scenario[] => [
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

/** All scenarios, by the name of the file that they are recorded in. */
export const SCENARIOS: Readonly<Record<string, readonly Scenario[]>> = {
  opening,
  closing,
  resetting,
  crashing,
  sending,
  again,
  each,
};
