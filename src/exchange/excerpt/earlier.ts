/**
 * What was on its way when the scenario began. An excerpt may start in the middle of a transfer, so that all that is
 * sure of its numbers is SND.UNA =< RCV.NXT of the peer =< SND.NXT (RFC 9293 §3.4) until a line binds them.
 */
import { arrive } from '../../tcp/arrive.js';
import type { Draft, Objection } from '../../tcp/emit.js';
import { add, after, before, distance, later, type Seq } from '../../tcp/seq.js';
import type { Flag } from '../../tcp/segment.js';
import { changed, type Tcb } from '../../tcp/tcb.js';
import type { Earlier } from './under-way.js';
import type { Discovery } from '../numbers.js';
import { sackBlocks } from '../sack.js';
import type { Line, Route, Scene } from '../scene.js';
import type { Lines } from '../lines.js';
import type { SegmentStatement, Statement } from '../script.js';
import type { EndKey } from '../trace.js';
import { withTcb, type World } from '../world.js';

/** Earlier octets lie no further back than that. */
const NEAR = 2 ** 21;

/** The end's TCB with the octets before `until` arrived that were on their way to it; undefined if there are none. */
export function filled(world: World, key: EndKey, until: Seq, tcb = world.tcbs.get(key)): Tcb | undefined {
  const earlier = earlierTo(world, key);
  if (earlier === undefined || tcb === undefined || !after(earlier.sent, tcb.rcv)) return undefined;
  const end = before(until, earlier.sent) ? until : earlier.sent;
  if (!after(end, tcb.rcv)) return undefined;
  const fin = world.tcbs.get(earlier.sender)?.fin;
  const closes = fin !== undefined && after(end, fin);
  const flags = new Set<Flag>(closes ? ['FIN', 'ACK'] : ['ACK']);
  const len = distance(end, tcb.rcv) - (closes ? 1 : 0);
  const unseen = { flags, seq: tcb.rcv, ack: tcb.una, len, options: [] };
  // Nothing is known of the window that it was sent into.
  const [arrival] = arrive(changed(tcb, { rcvEdge: undefined, rcvLatest: undefined }), unseen, {
    iss: () => tcb.nxt,
    cause: 0,
  });
  const { owes, rcvEdge, rcvLatest, wnd, edge } = tcb;
  return arrival && { ...arrival.tcb, owes, rcvEdge, rcvLatest, wnd, edge };
}

/**
 * The TCB after an arrival behind which all that had left before had been held, a FIN at its end; undefined where there
 * was none.
 */
export function withHeldFin(world: World, key: EndKey, tcb: Tcb): Tcb | undefined {
  const earlier = earlierTo(world, key);
  const moved = tcb.rcv !== world.tcbs.get(key)?.rcv;
  return earlier?.fin !== undefined && moved ? filled(world, key, earlier.sent, tcb) : undefined;
}

/** The world in which the sender of this line has received what it acknowledges; undefined if that cannot be. */
export function withEarlier({ index, route }: Line, world: World, { ack }: Draft): World | undefined {
  if (ack === undefined) return undefined;
  const tcb = filled(world, route.key, ack);
  return tcb?.rcv === ack ? withTcb(world, route.key, tcb, index) : undefined;
}

/** The worlds in which a segment that left before the scenario arrives now; none where it cannot have left. */
export function comesFromEarlier(
  { scene, statement, index, route }: Line,
  world: World,
  start: Seq | undefined,
): readonly World[] {
  const key = route.peerKey;
  const earlier = world.earlier.get(key);
  const receiver = world.tcbs.get(key);
  const { flags } = statement;
  if (earlier === undefined || receiver === undefined || start === undefined) return [];
  if (earlier.former) return [world];
  if (flags.has('SYN')) return mayBeSyn(earlier, start) ? [world] : [];
  // A reset that ends the connection has left an end that has none; others answer what was of no connection.
  if (flags.has('RST')) return before(start, receiver.rcv) ? [world] : [];
  const end = endOf(statement, start);
  const { sent, fin } = earlier;
  if (start === end && !statement.data) return start === sent || isNear(start, sent) ? [world] : [];
  if (flags.has('FIN') && (fin === undefined || end !== add(fin, 1))) return [];
  if (!isNear(start, sent) || after(end, sent)) return [];
  const untouched = receiver.rcv === earlier.received && !world.marks.has(`rcv ${key}`);
  if (!untouched || !earlier.open.rcv || !before(start, receiver.rcv)) return [world];
  if (scene.numbers.gap(`rcv ${key}`) > 0) return [world];
  return [withTcb(world, key, changed(receiver, { rcv: start, acked: undefined }), index), world];
}

