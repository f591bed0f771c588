/**
 * What the writer may have meant by a line that is wrong: another flag, the arrow the other way, two numbers swapped, a
 * line left out above it, two lines in the wrong order. One mistake is one problem: what is supposed costs no more than
 * the problem that the line has anyway, and the lines below decide whether it was so.
 */
import type { Flag } from '../tcp/segment.js';
import { distance, type Seq } from '../tcp/seq.js';
import type { Fault } from './fault.js';
import type { Player } from './play.js';
import type { Scene } from './scene.js';
import type { Expr, SegmentStatement, Statement } from './script.js';
import type { Found } from './trace.js';
import { at, blame, type World } from './world.js';

/** How many lines above the one in error are doubted, too. */
const REACH = 8;

/** How many worlds are followed in each supposition. */
const FOLLOWED = 3;

/** One line to be played: a statement of the script, or one in its place or before it. */
interface Move {
  readonly statement: Statement;
  readonly index: number;
  /** unwritten: the script has no such line. ahead: the script has it later, where it is not to be played again. */
  readonly as?: 'unwritten' | 'ahead';
}

/** Lines to be played from the worlds before `from` on. */
interface Supposition {
  readonly from: number;
  readonly moves: readonly Move[];
  /** How far-fetched it is; negative where it is likelier than the line as it stands. */
  readonly guesses: number;
  /** What is wrong if it was so, where that is not what is wrong as it stands. */
  readonly found?: Pick<Found, 'fault' | 'place'>;
}

/**
 * The worlds after the statement at `index` in which it was meant otherwise, or one above it was.
 *
 * @param before the worlds before each statement, up to that one
 * @param wrong the likeliest world after the statement as it stands
 */
export function suppositions(
  scene: Scene,
  player: Player,
  before: readonly (readonly World[])[],
  index: number,
  wrong: World,
): readonly World[] {
  const found = firstFoundAt(wrong, index);
  const parent = before[index]?.[0];
  if (!found || !parent) return [];
  const isAsGood = ({ errors, warnings }: World): boolean =>
    errors === parent.errors && warnings === parent.warnings;
  return [...supposed(scene, before, index, isAsGood)].flatMap(({ from, moves, guesses, ...own }) => {
    let worlds = (before[from] ?? []).filter(isAsGood).slice(0, FOLLOWED);
    for (const move of moves) {
      worlds = worlds
        .flatMap((world) => played(player, world, move))
        .filter(isAsGood)
        .slice(0, FOLLOWED);
    }
    return worlds.map((world) => {
      const { fault, place } = own.found ?? found;
      const blamed = blame(world, fault, place, own.found ? [] : found.related);
      // The lines above stay as they are shown.
      const log = world.log && { item: world.log.item, rest: wrong.log?.rest };
      return { ...blamed, log, guesses: world.guesses + guesses };
    });
  });
}

function played(player: Player, world: World, { statement, index, as }: Move): readonly World[] {
  const worlds = player.step({ ...world, proposal: undefined }, statement, index);
  if (as === undefined) return worlds;
  return worlds.map((next) => {
    const entry = next.log?.item;
    const ahead = as === 'ahead' && entry ? { statement: index, entry } : undefined;
    return { ...next, log: world.log, ...(ahead ? { played: ahead } : {}) };
  });
}

function firstFoundAt({ found }: World, index: number): Found | undefined {
  let first: Found | undefined;
  for (let link = found; link && link.item.place.statement === index; link = link.rest) first = link.item;
  return first;
}

