/** Plays one statement in one world. */
import { arrive } from '../tcp/arrive.js';
import { call } from '../tcp/call.js';
import { listed, type Segment } from '../tcp/segment.js';
import { isConnected } from '../tcp/state.js';
import { changed, noConnection, type Tcb } from '../tcp/tcb.js';
import { claim, settleClaims } from './claims.js';
import { depart, type How } from './depart.js';
import { filled, mayWait, withHeldFin } from './excerpt/earlier.js';
import { expectCounters, expectState, expectStates } from './expect.js';
import type { Fault } from './fault.js';
import type { Flight } from './flights.js';
import type { Scene } from './scene.js';
import type { CallStatement, ExpectedState, SegmentStatement, StateStatement, Statement } from './script.js';
import { NETWORK } from './topology.js';
import { States, type EndKey, type SegmentStep } from './trace.js';
import { STEP } from './work.js';
import { at, blame, logged, withTcb, type Departed, type Entry, type World } from './world.js';

export class Player {
  /** @param setting the state lines that say where an end begins, and so assert nothing */
  constructor(
    private readonly scene: Scene,
    private readonly setting: ReadonlySet<number>,
  ) {}

  /** What the world may become by the statement, which stands at `index` in the script or in the place of that. */
  step(world: World, statement: Statement, index: number, how: How = 'sent'): readonly World[] {
    this.scene.work.add(STEP);
    if (world.played?.statement === index) {
      return [
        logged({ ...world, played: undefined }, { ...world.played.entry, states: new States(world.tcbs) }),
      ];
    }
    switch (statement.kind) {
      case 'segment':
        return this.segment(world, statement, index, how);
      case 'call':
        return this.call(world, statement, index);
      case 'state':
        return [this.state(world, statement, index)];
      case 'path':
        return [logged(world, { kind: 'path', statement: index, states: new States(world.tcbs) })];
      case 'note':
      case 'phase':
        return [logged(world, { kind: 'note', statement: index, states: new States(world.tcbs) })];
      default:
        return [world];
    }
  }

  private segment(world: World, statement: SegmentStatement, index: number, how: How): readonly World[] {
    const departed = depart(this.scene, world, statement, index, how);
    return departed.flatMap((way) => this.land(way, statement, index, world));
  }

