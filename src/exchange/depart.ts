/** The first half of a segment's way: where it comes from, and what it makes of its sender. */
import { emit, isDoubtful, type Draft, type Emission, type Objection } from '../tcp/emit.js';
import { FLAGS, listed, type Segment } from '../tcp/segment.js';
import { add, distance, seq, type Seq } from '../tcp/seq.js';
import { isSynchronized } from '../tcp/state.js';
import { noConnection, type Tcb } from '../tcp/tcb.js';
import type { Fault } from './fault.js';
import type { Discovery } from './numbers.js';
import { raise } from './raise.js';
import { opened, revived, shiftStream } from './repair.js';
import type { Expr, SegmentStatement } from './script.js';
import type { Route, Scene } from './scene.js';
import type { SegmentStep } from './trace.js';
import { at, bind, blame, oldestFirst, withTcb, type Flight, type World } from './world.js';

/** One way for the arrival half of a statement to begin: a world, the segment on its way, and how it came there. */
export interface Departed {
  readonly world: World;
  readonly segment: Segment;
  readonly from: string;
  readonly to: string;
  readonly origin: SegmentStep['origin'];
  readonly implied: SegmentStep['implied'];
  /** The statement at which it left, where that is another one. */
  readonly departure?: number;
  /** False where the exchange goes on as if the segment had never been. */
  readonly leaves: boolean;
  /** The statement is in error, so that nothing is owed for it. */
  readonly blamed: boolean;
}

/** Objections that would not be there if the connection were open. */
const NOT_OPEN: ReadonlySet<Objection['code']> = new Set([
  'ack-before-syn',
  'data-before-established',
  'fin-before-established',
  'no-connection',
  'sent-after-reset',
]);

/** The first half of a segment statement: where the segment comes from. */
export function depart(
  scene: Scene,
  world: World,
  statement: SegmentStatement,
  index: number,
): readonly Departed[] {
  const { from, to } = scene.topology.ends(statement, index);
  if (statement.fate === 'arrived' && statement.origin === 'new') {
    return fromNetwork(scene, world, statement, index, from, to);
  }
  if (statement.origin === 'dup') {
    const copy = findFlight(scene, world, oldestFirst(world.arrived), statement, to);
    if (copy) return [flown(scene, world, statement, copy, 'dup')];
  }
  if (statement.origin !== 'new')
    return [injected(scene, world, statement, index, from, to, statement.origin)];
  if (!scene.topology.isChecked(from)) return [injected(scene, world, statement, index, from, to, 'new')];
  return sent(scene, world, statement, index, from, to);
}

/** A segment that an end sends now. */
function sent(
  scene: Scene,
  world: World,
  statement: SegmentStatement,
  index: number,
  from: string,
  to: string,
): readonly Departed[] {
  const route: Route = { from, to, key: scene.topology.key(from, to), peerKey: scene.topology.key(to, from) };
  if (!scene.isOpen(world, statement.seq)) return emitted(scene, world, statement, index, route, undefined);
  // A new symbol: what the sender's TCB makes of the number comes first, then the symbol stands for that.
  const { seq: expr } = statement;
  const tcb = world.tcbs.get(route.key) ?? noConnection('CLOSED', 'no');
  const likely = emit(tcb, draftOf(scene, world, statement, undefined), scene.emitContext(route, index));
  // Without a connection the TCB has no number to offer.
  const connected = tcb.state !== 'CLOSED' && tcb.state !== 'LISTEN';
  const known = connected || likely[0]?.objections.length === 0;
  const numbers = new Set(
    known ? likely.map(({ segment }) => segment.seq) : [scene.numbers.value(`seq:${index}`)],
  );
  return [...numbers].flatMap((number) => {
    if (expr?.symbol === undefined) return [];
    const { symbol, offset } = expr;
    if (!scene.isNamed(world, number)) {
      return emitted(scene, bind(world, symbol, add(number, -offset)), statement, index, route, number);
    }
    const hidden = unshown(scene, world, route, tcb, expr, index);
    if (hidden) return emitted(scene, hidden[0], statement, index, route, hidden[1]);
    const fault: Fault = { code: 'contradictory-symbol', symbol, expected: number };
    const bound = bind(blame(world, fault, at(index, 'seq')), symbol, add(number, -offset));
    return emitted(scene, bound, statement, index, route, number).map((way) => ({ ...way, blamed: true }));
  });
}