function* supposed(
  scene: Scene,
  before: readonly (readonly World[])[],
  index: number,
  isAsGood: (world: World) => boolean,
): Iterable<Supposition> {
  const { statements } = scene.script;
  const written = (place: number): Move[] => {
    const statement = statements[place];
    return statement ? [{ statement, index: place }] : [];
  };
  for (let from = index; from >= Math.max(0, index - REACH); from--) {
    const world = before[from]?.find(isAsGood);
    if (!world) return;
    const statement = statements[from];
    if (!statement) continue;
    const rest = Array.from({ length: index - from }, (_, i) => written(from + 1 + i)).flat();
    const own: Move = { statement, index: from };
    const far = 2 * (index - from);
    if (statement.kind === 'segment') {
      if (from === index) {
        yield* theOtherWay(scene, world, statement, index);
        yield* swapped(scene, world, statement, index);
      }
      for (const variant of variants(statement)) {
        yield { from, moves: [{ statement: variant, index: from }, ...rest], guesses: far + 1 };
      }
    }
    for (const missing of missingBefore(scene, world, statement, from)) {
      const unwritten: Move = { statement: missing, index: from, as: 'unwritten' };
      yield { from, moves: [unwritten, own, ...rest], guesses: far + 2 };
    }
    if (from < index) {
      yield { from, moves: rest, guesses: far + 2 };
      const [next, ...more] = rest;
      if (next) yield { from, moves: [next, own, ...more], guesses: far + 2 };
    } else {
      const [next] = written(index + 1);
      if (next) yield { from, moves: [{ ...next, as: 'ahead' }, own], guesses: 2 };
    }
  }
}

/** The segment with its arrow the other way, where that is the one thing wrong with it. */
function* theOtherWay(
  scene: Scene,
  world: World,
  statement: SegmentStatement,
  index: number,
): Iterable<Supposition> {
  const { from, to, origin, flags, seq, ack } = statement;
  if (from === undefined || to === undefined || origin !== 'new') return;
  const peer = world.tcbs.get(scene.topology.key(to, from));
  const isAnswer = flags.has('SYN') && flags.has('ACK') && peer?.state === 'SYN_RCVD';
  const numbers = [seq, ack].map((expr) => scene.resolve(world, expr)).filter((one) => one !== undefined);
  // One number may fit by chance, and so may the same one twice; two do not, nor does the answer that the other end owes.
  const guesses = new Set(numbers).size === 2 || isAnswer ? -1 : 1;
  if (numbers.length === 0 && !isAnswer) return;
  const fault: Fault = { code: 'wrong-direction', from, to };
  const found = { fault, place: at(index, 'whole') };
  yield { from: index, moves: [{ statement: turned(statement), index }], guesses, found };
}

/** The segment with `seq` and `ack` in each other's place, where that is the one thing wrong with it. */
function* swapped(
  scene: Scene,
  world: World,
  statement: SegmentStatement,
  index: number,
): Iterable<Supposition> {
  const { from, to, origin, flags, seq, ack } = statement;
  if (from === undefined || to === undefined || origin !== 'new' || flags.has('RST')) return;
  const [number, acknowledged] = [scene.resolve(world, seq), scene.resolve(world, ack)];
  if (seq === undefined || ack === undefined || number === undefined || acknowledged === undefined) return;
  if (number === acknowledged) return;
  const owes = (end: string, peer: string): boolean =>
    (world.tcbs.get(scene.topology.key(end, peer))?.owes.length ?? 0) > 0;
  // The numbers alone would fit a segment the other way, too: whose turn it is tells which of the two was meant.
  const guesses = owes(from, to) && !owes(to, from) ? -2 : 0;
  const end = scene.topology.key(from, to);
  const fault: Fault = { code: 'swapped-numbers', end, seq: acknowledged, ack: number };
  const found = { fault, place: at(index, 'segment') };
  const meant = { ...statement, seq: ack, ack: seq };
  yield { from: index, moves: [{ statement: meant, index }], guesses, found };
}

/** The segment as it may have been meant: the other way round, or with one flag changed. */
function variants(statement: SegmentStatement): SegmentStatement[] {
  const { flags, data } = statement;
  const { len: _len, payload: _payload, ...dataless } = statement;
  const found: SegmentStatement[] = statement.origin === 'new' ? [turned(statement)] : [];
  const put = (set: ReadonlySet<Flag>): void => {
    if (set.size > 0 || data) found.push({ ...statement, flags: set });
  };
  const without = (flag: Flag): Set<Flag> => new Set([...flags].filter((one) => one !== flag));
  for (const flag of CHANGED) {
    if (flags.has(flag)) put(without(flag));
    else put(new Set([...flags, flag]));
  }
  for (const flag of CONTROLS) {
    if (!flags.has(flag)) continue;
    for (const other of CONTROLS) if (other !== flag) put(without(flag).add(other));
  }
  if (data) found.push({ ...dataless, flags: flags.size > 0 ? flags : new Set(['ACK']), data: false });
  return found;
}

