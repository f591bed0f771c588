/** Plays a script through both ends and the network, and tells what happened. Pure and total. */
import { arrive } from '../tcp/arrive.js';
import { call } from '../tcp/call.js';
import {
  emit,
  isDoubtful,
  type Draft,
  type EmitContext,
  type Emission,
  type Objection,
} from '../tcp/emit.js';
import { FLAGS, type Flag, type Segment } from '../tcp/segment.js';
import { add, after, distance, seq, type Seq } from '../tcp/seq.js';
import { isSynchronized, type State } from '../tcp/state.js';
import { noConnection, type Tcb } from '../tcp/tcb.js';
import type { Fault } from './fault.js';
import { beginning } from './initial.js';
import { NOTHING_FIXED, Numbers, type Fixed, type Unknown } from './numbers.js';
import type {
  CallStatement,
  Counter,
  ExpectedState,
  Expr,
  Part,
  PathStatement,
  Script,
  SegmentStatement,
  StateStatement,
} from './script.js';
import { speaker } from './speak.js';
import { NETWORK, Topology } from './topology.js';
import type { EndKey, Found, RelatedNote, SegmentStep, Step, Trace } from './trace.js';
import {
  blame,
  likeliest,
  oldestFirst,
  withTcb,
  type Chain,
  type Entry,
  type Flight,
  type World,
} from './world.js';

/** How often a line may show what a number above it really was, before the rest is taken as it stands. */
const MOST_REPLAYS = 200;

/** What the script comes to: every step, what was implied and filled in, and what is wrong. */
export function replay(script: Script): Trace {
  let fixed = NOTHING_FIXED;
  for (let round = 0; ; round++) {
    const result = new Replay(script, fixed).run(round < MOST_REPLAYS);
    if ('again' in result) fixed = result.again;
    else return result;
  }
}

/** One way for the arrival half of a statement to begin: a world, the segment on its way, and how it came there. */
interface Departed {
  readonly world: World;
  readonly segment: Segment;
  readonly from: string;
  readonly to: string;
  readonly origin: SegmentStep['origin'];
  readonly implied: SegmentStep['implied'];
  /** The statement at which it left, where that is another one. */
  readonly departure?: number;
  /** False where the exchange goes on as if the segment had never been. */
  readonly leaves: boolean;
  /** The statement is in error, so that nothing is owed for it. */
  readonly blamed: boolean;
}

/** The world in which a connection that has ended goes on. */
function revived(world: World, { key, peerKey }: Route, index: number): World {
  let next = world;
  for (const end of [key, peerKey]) {
    const was = world.tcbs.get(end)?.ended?.was;
    if (was !== undefined) next = withTcb(next, end, was, index);
  }
  return next;
}

/** The world in which all numbers that `sender` counts its octets by lie `by` octets further on. */
function shiftStream(world: World, sender: EndKey, receiver: EndKey, by: number, index: number): World {
  const move = (number: Seq): Seq => add(number, by);
  const moveKnown = (number: Seq | undefined): Seq | undefined =>
    number === undefined ? undefined : move(number);
  let next = world;
  const from = world.tcbs.get(sender);
  if (from !== undefined) {
    const { iss, una, nxt, edge, fin, sent } = from;
    const moved: Tcb = {
      ...from,
      iss: moveKnown(iss),
      una: move(una),
      nxt: move(nxt),
      edge: moveKnown(edge),
      fin: moveKnown(fin),
      sent: sent.map((segment) => ({ ...segment, seq: move(segment.seq) })),
    };
    next = withTcb(next, sender, moved, index);
  }
  const to = world.tcbs.get(receiver);
  if (to !== undefined) {
    const { irs, rcv, rcvEdge, acked, peerFin, held } = to;
    const moved: Tcb = {
      ...to,
      irs: moveKnown(irs),
      rcv: move(rcv),
      rcvEdge: moveKnown(rcvEdge),
      acked: moveKnown(acked),
      peerFin: moveKnown(peerFin),
      held: held.map((run) => ({ ...run, from: move(run.from), to: move(run.to) })),
    };
    next = withTcb(next, receiver, moved, index);
  }
  return next;
}

/** Who sends to whom: the names written, and the keys of the two ends of the connection. */
interface Route {
  readonly from: string;
  readonly to: string;
  readonly key: EndKey;
  readonly peerKey: EndKey;
}

/** Objections that would not be there if the connection were open. */
const NOT_OPEN: ReadonlySet<Objection['code']> = new Set([
  'ack-before-syn',
  'data-before-established',
  'fin-before-established',
  'no-connection',
  'sent-after-reset',
]);

class Replay {
  private readonly topology: Topology;
  private readonly numbers: Numbers;
  private readonly setting: ReadonlySet<number>;
  private readonly start: World;