/** The ways in which the sender's TCB can send what is written, `number` being its SEG.SEQ where that is settled. */
function emitted(
  scene: Scene,
  world: World,
  statement: SegmentStatement,
  index: number,
  route: Route,
  number: Seq | undefined,
): readonly Departed[] {
  const tcb = world.tcbs.get(route.key) ?? noConnection('CLOSED', 'no');
  const draft = draftOf(scene, world, statement, number);
  const emissions = emit(tcb, draft, scene.emitContext(route, index));
  const ways = plausible(scene, world, route, draft, emissions).map((emission) =>
    left(scene, world, statement, index, route, emission),
  );
  const objections = emissions[0]?.objections ?? [];
  ways.push(...shifted(scene, world, statement, index, route, draft, objections));
  if (!objections.some(({ code }) => NOT_OPEN.has(code))) return ways;
  // The lines below may take the connection for open; then so be it, rather than an error on each of them.
  let open = world;
  for (const objection of objections) open = raise(scene, open, objection, index, route);
  const reopens = tcb.ended === undefined || draft.flags.has('SYN');
  open = reopens ? opened(scene, open, route, index, draft) : revived(open, route, index);
  const [emission] = emit(open.tcbs.get(route.key) ?? tcb, draft, scene.emitContext(route, index));
  if (emission === undefined || emission.objections.length > 0) return ways;
  return [...ways, { ...left(scene, open, statement, index, route, emission), blamed: true }];
}

/**
 * Data without a number could be new or sent again. It is new if nothing was lost; if something was, what looks like
 * the last segment of this end is first taken for that segment again.
 */
function plausible(
  scene: Scene,
  world: World,
  route: Route,
  draft: Draft,
  emissions: readonly Emission[],
): readonly Emission[] {
  const fresh = emissions.filter(({ origin }) => origin === 'new');
  const again = emissions.filter(({ origin }) => origin === 'repeat');
  if (draft.seq !== undefined || fresh.length === 0 || again.length === 0) return emissions;
  const fired = world.tcbs.get(route.key)?.fired === 'timeout';
  if (!fired && !world.lossy.has(route.key)) return fresh;
  const last = world.tcbs.get(route.key)?.sent.at(-1);
  const looksAlike = draft.len !== undefined && last?.len === draft.len && last.payload === draft.payload;
  return fired || looksAlike ? [...again, ...fresh] : emissions;
}

/**
 * After a wrong number, the lines below may agree with it rather than with the lines above: then the mistake was made
 * where the number came from, and is one mistake all the same.
 */
function shifted(
  scene: Scene,
  world: World,
  statement: SegmentStatement,
  index: number,
  route: Route,
  draft: Draft,
  objections: readonly Objection[],
): readonly Departed[] {
  const [objection, ...more] = objections;
  if (objection === undefined || more.length > 0) return [];
  if (objection.code !== 'wrong-sequence-number' && objection.code !== 'wrong-ack-number') return [];
  const by = distance(objection.written, objection.expected);
  const [sender, receiver] =
    objection.code === 'wrong-sequence-number' ? [route.key, route.peerKey] : [route.peerKey, route.key];
  const blamed = raise(scene, world, objection, index, route);
  const moved = shiftStream(blamed, sender, receiver, by, index);
  const tcb = moved.tcbs.get(route.key);
  const [emission] = tcb === undefined ? [] : emit(tcb, draft, scene.emitContext(route, index));
  if (emission === undefined || emission.objections.length > 0) return [];
  return [{ ...left(scene, moved, statement, index, route, emission), blamed: true }];
}

/**
 * A new symbol where the sender's next number is known already: data that the note does not show. Both
 * ends have agreed on it, and the symbol lies somewhere at or after the next number.
 */
function unshown(
  scene: Scene,
  world: World,
  { key, peerKey }: Route,
  sender: Tcb,
  expr: Expr,
  index: number,
): readonly [World, Seq] | undefined {
  const receiver = world.tcbs.get(peerKey);
  const sends = sender.fin === undefined && isSynchronized(sender.state) && sender.state !== 'TIME_WAIT';
  const receives =
    receiver === undefined || (isSynchronized(receiver.state) && receiver.peerFin === undefined);
  if (scene.script.mode === 'strict' || !sends || !receives || expr.symbol === undefined) return undefined;
  const value = scene.numbers.value(`unshown:${index}`);
  let next = withTcb(
    world,
    key,
    { ...sender, nxt: value, una: value, sent: [], edge: undefined, wnd: undefined },
    index,
  );
  if (receiver)
    next = withTcb(
      next,
      peerKey,
      { ...receiver, rcv: value, acked: value, held: [], rcvEdge: undefined },
      index,
    );
  return [bind(next, expr.symbol, add(value, -expr.offset)), value];
}

