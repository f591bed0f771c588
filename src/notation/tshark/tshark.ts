/** The reader of what tshark prints, and of Wireshark's list of packets as text. */
import type { Part } from '../../exchange/script.js';
import type { Flag, Option } from '../../tcp/segment.js';
import { connectionsOf, type Numbers, type Packet } from '../captured/packets.js';
import type { Span } from '../label/plain.js';
import { drawnLines } from '../layout/text.js';
import type { Reader } from '../reader.js';

export const tshark: Reader = {
  notation: 'tshark',
  finds(source) {
    return source.kind !== 'table' && drawnLines(source.lines).some((line) => INFO.test(line));
  },
  read(source) {
    const lines = drawnLines(source.lines);
    const packets: Packet[] = [];
    lines.forEach((line, index) => {
      const packet = packetIn(line, index + 1) ?? otherIn(line, index + 1, packets);
      if (packet) packets.push(packet);
    });
    return connectionsOf(packets, asPrinted, lines);
  },
};

function asPrinted(): Numbers {
  return {
    onWire: ({ seq, ack }) => ({
      ...(seq === undefined ? {} : { seq }),
      ...(ack === undefined ? {} : { ack }),
    }),
    counted: [],
  };
}

const PORT = String.raw`[\p{L}\d_-]+(?:\(\d+\))?`;
const ADDRESS = String.raw`[\p{L}\d_][\p{L}\d_.:%-]*`;
const INFO = new RegExp(
  String.raw`(?<remarks>(?:\[[^\]]{1,60}\]\s*)*)(?<fromPort>${PORT})\s*(?:→|>|->|\xe2\x86\x92)\s*(?<toPort>${PORT})\s*\[(?<flags>(?:(?:SYN|ACK|FIN|RST|PSH|URG|ECE|ECN|CWR|AE|NS|<None>|Reserved)(?:,\s*|(?=\])))+)\]`,
  'u',
);
/** Seconds, since the packet before perhaps, or the time of day. */
const TIME = String.raw`(?:-?\d+(?:[.,]\d+)?|\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d+)?)`;
/** Number, time, addresses, protocol and length before the info. */
const COLUMNS = new RegExp(
  String.raw`^\s*(?:\d+\s+)?(?:\d{4}-\d\d-\d\d\s+)?(?:${TIME}\s+)?(?<from>${ADDRESS})\s+(?:(?:→|->)\s+)?(?<to>${ADDRESS})\s+(?<protocol>[A-Z][\w./-]*)\s+(?:\d+\s+)?`,
  'u',
);
const NAMES: Readonly<Record<string, Flag>> = {
  SYN: 'SYN',
  ACK: 'ACK',
  FIN: 'FIN',
  RST: 'RST',
  PSH: 'PSH',
  URG: 'URG',
  ECE: 'ECE',
  ECN: 'ECE',
  CWR: 'CWR',
};