  constructor(
    private readonly script: Script,
    fixed: Fixed,
  ) {
    this.topology = new Topology(script);
    this.numbers = new Numbers(fixed, writtenNumbers(script));
    const begin = beginning(script, this.topology, this.numbers);
    this.setting = begin.setting;
    const paths = [...begin.paths].map(
      ([key, states]) =>
        [key, states.reduce<Chain<State> | undefined>((rest, item) => ({ item, rest }), undefined)] as const,
    );
    this.start = {
      tcbs: begin.tcbs,
      flights: [],
      arrived: undefined,
      symbols: begin.symbols,
      paths: new Map(paths.flatMap(([key, chain]) => (chain ? [[key, chain] as const] : []))),
      softLengths: [],
      lossy: new Set(),
      mistaken: new Map(),
      marks: new Map(),
      log: undefined,
      found: undefined,
      errors: 0,
      warnings: 0,
      proposal: undefined,
    };
  }

  /** The trace; or what to fix before replaying, if a line shows it and `mayFix`. */
  run(mayFix: boolean): Trace | { readonly again: Fixed } {
    let worlds: readonly World[] = [this.start];
    for (let index = 0; index < this.script.statements.length; index++) {
      const errors = worlds[0]?.errors ?? 0;
      worlds = likeliest(worlds.flatMap((world) => this.step({ ...world, proposal: undefined }, index)));
      const best = worlds[0];
      if (mayFix && best !== undefined && best.errors > errors && best.proposal)
        return { again: best.proposal };
    }
    const ended = likeliest(worlds.map((world) => this.finish(world)));
    return this.trace(ended[0] ?? this.start);
  }

  private step(world: World, index: number): readonly World[] {
    const statement = this.script.statements[index];
    switch (statement?.kind) {
      case 'segment':
        return this.segment(world, statement, index);
      case 'call':
        return [this.call(world, statement, index)];
      case 'state':
        return [this.state(world, statement, index)];
      case 'path':
        return [logged(world, { kind: 'path', statement: index, states: states(world) })];
      case 'note':
      case 'phase':
        return [logged(world, { kind: 'note', statement: index, states: states(world) })];
      default:
        return [world];
    }
  }

  // ——— segments ———

  private segment(world: World, statement: SegmentStatement, index: number): readonly World[] {
    const departed = this.depart(world, statement, index);
    return departed.flatMap((way) => this.land(way, statement, index, world));
  }

  /** The first half of a segment statement: where the segment comes from. */
  private depart(world: World, statement: SegmentStatement, index: number): readonly Departed[] {
    const { from, to } = this.topology.ends(statement, index);
    if (statement.fate === 'arrived' && statement.origin === 'new') {
      return this.fromNetwork(world, statement, index, from, to);
    }
    if (statement.origin === 'dup') {
      const copy = this.findFlight(world, oldestFirst(world.arrived), statement, to);
      if (copy) return [this.flown(world, statement, copy, 'dup')];
    }
    if (statement.origin !== 'new')
      return [this.injected(world, statement, index, from, to, statement.origin)];
    if (!this.topology.isChecked(from)) return [this.injected(world, statement, index, from, to, 'new')];
    return this.sent(world, statement, index, from, to);
  }

  /** A segment that an end sends now. */
  private sent(
    world: World,
    statement: SegmentStatement,
    index: number,
    from: string,
    to: string,
  ): readonly Departed[] {
    const route: Route = { from, to, key: this.topology.key(from, to), peerKey: this.topology.key(to, from) };
    if (!this.isOpen(world, statement.seq)) return this.emitted(world, statement, index, route, undefined);
    // A new symbol: what the sender's TCB makes of the number comes first, then the symbol stands for that.
    const { seq: expr } = statement;
    const tcb = world.tcbs.get(route.key) ?? noConnection('CLOSED', 'no');
    const likely = emit(tcb, this.draft(world, statement, undefined), this.emitContext(route, index));
    // Without a connection the TCB has no number to offer.
    const connected = tcb.state !== 'CLOSED' && tcb.state !== 'LISTEN';
    const known = connected || likely[0]?.objections.length === 0;
    const numbers = new Set(
      known ? likely.map(({ segment }) => segment.seq) : [this.numbers.value(`seq:${index}`)],
    );
    return [...numbers].flatMap((number) => {
      if (expr?.symbol === undefined) return [];
      const { symbol, offset } = expr;
      if (!this.isNamed(world, number)) {
        return this.emitted(bind(world, symbol, add(number, -offset)), statement, index, route, number);
      }
      const unshown = this.unshown(world, route, tcb, expr, index);
      if (unshown) return this.emitted(unshown[0], statement, index, route, unshown[1]);
      const fault: Fault = { code: 'contradictory-symbol', symbol, expected: number };
      const bound = bind(blame(world, fault, at(index, 'seq')), symbol, add(number, -offset));
      return this.emitted(bound, statement, index, route, number).map((way) => ({ ...way, blamed: true }));
    });
  }

