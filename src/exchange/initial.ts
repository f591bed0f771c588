/** How the ends of a scenario begin: what the note says, and else what its first segments imply. */
import type { Flag, Segment } from '../tcp/segment.js';
import { add, after, before, distance, type Seq } from '../tcp/seq.js';
import { isSynchronized, type State } from '../tcp/state.js';
import { noConnection, type Tcb } from '../tcp/tcb.js';
import { isConnected, missingCounters } from './expect.js';
import type { Numbers } from './numbers.js';
import type { Fault, FaultData } from './fault.js';
import type {
  Counter,
  Expr,
  PathStatement,
  Place,
  Script,
  SegmentStatement,
  StateStatement,
  Statement,
} from './script.js';
import type { Topology } from './topology.js';
import type { EndKey } from './trace.js';

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
  readonly faults: readonly { readonly fault: Fault; readonly place: Place }[];
  /** How much is supposed about what a state line means that says what cannot be. */
  readonly guesses: number;
}

/** One direction of a connection that was open when the scenario began. */
export interface Earlier {
  readonly sender: EndKey;
  /** The sender's SND.NXT and the receiver's RCV.NXT at the beginning. */
  readonly sent: Seq;
  readonly received: Seq;
  /** The sender's SND.UNA where a state line gives it. */
  readonly acknowledged: Seq | undefined;
  /** The number of the sender's FIN, if it had sent one. */
  readonly fin: Seq | undefined;
  /** Which of the three variables no state line gives. */
  readonly open: { readonly nxt: boolean; readonly rcv: boolean; readonly una: boolean };
}

type Bound = FaultData['impossible-counter']['bound'];

interface Start {
  readonly state: State;
  readonly line?: StateStatement;
  /** The index of that line. */
  readonly index?: number;
}

/** How a script may begin, the likeliest way first, unknown numbers taken from `numbers`. Never empty. */
export function beginnings(
  script: Script,
  topology: Topology,
  numbers: Numbers,
): readonly [Beginning, ...Beginning[]] {
  const setting = new Set<number>();
  type Way = ReadonlyMap<EndKey, Start>;
  let first: Way = new Map();
  let others: readonly Way[] = [];
  for (const { key, name, peer } of topology.connections()) {
    const starts = startsOf(script, topology, name, peer, setting);
    const [likeliest, ...more] = starts;
    const ways = [first, ...others];
    // Many ends whose peers are left open could begin in too many ways to follow.
    const followed = ways.length * starts.length > MOST ? [] : more;
    others = [
      ...others.map((way) => new Map(way).set(key, likeliest)),
      ...followed.flatMap((start) => ways.map((way) => new Map(way).set(key, start))),
    ];
    first = new Map(first).set(key, likeliest);
  }
  const begin = (starts: Way): Beginning => begun(script, topology, numbers, starts, setting);
  const likeliest = begin(first);
  const { faults } = likeliest;
  // The lines below tell which part of a state line that cannot be is the mistake.
  const mended = faults.flatMap(({ fault }): Beginning[] => {
    const start = fault.code === 'impossible-counter' && first.get(fault.end);
    return start ? [{ ...begin(new Map(first).set(fault.end, otherwise(start))), faults, guesses: 1 }] : [];
  });
  return [likeliest, ...others.map(begin), ...mended];
}

/** The start that a state line with impossible variables may have meant: another state, or another SND.NXT. */
function otherwise(start: Start): Start {
  const { line, index } = start;
  if (!isConnected(start.state)) return { ...start, state: 'ESTABLISHED' };
  if (line === undefined || index === undefined || line.counters.una === undefined) return start;
  return { ...start, line: { ...line, counters: { ...line.counters, snd: line.counters.una } } };
}

/** How many ways to begin are followed. */
const MOST = 8;