/** The world after an emission: the sender's TCB, its objections, the symbol that its acknowledgment binds. */
function left(
  scene: Scene,
  before: World,
  statement: SegmentStatement,
  index: number,
  route: Route,
  emission: Emission,
): Departed {
  const { from, to, key } = route;
  const sender = before.tcbs.get(key);
  let world = before;
  for (const objection of emission.objections) world = raise(scene, world, objection, index, route);
  let blamed = emission.objections.some((objection) => !isDoubtful(objection));
  if (emission.leaves) world = withTcb(world, key, emission.tcb, index);
  const { ack } = statement;
  if (ack?.symbol !== undefined && scene.isOpen(before, ack)) {
    const { symbol, offset } = ack;
    const acks = emission.segment.flags.has('ACK');
    const number = acks ? emission.segment.ack : scene.numbers.value(`ack:${index}`);
    if (acks && !blamed && scene.isNamed(world, number) && isSynchronizedOrOpening(sender)) {
      world = blame(world, { code: 'contradictory-symbol', symbol, expected: number }, at(index, 'ack'));
      blamed = true;
    }
    world = bind(world, symbol, add(number, -offset));
  }
  if (
    statement.data &&
    statement.len === undefined &&
    emission.segment.len > 0 &&
    emission.origin === 'new'
  ) {
    const soft = { statement: index, start: emission.segment.seq };
    world = { ...world, softLengths: [...world.softLengths, soft] };
  }
  return {
    world,
    segment: emission.segment,
    from,
    to,
    origin: emission.origin,
    implied: emission.implied.map((name) => ({ endpoint: key, call: name })),
    leaves: emission.leaves,
    blamed,
  };
}

/** A segment that was under way arrives now: the oldest that fits what is written. */
function fromNetwork(
  scene: Scene,
  world: World,
  statement: SegmentStatement,
  index: number,
  from: string,
  to: string,
): readonly Departed[] {
  const flight = findFlight(scene, world, world.flights, statement, to);
  if (flight) {
    const left = { ...world, flights: world.flights.filter((other) => other !== flight) };
    return [flown(scene, left, statement, flight, 'new')];
  }
  if (!scene.topology.isChecked(from)) return [injected(scene, world, statement, index, from, to, 'new')];
  const fault: Fault = { code: 'arrival-without-departure', flags: listed(statement.flags) };
  const blamed = {
    ...blame(world, fault, at(index, 'segment')),
    proposal: flightProposal(scene, world, statement, to),
  };
  const brought = injected(scene, blamed, statement, index, from, to, 'new');
  // The lines below may count on its arrival or not.
  return [
    { ...brought, leaves: false, blamed: true },
    { ...brought, blamed: true },
  ];
}

/** The flight that an arrival would be if a number that is still open were what is written. */
function flightProposal(
  scene: Scene,
  world: World,
  statement: SegmentStatement,
  to: string,
): Discovery | undefined {
  for (const flight of world.flights) {
    if (!goesTo(scene, flight, statement, to) || !sameFlags(flight.segment, statement)) continue;
    const pairs = [
      [scene.resolve(world, statement.seq), flight.segment.seq],
      [scene.resolve(world, statement.ack), flight.segment.ack],
    ] as const;
    for (const [written, actual] of pairs) {
      if (written === undefined || written === actual) continue;
      const fixed = scene.numbers.reconcile(written, actual, (unknown) => scene.names(world, unknown));
      if (fixed) return fixed;
    }
  }
  return undefined;
}

function findFlight(
  scene: Scene,
  world: World,
  flights: readonly Flight[],
  statement: SegmentStatement,
  to: string,
): Flight | undefined {
  return flights.find(
    (flight) =>
      goesTo(scene, flight, statement, to) &&
      sameFlags(flight.segment, statement) &&
      (statement.data ? flight.segment.len > 0 : true) &&
      (statement.len === undefined || statement.len === flight.segment.len) &&
      fitsNumber(scene.resolve(world, statement.seq), flight.segment.seq) &&
      (statement.ack === undefined || fitsNumber(scene.resolve(world, statement.ack), flight.segment.ack)),
  );
}

