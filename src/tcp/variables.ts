/**
 * The variables of a TCB (RFC 9293 §3.3.1), and what each of them is: what it holds while nothing is known, how it moves
 * when a stream is counted from elsewhere, and what of it decides how the connection can go on.
 */
import { add, distance, seq, type Seq } from './seq.js';
import { added, hash, inShort, NOTHING as NONE, type Hash } from './hash.js';
import type { Segment } from './segment.js';
import { digestOfSent } from './sent.js';
import type { State } from './state.js';

/** A run of octets that arrived beyond RCV.NXT and is held for later (SHLD-31): `from` up to but not including `to`. */
export interface Held {
  readonly from: Seq;
  readonly to: Seq;
  /** The FIN stands at `to` - 1. */
  readonly fin: boolean;
}

/** A segment that the RFC makes this end send in answer to an arrival, until it is sent. */
export interface Owed {
  /**
   * reset: §3.5.2. challenge: the empty ACK that answers what is not acceptable. ack: of data or a FIN.
   * syn-ack: of a SYN.
   */
  readonly kind: 'reset' | 'challenge' | 'ack' | 'syn-ack';
  /** For a reset, the numbers it must carry; `ack` is undefined where the reset has no ACK flag. */
  readonly seq?: Seq;
  readonly ack?: Seq;
  /** For the reset of an ABORT, SND.UNA: by the letter it carries `seq`, but anything unacknowledged will do. */
  readonly least?: Seq;
  /** For a reset, the end of the segment it answers: what it acknowledges if its sender sets ACK all the same. */
  readonly answers?: Seq;
  /** For a reset that answers what is not known: its numbers are only likely ones. */
  readonly open?: true;
  /** Which arrival caused it; the caller's own number, not looked at here. */
  readonly cause: number;
  /** True where an equally conforming stack would stay silent, so that nothing is missing if it is not sent. */
  readonly optional: boolean;
}