function begun(
  script: Script,
  topology: Topology,
  numbers: Numbers,
  starts: ReadonlyMap<EndKey, Start>,
  setting: ReadonlySet<number>,
): Beginning {
  const symbols = new Map<string, Seq>();
  const value = (expr: Expr | undefined, id: string): Seq | undefined => {
    if (expr === undefined) return undefined;
    if (expr.symbol === undefined) return add(0 as Seq, expr.offset);
    const bound = symbols.get(expr.symbol);
    if (bound !== undefined) return add(bound, expr.offset);
    const fresh = numbers.value(id);
    symbols.set(expr.symbol, add(fresh, -expr.offset));
    return fresh;
  };
  const tcbs = new Map<EndKey, Tcb>();
  const paths = new Map<EndKey, readonly State[]>();
  const peers = new Map<EndKey, EndKey>();
  const faults: Beginning['faults'][number][] = [];
  for (const { key, name, peer } of topology.connections()) {
    const start = starts.get(key);
    if (start === undefined) continue;
    const peerKey = peer === undefined ? undefined : topology.key(peer, name);
    const other = peerKey === undefined ? undefined : starts.get(peerKey);
    if (peerKey !== undefined) peers.set(key, peerKey);
    const counters = start.line?.counters ?? {};
    const theirs = other?.line?.counters ?? {};
    const ahead = finOf(start.state) && other !== undefined && !hasPeerFin(other.state) ? 1 : 0;
    const behind = other !== undefined && finOf(other.state) && !hasPeerFin(start.state) ? 1 : 0;
    const own = value(counters.snd, `snd:${key}`);
    const sawSyn = other?.state === 'SYN_RCVD' && theirs.rcv === undefined ? theirs.irs : undefined;
    const seen =
      value(theirs.rcv, `snd:${key}`) ??
      (sawSyn && value({ ...sawSyn, offset: sawSyn.offset + 1 }, `snd:${key}`));
    const syn = firstSegment(script, topology, name, peer)?.flags.has('SYN') === true;
    const opens = start.state === 'SYN_SENT' || start.state === 'SYN_RCVD';
    const iss = value(counters.iss, `iss:${key}`);
    const irs = value(counters.irs, `irs:${key}`);
    const first = opens && iss !== undefined ? add(iss, syn ? 0 : 1) : undefined;
    const tied = first ?? (seen === undefined ? numbers.value(`snd:${key}`) : add(seen, ahead));
    const nxt = own ?? add(tied, numbers.gap(`nxt ${key}`));
    const expected = value(counters.rcv, `snd:${peerKey ?? key + '?'}`);
    const sent = value(theirs.snd, `snd:${peerKey ?? ''}`);
    const received = sent ?? numbers.value(`snd:${peerKey ?? key + '?'}`);
    const rcv =
      expected ??
      (start.state === 'SYN_RCVD' && irs !== undefined ? add(irs, 1) : undefined) ??
      add(received, -behind - numbers.gap(`rcv ${key}`));
    faults.push(...impossible(start, key, nxt, value));
    tcbs.set(key, {
      ...tcbIn(start.state, nxt, rcv, syn),
      ...(counters.rwnd === undefined ? {} : windowOf(rcv, counters.rwnd.offset)),
      ...(iss === undefined ? {} : { iss }),
      ...(irs === undefined ? {} : { irs }),
    });
    const passive = start.state === 'LISTEN' && pathOf(script, name, peer)?.path[0] === 'CLOSED';
    paths.set(key, passive ? ['CLOSED', 'LISTEN'] : [start.state]);
  }
  const earlier = new Map<EndKey, Earlier>();
  for (const [key, tcb] of tcbs) {
    const peer = peers.get(key);
    const { una: written, wnd, snd } = starts.get(key)?.line?.counters ?? {};
    const given = value(written, `una:${key}`);
    const una = given !== undefined && after(given, tcb.nxt) ? tcb.nxt : given;
    const other = peer === undefined ? undefined : tcbs.get(peer);
    const oldest = una ?? unacknowledged(tcb, other, numbers.gap(`una ${key}`));
    const edge = wnd === undefined ? {} : { wnd: wnd.offset, edge: add(una ?? tcb.nxt, wnd.offset) };
    tcbs.set(key, { ...tcb, una: oldest, ...edge, sent: unacknowledgedData(tcb, oldest) });
    if (peer === undefined || other === undefined || !isSynchronized(tcb.state)) continue;
    // Nobody has acknowledged what has not arrived: one of the two lines is wrong, and nothing is open.
    const receives = isSynchronized(other.state);
    if (receives && una !== undefined && before(other.rcv, una)) continue;
    // The peer's RCV.NXT is settled once it has our FIN.
    const settled = other.peerFin !== undefined || isAcknowledged(tcb.state);
    const open = {
      nxt: snd === undefined && !settled,
      rcv: receives && starts.get(peer)?.line?.counters.rcv === undefined && !settled,
      una: written === undefined && !isAcknowledged(tcb.state),
    };
    const acknowledged = isAcknowledged(tcb.state) ? tcb.nxt : una;
    const { nxt: sent, fin } = tcb;
    earlier.set(peer, { sender: key, sent, received: other.rcv, acknowledged, fin, open });
  }
  return { tcbs, symbols, setting, paths, earlier, faults, guesses: 0 };
}