  /** The ways in which the sender's TCB can send what is written, `number` being its SEG.SEQ where that is settled. */
  private emitted(
    world: World,
    statement: SegmentStatement,
    index: number,
    route: Route,
    number: Seq | undefined,
  ): readonly Departed[] {
    const tcb = world.tcbs.get(route.key) ?? noConnection('CLOSED', 'no');
    const draft = this.draft(world, statement, number);
    const emissions = emit(tcb, draft, this.emitContext(route, index));
    const ways = this.plausible(world, route, draft, emissions).map((emission) =>
      this.left(world, statement, index, route, emission),
    );
    const objections = emissions[0]?.objections ?? [];
    ways.push(...this.shifted(world, statement, index, route, draft, objections));
    if (!objections.some(({ code }) => NOT_OPEN.has(code))) return ways;
    // The lines below may take the connection for open; then so be it, rather than an error on each of them.
    let open = world;
    for (const objection of objections) open = this.object(open, objection, index, route);
    const reopens = tcb.ended === undefined || draft.flags.has('SYN');
    open = reopens ? this.opened(open, route, index, draft) : revived(open, route, index);
    const [emission] = emit(open.tcbs.get(route.key) ?? tcb, draft, this.emitContext(route, index));
    if (emission === undefined || emission.objections.length > 0) return ways;
    return [...ways, { ...this.left(open, statement, index, route, emission), blamed: true }];
  }

  /**
   * Data without a number could be new or sent again. It is new if nothing was lost; if something was, what looks like
   * the last segment of this end is first taken for that segment again.
   */
  private plausible(
    world: World,
    route: Route,
    draft: Draft,
    emissions: readonly Emission[],
  ): readonly Emission[] {
    const fresh = emissions.filter(({ origin }) => origin === 'new');
    const again = emissions.filter(({ origin }) => origin === 'repeat');
    if (draft.seq !== undefined || fresh.length === 0 || again.length === 0) return emissions;
    const fired = world.tcbs.get(route.key)?.fired === 'timeout';
    if (!fired && !world.lossy.has(route.key)) return fresh;
    const last = world.tcbs.get(route.key)?.sent.at(-1);
    const looksAlike = draft.len !== undefined && last?.len === draft.len && last.payload === draft.payload;
    return fired || looksAlike ? [...again, ...fresh] : emissions;
  }

  /**
   * After a wrong number, the lines below may agree with it rather than with the lines above: then the mistake was made
   * where the number came from, and is one mistake all the same.
   */
  private shifted(
    world: World,
    statement: SegmentStatement,
    index: number,
    route: Route,
    draft: Draft,
    objections: readonly Objection[],
  ): readonly Departed[] {
    const [objection, ...more] = objections;
    if (objection === undefined || more.length > 0) return [];
    if (objection.code !== 'wrong-sequence-number' && objection.code !== 'wrong-ack-number') return [];
    const by = distance(objection.written, objection.expected);
    const [sender, receiver] =
      objection.code === 'wrong-sequence-number' ? [route.key, route.peerKey] : [route.peerKey, route.key];
    const blamed = this.object(world, objection, index, route);
    const moved = shiftStream(blamed, sender, receiver, by, index);
    const tcb = moved.tcbs.get(route.key);
    const [emission] = tcb === undefined ? [] : emit(tcb, draft, this.emitContext(route, index));
    if (emission === undefined || emission.objections.length > 0) return [];
    return [{ ...this.left(moved, statement, index, route, emission), blamed: true }];
  }

  /** The world in which the handshake has come as far as the sender of an early segment takes it to have. */
  private opened(before: World, route: Route, index: number, draft: Draft): World {
    const sender = before.tcbs.get(route.key);
    const peer = before.tcbs.get(route.peerKey);
    const answersSyn = draft.flags.has('SYN');
    const number = (written: Seq | undefined, key: EndKey): Seq =>
      written ?? this.numbers.value(`iss:${key}:${index}`);
    const written = draft.seq === undefined ? undefined : add(draft.seq, answersSyn ? 0 : -1);
    const iss = sender?.iss ?? number(written, route.key);
    const irs = peer?.iss ?? number(draft.ack === undefined ? undefined : add(draft.ack, -1), route.peerKey);
    const base = noConnection('LISTEN', 'yes');
    const nxt = answersSyn ? iss : add(iss, 1);
    const own: Tcb = { ...base, iss, irs, una: iss, nxt, rcv: add(irs, 1) };
    const world = withTcb(
      before,
      route.key,
      answersSyn
        ? { ...own, state: 'SYN_RCVD', opened: 'passive' }
        : { ...own, state: 'ESTABLISHED', una: nxt },
      index,
    );
    const seen = add(irs, 1);
    const other: Tcb = {
      ...base,
      iss: irs,
      irs: iss,
      una: answersSyn ? irs : seen,
      nxt: seen,
      rcv: add(iss, 1),
    };
    return withTcb(
      world,
      route.peerKey,
      answersSyn ? { ...other, state: 'SYN_SENT', opened: 'active' } : { ...other, state: 'ESTABLISHED' },
      index,
    );
  }

