/** Exchanges as data for other programs: what leaves, in plain numbers, and what becomes of it. */
import type { Scenario } from '../../language/analyse.js';
import { FLAGS, type Flag } from '../../tcp/segment.js';
import { ACK, BITS } from '../packet/tcp.js';
import { hostText } from './addresses.js';
import { carriedIn, type Carried } from './wire.js';

/** One exchange of {@link exchangesJson}: a shape that other tools rely on. */
export interface ExchangeJson {
  readonly title: string;
  /** In the order in which they leave; what was on its way before stands where it arrives. */
  readonly packets: readonly PacketJson[];
}

export interface PacketJson {
  /** Seconds since the first exchange began. */
  readonly time: number;
  /** Names of ends; `...` for a peer that has none. */
  readonly from: string;
  readonly to: string;
  /** Where the packet has them: `192.0.2.1:40000`. */
  readonly source: string;
  readonly destination: string;
  readonly flags: readonly Flag[];
  readonly seq: number;
  /** Null without the ACK flag. */
  readonly ack: number | null;
  readonly len: number;
  /** Null where the note does not say. */
  readonly win: number | null;
  readonly options: readonly { readonly name: string; readonly value: string | null }[];
  readonly fate: 'delivered' | 'lost' | 'sent' | 'arrived';
  readonly origin: 'new' | 'repeat' | 'dup' | 'stale' | 'forged';
}

export interface ExchangesJson {
  readonly version: 1;
  readonly exchanges: readonly ExchangeJson[];
}

export function exchangesJson(scenarios: readonly Scenario[]): ExchangesJson {
  const carried = carriedIn(scenarios.map(({ trace }) => trace));
  return {
    version: 1,
    exchanges: scenarios.map(({ title }, index) => ({
      title,
      packets: (carried[index] ?? []).map(packetJson),
    })),
  };
}

function packetJson({ segment, packet }: Carried): PacketJson {
  const { from, to, bits, seq, ack, len, win, winWritten, options, fate, origin } = segment;
  return {
    time: packet.time,
    from,
    to,
    source: ending(packet.from, packet.fromPort),
    destination: ending(packet.to, packet.toPort),
    flags: FLAGS.filter((flag) => (bits & BITS[flag]) !== 0),
    seq,
    ack: bits & ACK ? ack : null,
    len,
    win: winWritten ? win : null,
    options: options.map(({ name, value }) => ({ name, value: value ?? null })),
    fate,
    origin,
  };
}

function ending(host: readonly number[], port: number): string {
  return host.length > 4 ? `[${hostText(host)}]:${port}` : `${hostText(host)}:${port}`;
}
