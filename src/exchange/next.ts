/**
 * What an exchange may go on with, the likeliest first: what an end may send now by its TCB, with the numbers as the note
 * would write them, what the network still holds, and the timer that ends TIME-WAIT.
 */
import { call } from '../tcp/call.js';
import { emit, type Draft } from '../tcp/emit.js';
import { type Flag, type Segment } from '../tcp/segment.js';
import { add, seq, type Seq } from '../tcp/seq.js';
import { isSynchronized } from '../tcp/state.js';
import type { Tcb } from '../tcp/tcb.js';
import { replay } from './replay.js';
import {
  CALLS,
  type Call,
  type CallStatement,
  type Expr,
  type Script,
  type SegmentStatement,
  type Statement,
} from './script.js';
import { Topology } from './topology.js';
import type { EndKey, SegmentStep, Trace } from './trace.js';

/** A segment that may leave or arrive now. */
export interface NextSegment {
  readonly kind: 'segment';
  readonly statement: SegmentStatement;
  /** Its numbers, those that the note would leave out included. */
  readonly numbers: { readonly seq?: Expr; readonly ack?: Expr };
  /** Counts up from what must come next; from {@link UNEXPECTED} on, it is possible and nothing more. */
  readonly rank: number;
}

/** A timer that runs out now. */
export interface NextCall {
  readonly kind: 'call';
  readonly statement: CallStatement;
  readonly rank: number;
}

export type Next = NextSegment | NextCall;

/** The rank from which on nobody would expect it to come next. */
export const UNEXPECTED = 60;

const RANK = {
  reset: 0,
  handshake: 10,
  arrival: 15,
  ack: 20,
  pending: 25,
  closeToo: 30,
  open: 35,
  repeat: 40,
  firstData: 48,
  close: 50,
  moreData: 55,
  timeWaitEnds: 58,
  bareAck: 60,
  early: 65,
  reopen: 70,
  abort: 80,
} as const;

/** Octets of data that are offered where nothing says how many. */
const OCTETS = 100;

/** No exchange takes more lines than that to come to rest. */
const MOST_LINES = 60;

/** Both ends of a connection at the end of a script. */
interface Standing {
  readonly own: Tcb;
  /** Undefined where the peer is not shown. */
  readonly peer: Tcb | undefined;
  readonly trace: Trace;
  /** The initial number that the sender would choose. */
  readonly iss: Seq;
  /** What the replay calls the two ends. */
  readonly keys: readonly [own: EndKey, peer: EndKey | undefined];
}

/** Where a segment would be written: below the script, between these ends. */
interface NewLine {
  readonly script: Script;
  readonly style: Style;
  /** The ends as they are drawn, left to right. */
  readonly names: readonly string[];
  readonly from: string;
  /** Undefined where it stays in the network. */
  readonly to: string | undefined;
}

/** How the note writes its numbers. */
interface Style {
  readonly symbols: ReadonlySet<string>;
  readonly decimals: ReadonlySet<number>;
  /** Whether it writes numbers at all. */
  readonly numbered: boolean;
  /** Whether it writes the `seq` of a segment that carries nothing. */
  readonly bareSeq: boolean;
}

/** All that `from` may send to `to` now, the likeliest first; `to` is undefined for a peer that is not shown. */
export function nextSegments(script: Script, from: string, to: string | undefined): NextSegment[] {
  const topology = new Topology(script);
  if (to !== undefined && !topology.isChecked(from)) return injected(script, from, to);
  const standing = standingOf(script, from, to);
  if (!standing) return [];
  const names = topology.endpoints.map(({ name }) => name);
  const line: NewLine = { script, style: styleOf(script), names, from, to };
  const seen = new Set<string>();
  return candidates(standing)
    .sort((a, b) => a.rank - b.rank)
    .flatMap((candidate): NextSegment[] => {
      const segment = emitted(standing, candidate, script);
      if (!segment) return [];
      const next = written(segment, candidate, standing, line);
      const key = `${[...segment.flags].sort().join()} ${segment.seq} ${segment.len}`;
      if (seen.has(key)) return [];
      seen.add(key);
      return [next];
    });
}

