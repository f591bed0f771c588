/**
 * Where the exchange may go on after a line in error. One mistake is one problem: what is supposed costs no more than
 * the problem that the line has anyway, and the lines below decide whether it was so.
 */
import { changed } from '../../tcp/tcb.js';
import { meets } from '../fault.js';
import type { Player } from '../play.js';
import type { Scene } from '../scene.js';
import type { Found, Meant } from '../trace.js';
import { blame, type Entry, type World } from '../world.js';
import { COSTS, type CostName } from './costs.js';
import type { Attempt, Mistake, Move, Repair, Spot } from './repair.js';

/** How many lines above the one in error are doubted, too, and by repairs that are far. */
const REACH = 8;
const FAR = 24;

/** How many worlds are followed in each attempt: up to the line in error, which decides among them, and behind it. */
const FOLLOWED_UP_TO = 8;
const FOLLOWED = 3;

/** What a line is played in: what stays the same, and the worlds before each statement up to that one. */
export interface Played {
  readonly scene: Scene;
  readonly player: Player;
  readonly repairs: readonly Repair[];
  readonly before: (index: number) => readonly World[];
  readonly index: number;
}

/**
 * The worlds after a line in error.
 *
 * @param stepped the worlds after the line as it stands
 * @param wrong the likeliest of them
 * @param isFar whether the lines around it are doubted, too
 */
export function mended(
  played: Played,
  stepped: readonly World[],
  wrong: World,
  isFar: boolean,
): readonly World[] {
  const read = stepped.flatMap((world) => readings(played, world, world.errors <= wrong.errors));
  return isFar ? [...read, ...suppositions(played, wrong)] : read;
}

/** The worlds in which a line that its sender cannot send is read otherwise; the world itself where it can. */
function readings(played: Played, wrong: World, isLikely: boolean): readonly World[] {
  const { refusal } = wrong;
  if (refusal === undefined) return [wrong];
  const mistake = mistakeOf(played, refusal.world, wrong, []);
  const worlds = played.repairs
    .filter(({ reach, tellsAll }) => reach === 'line' && (isLikely || tellsAll))
    .flatMap((repair) =>
      [...repair.tries(mistake)].flatMap((attempt) => tried(played, mistake, repair, attempt, wrong)),
    );
  return refusal.doubtful ? [wrong, ...worlds] : worlds;
}

/** The worlds in which the line was meant otherwise, or one around it was. */
function suppositions(played: Played, wrong: World): readonly World[] {
  const { before, index } = played;
  const parent = before(index)[0];
  // What is false about a line above, as a figure's states are found to be, is told as it is.
  if (parent === undefined || foundAt(wrong, index).length === 0) return [];
  const spots = spotsOf(played, parent);
  const far = mistakeOf(played, parent, wrong, spots);
  const near = { ...far, spots: spots.slice(0, REACH + 1) };
  return played.repairs
    .filter(({ reach }) => reach === 'note')
    .flatMap((repair) => {
      const mistake = repair.isFar ? far : near;
      return [...repair.tries(mistake)].flatMap((attempt) => tried(played, mistake, repair, attempt, wrong));
    });
}

function mistakeOf(
  { scene, index }: Played,
  world: World,
  { refusal }: World,
  spots: readonly Spot[],
): Mistake {
  const statement = scene.lines.at(index);
  if (statement === undefined) throw new RangeError(`no statement ${index}`);
  return { scene, statement, index, world, refusal, spots };
}

/** The line in error and those above it, as far as nothing else was wrong there. */
function spotsOf({ scene, before, index }: Played, parent: World): readonly Spot[] {
  const spots: Spot[] = [];
  let rest: readonly Move[] = [];
  for (let from = index; from >= Math.max(0, index - FAR); from--) {
    const statement = scene.lines.at(from);
    const world = before(from).find((one) => isAsGood(one, parent));
    if (world === undefined || statement === undefined) break;
    spots.push({ statement, index: from, world, rest });
    rest = [{ statement, index: from }, ...rest];
  }
  return spots;
}

function isAsGood({ errors, warnings }: World, than: World): boolean {
  return errors === than.errors && warnings === than.warnings;
}