  /** The world after an emission: the sender's TCB, its objections, the symbol that its acknowledgment binds. */
  private left(
    before: World,
    statement: SegmentStatement,
    index: number,
    route: Route,
    emission: Emission,
  ): Departed {
    const { from, to, key } = route;
    const sender = before.tcbs.get(key);
    let world = before;
    for (const objection of emission.objections) world = this.object(world, objection, index, route);
    let blamed = emission.objections.some((objection) => !isDoubtful(objection));
    if (emission.leaves) world = withTcb(world, key, emission.tcb, index);
    const { ack } = statement;
    if (ack?.symbol !== undefined && this.isOpen(before, ack)) {
      const { symbol, offset } = ack;
      const acks = emission.segment.flags.has('ACK');
      const number = acks ? emission.segment.ack : this.numbers.value(`ack:${index}`);
      if (acks && !blamed && this.isNamed(world, number) && isSynchronizedOrOpening(sender)) {
        world = blame(world, { code: 'contradictory-symbol', symbol, expected: number }, at(index, 'ack'));
        blamed = true;
      }
      world = bind(world, symbol, add(number, -offset));
    }
    if (
      statement.data &&
      statement.len === undefined &&
      emission.segment.len > 0 &&
      emission.origin === 'new'
    ) {
      const soft = { statement: index, start: emission.segment.seq };
      world = { ...world, softLengths: [...world.softLengths, soft] };
    }
    return {
      world,
      segment: emission.segment,
      from,
      to,
      origin: emission.origin,
      implied: emission.implied.map((name) => ({ endpoint: key, call: name })),
      leaves: emission.leaves,
      blamed,
    };
  }

  /**
   * A new symbol where the sender's next number is known already: data that the note does not show (LANGUAGE §6). Both
   * ends have agreed on it, and the symbol lies somewhere at or after the next number.
   */
  private unshown(
    world: World,
    { key, peerKey }: Route,
    sender: Tcb,
    expr: Expr,
    index: number,
  ): readonly [World, Seq] | undefined {
    const receiver = world.tcbs.get(peerKey);
    const sends = sender.fin === undefined && isSynchronized(sender.state) && sender.state !== 'TIME_WAIT';
    const receives =
      receiver === undefined || (isSynchronized(receiver.state) && receiver.peerFin === undefined);
    if (this.script.mode === 'strict' || !sends || !receives || expr.symbol === undefined) return undefined;
    const value = this.numbers.value(`unshown:${index}`);
    let next = withTcb(
      world,
      key,
      { ...sender, nxt: value, una: value, sent: [], edge: undefined, wnd: undefined },
      index,
    );
    if (receiver)
      next = withTcb(
        next,
        peerKey,
        { ...receiver, rcv: value, acked: value, held: [], rcvEdge: undefined },
        index,
      );
    return [bind(next, expr.symbol, add(value, -expr.offset)), value];
  }

  /** A segment that was under way arrives now: the oldest that fits what is written. */
  private fromNetwork(
    world: World,
    statement: SegmentStatement,
    index: number,
    from: string,
    to: string,
  ): readonly Departed[] {
    const flight = this.findFlight(world, world.flights, statement, to);
    if (flight) {
      const left = { ...world, flights: world.flights.filter((other) => other !== flight) };
      return [this.flown(left, statement, flight, 'new')];
    }
    if (!this.topology.isChecked(from)) return [this.injected(world, statement, index, from, to, 'new')];
    const fault: Fault = { code: 'arrival-without-departure', flags: listed(statement.flags) };
    const blamed = {
      ...blame(world, fault, at(index, 'segment')),
      proposal: this.flightProposal(world, statement, to),
    };
    const injected = this.injected(blamed, statement, index, from, to, 'new');
    // The lines below may count on its arrival or not.
    return [
      { ...injected, leaves: false, blamed: true },
      { ...injected, blamed: true },
    ];
  }

  /** The flight that an arrival would be if a number that is still open were what is written. */
  private flightProposal(world: World, statement: SegmentStatement, to: string): Fixed | undefined {
    for (const flight of world.flights) {
      if (!this.goesTo(flight, statement, to) || !sameFlags(flight.segment, statement)) continue;
      const pairs = [
        [this.resolve(world, statement.seq), flight.segment.seq],
        [this.resolve(world, statement.ack), flight.segment.ack],
      ] as const;
      for (const [written, actual] of pairs) {
        if (written === undefined || written === actual) continue;
        const fixed = this.numbers.reconcile(written, actual, (unknown) => this.names(world, unknown));
        if (fixed) return fixed;
      }
    }
    return undefined;
  }

  private findFlight(
    world: World,
    flights: readonly Flight[],
    statement: SegmentStatement,
    to: string,
  ): Flight | undefined {
    return flights.find(
      (flight) =>
        this.goesTo(flight, statement, to) &&
        sameFlags(flight.segment, statement) &&
        (statement.data ? flight.segment.len > 0 : true) &&
        (statement.len === undefined || statement.len === flight.segment.len) &&
        fitsNumber(this.resolve(world, statement.seq), flight.segment.seq) &&
        (statement.ack === undefined || fitsNumber(this.resolve(world, statement.ack), flight.segment.ack)),
    );
  }

  private goesTo(flight: Flight, statement: SegmentStatement, to: string): boolean {
    const rightWay = this.topology.address(flight.to) === this.topology.address(to);
    return rightWay && (statement.from === undefined || flight.from === statement.from);
  }

  private flown(before: World, statement: SegmentStatement, flight: Flight, origin: 'new' | 'dup'): Departed {
    let world = before;
    const { segment } = flight;
    for (const [expr, number] of [
      [statement.seq, segment.seq],
      [statement.ack, segment.ack],
    ] as const) {
      if (expr?.symbol !== undefined && this.isOpen(world, expr)) {
        world = bind(world, expr.symbol, add(number, -expr.offset));
      }
    }
    const { from, statement: departure } = flight;
    const to = statement.to ?? flight.to;
    return { world, segment, from, to, origin, implied: [], departure, leaves: true, blamed: false };
  }