/** What may come next anywhere in the exchange, the likeliest first. `names` stand in for ends that it does not name. */
export function nextSteps(script: Script, names: readonly [string, string] = ['C', 'S']): Next[] {
  const ends = pairs(script, names);
  const sent = ends.flatMap(([from, to]) => nextSegments(script, from, to));
  const all: Next[] = [...sent, ...arrivals(script), ...timers(script, ends)];
  return all.sort((a, b) => a.rank - b.rank);
}

/** The statements that bring both ends to rest, or undefined if none do or nothing is left to do. */
export function completion(script: Script): Statement[] | undefined {
  const added: Statement[] = [];
  for (let current = script; added.length < MOST_LINES;) {
    const expected = nextSteps(current).find(({ rank, statement }) => {
      // Nobody need send more data for the exchange to end.
      const more = statement.kind === 'segment' && statement.data && rank >= RANK.firstData;
      return rank < UNEXPECTED && !more;
    });
    const open = new Topology(current).endpoints.length > 0;
    if (!expected || !open) return added.length > 0 && open ? added : undefined;
    added.push(expected.statement);
    current = { ...current, statements: [...current.statements, expected.statement] };
  }
  return undefined;
}

/** The segments that are in the network at the end of the script, as the lines on which they arrive. */
export function arrivals(script: Script): NextSegment[] {
  return arriving(script, ({ fate, arrival }) => fate === 'sent' && arrival === undefined, 'new');
}

/** The segments that have arrived, the last first, as the lines on which copies of them arrive. */
export function copies(script: Script): NextSegment[] {
  const all = arriving(script, ({ fate }) => fate === 'delivered' || fate === 'arrived', 'dup').reverse();
  const text = ({ statement: { to, flags, len }, numbers }: NextSegment): string =>
    JSON.stringify([to, [...flags], len, numbers]);
  const first = new Map(all.toReversed().map((one) => [text(one), one]));
  return all.filter((one) => first.get(text(one)) === one);
}

function arriving(
  script: Script,
  wanted: (step: SegmentStep) => boolean,
  origin: SegmentStatement['origin'],
): NextSegment[] {
  const trace = traceOf(script);
  const style = styleOf(script);
  const names = trace.endpoints.map(({ name }) => name);
  // The replay may have been asked by a segment more than the script has.
  return trace.steps
    .filter(({ statement }) => statement < script.statements.length)
    .flatMap((step) => {
      if (step.kind !== 'segment' || !wanted(step) || step.to === null || step.to === '...') return [];
      const to = nameOf(step.to);
      const numbers = {
        ...optional('seq', step.seq === null ? undefined : expression(trace, style, step.seq)),
        ...optional('ack', step.ack === null ? undefined : expression(trace, style, step.ack)),
      };
      const statement: SegmentStatement = {
        ...base(script),
        kind: 'segment',
        to,
        arrow: names.indexOf(to) === 0 && names.length > 1 ? 'left' : 'right',
        fate: 'arrived',
        origin,
        flags: new Set(step.flags),
        data: step.len > 0,
        ...(style.numbered ? numbers : {}),
        ...(step.len > 0 ? { len: step.len } : {}),
        options: [],
        states: [],
      };
      return [{ kind: 'segment', statement, numbers, rank: RANK.arrival }];
    });
}

/** What can be made to look as if `from` had sent it, so that `to` takes it; what it would not take comes last. */
export function injected(script: Script, from: string, to: string): NextSegment[] {
  const standing = standingOf(script, to, from);
  if (!standing) return [];
  const { own: target, trace } = standing;
  const style = styleOf(script);
  const fresh = fresher(style);
  const names = new Topology(script).endpoints.map(({ name }) => name);
  const open = target.state !== 'CLOSED' && target.state !== 'LISTEN';
  const received = open && target.state !== 'SYN_SENT';
  const [next, taken] = [
    received ? (expression(trace, style, target.rcv) ?? fresh()) : fresh(),
    open ? expression(trace, style, target.nxt) : undefined,
  ];
  const make = (flags: readonly Flag[], seq: Expr | undefined, rank: number, len?: number): NextSegment => {
    const numbers = {
      ...optional('seq', seq),
      ...optional('ack', flags.includes('ACK') ? (taken ?? fresh()) : undefined),
    };
    const statement: SegmentStatement = {
      ...base(script),
      kind: 'segment',
      from,
      to,
      arrow: isRightOf(names, from, to) ? 'left' : 'right',
      fate: 'delivered',
      origin: 'new',
      flags: new Set(flags),
      data: len !== undefined,
      ...numbers,
      ...optional('len', len),
      options: [],
      states: [],
    };
    return { kind: 'segment', statement, numbers, rank };
  };
  if (!received)
    return [make(open ? ['SYN', 'ACK'] : ['SYN'], next, RANK.handshake), make(['RST'], next, RANK.abort)];
  return [
    ...(target.state === 'SYN_RCVD' ? [make(['ACK'], next, RANK.handshake)] : []),
    make(['RST'], next, RANK.firstData),
    make(['ACK'], next, RANK.close, OCTETS),
    make(['FIN', 'ACK'], next, RANK.moreData),
    make(['SYN'], fresh(), RANK.timeWaitEnds),
  ];
}