const CONTROLS = ['SYN', 'FIN', 'RST'] as const;
const CHANGED = [...CONTROLS, 'ACK'] as const;

/** The segment with its arrow the other way. */
export function turned({ from, to, ...rest }: SegmentStatement): SegmentStatement {
  const { fate, arrow } = rest;
  return {
    ...rest,
    ...(to === undefined ? {} : { from: to }),
    ...(from === undefined ? {} : { to: from }),
    arrow: arrow === 'right' ? 'left' : 'right',
    fate: fate === 'sent' ? 'arrived' : fate === 'arrived' ? 'sent' : fate,
  };
}

/** The lines that may have been left out before the statement. */
function missingBefore(
  scene: Scene,
  world: World,
  statement: Statement,
  index: number,
): readonly SegmentStatement[] {
  const { line, endLine } = statement;
  const base = {
    kind: 'segment',
    line,
    endLine,
    arrow: 'right',
    origin: 'new',
    options: [],
    states: [],
  } as const;
  const landing = world.flights.slice(0, MOST_LANDING).map(({ segment, from, to }): SegmentStatement => ({
    ...base,
    from,
    to,
    fate: 'arrived',
    flags: segment.flags,
    data: segment.len > 0,
    seq: { offset: segment.seq },
  }));
  if (statement.kind !== 'segment') return landing;
  const { from, to } = scene.topology.ends(statement, index);
  if (!scene.topology.isChecked(from) || !scene.topology.isChecked(to)) return landing;
  if (statement.fate === 'arrived') {
    // It was never sent.
    const { to: _to, states: _states, ...rest } = statement;
    return [...landing, { ...rest, from, fate: 'sent', states: [] }];
  }
  const tcb = world.tcbs.get(scene.topology.key(from, to));
  const [start, end] = [scene.resolve(world, statement.seq), scene.resolve(world, statement.ack)];
  const send = (
    sender: string,
    flags: readonly Flag[],
    more: Partial<SegmentStatement> = {},
  ): SegmentStatement => ({
    ...base,
    from: sender,
    to: sender === from ? to : from,
    fate: 'delivered',
    flags: new Set(flags),
    data: false,
    ...more,
  });
  const opening = (number: Expr | undefined): Partial<SegmentStatement> =>
    number === undefined ? {} : { seq: { ...number, offset: number.offset - 1 } };
  const data = (sender: string, until: Seq | undefined, next: Seq | undefined): SegmentStatement[] => {
    const len = until === undefined || next === undefined ? 0 : distance(until, next);
    if (len <= 0 || len >= 2 ** 16) return [];
    const last = len > 1 ? [send(sender, ['FIN', 'ACK'], { data: true, len: len - 1 })] : [];
    return [send(sender, ['ACK'], { data: true, len }), ...last];
  };
  // It may be on its way still, for a line below to arrive.
  const underWay = ({ to: _to, ...segment }: SegmentStatement): SegmentStatement => ({
    ...segment,
    fate: 'sent',
  });
  return [
    ...landing,
    send(from, ['ACK']),
    send(to, ['ACK']),
    send(to, ['SYN', 'ACK'], opening(statement.ack)),
    send(from, ['SYN', 'ACK'], opening(statement.seq)),
    send(from, ['SYN'], opening(statement.seq)),
    send(to, ['SYN'], opening(statement.ack)),
    send(from, ['FIN', 'ACK']),
    send(to, ['FIN', 'ACK']),
    underWay(send(from, ['FIN', 'ACK'])),
    underWay(send(to, ['FIN', 'ACK'])),
    underWay(send(to, ['SYN'])),
    ...data(from, start, tcb?.nxt),
    ...data(to, end, tcb?.rcv),
    send(from, ['RST']),
    send(to, ['RST']),
  ];
}

/** How many of the segments under way are supposed to have arrived. */
const MOST_LANDING = 3;
