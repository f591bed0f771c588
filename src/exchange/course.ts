/**
 * How a replay went, so that another one of nearly the same script need not begin at its first line.
 *
 * A replay goes on from a moment in one way only, which depends on the lines that it reads from there on, on what the
 * script is as a whole (who is in it, how its ends begin), and on the numbers met so far. A moment of another replay is
 * good here if all that was read before it is the same here, and if the numbers come out the same again.
 */
import { beginnings, type Beginning } from './excerpt/begin.js';
import { copiesIn } from './lines.js';
import { isSame } from './same.js';
import type { Scene } from './scene.js';
import type { Script, Statement } from './script.js';
import type { Trace } from './trace.js';
import type { World } from './world.js';

/** A script that was replayed, and how that went. */
export interface Replayed {
  readonly script: Script;
  readonly trace: Trace;
  readonly course: Course;
  /** How much of the work of the trace had not been done before for another. */
  readonly spent: number;
  /** The trace of an earlier script that a replay cannot tell from this one. */
  readonly was?: Trace;
  /** The script was played in the place of the one that is written, which the trace tells of. */
  readonly isReread?: true;
}

/** The worlds before a statement, and before those above it. */
export interface Past {
  readonly index: number;
  readonly worlds: readonly World[];
  readonly rest: Past | undefined;
}

/** Where a replay stands: before the statement with that index. */
export interface Moment {
  readonly index: number;
  readonly past: Past | undefined;
  readonly discoveries: number;
  readonly supposed: number;
}

/** A moment, with how much had been read, changed, begun and done by then. */
interface Noted {
  readonly moment: Moment;
  readonly furthest: number;
  readonly changes: number;
  readonly begins: number;
  readonly done: number;
  /** Whether the script has copies, where anything has depended on that. */
  readonly copies: boolean | undefined;
}

/** How the ends began: at first, and again after what is known of that had changed. */
interface Begun {
  readonly ways: Ways;
  /** How many numbers had changed before and after. */
  readonly from: number;
  readonly to: number;
}

type Ways = readonly [Beginning, ...Beginning[]];

/** A moment is noted every so many lines; where there are more than so many moments, every other one is forgotten. */
const EVERY = 4;
const MOST_NOTED = 4_096;

export class Course {
  #noted: Noted[] = [];
  #every = EVERY;
  #steps = 0;
  readonly #begun: Begun[] = [];

  constructor(
    private readonly scene: Scene,
    private readonly script: Script,
  ) {}