/** Segments of an earlier connection that may arrive at `to` now, with numbers that mean nothing in this one. */
export function strays(script: Script, to: string): NextSegment[] {
  const fresh = fresher(styleOf(script));
  const [seq, ack] = [fresh(), fresh()];
  const kinds: readonly (readonly Flag[])[] = [['SYN'], ['ACK'], ['RST'], ['FIN', 'ACK']];
  return kinds.map((flags, index): NextSegment => {
    const numbers = { seq, ...optional('ack', flags.includes('ACK') ? ack : undefined) };
    const statement: SegmentStatement = {
      ...base(script),
      kind: 'segment',
      to,
      arrow: 'right',
      fate: 'arrived',
      origin: 'stale',
      flags: new Set(flags),
      data: false,
      ...numbers,
      options: [],
      states: [],
    };
    return { kind: 'segment', statement, numbers, rank: RANK.arrival + index };
  });
}

/** What the program or the host at an end can do now. */
export function possibleCalls(script: Script, name: string, peer: string | undefined): Call[] {
  const own = standingOf(script, name, peer)?.own;
  if (!own) return [];
  const context = { iss: () => seq(0), cause: 0, octets: undefined };
  return CALLS.filter((one) => call(own, one, context) !== undefined);
}

/** The TCB of an end at the end of the script. */
export function tcbOf(script: Script, name: string, peer: string | undefined): Tcb | undefined {
  return standingOf(script, name, peer)?.own;
}

/** The symbols that a script writes, in order. */
export function symbolsOf(script: Script): string[] {
  return [...styleOf(script).symbols];
}

/** Those that an end exchanges segments with; before any segment, all others. */
export function peersIn(script: Script, name: string): string[] {
  const topology = new Topology(script);
  const addresses = [topology.peersOf(name), topology.peersOf(topology.address(name))]
    .find((peers) => peers.length > 0)
    ?.filter((peer) => peer !== '...');
  if (addresses && addresses.length > 0)
    return addresses.map((address) => holderOf(script, topology, address));
  return topology.endpoints
    .map((end) => end.name)
    .filter((other) => other !== name && topology.address(other) !== topology.address(name));
}

/** The name under which an address was used last: an end may have taken over that of another. */
function holderOf({ statements }: Script, topology: Topology, address: string): string {
  for (const statement of statements.toReversed()) {
    if (statement.kind !== 'segment') continue;
    const { from, to } = statement;
    const holder = [from, to].find((name) => name !== undefined && topology.address(name) === address);
    if (holder !== undefined) return holder;
  }
  return address;
}

/** Whether another end has taken over the address of this one, and uses it. */
function isGone(script: Script, topology: Topology, name: string): boolean {
  const holder = holderOf(script, topology, topology.address(name));
  return holder !== name && topology.reuses(holder) && !topology.reuses(name);
}

function pairs(script: Script, names: readonly [string, string]): [string, string | undefined][] {
  const topology = new Topology(script);
  const known = topology.endpoints
    .map(({ name }) => name)
    .filter((name) => topology.isChecked(name) && !isGone(script, topology, name));
  const lone = known.length === 1 && topology.peersOf(known[0] ?? '').includes('...');
  if (lone) return known.map((name) => [name, undefined]);
  const [first = names[0]] = known;
  if (known.length < 2) {
    const other = first === names[1] ? names[0] : names[1];
    // A single end that only listens is the one on the right.
    const listens = script.statements.some(
      (one) => (one.kind === 'state' && one.state === 'LISTEN') || isCall(one, 'listen'),
    );
    const caller = listens && known.length === 1 ? (first === names[0] ? names[1] : names[0]) : first;
    return caller === first
      ? [
          [first, other],
          [other, first],
        ]
      : [
          [caller, first],
          [first, caller],
        ];
  }
  return known.flatMap((name) => peersIn(script, name).map((peer): [string, string] => [name, peer]));
}