/** The transmission control block of one end of one connection (RFC 9293 §3.3.1). It is never changed in place. */
export interface Tcb {
  readonly state: State;
  /** How the connection was opened, which decides what SYN-RECEIVED falls back to (§3.10.7.4). */
  readonly opened: 'passive' | 'active' | undefined;
  /** Whether a listening end is behind this connection that would take the next SYN. */
  readonly listens: 'yes' | 'no' | 'unknown';
  /** Initial send sequence number; undefined before a SYN was sent, or where the scenario starts later. */
  readonly iss: Seq | undefined;
  /** Whether the SYN may wait for its acknowledgment although its number is not known: the scenario starts later. */
  readonly synWaits: boolean;
  /** Initial receive sequence number; undefined before a SYN arrived, or where the scenario starts later. */
  readonly irs: Seq | undefined;
  /** SND.UNA, the oldest number not yet acknowledged. */
  readonly una: Seq;
  /** SND.NXT, the next number to send. */
  readonly nxt: Seq;
  /** SND.WND in octets, scaled; undefined while the peer has announced none. */
  readonly wnd: number | undefined;
  /**
   * SND.WL1 and SND.WL2: the numbers of the segment that last set SND.WND; undefined while not seen, and then any segment
   * updates the window.
   */
  readonly wl1: Seq | undefined;
  readonly wl2: Seq | undefined;
  /** MAX.SND.WND (§3.10.7.4): the largest window the peer has announced; undefined where one was not written. */
  readonly maxWnd: number | undefined;
  /** The largest SND.UNA + SND.WND that the peer has announced so far; undefined while unknown. */
  readonly edge: Seq | undefined;
  /** The right edge that the peer announced last; further left than `edge` after the window has shrunk. */
  readonly latestEdge: Seq | undefined;
  /** RCV.NXT, the next number expected. */
  readonly rcv: Seq;
  /** RCV.WND in octets as last announced, scaled; undefined while this end has announced none. */
  readonly rwnd: number | undefined;
  /** The largest RCV.NXT + RCV.WND that this end has announced; undefined while unknown. */
  readonly rcvEdge: Seq | undefined;
  /** The right edge that this end announced last; further left than `rcvEdge` after its window has shrunk. */
  readonly rcvLatest: Seq | undefined;
  /** What has arrived beyond RCV.NXT, in the order of where it begins; some of it may have been dropped all the same. */
  readonly held: readonly Held[];
  /** The largest acknowledgment number this end has sent; undefined before the first. */
  readonly acked: Seq | undefined;
  /** The number that our FIN takes; undefined before it is sent. */
  readonly fin: Seq | undefined;
  /** The number that the peer's FIN took; undefined before it was received in order. */
  readonly peerFin: Seq | undefined;
  /** The number after the last octet that the program has read; undefined while it has not called RECEIVE. */
  readonly read: Seq | undefined;
  /** What the program has closed: nothing, sending only, or both directions. */
  readonly closed: 'no' | 'shutdown' | 'close';
  /** Window scale offered on our SYN and on the peer's; undefined while that was not seen. */
  readonly scaleSent: number | 'none' | undefined;
  readonly scaleReceived: number | 'none' | undefined;
  /** Whether our SYN and the peer's carried timestamps (RFC 7323 §3.2); undefined while not seen. */
  readonly stampsSent: boolean | undefined;
  readonly stampsReceived: boolean | undefined;
  /** TS.Recent (RFC 7323 §4.3); undefined while no timestamp was written. */
  readonly recent: number | undefined;
  /** What was sent and is not entirely acknowledged, in the order of sending. */
  readonly sent: readonly Segment[];
  /** Octets that the program has asked to send and that have not left. */
  readonly queued: number;
  /**
   * RCV.NXT before the text of the last arrival, if something waited to be sent then: its ACK may have let that go, and
   * its ACK comes before its text (§3.10.7.4).
   */
  readonly beforeText: Seq | undefined;
  /** A written timer has fired and what it makes the end send has not left. */
  readonly fired: 'timeout' | 'keepalive' | undefined;
  /** Whether this end may send data before the handshake ends: Fast Open, which it has not declined. */
  readonly fastOpen: boolean;
  readonly owes: readonly Owed[];
  /** The connection in TIME-WAIT that a new SYN reopened (MAY-2), until the new one is established. */
  readonly formerly: Tcb | undefined;
  /** Why the connection is CLOSED after having been something else, and which event did it. */
  readonly ended:
    | {
        readonly by: 'reset-sent' | 'reset-received' | 'closed' | 'crash' | 'timeout';
        readonly cause: number;
        /** The TCB as it was before. */
        readonly was: Tcb;
      }
    | undefined;
}

/** How far the numbers move by which this end counts its own octets, and those of its peer. */
export interface Shift {
  readonly own: number;
  readonly peer: number;
}

interface Variable<T> {
  /** Its value where there is no connection, or nothing is known of it. */
  readonly initial: T;
  move(value: T, by: Shift): T;
  /** What of it decides how the end can go on. */
  decides(value: T): unknown;
}

type Stream = keyof Shift;

/** No sequence number. */
function plain<T>(initial: T): Variable<T> {
  return { initial, move: (value) => value, decides: (value) => value };
}

/** A number of one of the two streams, which is known in every connection. */
function number(stream: Stream): Variable<Seq> {
  return { initial: seq(0), move: (value, by) => add(value, by[stream]), decides: (value) => value };
}

/** A number of one of the two streams, if it is known. */
function known(stream: Stream): Variable<Seq | undefined> {
  return { initial: undefined, move: (value, by) => moveKnown(value, by[stream]), decides: (value) => value };
}

function moveKnown(value: Seq | undefined, by: number): Seq | undefined {
  return value === undefined ? undefined : add(value, by);
}

/** A list whose items have numbers in them. */
function list<T extends object>(
  move: (item: T, by: Shift) => T,
  decides: (items: readonly T[]) => unknown,
): Variable<readonly T[]> {
  return { initial: [], move: (items, by) => items.map((item) => move(item, by)), decides };
}

const sums = new WeakMap<readonly object[], Hash>();