/**
 * The number of a segment that left before the scenario and arrives without one: what its receiver waits for, as far as
 * that had left; undefined where nothing is known of it.
 */
export function startOfEarlier(
  { statement, route }: Pick<Line, 'statement' | 'route'>,
  world: World,
): Seq | undefined {
  const key = route.peerKey;
  const earlier = world.earlier.get(key);
  const receiver = world.tcbs.get(key);
  const { flags, data, len = 0 } = statement;
  if (earlier === undefined || receiver === undefined || flags.has('RST')) return undefined;
  if (earlier.former) return receiver.rcv;
  if (flags.has('SYN')) return earlier.syn.number;
  const { sent, fin, open } = earlier;
  if (flags.has('FIN')) return fin === undefined ? undefined : add(fin, -len);
  const waits = before(receiver.rcv, sent);
  if (!data || waits || (open.nxt && !world.marks.has(`nxt ${route.key}`))) return receiver.rcv;
  return open.rcv && !world.marks.has(`rcv ${key}`) ? add(sent, -len) : undefined;
}

/** Whether the SYN of the connection may have had the number. */
function mayBeSyn({ syn: { number, known } }: Earlier, start: Seq): boolean {
  return start === number || (!known && isNear(start, number));
}

/** The number after what a line writes, data and FIN. */
function endOf({ len = 0, flags }: SegmentStatement, start: Seq): Seq {
  return add(start, len + (flags.has('FIN') ? 1 : 0));
}

/** What to change in how the scenario begins so that a segment may have been under way: its sender had sent more. */
export function arrivalProposal(
  { scene, statement, route }: Line,
  world: World,
  start: Seq | undefined,
): Discovery | undefined {
  const { key, peerKey } = route;
  const earlier = earlierTo(world, peerKey);
  if (start === undefined || !earlier?.open.nxt || world.marks.has(`nxt ${key}`)) return undefined;
  const likely = startOfEarlier({ statement, route }, world);
  const fixed = likely && scene.numbers.reconcile(start, likely, (unknown) => scene.names(world, unknown));
  if (fixed) return fixed;
  const end = endOf(statement, start);
  if (!isNear(earlier.sent, end)) return undefined;
  const gap = `nxt ${key}`;
  return { gap, octets: scene.numbers.gap(gap) + distance(end, earlier.sent) };
}

/** What to change in how the scenario begins so that the objection falls away. */
export function earlierProposal(
  scene: Scene,
  world: World,
  objection: Objection,
  route: Route,
  index: number,
): Discovery | undefined {
  const statement = scene.lines.at(index);
  if (statement?.kind !== 'segment') return undefined;
  switch (objection.code) {
    case 'wrong-ack-number':
    case 'ack-behind':
      return (
        receivedLess(scene, world, objection.written, route) ??
        probed(
          scene,
          world,
          objection.written,
          { name: route.to, key: route.peerKey, peer: route.key, least: 1 },
          index,
        ) ??
        repeatedSoFar(scene, world, objection.written, route, index)
      );
    case 'wrong-sequence-number':
    case 'sequence-gap':
    case 'wrong-reset-numbers': {
      const { written, expected } = objection;
      if (written === undefined || expected === undefined || written !== scene.resolve(world, statement.seq))
        return undefined;
      if (before(written, expected)) return acknowledgedLess(scene, world, written, route);
      return (
        sentMore(scene, world, written, expected, route, index) ??
        probed(
          scene,
          world,
          written,
          { name: route.from, key: route.key, peer: route.peerKey, least: 2 },
          index,
        )
      );
    }
    case 'syn-in-synchronized-state': {
      const written = scene.resolve(world, statement.seq);
      return written === undefined ? undefined : acknowledgedLess(scene, world, written, route);
    }
    case 'data-after-fin':
    case 'fin-after-fin':
    case 'repeat-differs': {
      const written = scene.resolve(world, statement.seq);
      if (written === undefined) return undefined;
      const { sent, fin } = world.earlier.get(route.peerKey) ?? {};
      // Data that is sent again lies before a FIN that was.
      const end = add(endOf(statement, written), statement.flags.has('FIN') || fin === undefined ? 0 : 1);
      return sent !== undefined && after(end, sent)
        ? sentMore(scene, world, end, sent, route, index)
        : acknowledgedLess(scene, world, written, route);
    }
    case 'beyond-window':
      return scaled(scene, world, objection.edge, route, index);
    default:
      return undefined;
  }
}

