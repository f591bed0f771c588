/** Packets as `tcpdump -n` prints them, numbers counted from the beginning of each stream as it counts them. */
import { seq as number } from '../../tcp/seq.js';
import { ACK, AE, CWR, ECE, FIN, PSH, RST, SYN, URG } from '../packet/tcp.js';
import { optionText, writtenOptions, type OptionStyle } from './options.js';
import type { WirePacket } from './pcap.js';
import { hostText } from './addresses.js';

/** In the order in which tcpdump prints them. */
const LETTERS: readonly (readonly [number, string])[] = [
  [FIN, 'F'],
  [SYN, 'S'],
  [RST, 'R'],
  [PSH, 'P'],
  [ACK, '.'],
  [URG, 'U'],
  [ECE, 'E'],
  [CWR, 'W'],
  [AE, 'e'],
];

/** From where the numbers of a connection are counted, by its ends. */
interface Bases {
  readonly from: string;
  readonly seq: number;
  readonly ack: number;
}

export function tcpdumpText(packets: readonly WirePacket[]): string {
  const connections = new Map<string, Bases>();
  return packets.map((packet) => `${lineOf(packet, connections)}\n`).join('');
}

function lineOf(packet: WirePacket, connections: Map<string, Bases>): string {
  const { bits, len, win, up, time } = packet;
  const [from, to] = [ending(packet.from, packet.fromPort), ending(packet.to, packet.toPort)];
  const { seq, ack, counted } = numbersOf(packet, from, to, connections);
  const flags = LETTERS.map(([bit, letter]) => ((bits & bit) === 0 ? '' : letter)).join('');
  const isSeqShown = len > 0 || (bits & (SYN | FIN | RST)) !== 0;
  const options = writtenOptions(packet.options).map((option) =>
    optionText(option, counted?.ack ?? 0, OPTIONS),
  );
  const told = [
    `Flags [${flags === '' ? 'none' : flags}]`,
    ...(isSeqShown ? [`seq ${seq}${len > 0 ? `:${number(seq + len)}` : ''}`] : []),
    ...(bits & ACK ? [`ack ${ack}`] : []),
    `win ${Math.min(win, 0xffff)}`,
    ...(bits & URG ? [`urg ${up}`] : []),
    ...(options.length > 0 ? [`options [${options.join(',')}]`] : []),
    `length ${len}`,
  ];
  return `${clock(time)} IP${packet.from.length > 4 ? '6' : ''} ${from} > ${to}: ${told.join(', ')}`;
}

/** The first packet of a connection that acknowledges has its numbers as they are, like all that do not. */
function numbersOf(
  { bits, seq, ack }: WirePacket,
  from: string,
  to: string,
  connections: Map<string, Bases>,
): { readonly seq: number; readonly ack: number; readonly counted: Bases | undefined } {
  if ((bits & ACK) === 0) return { seq, ack, counted: undefined };
  const key = from < to ? `${from} ${to}` : `${to} ${from}`;
  const known = connections.get(key);
  if (!known || bits & SYN) {
    const bases = { from, seq, ack: number(ack - 1) };
    connections.set(key, bases);
    return { seq, ack, counted: bases };
  }
  const [own, peer] = known.from === from ? [known.seq, known.ack] : [known.ack, known.seq];
  return { seq: number(seq - own), ack: number(ack - peer), counted: { from, seq: own, ack: peer } };
}

const OPTIONS: OptionStyle = {
  sack: (blocks) => `sack ${blocks.length} ${blocks.map(([from, to]) => `{${from}:${to}}`).join('')}`,
  tfo: 'tfo  cookiereq',
};

function ending(host: readonly number[], port: number): string {
  return `${hostText(host)}.${port}`;
}

/** The time of the day. */
function clock(time: number): string {
  const microseconds = Math.round(time * 1e6);
  const part = (unit: number, most: number, digits: number): string =>
    String(Math.floor(microseconds / unit) % most).padStart(digits, '0');
  return `${part(3_600e6, 24, 2)}:${part(60e6, 60, 2)}:${part(1e6, 60, 2)}.${part(1, 1e6, 6)}`;
}
