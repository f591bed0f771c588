/** How the ends of a scenario begin: what the note says, and else what its first segments imply. */
import { add, after, before, distance, type Seq } from '../../tcp/seq.js';
import { isConnected, isSynchronized, standOf, type State } from '../../tcp/state.js';
import { changed, type Tcb } from '../../tcp/tcb.js';
import { impossibleBeside, impossibleOf, impossiblePair, type Claim, type Impossible } from '../allowed.js';
import type { Fault } from '../fault.js';
import type { Numbers } from '../numbers.js';
import type { Expr, Mode, Place, Script } from '../script.js';
import type { Topology } from '../topology.js';
import type { EndKey } from '../trace.js';
import { SharedMap } from '../shared-map.js';
import { besides } from './implied.js';
import { Mentions } from './mentions.js';
import { Side } from './side.js';
import { isAcknowledged, standing, unacknowledged, unacknowledgedData, windowOf } from './stand.js';
import { startsOf, type Start } from './start.js';
import type { Earlier } from './under-way.js';

export interface Beginning {
  readonly tcbs: ReadonlyMap<EndKey, Tcb>;
  readonly symbols: ReadonlyMap<string, Seq>;
  /** Indices of the state lines that set a beginning, and so assert nothing. */
  readonly setting: ReadonlySet<number>;
  /** The states through which an end has gone before the first statement, its initial one included. */
  readonly paths: ReadonlyMap<EndKey, readonly State[]>;
  /** What is on its way, by the key of the end that it goes to. */
  readonly earlier: ReadonlyMap<EndKey, Earlier>;
  /** What the state lines say that cannot be. */
  readonly faults: readonly Mistake[];
  /** How much is supposed about what a state line means that says what cannot be. */
  readonly guesses: number;
}

interface Mistake {
  readonly fault: Fault;
  readonly place: Place;
}

/** One way for all ends to begin. */
type Way = SharedMap<EndKey, Start>;

/** How many ways to begin are followed, and how many state lines that cannot be are read otherwise. */
const MOST = 8;

/** How a script may begin, the likeliest way first, unknown numbers taken from `numbers`. Never empty. */
export function beginnings(
  script: Script,
  topology: Topology,
  numbers: Numbers,
): readonly [Beginning, ...Beginning[]] {
  const mentions = new Mentions(script, topology);
  const sides = topology.connections().map((connection) => new Side(mentions, topology, connection));
  let first: Way = SharedMap.of();
  let others: readonly Way[] = [];
  for (const side of sides) {
    const starts = startsOf(side);
    const [likeliest, ...more] = starts;
    const ways = [first, ...others];
    // Many ends whose peers are left open could begin in too many ways to follow.
    const followed = ways.length * starts.length > MOST ? [] : more;
    others = [
      ...others.map((way) => way.set(side.key, likeliest)),
      ...followed.flatMap((start) => ways.map((way) => way.set(side.key, start))),
    ];
    first = first.set(side.key, likeliest);
  }
  const begin = (way: Way): Beginning => new Begin(sides, topology, numbers, way, script.mode).build();
  const likeliest = begin(first);
  const { faults } = likeliest;
  // The lines below tell which part of a state line that cannot be is the mistake.
  const mended = faults
    .slice(0, MOST)
    .flatMap(({ fault }) =>
      otherwise(first, fault).map((way): Beginning => ({ ...begin(way), faults, guesses: 1 })),
    );
  return [likeliest, ...others.map(begin), ...mended];
}

/** The ways to begin that state lines which cannot be may have meant: another state, or another SND.NXT. */
function otherwise(way: Way, fault: Fault): readonly Way[] {
  if (fault.code === 'impossible-states') {
    const start = way.get(fault.blamed);
    return start ? fault.possible.map((state) => way.set(fault.blamed, { ...start, state })) : [];
  }
  const start = fault.code === 'impossible-counter' ? way.get(fault.end) : undefined;
  if (start === undefined || fault.code !== 'impossible-counter') return [];
  if (!isConnected(start.state)) return [way.set(fault.end, { ...start, state: 'ESTABLISHED' })];
  const { line } = start;
  if (line === undefined) return [];
  const { [fault.counter]: _wrong, ...counters } = line.counters;
  const una = fault.counter === 'una' ? line.counters.una : undefined;
  const meant = [counters, ...(una === undefined ? [] : [{ ...line.counters, snd: una }])];
  return meant.map((one) => way.set(fault.end, { ...start, line: { ...line, counters: one } }));
}