/**
 * The windows were scaled, which only the SYNs would show (RFC 7323 §2.2): the peer goes on to acknowledge more than they
 * would hold as they count.
 */
function scaled(
  { lines, numbers, resolve }: Pick<Scene, 'lines' | 'numbers' | 'resolve'>,
  world: World,
  edge: Seq,
  { to, key, peerKey }: Route,
  index: number,
): Discovery | undefined {
  const gap = `scale ${key}`;
  if (earlierFrom(world, key, peerKey)?.open.nxt !== true || numbers.gap(gap) > 0) return undefined;
  const takesMore = (one: Statement): one is SegmentStatement => {
    if (one.kind !== 'segment' || one.from !== to) return false;
    const ack = resolve(world, one.ack);
    return ack !== undefined && after(ack, edge);
  };
  return lines.find(index + 1, REACH, takesMore) && { gap, octets: 1 };
}

/** The sender's RCV.NXT was smaller at the beginning: something was on its way to it. */
function receivedLess({ numbers }: Scene, world: World, ack: Seq, { key }: Route): Discovery | undefined {
  const earlier = earlierTo(world, key);
  if (!earlier?.open.rcv || numbers.gap(`rcv ${key}`) > 0 || !isNear(ack, earlier.received)) return undefined;
  if (earlier.acknowledged !== undefined && before(ack, earlier.acknowledged)) return undefined;
  return { gap: `rcv ${key}`, octets: distance(earlier.received, ack) };
}

/**
 * The peer's SND.NXT was larger at the beginning: what it has sent since was sent again, or was under way, and this
 * acknowledges what had been sent behind it.
 */
function repeatedSoFar(
  scene: Scene,
  world: World,
  ack: Seq,
  { from, to, key, peerKey }: Route,
  index: number,
): Discovery | undefined {
  const { lines, numbers } = scene;
  const earlier = earlierTo(world, key);
  const peer = world.tcbs.get(peerKey);
  const gap = `nxt ${peerKey}`;
  if (!earlier?.open.nxt || peer === undefined) return undefined;
  if (!after(ack, peer.nxt) || !isNear(earlier.sent, ack)) return undefined;
  const above = lines.slice(0, index + 1).filter((one) => one.kind === 'segment');
  const answers = above.filter((one) => isFrom(one, from));
  const first = above.findIndex((one) => !isFrom(one, from));
  const blocks = answers.flatMap((one) => sackBlocks(one, (expr) => scene.resolve(world, expr)));
  const furthest = blocks
    .map(({ to: end }) => end)
    .filter((end) => isNear(ack, end) && isNear(earlier.sent, end));
  // A block below the acknowledgment tells of what has come twice (RFC 2883 §4).
  const isTwice = blocks.some(({ to: end }) => end === ack || isNear(end, ack));
  const goesOn = (): boolean =>
    mayAllBeAgain(lines, to, from, index) &&
    (isNextAtLeast(scene, world, { from: to, field: 'seq' }, ack, index) ??
      isNextAtLeast(scene, world, { from, field: 'ack' }, ack, index) ??
      false);
  const isAgain =
    first >= 0 &&
    (above[first]?.fate === 'arrived' ||
      hasTimedOut(lines, to, index) ||
      isAskedFor(above.slice(0, first)) ||
      furthest.length > 0 ||
      isTwice ||
      goesOn());
  const sent = furthest.reduce(later, ack);
  return isAgain ? { gap, octets: numbers.gap(gap) + distance(sent, earlier.sent) } : undefined;
}