function isCall(statement: Statement, name: Call): boolean {
  return statement.kind === 'call' && statement.call === name;
}

/** What was replayed of a script, as long as somebody holds it: one question about it asks for both directions. */
const replayed = new WeakMap<Script, Trace>();
const standings = new WeakMap<Script, Map<string, Standing>>();

/** The trace of a script, perhaps with a segment behind it that was lost. */
function traceOf(script: Script): Trace {
  const [standing] = standings.get(script)?.values() ?? [];
  const trace = standing?.trace ?? replayed.get(script) ?? replay(script);
  replayed.set(script, trace);
  return trace;
}

function standingOf(script: Script, from: string, to: string | undefined): Standing | undefined {
  const opening = opens(script);
  const known = standings.get(script) ?? new Map<string, Standing>();
  standings.set(script, known);
  const same = known.get(`${from} ${to ?? ''}`);
  const other = opening || to === undefined ? undefined : known.get(`${to} ${from}`);
  if (same) return same;
  if (other?.peer && other.keys[1] !== undefined) {
    return { ...other, own: other.peer, peer: other.own, keys: [other.keys[1], other.keys[0]] };
  }
  const standing = probed(script, from, to, opening);
  if (standing) known.set(`${from} ${to ?? ''}`, standing);
  return standing;
}

/** Asks the replay where both ends stand, by a segment that is lost. */
function probed(
  script: Script,
  from: string,
  to: string | undefined,
  opening: boolean,
): Standing | undefined {
  const probe: SegmentStatement = {
    ...base(script),
    kind: 'segment',
    from,
    ...optional('to', to),
    arrow: 'right',
    fate: to === undefined ? 'sent' : 'lost',
    origin: 'new',
    flags: new Set<Flag>([opening ? 'SYN' : 'ACK']),
    data: false,
    options: [],
    states: [],
  };
  const trace = replay({ ...script, statements: [...script.statements, probe] });
  const step = trace.steps.at(-1);
  if (step?.kind !== 'segment' || step.from === null) return undefined;
  const own = step.before[step.from];
  const peer = step.to === null ? undefined : step.before[step.to];
  return own && { own, peer, trace, iss: step.seq ?? seq(0), keys: [step.from, step.to ?? undefined] };
}

/** Whether a script without segments is about to open a connection rather than to use one. */
function opens({ statements }: Script): boolean {
  return statements.every((one) => {
    if (one.kind === 'segment') return false;
    if (one.kind === 'state') return !isSynchronized(one.state);
    return one.kind !== 'call' || one.call === 'listen' || one.call === 'connect';
  });
}

interface Candidate {
  readonly flags: readonly Flag[];
  readonly len?: number;
  /** Set for what was sent before. */
  readonly again?: Segment;
  readonly rank: number;
}

