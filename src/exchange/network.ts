/** The other way in which a segment comes to arrive: out of the network, or from somebody who is no TCP. */
import { FLAGS, listed, segEnd, type Segment } from '../tcp/segment.js';
import { add, after, seq, type Seq } from '../tcp/seq.js';
import { isSynchronized } from '../tcp/state.js';
import { arrivalProposal, comesFromEarlier, startOfEarlier } from './excerpt/earlier.js';
import type { Fault } from './fault.js';
import { flightsIn, type Flight, type Flights, type Sought } from './flights.js';
import type { Discovery } from './numbers.js';
import type { Expr, SegmentStatement } from './script.js';
import type { Line } from './scene.js';
import { at, bind, blame, type Departed, type World } from './world.js';

/** A segment that was under way arrives now: the oldest that fits what is written. */
export function fromNetwork(line: Line, before: World): readonly Departed[] {
  const { scene, statement, route } = line;
  const found = findFlight(line, before, before.flights);
  const flying = found ? [landed(line, before, found)] : [];
  // Data may be written as the bare ACK that it is, too: then another segment may be meant that has left before.
  if (found && statement.data === found[1].segment.len > 0) return flying;
  if (!scene.topology.isChecked(route.from)) return found ? flying : [injected(line, before, 'new')];
  const world = boundByArrival(line, before);
  const start =
    statement.seq === undefined ? startOfEarlier(line, world) : scene.resolve(world, statement.seq);
  const earlier = comesFromEarlier(line, world, start);
  const begun: SegmentStatement = start === undefined ? statement : { ...statement, seq: { offset: start } };
  if (found || earlier.length > 0) {
    const left = earlier.flatMap((one) =>
      acknowledging(line, one, begun).map((as) => injected({ ...line, statement: as }, one, 'new')),
    );
    return [...flying, ...left];
  }
  const fault: Fault = { code: 'arrival-without-departure', flags: listed(statement.flags) };
  const proposal = flightProposal(line, world) ?? arrivalProposal(line, world, start);
  return [refused(line, { ...world, proposal }, fault)];
}

/** What left before the scenario and says no acknowledgment may have acknowledged all that was sent, or nothing new. */
function acknowledging(
  { route }: Line,
  world: World,
  statement: SegmentStatement,
): readonly SegmentStatement[] {
  const { una, nxt } = world.tcbs.get(route.peerKey) ?? {};
  if (statement.ack !== undefined || una === undefined || una === nxt) return [statement];
  return [statement, { ...statement, ack: { offset: una } }];
}

/** The segment arrives that has been in the network since a line above. */
function landed(line: Line, before: World, [number, flight]: readonly [number, Flight]): Departed {
  return flown(line, { ...before, flights: before.flights.without(flight, number) }, flight, 'new');
}

/** Nothing has arrived, until the repairs say what may have been meant. */
function refused(line: Line, world: World, fault: Fault): Departed {
  const { statement, index } = line;
  const blamed = blame(world, fault, at(index, 'segment'));
  const found = blamed.found ? [blamed.found.item] : [];
  const refusal = { world, objections: [], found, right: undefined, doubtful: false };
  const origin = statement.origin;
  return { ...injected(line, { ...blamed, refusal }, origin), leaves: false, blamed: true };
}

/**
 * The world in which new symbols on a segment that was under way when the scenario began stand for what its receiver
 * expects: as those of a segment that leaves stand for what its sender has.
 */
function boundByArrival({ scene, statement, route }: Line, world: World): World {
  const receiver = world.tcbs.get(route.peerKey);
  const earlier = world.earlier.get(route.peerKey);
  if (earlier === undefined || receiver === undefined) return world;
  let next = world;
  for (const [expr, number] of [
    [statement.seq, statement.flags.has('SYN') ? earlier.syn.number : receiver.rcv],
    [statement.ack, receiver.nxt],
  ] as const) {
    if (expr?.symbol === undefined || !scene.isOpen(next, expr) || scene.isNamed(next, number)) continue;
    next = bind(next, expr.symbol, add(number, -expr.offset));
  }
  return next;
}

/** A copy of a segment that has arrived, arriving again. */
export function copied(line: Line, world: World): readonly Departed[] {
  const { scene, statement, route } = line;
  const copy = findFlight(line, world, flightsIn(world.arrived));
  if (copy) return [flown(line, world, copy[1], 'dup')];
  const brought = injected(line, world, 'dup');
  if (!scene.topology.isChecked(route.from) || mayHaveArrivedEarlier(line, world, brought.segment)) {
    return [brought];
  }
  const fault: Fault = { code: 'arrival-without-departure', flags: listed(statement.flags), copy: true };
  return [refused(line, world, fault)];
}