/** Whether an end has waited too long before it sent anything: what it sends first was sent before. */
function hasTimedOut(lines: Lines, name: string, index: number): boolean {
  const first = lines
    .slice(0, index)
    .find((one) => isFrom(one, name) || (one.kind === 'call' && one.end.name === name));
  return first?.kind === 'call' && first.call === 'timeout';
}

/** Whether the answers ask for something that is missing: by duplicate ACKs (RFC 5681 §3.2), or by SACK blocks. */
function isAskedFor(answers: readonly SegmentStatement[]): boolean {
  const areSame = answers.every((one) => isSameAck(one, answers[0]));
  return answers.some(hasSack) || (areSame && answers.length >= DUPLICATES);
}

function hasSack({ options }: SegmentStatement): boolean {
  return options.some(({ name }) => name === 'sack');
}

function isFrom(one: Statement, name: string): boolean {
  return one.kind === 'segment' && one.from === name;
}

/** Whether all that an end has sent may have been data sent again: nothing of it is answered yet. */
function mayAllBeAgain(lines: Lines, name: string, other: string, index: number): boolean {
  const segments = lines.slice(0, index).filter((one) => one.kind === 'segment');
  const first = segments.findIndex((one) => isFrom(one, name));
  return segments.slice(first).every((one) => (isFrom(one, name) ? isData(one) : !isFrom(one, other)));
}

function isData({ data, flags }: SegmentStatement): boolean {
  return data && !flags.has('SYN') && !flags.has('FIN');
}

/** So many lines below may tell how far an end had come. */
const REACH = 16;

/** Whether the next number that an end writes below is at least as large; undefined where it writes none. */
function isNextAtLeast(
  scene: Scene,
  world: World,
  { from, field }: { readonly from: string; readonly field: 'seq' | 'ack' },
  least: Seq,
  index: number,
): boolean | undefined {
  const next = scene.lines.find(
    index + 1,
    REACH,
    (one): one is SegmentStatement => one.kind === 'segment' && one.from === from && one[field] !== undefined,
  );
  if (next === undefined) return undefined;
  const number = scene.resolve(world, next.statement[field]);
  return number !== undefined && !before(number, least) && distance(number, least) < NEAR;
}

/** Who may have sent keep-alives, and how many of them show that it has: one that is answered, or two that are not. */
interface Prober {
  readonly name: string;
  readonly key: EndKey;
  readonly peer: EndKey;
  readonly least: number;
}

/**
 * SND.NXT of an end was larger by one at the beginning: the first that it shows are keep-alives, which carry the number
 * before SND.NXT (§3.8.4).
 */
function probed(
  { lines, numbers }: Scene,
  world: World,
  next: Seq,
  { name, key, peer, least }: Prober,
  index: number,
): Discovery | undefined {
  const id = `snd:${key}`;
  const sent = world.tcbs.get(key)?.nxt;
  const isOpen = earlierFrom(world, key, peer)?.open.nxt === true;
  if (!isOpen || sent === undefined || next !== add(sent, 1) || numbers.owner(sent)?.id !== id)
    return undefined;
  const segments = lines.slice(0, index).filter((one) => one.kind === 'segment');
  const own = segments.filter(({ from }) => from === name);
  const probes = own.every((one) => isPureAck(one) && one.seq?.offset === own[0]?.seq?.offset);
  if (segments[0]?.from !== name || !probes || own.length < least) return undefined;
  // A symbol counts from whatever number it has got.
  return own[0]?.seq?.symbol === undefined ? { id, value: next } : { gap: `probe ${key}`, octets: 1 };
}

/** So many equal acknowledgments say that a segment is missing, two of them repeating the first. */
const DUPLICATES = 3;

