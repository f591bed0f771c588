/** The reader of what tcpdump prints. */
import type { Part } from '../../exchange/script.js';
import type { Option } from '../../tcp/segment.js';
import { connectionsOf, type Numbers, type Packet } from '../captured/packets.js';
import { LETTER } from '../label/flags.js';
import type { Span } from '../label/plain.js';
import { drawnLines } from '../layout/text.js';
import type { Reader } from '../reader.js';

export const tcpdump: Reader = {
  notation: 'tcpdump',
  finds(source) {
    return source.kind !== 'table' && packetsIn(drawnLines(source.lines)).length > 0;
  },
  read(source) {
    const lines = drawnLines(source.lines);
    return connectionsOf(packetsIn(lines), absolute, lines);
  },
};

const ADDRESS = String.raw`[\p{L}\d_][\p{L}\d_:%-]*(?:\.[\p{L}\d_-]+)+`;
const HEAD = new RegExp(`(?<![\\p{L}\\d.])(?<from>${ADDRESS}) > (?<to>${ADDRESS}): `, 'gu');
const FLAGS = /^(?:tcp\s+)?Flags \[(?<flags>[^\]]{0,10})\]/u;
/** As tcpdump printed it until 2010: `S 100:100(0) win 512 <mss 1460>`. */
const OLD_FLAGS = /^(?<flags>[SFRPWE]{1,4}\.?|\.)(?=\s)/u;

const SEQ = /(?:\bseq )?(?<![\d.])(\d{1,10})(?::(\d{1,10}))?(?:\((\d{1,10})\))?/u;

/** A line that ends before the second address, and one that begins with it. */
const BROKEN_OFF = new RegExp(`(?<![\\p{L}\\d.])${ADDRESS}(?: >)?\\s*$`, 'u');
const GOES_ON = new RegExp(`^\\s*(?:> )?${ADDRESS}: (?:tcp\\s+)?Flags \\[`, 'u');

function packetsIn(lines: readonly string[]): Packet[] {
  return lines.flatMap((line, index) => {
    const next = lines[index + 1] ?? '';
    const own = packetIn(line, index + 1);
    if (own || !GOES_ON.test(next) || !BROKEN_OFF.test(line)) return own ?? [];
    return wrapped(line, next, index + 1) ?? [];
  });
}

/** A packet whose second address stands at the beginning of the next line, as where an editor has wrapped it. */
function wrapped(line: string, next: string, number: number): Packet | undefined {
  const first = line.trimEnd();
  const second = next.trimStart();
  const between = first.endsWith(' >') || second.startsWith('> ') ? ' ' : ' > ';
  const packet = packetIn(first + between + second, number);
  if (!packet) return undefined;
  const shift = next.length - second.length - first.length - between.length;
  const { fromRange, toRange, written } = packet;
  const down = { line: number + 1, endLine: number + 1 };
  return {
    ...packet,
    line: number + 1,
    fromRange,
    toRange: { ...down, column: toRange.column + shift, endColumn: toRange.endColumn + shift },
    written: { ...written, column: written.column + shift },
  };
}

function packetIn(line: string, number: number): Packet | undefined {
  if (!line.includes(' > ')) return undefined;
  for (const head of line.matchAll(HEAD)) {
    const { from = '', to = '' } = head.groups ?? {};
    const at = head.index + head[0].length;
    const text = line.slice(at).trimEnd();
    const match = FLAGS.exec(text) ?? OLD_FLAGS.exec(text);
    if (!match) continue;
    const old = !match[0].includes('Flags');
    const letters = match.groups?.['flags'] ?? '';
    const range = (start: number, length: number): Packet['fromRange'] => ({
      line: number,
      column: start + 1,
      endLine: number,
      endColumn: start + length + 1,
    });
    return {
      line: number,
      from: addressOf(from),
      to: addressOf(to),
      fromRange: range(head.index, from.length),
      toRange: range(head.index + from.length + 3, to.length),
      written: { text, column: at + 1 },
      ...fieldsOf(text, match[0].length, letters === 'none' ? '' : letters, old),
    };
  }
  return undefined;
}

/** `192.0.2.1.80` as `192.0.2.1:80`. */
function addressOf(written: string): string {
  const dot = written.lastIndexOf('.');
  const host = written.slice(0, dot);
  return host.includes(':') ? `[${host}]:${written.slice(dot + 1)}` : `${host}:${written.slice(dot + 1)}`;
}

type Fields = Pick<
  Packet,
  'flags' | 'seq' | 'ack' | 'len' | 'win' | 'up' | 'options' | 'remark' | 'parts' | 'values'
>;

