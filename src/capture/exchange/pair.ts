/** All that passes between two ends: one connection after the other. */
import { add, before, distance, seq, type Seq } from '../../tcp/seq.js';
import type { Option } from '../../tcp/segment.js';
import type { Packet } from '../packet/decode.js';
import { ACK, FIN, RST, SYN } from '../packet/tcp.js';
import { Copies } from './copies.js';
import { compacted } from './fold.js';
import { endOf, has, opens, other, type Block, type Passing, type Side } from './passing.js';

/** One incarnation of a connection. */
export interface Connection {
  /** Addresses with ports. */
  readonly ends: Readonly<Record<Side, string>>;
  /** In the order in which they passed. */
  readonly passings: readonly Passing[];
  /** How many packets the capture has more than once. */
  readonly copies: number;
}

/** Whether a segment may be told together with others, where it belongs to a long run. */
export type Folds = (passing: Passing) => boolean;

/** So many segments are kept until it is looked for what can be told already. */
const MANY = 4_096;

export class Pair {
  /** The end with the address that comes first is C here, whoever opens. */
  readonly #ends: Readonly<Record<Side, string>>;
  readonly #ports: Readonly<Record<Side, number>>;
  readonly #copies = new Copies();
  readonly #fins: Partial<Record<Side, Seq>> = {};
  readonly #done = new Set<Side>();
  #passings: Passing[] = [];
  #copied = 0;
  #full = MANY;

  constructor(
    packet: Packet,
    private readonly folds: Folds | undefined,
    private readonly take: (connection: Connection) => void,
  ) {
    const isFirst = packet.from < packet.to;
    this.#ends = isFirst ? { C: packet.from, S: packet.to } : { C: packet.to, S: packet.from };
    this.#ports = isFirst
      ? { C: packet.fromPort, S: packet.toPort }
      : { C: packet.toPort, S: packet.fromPort };
  }

  /** How many segments are kept. */
  get size(): number {
    return this.#passings.length;
  }

  /** Whether both ends have closed, or one has reset the connection, so that little is still to come. */
  get isClosed(): boolean {
    return this.#done.size === 2;
  }