function isPureAck({ data, flags }: SegmentStatement): boolean {
  return !data && flags.size === 1 && flags.has('ACK');
}

function isSameAck(one: SegmentStatement, other: SegmentStatement | undefined): boolean {
  return isPureAck(one) && one.ack?.symbol === other?.ack?.symbol && one.ack?.offset === other?.ack?.offset;
}

/** The sender's SND.UNA was smaller at the beginning: it sends again what it had sent before. */
function acknowledgedLess(
  { numbers }: Scene,
  world: World,
  start: Seq,
  { key, peerKey }: Route,
): Discovery | undefined {
  const earlier = earlierFrom(world, key, peerKey);
  if (!earlier?.open.una || numbers.gap(`una ${key}`) > 0 || !isNear(start, earlier.sent)) return undefined;
  return { gap: `una ${key}`, octets: distance(earlier.sent, start) };
}

/**
 * The sender's SND.NXT was larger at the beginning: what an acknowledgment has shown is not all that it had sent, or what
 * it has sent since was sent again, and its peer has all that lies in between.
 */
function sentMore(
  scene: Scene,
  world: World,
  written: Seq,
  expected: Seq,
  { from, to, key, peerKey }: Route,
  index: number,
): Discovery | undefined {
  const { lines, numbers } = scene;
  const earlier = earlierFrom(world, key, peerKey);
  if (!earlier?.open.nxt || !isNear(expected, written)) return undefined;
  const isAgain = (): boolean =>
    mayAllBeAgain(lines, from, to, index) &&
    isNextAtLeast(scene, world, { from: to, field: 'ack' }, written, index) === true;
  if (lines.isNumbered(from, index) && !isAgain()) return undefined;
  return { gap: `nxt ${key}`, octets: numbers.gap(`nxt ${key}`) + distance(written, expected) };
}

/**
 * The number of what an end sends before anything new, where a line below shows that it had been sent before the
 * scenario, and more behind it, or that it is a keep-alive; undefined where nothing shows that.
 */
export function sentBeforeExcerpt(
  { lines, numbers }: Scene,
  world: World,
  { from, key, peerKey }: Route,
  index: number,
): Seq | undefined {
  const gap = numbers.gap(`nxt ${key}`);
  const earlier = earlierFrom(world, key, peerKey);
  if (earlier && numbers.gap(`probe ${key}`) > 0) return add(earlier.sent, -1);
  if (gap === 0 || !earlier?.open.nxt || world.marks.has(`nxt ${key}`)) return undefined;
  let octets = 0;
  for (const [at, one] of lines.slice(0, index).entries()) {
    if (one.kind === 'segment' && one.from === from && isData(one)) octets += one.len ?? numbers.length(at);
  }
  return add(earlier.sent, octets - gap);
}

/** Whether the end, which has sent nothing new yet, may wait for an acknowledgment of what it had sent before. */
export function mayWait({ topology }: Scene, world: World, key: EndKey): boolean {
  const { name, peer } = topology.connection(key) ?? {};
  if (name === undefined || peer === undefined) return false;
  const own = earlierFrom(world, key, topology.key(peer, name));
  return own?.sender === key && own.open.una && world.tcbs.get(key)?.nxt === own.sent;
}

/** What was under way to this end, as long as its connection is the one that the scenario began with. */
function earlierTo(world: World, key: EndKey): Earlier | undefined {
  return isFirst(world.tcbs.get(key)) ? world.earlier.get(key) : undefined;
}

/** What this end had sent to its peer, as long as its connection is the one that the scenario began with. */
function earlierFrom(world: World, key: EndKey, peer: EndKey): Earlier | undefined {
  return isFirst(world.tcbs.get(key)) ? world.earlier.get(peer) : undefined;
}

function isFirst(tcb: Tcb | undefined): boolean {
  return tcb !== undefined && tcb.opened === undefined && tcb.state !== 'CLOSED' && tcb.state !== 'LISTEN';
}

function isNear(number: Seq, beyond: Seq): boolean {
  return before(number, beyond) && distance(beyond, number) < NEAR;
}
