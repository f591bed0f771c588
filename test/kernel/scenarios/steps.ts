/** What scenarios are made of. */
import type { Flag } from '../../../src/tcp/segment.js';
import { Refused } from '../hosts.js';
import { OPTION, type Lab, type Setting } from '../lab.js';
import type { WireSegment } from '../wire.js';

/** What is played between two Linux hosts. Each scenario ends quiet. */
export interface Scenario extends Setting {
  readonly play: (lab: Lab) => Promise<void>;
  /** Takes longer than the rest put together: only in the long run. */
  readonly long?: true;
}

type Options = readonly (readonly unknown[])[];

/** What makes a scenario differ from the usual; the socket options are those of the client. */
interface Particulars extends Omit<Setting, 'title'> {
  readonly options?: Options;
  readonly long?: true;
}

/** A scenario on a connection that is open. */
export function connected(
  title: string,
  deeds: (lab: Lab) => Promise<void>,
  { options, ...setting }: Particulars = {},
): Scenario {
  return {
    title,
    ...setting,
    play: async (lab) => {
      await opened(lab, options);
      await deeds(lab);
    },
  };
}

/** A scenario on a connection that the client closes in the end, and then the server. */
export function fromOpenToClose(
  title: string,
  deeds: (lab: Lab) => Promise<void>,
  particulars: Particulars = {},
): Scenario {
  const play = async (lab: Lab): Promise<void> => {
    await deeds(lab);
    await closedByBoth(lab);
  };
  return connected(title, play, particulars);
}

export const has =
  (...flags: readonly Flag[]) =>
  (segment: WireSegment): boolean =>
    flags.every((flag) => segment.flags.has(flag));

export const carriesData = (segment: WireSegment): boolean => segment.len > 0;

/** The first number after the segment. */
function endOf({ seq, len, flags }: WireSegment): number {
  return (seq + len + (flags.has('SYN') ? 1 : 0) + (flags.has('FIN') ? 1 : 0)) >>> 0;
}

/** Keep-alives and Linux's window probes: the number before the last that was sent (RFC 9293 §3.8.4). */
export function isProbe(lab: Lab): (segment: WireSegment) => boolean {
  return ({ len, seq }) => {
    const sent = lab.sentBy('C').map(({ segment }) => segment);
    return len === 0 && sent.some((other) => endOf(other) === (seq + 1) >>> 0);
  };
}

/** The least that the tests wait for: Linux's first retransmission timeout is a second, and then 200 ms or more. */
export const QUICK = { 'ipv4/tcp_rto_min_us': 20_000 };

/** Fast Open on both sides, and on every listener. */
export const FAST_OPEN = { 'ipv4/tcp_fastopen': 0x403 };

export async function opened(lab: Lab, options: Options = [], listeners: Options = []): Promise<void> {
  await lab.listen('S', listeners);
  await lab.connect('C', options);
  await lab.accept('S');
}

/** Both open at once, and the network holds what they send. */
export async function bothOpen(lab: Lab): Promise<void> {
  lab.hold('C', 'S');
  await lab.connect('C');
  await lab.connect('S');
}

export async function closedByBoth(lab: Lab): Promise<void> {
  await lab.close('C');
  await lab.close('S');
}

/** Makes a socket's first number this one. */
export function beginningAt(number: number): readonly (readonly unknown[])[] {
  return [OPTION.repair('on'), OPTION.repairSendQueue, OPTION.repairNumber(number), OPTION.repair('off')];
}

/** Waits until S has been sent, and has read, so many octets. */
export async function recovered(lab: Lab, octets: number): Promise<void> {
  const start = lab.sentBy('C')[0]?.segment.seq ?? 0;
  const end = (start + 1 + octets) >>> 0;
  const all = ({ ack }: WireSegment): boolean => ack === end;
  await lab.until('S', 1, all);
  await drained(lab, 'S', octets);
}

/** Reads until so many octets are read. */
export async function drained(lab: Lab, host: 'C' | 'S', octets: number): Promise<void> {
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