/** RCV.WND as a state line gives it. */
function windowOf(rcv: Seq, rwnd: number): Pick<Tcb, 'rwnd' | 'rcvEdge' | 'rcvLatest'> {
  const edge = add(rcv, rwnd);
  return { rwnd, rcvEdge: edge, rcvLatest: edge };
}

/** What a state line says that cannot be. */
function impossible(
  { state, line, index }: Start,
  end: EndKey,
  nxt: Seq,
  value: (expr: Expr | undefined, id: string) => Seq | undefined,
): Beginning['faults'] {
  if (line === undefined || index === undefined) return [];
  const { counters } = line;
  const blame = (counter: Counter, written: Seq, bound: Bound): Beginning['faults'] => [
    {
      fault: { code: 'impossible-counter', end, counter, written, bound },
      place: { statement: index, part: `counter.${counter}` },
    },
  ];
  const [missing] = missingCounters(state, counters);
  if (missing !== undefined) {
    const by = isConnected(state) ? 'nothing-received' : 'no-connection';
    return blame(missing, value(counters[missing], `snd:${end}`) ?? nxt, { by, state });
  }
  const una = value(counters.una, `una:${end}`);
  return una !== undefined && after(una, nxt) ? blame('una', una, { by: 'unsent', limit: nxt }) : [];
}

/** Whether an end that begins like this may have octets that a peer that begins like that has not acknowledged. */
function mayHaveUnacknowledged(tcb: Tcb, peer: Tcb): boolean {
  return isSynchronized(tcb.state) && isSynchronized(peer.state) && !isAcknowledged(tcb.state);
}

/** Whether all that an end in this state has sent is acknowledged. */
function isAcknowledged(state: State): boolean {
  return state === 'FIN_WAIT_2' || state === 'TIME_WAIT';
}

/** SND.UNA where no line gives it: all that the peer has received is acknowledged, but for what `gap` octets say. */
function unacknowledged(tcb: Tcb, peer: Tcb | undefined, gap: number): Seq {
  if (gap > 0) return add(tcb.nxt, -gap);
  return peer !== undefined && mayHaveUnacknowledged(tcb, peer) && before(peer.rcv, tcb.una)
    ? peer.rcv
    : tcb.una;
}

/** What an open connection may have to send again: nobody knows in which segments it was sent. */
function unacknowledgedData({ nxt, rcv, fin, state }: Tcb, una: Seq): readonly Segment[] {
  const len = distance(fin ?? nxt, una);
  const closes = fin !== undefined && len >= 0;
  if (!isSynchronized(state) || (len <= 0 && !closes)) return [];
  const flags = new Set<Flag>(closes ? ['FIN', 'ACK'] : ['ACK']);
  return [{ flags, seq: una, ack: add(rcv, -OLDEST_ACK), len, options: [] }];
}

/** What was sent before the scenario began may have acknowledged as much less as a window is large. */
const OLDEST_ACK = 0xffff;

