/** Exchanges as a capture would hold them: what leaves, when it leaves, between addresses. */
import type { Trace } from '../../exchange/trace.js';
import { seq as number } from '../../tcp/seq.js';
import { FIN, PSH, SYN } from '../packet/tcp.js';
import { addressesOf, type Address } from './addresses.js';
import type { WirePacket } from './pcap.js';
import { openingEnds, segmentsOf, type Segment } from './segments.js';

/** A segment with the packet that carries it. */
export interface Carried {
  readonly segment: Segment;
  readonly packet: WirePacket;
}

/** Seconds from the last packet of an exchange to the first of the next. */
const BETWEEN = 1;

/** The packets of several exchanges, of each those that the network gets to carry, one exchange after another. */
export function carriedIn(traces: readonly Trace[]): readonly (readonly Carried[])[] {
  let start = 0;
  return traces.map((trace, index) => {
    const segments = segmentsOf(trace);
    const addresses = addressesOf(trace, openingEnds(trace, segments), index);
    const carried = segments
      .filter(({ hadLeft }) => !hadLeft)
      .map((segment) => ({ segment, packet: packetOf(segment, addresses, start) }));
    start = Math.ceil((carried.at(-1)?.packet.time ?? start) + BETWEEN);
    return carried;
  });
}

/** The packets in the order in which they leave, what is too long for one in several. */
export function packetsIn(traces: readonly Trace[]): readonly WirePacket[] {
  return carriedIn(traces).flatMap((carried) => carried.flatMap(({ packet }) => cut(packet)));
}

/** So many octets of data find room in any packet, with all headers. */
const MOST_DATA = 65_000;

function cut(packet: WirePacket): readonly WirePacket[] {
  const { bits, seq, len, payload } = packet;
  const count = Math.max(1, Math.ceil(len / MOST_DATA));
  return Array.from({ length: count }, (_, index) => {
    const [isFirst, isLast] = [index === 0, index === count - 1];
    const start = index * MOST_DATA;
    const kept = bits & ~(isFirst ? 0 : SYN) & ~(isLast ? 0 : FIN | PSH);
    return {
      ...packet,
      bits: kept,
      // The SYN takes the number before the data.
      seq: isFirst ? seq : number(seq + start + (bits & SYN ? 1 : 0)),
      len: isLast ? len - start : MOST_DATA,
      ...(payload === undefined ? {} : { payload: payload.slice(start, start + MOST_DATA) }),
    };
  });
}

const NOWHERE: Address = { host: [0, 0, 0, 0], port: 0 };

function packetOf(segment: Segment, addresses: ReadonlyMap<string, Address>, start: number): WirePacket {
  const [from, to] = [addresses.get(segment.from) ?? NOWHERE, addresses.get(segment.to) ?? NOWHERE];
  const { bits, seq, ack, len, win, up, options, payload, time } = segment;
  return {
    time: start + time / 1e6,
    from: from.host,
    to: to.host,
    fromPort: from.port,
    toPort: to.port,
    bits,
    seq,
    ack,
    len,
    win,
    up,
    options,
    ...(payload === undefined ? {} : { payload }),
  };
}