function candidates({ own, peer, trace }: Standing): Candidate[] {
  const found: Candidate[] = [];
  const active = own.opened !== 'passive' && peer?.opened !== 'active';
  const turn = active ? 0 : 1;
  for (const owed of own.owes) {
    if (owed.kind === 'reset') {
      found.push({ flags: owed.ack === undefined ? ['RST'] : ['RST', 'ACK'], rank: RANK.reset });
    } else if (owed.kind === 'syn-ack') {
      found.push({ flags: ['SYN', 'ACK'], rank: RANK.handshake });
    } else {
      found.push({ flags: ['ACK'], rank: RANK.ack });
    }
  }
  const waits = peer !== undefined && peer.owes.length > 0;
  for (const again of own.sent.slice(0, 1)) {
    const flying = trace.steps.some(isFlying);
    const rank = waits || flying ? RANK.early : RANK.repeat;
    found.push({ flags: [...again.flags], ...(again.len > 0 ? { len: again.len } : {}), again, rank });
  }
  const unsent = own.nxt === own.iss;
  switch (own.state) {
    case 'CLOSED':
    case 'LISTEN': {
      const fresh = own.state === 'CLOSED' && own.ended === undefined && peer?.ended === undefined;
      const answered = peer?.state === 'LISTEN';
      found.push({ flags: ['SYN'], rank: !fresh ? RANK.reopen : answered ? RANK.handshake : RANK.open });
      break;
    }
    case 'SYN_SENT':
      if (unsent) found.push({ flags: ['SYN'], rank: RANK.handshake });
      break;
    case 'SYN_RCVD':
      found.push({ flags: ['SYN', 'ACK'], rank: RANK.early });
      break;
    case 'ESTABLISHED':
    case 'CLOSE_WAIT': {
      const closing = own.state === 'CLOSE_WAIT';
      const quiet = peer?.iss !== undefined && isFresh(own) && isFresh(peer);
      const data = quiet && !closing ? RANK.firstData + turn : RANK.moreData;
      found.push({
        flags: ['ACK'],
        len: own.queued > 0 ? own.queued : room(own),
        rank: own.queued > 0 ? RANK.pending : data,
      });
      found.push({ flags: ['FIN', 'ACK'], rank: closing ? RANK.closeToo : RANK.close + turn });
      break;
    }
    default:
      if (own.fin === undefined) found.push({ flags: ['FIN', 'ACK'], rank: RANK.pending });
  }
  found.push({ flags: ['ACK'], rank: RANK.bareAck }, { flags: ['RST'], rank: RANK.abort });
  return found;
}

/** Whether nothing but the SYN was sent on a connection whose opening is shown. */
function isFresh({ iss, nxt }: Tcb): boolean {
  return iss !== undefined && nxt === add(iss, 1);
}

function isFlying(step: Trace['steps'][number]): step is SegmentStep {
  return step.kind === 'segment' && step.fate === 'sent' && step.arrival === undefined;
}

/** How much data fits in the peer's window. */
function room({ una, nxt, wnd }: Tcb): number {
  return wnd === undefined ? OCTETS : Math.max(1, Math.min(OCTETS, wnd - (nxt - una)));
}

/** The segment as the sender's TCB completes it; undefined where it may not send it. */
function emitted(
  { own, iss }: Standing,
  { flags, len, again }: Candidate,
  script: Script,
): Segment | undefined {
  const draft: Draft = {
    flags: new Set(flags),
    data: len !== undefined,
    len,
    seq: again?.seq,
    ...optional('payload', again?.payload),
    options: again?.options ?? [],
  };
  const context = {
    strict: script.mode === 'strict',
    iss: () => iss,
    cause: script.statements.length,
    unknownLength: 1,
  };
  // In a simultaneous open, the SYN,ACK repeats the SYN that has left already.
  const either = flags.includes('SYN') && flags.includes('ACK');
  const origin = again ? 'repeat' : 'new';
  return emit(own, draft, context).find(
    (one) => one.objections.length === 0 && one.leaves && (either || one.origin === origin),
  )?.segment;
}

/** The segment as a statement of the note. */
function written(
  segment: Segment,
  { rank, again }: Candidate,
  { own, trace }: Standing,
  { script, style, names, from, to }: NewLine,
): NextSegment {
  const opening = segment.flags.has('SYN') && !again;
  const connected = own.state !== 'CLOSED' && own.state !== 'LISTEN';
  const fresh = fresher(style);
  const before = own.iss === undefined && segment.flags.has('ACK');
  const known = (number: Seq): Expr | undefined => expression(trace, style, number);
  const unnamed = (number: Seq): Expr | undefined => known(number) ?? (before ? fresh() : undefined);
  const numbers = {
    ...optional(
      'seq',
      opening ? ((connected ? known(segment.seq) : undefined) ?? fresh()) : unnamed(segment.seq),
    ),
    ...optional('ack', segment.flags.has('ACK') ? unnamed(segment.ack) : undefined),
  };
  const bare = segment.len === 0 && !(['SYN', 'FIN', 'RST'] as const).some((flag) => segment.flags.has(flag));
  const { seq: number, ack } = numbers;
  const statement: SegmentStatement = {
    ...base(script),
    kind: 'segment',
    from,
    ...optional('to', to),
    arrow: to !== undefined && isRightOf(names, from, to) ? 'left' : 'right',
    fate: to === undefined ? 'sent' : 'delivered',
    origin: 'new',
    flags: segment.flags,
    data: segment.len > 0,
    ...optional('seq', style.numbered && (!bare || style.bareSeq) ? number : undefined),
    ...optional('ack', style.numbered ? ack : undefined),
    ...(segment.len > 0 ? { len: segment.len } : {}),
    options: segment.options,
    states: [],
  };
  return { kind: 'segment', statement, numbers, rank };
}

