/** What the writer asserts: states, counters, and the path of an end through the scenario. */
import { add, seq, type Seq } from '../tcp/seq.js';
import type { State } from '../tcp/state.js';
import type { Tcb } from '../tcp/tcb.js';
import { impossibleOf } from './allowed.js';
import type { Fault } from './fault.js';
import { COSTS } from './repairs/costs.js';
import type { Counter, ExpectedState, Expr, Part, PathStatement, StateStatement } from './script.js';
import type { Scene } from './scene.js';
import type { EndKey } from './trace.js';
import { at, bind, blame, oldestFirst, type World } from './world.js';

/** The states behind a statement: each end's own, or one mistake where they stand in each other's place. */
export function expectStates(
  scene: Scene,
  world: World,
  states: readonly ExpectedState[],
  index: number,
): World {
  const [first, second, ...more] = states.map((expected) => mismatch(scene, world, expected));
  if (
    first !== undefined &&
    second !== undefined &&
    more.length === 0 &&
    first.end !== second.end &&
    first.written === second.actual &&
    second.written === first.actual
  ) {
    const { part, ...rest } = first;
    const swapped = { end: second.end, part: second.part };
    const blamed = blame(world, { code: 'state-mismatch', ...rest, swapped }, at(index, part));
    return { ...blamed, mistaken: world.mistaken.set(first.end, first).set(second.end, second) };
  }
  return states.reduce((next, expected) => expectState(scene, next, expected, index), world);
}

export function expectState(scene: Scene, world: World, expected: ExpectedState, index: number): World {
  const wrong = mismatch(scene, world, expected);
  if (wrong === undefined) return world;
  const { part, ...rest } = wrong;
  const { end, written, actual } = rest;
  // What a line has got wrong and the next ones repeat is one mistake, and the less likely to be one in the states.
  const mistaken = world.mistaken.get(end);
  if (mistaken?.written === written && mistaken.actual === actual)
    return { ...world, unlikely: world.unlikely + COSTS['claimed-again'] };
  const blamed = blame(world, { code: 'state-mismatch', ...rest }, at(index, part));
  return { ...blamed, mistaken: world.mistaken.set(end, { written, actual }) };
}

interface Mismatch {
  readonly end: EndKey;
  readonly written: State;
  readonly actual: State;
  readonly part: Part;
}

/** An assertion about an end holds if it does for any of the connections that it may mean. */
function mismatch(scene: Scene, world: World, { end, state, part }: ExpectedState): Mismatch | undefined {
  const keys = scene.topology.keys(end).filter((key) => world.tcbs.has(key));
  const [first] = keys;
  if (first === undefined || keys.some((key) => matches(world.tcbs.get(key), state))) return undefined;
  const actual = world.tcbs.get(first)?.state ?? 'CLOSED';
  return { end: first, written: state, actual, part };
}

export function expectCounters(
  scene: Scene,
  before: World,
  key: EndKey,
  tcb: Tcb,
  statement: StateStatement,
  index: number,
): World {
  // What is wrong with the state is told already.
  if (!matches(tcb, statement.state)) return before;
  const actual: Record<Counter, Seq | undefined> = {
    snd: tcb.nxt,
    una: tcb.una,
    wnd: tcb.wnd === undefined ? undefined : seq(tcb.wnd),
    rcv: tcb.rcv,
    rwnd: tcb.rwnd === undefined ? undefined : seq(tcb.rwnd),
    iss: tcb.iss,
    irs: tcb.irs,
  };
  const counters = Object.entries(statement.counters) as [Counter, Expr][];
  let world = before;
  for (const [name, expr] of counters) {
    const number = actual[name];
    if (number === undefined || expr.symbol === undefined || !scene.isOpen(world, expr)) continue;
    world = bind(world, expr.symbol, add(number, -expr.offset));
  }
  const claim = { end: key, state: statement.state, counters: statement.counters };
  const impossible = impossibleOf(claim, (expr) => scene.resolve(world, expr) ?? tcb.nxt);
  if (impossible) {
    const { counter, bound } = impossible;
    const written = scene.resolve(world, statement.counters[counter]) ?? tcb.nxt;
    const fault: Fault = { code: 'impossible-counter', end: key, counter, written, bound };
    return blame(world, fault, at(index, `counter.${counter}`));
  }
  for (const [name, expr] of counters) {
    const number = actual[name];
    const written = scene.resolve(world, expr);
    if (number !== undefined && written !== undefined && written !== number) {
      const fault: Fault = { code: 'counter-mismatch', end: key, counter: name, written, actual: number };
      const proposal = scene.numbers.reconcile(written, number, (unknown) => scene.names(before, unknown));
      world = {
        ...blame(world, fault, at(index, `counter.${name}`)),
        proposal: world.proposal ?? proposal,
      };
    }
  }
  return world;
}

export function expectPath(scene: Scene, world: World, statement: PathStatement, index: number): World {
  const keys = scene.topology.keys(statement.end).filter((key) => world.paths.has(key));
  const [first] = keys;
  if (first === undefined || keys.some((key) => takes(oldestFirst(world.paths.get(key)), statement.path)))
    return world;
  const actual = oldestFirst(world.paths.get(first));
  const wrong = statement.path.findIndex((state, i) => state !== actual[i]);
  const part: Part = wrong < 0 ? 'whole' : `path.${wrong}`;
  const fault: Fault = { code: 'path-mismatch', end: first, written: statement.path, actual };
  return blame(world, fault, at(index, part));
}

/** An end whose listener stands behind a connection that has ended is CLOSED and listens. */
function matches(tcb: Tcb | undefined, state: State): boolean {
  if (tcb === undefined) return false;
  return tcb.state === state || (state === 'LISTEN' && tcb.state === 'CLOSED' && tcb.listens === 'yes');
}

/** States that one segment passes through, between those where it finds an end and where it leaves it. */
const PASSED: readonly (readonly [State, State, State])[] = [
  // FIN and ACK in one segment pass through FIN-WAIT-2 on their way to TIME-WAIT, or not (§3.10.7.4).
  ['FIN_WAIT_1', 'FIN_WAIT_2', 'TIME_WAIT'],
  // A segment with ACK and FIN opens the connection and closes its own direction at once.
  ['SYN_RCVD', 'ESTABLISHED', 'CLOSE_WAIT'],
  ['SYN_SENT', 'ESTABLISHED', 'CLOSE_WAIT'],
  // A CLOSE that waits for data to be sent is "queued for processing after entering ESTABLISHED state" (§3.10.4).
  ['SYN_RCVD', 'ESTABLISHED', 'FIN_WAIT_1'],
  // Behind a connection that has ended, its listener waits for the next SYN.
  ['CLOSED', 'LISTEN', 'SYN_RCVD'],
];

/**
 * Whether the path taken is the path written. What one segment passed through may be written or not, and so may the end
 * of TIME-WAIT that comes some time after the last line.
 */
function takes(actual: readonly State[], written: readonly State[]): boolean {
  const [first, second] = written;
  const path =
    actual[0] === 'LISTEN' && first === 'CLOSED' && second === 'LISTEN' ? ['CLOSED', ...actual] : actual;
  let at = 0;
  for (const [i, state] of written.entries()) {
    if (path[at] === state) {
      at++;
      continue;
    }
    const [before, after] = [path[at - 1], path[at]];
    const isPassed =
      written[i - 1] === before && PASSED.some(([a, b, c]) => a === before && b === state && c === after);
    const isLast = i === written.length - 1 && at === path.length;
    if (!isPassed && !(isLast && before === 'TIME_WAIT' && state === 'CLOSED')) return false;
  }
  return at === path.length;
}
