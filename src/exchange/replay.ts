/** Plays a script through both ends and the network, and tells what happened. Pure and total. */
import type { Seq } from '../tcp/seq.js';
import type { State } from '../tcp/state.js';
import { settleClaims } from './claims.js';
import { expectPath } from './expect.js';
import type { Fault } from './fault.js';
import { beginnings, type Beginning } from './excerpt/begin.js';
import { Flights } from './flights.js';
import { Player } from './play.js';
import { ordered, withoutSlips, type Rereading } from './not-to-the-letter.js';
import { REPAIRS } from './repairs/index.js';
import { mended } from './repairs/mend.js';
import type { Repair } from './repairs/repair.js';
import { Scene } from './scene.js';
import type { Script } from './script.js';
import { SharedMap } from './shared-map.js';
import { speaker } from './speak.js';

import { States, type EndKey, type Step, type Trace } from './trace.js';
import {
  Course,
  isEqual,
  likest,
  remembered,
  upTo,
  type Likest,
  type Moment,
  type Replayed,
} from './course.js';
import { at, blame, likeliest, oldestFirst, type Chain, type World } from './world.js';

/** How often a line may show what a number above it really was, before the rest is taken as it stands. */
const MOST_DISCOVERIES = 200;

/**
 * What the script comes to: every step, what was implied and filled in, and what is wrong.
 *
 * @param repairs what a writer may have meant by a line that is wrong
 */
export function replay(script: Script, repairs: readonly Repair[] = REPAIRS): Trace {
  return replayAgain(script, [], Infinity, repairs).trace;
}

/**
 * Replays a script like `replay`, and as much as can be as it was in one of these.
 *
 * @param left how much may be done at most (see `Work`)
 */
export function replayAgain(
  script: Script,
  others: readonly Replayed[],
  left = Infinity,
  repairs: readonly Repair[] = REPAIRS,
): Replayed {
  let spent = 0;
  const play = (played: Script, found: Likest | undefined): Replayed => {
    const run = new Replay(played, repairs, left - spent);
    const trace = run.run(found?.other.course, found?.same);
    spent += run.spent;
    return { trace, script: played, course: run.course, spent: run.spent };
  };
  const reread = (reading: Rereading): Replayed => {
    const again = play(reading.script, likest(reading.script, others));
    return { ...again, trace: reading.told(again.trace), isReread: true };
  };
  const asWritten = (): Replayed => {
    const found = likest(script, others);
    if (!found || !isEqual(script, found, left - spent)) return play(script, found);
    const { trace, course } = found.other;
    return { trace: { ...trace, script }, script, course, spent: 0, was: trace };
  };
  let usual: Replayed | undefined;
  const asItIs = (): Replayed => {
    const order = ordered(script);
    return (usual ??= order ? reread(order) : asWritten());
  };
  const meant = withoutSlips(script);
  const again = meant && play(meant.script, likest(meant.script, others));
  const trace = again && meant.told(again.trace, () => asItIs().trace);
  const best: Replayed = trace ? { ...again, trace, isReread: true } : asItIs();
  return { ...best, spent };
}

/**
 * Replays a script like `replay`, from where it is the same as a long exchange that has been replayed: for questions
 * about what may come next, which are asked of a part of that exchange with a line below it.
 */
export function replayPart(script: Script, repairs: readonly Repair[] = REPAIRS): Trace {
  if (withoutSlips(script) ?? ordered(script)) return replay(script, repairs);
  const found = likest(script, remembered(script));
  return new Replay(script, repairs).run(found?.other.course, found?.same);
}

/** At how many lines it is asked what the writer may have meant, before mistakes are taken as they stand. */
const MOST_SUPPOSED = 12;

class Replay {
  private readonly scene: Scene;
  private player: Player;
  private now: Moment = { index: 0, past: undefined, discoveries: 0, supposed: 0 };
  /** What another replay had done already. */
  private resumed = 0;
  course: Course;

  constructor(
    private readonly script: Script,
    private readonly repairs: readonly Repair[],
    left = Infinity,
  ) {
    this.scene = new Scene(script, left);
    this.player = new Player(this.scene, new Set());
    this.course = new Course(this.scene, script);
  }