  /** A segment that no TCB in the scenario has sent: an old one, a forged one, or an injector's. */
  private injected(
    before: World,
    statement: SegmentStatement,
    index: number,
    from: string,
    to: string,
    origin: 'new' | 'dup' | 'stale' | 'forged',
  ): Departed {
    let world = before;
    const receiver = world.tcbs.get(this.topology.key(to, from));
    const connected = receiver !== undefined && !['CLOSED', 'LISTEN', 'SYN_SENT'].includes(receiver.state);
    const age = origin === 'stale' || origin === 'dup' ? 'old' : 'new';
    const guess = (what: 'seq' | 'ack'): Seq => {
      // An injector that writes no numbers means the right ones; those of an old segment are long past.
      if (age === 'new' && connected) return what === 'seq' ? receiver.rcv : receiver.nxt;
      if (what === 'ack' && age === 'new' && receiver?.state === 'SYN_SENT') return receiver.nxt;
      return this.numbers.value(`${what}:${index}`, age);
    };
    const number = (expr: Expr | undefined, what: 'seq' | 'ack'): Seq => {
      const written = this.resolve(world, expr);
      if (written !== undefined) return written;
      const open = expr === undefined ? guess(what) : this.numbers.value(`${what}:${index}`, age);
      if (expr?.symbol !== undefined) world = bind(world, expr.symbol, add(open, -expr.offset));
      return open;
    };
    const flags = new Set(statement.flags);
    const shorthand = statement.data || flags.has('FIN') || flags.has('PSH');
    if (shorthand && !flags.has('SYN') && !flags.has('RST') && this.script.mode === 'notes') flags.add('ACK');
    const segment: Segment = {
      flags,
      seq: number(statement.seq, 'seq'),
      ack: flags.has('ACK') ? number(statement.ack, 'ack') : seq(0),
      len: statement.len ?? (statement.data ? this.numbers.length(index) : 0),
      options: statement.options,
      ...(statement.win === undefined ? {} : { win: statement.win }),
    };
    return { world, segment, from, to, origin, implied: [], leaves: true, blamed: false };
  }

  /** The second half of a segment statement: what becomes of the segment. */
  private land(way: Departed, statement: SegmentStatement, index: number, before: World): readonly World[] {
    const { segment, from, to } = way;
    const fromKey = from === NETWORK ? null : this.topology.key(from, to);
    const toKey = to === NETWORK ? null : this.topology.key(to, from);
    const step = {
      kind: 'segment' as const,
      statement: index,
      from: statement.from === undefined && way.departure === undefined ? null : fromKey,
      to: statement.to === undefined && statement.fate !== 'sent' ? null : toKey,
      fate: statement.fate,
      origin: way.origin,
      flags: listed(segment.flags),
      seq: segment.seq,
      ack: segment.flags.has('ACK') ? segment.ack : null,
      len: segment.len,
      ...(this.isLengthOpen(statement, segment, index) ? { lenAssumed: true as const } : {}),
      win: segment.win ?? null,
      implied: way.implied,
      before: snapshot(before, [fromKey, toKey]),
      ...(way.departure === undefined ? {} : { departure: way.departure }),
    };
    const conclude = (world: World, rest: Pick<SegmentStep, 'outcome' | 'reason'>): World => {
      const expected = statement.states.reduce((w, state) => this.expectState(w, state, index), world);
      const after = snapshot(expected, [fromKey, toKey]);
      return logged(expected, { ...step, ...rest, after, states: states(expected) });
    };
    const strayed = (): World => {
      const keys = [fromKey, toKey].filter((key) => key !== null);
      if (keys.every((key) => way.world.lossy.has(key))) return way.world;
      return { ...way.world, lossy: new Set([...way.world.lossy, ...keys]) };
    };
    if (!way.leaves) return [conclude(way.world, { outcome: null })];
    if (statement.fate === 'lost') return [conclude(strayed(), { outcome: null })];
    const flight: Flight = { segment, from, to, statement: index };
    if (statement.fate === 'sent') {
      const world = strayed();
      return [conclude({ ...world, flights: [...world.flights, flight] }, { outcome: null })];
    }
    const tcb = toKey === null ? undefined : way.world.tcbs.get(toKey);
    if (tcb === undefined || toKey === null) return [conclude(way.world, { outcome: null })];
    return arrive(tcb, segment, this.context(toKey, index)).map((arrival) => {
      const next = way.blamed ? owingNothing(tcb, arrival.tcb) : arrival.tcb;
      const arrived = withTcb(way.world, toKey, next, index);
      const remembered = { ...arrived, arrived: { item: flight, rest: arrived.arrived } };
      return conclude(remembered, { outcome: arrival.outcome, reason: arrival.reason });
    });
  }

  private isLengthOpen(statement: SegmentStatement, segment: Segment, index: number): boolean {
    return segment.len > 0 && statement.len === undefined && !this.numbers.isLengthFixed(index);
  }

