/** Which ends of a figure have a TCP connection with each other. */
import type { Expr } from '../exchange/script.js';
import type { Label } from './label/label.js';
import type { Message } from './reader.js';

/** The same for two messages between the same ends. */
export function pairOf({ from, to }: Message): string {
  return from < to ? `${from}\n${to}` : `${to}\n${from}`;
}

/** What is known of two ends. */
interface Pair {
  flagged: number;
  opens: boolean;
  numbered: boolean;
  /** Whether what is sent has numbers, and whether anything is acknowledged by number. */
  counted: boolean;
  acknowledged: boolean;
  /** The numbers behind data of a known length, by their sender, and whether the other end acknowledges one of them. */
  ends: Set<string>;
  proven: boolean;
  /** Whether frames are sent, which other protocols number in the same way. */
  framed: boolean;
  /** Whether a flag is written anywhere, or how much is sent: numbers alone may leave the flags unsaid. */
  said: boolean;
  /** Whether a flag is more than a word that ends something in other languages, `fin`. */
  spelled: boolean;
  other: boolean;
}

/** Words of other protocols that have flags of these names, too. */
const OTHER_PROTOCOL = /\b(?:QUIC|NAC?K|RST_STREAM|STREAM\b.{0,20}\bFIN|ACK[2-9]\b|opcode)/iu;
/** What lies below IP. */
const FRAME = /\bframes?\b|帧|幀|フレーム|프레임|\btrames?\b|\bкадр/iu;
/** A word of French and Spanish, where nobody writes it as a flag. */
const ONLY_FIN = /^\W*fin\W*$/u;

/**
 * The pairs of ends that surely have a TCP connection: at least two messages between them have flags, or one acknowledges
 * octets that another counts, and one of them
 * SYN, FIN or RST, or all of them numbers, and some of what is sent, too: frames are acknowledged with numbers as well.
 */
export function connectionsIn(
  messages: readonly Message[],
  labels: ReadonlyMap<Message, Label>,
): ReadonlySet<string> {
  const pairs = new Map<string, Pair>();
  for (const message of messages) {
    const label = labels.get(message);
    if (!label || message.from === message.to) continue;
    const pair = pairs.get(pairOf(message)) ?? {
      flagged: 0,
      opens: false,
      numbered: true,
      counted: false,
      acknowledged: false,
      ends: new Set(),
      proven: false,
      framed: false,
      said: false,
      spelled: false,
      other: false,
    };
    pairs.set(pairOf(message), pair);
    pair.other ||= OTHER_PROTOCOL.test(message.label.text);
    pair.framed ||= FRAME.test(message.label.text);
    pair.counted ||= label.seq !== undefined;
    pair.acknowledged ||= label.ack !== undefined;
    pair.said ||= label.words.length > 0 || label.len !== undefined;
    if (label.seq && label.len !== undefined) pair.ends.add(`${message.from} ${keyOf(label.seq, label.len)}`);
    pair.proven ||= label.ack !== undefined && pair.ends.has(`${message.to} ${keyOf(label.ack)}`);
    if (label.flags.size === 0) continue;
    pair.flagged++;
    pair.spelled ||= !ONLY_FIN.test(message.label.text);
    pair.opens ||= label.flags.has('SYN') || label.flags.has('FIN') || label.flags.has('RST');
    pair.numbered &&= label.seq !== undefined || label.ack !== undefined;
  }
  const sure = [...pairs].filter(
    ([, { flagged, opens, numbered, counted, acknowledged, framed, said, proven, spelled, other }]) =>
      !other &&
      ((flagged >= 2 && opens && spelled) ||
        (flagged >= (proven ? 1 : 2) && numbered && counted && acknowledged && said && !framed)),
  );
  return new Set(sure.map(([pair]) => pair));
}

/** The same for two numbers that are the same. */
function keyOf({ symbol = '', offset }: Expr, more = 0): string {
  return `${symbol}+${offset + more}`;
}

/**
 * The first messages between two ends that answer a SYN which the figure does not show: it begins behind it, or another
 * sent it in their name.
 */
export function answersAlone(
  messages: readonly Message[],
  labels: ReadonlyMap<Message, Label>,
): ReadonlySet<Message> {
  const firsts = new Map<string, Message>();
  const asked = new Set<string>();
  for (const message of messages) {
    const flags = labels.get(message)?.flags;
    if (!flags || flags.size === 0) continue;
    const pair = pairOf(message);
    if (!firsts.has(pair)) firsts.set(pair, message);
    if (flags.has('SYN') && !flags.has('ACK')) asked.add(pair);
  }
  const alone = [...firsts].filter(
    ([pair, first]) => !asked.has(pair) && labels.get(first)?.flags.has('SYN') === true,
  );
  return new Set(alone.map(([, first]) => first));
}