  add(packet: Packet): void {
    if (this.#copies.has(packet)) {
      this.#copied++;
      return;
    }
    const passing = passingOf(packet, packet.from === this.#ends.C ? 'C' : 'S');
    this.#passings.push(passing);
    this.#closes(passing);
    if (this.#passings.length >= this.#full) this.#shrink();
  }

  /** Hands over what is left. */
  end(): void {
    for (const own of incarnations(this.#passings)) this.#tell(own);
    this.#passings = [];
  }

  #closes(passing: Passing): void {
    const { from, ack } = passing;
    if (opens(passing)) {
      this.#done.clear();
      delete this.#fins.C;
      delete this.#fins.S;
    }
    if (has(passing, RST)) this.#done.add('C').add('S');
    if (has(passing, FIN)) this.#fins[from] = endOf(passing);
    const fin = this.#fins[other(from)];
    if (has(passing, ACK) && fin !== undefined && !before(ack, fin)) this.#done.add(other(from));
  }

  /** Hands over connections to which nothing more belongs, and tells long runs of the others as one. */
  #shrink(): void {
    const all = incarnations(this.#passings);
    // What passes late may belong to the last but one.
    const open = all.splice(-2);
    for (const own of all) this.#tell(own);
    const { folds } = this;
    this.#passings = open.flatMap((own) => (folds ? compacted(own, folds) : own));
    this.#full = Math.max(MANY, 2 * this.#passings.length);
  }

  #tell(passings: readonly Passing[]): void {
    const client = clientOf(passings, this.#ports);
    const { C, S } = this.#ends;
    this.take({
      ends: client === 'C' ? { C, S } : { C: S, S: C },
      passings: client === 'C' ? passings : passings.map((one) => ({ ...one, from: other(one.from) })),
      copies: this.#copied,
    });
    this.#copied = 0;
  }
}

/** A SYN with another number begins the next connection of the same pair. */
function incarnations(passings: readonly Passing[]): Passing[][] {
  const all: Passing[][] = [];
  let current: Passing[] = [];
  let initial: Numbers = {};
  /** The last number of each end, in this connection and in the one before. */
  let [now, former]: [Numbers, Numbers] = [{}, {}];
  const begin = (): void => {
    all.push(current);
    current = [];
    initial = {};
    [now, former] = [{}, now];
  };
  for (const [index, passing] of passings.entries()) {
    const { from, bits, seq: number } = passing;
    if (isFormer(passing, now, former)) {
      all.at(-1)?.push(passing);
      continue;
    }
    const begun = initial[from];
    if ((bits & (SYN | ACK | RST)) === SYN && current.length > 0 && begun !== number) {
      // Both ends may open at once; what is already under way is the connection of this SYN if that is its number.
      const crosses =
        begun === undefined && current.every((one) => one.from !== from && (one.bits & SYN) !== 0);
      if (!crosses && opensAnew(passings, index, begun)) begin();
    }
    // The SYN that is answered may be missing in the capture.
    const isAnew =
      (bits & (SYN | ACK | RST)) === (SYN | ACK) && initial[from] !== undefined && initial[from] !== number;
    if (isAnew && initial[other(from)] !== add(passing.ack, -1)) begin();
    if (bits & SYN) initial[from] ??= number;
    if ((bits & RST) === 0) now[from] = number;
    current.push(passing);
  }
  if (current.length > 0) all.push(current);
  return all;
}

type Numbers = Partial<Record<Side, Seq>>;

/** So near are the numbers of one stream, and so far those of another. */
const NEAR = 2 ** 20;
const FAR = 2 ** 24;

/** Whether a segment has the numbers of the connection before, and not those of this one: it was under way for long. */
function isFormer({ from, bits, seq: number, ack }: Passing, now: Numbers, former: Numbers): boolean {
  if (bits & SYN) return false;
  const [end, value] = now[from] !== undefined || (bits & ACK) === 0 ? [from, number] : [other(from), ack];
  const [mine, old] = [now[end], former[end]];
  if (mine === undefined || old === undefined) return false;
  return Math.abs(distance(value, old)) < NEAR && Math.abs(distance(value, mine)) > FAR;
}

/** How many segments are looked at for what becomes of a SYN. */
const AHEAD = 64;

/**
 * Whether what follows a SYN goes with it, rather than with the connection that was there before.
 *
 * @param begun the number of the SYN with which that was opened
 */
function opensAnew(passings: readonly Passing[], index: number, begun: Seq | undefined): boolean {
  const syn = passings[index];
  if (!syn) return false;
  const next = add(syn.seq, 1);
  for (const { from, bits, seq: number, ack } of passings.slice(index + 1, index + 1 + AHEAD)) {
    if (from === syn.from) {
      if (bits & SYN || number === next) return true;
      if (!(bits & RST)) return false;
    } else if (bits & ACK) {
      if (ack === next) return true;
      return (bits & SYN) !== 0 && (begun === undefined || ack !== add(begun, 1));
    }
  }
  return true;
}

/** Who opens; where the capture does not show that, the end with the larger port, as servers have small ones. */
function clientOf(passings: readonly Passing[], ports: Readonly<Record<Side, number>>): Side {
  const opening = passings.find((passing) => has(passing, SYN));
  if (opening) return has(opening, ACK) ? other(opening.from) : opening.from;
  const from = passings[0]?.from ?? 'C';
  return ports[from] < ports[other(from)] ? other(from) : from;
}

const NO_BLOCKS: readonly Block[] = [];

function passingOf(packet: Packet, from: Side): Passing {
  const { bits, len, win, up, id, time, number, options } = packet;
  const passing: Passing = {
    from,
    bits,
    seq: seq(packet.seq),
    ack: seq(packet.ack),
    len,
    win,
    up,
    options: options.some(isSack) ? options.filter((option) => !isSack(option)) : options,
    sack: options.some(isSack) ? options.filter(isSack).map(blockOf) : NO_BLOCKS,
    stamp: stampOf(options),
    id,
    time,
    number,
    count: 1,
  };
  const text = packet.comment ?? packet.text;
  return text === undefined ? passing : { ...passing, text };
}

function isSack({ name }: Option): boolean {
  return name === 'sack';
}

function blockOf({ value = '' }: Option): Block {
  const [a = 0, b = 0] = value.split('..').map(Number);
  return { from: seq(a), to: seq(b) };
}

function stampOf(options: readonly Option[]): number | undefined {
  const value = options.find(({ name }) => name === 'ts')?.value;
  return value === undefined ? undefined : Number(value.slice(0, value.indexOf('/')));
}
