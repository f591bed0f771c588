/** The first half of a segment's way: where it comes from, and what it makes of its sender. */
import type { Draft, Emission } from '../tcp/emit.js';
import type { Segment } from '../tcp/segment.js';
import { add, seq, type Seq } from '../tcp/seq.js';
import { isSynchronized } from '../tcp/state.js';
import { changed, noConnection, type Tcb } from '../tcp/tcb.js';
import { sentBeforeExcerpt, withEarlier } from './excerpt/earlier.js';
import type { Fault } from './fault.js';
import { copied, fromNetwork, injected } from './network.js';
import { raise } from './raise.js';
import { judge, type Judged } from './repairs/right.js';
import { weighed } from './repairs/unheld.js';
import type { Expr, SegmentStatement } from './script.js';
import type { Line, Scene } from './scene.js';
import type { EndKey } from './trace.js';
import { at, bind, blame, oldestFirst, withTcb, type Departed, type World } from './world.js';

/** sent: as its sender can. written: as it is written, whatever its sender can. refused: not at all. */
export type How = 'sent' | 'written' | 'refused';

/** The first half of a segment statement: where the segment comes from. */
export function depart(
  scene: Scene,
  world: World,
  statement: SegmentStatement,
  index: number,
  how: How = 'sent',
): readonly Departed[] {
  const { from, to } = scene.topology.ends(statement, index);
  const route = { from, to, key: scene.topology.key(from, to), peerKey: scene.topology.key(to, from) };
  const line: Line = { scene, statement, index, route };
  if (how !== 'sent') return anyway(line, world, how);
  if (statement.fate === 'arrived' && statement.origin === 'new') return fromNetwork(line, world);
  if (statement.origin === 'dup') return copied(line, world);
  if (statement.origin !== 'new') return [injected(line, world, statement.origin)];
  if (!scene.topology.isChecked(from)) return [injected(line, world, 'new')];
  return sent(line, world);
}

/** A segment that an end sends now. */
function sent(line: Line, before: World): readonly Departed[] {
  const { scene, statement, index, route } = line;
  const world = withUnshownByPeer(line, before);
  const { seq: expr } = statement;
  const again = sentBeforeExcerpt(scene, world, route, index);
  if (expr === undefined && again !== undefined && statement.data)
    return [...emitted(line, world, undefined), ...emitted(line, world, again)];
  if (expr?.symbol === undefined || !scene.isOpen(world, expr)) return emitted(line, world, undefined);
  // A new symbol: what the sender's TCB makes of the number comes first, then the symbol stands for that.
  const tcb = senderOf(line, world);
  const { emissions, objections } = judge(
    tcb,
    draftOf(line, world, undefined),
    scene.emitContext(route, index),
  );
  // Without a connection the TCB has no number to offer.
  const connected = tcb.state !== 'CLOSED' && tcb.state !== 'LISTEN';
  const fresh = emissions.length > 0 ? emissions.map(({ segment }) => segment.seq) : [tcb.nxt];
  const offered = again === undefined ? fresh : [again];
  const known = connected || objections.length === 0;
  const numbers = new Set(known ? offered : [scene.numbers.value(`seq:${index}`)]);
  const { symbol, offset } = expr;
  return [...numbers].flatMap((number) => {
    if (!scene.isNamed(world, number))
      return emitted(line, bind(world, symbol, add(number, -offset)), number);
    const hidden = unshown(line, world, { ...route, expr });
    if (hidden) return emitted(line, hidden[0], hidden[1]);
    return misnumbered(line, world, expr, number);
  });
}