  /** What this replay itself has done. */
  get spent(): number {
    return this.scene.work.done - this.resumed;
  }

  /**
   * @param other how a script went that begins the same way
   * @param same how many lines at its beginning are the same
   */
  run(other?: Course, same?: number): Trace {
    const resumed = other?.resume(this.scene, this.script, same);
    if (resumed) {
      this.resumed = this.scene.work.done;
      this.course = resumed.course;
      this.now = resumed.moment;
      this.player = new Player(this.scene, resumed.setting);
    } else {
      this.now = { ...this.now, past: { index: 0, worlds: this.begin(), rest: undefined } };
    }
    const { statements } = this.script;
    const { work } = this.scene;
    while (this.now.index < statements.length && !work.isOver) {
      this.course.note(this.now);
      this.next();
    }
    this.course.note(this.now, true);
    const { index } = this.now;
    const end = index < statements.length ? this.stop(index) : (world: World) => this.finish(world);
    const ended = likeliest(this.before(index).map(end), () => false);
    const [best] = ended;
    return this.trace(best ?? startingWorld(this.beginnings()[0]));
  }

  /** Ends before a statement from which on nothing can be said, because it would be too much work. */
  private stop(index: number): (world: World) => World {
    const unchecked = this.script.statements.length - index;
    return (world) => blame(world, { code: 'not-checked', unchecked }, at(index, 'whole'));
  }

  /** Plays one statement, or goes back to where a number was met that it tells. */
  private next(): void {
    const { scene, player, repairs } = this;
    const { index, past } = this.now;
    let { discoveries, supposed } = this.now;
    const worlds = this.before(index);
    const stepped = worlds.flatMap((world) => this.step(world, index));
    const hasCopies = (): boolean => scene.lines.hasCopies();
    const next = likeliest(stepped, hasCopies);
    const [was, is] = [worlds[0], next[0]];
    const worse = was !== undefined && is !== undefined && is.errors > was.errors;
    // A world in which two numbers are open at once has two errors until the first is fixed.
    const discovery = worse
      ? (
          next.find(({ errors, proposal }) => errors === is.errors && proposal) ??
          stepped.find(({ errors, proposal }) => errors === is.errors + 1 && proposal)
        )?.proposal
      : undefined;
    if (discovery && discoveries < MOST_DISCOVERIES) {
      discoveries++;
      const from = scene.numbers.fix(discovery);
      const rest = from === 0 ? { index: 0, worlds: this.begin(), rest: undefined } : upTo(past, from);
      this.now = { index: from, past: rest, discoveries, supposed };
      return;
    }
    const doubtful = worse || (was !== undefined && is !== undefined && is.warnings > was.warnings);
    const isFar = doubtful && supposed++ < MOST_SUPPOSED;
    const played = { scene, player, repairs, before: (at: number) => this.before(at), index };
    const after =
      is !== undefined && (doubtful || next.some(({ refusal }) => refusal !== undefined))
        ? likeliest(mended(played, stepped, is, isFar), hasCopies)
        : next;
    // A copy is as large as it must be; there is one for each line.
    const rest = { index: index + 1, worlds: after.slice(), rest: past };
    this.now = { index: index + 1, past: rest, discoveries, supposed };
  }

  /** The worlds before a statement. */
  private before(index: number): readonly World[] {
    return upTo(this.now.past, index)?.worlds ?? [];
  }

  private step(world: World, index: number): readonly World[] {
    const statement = this.scene.lines.at(index);
    return statement
      ? this.player.step({ ...world, proposal: undefined, refusal: undefined }, statement, index)
      : [];
  }

  private beginnings(): readonly [Beginning, ...Beginning[]] {
    const { topology, numbers } = this.scene;
    return beginnings(this.script, topology, numbers);
  }

  private begin(): readonly World[] {
    const ways = this.course.begin(() => this.beginnings());
    this.player = new Player(this.scene, ways[0].setting);
    return ways.map((way) =>
      way.faults.reduce((world, { fault, place }) => blame(world, fault, place), startingWorld(way)),
    );
  }

