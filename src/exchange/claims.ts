/**
 * States in a figure. They stand near the moment at which they hold: a claim is right if the end is in that state at
 * some moment between the segment above and the segment below the place where it stands. Until the segment above
 * arrives, its receiver is where it was.
 */
import { call } from '../tcp/call.js';
import type { State } from '../tcp/state.js';
import type { Scene } from './scene.js';
import type { ExpectedState } from './script.js';
import type { EndKey } from './trace.js';
import { at, blame, oldestFirst, withTcb, type Chain, type World } from './world.js';

/** What a figure says of an end, until it has shown itself right or the next segment has passed. */
export interface Claim extends ExpectedState {
  readonly statement: number;
  /** Where the path of each connection that may be meant had come to at the segment above. */
  readonly since: ReadonlyMap<EndKey, Chain<State>>;
}

/** The world with the claim, if it is not right already. `before` is the world at the segment above. */
export function claim(
  scene: Scene,
  world: World,
  expected: ExpectedState,
  index: number,
  before = world,
): World {
  const own = scene.topology.keys(expected.end).filter((key) => world.tcbs.has(key));
  if (own.length === 0) return world;
  // Its own first: what no end shows right is told of that one.
  const other = expected.or === undefined ? [] : scene.topology.keys(expected.or);
  const keys = [...own, ...other.filter((key) => world.tcbs.has(key))];
  const since = new Map(
    keys.flatMap((key): [EndKey, Chain<State>][] => {
      const above = before === world ? world.reached.get(key) : undefined;
      const path = above ?? before.paths.get(key);
      return path ? [[key, path]] : [];
    }),
  );
  const made: Claim = { ...expected, statement: index, since };
  return showsRight(scene, world, made) ?? { ...world, claims: { item: made, rest: world.claims } };
}

/** The world after the segment below: what has not shown itself right by now is wrong. */
export function settleClaims(scene: Scene, world: World): World {
  if (world.claims === undefined) return world;
  let next: World = { ...world, claims: undefined };
  for (const one of oldestFirst(world.claims)) {
    const right = showsRight(scene, next, one);
    if (right) {
      next = right;
      continue;
    }
    const key = [...one.since.keys()].find((each) => next.tcbs.has(each));
    if (key === undefined) continue;
    const actual = next.tcbs.get(key)?.state ?? 'CLOSED';
    // What a figure has got wrong and repeats is one mistake.
    if (next.mistaken.get(key)?.written === one.state) continue;
    const fault = { code: 'state-mismatch', end: key, written: one.state, actual } as const;
    next = blame(next, fault, at(one.statement, one.part));
    next = { ...next, mistaken: next.mistaken.set(key, { written: one.state, actual }) };
  }
  return next;
}

/** The world in which the claim is right: as it is, or with the TIME-WAIT timer run out (§3.10.8). */
function showsRight(scene: Scene, world: World, { state, since, statement }: Claim): World | undefined {
  for (const [key, start] of since) {
    const tcb = world.tcbs.get(key);
    if (!tcb) continue;
    if (passed(world.paths.get(key), start).some((taken) => covers(taken, state))) return world;
    // An end that listens was closed before, and is again behind a connection that has ended.
    if (state === 'LISTEN' && tcb.state === 'CLOSED' && tcb.listens === 'yes') return world;
    if (state === 'CLOSED' && tcb.state === 'LISTEN') return world;
    if (state === 'CLOSED' && tcb.state === 'TIME_WAIT') {
      const [closed] = call(tcb, '2MSL', { ...scene.context(key, statement), octets: undefined });
      if (closed) return withTcb(world, key, closed, statement);
    }
  }
  return undefined;
}

/** A state, and the one before it, if there is one. */
type Taken = readonly [State, State | undefined];

/** The states from the newest back to the one in which the end was. */
function passed(path: Chain<State> | undefined, start: Chain<State>): Taken[] {
  const taken: Taken[] = [];
  for (let link = path; link; link = link.rest) {
    taken.push([link.item, link === start ? undefined : link.rest?.item]);
    if (link === start) break;
  }
  return taken;
}

/** Two steps may be taken at once, through a state in between. */
function covers([state, before]: Taken, claimed: State): boolean {
  if (state === claimed) return true;
  // FIN and ACK in one segment lead through FIN-WAIT-2, or not (§3.10.7.4).
  if (claimed === 'FIN_WAIT_2') return before === 'FIN_WAIT_1' && state === 'TIME_WAIT';
  const opening = before === 'SYN_SENT' || before === 'SYN_RCVD';
  return claimed === 'ESTABLISHED' && opening && (state === 'CLOSE_WAIT' || state === 'FIN_WAIT_1');
}
