/** From frames to TCP segments. */
import type { Frame } from '../file/frame.js';
import { Fragments } from './fragments.js';
import { datagramIn, TCP } from './ip.js';
import { interfaceIn, ipIn } from './links.js';
import { headerIn, type Header } from './tcp.js';

/** A TCP segment as it passed the place of the capture. */
export interface Packet extends Omit<Header, 'data'> {
  /** The place in the file of the frame that completes it. */
  readonly number: number;
  /** Seconds since 1970; undefined where the file does not say. */
  readonly time: number | undefined;
  /** Addresses with ports. */
  readonly from: string;
  readonly to: string;
  /** The identification in its IPv4 header. */
  readonly id: number | undefined;
  /** At which interface it was captured. */
  readonly port: number;
  /** The first line of its data where that is text. */
  readonly text?: string;
  readonly comment?: string;
}

/** Octets that may hold a line worth showing. */
const LONGEST_TEXT = 80;

export class Decoder {
  readonly #fragments = new Fragments();

  /** The segment that the frame carries, or completes; undefined where there is none. */
  packetIn(frame: Frame): Packet | undefined {
    const { number, time, link, octets, length, port, comment } = frame;
    const ip = ipIn(link, octets);
    const datagram = ip && datagramIn(ip, length - (octets.length - ip.length));
    if (!datagram || (datagram.protocol !== TCP && !datagram.fragment)) return undefined;
    const whole = this.#fragments.add(datagram);
    if (whole?.protocol !== TCP) return undefined;
    const header = headerIn(whole.payload, whole.length);
    if (!header) return undefined;
    const { fromPort, toPort, seq, ack, bits, len, win, up, options, data } = header;
    const text = data.length === 0 ? undefined : firstLine(data);
    // Field by field: there may be millions of them.
    const packet: Packet = {
      number,
      time,
      from: address(whole.from, fromPort),
      to: address(whole.to, toPort),
      fromPort,
      toPort,
      seq,
      ack,
      bits,
      len,
      win,
      up,
      options,
      id: whole.id,
      port: port * 2 ** 24 + interfaceIn(link, octets),
    };
    if (text === undefined && comment === undefined) return packet;
    return {
      ...packet,
      ...(text === undefined ? {} : { text }),
      ...(comment === undefined ? {} : { comment }),
    };
  }
}

function address(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The first line where it is made of letters that can be seen. */
function firstLine(data: Uint8Array): string | undefined {
  const first = data[0] ?? 0;
  if (first < 0x20 || first > 0x7e) return undefined;
  let end = 1;
  for (; end < data.length && end < LONGEST_TEXT; end++) {
    const octet = data[end] ?? 0;
    if (octet === 13 || octet === 10) break;
    if (octet < 0x20 || octet > 0x7e) return undefined;
  }
  return end < 2 ? undefined : String.fromCharCode(...data.subarray(0, end));
}