  note(moment: Moment, always = false): void {
    if (this.#steps++ % this.#every !== 0 && !always) return;
    const { lines, numbers, work } = this.scene;
    const changes = numbers.changes.length;
    const { furthest, copies } = lines;
    const begins = this.#begun.length;
    this.#noted.push({ moment, furthest, changes, begins, done: work.done, copies });
    if (this.#noted.length < MOST_NOTED) return;
    this.#every *= 2;
    this.#noted = this.#noted.filter((_, index) => index % 2 === 0);
  }

  /** Notes how the ends begin. */
  begin(tell: () => Ways): Ways {
    const { numbers } = this.scene;
    const from = numbers.changes.length;
    const ways = tell();
    this.#begun.push({ ways, from, to: numbers.changes.length });
    return ways;
  }

  /**
   * The last moment that the replay of this scene comes to as well, its numbers as they are then.
   *
   * @param same how many lines at the beginning of the scripts are the same
   */
  resume(
    scene: Scene,
    script: Script,
    same = sameLines(this.script, script),
  ): { readonly moment: Moment; readonly course: Course; readonly setting: ReadonlySet<number> } | undefined {
    const { mode, figure, statements } = this.script;
    if (mode !== script.mode || figure !== script.figure || !this.scene.topology.isSame(scene.topology))
      return undefined;
    const isWhole = same === statements.length && same === script.statements.length;
    const copies = copiesIn(script.statements);
    const last = this.#noted.findLastIndex(
      ({ furthest, done, copies: own }) =>
        (isWhole || furthest < same) && done < scene.work.most && (own === undefined || own === copies),
    );
    const noted = this.#noted[last];
    const course = new Course(scene, script);
    if (!noted || !this.#redo(noted, course)) return undefined;
    scene.lines.furthest = noted.furthest;
    scene.lines.copies = noted.copies;
    scene.work.done = noted.done;
    course.#noted = this.#noted.slice(0, last);
    course.#every = this.#every;
    const setting = course.#begun.at(-1)?.ways[0].setting ?? new Set();
    return { moment: noted.moment, course, setting };
  }

  /** Lets the ends begin and the numbers change as up to that moment. Returns whether all of it came out the same. */
  #redo({ changes, begins }: Noted, course: Course): boolean {
    const { topology, numbers } = course.scene;
    const all = this.scene.numbers.changes;
    const areSame = (from: number, to: number): boolean =>
      numbers.changes.length === to && isSame(numbers.changes.slice(from), all.slice(from, to));
    let done = 0;
    for (const { ways, from, to } of this.#begun.slice(0, begins)) {
      if (!numbers.redo(all.slice(done, from))) return false;
      const own = course.begin(() => beginnings(course.script, topology, numbers));
      if (!isSame(own, ways) || !areSame(from, to)) return false;
      done = to;
    }
    return numbers.redo(all.slice(done, changes));
  }
}

/** What was before a statement. */
export function upTo(past: Past | undefined, index: number): Past | undefined {
  let link = past;
  while (link && link.index > index) link = link.rest;
  return link?.index === index ? link : undefined;
}

/** By its first statement, the exchange that was replayed last: a part of it has the same. */
const latest = new WeakMap<Statement, Replayed>();

/** Remembers an exchange for questions about parts of it, as long as its statements are there. */
export function remember(replayed: Replayed): void {
  const [first] = replayed.script.statements;
  if (first) latest.set(first, replayed);
}

/** What is remembered of the exchange that a script is a part of. */
export function remembered({ statements: [first] }: Script): readonly Replayed[] {
  const replayed = first && latest.get(first);
  return replayed ? [replayed] : [];
}

/** The replay of the script that has the most lines at the beginning in common with this one. */
export function likest(script: Script, others: readonly Replayed[]): Likest | undefined {
  let best: Likest | undefined;
  for (const other of others) {
    const same = sameLines(other.script, script);
    if (same > (best?.same ?? 0)) best = { other, same };
  }
  return best;
}

export interface Likest {
  readonly other: Replayed;
  /** How many lines at the beginning are the same. */
  readonly same: number;
}

/** Whether the replay of a script would do just what this one did, if so much may be done. */
export function isEqual(
  script: Script,
  { other: { script: other, trace, isReread }, same }: Likest,
  left: number,
): boolean {
  if (isReread) return false;
  const isWhole = same === script.statements.length && same === other.statements.length;
  if (!isWhole || script.mode !== other.mode || script.figure !== other.figure) return false;
  return trace.work < left && !trace.faults.some(({ fault }) => fault.code === 'not-checked');
}

/** How many statements at the beginning are the same, as far as a replay reads them. */
function sameLines({ statements: one }: Script, { statements: other }: Script): number {
  let same = 0;
  for (; same < one.length && same < other.length; same++) {
    const [left, right] = [one[same], other[same]];
    if (!left || !right || !isSameStatement(left, right)) break;
  }
  return same;
}

/** Where a statement stands and the writer's comment are nothing to a replay. */
const UNREAD: ReadonlySet<string> = new Set(['line', 'endLine', 'text']);

function isSameStatement(one: Statement, other: Statement): boolean {
  if (one === other) return true;
  const [left, right] = [one as object as Part, other as object as Part];
  for (const key in left) if (!UNREAD.has(key) && !isSame(left[key], right[key])) return false;
  for (const key in right) if (!UNREAD.has(key) && !(key in left)) return false;
  return true;
}

type Part = Readonly<Record<string, unknown>>;
