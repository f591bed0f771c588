/** The first half of a segment's way: where it comes from, and what it makes of its sender. */
import { emit, isDoubtful, type Draft, type Emission, type Objection } from '../tcp/emit.js';
import { add, distance, type Seq } from '../tcp/seq.js';
import { isSynchronized } from '../tcp/state.js';
import { noConnection, type Tcb } from '../tcp/tcb.js';
import { withEarlier } from './earlier.js';
import type { Fault } from './fault.js';
import { copied, fromNetwork, injected } from './network.js';
import { raise } from './raise.js';
import { opened, revived, shiftStream } from './repair.js';
import type { Expr, SegmentStatement } from './script.js';
import type { Line, Scene } from './scene.js';
import { at, bind, blame, withTcb, type Departed, type World } from './world.js';

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
  const route = { from, to, key: scene.topology.key(from, to), peerKey: scene.topology.key(to, from) };
  const line: Line = { scene, statement, index, route };
  if (statement.fate === 'arrived' && statement.origin === 'new') return fromNetwork(line, world);
  if (statement.origin === 'dup') return copied(line, world);
  if (statement.origin !== 'new') return [injected(line, world, statement.origin)];
  if (!scene.topology.isChecked(from)) return [injected(line, world, 'new')];
  return sent(line, world);
}

/** A segment that an end sends now. */
function sent(line: Line, world: World): readonly Departed[] {
  const { scene, statement, index, route } = line;
  const { seq: expr } = statement;
  if (expr?.symbol === undefined || !scene.isOpen(world, expr)) return emitted(line, world, undefined);
  // A new symbol: what the sender's TCB makes of the number comes first, then the symbol stands for that.
  const tcb = senderOf(line, world);
  const likely = emit(tcb, draftOf(line, world, undefined), scene.emitContext(route, index));
  // Without a connection the TCB has no number to offer.
  const connected = tcb.state !== 'CLOSED' && tcb.state !== 'LISTEN';
  const known = connected || likely[0]?.objections.length === 0;
  const numbers = new Set(
    known ? likely.map(({ segment }) => segment.seq) : [scene.numbers.value(`seq:${index}`)],
  );
  const { symbol, offset } = expr;
  return [...numbers].flatMap((number) => {
    if (!scene.isNamed(world, number))
      return emitted(line, bind(world, symbol, add(number, -offset)), number);
    const hidden = unshown(line, world);
    if (hidden) return emitted(line, hidden[0], hidden[1]);
    const wrong = misnumbered(line, world, expr, number);
    return emitted(line, wrong, number).map((way) => ({ ...way, blamed: true }));
  });
}

/** A new symbol for a number that is known: a reset has the wrong number then, anything else the wrong name for it. */
function misnumbered(line: Line, world: World, { symbol = '', offset }: Expr, number: Seq): World {
  const { scene, statement, index, route } = line;
  if (statement.flags.has('RST')) {
    const own = bind(world, symbol, add(scene.numbers.value(`seq:${index}`), -offset));
    const ways = emit(senderOf(line, world), draftOf(line, own, undefined), scene.emitContext(route, index));
    const objection = ways
      .flatMap(({ objections }) => objections)
      .find((one) => one.code === 'wrong-reset-numbers' && one.expected === number);
    if (objection) return blame(own, { ...objection, end: route.key } as Fault, at(index, 'seq'));
  }
  const fault: Fault = { code: 'contradictory-symbol', symbol, expected: number };
  return bind(blame(world, fault, at(index, 'seq')), symbol, add(number, -offset));
}

function senderOf({ route }: Line, world: World): Tcb {
  return world.tcbs.get(route.key) ?? noConnection('CLOSED', 'no');
}

/** The ways in which the sender's TCB can send what is written, `number` being its SEG.SEQ where that is settled. */
function emitted(line: Line, world: World, number: Seq | undefined): readonly Departed[] {
  const { scene, index, route } = line;
  const tcb = senderOf(line, world);
  const draft = draftOf(line, world, number);
  const emissions = emit(tcb, draft, scene.emitContext(route, index));
  const ways = plausible(line, world, draft, emissions).map((emission) => left(line, world, emission));
  const objections = emissions[0]?.objections ?? [];
  if (objections.length === 0) return ways;
  const filled = withEarlier(line, world, draft);
  if (filled) return emitted(line, filled, number);
  ways.push(...shifted(line, world, draft, objections), ...counted(line, world, emissions));
  if (!objections.some(({ code }) => NOT_OPEN.has(code))) return ways;
  // The lines below may take the connection for open; then so be it, rather than an error on each of them.
  let open = world;
  for (const objection of objections) open = raise(scene, open, objection, index, route);
  const reopens = tcb.ended === undefined || draft.flags.has('SYN');
  open = reopens ? opened(scene, open, route, index, draft) : revived(open, route, index);
  const [emission] = emit(open.tcbs.get(route.key) ?? tcb, draft, scene.emitContext(route, index));
  if (emission === undefined || emission.objections.length > 0) return ways;
  return [...ways, { ...left(line, open, emission), blamed: true }];
}