/** A new symbol for a number that is known: a reset has the wrong number then, anything else the wrong name for it. */
function misnumbered(
  line: Line,
  world: World,
  { symbol = '', offset }: Expr,
  number: Seq,
): readonly Departed[] {
  const { scene, statement, index, route } = line;
  if (statement.flags.has('RST')) {
    const other = scene.numbers.value(`seq:${index}`);
    const own = bind(world, symbol, add(other, -offset));
    const { objections } = judge(
      senderOf(line, own),
      draftOf(line, own, other),
      scene.emitContext(route, index),
    );
    const isWrong = objections.some((one) => one.code === 'wrong-reset-numbers' && one.expected === number);
    // The number is another one because it is to be.
    const settled = (way: Departed): Departed => ({ ...way, world: { ...way.world, proposal: undefined } });
    if (isWrong) return emitted(line, own, other).map(settled);
  }
  const fault: Fault = { code: 'contradictory-symbol', symbol, expected: number };
  const named = bind(blame(world, fault, at(index, 'seq')), symbol, add(number, -offset));
  return emitted(line, named, number).map((way) => ({ ...way, blamed: true }));
}

function senderOf({ route }: Line, world: World): Tcb {
  return world.tcbs.get(route.key) ?? noConnection('CLOSED', 'no');
}

/** The ways in which the sender's TCB can send what is written, `number` being its SEG.SEQ where that is settled. */
function emitted(line: Line, world: World, number: Seq | undefined): readonly Departed[] {
  const { scene, index, route } = line;
  const draft = draftOf(line, world, number);
  const judged = judge(senderOf(line, world), draft, scene.emitContext(route, index));
  if (judged.objections.length > 0) {
    const filled = withEarlier(line, world, draft);
    if (filled) return emitted(line, filled, number);
  }
  if (judged.objections.length > 0 && !judged.doubtful) return [refused(line, world, draft, judged)];
  return plausible(line, world, draft, judged.emissions).map((emission) =>
    left(line, told(line, weighed(line, world), judged), emission),
  );
}

/** What no conforming end can send: as if it had not, until the repairs say what may have been meant. */
function refused(line: Line, before: World, draft: Draft, judged: Judged): Departed {
  const { from, to } = line.route;
  const segment = onTheWire(line, before, draft, undefined);
  const world = named(line, told(line, before, judged), segment);
  return { world, segment, from, to, origin: 'new', implied: [], leaves: false, blamed: true };
}

/** The world with what is wrong with the line told in it. */
function told({ scene, index, route }: Line, before: World, { objections, right, doubtful }: Judged): World {
  if (objections.length === 0) return before;
  let world = before;
  for (const objection of objections) world = raise(scene, world, objection, index, route);
  const found = oldestFirst(world.found, before.found);
  return { ...world, refusal: { world: before, objections, found, right, doubtful } };
}

/** A line that is played whatever its sender can send: nothing comes of it, or it leaves as it is written. */
function anyway(line: Line, world: World, how: 'written' | 'refused'): readonly Departed[] {
  const { scene, statement, index, route } = line;
  const { from, to, key } = route;
  if (statement.fate === 'arrived' || !scene.topology.isChecked(from)) {
    const brought = injected(line, world, statement.origin);
    return [{ ...brought, leaves: how === 'written', blamed: true }];
  }
  const draft = draftOf(line, world, undefined);
  const own = senderOf(line, world);
  const [likely] = judge(own, draft, scene.emitContext(route, index)).emissions;
  const segment = onTheWire(line, world, draft, likely?.segment);
  const left = { segment, from, to, origin: 'new', implied: [], blamed: true } as const;
  if (how === 'refused') return [{ ...left, world: named(line, world, segment), leaves: false }];
  // Its sender may count as if it had sent what is right, or not at all.
  const tcbs = new Set(likely === undefined ? [own] : [likely.tcb, own]);
  return [...tcbs].map((tcb) => ({
    ...left,
    world: named(line, withTcb(world, key, tcb, index), segment),
    leaves: true,
  }));
}

/** The segment as it is written; what is left out is what the sender would put there. */
function onTheWire(
  { scene, statement, index, route }: Line,
  world: World,
  draft: Draft,
  likely?: Segment,
): Segment {
  const tcb = world.tcbs.get(route.key);
  const flags = new Set(draft.flags);
  const isShort =
    !flags.has('SYN') && !flags.has('RST') && (draft.data || flags.has('FIN') || flags.has('PSH'));
  if (isShort && scene.script.mode === 'notes') flags.add('ACK');
  return {
    flags,
    seq: draft.seq ?? likely?.seq ?? tcb?.nxt ?? seq(0),
    ack: draft.ack ?? likely?.ack ?? tcb?.rcv ?? seq(0),
    len: draft.len ?? likely?.len ?? (draft.data ? scene.numbers.length(index) : 0),
    options: statement.options,
    ...(draft.payload === undefined ? {} : { payload: draft.payload }),
    ...(draft.win === undefined ? {} : { win: draft.win }),
    ...(draft.up === undefined ? {} : { up: draft.up }),
  };
}