  /** The second half of a segment statement: what becomes of the segment. */
  private land(way: Departed, statement: SegmentStatement, index: number, before: World): readonly World[] {
    const { segment, from, to } = way;
    const fromKey = from === NETWORK ? null : this.scene.topology.key(from, to);
    const toKey = to === NETWORK ? null : this.scene.topology.key(to, from);
    for (const key of [fromKey, toKey]) this.scene.work.add(itemsIn(before, key));
    const ends = snapshot(before, fromKey, toKey);
    const { figure } = this.scene.script;
    const conclude = (
      world: World,
      outcome: SegmentStep['outcome'],
      reason?: SegmentStep['reason'],
    ): World => {
      const expected = figure
        ? this.claimed(settleClaims(this.scene, world), before, statement, index)
        : expectStates(this.scene, world, ofConnection(statement.states, from, to), index);
      const reached = figure ? reachedBy(before, toKey, statement.fate === 'arrived') : before.reached;
      // All steps have the same properties in the same order: rules look through them again and again.
      const step: Entry = {
        kind: 'segment',
        statement: index,
        from: statement.from === undefined && way.departure === undefined ? null : fromKey,
        to: statement.to === undefined && statement.fate !== 'sent' ? null : toKey,
        fate: statement.fate,
        origin: way.origin,
        flags: listed(segment.flags),
        seq: segment.seq,
        ack: segment.flags.has('ACK') ? segment.ack : null,
        len: segment.len,
        lenAssumed: this.isLengthOpen(statement, segment, index) ? true : undefined,
        win: segment.win ?? null,
        implied: way.implied,
        outcome,
        departure: way.departure,
        arrival: undefined,
        before: ends,
        after: snapshot(expected, fromKey, toKey),
        reason,
        states: new States(expected.tcbs),
      };
      return { ...expected, reached, log: { item: step, rest: expected.log } };
    };
    const strayed = (): World => {
      let { lossy } = way.world;
      for (const key of [fromKey, toKey]) if (key !== null) lossy = lossy.set(key, true);
      return { ...way.world, lossy };
    };
    if (!way.leaves) return [conclude(way.world, null)];
    if (statement.fate === 'lost') return [conclude(strayed(), null)];
    const address = this.scene.topology.address(to);
    const flight: Flight = { segment, from, to, address, statement: index };
    if (statement.fate === 'sent') {
      const world = strayed();
      return [conclude({ ...world, flights: world.flights.with(flight) }, null)];
    }
    const tcb = toKey === null ? undefined : way.world.tcbs.get(toKey);
    if (tcb === undefined || toKey === null) return [conclude(way.world, null)];
    // What was on its way before the scenario began may have come first.
    const caught = filled(way.world, toKey, segment.seq);
    const acks = segment.flags.has('ACK');
    const arrivals = [...(caught ? [caught] : []), tcb].flatMap((one) =>
      arrive(one, segment, {
        ...this.scene.context(toKey, index),
        anywhere: this.scene.isApart(segment.seq, one.rcv),
        anyAck: isConnected(one.state) && acks && this.scene.isApart(segment.ack, one.nxt),
      }),
    );
    const held = arrivals.flatMap((arrival) => {
      const whole = withHeldFin(way.world, toKey, arrival.tcb);
      return whole ? [{ ...arrival, tcb: whole }] : [];
    });
    return [...arrivals, ...held].map((arrival) => {
      const next = way.blamed ? owingNothing(tcb, arrival.tcb) : arrival.tcb;
      const arrived = withTcb(way.world, toKey, next, index);
      const remembered = { ...arrived, arrived: { item: flight, rest: arrived.arrived } };
      return conclude(remembered, arrival.outcome, arrival.reason);
    });
  }

  /** In a figure, states beside a segment hold at any moment about it. */
  private claimed(world: World, before: World, { states }: SegmentStatement, index: number): World {
    return states.reduce((next, state) => claim(this.scene, next, state, index, before), world);
  }

  private isLengthOpen(statement: SegmentStatement, segment: Segment, index: number): boolean {
    return segment.len > 0 && statement.len === undefined && !this.scene.numbers.isLengthFixed(index);
  }

  private call(world: World, statement: CallStatement, index: number): readonly World[] {
    const touched = this.scene.topology.keys(statement.end).filter((key) => world.tcbs.has(key));
    this.scene.work.add(touched.length * STEP);
    const results = touched.map((key): Called => {
      const tcb = world.tcbs.get(key) ?? noConnection('CLOSED', 'no');
      const context = { ...this.scene.context(key, index), octets: statement.octets };
      const ways = call(tcb, statement.call, context);
      const fires = ways.length === 0 && statement.call === 'timeout' && mayWait(this.scene, world, key);
      return { key, tcb, ways: fires ? [changed(tcb, { fired: 'timeout' })] : ways };
    });
    // An end with several peers is free to mean only those connections for which the call makes sense.
    const possible = results.filter(({ ways }) => ways.length > 0);
    const living = possible.filter(({ tcb }) => tcb.ended === undefined);
    const meant = living.length > 0 ? living : possible;
    const refused = results[0];
    let next = world;
    if (meant.length === 0 && refused !== undefined) {
      const fault: Fault = {
        code: 'impossible-call',
        end: refused.key,
        call: statement.call,
        state: refused.tcb.state,
      };
      next = blame(next, fault, at(index, 'call'));
    }
    const reuses = meant.find(({ tcb }) => statement.call === 'connect' && tcb.state === 'TIME_WAIT');
    if (reuses) {
      next = blame(next, { code: 'port-reused-in-time-wait', end: reuses.key }, at(index, 'call'));
    }
    const key = meant[0]?.key ?? touched[0] ?? statement.end.name;
    const { name, peer } = statement.end;
    const expected = ofConnection(statement.states, name, peer);
    return ways(next, meant, index).map((way) => {
      const told = expectStates(this.scene, way, expected, index);
      return logged(told, {
        kind: 'call',
        statement: index,
        end: key,
        call: statement.call,
        before: snapshotOf(world, touched),
        after: snapshotOf(told, touched),
        states: new States(told.tcbs),
      });
    });
  }

