/** What the texts of tcpdump and tshark have in common: packets between addresses, of which connections are made. */
import type { Expr, Part } from '../../exchange/script.js';
import { seq as number } from '../../tcp/seq.js';
import type { Flag, Option } from '../../tcp/segment.js';
import type { Bilingual } from '../../rules/rule.js';
import type { Label } from '../label/label.js';
import type { Span } from '../label/plain.js';
import type { Range } from '../range.js';
import type { Figure, FigureEvent, Message, Participant } from '../reader.js';
import { Words } from '../words.js';

/** A TCP packet as a line tells of it. Numbers are as they are printed. */
export interface Packet {
  readonly line: number;
  /** Addresses with ports. */
  readonly from: string;
  readonly to: string;
  readonly fromRange: Range;
  readonly toRange: Range;
  readonly flags: ReadonlySet<Flag>;
  readonly seq?: number;
  readonly ack?: number;
  /** Octets of data; undefined where the line does not say. */
  readonly len?: number;
  readonly win?: number;
  readonly up?: number;
  readonly options: readonly Option[];
  /** What the program that printed it remarks. */
  readonly remark: string;
  /** What is printed of the segment; spans of `parts` count from its beginning. */
  readonly written: { readonly text: string; readonly column: number };
  readonly parts: ReadonlyMap<Part, Span>;
  /** Where numbers stand that may be written over. */
  readonly values: ReadonlyMap<Part, Span>;
}

/** How the printed numbers of a connection stand to those on the wire. */
export interface Numbers {
  readonly onWire: (packet: Packet) => Pick<Packet, 'seq' | 'ack'>;
  /** As in `Figure`. */
  readonly counted: readonly number[];
}

/** What tshark says of a packet before which others are missing. */
const UNSEEN = /not captured|unseen segment/iu;

/** More connections than that are a capture, and no figure. */
const MOST_CONNECTIONS = 200;

/** Three dots in place of packets. */
const GAP = /^[^\p{L}\d]*(?:\.{3,}|…)/u;

/** One figure a connection, or an excerpt of one. */
export function connectionsOf(
  packets: readonly Packet[],
  numbers: (packets: readonly Packet[]) => Numbers,
  lines: readonly string[],
): readonly Figure[] {
  const connections = new Map<string, Packet[][]>();
  const gaps = gapsIn(lines);
  for (const packet of packets) {
    const key = [packet.from, packet.to].sort().join(' ');
    const known = connections.get(key);
    const before = known?.at(-1) ?? [];
    const isCut = UNSEEN.test(packet.remark) || isBehindGap(packet, before, gaps);
    if (known && !isCut) before.push(packet);
    // Behind what was not captured another excerpt begins.
    else if (known) known.push([packet]);
    else if (connections.size < MOST_CONNECTIONS) connections.set(key, [[packet]]);
  }
  return [...connections.values()].flatMap((excerpts) => {
    const whole = excerpts.flat();
    const own = numbers(whole);
    const isOne = connections.size === 1 && excerpts.length === 1;
    return excerpts.flatMap((excerpt) => figureOf(excerpt, whole, own, lines, isOne) ?? []);
  });
}

/** How many gaps there are above each line, by its number. */
function gapsIn(lines: readonly string[]): readonly number[] {
  const gaps = [0];
  for (const line of lines) gaps.push((gaps.at(-1) ?? 0) + (GAP.test(line) ? 1 : 0));
  return gaps;
}

/** Whether packets are left out before one, as its numbers show. */
function isBehindGap(packet: Packet, before: readonly Packet[], gaps: readonly number[]): boolean {
  const last = before.at(-1);
  if (!last || gaps[last.line] === gaps[packet.line]) return false;
  const goesOn = (value: number | undefined, end: string): boolean => {
    const own = before.findLast((one) => one.from === end && one.seq !== undefined);
    if (own?.seq === undefined || value === undefined) return true;
    const taken = (own.len ?? 0) + (own.flags.has('SYN') || own.flags.has('FIN') ? 1 : 0);
    // Behind a SYN numbers may be counted from it.
    return value === own.seq + taken || value === taken;
  };
  return !goesOn(packet.seq, packet.from) || !goesOn(packet.ack, packet.to);
}