function goesTo(scene: Scene, flight: Flight, statement: SegmentStatement, to: string): boolean {
  const rightWay = scene.topology.address(flight.to) === scene.topology.address(to);
  return rightWay && (statement.from === undefined || flight.from === statement.from);
}

function flown(
  scene: Scene,
  before: World,
  statement: SegmentStatement,
  flight: Flight,
  origin: 'new' | 'dup',
): Departed {
  let world = before;
  const { segment } = flight;
  for (const [expr, number] of [
    [statement.seq, segment.seq],
    [statement.ack, segment.ack],
  ] as const) {
    if (expr?.symbol !== undefined && scene.isOpen(world, expr)) {
      world = bind(world, expr.symbol, add(number, -expr.offset));
    }
  }
  const { from, statement: departure } = flight;
  const to = statement.to ?? flight.to;
  return { world, segment, from, to, origin, implied: [], departure, leaves: true, blamed: false };
}

/** A segment that no TCB in the scenario has sent: an old one, a forged one, or an injector's. */
function injected(
  scene: Scene,
  before: World,
  statement: SegmentStatement,
  index: number,
  from: string,
  to: string,
  origin: 'new' | 'dup' | 'stale' | 'forged',
): Departed {
  let world = before;
  const receiver = world.tcbs.get(scene.topology.key(to, from));
  const connected = receiver !== undefined && !['CLOSED', 'LISTEN', 'SYN_SENT'].includes(receiver.state);
  const age = origin === 'stale' || origin === 'dup' ? 'old' : 'new';
  const guess = (what: 'seq' | 'ack'): Seq => {
    // An injector that writes no numbers means the right ones; those of an old segment are long past.
    if (age === 'new' && connected) return what === 'seq' ? receiver.rcv : receiver.nxt;
    if (what === 'ack' && age === 'new' && receiver?.state === 'SYN_SENT') return receiver.nxt;
    return scene.numbers.value(`${what}:${index}`, age);
  };
  const number = (expr: Expr | undefined, what: 'seq' | 'ack'): Seq => {
    const written = scene.resolve(world, expr);
    if (written !== undefined) return written;
    const open = expr === undefined ? guess(what) : scene.numbers.value(`${what}:${index}`, age);
    if (expr?.symbol !== undefined) world = bind(world, expr.symbol, add(open, -expr.offset));
    return open;
  };
  const flags = new Set(statement.flags);
  const open = receiver === undefined || isSynchronized(receiver.state);
  const shorthand = open && (statement.data || flags.has('FIN') || flags.has('PSH'));
  if (shorthand && !flags.has('SYN') && !flags.has('RST') && scene.script.mode === 'notes') flags.add('ACK');
  const segment: Segment = {
    flags,
    seq: number(statement.seq, 'seq'),
    ack: flags.has('ACK') ? number(statement.ack, 'ack') : seq(0),
    len: statement.len ?? (statement.data ? scene.numbers.length(index) : 0),
    options: statement.options,
    ...(statement.win === undefined ? {} : { win: statement.win }),
  };
  return { world, segment, from, to, origin, implied: [], leaves: true, blamed: false };
}

/** What is written, symbols resolved; `number` stands in for a SEG.SEQ that is still open. */
function draftOf(scene: Scene, world: World, statement: SegmentStatement, number: Seq | undefined): Draft {
  const { flags, data, len } = statement;
  // Data of no octets is an ACK by another name.
  const empty = data && len === 0;
  return {
    flags: empty && flags.size === 0 && scene.script.mode === 'notes' ? new Set(['ACK']) : flags,
    data: data && !empty,
    seq: number ?? scene.resolve(world, statement.seq),
    ack: scene.resolve(world, statement.ack),
    len,
    payload: statement.payload,
    win: statement.win,
    up: statement.up,
    options: statement.options,
  };
}

/** The flags of an arrival are those of the segment; ACK may be left out where it is shorthand. */
function sameFlags(segment: Segment, statement: SegmentStatement): boolean {
  return FLAGS.every((flag) => {
    const sent = segment.flags.has(flag);
    const written = statement.flags.has(flag);
    if (flag === 'PSH') return true;
    return sent === written || (flag === 'ACK' && sent && !statement.flags.has('SYN'));
  });
}

function fitsNumber(written: Seq | undefined, actual: Seq): boolean {
  return written === undefined || written === actual;
}

function isSynchronizedOrOpening(tcb: Tcb | undefined): boolean {
  return tcb !== undefined && tcb.state !== 'CLOSED' && tcb.state !== 'LISTEN';
}