  /** What is written, symbols resolved; `number` stands in for a SEG.SEQ that is still open. */
  private draft(world: World, statement: SegmentStatement, number: Seq | undefined): Draft {
    return {
      flags: statement.flags,
      data: statement.data && statement.len !== 0,
      seq: number ?? this.resolve(world, statement.seq),
      ack: this.resolve(world, statement.ack),
      len: statement.len,
      payload: statement.payload,
      win: statement.win,
      up: statement.up,
      options: statement.options,
    };
  }

  /** Turns what the sender's TCB says against a segment into a fault, with what explains it. */
  private object(world: World, objection: Objection, index: number, { key, peerKey }: Route): World {
    const end = key;
    const peer = world.tcbs.get(peerKey);
    let fault: Fault = { ...objection, end } as Fault;
    const own = world.tcbs.get(key);
    if (
      objection.code === 'wrong-ack-number' &&
      own !== undefined &&
      isSynchronized(own.state) &&
      peer !== undefined &&
      isSynchronized(peer.state) &&
      after(objection.written, peer.nxt)
    ) {
      const { written, expected } = objection;
      fault = { code: 'ack-of-unsent-data', end, peer: peerKey, written, expected, sent: peer.nxt };
    }
    const related: { place: { statement: number; part: Part }; note: RelatedNote }[] = [];
    const explain = (statement: number | undefined, note: RelatedNote): void => {
      if (statement !== undefined && statement !== index)
        related.push({ place: at(statement, 'segment'), note });
    };
    switch (fault.code) {
      case 'wrong-ack-number':
      case 'ack-of-unsent-data':
      case 'ack-behind':
        explain(world.marks.get(`rcv ${key}`), 'rcv-nxt-set');
        break;
      case 'wrong-sequence-number':
      case 'sequence-gap':
        explain(world.marks.get(`nxt ${key}`), 'number-set');
        break;
      case 'data-after-fin':
      case 'fin-after-fin':
        explain(world.marks.get(`fin ${key}`), 'fin-sent');
        break;
      case 'sent-after-reset':
        explain(own?.ended?.cause, 'reset');
        break;
    }
    const blamed = blame(world, fault, at(index, partOf(objection)), related);
    return { ...blamed, proposal: blamed.proposal ?? this.propose(world, objection) };
  }

  /** What to fix so that the objection falls away, if it rests on a number that the note had left open. */
  private propose(world: World, objection: Objection): Fixed | undefined {
    if (!('expected' in objection) || objection.written === undefined || objection.expected === undefined)
      return undefined;
    const { written, expected } = objection;
    const fixed = this.numbers.reconcile(written, expected, (unknown) => this.names(world, unknown));
    if (fixed) return fixed;
    const soft = world.softLengths.findLast(({ start }) => {
      const away = distance(expected, start);
      return away > 0 && away < 2 ** 20;
    });
    return soft && this.numbers.lengthen(soft.statement, distance(written, expected));
  }

  private emitContext(route: Route, index: number): EmitContext {
    return {
      ...this.context(route.key, index),
      strict: this.script.mode === 'strict',
      unknownLength: this.numbers.length(index),
    };
  }

  /** What the TCP core needs to know of the moment. */
  private context(key: EndKey, index: number): { readonly iss: () => Seq; readonly cause: number } {
    return { iss: () => this.numbers.value(`iss:${key}:${index}`), cause: index };
  }

  // ——— symbols ———

  private resolve(world: World, expr: Expr | undefined): Seq | undefined {
    if (expr === undefined) return undefined;
    if (expr.symbol === undefined) return seq(expr.offset);
    const value = world.symbols.get(expr.symbol);
    return value === undefined ? undefined : add(value, expr.offset);
  }

  private isOpen(world: World, expr: Expr | undefined): boolean {
    return expr?.symbol !== undefined && !world.symbols.has(expr.symbol);
  }

  /** Whether the note has already said what this number is. */
  private isNamed(world: World, number: Seq): boolean {
    const unknown = this.numbers.owner(number);
    if (unknown === undefined || unknown.fixed) return true;
    const soft = world.softLengths.some(({ start }) => {
      const away = distance(number, start);
      return (
        away > 0 &&
        away < 2 ** 20 &&
        ![...world.symbols.values()].some((s) => after(s, start) && !after(s, number))
      );
    });
    return !soft && this.names(world, unknown);
  }

  private names(world: World, unknown: Unknown): boolean {
    for (const value of world.symbols.values()) {
      if (this.numbers.owner(value)?.id === unknown.id) return true;
    }
    return false;
  }

  // ——— calls and states ———

  private call(world: World, statement: CallStatement, index: number): World {
    let next = world;
    const keys = this.topology.keys(statement.end);
    const touched = keys.filter((key) => world.tcbs.has(key));
    const results = touched.map((key) => {
      const tcb = world.tcbs.get(key) ?? noConnection('CLOSED', 'no');
      const context = { ...this.context(key, index), octets: statement.octets };
      return { key, tcb, result: call(tcb, statement.call, context) };
    });
    // An end with several peers is free to mean only those connections for which the call makes sense.
    const possible = results.filter(({ result }) => result !== undefined);
    for (const { key, result } of possible) if (result) next = withTcb(next, key, result, index);
    const refused = results[0];
    if (possible.length === 0 && refused !== undefined) {
      const fault: Fault = {
        code: 'impossible-call',
        end: refused.key,
        call: statement.call,
        state: refused.tcb.state,
      };
      next = blame(next, fault, at(index, 'call'));
    }
    const key = possible[0]?.key ?? touched[0] ?? statement.end.name;
    next = statement.states.reduce((w, state) => this.expectState(w, state, index), next);
    return logged(next, {
      kind: 'call',
      statement: index,
      end: key,
      call: statement.call,
      before: snapshot(world, touched),
      after: snapshot(next, touched),
      states: states(next),
    });
  }

