/**
 * What the writer may have meant by a line that is wrong: another flag, the arrow the other way, a line left out above
 * it, two lines in the wrong order. One mistake is one problem: what is supposed costs no more than the problem that the
 * line has anyway, and the lines below decide whether it was so.
 */
import type { Flag } from '../tcp/segment.js';
import type { Fault } from './fault.js';
import type { Player } from './play.js';
import type { SegmentStatement, Statement } from './script.js';
import type { Found } from './trace.js';
import { blame, type World } from './world.js';

/** How many lines above the one in error are doubted, too. */
const REACH = 8;

/** How many worlds are followed in each supposition. */
const FOLLOWED = 3;

/** One line to be played: a statement of the script or one in its place; `unwritten` where the script has none such. */
interface Move {
  readonly statement: Statement;
  readonly index: number;
  readonly unwritten?: true;
}

/** Lines to be played from the worlds before `from` on. */
interface Supposition {
  readonly from: number;
  readonly moves: readonly Move[];
  /** How far-fetched it is. */
  readonly guesses: number;
  /** What is wrong if it was so, where that is not what is wrong as it stands. */
  readonly fault?: Fault;
}

/**
 * The worlds after the statement at `index` in which it was meant otherwise, or one above it was.
 *
 * @param before the worlds before each statement, up to that one
 * @param wrong the likeliest world after the statement as it stands
 */
export function suppositions(
  player: Player,
  statements: readonly Statement[],
  before: readonly (readonly World[])[],
  index: number,
  wrong: World,
): readonly World[] {
  const found = firstFoundAt(wrong, index);
  const parent = before[index]?.[0];
  if (!found || !parent) return [];
  const isAsGood = ({ errors, warnings }: World): boolean =>
    errors === parent.errors && warnings === parent.warnings;
  return [...supposed(statements, before, index, isAsGood)].flatMap(({ from, moves, guesses, fault }) => {
    let worlds = (before[from] ?? []).filter(isAsGood).slice(0, FOLLOWED);
    for (const { statement, index: place, unwritten } of moves) {
      worlds = worlds
        .flatMap((world) => {
          const stepped = player.step({ ...world, proposal: undefined }, statement, place);
          return unwritten ? stepped.map((one) => ({ ...one, log: world.log })) : stepped;
        })
        .filter(isAsGood)
        .slice(0, FOLLOWED);
    }
    return worlds.map((world) => {
      const blamed = blame(world, fault ?? found.fault, found.place, found.related);
      const log = world.log && { item: world.log.item, rest: wrong.log?.rest };
      return { ...blamed, log, guesses: world.guesses + guesses };
    });
  });
}

function firstFoundAt({ found }: World, index: number): Found | undefined {
  let first: Found | undefined;
  for (let link = found; link && link.item.place.statement === index; link = link.rest) first = link.item;
  return first;
}

function* supposed(
  statements: readonly Statement[],
  before: readonly (readonly World[])[],
  index: number,
  isAsGood: (world: World) => boolean,
): Iterable<Supposition> {
  const written = (place: number): Move[] => {
    const statement = statements[place];
    return statement ? [{ statement, index: place }] : [];
  };
  for (let from = index; from >= Math.max(0, index - REACH); from--) {
    if (!before[from]?.some(isAsGood)) return;
    const statement = statements[from];
    if (!statement) continue;
    const rest = Array.from({ length: index - from }, (_, i) => written(from + 1 + i)).flat();
    const far = 2 * (index - from);
    if (statement.kind !== 'segment') continue;
    for (const variant of variants(statement)) {
      yield { from, moves: [{ statement: variant, index: from }, ...rest], guesses: far + 1 };
    }
    for (const missing of missingBefore(statement)) {
      const unwritten: Move = { statement: missing, index: from, unwritten: true };
      yield { from, moves: [unwritten, { statement, index: from }, ...rest], guesses: far + 2 };
    }
    if (from < index) yield { from, moves: rest, guesses: far + 2 };
    const [next, ...more] = rest;
    if (next) yield { from, moves: [next, { statement, index: from }, ...more], guesses: far + 2 };
  }
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
function turned({ from, to, ...rest }: SegmentStatement): SegmentStatement {
  const { fate, arrow } = rest;
  return {
    ...rest,
    ...(to === undefined ? {} : { from: to }),
    ...(from === undefined ? {} : { to: from }),
    arrow: arrow === 'right' ? 'left' : 'right',
    fate: fate === 'sent' ? 'arrived' : fate === 'arrived' ? 'sent' : fate,
  };
}

/** A line that may have been left out before the segment. */
function missingBefore({ from, to, line, endLine, arrow }: SegmentStatement): SegmentStatement[] {
  if (from === undefined || to === undefined) return [];
  return MISSING.flatMap(([flags, data]) =>
    [
      { from, to, arrow },
      { from: to, to: from, arrow },
    ].map((ends) => ({
      kind: 'segment' as const,
      line,
      endLine,
      ...ends,
      fate: 'delivered' as const,
      origin: 'new' as const,
      flags: new Set(flags),
      data,
      options: [],
      states: [],
    })),
  );
}

const MISSING: readonly (readonly [readonly Flag[], boolean])[] = [
  [['ACK'], false],
  [['SYN', 'ACK'], false],
  [['SYN'], false],
  [['FIN', 'ACK'], false],
  [['ACK'], true],
  [['RST'], false],
];