/** The worlds after an attempt, with what is told of the mistake. */
function tried(
  { scene, player, before, index }: Played,
  { world: parent }: Mistake,
  { name, reach, tellsAll }: Repair,
  { from = index, given, moves, cost = name, anywhere, shown, told }: Attempt,
  wrong: World,
): readonly World[] {
  let worlds = given
    ? [given]
    : before(from)
        .filter((one) => isAsGood(one, parent))
        .slice(0, FOLLOWED_UP_TO);
  for (const [i, move] of moves.entries()) {
    worlds = worlds.flatMap((world) => moved(player, world, move));
    if (tellsAll) continue;
    // What is false about the state may be the line's own claim, which is told beside what it sends.
    const most = i < moves.length - 1 ? FOLLOWED_UP_TO : FOLLOWED;
    worlds = worlds.filter((one) => isAsGood(one, parent)).slice(0, most);
  }
  const all = reach === 'line' ? (wrong.refusal?.found ?? []) : foundAt(wrong, index);
  const tell: readonly Pick<Found, 'fault' | 'place' | 'related'>[] = told
    ? [{ related: [], ...told }]
    : tellsAll
      ? all
      : all.slice(0, 1);
  const far = anywhere ? 0 : COSTS['line-above'] * (index - from);
  const expect = scene.lines.at(index)?.expect;
  const isAnnounced = expect !== undefined && tell.every(({ fault }) => meets(fault.code, expect.code));
  const meant = given === undefined || shown ? meantBy(scene, moves, from, index) : [];
  return worlds.map((world) => {
    let next = world;
    for (const { fault, place, related } of tell) next = blame(next, fault, place, related, meant);
    // The lines above stay as they are shown.
    const rest = reach === 'note' ? wrong.log?.rest : world.log?.rest;
    if (world.log) next = { ...next, log: { item: meaning(world.log.item, index, name), rest } };
    const guesses = world.guesses + COSTS[cost] + far;
    if (!isAnnounced) return { ...next, guesses };
    if (name === 'written')
      return { ...demandingNothing(next), guesses: world.guesses, errors: world.errors };
    return { ...next, guesses: guesses + COSTS.announced, spared: true };
  });
}

/** What is shown of the line in error, with what it is taken for. */
function meaning(entry: Entry, index: number, meant: CostName): Entry {
  return entry.kind === 'segment' && entry.statement === index ? { ...entry, meant } : entry;
}

/** The lines that are played otherwise than they are written. */
function meantBy(scene: Scene, moves: readonly Move[], from: number, last: number): readonly Meant[] {
  // A line that is played earlier, or left as it is, is not written otherwise.
  if (moves.some(({ as }) => as !== undefined && as !== 'unwritten')) return [];
  const meant = moves.flatMap(({ statement, index, as }): Meant[] => {
    if (as === 'unwritten') return [{ statement: index, how: 'before', as: statement }];
    return scene.lines.at(index) === statement ? [] : [{ statement: index, how: 'as', as: statement }];
  });
  const played = new Set(moves.map(({ index }) => index));
  for (let index = from; index <= last; index++) {
    if (!played.has(index)) meant.push({ statement: index, how: 'out' });
  }
  return meant;
}

/** Where one end does what it must not, nobody waits for what the other should have answered before. */
function demandingNothing(world: World): World {
  let { tcbs } = world;
  for (const [key, tcb] of world.tcbs) {
    if (tcb.owes.some(({ optional }) => !optional)) {
      tcbs = tcbs.set(key, changed(tcb, { owes: tcb.owes.map((owed) => ({ ...owed, optional: true })) }));
    }
  }
  return { ...world, tcbs };
}

function moved(player: Player, world: World, { statement, index, as }: Move): readonly World[] {
  const start = { ...world, proposal: undefined, refusal: undefined };
  if (as === 'written' || as === 'refused') return player.step(start, statement, index, as);
  const worlds = player.step(start, statement, index);
  if (as === undefined) return worlds;
  return worlds.map((next) => {
    const entry = next.log?.item;
    const ahead = as === 'ahead' && entry ? { statement: index, entry } : undefined;
    return { ...next, log: world.log, ...(ahead ? { played: ahead } : {}) };
  });
}

function foundAt({ found }: World, index: number): readonly Found[] {
  const all: Found[] = [];
  for (let link = found; link && link.item.place.statement === index; link = link.rest)
    all.unshift(link.item);
  return all;
}