  private state(world: World, statement: StateStatement, index: number): World {
    let next = world;
    if (!this.setting.has(index)) {
      next = this.expectState(next, { end: statement.end, state: statement.state, part: 'state' }, index);
      for (const key of this.topology.keys(statement.end).slice(0, 1)) {
        const tcb = next.tcbs.get(key);
        if (tcb) next = this.expectCounters(next, key, tcb, statement, index);
      }
    }
    return logged(next, { kind: 'state', statement: index, states: states(next) });
  }

  /** An assertion about an end holds if it does for any of the connections that it may mean. */
  private expectState(world: World, expected: ExpectedState, index: number): World {
    const keys = this.topology.keys(expected.end).filter((key) => world.tcbs.has(key));
    const [first] = keys;
    if (first === undefined || keys.some((key) => matches(world.tcbs.get(key), expected.state))) return world;
    const actual = world.tcbs.get(first)?.state ?? 'CLOSED';
    // What a line has got wrong and the next ones repeat is one mistake.
    const mistaken = world.mistaken.get(first);
    if (mistaken?.written === expected.state && mistaken.actual === actual) return world;
    const fault: Fault = { code: 'state-mismatch', end: first, written: expected.state, actual };
    const blamed = blame(world, fault, at(index, expected.part));
    const repeated = new Map(world.mistaken).set(first, { written: expected.state, actual });
    return { ...blamed, mistaken: repeated };
  }

  private expectCounters(
    before: World,
    key: EndKey,
    tcb: Tcb,
    statement: StateStatement,
    index: number,
  ): World {
    let world = before;
    const actual: Record<Counter, Seq | undefined> = {
      snd: tcb.nxt,
      una: tcb.una,
      wnd: tcb.wnd === undefined ? undefined : seq(tcb.wnd),
      rcv: tcb.rcv,
      rwnd: tcb.rwnd === undefined ? undefined : seq(tcb.rwnd),
      iss: tcb.iss,
      irs: tcb.irs,
    };
    for (const [name, expr] of Object.entries(statement.counters) as [Counter, Expr][]) {
      const number = actual[name];
      if (number === undefined) continue;
      const written = this.resolve(world, expr);
      if (written === undefined && expr.symbol !== undefined) {
        world = bind(world, expr.symbol, add(number, -expr.offset));
      } else if (written !== undefined && written !== number) {
        const fault: Fault = { code: 'counter-mismatch', end: key, counter: name, written, actual: number };
        const proposal = this.numbers.reconcile(written, number, (unknown) => this.names(before, unknown));
        world = {
          ...blame(world, fault, at(index, `counter.${name}`)),
          proposal: world.proposal ?? proposal,
        };
      }
    }
    return world;
  }

  // ——— the end ———