/** One beginning in the making. */
class Begin {
  readonly #symbols = new Map<string, Seq>();
  readonly #tcbs = new Map<EndKey, Tcb>();

  constructor(
    private readonly sides: readonly Side[],
    private readonly topology: Topology,
    private readonly numbers: Numbers,
    private readonly way: Way,
    private readonly mode: Mode,
  ) {}

  build(): Beginning {
    for (const side of this.sides) this.#begin(side);
    const earlier = new Map<EndKey, Earlier>();
    for (const side of this.sides) this.#owing(side);
    for (const side of this.sides) {
      const way = this.#underWay(side);
      if (way !== undefined && side.peerKey !== undefined) earlier.set(side.peerKey, way);
    }
    return {
      tcbs: this.#tcbs,
      symbols: this.#symbols,
      setting: new Set(this.sides.flatMap((side) => this.way.get(side.key)?.index ?? [])),
      paths: new Map(this.sides.map((side) => [side.key, this.#path(side)])),
      earlier,
      faults: this.#faults(),
      guesses: 0,
    };
  }

  #value(expr: Expr | undefined, id: string): Seq | undefined {
    if (expr === undefined) return undefined;
    if (expr.symbol === undefined) return add(0 as Seq, expr.offset);
    const bound = this.#symbols.get(expr.symbol);
    if (bound !== undefined) return add(bound, expr.offset);
    const fresh = this.numbers.value(id);
    this.#symbols.set(expr.symbol, add(fresh, -expr.offset));
    return fresh;
  }

  /** SND.NXT and RCV.NXT: as they are given, else as the other end's are, else unknown. */
  #begin({ key, peerKey }: Side): void {
    const start = this.way.get(key);
    if (start === undefined) return;
    const { numbers } = this;
    const other = peerKey === undefined ? undefined : this.way.get(peerKey);
    const counters = start.line?.counters ?? {};
    const theirs = other?.line?.counters ?? {};
    const unread = (one: Start | undefined, reader: Start | undefined): number =>
      one !== undefined && reader !== undefined && hasSentFin(one) && !standOf(reader.state).peerFin ? 1 : 0;
    const own = this.#value(counters.snd, `snd:${key}`);
    const sawSyn = other?.state === 'SYN_RCVD' && theirs.rcv === undefined ? theirs.irs : undefined;
    const seen =
      this.#value(theirs.rcv, `snd:${key}`) ??
      (sawSyn && this.#value({ ...sawSyn, offset: sawSyn.offset + 1 }, `snd:${key}`));
    const opens = isConnected(start.state) && !isSynchronized(start.state);
    // Before the connection is open, nothing but the SYN is unacknowledged.
    const iss = this.#value(counters.iss ?? (opens ? counters.una : undefined), `iss:${key}`);
    const irs = this.#value(counters.irs, `irs:${key}`);
    const first = opens && iss !== undefined ? add(iss, start.left ? 1 : 0) : undefined;
    const tied =
      first ?? (seen === undefined ? numbers.value(`snd:${key}`) : add(seen, unread(start, other)));
    const nxt = own ?? add(tied, numbers.gap(`nxt ${key}`));
    const expected = this.#value(counters.rcv, `snd:${peerKey ?? key + '?'}`);
    const sent = this.#value(theirs.snd, `snd:${peerKey ?? ''}`);
    const received = sent ?? numbers.value(`snd:${peerKey ?? key + '?'}`);
    const rcv =
      expected ??
      (start.state === 'SYN_RCVD' && irs !== undefined ? add(irs, 1) : undefined) ??
      add(received, -unread(other, start) - numbers.gap(`rcv ${key}`));
    this.#tcbs.set(key, {
      ...standing(start, nxt, rcv, this.#scale(key, peerKey)),
      ...(counters.rwnd === undefined ? {} : windowOf(rcv, counters.rwnd.offset)),
      ...(iss === undefined ? {} : { iss }),
      ...(irs === undefined ? {} : { irs }),
      ...(opens && carriedData(nxt, iss) ? { fastOpen: true } : {}),
      ...(opens && carriedData(rcv, irs ?? this.#value(theirs.iss, `irs:${key}`)) ? { fastOpen: true } : {}),
    });
  }

  /** Notes write windows as they count, unless a line shows otherwise; on the wire only the SYNs tell (RFC 7323 §2.2). */
  #scale(key: EndKey, peerKey: EndKey | undefined): 'none' | undefined {
    const isScaled = [key, peerKey].some((end) => this.numbers.gap(`scale ${end ?? ''}`) > 0);
    return this.mode === 'strict' || isScaled ? undefined : 'none';
  }

  /** SND.UNA and the window, and what is open of the direction in which this end sends. */
  #underWay({ key, peerKey }: Side): Earlier | undefined {
    const tcb = this.#tcbs.get(key);
    if (tcb === undefined) return undefined;
    const { una: written, wnd, snd } = this.way.get(key)?.line?.counters ?? {};
    const given = this.#value(written, `una:${key}`);
    // What cannot be is told; the exchange goes on from what can.
    const most = tcb.state === 'SYN_SENT' ? tcb.una : tcb.nxt;
    const una = given !== undefined && after(given, most) ? most : given;
    const peer = peerKey === undefined ? undefined : this.#tcbs.get(peerKey);
    const oldest = una ?? unacknowledged(tcb, peer, this.numbers.gap(`una ${key}`));
    const edge = wnd === undefined ? {} : { wnd: wnd.offset, edge: add(una ?? tcb.nxt, wnd.offset) };
    this.#tcbs.set(key, changed(tcb, { una: oldest, ...edge, sent: unacknowledgedData(tcb, oldest) }));
    if (peerKey === undefined || peer === undefined) return undefined;
    // What has been sent lay within the window then, even if that has shrunk since.
    if (peer.rcvEdge !== undefined && after(tcb.nxt, peer.rcvEdge))
      this.#tcbs.set(peerKey, changed(peer, { rcvEdge: tcb.nxt }));
    if (!isSynchronized(tcb.state)) return beforeOpen(key, tcb, peer);
    // Nobody has acknowledged what has not arrived: one of the two lines is wrong, and nothing is open.
    const receives = isSynchronized(peer.state);
    if (receives && una !== undefined && before(peer.rcv, una)) return undefined;
    // The peer's RCV.NXT is settled once it has our FIN.
    const settled = peer.peerFin !== undefined || isAcknowledged(tcb);
    const open = {
      nxt: snd === undefined && !settled,
      rcv: receives && this.way.get(peerKey)?.line?.counters.rcv === undefined && !settled,
      una: written === undefined && !isAcknowledged(tcb),
    };
    const acknowledged = isAcknowledged(tcb) ? tcb.nxt : una;
    const { nxt: sent, fin } = tcb;
    const syn = synOf(tcb, una ?? sent);
    return { sender: key, sent, received: peer.rcv, acknowledged, fin, syn, former: false, open };
  }

  /**
   * An end that has no connection, or opens another, owes the resets that answer what has arrived before (§3.5.2), or
   * that of an ABORT; nobody knows their numbers.
   */
  #owing({ key, peerKey }: Side): void {
    const tcb = this.#tcbs.get(key);
    const peer = peerKey === undefined ? undefined : this.#tcbs.get(peerKey);
    if (tcb === undefined || peer === undefined || peerKey === undefined) return;
    const isTold = [key, peerKey].every((one) => this.way.get(one)?.index !== undefined);
    const isOpen = isConnected(tcb.state) || (isConnected(peer.state) && peer.nxt !== peer.iss);
    if (!isTold || isSynchronized(tcb.state) || !isOpen) return;
    const answers = peer.nxt;
    const numbers = isSynchronized(peer.state) ? { seq: peer.rcv } : { seq: 0 as Seq, ack: answers };
    const reset = { kind: 'reset', ...numbers, answers, open: true, cause: BEFORE, optional: true } as const;
    // A listener may stand behind a connection that has ended.
    const listens = tcb.state === 'CLOSED' && isConnected(peer.state) ? 'unknown' : tcb.listens;
    this.#tcbs.set(key, changed(tcb, { listens, owes: [reset] }));
  }