/** The world in which the symbols that the line brings stand for what is on the wire. */
function named({ scene, statement, index }: Line, before: World, { flags, seq, ack }: Segment): World {
  let world = before;
  for (const [expr, number] of [
    [statement.seq, seq],
    [statement.ack, flags.has('ACK') ? ack : scene.numbers.value(`ack:${index}`)],
  ] as const) {
    if (expr?.symbol !== undefined && scene.isOpen(world, expr)) {
      world = bind(world, expr.symbol, add(number, -expr.offset));
    }
  }
  return world;
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

/** The same for the other direction: a new symbol as `ack` where RCV.NXT is known already. */
function withUnshownByPeer(line: Line, world: World): World {
  const { scene, statement, route } = line;
  const { ack, flags } = statement;
  const tcb = senderOf(line, world);
  // A reset that is an answer has the numbers of what it answers.
  const answers = flags.has('RST') && tcb.owes.some(({ kind }) => kind === 'reset');
  if (!scene.isOpen(world, ack) || flags.has('SYN') || answers) return world;
  if (!isSynchronized(tcb.state) || !scene.isNamed(world, tcb.rcv)) return world;
  const hidden = unshown(line, world, { key: route.peerKey, peerKey: route.key, expr: ack });
  return hidden?.[0] ?? world;
}

/**
 * A new symbol where the next number of a stream is known already: data that the note does not show. Both ends have
 * agreed on it, and the symbol lies somewhere at or after the next number.
 */
function unshown(
  { scene, index }: Line,
  world: World,
  { key, peerKey, expr }: { readonly key: EndKey; readonly peerKey: EndKey; readonly expr: Expr | undefined },
): readonly [World, Seq] | undefined {
  const sender = world.tcbs.get(key) ?? noConnection('CLOSED', 'no');
  const receiver = world.tcbs.get(peerKey);
  const sends = sender.fin === undefined && isSynchronized(sender.state) && sender.state !== 'TIME_WAIT';
  const receives =
    receiver === undefined || (isSynchronized(receiver.state) && receiver.peerFin === undefined);
  if (scene.script.mode === 'strict' || !sends || !receives || expr?.symbol === undefined) return undefined;
  const value = scene.numbers.value(`unshown ${key}:${index}`);
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
    const received = changed(receiver, { rcv: value, acked: value, held: [], ...window });
    next = withTcb(next, peerKey, received, index);
  }
  return [bind(next, expr.symbol, add(value, -expr.offset)), value];
}

/** The world after an emission: the sender's TCB, and the symbol that its acknowledgment binds. */
function left({ scene, statement, index, route }: Line, before: World, emission: Emission): Departed {
  const { from, to, key } = route;
  const sender = before.tcbs.get(key);
  let world = withTcb(before, key, emission.tcb, index);
  let blamed = false;
  const { ack } = statement;
  if (ack?.symbol !== undefined && scene.isOpen(before, ack)) {
    const { symbol, offset } = ack;
    const acks = emission.segment.flags.has('ACK');
    let number = acks ? emission.segment.ack : scene.numbers.value(`ack:${index}`);
    const resets = emission.segment.flags.has('RST');
    const counts = resets || isSynchronizedOrOpening(sender);
    if (acks && counts && scene.isNamed(world, number)) {
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
    world = { ...world, softLengths: world.softLengths.set(soft.start, soft) };
  }
  return {
    world,
    segment: emission.segment,
    from,
    to,
    origin: emission.origin,
    implied: emission.implied.map((name) => ({ endpoint: key, call: name })),
    leaves: true,
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