function packetIn(line: string, number: number): Packet | undefined {
  const info = INFO.exec(line);
  if (!info) return undefined;
  const { remarks = '', fromPort = '', toPort = '', flags = '' } = info.groups ?? {};
  const columns = COLUMNS.exec(line.slice(0, info.index));
  const [from, to] = [columns?.groups?.['from'] ?? '', columns?.groups?.['to'] ?? ''];
  const text = line.slice(info.index).trimEnd();
  const parts = new Map<Part, Span>();
  const values = new Map<Part, Span>();
  const start = text.indexOf('[', remarks.length);
  parts.set('flags', { start, end: start + flags.length + 2 });
  const field = (part: Part, name: string): number | undefined => {
    const match = new RegExp(String.raw`\b${name}=(\d{1,10})\b`, 'iu').exec(text);
    if (!match) return undefined;
    const end = match.index + match[0].length;
    parts.set(part, { start: match.index, end });
    values.set(part, { start: match.index + name.length + 1, end });
    return Number(match[1]);
  };
  const set = new Set(flags.split(/,\s*/u).flatMap((name) => NAMES[name] ?? []));
  const [seq, ack, win, len] = [
    field('seq', 'Seq'),
    field('ack', 'Ack'),
    field('win', 'Win'),
    field('len', 'Len'),
  ];
  const range = rangeIn(line, number);
  return {
    line: number,
    from: address(from, fromPort),
    to: address(to, toPort),
    fromRange: from === '' ? range(fromPort, info.index) : range(from, 0),
    toRange:
      to === ''
        ? range(toPort, info.index + text.indexOf(fromPort) + fromPort.length)
        : range(to, line.indexOf(from) + from.length),
    flags: set,
    ...(seq === undefined ? {} : { seq }),
    ...(ack === undefined || !set.has('ACK') ? {} : { ack }),
    len: len ?? 0,
    // But for a SYN's, windows are printed as they are meant: scaled, by a factor that may be unknown.
    ...(win === undefined || (win > 0 && !set.has('SYN')) ? {} : { win }),
    options: optionsIn(text),
    remark: remarks.trim(),
    written: { text, column: info.index + 1 },
    parts,
    values,
  };
}

/** A packet of a protocol above TCP, between the same hosts: data, of which the line does not say how much. */
function otherIn(line: string, number: number, packets: readonly Packet[]): Packet | undefined {
  const columns = COLUMNS.exec(line);
  const { from = '', to = '', protocol = '' } = columns?.groups ?? {};
  if (!columns || ['TCP', 'UDP', 'ICMP', 'ARP', 'DNS', 'QUIC'].includes(protocol)) return undefined;
  const isBetween = (one: Packet): boolean => hostOf(one.from) === from && hostOf(one.to) === to;
  const same = packets.findLast(isBetween);
  const back = packets.findLast((one) => hostOf(one.to) === from && hostOf(one.from) === to);
  if (!same && !back) return undefined;
  const text = line.slice(columns[0].length).trimEnd();
  const range = rangeIn(line, number);
  return {
    line: number,
    from: same?.from ?? back?.to ?? from,
    to: same?.to ?? back?.from ?? to,
    fromRange: range(from, 0),
    toRange: range(to, line.indexOf(from) + from.length),
    flags: new Set(['PSH', 'ACK']),
    options: [],
    remark: `${protocol} ${text}`,
    written: { text, column: columns[0].length + 1 },
    parts: new Map(),
    values: new Map(),
  };
}

function rangeIn(line: string, number: number): (word: string, from: number) => Packet['fromRange'] {
  return (word, from) => {
    const start = Math.max(0, line.indexOf(word, from));
    return { line: number, column: start + 1, endLine: number, endColumn: start + word.length + 1 };
  };
}

function address(host: string, port: string): string {
  if (host === '') return port;
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function hostOf(address: string): string {
  const host = address.slice(0, address.lastIndexOf(':'));
  return host.replace(/^\[(.*)\]$/u, '$1');
}

function optionsIn(text: string): Option[] {
  const options: Option[] = [];
  const put = (pattern: RegExp, make: (value: readonly string[]) => Option): void => {
    const match = pattern.exec(text);
    if (match) options.push(make(match.slice(1)));
  };
  put(/\bMSS=(\d{1,5})\b/u, ([value = '']) => ({ name: 'mss', value }));
  put(/\bSACK_PERM(?:=1)?\b/u, () => ({ name: 'sackok' }));
  put(/\bTSval=(\d{1,10}) TSecr=(\d{1,10})\b/u, ([val = '', ecr = '']) => ({
    name: 'ts',
    value: `${val}/${ecr}`,
  }));
  const scale = /\bWS=(\d{1,5})\b/u.exec(text)?.[1];
  const shift = scale === undefined ? NaN : Math.log2(Number(scale));
  if (Number.isInteger(shift) && shift >= 0 && shift <= 14)
    options.push({ name: 'wscale', value: String(shift) });
  return options;
}