function figureOf(
  packets: readonly Packet[],
  whole: readonly Packet[],
  { onWire, counted }: Numbers,
  lines: readonly string[],
  isOnly: boolean,
): Figure | undefined {
  const [begins] = whole;
  const [first] = packets;
  const last = packets.at(-1);
  if (!begins || !first || !last) return undefined;
  // What one end acknowledges is then not to be seen.
  const isHalf =
    whole.every(({ from }) => from === begins.from) && whole.some(({ flags }) => flags.has('ACK'));
  const opening = whole.find(({ flags }) => flags.has('SYN'));
  const opens = opening && !opening.flags.has('ACK') ? opening.from : opening?.to;
  const [near, far] =
    opens === undefined || opens === begins.from ? [begins.from, begins.to] : [begins.to, begins.from];
  const names = opens === undefined ? (['A', 'B'] as const) : (['C', 'S'] as const);
  const ids = new Map([
    [near, names[0]],
    [far, names[1]],
  ]);
  const participant = (address: string): Participant => ({
    id: ids.get(address) ?? address,
    label: address,
    called: address,
  });
  const events: FigureEvent[] = [];
  const own = new Map(packets.map((packet) => [packet.line, packet]));
  for (let line = first.line; line <= last.line; line++) {
    const packet = own.get(line);
    if (packet) events.push(messageOf(packet, onWire(packet), ids));
    else if (isOnly) events.push(...proseIn(lines[line - 1] ?? '', line));
  }
  return {
    title: '',
    participants: [participant(near), participant(far)],
    events,
    line: first.line,
    endLine: last.line,
    counted,
    ...(isHalf ? { broken: { line: first.line, why: HALF } } : {}),
  };
}

const HALF: Bilingual = {
  en: 'Only one direction of this connection was captured.',
  'zh-cn': '这个连接只抓到了一个方向的报文段。',
};

/** Prose between the packets is kept as it is. */
function proseIn(text: string, line: number): FigureEvent[] {
  const trimmed = text.trim();
  // Dumps of octets, and details of the packet above.
  if (
    !/\p{L}{3}/u.test(trimmed) ||
    /^\s+0x[\da-f]{4}:/u.test(text) ||
    /^\s{4,}/u.test(text) ||
    /\bIP6?\b/u.test(text)
  )
    return [];
  const words = Words.trimmed(text, line, 1);
  return [{ kind: 'note', over: [], words, range: words.whole }];
}

function messageOf(
  packet: Packet,
  { seq, ack }: Pick<Packet, 'seq' | 'ack'>,
  ids: ReadonlyMap<string, string>,
): Message {
  const { flags, len, win, up, options, parts, values, remark, line, written } = packet;
  const expr = (value: number): Expr => ({ offset: number(value) });
  const said: Label = {
    flags,
    data: len === undefined ? flags.has('PSH') : len > 0,
    ...(seq === undefined ? {} : { seq: expr(seq) }),
    ...(ack === undefined ? {} : { ack: expr(ack) }),
    ...(len === undefined || len === 0 ? {} : { len }),
    ...(win === undefined ? {} : { win }),
    ...(up === undefined ? {} : { up }),
    options,
    lost: false,
    again: false,
    states: [],
    parts,
    values,
    words: [],
    text: remark,
    bits: false,
    onlyData: false,
  };
  const label = Words.at(written.text, line, written.column);
  return {
    kind: 'message',
    from: ids.get(packet.from) ?? packet.from,
    to: ids.get(packet.to) ?? packet.to,
    label,
    said,
    range: label.whole,
    fromRange: packet.fromRange,
    toRange: packet.toRange,
  };
}