  /** What can only be said when the scenario is over: paths, and replies that never came. */
  private finish(before: World): World {
    let world = before;
    for (const [index, statement] of this.script.statements.entries()) {
      if (statement.kind === 'path') world = this.expectPath(world, statement, index);
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

  private expectPath(world: World, statement: PathStatement, index: number): World {
    const keys = this.topology.keys(statement.end).filter((key) => world.paths.has(key));
    const [first] = keys;
    if (first === undefined || keys.some((key) => takes(oldestFirst(world.paths.get(key)), statement.path)))
      return world;
    const actual = oldestFirst(world.paths.get(first));
    const wrong = statement.path.findIndex((state, i) => state !== actual[i]);
    const part: Part = wrong < 0 ? 'whole' : `path.${wrong}`;
    const fault: Fault = { code: 'path-mismatch', end: first, written: statement.path, actual };
    return blame(world, fault, at(index, part));
  }

  private trace(world: World): Trace {
    const entries = oldestFirst(world.log);
    const stepOf = new Map(entries.map((entry, i) => [entry.statement, i]));
    const arrivals = new Map<number, number>();
    for (const [i, entry] of entries.entries()) {
      if (entry.kind !== 'segment' || entry.departure === undefined || entry.origin === 'dup') continue;
      const left = stepOf.get(entry.departure);
      if (left !== undefined) arrivals.set(left, i);
    }
    const steps = entries.map((entry, i): Step => {
      if (entry.kind !== 'segment') return entry;
      const { departure, ...rest } = entry;
      const left = departure === undefined ? undefined : stepOf.get(departure);
      const arrival = arrivals.get(i);
      return {
        ...rest,
        ...(left === undefined ? {} : { departure: left }),
        ...(arrival === undefined ? {} : { arrival }),
      };
    });
    const initial = Object.fromEntries(
      [...this.start.paths].map(([key, chain]) => [key, oldestFirst(chain)[0] ?? chain.item]),
    );
    return {
      script: this.script,
      endpoints: this.topology.endpoints,
      initial,
      steps,
      final: states(world),
      faults: oldestFirst(world.found).sort((a, b) => a.place.statement - b.place.statement),
      known: (number) => this.isNamed(world, number),
      speak: speaker(rightSymbols(world), this.numbers),
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

/** Each end's state, in the order of the endpoints. */
function states(world: World): Record<EndKey, State> {
  return Object.fromEntries([...world.tcbs].map(([key, tcb]) => [key, tcb.state]));
}

function snapshot(world: World, keys: readonly (EndKey | null)[]): Record<EndKey, Tcb> {
  return Object.fromEntries(
    keys.flatMap((key) => {
      const tcb = key === null ? undefined : world.tcbs.get(key);
      return key === null || tcb === undefined ? [] : [[key, tcb]];
    }),
  );
}

function logged(world: World, entry: Entry): World {
  return { ...world, log: { item: entry, rest: world.log } };
}

function bind(world: World, symbol: string, value: Seq): World {
  return { ...world, symbols: new Map(world.symbols).set(symbol, value) };
}

function at(statement: number, part: Part): Found['place'] {
  return { statement, part };
}

function listed(flags: ReadonlySet<Flag>): readonly Flag[] {
  return FLAGS.filter((flag) => flags.has(flag));
}

/** The flags of an arrival are those of the segment; ACK may be left out where it is shorthand. */
function sameFlags(segment: Segment, statement: SegmentStatement): boolean {
  return FLAGS.every((flag) => {
    const sent = segment.flags.has(flag);
    const written = statement.flags.has(flag);
    if (flag === 'PSH') return true;
    return sent === written || (flag === 'ACK' && sent && !statement.flags.has('SYN'));
  });
}

function fitsNumber(written: Seq | undefined, actual: Seq): boolean {
  return written === undefined || written === actual;
}

function isSynchronizedOrOpening(tcb: Tcb | undefined): boolean {
  return tcb !== undefined && tcb.state !== 'CLOSED' && tcb.state !== 'LISTEN';
}

/** An end whose listener stands behind a connection that has ended is CLOSED and listens. */
function matches(tcb: Tcb | undefined, state: State): boolean {
  if (tcb === undefined) return false;
  return tcb.state === state || (state === 'LISTEN' && tcb.state === 'CLOSED' && tcb.listens === 'yes');
}

/** What the arrival made the end owe is only what it may send, not what it must. */
function owingNothing(before: Tcb, after: Tcb): Tcb {
  const known = new Set(before.owes);
  return { ...after, owes: after.owes.map((owed) => (known.has(owed) ? owed : { ...owed, optional: true })) };
}

/** Whether the path taken is the path written; what takes no line of its own may be left out on either side. */
function takes(actual: readonly State[], written: readonly State[]): boolean {
  const plain = (path: readonly State[]): string => {
    const states = path.filter((state, i) => {
      // FIN and ACK in one segment pass through FIN-WAIT-2 on their way to TIME-WAIT, or not (§3.10.7.4).
      if (state === 'FIN_WAIT_2' && path[i - 1] === 'FIN_WAIT_1' && path[i + 1] === 'TIME_WAIT') return false;
      // The TIME-WAIT timer ends some time after the last line.
      return !(state === 'CLOSED' && path[i - 1] === 'TIME_WAIT' && i === path.length - 1);
    });
    return states.join(' ');
  };
  const listened = actual[0] === 'LISTEN' && written[0] === 'CLOSED' && written[1] === 'LISTEN';
  return plain(listened ? ['CLOSED', ...actual] : actual) === plain(written);
}

function writtenNumbers(script: Script): readonly Seq[] {
  const numbers: Seq[] = [];
  const collect = (expr: Expr | undefined): void => {
    if (expr !== undefined && expr.symbol === undefined && expr.offset > 2 ** 24)
      numbers.push(seq(expr.offset));
  };
  for (const statement of script.statements) {
    if (statement.kind === 'segment') {
      collect(statement.seq);
      collect(statement.ack);
    } else if (statement.kind === 'state') {
      for (const expr of Object.values(statement.counters)) collect(expr);
    }
  }
  // Long captures write thousands of numbers, and then leave none open.
  return numbers.length > 200 ? [] : numbers;
}

function partOf(objection: Objection): Part {
  switch (objection.code) {
    case 'wrong-sequence-number':
    case 'sequence-gap':
      return 'seq';
    case 'wrong-ack-number':
    case 'ack-behind':
      return 'ack';
    case 'wrong-reset-numbers':
      return objection.field;
    case 'ack-before-syn':
      return 'flag.ACK';
    case 'data-before-established':
    case 'data-after-fin':
    case 'syn-carries-data':
      return 'flag.DATA';
    case 'fin-before-established':
    case 'fin-after-fin':
      return 'flag.FIN';
    case 'syn-in-synchronized-state':
    case 'port-reused-in-time-wait':
      return 'flag.SYN';
    case 'beyond-window':
      return 'len';
    case 'repeat-differs':
      return objection.what === 'seq' ? 'seq' : objection.what === 'flags' ? 'flags' : 'len';
    case 'impossible-flags':
    case 'missing-ack-flag':
      return 'flags';
    default:
      return 'segment';
  }
}