  /** What can only be said when the scenario is over: paths, and replies that never came. */
  private finish(before: World): World {
    let world = settleClaims(this.scene, before);
    for (const [index, statement] of this.script.statements.entries()) {
      if (statement.kind === 'path') world = expectPath(this.scene, world, statement, index);
    }
    for (const [key, tcb] of world.tcbs) {
      for (const owed of tcb.owes) {
        if (owed.optional || owed.kind !== 'reset') continue;
        const { seq, ack } = owed;
        const fault: Fault = {
          code: 'reply-missing',
          end: key,
          reply: owed.kind,
          ...(seq === undefined ? {} : { seq }),
          ...(ack === undefined ? {} : { ack }),
        };
        world = blame(world, fault, at(owed.cause, 'segment'));
      }
    }
    return world;
  }

  private trace(world: World): Trace {
    const initial = Object.fromEntries(
      [...world.paths].map(([key, chain]) => [key, oldestFirst(chain)[0] ?? chain.item]),
    );
    return {
      script: this.script,
      endpoints: this.scene.topology.endpoints,
      initial,
      steps: stepsOf(world.log),
      final: new States(world.tcbs).toRecord(),
      faults: oldestFirst(world.found).sort((a, b) => a.place.statement - b.place.statement),
      work: this.scene.work.done,
      earlier: world.earlier,
      known: (number) => this.scene.isNamed(world, number),
      resolve: (expr) => this.scene.resolve(world, expr),
      speak: speaker(rightSymbols(world), this.scene.numbers),
    };
  }
}

/** What the trace tells of the log: a departure is a statement there, and a step here. */
function stepsOf(log: World['log']): readonly Step[] {
  const entries = oldestFirst(log);
  const stepOf = new Map(entries.map((entry, i) => [entry.statement, i]));
  const arrivals = new Map<number, number>();
  for (const [i, entry] of entries.entries()) {
    if (entry.kind !== 'segment' || entry.departure === undefined || entry.origin === 'dup') continue;
    const left = stepOf.get(entry.departure);
    if (left !== undefined && left !== i) arrivals.set(left, i);
  }
  return entries.map((entry, i): Step => {
    if (entry.kind !== 'segment') return entry;
    const arrival = arrivals.get(i);
    if (entry.departure === undefined && arrival === undefined) return entry;
    const { departure, statement } = entry;
    // What a line that is not written had sent has left nowhere.
    const left = departure === undefined || departure === statement ? undefined : stepOf.get(departure);
    return { ...entry, departure: left, arrival };
  });
}

/** Symbols that may name a number: not those whose use was the mistake. */
function rightSymbols({ symbols, found }: World): SharedMap<string, Seq> {
  const wrong = new Set(
    oldestFirst(found).flatMap(({ fault }) => (fault.code === 'contradictory-symbol' ? [fault.symbol] : [])),
  );
  return wrong.size === 0 ? symbols : SharedMap.of([...symbols].filter(([symbol]) => !wrong.has(symbol)));
}

function startingWorld(begin: Beginning): World {
  let paths = SharedMap.of<EndKey, Chain<State>>();
  for (const [key, states] of begin.paths) {
    for (const item of states) paths = paths.set(key, { item, rest: paths.get(key) });
  }
  return {
    tcbs: SharedMap.of(begin.tcbs),
    flights: Flights.none,
    arrived: undefined,
    symbols: SharedMap.of(begin.symbols),
    bound: SharedMap.of([...begin.symbols.values()].map((number) => [number, true])),
    paths,
    softLengths: SharedMap.of(),
    earlier: begin.earlier,
    lossy: SharedMap.of(),
    mistaken: SharedMap.of(),
    claims: undefined,
    reached: new Map(),
    marks: SharedMap.of(),
    log: undefined,
    found: undefined,
    errors: 0,
    warnings: 0,
    guesses: begin.guesses,
    unlikely: 0,
    played: undefined,
    spared: false,
    proposal: undefined,
    refusal: undefined,
  };
}