/** The TCB of an end that begins in `state`, SND.NXT and RCV.NXT given. */
function tcbIn(state: State, nxt: Seq, rcv: Seq, sendsSyn: boolean): Tcb {
  if (state === 'CLOSED') return noConnection('CLOSED', 'no');
  if (state === 'LISTEN') return noConnection('LISTEN', 'yes');
  const base: Tcb = { ...noConnection('CLOSED', 'unknown'), state, una: nxt, nxt, rcv, acked: rcv };
  if (state === 'SYN_SENT' || state === 'SYN_RCVD') {
    const passive = state === 'SYN_RCVD';
    // With its SYN yet to be written, the number given is the SYN's own.
    const iss = sendsSyn ? nxt : add(nxt, -1);
    return {
      ...base,
      opened: passive ? 'passive' : 'active',
      listens: passive ? 'yes' : 'no',
      iss,
      irs: passive ? add(rcv, -1) : undefined,
      una: iss,
      acked: undefined,
    };
  }
  const fin = finOf(state) ? add(nxt, -1) : undefined;
  const unacknowledged = state === 'FIN_WAIT_1' || state === 'CLOSING' || state === 'LAST_ACK';
  return {
    ...base,
    fin,
    una: unacknowledged && fin !== undefined ? fin : nxt,
    closed: fin === undefined ? 'no' : 'shutdown',
    peerFin: hasPeerFin(state) ? add(rcv, -1) : undefined,
  };
}

function finOf(state: State): boolean {
  return ['FIN_WAIT_1', 'FIN_WAIT_2', 'CLOSING', 'LAST_ACK', 'TIME_WAIT'].includes(state);
}

function hasPeerFin(state: State): boolean {
  return ['CLOSE_WAIT', 'CLOSING', 'LAST_ACK', 'TIME_WAIT'].includes(state);
}

type Starts = readonly [Start, ...Start[]];

function startsOf(
  script: Script,
  topology: Topology,
  name: string,
  peer: string | undefined,
  setting: Set<number>,
): Starts {
  if (script.figure) return startsInFigure(script, topology, name, peer);
  const written = writtenStart(script, topology, name, peer, setting);
  if (written) return [written];
  const path = pathOf(script, name, peer);
  const listens = firstCall(script, name, peer) === 'listen';
  if (path?.path[0] !== undefined) {
    const [first, second] = path.path;
    return [{ state: first === 'CLOSED' && second === 'LISTEN' && !listens ? 'LISTEN' : first }];
  }
  const call = firstCall(script, name, peer);
  if (call === 'listen' || call === 'connect' || topology.reuses(name)) return [{ state: 'CLOSED' }];
  const implied = impliedStart(script, topology, name, peer);
  const told = peer === undefined ? undefined : writtenStart(script, topology, peer, name, new Set())?.state;
  const connected = told !== undefined && isSynchronized(told);
  const [first, ...more] =
    connected && implied === 'ESTABLISHED'
      ? openWith(told)
      : connected && beginsWithStray(script, topology, name, peer)
        ? ([...openWith(told), implied] as const)
        : behindStray(script, topology, name, peer, implied);
  return [{ state: first }, ...more.map((state) => ({ state }))];
}

/**
 * Where an end of a pair stands whose first segment is none of its own. That one says little of how they begin: the
 * first of their own tells whether they open in this scenario.
 */
function behindStray(
  script: Script,
  topology: Topology,
  name: string,
  peer: string | undefined,
  implied: State,
): readonly [State, ...State[]] {
  const pair = segmentsOf(script).filter((segment) => isOfPair(segment, topology, name, peer));
  const own = pair.find(({ origin, flags }) => origin === 'new' && !flags.has('RST'));
  if (own === undefined || pair[0]?.origin === 'new') return [implied];
  if (!own.flags.has('SYN')) return implied === 'ESTABLISHED' ? [implied] : [implied, 'ESTABLISHED'];
  if (own.flags.has('ACK') || implied !== 'ESTABLISHED') return [implied];
  return [own.from === name ? 'CLOSED' : 'LISTEN', implied];
}