/** Whether a segment may have arrived before the first line: nothing that was sent after that has. */
function mayHaveArrivedEarlier({ route, statement }: Line, world: World, segment: Segment): boolean {
  const earlier = world.earlier.get(route.peerKey);
  if (earlier === undefined) return false;
  if (earlier.former) return true;
  // Nor does it acknowledge what had not been sent then.
  const answered = world.earlier.get(route.key);
  const isOpen =
    answered === undefined ||
    answered.former ||
    (answered.open.nxt && !world.marks.has(`nxt ${route.peerKey}`));
  if (statement.ack && !isOpen && after(segment.ack, answered.sent)) return false;
  return !after(segEnd(segment), earlier.sent) || !world.marks.has(`nxt ${route.key}`);
}

/** The flight that an arrival would be if a number that is still open were what is written. */
function flightProposal(line: Line, world: World): Discovery | undefined {
  const { scene, statement } = line;
  let looked = 0;
  for (const [, flight] of world.flights.candidates(soughtBy(line, undefined))) {
    if (looked++ === MOST_ALIKE) return undefined;
    if (!comesFrom(statement, flight) || !isLike(flight.segment, statement)) continue;
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

/** Of so many segments that a line may mean, the one that is just as it is written. */
const MOST_ALIKE = 64;

/** The oldest flight that a line may mean, and its number among the flights. */
function findFlight(line: Line, world: World, flights: Flights): readonly [number, Flight] | undefined {
  const { scene, statement } = line;
  const ack = scene.resolve(world, statement.ack);
  let first: readonly [number, Flight] | undefined;
  let looked = 0;
  for (const candidate of flights.candidates(soughtBy(line, scene.resolve(world, statement.seq)))) {
    const [, flight] = candidate;
    scene.work.add(1);
    const fits =
      comesFrom(statement, flight) &&
      isLike(flight.segment, statement) &&
      (statement.data ? flight.segment.len > 0 : true) &&
      (statement.len === undefined || statement.len === flight.segment.len) &&
      (ack === undefined || ack === flight.segment.ack) &&
      !isContradicted(flight.segment, statement);
    if (!fits) continue;
    if (isAsWritten(flight.segment, statement)) return candidate;
    first ??= candidate;
    if (looked++ === MOST_ALIKE) break;
  }
  return first;
}

function soughtBy({ scene, statement, route }: Line, seq: Seq | undefined): Sought {
  return { address: scene.topology.address(route.to), flags: statement.flags, seq };
}

/** Whether nothing of what is written is short for something else: with or without ACK a reset is another one. */
function isAsWritten(segment: Segment, { flags, win, options }: SegmentStatement): boolean {
  return (
    FLAGS.every((flag) => segment.flags.has(flag) === flags.has(flag)) &&
    (win === undefined || win === segment.win) &&
    options.every(({ name, value }) => segment.options.some((o) => o.name === name && o.value === value))
  );
}

/** Whether something is written that the segment says differently: its window, its contents, an option's value. */
function isContradicted(segment: Segment, { win, up, payload, options }: SegmentStatement): boolean {
  const differs = <T>(one: T | undefined, other: T | undefined): boolean =>
    one !== undefined && other !== undefined && one !== other;
  return (
    differs(win, segment.win) ||
    differs(up, segment.up) ||
    differs(payload, segment.payload) ||
    options.some(({ name, value }) => {
      const sent = segment.options.filter((option) => option.name === name);
      return sent.length > 0 && !sent.some((option) => option.value === value);
    })
  );
}

function comesFrom({ from }: SegmentStatement, flight: Flight): boolean {
  return from === undefined || flight.from === from;
}

function flown({ scene, statement }: Line, before: World, flight: Flight, origin: 'new' | 'dup'): Departed {
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
export function injected(
  { scene, statement, index, route }: Line,
  before: World,
  origin: 'new' | 'dup' | 'stale' | 'forged',
): Departed {
  let world = before;
  const { from, to } = route;
  const receiver = world.tcbs.get(route.peerKey);
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
    ...(statement.payload === undefined ? {} : { payload: statement.payload }),
    ...(statement.win === undefined ? {} : { win: statement.win }),
    ...(statement.up === undefined ? {} : { up: statement.up }),
  };
  return { world, segment, from, to, origin, implied: [], leaves: true, blamed: false };
}

/** The flags of an arrival are those of the segment; ACK may be left out where it is shorthand. */
export function isLike(segment: Segment, statement: SegmentStatement): boolean {
  return FLAGS.every((flag) => {
    const sent = segment.flags.has(flag);
    const written = statement.flags.has(flag);
    if (flag === 'PSH') return true;
    return sent === written || (flag === 'ACK' && sent && !statement.flags.has('SYN'));
  });
}
