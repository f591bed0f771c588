/** Plays a script through both ends and the network, and tells what happened. Pure and total. */
import type { Seq } from '../tcp/seq.js';
import type { State } from '../tcp/state.js';
import { settleClaims } from './claims.js';
import { expectPath } from './expect.js';
import type { Fault } from './fault.js';
import { beginnings, type Beginning } from './excerpt/begin.js';
import { Player, states } from './play.js';
import { REPAIRS } from './repairs/index.js';
import { mended } from './repairs/mend.js';
import type { Repair } from './repairs/repair.js';
import { Scene } from './scene.js';
import type { Script } from './script.js';
import { speaker } from './speak.js';

import type { EndKey, Step, Trace } from './trace.js';
import { Course, likest, upTo, type Moment, type Replayed } from './course.js';
import { at, blame, likeliest, oldestFirst, type Chain, type World } from './world.js';

/** How often a line may show what a number above it really was, before the rest is taken as it stands. */
const MOST_DISCOVERIES = 200;

/**
 * What the script comes to: every step, what was implied and filled in, and what is wrong.
 *
 * @param repairs what a writer may have meant by a line that is wrong
 */
export function replay(script: Script, repairs: readonly Repair[] = REPAIRS): Trace {
  return new Replay(script, repairs).run();
}

/** Replays a script like `replay`, and as much as can be as it was in one of these. */
export function replayAgain(script: Script, others: readonly Replayed[]): Replayed {
  const run = new Replay(script, REPAIRS);
  const other = likest(script, others);
  return { trace: run.run(other?.course), script, course: run.course };
}

/** At how many lines it is asked what the writer may have meant, before mistakes are taken as they stand. */
const MOST_SUPPOSED = 12;

class Replay {
  private readonly scene: Scene;
  private player: Player;
  private now: Moment = { index: 0, past: undefined, discoveries: 0, supposed: 0 };
  course: Course;

  constructor(
    private readonly script: Script,
    private readonly repairs: readonly Repair[],
  ) {
    this.scene = new Scene(script);
    this.player = new Player(this.scene, new Set());
    this.course = new Course(this.scene, script);
  }

  /** @param other how a script went that begins the same way */
  run(other?: Course): Trace {
    const resumed = other?.resume(this.scene, this.script);
    if (resumed) {
      this.course = resumed.course;
      this.now = resumed.moment;
      this.player = new Player(this.scene, resumed.setting);
    } else {
      this.now = { ...this.now, past: { index: 0, worlds: this.begin(), rest: undefined } };
    }
    const { statements } = this.script;
    while (this.now.index < statements.length) {
      this.course.note(this.now);
      this.next();
    }
    this.course.note(this.now, true);
    const ended = likeliest(this.before(statements.length).map((world) => this.finish(world)));
    const [best] = ended;
    return this.trace(best ?? startingWorld(this.beginnings()[0]));
  }

  /** Plays one statement, or goes back to where a number was met that it tells. */
  private next(): void {
    const { scene, player, repairs } = this;
    const { index, past } = this.now;
    let { discoveries, supposed } = this.now;
    const worlds = this.before(index);
    const stepped = worlds.flatMap((world) => this.step(world, index));
    const next = likeliest(stepped);
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
        ? likeliest(mended(played, stepped, is, isFar))
        : next;
    const rest = { index: index + 1, worlds: after, rest: past };
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
    const entries = oldestFirst(world.log);
    const stepOf = new Map(entries.map((entry, i) => [entry.statement, i]));
    const arrivals = new Map<number, number>();
    for (const [i, entry] of entries.entries()) {
      if (entry.kind !== 'segment' || entry.departure === undefined || entry.origin === 'dup') continue;
      const left = stepOf.get(entry.departure);
      if (left !== undefined && left !== i) arrivals.set(left, i);
    }
    const steps = entries.map((entry, i): Step => {
      if (entry.kind !== 'segment') return entry;
      const { departure, ...rest } = entry;
      // What a line that is not written had sent has left nowhere.
      const left =
        departure === undefined || departure === entry.statement ? undefined : stepOf.get(departure);
      const arrival = arrivals.get(i);
      return {
        ...rest,
        ...(left === undefined ? {} : { departure: left }),
        ...(arrival === undefined ? {} : { arrival }),
      };
    });
    const initial = Object.fromEntries(
      [...world.paths].map(([key, chain]) => [key, oldestFirst(chain)[0] ?? chain.item]),
    );
    return {
      script: this.script,
      endpoints: this.scene.topology.endpoints,
      initial,
      steps,
      final: states(world),
      faults: oldestFirst(world.found).sort((a, b) => a.place.statement - b.place.statement),
      known: (number) => this.scene.isNamed(world, number),
      resolve: (expr) => this.scene.resolve(world, expr),
      speak: speaker(rightSymbols(world), this.scene.numbers),
    };
  }
}

/** Symbols that may name a number: not those whose use was the mistake. */
function rightSymbols({ symbols, found }: World): ReadonlyMap<string, Seq> {
  const wrong = new Set(
    oldestFirst(found).flatMap(({ fault }) => (fault.code === 'contradictory-symbol' ? [fault.symbol] : [])),
  );
  return wrong.size === 0 ? symbols : new Map([...symbols].filter(([symbol]) => !wrong.has(symbol)));
}

function startingWorld(begin: Beginning): World {
  const paths = new Map<EndKey, Chain<State>>();
  for (const [key, states] of begin.paths) {
    for (const item of states) paths.set(key, { item, rest: paths.get(key) });
  }
  return {
    tcbs: begin.tcbs,
    flights: [],
    arrived: undefined,
    symbols: begin.symbols,
    paths,
    softLengths: [],
    earlier: begin.earlier,
    lossy: new Set(),
    mistaken: new Map(),
    claims: [],
    marks: new Map(),
    log: undefined,
    found: undefined,
    errors: 0,
    warnings: 0,
    guesses: begin.guesses,
    played: undefined,
    spared: false,
    proposal: undefined,
    refusal: undefined,
  };
}