/** What the items are hashed to, in whatever order. */
function sumOf<T extends object>(items: readonly T[], tell: (item: T) => string): string {
  let sum = sums.get(items);
  if (sum === undefined) {
    sum = items.reduce((before, item) => added(before, hash(tell(item))), NONE);
    sums.set(items, sum);
  }
  return inShort(sum);
}

/** Takes note that a list is another one with one more item: it need not be hashed anew. */
function grown<T extends object>(
  before: readonly T[],
  all: readonly T[],
  item: T,
  tell: (item: T) => string,
): void {
  const sum = sums.get(before);
  if (sum !== undefined) sums.set(all, added(sum, hash(tell(item))));
}

const held = list<Held>(
  (run, { peer }) => ({ ...run, from: add(run.from, peer), to: add(run.to, peer) }),
  (runs) => sumOf(runs, toldOfRun),
);

function toldOfRun({ from, to, fin }: Held): string {
  return `${from} ${to} ${fin}`;
}

/** Adds a run to what is held, in the order of where they begin. */
export function heldAlso(runs: readonly Held[], run: Held): readonly Held[] {
  const order = (other: Held): number =>
    distance(other.from, run.from) || distance(other.to, run.to) || Number(other.fin) - Number(run.fin);
  let [low, high] = [0, runs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = runs[middle];
    if (other && order(other) < 0) low = middle + 1;
    else high = middle;
  }
  const next = runs[low];
  if (next && order(next) === 0) return runs;
  const all = [...runs.slice(0, low), run, ...runs.slice(low)];
  grown(runs, all, run, toldOfRun);
  return all;
}

const sent = list<Segment>(
  (segment, { own, peer }) => ({
    ...segment,
    seq: add(segment.seq, own),
    ack: segment.flags.has('ACK') ? add(segment.ack, peer) : segment.ack,
  }),
  digestOfSent,
);

const owes = list<Owed>(
  (owed, { own, peer }) => {
    const { seq: number, ack, least, answers } = owed;
    // The reset that answers a segment without ACK has the number 0, whatever its sender counts from (§3.5.2).
    const moved = ack === undefined ? own : 0;
    return {
      ...owed,
      ...(number === undefined ? {} : { seq: add(number, moved) }),
      ...(ack === undefined ? {} : { ack: add(ack, peer) }),
      ...(least === undefined ? {} : { least: add(least, own) }),
      ...(answers === undefined ? {} : { answers: add(answers, peer) }),
    };
  },
  (all) => sumOf(all, toldOfOwed),
);

function toldOfOwed({ kind, seq: number, ack, least, answers, open, optional }: Owed): string {
  return [kind === 'challenge' ? 'ack' : kind, number, ack, least, answers, open, optional].join();
}

/** An end that owes more than that is not held to the oldest of them. */
const MOST_OWED = 64;

/** The list with one more segment that is owed: however many empty ACKs an end may send, one says all. */
export function owesAlso(all: readonly Owed[], owed: Owed): readonly Owed[] {
  if (owed.kind !== 'reset' && all.some((one) => saysAll(one, owed))) return all;
  if (all.length >= MOST_OWED) return [...all.slice(1), owed];
  const more = all.concat(owed);
  grown(all, more, owed, toldOfOwed);
  return more;
}

/** Whether who owes the one need not be told to owe the other. */
function saysAll(one: Owed, other: Owed): boolean {
  const isSame = one.kind === other.kind || (one.kind === 'ack' && other.kind === 'challenge');
  return isSame && one.optional === other.optional;
}

const formerly: Variable<Tcb | undefined> = {
  initial: undefined,
  move: (tcb, by) => tcb && moved(tcb, by),
  decides: (tcb) => tcb && digest(tcb),
};

const ended: Variable<Tcb['ended']> = {
  initial: undefined,
  move: (end, by) => end && { ...end, was: moved(end.was, by) },
  // What was before is over, but for whether its program had closed.
  decides: (end) => end && `${end.by} ${end.was.closed}`,
};