function isRightOf(names: readonly string[], one: string, other: string): boolean {
  const [at, peer] = [names.indexOf(one), names.indexOf(other)];
  return peer >= 0 && (at < 0 ? false : at > peer);
}

function timers(script: Script, ends: readonly (readonly [string, string | undefined])[]): NextCall[] {
  const waiting = ends.flatMap(([from, to]) => {
    const standing = standingOf(script, from, to);
    return standing?.own.state === 'TIME_WAIT' ? [standing.keys[0]] : [];
  });
  return [...new Set(waiting)].map((key): NextCall => {
    const peer = /\((.*)\)$/.exec(key)?.[1];
    const end = { name: nameOf(key), ...optional('peer', peer) };
    const statement: CallStatement = { ...base(script), kind: 'call', end, call: '2MSL', states: [] };
    return { kind: 'call', statement, rank: RANK.timeWaitEnds };
  });
}

function styleOf({ statements }: Script): Style {
  const symbols = new Set<string>();
  const decimals = new Set<number>();
  const collect = (expr: Expr | undefined): void => {
    if (expr?.symbol !== undefined) symbols.add(expr.symbol);
    else if (expr) decimals.add(expr.offset);
  };
  let [segments, bareSeq] = [0, false];
  for (const statement of statements) {
    if (statement.kind === 'segment') {
      segments++;
      collect(statement.seq);
      collect(statement.ack);
      const { flags, data } = statement;
      const bare = !data && flags.size === 1 && flags.has('ACK');
      bareSeq ||= bare && statement.seq !== undefined;
    } else if (statement.kind === 'state') {
      const { snd, una, rcv, iss, irs } = statement.counters;
      for (const expr of [snd, una, rcv, iss, irs]) collect(expr);
    }
  }
  return { symbols, decimals, bareSeq, numbered: segments === 0 || symbols.size + decimals.size > 0 };
}

/** The number as the note would write it, if it can with the names that it has. */
function expression(trace: Trace, { symbols }: Style, number: Seq): Expr | undefined {
  const spoken = /^(.+?)([+-]\d+)?$/.exec(trace.speak(number));
  const [, name = '', offset = '0'] = spoken ?? [];
  if (/^\d+$/.test(name)) return { offset: Number(name) };
  return symbols.has(name) ? { symbol: name, offset: Number(offset) } : undefined;
}

/** Gives numbers that the note does not know yet: the next letter, or the next hundred where it counts in numbers. */
function fresher({ symbols, decimals }: Style): () => Expr {
  const taken = new Set(symbols);
  const counted = new Set(decimals);
  return () => {
    if (symbols.size === 0 && decimals.size > 0) {
      let number = 100;
      while (counted.has(number) || counted.has(number + 1)) number += 200;
      counted.add(number);
      return { offset: number };
    }
    const letters = 'x y z u v w a b c d e f g h i j k l m n o p q r s t'.split(' ');
    let symbol = letters.find((letter) => !taken.has(letter)) ?? 'x1';
    for (let count = 2; taken.has(symbol); count++) symbol = `x${count}`;
    taken.add(symbol);
    return { symbol, offset: 0 };
  };
}

function base({ statements }: Script): { readonly line: number; readonly endLine: number } {
  const line = (statements.at(-1)?.endLine ?? 0) + 1;
  return { line, endLine: line };
}

/** The name of the end that a key stands for. */
function nameOf(key: EndKey): string {
  return key.replace(/\(.*$/, '');
}

function optional<K extends string, T>(key: K, value: T | undefined): Partial<Record<K, T>> {
  return (value === undefined ? {} : { [key]: value }) as Partial<Record<K, T>>;
}