/** Whether the segment goes from one end of the pair to the other, as far as it is written. */
function isOfPair(
  { from, to }: SegmentStatement,
  topology: Topology,
  name: string,
  peer: string | undefined,
): boolean {
  const pair = [topology.address(name), peer];
  return [from, to].every((end) => end === undefined || pair.includes(topology.address(end)));
}

/**
 * In a figure the first state of an end may be the one that it begins in, or the one that the first segment leads to:
 * what the segments imply comes first.
 */
function startsInFigure(script: Script, topology: Topology, name: string, peer: string | undefined): Starts {
  const silent: Script = {
    title: script.title,
    mode: script.mode,
    statements: script.statements.filter(({ kind }) => kind !== 'state'),
  };
  const implied = startsOf(silent, topology, name, peer, new Set());
  const own = writtenStart(script, topology, name, peer, new Set())?.state;
  const theirs =
    peer === undefined ? undefined : writtenStart(script, topology, peer, name, new Set())?.state;
  const others = [
    ...(own === undefined ? [] : [own]),
    ...(theirs !== undefined && isSynchronized(theirs) ? openWith(theirs) : []),
  ].filter((state) => !implied.some((start) => start.state === state));
  const [first, ...more] = implied;
  return [first, ...more, ...[...new Set(others)].map((state) => ({ state }))];
}

function openWith(peer: State): readonly [State, ...State[]] {
  return WITH[peer] ?? ['ESTABLISHED'];
}

/** Whether the pair's first segment is not one of its connection's own: then its SYN does not tell how they begin. */
function beginsWithStray(
  script: Script,
  topology: Topology,
  name: string,
  peer: string | undefined,
): boolean {
  const first = segmentsOf(script).find((segment) => isOfPair(segment, topology, name, peer));
  const own = firstSegment(script, topology, name, peer);
  return first !== undefined && first.origin !== 'new' && own?.flags.has('SYN') !== true;
}

/** Where the other end of a connection stands that has begun to close, if the note leaves it open. */
const WITH: Readonly<Partial<Record<State, readonly [State, ...State[]]>>> = {
  FIN_WAIT_1: ['ESTABLISHED', 'CLOSE_WAIT'],
  FIN_WAIT_2: ['CLOSE_WAIT'],
  CLOSE_WAIT: ['FIN_WAIT_2', 'FIN_WAIT_1'],
  CLOSING: ['CLOSING', 'FIN_WAIT_1'],
  LAST_ACK: ['TIME_WAIT', 'FIN_WAIT_2'],
  TIME_WAIT: ['LAST_ACK', 'TIME_WAIT', 'CLOSED'],
};

/** The state line that stands before the end's first event. */
function writtenStart(
  script: Script,
  topology: Topology,
  name: string,
  peer: string | undefined,
  setting: Set<number>,
): Start | undefined {
  let found: Start | undefined;
  for (const [index, statement] of script.statements.entries()) {
    if (isEventOf(statement, topology, name, peer)) break;
    if (statement.kind !== 'state' || !concerns(statement.end, topology, name, peer)) continue;
    if (found !== undefined) break;
    found = { state: statement.state, line: statement, index };
    setting.add(index);
  }
  return found;
}

function concerns(
  end: { readonly name: string; readonly peer?: string },
  topology: Topology,
  name: string,
  peer: string | undefined,
): boolean {
  return (
    end.name === name && (end.peer === undefined || peer === undefined || topology.address(end.peer) === peer)
  );
}

function isEventOf(
  statement: Statement,
  topology: Topology,
  name: string,
  peer: string | undefined,
): boolean {
  if (statement.kind === 'call') return concerns(statement.end, topology, name, peer);
  if (statement.kind !== 'segment') return false;
  const { from, to } = statement;
  const forged = statement.origin === 'forged' && from === name;
  const other = from === name ? to : to === name ? from : undefined;
  if ((from !== name && to !== name) || forged) return false;
  return other === undefined || peer === undefined || topology.address(other) === peer;
}