function fieldsOf(text: string, from: number, letters: string, old: boolean): Fields {
  const flags = new Set(Array.from(letters).flatMap((letter) => LETTER[letter] ?? []));
  const parts = new Map<Part, Span>([
    ['flags', { start: text.indexOf(letters), end: text.indexOf(letters) + letters.length }],
  ]);
  const values = new Map<Part, Span>();
  const rest = text.slice(from);
  const take = (part: Part, pattern: RegExp): RegExpExecArray | undefined => {
    const match = pattern.exec(rest);
    if (!match) return undefined;
    const end = from + match.index + match[0].length;
    parts.set(part, { start: from + match.index, end });
    // A number with the one behind the last octet is written over by no other.
    if (match[2] === undefined && match[1] !== undefined)
      values.set(part, { start: end - match[1].length, end });
    return match;
  };
  const sequence = old
    ? take('seq', new RegExp(`^\\s*${SEQ.source}`, 'u'))
    : take('seq', /\bseq (\d{1,10})(?::(\d{1,10}))?/u);
  const ack = take('ack', /\back (\d{1,10})/u);
  if (ack) flags.add('ACK');
  const win = take('win', /\bwin (\d{1,10})/u);
  const up = take('up', /\burg (\d{1,10})/u);
  const length = take('len', /\blength (\d{1,10})/u);
  const [, first, last, counted] = sequence ?? [];
  const spanned = first !== undefined && last !== undefined ? Number(last) - Number(first) : undefined;
  const len = length ? Number(length[1]) : counted === undefined ? spanned : Number(counted);
  const empty = !flags.has('PSH') && sequence === undefined;
  return {
    flags,
    parts,
    values: new Map([...values].filter(([part]) => part === 'ack' || (part === 'seq' && !old))),
    ...(first === undefined ? {} : { seq: Number(first) }),
    ...(ack ? { ack: Number(ack[1]) } : {}),
    ...(len === undefined ? (empty ? { len: 0 } : {}) : { len }),
    ...(win ? { win: Number(win[1]) } : {}),
    ...(up ? { up: Number(up[1]) } : {}),
    options: optionsIn(/(?:options \[|<)([^\]>]*)[\]>]/u.exec(rest)?.[1] ?? ''),
    remark: remarkIn(rest),
  };
}

function optionsIn(list: string): Option[] {
  const options: Option[] = [];
  const put = (pattern: RegExp, make: (groups: readonly string[]) => Option): void => {
    const match = pattern.exec(list);
    if (match) options.push(make(match.slice(1)));
  };
  put(/\bmss (\d{1,5})\b/u, ([value = '']) => ({ name: 'mss', value }));
  put(/\bsackOK\b/iu, () => ({ name: 'sackok' }));
  put(/\b(?:TS val|timestamp) (\d{1,10})(?: ecr)? (\d{1,10})/u, ([val = '', ecr = '']) => ({
    name: 'ts',
    value: `${val}/${ecr}`,
  }));
  put(/\bwscale (\d{1,3})\b/u, ([value = '']) => ({ name: 'wscale', value }));
  return options;
}

/** What stands behind the last field: HTTP, and what a person has added. */
function remarkIn(rest: string): string {
  const behind = /\blength \d+(?:\)|:)?\s*(.*)$/u.exec(rest)?.[1] ?? '';
  return behind.replace(/^(?:[\s,:;()]|\/\/|#|<--|←)+/u, '').trim();
}

/**
 * tcpdump prints the first numbers of a connection as they are, and the others counted from there. Of the two things
 * that a number may be, it is the one that lies less far from the beginning; what settles it for one settles it for all.
 */
function absolute(packets: readonly Packet[]): Numbers {
  const bases = new Map<string, number>();
  const learn = (end: string, value: number | undefined): void => {
    if (value !== undefined && !bases.has(end)) bases.set(end, value);
  };
  for (const { from, to, seq, ack } of packets) {
    if (ack === undefined) continue;
    // It takes the number before the first that is acknowledged for that of a SYN.
    learn(to, ack - 1);
    learn(from, seq);
  }
  for (const { from, seq } of packets) learn(from, seq);
  const first = packets.find(({ flags }) => !flags.has('SYN'));
  const isCounted = (value: number, base: number): boolean =>
    Math.abs(value | 0) < Math.abs((value - base) | 0);
  const later = packets.filter(
    (packet) => !packet.flags.has('SYN') && (packet !== first || packets[0] !== first),
  );
  const relative = later.some(({ from, to, seq, ack }) => {
    const [own, other] = [bases.get(from), bases.get(to)];
    const known = ack === undefined ? seq : ack;
    const base = ack === undefined ? own : other;
    if (known === undefined || base === undefined) return false;
    return (known === 1 || base > MOST_COUNTED) && isCounted(known, base);
  });
  const basesOf = basesBy(packets, bases);
  const wire = (packet: Packet): Pick<Packet, 'seq' | 'ack'> => {
    const { flags, from, to, seq, ack } = packet;
    const isFirst = packet === packets[0];
    const onWire = (value: number | undefined, end: string): number | undefined => {
      const base = basesOf(packet).get(end);
      if (value === undefined || base === undefined || !relative || isFirst || flags.has('SYN')) return value;
      return isCounted(value, base) ? (value + base) % 2 ** 32 : value;
    };
    const [own, other] = [onWire(seq, from), onWire(ack, to)];
    return { ...(own === undefined ? {} : { seq: own }), ...(other === undefined ? {} : { ack: other }) };
  };
  const counted = new Set(relative ? packets.flatMap((packet) => [...basesOf(packet).values()]) : []);
  return { onWire: wire, counted: [...counted] };
}

/** A SYN that answers another begins anew to count. */
function basesBy(
  packets: readonly Packet[],
  first: ReadonlyMap<string, number>,
): (packet: Packet) => ReadonlyMap<string, number> {
  const all = new Map<Packet, ReadonlyMap<string, number>>();
  let bases = first;
  for (const packet of packets) {
    const { flags, from, to, seq, ack } = packet;
    if (flags.has('SYN') && seq !== undefined && ack !== undefined) {
      bases = new Map([
        [from, seq],
        [to, ack - 1],
      ]);
    }
    all.set(packet, bases);
  }
  return (packet) => all.get(packet) ?? first;
}

/** Initial numbers below that are made up by a writer, who counts on from them. */
const MOST_COUNTED = 1_000;