  #path(side: Side): readonly State[] {
    const state = this.way.get(side.key)?.state ?? 'CLOSED';
    return state === 'LISTEN' && side.path()?.path[0] === 'CLOSED' ? ['CLOSED', 'LISTEN'] : [state];
  }

  /** What the state lines say that cannot be: each for itself, and the later one of a pair beside the earlier. */
  #faults(): readonly Mistake[] {
    const faults: Mistake[] = [];
    for (const { key, peerKey, name } of this.sides) {
      const claim = this.#claim(key);
      if (claim === undefined) continue;
      const value = (expr: Expr): Seq => this.#value(expr, `snd:${key}`) ?? (0 as Seq);
      const blame = (wrong: Impossible): void => {
        const { counter, bound } = wrong;
        const written = value(claim.counters[counter] ?? { offset: 0 });
        faults.push({
          fault: { code: 'impossible-counter', end: key, counter, written, bound },
          place: { statement: claim.index, part: `counter.${counter}` },
        });
      };
      const alone = impossibleOf(claim, value);
      if (alone) blame(alone);
      const earlier = peerKey === undefined ? undefined : this.#claim(peerKey);
      // A line that stands for several connections is right if it is for one of them.
      const isOne = this.topology.peersOf(name).size < 2 || claim.end !== name;
      if (alone || earlier === undefined || earlier.index >= claim.index || !isOne) continue;
      const pair = pairFault(claim, earlier);
      const beside = pair ? undefined : impossibleBeside(claim, earlier, value);
      if (pair) faults.push({ fault: pair, place: { statement: claim.index, part: 'state' } });
      if (beside) blame(beside);
    }
    return faults;
  }

  #claim(key: EndKey): (Claim & { readonly index: number }) | undefined {
    const { line, index } = this.way.get(key) ?? {};
    return line && index !== undefined
      ? { end: key, state: line.state, counters: line.counters, index }
      : undefined;
  }
}