function pathOf(script: Script, name: string, peer: string | undefined): PathStatement | undefined {
  return script.statements.find(
    (s): s is PathStatement =>
      s.kind === 'path' && s.end.name === name && (s.end.peer === undefined || s.end.peer === peer),
  );
}

function firstCall(script: Script, name: string, peer: string | undefined): string | undefined {
  for (const statement of script.statements) {
    if (statement.kind === 'segment' && (statement.from === name || statement.to === name)) return undefined;
    if (statement.kind !== 'call' || statement.end.name !== name) continue;
    if (statement.end.peer === undefined || statement.end.peer === peer) return statement.call;
  }
  return undefined;
}

function firstSegment(
  script: Script,
  topology: Topology,
  name: string,
  peer: string | undefined,
): SegmentStatement | undefined {
  return script.statements.find(
    (s): s is SegmentStatement =>
      s.kind === 'segment' &&
      s.from === name &&
      s.origin === 'new' &&
      (s.to === undefined || peer === undefined || topology.address(s.to) === peer),
  );
}

/** CLOSED and LISTEN where the pair's first segment carries SYN, ESTABLISHED where the scenario begins without one. */
function impliedStart(script: Script, topology: Topology, name: string, peer: string | undefined): State {
  const segments = segmentsOf(script);
  const first = segments.find(
    (s) => isEventOf(s, topology, name, peer) || (peer !== undefined && between(s, topology, name, peer)),
  );
  if (first === undefined) return segments[0]?.flags.has('SYN') === true ? 'CLOSED' : 'ESTABLISHED';
  const opens = first.flags.has('SYN');
  if (!opens && segments[0]?.flags.has('SYN') !== true) return 'ESTABLISHED';
  const receives = first.to === name || (first.to === undefined && first.from !== name);
  if (!opens) return listensElsewhere(segments, name) ? 'LISTEN' : receives ? 'LISTEN' : 'CLOSED';
  if (first.flags.has('ACK')) {
    // A SYN,ACK first: the SYN that it answers is only implied if a state line says that it was sent.
    return impliedBySynAck(script, topology, receives, peer);
  }
  if (first.origin === 'stale' || first.origin === 'forged') return receives ? 'LISTEN' : 'CLOSED';
  return receives && !sendsSynUnseen(segments, topology, name, peer) ? 'LISTEN' : 'CLOSED';
}

function segmentsOf(script: Script): readonly SegmentStatement[] {
  return script.statements.filter((s): s is SegmentStatement => s.kind === 'segment');
}

function between(s: SegmentStatement, topology: Topology, name: string, peer: string): boolean {
  const names = [s.from, s.to].filter((n) => n !== undefined).map((n) => topology.address(n));
  return names.length === 1 && (names[0] === topology.address(name) || names[0] === peer);
}

function listensElsewhere(segments: readonly SegmentStatement[], name: string): boolean {
  return segments.some((s) => s.to === name && s.flags.has('SYN') && !s.flags.has('ACK'));
}

function impliedBySynAck(
  script: Script,
  topology: Topology,
  receives: boolean,
  peer: string | undefined,
): State {
  const told = script.statements.find(
    (s): s is StateStatement =>
      s.kind === 'state' && peer !== undefined && topology.address(s.end.name) === peer,
  );
  if (receives) return told?.state === 'SYN_RCVD' ? 'SYN_SENT' : 'CLOSED';
  return told?.state === 'SYN_SENT' ? 'SYN_RCVD' : 'LISTEN';
}

/** Whether the end sends a SYN of its own before it has seen one: then both ends open actively. */
function sendsSynUnseen(
  segments: readonly SegmentStatement[],
  topology: Topology,
  name: string,
  peer: string | undefined,
): boolean {
  for (const s of segments) {
    if (!isEventOf(s, topology, name, peer)) continue;
    if (s.to === name && s.flags.has('SYN') && s.fate !== 'lost' && s.fate !== 'sent') return false;
    if (s.from === name) return s.flags.has('SYN') && !s.flags.has('ACK');
  }
  return false;
}
