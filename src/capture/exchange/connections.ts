/** Which packets belong to which connection. */
import { add, distance, seq } from '../../tcp/seq.js';
import type { Packet } from '../packet/decode.js';
import { ACK, RST, SYN } from '../packet/tcp.js';
import { withoutCopies } from './copies.js';
import { has, type Passing, type Side } from './passing.js';

/** One incarnation of a connection. */
export interface Connection {
  /** Addresses with ports. */
  readonly ends: Readonly<Record<Side, string>>;
  /** In the order in which they passed. */
  readonly passings: readonly Passing[];
  /** How many packets the capture has more than once. */
  readonly copies: number;
}

/** Collects packets by the pair of their ends. */
export class Connections {
  readonly #pairs = new Map<string, Packet[]>();

  add(packet: Packet): void {
    const { from, to } = packet;
    const key = from < to ? `${from} ${to}` : `${to} ${from}`;
    const known = this.#pairs.get(key);
    if (known) known.push(packet);
    else this.#pairs.set(key, [packet]);
  }

  /** The connections, in the order of their first packets. */
  all(): readonly Connection[] {
    return [...this.#pairs.values()]
      .flatMap((packets) => {
        const kept = withoutCopies(packets);
        const copies = packets.length - kept.length;
        return incarnations(kept).map((own, index) => connectionOf(own, index === 0 ? copies : 0));
      })
      .sort((one, two) => (one.passings[0]?.number ?? 0) - (two.passings[0]?.number ?? 0));
  }
}

/** A SYN with another number begins the next connection of the same pair. */
function incarnations(packets: readonly Packet[]): readonly (readonly Packet[])[] {
  const all: Packet[][] = [];
  let current: Packet[] = [];
  let initial = new Map<string, number>();
  /** The last number of each end, in this connection and in the one before. */
  let [now, before]: [Numbers, Numbers] = [new Map<string, number>(), new Map<string, number>()];
  for (const [index, packet] of packets.entries()) {
    const { from, bits, seq: number } = packet;
    if (isFormer(packet, now, before)) {
      all.at(-1)?.push(packet);
      continue;
    }
    const opens = (bits & (SYN | ACK | RST)) === SYN;
    if (opens && current.length > 0 && initial.get(from) !== number) {
      const isFirst = !initial.has(from);
      // Both ends may open at once; what is already under way is the connection of this SYN if that is its number.
      const crosses =
        isFirst && current.every((one) => one.from !== from) && current.every(({ bits }) => bits & SYN);
      if (!crosses && opensAnew(packets, index, initial.get(from))) {
        all.push(current);
        current = [];
        initial = new Map();
        [now, before] = [new Map<string, number>(), now];
      }
    }
    // The SYN that is answered may be missing in the capture.
    const begun = initial.get(from);
    const isAnew = (bits & (SYN | ACK | RST)) === (SYN | ACK) && begun !== undefined && begun !== number;
    if (isAnew && initial.get(packet.to) !== seq(packet.ack - 1)) {
      all.push(current);
      current = [];
      initial = new Map();
      [now, before] = [new Map<string, number>(), now];
    }
    if (bits & SYN && !initial.has(from)) initial.set(from, number);
    if ((bits & RST) === 0) now.set(from, number);
    current.push(packet);
  }
  if (current.length > 0) all.push(current);
  return all;
}

type Numbers = Map<string, number>;

/** So near are the numbers of one stream, and so far those of another. */
const NEAR = 2 ** 20;
const FAR = 2 ** 24;

/** Whether a packet has the numbers of the connection before, and not those of this one: it was under way for long. */
function isFormer({ from, to, bits, seq: number, ack }: Packet, now: Numbers, before: Numbers): boolean {
  if (bits & SYN) return false;
  const apart = (numbers: Numbers, end: string, value: number): number =>
    Math.abs(distance(seq(value), seq(numbers.get(end) ?? value)));
  const [end, value] = now.has(from) || (bits & ACK) === 0 ? [from, number] : [to, ack];
  if (!now.has(end) || !before.has(end)) return false;
  return apart(before, end, value) < NEAR && apart(now, end, value) > FAR;
}

/** How many packets are looked at for what becomes of a SYN. */
const AHEAD = 64;

/**
 * Whether what follows a SYN goes with it, rather than with the connection that was there before.
 *
 * @param before the number of the SYN with which that was opened
 */
function opensAnew(packets: readonly Packet[], index: number, before: number | undefined): boolean {
  const syn = packets[index];
  if (!syn) return false;
  const next = add(seq(syn.seq), 1);
  for (const packet of packets.slice(index + 1, index + 1 + AHEAD)) {
    const { from, bits, ack } = packet;
    if (from === syn.from) {
      if (bits & SYN || packet.seq === next) return true;
      if (!(bits & RST)) return false;
    } else if (bits & ACK) {
      if (ack === next) return true;
      return (bits & SYN) !== 0 && (before === undefined || ack !== add(seq(before), 1));
    }
  }
  return true;
}

function connectionOf(packets: readonly Packet[], copies: number): Connection {
  const client = clientOf(packets);
  const server = packets.map(({ from, to }) => (from === client ? to : from))[0] ?? '';
  const passings = packets.map((packet) => passingOf(packet, packet.from === client ? 'C' : 'S'));
  return { ends: { C: client, S: server }, passings, copies };
}

/** Who opens; where the capture does not show that, the end with the larger port, as servers have small ones. */
function clientOf(packets: readonly Packet[]): string {
  const opening = packets.find(({ bits }) => bits & SYN);
  if (opening) return opening.bits & ACK ? opening.to : opening.from;
  const [first] = packets;
  if (!first) return '';
  return first.fromPort < first.toPort ? first.to : first.from;
}

function passingOf(packet: Packet, from: Side): Passing {
  const { bits, len, win, up, id, time, number, text, comment } = packet;
  const stamp = packet.options.find(({ name }) => name === 'ts')?.value?.split('/')[0];
  const said = comment ?? text;
  return {
    from,
    bits,
    seq: seq(packet.seq),
    ack: seq(packet.ack),
    len,
    win,
    up,
    options: packet.options.filter(({ name }) => name !== 'sack'),
    sack: packet.options.flatMap(({ name, value = '' }) => {
      if (name !== 'sack') return [];
      const [a = 0, b = 0] = value.split('..').map(Number);
      return [{ from: seq(a), to: seq(b) }];
    }),
    stamp: stamp === undefined ? undefined : Number(stamp),
    id,
    time,
    number,
    count: 1,
    ...(said === undefined ? {} : { text: said }),
  };
}

/** Whether the capture shows how the connection was opened. */
export function isWhole(passings: readonly Passing[]): boolean {
  const [first] = passings;
  return first !== undefined && has(first, SYN);
}