/**
 * Data without a number could be new or sent again. It is new if nothing was lost; if something was, what looks like
 * the last segment of this end is first taken for that segment again.
 */
function plausible(
  { route }: Line,
  world: World,
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
  line: Line,
  world: World,
  draft: Draft,
  objections: readonly Objection[],
): readonly Departed[] {
  const { scene, index, route } = line;
  const [objection, ...more] = objections;
  if (objection === undefined || more.length > 0) return [];
  if (objection.code !== 'wrong-sequence-number' && objection.code !== 'wrong-ack-number') return [];
  const { written, expected } = objection;
  const sends = objection.code === 'wrong-sequence-number';
  const [sender, receiver] = sends ? [route.key, route.peerKey] : [route.peerKey, route.key];
  const blamed = raise(scene, world, objection, index, route);
  const own = senderOf(line, blamed);
  const moved = [
    shiftStream(blamed, sender, receiver, distance(written, expected), index),
    // Or only this end counts like that.
    withTcb(blamed, route.key, sends ? { ...own, nxt: written } : { ...own, rcv: written }, index),
  ];
  return moved.flatMap((next) => {
    const [emission] = emit(senderOf(line, next), draft, scene.emitContext(route, index));
    if (emission === undefined || emission.objections.length > 0) return [];
    const way = left(line, { ...next, guesses: next.guesses + 1 }, emission);
    return [{ ...way, blamed: true }];
  });
}

/** After data behind a FIN, the lines below may count its octets. */
function counted(line: Line, world: World, emissions: readonly Emission[]): readonly Departed[] {
  const { scene, index, route } = line;
  const [emission] = emissions;
  const [objection, ...more] = emission?.objections ?? [];
  if (emission === undefined || objection?.code !== 'data-after-fin' || more.length > 0) return [];
  const blamed = raise(scene, world, objection, index, route);
  const next = shiftStream(blamed, route.key, route.peerKey, emission.segment.len, index);
  const way = left(line, { ...next, guesses: next.guesses + 1 }, { ...emission, objections: [] });
  return [{ ...way, blamed: true }];
}

/**
 * A new symbol where the sender's next number is known already: data that the note does not show. Both
 * ends have agreed on it, and the symbol lies somewhere at or after the next number.
 */
function unshown({ scene, statement, index, route }: Line, world: World): readonly [World, Seq] | undefined {
  const { key, peerKey } = route;
  const { seq: expr } = statement;
  const sender = world.tcbs.get(key) ?? noConnection('CLOSED', 'no');
  const receiver = world.tcbs.get(peerKey);
  const sends = sender.fin === undefined && isSynchronized(sender.state) && sender.state !== 'TIME_WAIT';
  const receives =
    receiver === undefined || (isSynchronized(receiver.state) && receiver.peerFin === undefined);
  if (scene.script.mode === 'strict' || !sends || !receives || expr?.symbol === undefined) return undefined;
  const value = scene.numbers.value(`unshown:${index}`);
  const sent = {
    ...sender,
    nxt: value,
    una: value,
    sent: [],
    edge: undefined,
    latestEdge: undefined,
    wnd: undefined,
  };
  let next = withTcb(world, key, sent, index);
  if (receiver) {
    const window = { rcvEdge: undefined, rcvLatest: undefined };
    const received = { ...receiver, rcv: value, acked: value, held: [], ...window };
    next = withTcb(next, peerKey, received, index);
  }
  return [bind(next, expr.symbol, add(value, -expr.offset)), value];
}

/** The world after an emission: the sender's TCB, its objections, the symbol that its acknowledgment binds. */
function left({ scene, statement, index, route }: Line, before: World, emission: Emission): Departed {
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
    let number = acks ? emission.segment.ack : scene.numbers.value(`ack:${index}`);
    const resets = emission.segment.flags.has('RST');
    const counts = resets || isSynchronizedOrOpening(sender);
    if (acks && !blamed && counts && scene.isNamed(world, number)) {
      const expected = number;
      if (resets) number = scene.numbers.value(`ack:${index}`);
      const fault: Fault = resets
        ? { code: 'wrong-reset-numbers', end: key, field: 'ack', written: number, expected }
        : { code: 'contradictory-symbol', symbol, expected };
      world = blame(world, fault, at(index, 'ack'));
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

/** What is written, symbols resolved; `number` stands in for a SEG.SEQ that is still open. */
function draftOf({ scene, statement }: Line, world: World, number: Seq | undefined): Draft {
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

function isSynchronizedOrOpening(tcb: Tcb | undefined): boolean {
  return tcb !== undefined && tcb.state !== 'CLOSED' && tcb.state !== 'LISTEN';
}