/** What each variable is. One that is missing here does not compile. */
const VARIABLES: { readonly [K in keyof Tcb]: Variable<Tcb[K]> } = {
  state: plain('CLOSED'),
  opened: plain(undefined),
  listens: plain('unknown'),
  iss: known('own'),
  synWaits: plain(false),
  irs: known('peer'),
  una: number('own'),
  nxt: number('own'),
  wnd: plain(undefined),
  wl1: known('peer'),
  wl2: known('own'),
  maxWnd: plain(undefined),
  edge: known('own'),
  latestEdge: known('own'),
  rcv: number('peer'),
  rwnd: plain(undefined),
  rcvEdge: known('peer'),
  rcvLatest: known('peer'),
  held,
  acked: known('peer'),
  fin: known('own'),
  peerFin: known('peer'),
  read: known('peer'),
  closed: plain('no'),
  scaleSent: plain(undefined),
  scaleReceived: plain(undefined),
  stampsSent: plain(undefined),
  stampsReceived: plain(undefined),
  recent: plain(undefined),
  sent,
  queued: plain(0),
  beforeText: known('peer'),
  fired: plain(undefined),
  fastOpen: plain(false),
  owes,
  formerly,
  ended,
};

/**
 * A copy. All TCBs come from here, so that they are of one shape to the machine: `{ ...tcb }` gives those of each place
 * a shape of their own, and is slow where many of these meet.
 */
function copyOf(tcb: Tcb): Tcb {
  return {
    state: tcb.state,
    opened: tcb.opened,
    listens: tcb.listens,
    iss: tcb.iss,
    synWaits: tcb.synWaits,
    irs: tcb.irs,
    una: tcb.una,
    nxt: tcb.nxt,
    wnd: tcb.wnd,
    wl1: tcb.wl1,
    wl2: tcb.wl2,
    maxWnd: tcb.maxWnd,
    edge: tcb.edge,
    latestEdge: tcb.latestEdge,
    rcv: tcb.rcv,
    rwnd: tcb.rwnd,
    rcvEdge: tcb.rcvEdge,
    rcvLatest: tcb.rcvLatest,
    held: tcb.held,
    acked: tcb.acked,
    fin: tcb.fin,
    peerFin: tcb.peerFin,
    read: tcb.read,
    closed: tcb.closed,
    scaleSent: tcb.scaleSent,
    scaleReceived: tcb.scaleReceived,
    stampsSent: tcb.stampsSent,
    stampsReceived: tcb.stampsReceived,
    recent: tcb.recent,
    sent: tcb.sent,
    queued: tcb.queued,
    beforeText: tcb.beforeText,
    fired: tcb.fired,
    fastOpen: tcb.fastOpen,
    owes: tcb.owes,
    formerly: tcb.formerly,
    ended: tcb.ended,
  };
}

/** The TCB with other values for some of its variables. */
export function changed(tcb: Tcb, values: Partial<Tcb>): Tcb {
  return Object.assign(copyOf(tcb), values);
}

/** The variables of a connection that does not exist. Its sequence numbers mean nothing. */
export const NOTHING: Tcb = copyOf(
  Object.fromEntries(
    Object.entries(VARIABLES).map(([name, { initial }]) => [name, initial]),
  ) as unknown as Tcb,
);

/** The TCB with all numbers of its streams moved on. */
export function moved(tcb: Tcb, by: Shift): Tcb {
  if (by.own === 0 && by.peer === 0) return tcb;
  const move = <K extends keyof Tcb>(name: K): [K, Tcb[K]] => [name, VARIABLES[name].move(tcb[name], by)];
  return copyOf(Object.fromEntries((Object.keys(VARIABLES) as (keyof Tcb)[]).map(move)) as unknown as Tcb);
}

const DECIDING = Object.entries(VARIABLES) as unknown as readonly (readonly [keyof Tcb, Variable<never>])[];

const digests = new WeakMap<Tcb, string>();

/** What decides how an end can go on, as text. Worlds share TCBs, so each is digested once. */
export function digest(tcb: Tcb): string {
  let text = digests.get(tcb);
  if (text === undefined) {
    text = '';
    for (const [name, variable] of DECIDING) text += `${String(variable.decides(tcb[name] as never))},`;
    digests.set(tcb, text);
  }
  return text;
}