  private state(world: World, statement: StateStatement, index: number): World {
    let next = world;
    if (this.scene.script.figure) {
      next = claim(this.scene, world, { end: statement.end, state: statement.state, part: 'state' }, index);
    } else if (!this.setting.has(index)) {
      next = expectState(
        this.scene,
        next,
        { end: statement.end, state: statement.state, part: 'state' },
        index,
      );
      for (const key of this.scene.topology.keys(statement.end).slice(0, 1)) {
        const tcb = next.tcbs.get(key);
        if (tcb) next = expectCounters(this.scene, next, key, tcb, statement, index);
      }
    }
    return logged(next, { kind: 'state', statement: index, states: new States(next.tcbs) });
  }
}

/** Where the ends were at which a segment arrives; with what stands there, if it arrives later than it stands. */
function reachedBy(before: World, key: EndKey | null, isLate: boolean): World['reached'] {
  const path = key === null ? undefined : before.paths.get(key);
  const own = key === null || path === undefined ? [] : [[key, path] as const];
  return new Map([...(isLate ? before.reached : []), ...own]);
}

/** How long the lists of an end are, which are read and written anew with every segment. */
function itemsIn(world: World, key: EndKey | null): number {
  const tcb = key === null ? undefined : world.tcbs.get(key);
  return tcb ? tcb.sent.length + tcb.held.length + tcb.owes.length : 0;
}

/** What a call makes of one connection: nothing where it is refused. */
interface Called {
  readonly key: EndKey;
  readonly tcb: Tcb;
  readonly ways: readonly Tcb[];
}

/** So many connections of one end choose each for itself; of more, all do the likeliest. */
const MOST_CHOOSING = 3;

/** The worlds after a call, which each of the connections may take in its own way. */
function ways(before: World, called: readonly Called[], index: number): readonly World[] {
  let worlds = [before];
  for (const { key, ways: tcbs } of called) {
    const choices = called.length > MOST_CHOOSING ? tcbs.slice(0, 1) : tcbs;
    worlds = worlds.flatMap((world) => choices.map((tcb) => withTcb(world, key, tcb, index)));
  }
  return worlds;
}

/** The TCBs of the ends of a segment. A name may be any, so that it is written as a key of its own. */
function snapshot({ tcbs }: World, one: EndKey | null, other: EndKey | null): Readonly<Record<EndKey, Tcb>> {
  const tcb = one === null ? undefined : tcbs.get(one);
  const more = other === null ? undefined : tcbs.get(other);
  if (one === null || !tcb) return other === null || !more ? {} : { [other]: more };
  return other === null || !more ? { [one]: tcb } : { [one]: tcb, [other]: more };
}

function snapshotOf({ tcbs }: World, keys: readonly EndKey[]): Readonly<Record<EndKey, Tcb>> {
  return Object.fromEntries(
    keys.flatMap((key) => {
      const tcb = tcbs.get(key);
      return tcb === undefined ? [] : [[key, tcb]];
    }),
  );
}

/** States on a line are those of the line's own connection, whatever others its ends have. */
function ofConnection(
  states: readonly ExpectedState[],
  one: string,
  other: string | undefined,
): readonly ExpectedState[] {
  if (other === undefined || one === NETWORK || other === NETWORK) return states;
  return states.map((expected) => {
    const { name, peer } = expected.end;
    if (peer !== undefined || (name !== one && name !== other)) return expected;
    return { ...expected, end: { name, peer: name === one ? other : one } };
  });
}

/** What the arrival made the end owe is only what it may send, not what it must. */
function owingNothing(before: Tcb, after: Tcb): Tcb {
  const known = new Set(before.owes);
  return changed(after, {
    owes: after.owes.map((owed) => (known.has(owed) ? owed : { ...owed, optional: true })),
  });
}