function pairFault(later: Claim, earlier: Claim): Fault | undefined {
  const [one, other] = [later, earlier];
  const blamed = { blamed: later.end, possible: besides(earlier.state) };
  const own = impossiblePair(one.state, other.state);
  const ends = { end: one.end, state: one.state, peer: other.end, peerState: other.state };
  if (own) return { code: 'impossible-states', ...ends, why: own, ...blamed };
  const theirs = impossiblePair(other.state, one.state);
  const turned = { end: other.end, state: other.state, peer: one.end, peerState: one.state };
  return theirs && { code: 'impossible-states', ...turned, why: theirs, ...blamed };
}

/** No statement: it happened before the first. */
const BEFORE = -1;

/** What an end may have sent that opens its connection, or has none any more. */
function beforeOpen(sender: EndKey, tcb: Tcb, peer: Tcb): Earlier | undefined {
  const former = isConnected(peer.state);
  if (!former && !isConnected(tcb.state)) return undefined;
  const { nxt: sent } = tcb;
  const syn = synOf(tcb, tcb.una);
  const open = { nxt: false, rcv: false, una: false };
  return { sender, sent, received: sent, acknowledged: undefined, fin: undefined, syn, former, open };
}

/** Whether more than the SYN lies before the number: data on it, which Fast Open takes (RFC 7413). */
function carriedData(next: Seq, initial: Seq | undefined): boolean {
  return initial !== undefined && after(next, add(initial, 1)) && distance(next, initial) < 2 ** 16;
}

/** The SYN lies before what is acknowledged, but for an end that may have closed before its SYN was. */
function synOf({ iss, state, nxt }: Tcb, una: Seq): Earlier['syn'] {
  if (iss !== undefined) return { number: iss, known: true };
  const mayWait = standOf(state).syn === 'sent' && una !== nxt;
  return { number: add(una, mayWait ? 0 : -1), known: false };
}

function hasSentFin({ state, left }: Start): boolean {
  return standOf(state).fin !== 'none' && left;
}
