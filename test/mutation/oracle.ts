/**
 * A second opinion, written down from RFC 9293 without the engine: could two conforming ends have exchanged this?
 *
 * It follows every way in which the lines could have come about, the unlikely ones too. Where no way is left the
 * exchange is invalid. What only an unlikely way explains (a keep-alive, data that was dropped for want of room) is not
 * decided. It knows two ends and no windows to speak of; what is beyond that is not decided either.
 */
import type {
  CallStatement,
  Expr,
  Script,
  SegmentStatement,
  StateStatement,
  Statement,
} from '../../src/exchange/script.js';
import type { Flag } from '../../src/tcp/segment.js';
import type { State } from '../../src/tcp/state.js';

export type Verdict =
  | { readonly kind: 'valid' }
  | { readonly kind: 'undecided'; readonly why: string }
  /** `doubtful` is the first line that has only unlikely ways, `wrong` the first that has none; 0-based. */
  | { readonly kind: 'invalid'; readonly doubtful: number; readonly wrong: number };

/** What the lines leave open, by name: symbols as they are, `isn C`, `snd C`, `rcv C`, and `len 7` for line 7. */
export type Assumptions = ReadonlyMap<string, number>;

const mod = (n: number): number => n >>> 0;
/** How far `a` lies after `b`. */
const diff = (a: number, b: number): number => (a - b) | 0;

interface Wire {
  readonly from: string;
  readonly to: string;
  readonly flags: readonly Flag[];
  readonly seq: number;
  readonly ack: number;
  readonly len: number;
  readonly win: number | undefined;
}

interface Reset {
  readonly seq: number;
  readonly ack: number | undefined;
}

interface Side {
  readonly state: State;
  readonly opened: 'active' | 'passive' | undefined;
  readonly listens: 'yes' | 'no' | 'maybe';
  readonly iss: number | undefined;
  readonly irs: number | undefined;
  readonly una: number;
  readonly nxt: number;
  readonly rcv: number;
  /** The largest acknowledgment sent. */
  readonly acked: number | undefined;
  readonly fin: number | undefined;
  readonly peerFin: number | undefined;
  /** What was sent and took sequence numbers: where it starts and ends, and what it acknowledged. */
  readonly sent: readonly (readonly [from: number, to: number, ack: number | undefined])[];
  readonly held: readonly (readonly [number, number, boolean])[];
  readonly resets: readonly Reset[];
  /** The largest number that the peer has made room for. */
  readonly edge: number | undefined;
  readonly path: readonly State[];
}

interface World {
  readonly sides: Readonly<Record<string, Side>>;
  readonly flights: readonly Wire[];
  readonly arrived: readonly Wire[];
  /** What must be assumed for this way to be the one. */
  readonly doubts: readonly string[];
}

/** One way to go on, and what it takes for granted. */
type Way<T> = readonly [T, ...string[]];

class Undecided extends Error {}

const has = (wire: { readonly flags: readonly Flag[] }, flag: Flag): boolean => wire.flags.includes(flag);
const length = (wire: Wire): number => wire.len + (has(wire, 'SYN') ? 1 : 0) + (has(wire, 'FIN') ? 1 : 0);

function into(side: Side, state: State, more: Partial<Side> = {}): Side {
  const path = state === side.state ? side.path : [...side.path, state];
  return { ...side, ...more, state, path };
}

const NOTHING = {
  opened: undefined,
  iss: undefined,
  irs: undefined,
  una: 0,
  nxt: 0,
  rcv: 0,
  acked: undefined,
  fin: undefined,
  peerFin: undefined,
  sent: [],
  held: [],
  resets: [],
  edge: undefined,
} satisfies Partial<Side>;

function gone(side: Side, state: 'CLOSED' | 'LISTEN' = 'CLOSED'): Side {
  return into(side, state, NOTHING);
}

/** The judgement on a script between two ends. `assumed` says what numbers it leaves open. */
export function decide(script: Script, assumed: Assumptions = new Map()): Verdict {
  try {
    return new Oracle(script, assumed).decide();
  } catch (error) {
    if (error instanceof Undecided) return { kind: 'undecided', why: error.message };
    throw error;
  }
}

/** More worlds than these are not followed. */
const MOST = 3000;

class Oracle {
  private readonly names: readonly string[];

  constructor(
    private readonly script: Script,
    private readonly assumed: Assumptions,
  ) {
    this.names = namesIn(script);
  }

  decide(): Verdict {
    let worlds: readonly World[] = this.begin();
    let doubtful: number | undefined;
    for (const [index, statement] of this.script.statements.entries()) {
      worlds = distinct(worlds.flatMap((world) => [...this.step(world, index)]));
      if (worlds.length > MOST) throw new Undecided('too many ways to follow');
      if (doubtful === undefined && worlds.every(({ doubts }) => doubts.length > 0)) doubtful = index;
      if (worlds.length === 0) {
        if (!this.beginsEven()) throw new Undecided('what was on its way at the beginning');
        return { kind: 'invalid', doubtful: doubtful ?? index, wrong: index };
      }
      if (statement.expect) throw new Undecided('the note expects an error');
    }
    const kept = worlds.filter((world) => this.paths(world)).map(unanswered);
    if (kept.length === 0) {
      const isPath = ({ kind }: Statement): boolean => kind === 'path';
      const { statements } = this.script;
      return {
        kind: 'invalid',
        doubtful: statements.findIndex(isPath),
        wrong: statements.findLastIndex(isPath),
      };
    }
    const [likeliest] = [...kept].sort((a, b) => a.doubts.length - b.doubts.length);
    const [why] = likeliest?.doubts ?? [];
    return why === undefined ? { kind: 'valid' } : { kind: 'undecided', why };
  }

  /** Whether the lines say of every open end that all it had sent had arrived. */
  private beginsEven(): boolean {
    return this.starts().every((states) =>
      this.names.every((name) => {
        const peer = this.names.find((other) => other !== name) ?? '';
        if (states[name] === 'CLOSED' || states[name] === 'LISTEN') return true;
        if (states[peer] === 'CLOSED' || states[peer] === 'LISTEN') return true;
        const counters = this.setting(name)?.counters;
        const rcv = this.setting(peer)?.counters.rcv;
        if (!counters?.snd || !counters.una || !rcv) return false;
        return this.value(counters.snd) === this.value(rcv);
      }),
    );
  }

  private begin(): World[] {
    const [one = '', other = ''] = this.names;
    const starts = this.starts();
    return starts.map((states) => {
      const sides = {
        [one]: this.side(one, other, states),
        [other]: this.side(other, one, states),
      };
      const middle = Object.values(states).some(
        (state) => !['CLOSED', 'LISTEN', 'ESTABLISHED'].includes(state),
      );
      return { sides, flights: [], arrived: [], doubts: middle ? ['begins half closed'] : [] };
    });
  }

  /** The ways in which both ends may begin. */
  private starts(): Record<string, State>[] {
    const written = new Map(
      this.names.map((name) => [name, this.setting(name)?.state ?? this.beginsPath(name)] as const),
    );
    const first = this.script.statements.find((s) => s.kind === 'segment');
    const opens = first?.kind === 'segment' && first.flags.has('SYN');
    const choices = this.names.map((name): readonly State[] => {
      const state = written.get(name);
      if (state !== undefined) return [state];
      if (!opens) return ['ESTABLISHED'];
      const sendsFirst = first.from === name && !first.flags.has('ACK');
      return sendsFirst ? ['CLOSED'] : ['LISTEN', 'CLOSED'];
    });
    const [one = '', other = ''] = this.names;
    return (choices[0] ?? []).flatMap((a) => (choices[1] ?? []).map((b) => ({ [one]: a, [other]: b })));
  }

  private beginsPath(name: string): State | undefined {
    for (const statement of this.script.statements) {
      if (statement.kind !== 'path' || statement.end.name !== name) continue;
      const [first, second] = statement.path;
      return first === 'CLOSED' && second === 'LISTEN' ? 'LISTEN' : first;
    }
    return undefined;
  }

  /** The state line that says where an end begins. */
  private setting(name: string): StateStatement | undefined {
    for (const statement of this.script.statements) {
      if (statement.kind === 'call' && statement.end.name === name) return undefined;
      const involved =
        statement.kind === 'segment' &&
        ((statement.from === name && statement.origin !== 'forged') || statement.to === name);
      if (involved) return undefined;
      if (statement.kind === 'state' && statement.end.name === name) return statement;
    }
    return undefined;
  }

  private side(name: string, peer: string, states: Record<string, State>): Side {
    const state = states[name] ?? 'CLOSED';
    const listens = state === 'LISTEN' ? 'yes' : state === 'CLOSED' ? 'no' : 'maybe';
    const base: Side = { ...NOTHING, state, listens, path: [state] };
    if (state === 'CLOSED' || state === 'LISTEN') return base;
    if (state === 'SYN_SENT' || state === 'SYN_RCVD') throw new Undecided('begins within the handshake');
    const counters = this.setting(name)?.counters ?? {};
    const theirs = this.setting(peer)?.counters ?? {};
    const nxt = this.value(counters.snd) ?? this.value(theirs.rcv) ?? this.assume(`snd ${name}`);
    const rcv = this.value(counters.rcv) ?? this.value(theirs.snd) ?? this.assume(`rcv ${name}`);
    if (counters.wnd ?? counters.rwnd ?? counters.iss ?? counters.irs)
      throw new Undecided('counters of windows and first numbers');
    const middle = state !== 'ESTABLISHED' && (counters.snd === undefined || counters.rcv === undefined);
    if (middle) throw new Undecided('begins half closed');
    const closed = ['FIN_WAIT_1', 'FIN_WAIT_2', 'CLOSING', 'LAST_ACK', 'TIME_WAIT'].includes(state);
    const told = ['CLOSE_WAIT', 'CLOSING', 'LAST_ACK', 'TIME_WAIT'].includes(state);
    const unacknowledged = ['FIN_WAIT_1', 'CLOSING', 'LAST_ACK'].includes(state);
    const una = this.value(counters.una) ?? (unacknowledged ? mod(nxt - 1) : nxt);
    if (diff(una, nxt) > 0) throw new Undecided('a beginning that contradicts itself');
    return {
      ...base,
      una,
      nxt,
      rcv,
      acked: this.value(theirs.una) ?? rcv,
      fin: closed ? mod(nxt - 1) : undefined,
      peerFin: told ? mod(rcv - 1) : undefined,
      sent: una === nxt ? [] : [[una, nxt, undefined]],
    };
  }

  private assume(name: string): number {
    const value = this.assumed.get(name);
    if (value === undefined) throw new Undecided(`nothing says ${name}`);
    return value;
  }

  private value(expr: Expr | undefined): number | undefined {
    if (expr === undefined) return undefined;
    return mod((expr.symbol === undefined ? 0 : this.assume(expr.symbol)) + expr.offset);
  }

  private *step(world: World, index: number): Iterable<World> {
    const statement = this.script.statements[index];
    switch (statement?.kind) {
      case 'segment':
        for (const next of this.segment(world, statement)) yield* this.standing(next, statement.states);
        return;
      case 'call':
        for (const [side, ...doubts] of called(this.sideOf(world, statement.end.name), statement)) {
          const next = doubting(withSide(world, statement.end.name, side), doubts);
          yield* this.standing(next, statement.states);
        }
        return;
      case 'state':
        if (this.setting(statement.end.name) === statement) yield world;
        else yield* this.asserted(world, statement);
        return;
      default:
        yield world;
    }
  }

  private sideOf(world: World, name: string): Side {
    const side = world.sides[name];
    if (!side) throw new Undecided(`an end called ${name}`);
    return side;
  }

  /** The world, if its ends are in the states that the line says. */
  private *standing(world: World, states: SegmentStatement['states']): Iterable<World> {
    let next = world;
    for (const { end, state } of states) {
      const side = this.sideOf(world, end.name);
      if (side.state === state) continue;
      if (state === 'CLOSED' && side.state === 'LISTEN') {
        next = doubting(next, ['a listening end shown closed']);
        continue;
      }
      if (state !== 'LISTEN' || side.state !== 'CLOSED' || side.listens === 'no') return;
      if (side.listens === 'maybe') next = doubting(next, ['an end that may listen']);
    }
    yield next;
  }

  private *asserted(before: World, { end, state, counters }: StateStatement): Iterable<World> {
    const [world] = [...this.standing(before, [{ end, state, part: 'state' }])];
    if (world === undefined) return;
    const side = this.sideOf(world, end.name);
    if (counters.wnd ?? counters.rwnd) throw new Undecided('counters of windows and first numbers');
    for (const name of ['snd', 'una', 'rcv', 'iss', 'irs'] as const) {
      const written = this.value(counters[name]);
      if (written === undefined) continue;
      const actual = { snd: side.nxt, una: side.una, rcv: side.rcv, iss: side.iss, irs: side.irs }[name];
      if (actual === undefined || side.state === 'CLOSED' || side.state === 'LISTEN')
        throw new Undecided(`nothing says ${name} of ${end.name}`);
      if (written !== actual) return;
    }
    yield world;
  }

  private *segment(world: World, statement: SegmentStatement): Iterable<World> {
    const { origin, fate } = statement;
    if (fate === 'arrived' && (origin === 'new' || origin === 'dup')) {
      yield* this.arrival(world, statement, origin);
      return;
    }
    const { from, to } = this.ends(statement);
    if (origin !== 'new') {
      yield* this.landed(world, this.injected(world, statement, from, to));
      return;
    }
    for (const [[side, wire], ...doubts] of this.departures(world, statement, from, to)) {
      const left = doubting(withSide(world, from, side), doubts);
      if (fate === 'lost') yield left;
      else if (fate === 'sent') yield { ...left, flights: [...left.flights, wire] };
      else yield* this.landed(left, wire);
    }
  }

  private *arrival(world: World, statement: SegmentStatement, origin: 'new' | 'dup'): Iterable<World> {
    const { to } = this.ends(statement);
    const known = origin === 'new' ? world.flights : world.arrived;
    let met = false;
    for (const wire of known) {
      if (wire.to !== to) continue;
      const [fits, ...doubts] = this.fits(wire, statement);
      if (!fits) continue;
      met = true;
      const flights = origin === 'new' ? world.flights.filter((other) => other !== wire) : world.flights;
      yield* this.landed(doubting({ ...world, flights }, doubts), wire);
    }
    if (!met && origin === 'dup') throw new Undecided('a copy of what had not arrived');
  }

  private fits(wire: Wire, statement: SegmentStatement): Way<boolean> {
    const doubts: string[] = [];
    for (const flag of ['SYN', 'FIN', 'RST', 'ACK', 'PSH', 'URG', 'ECE', 'CWR'] as const) {
      const written = statement.flags.has(flag);
      if (has(wire, flag) === written) continue;
      if (flag === 'ACK' && !written && this.script.mode === 'notes') {
        if (statement.flags.has('SYN')) return [false];
        if (!statement.data && !statement.flags.has('FIN') && !statement.flags.has('PSH'))
          doubts.push('flags left out');
      } else if (flag === 'PSH' || flag === 'URG' || flag === 'ECE' || flag === 'CWR') {
        doubts.push('other flags on arrival');
      } else return [false];
    }
    const { seq, ack, data } = statement;
    if (data !== wire.len > 0 && data) return [false];
    if (data !== wire.len > 0) doubts.push('data left out on arrival');
    if (statement.len !== undefined && statement.len !== wire.len) return [false];
    if (seq !== undefined && this.value(seq) !== wire.seq) return [false];
    if (ack !== undefined && this.value(ack) !== wire.ack) return [false];
    return [true, ...doubts];
  }

  private ends({ from, to }: SegmentStatement): { from: string; to: string } {
    const peer = (name: string): string => this.names.find((other) => other !== name) ?? '';
    if (from !== undefined) return { from, to: to ?? peer(from) };
    if (to !== undefined) return { from: peer(to), to };
    throw new Undecided('a segment without ends');
  }

  private injected(world: World, statement: SegmentStatement, from: string, to: string): Wire {
    const { seq, ack, flags, len, data, win } = statement;
    const side = this.sideOf(world, to);
    const number = this.value(seq) ?? (statement.origin === 'forged' ? side.rcv : undefined);
    const acked = this.value(ack) ?? (flags.has('ACK') ? undefined : 0);
    if (number === undefined || acked === undefined || (data && len === undefined))
      throw new Undecided('an injected segment without numbers');
    const short = !flags.has('ACK') && (data || flags.has('FIN') || flags.has('PSH'));
    if (short && this.script.mode === 'notes') throw new Undecided('an injected segment without ACK');
    if (seq === undefined && !['ESTABLISHED', 'CLOSE_WAIT'].includes(side.state))
      throw new Undecided('an injected segment without numbers');
    return { from, to, flags: [...flags], seq: number, ack: acked, len: len ?? 0, win };
  }

  /** Every way in which the sender may have sent this. */
  private *departures(
    world: World,
    statement: SegmentStatement,
    from: string,
    to: string,
  ): Iterable<Way<readonly [Side, Wire]>> {
    const side = this.sideOf(world, from);
    const { seq, ack, data, win, options, up } = statement;
    const flags = new Set(statement.flags);
    const doubts: string[] = [];
    if (options.some(({ name }) => name === 'tfo')) throw new Undecided('Fast Open');
    if (options.some(({ name }) => ['sack', 'ts'].includes(name))) doubts.push('options');
    if (up !== undefined || flags.has('URG')) doubts.push('urgent data');
    if (flags.has('ECE') || flags.has('CWR')) doubts.push('ECN');
    const len = data ? (statement.len ?? this.assume(`len ${statement.line}`)) : 0;
    if (len > smallestMss(this.script)) doubts.push('more than the MSS');
    const plain = !flags.has('SYN') && !flags.has('RST');
    const synchronized = !['CLOSED', 'LISTEN', 'SYN_SENT'].includes(side.state);
    const carries = data || flags.has('FIN') || flags.has('PSH');
    const short = plain && !flags.has('ACK') && carries && synchronized && this.script.mode === 'notes';
    if (short) flags.add('ACK');
    if (flags.has('PSH') && (len === 0 || !plain)) doubts.push('PSH without data');
    if (data && len === 0 && flags.size === 0) throw new Undecided('data of no octets');
    const seqs = seq === undefined ? this.likelySeqs(side, from) : [this.value(seq) ?? 0];
    const acks = ack !== undefined ? [this.value(ack) ?? 0] : flags.has('ACK') ? likelyAcks(side) : [0];
    for (const number of seqs) {
      for (const acked of acks) {
        const wire: Wire = { from, to, flags: [...flags], seq: number, ack: acked, len, win };
        for (const [next, ...more] of emitted(side, wire, this.script.mode === 'notes')) {
          yield [next, ...doubts, ...more];
        }
      }
    }
  }

  private likelySeqs(side: Side, name: string): readonly number[] {
    const { nxt, iss, sent, resets } = side;
    const opens =
      ['CLOSED', 'LISTEN'].includes(side.state) || (side.state === 'SYN_RCVD' && iss === undefined);
    const fresh = opens ? [this.assumed.get(`isn ${name}`) ?? 0] : [nxt, mod(nxt - 1)];
    const again = sent.map(([start]) => start);
    return [
      ...new Set([...fresh, ...(iss === undefined ? [] : [iss]), ...again, ...resets.map((r) => r.seq)]),
    ];
  }

  private *landed(world: World, wire: Wire): Iterable<World> {
    const remembered = { ...world, arrived: [wire, ...world.arrived].slice(0, 40) };
    for (const [side, ...doubts] of arrives(this.sideOf(world, wire.to), wire)) {
      yield doubting(withSide(remembered, wire.to, side), doubts);
    }
  }

  /** Whether every written path is the one taken. */
  private paths(world: World): boolean {
    return this.script.statements.every((statement) => {
      if (statement.kind !== 'path') return true;
      return plainPath(this.sideOf(world, statement.end.name).path) === plainPath(statement.path);
    });
  }
}

/** A reset that never comes is a mistake only if the note should have shown it. */
function unanswered(world: World): World {
  const owing = Object.values(world.sides).some(({ resets }) => resets.length > 0);
  return owing ? doubting(world, ['a reset that is not shown']) : world;
}

/** A path without what takes no line of its own. */
function plainPath(path: readonly State[]): string {
  return path
    .join(' ')
    .replace(/^CLOSED LISTEN/, 'LISTEN')
    .replace('FIN_WAIT_1 FIN_WAIT_2 TIME_WAIT', 'FIN_WAIT_1 TIME_WAIT')
    .replace(/TIME_WAIT CLOSED$/, 'TIME_WAIT');
}

function namesIn(script: Script): readonly string[] {
  const names = new Set<string>();
  const named = new Set<string>();
  for (const statement of script.statements) {
    if (statement.kind === 'segment') {
      for (const name of [statement.from, statement.to]) if (name !== undefined) names.add(name);
      if (statement.options.some(({ name }) => name === 'tfo')) throw new Undecided('Fast Open');
    } else if (statement.kind === 'endpoint' && (statement.reuses !== undefined || statement.unchecked)) {
      throw new Undecided('ends that are no plain TCP');
    } else if ('end' in statement) {
      if (statement.end.peer !== undefined) throw new Undecided('ends with several peers');
      named.add(statement.end.name);
    }
  }
  // An end that only a state line names is no peer: what the other one sends goes to nobody.
  if (names.size !== 2 || [...named].some((name) => !names.has(name)))
    throw new Undecided(`${names.size} ends`);
  return [...names];
}

/** The smallest maximum segment size that is announced anywhere. */
function smallestMss({ statements }: Script): number {
  const options = statements.flatMap((s) => (s.kind === 'segment' ? s.options : []));
  const sizes = options.flatMap(({ name, value }) => (name === 'mss' ? [Number(value)] : []));
  return Math.min(Infinity, ...sizes);
}

function withSide(world: World, name: string, side: Side): World {
  return { ...world, sides: { ...world.sides, [name]: side } };
}

function doubting(world: World, doubts: readonly string[]): World {
  if (doubts.length === 0) return world;
  return { ...world, doubts: [...new Set([...world.doubts, ...doubts])] };
}

/** Each future once, with the fewest doubts. */
function distinct(worlds: readonly World[]): World[] {
  const kept = new Map<string, World>();
  for (const world of worlds) {
    const key = JSON.stringify([world.sides, world.flights]);
    const known = kept.get(key);
    if (!known || known.doubts.length > world.doubts.length) kept.set(key, world);
  }
  return [...kept.values()];
}

function likelyAcks({ rcv, resets }: Side): readonly number[] {
  return [...new Set([rcv, ...resets.flatMap(({ ack }) => (ack === undefined ? [] : [ack]))])];
}

/** SEGMENT LEAVES: may this side send it, and what does it become? */
function* emitted(side: Side, wire: Wire, notes: boolean): Iterable<Way<readonly [Side, Wire]>> {
  const controls = (['SYN', 'FIN', 'RST'] as const).filter((flag) => has(wire, flag));
  if (controls.length > 1 || (wire.flags.length === 0 && wire.len === 0)) return;
  if (has(wire, 'RST')) yield* emittedReset(side, wire, notes);
  else if (has(wire, 'SYN')) yield* emittedSyn(side, wire);
  else yield* emittedPlain(side, wire);
}

function* emittedReset(side: Side, wire: Wire, notes: boolean): Iterable<Way<readonly [Side, Wire]>> {
  const doubts = wire.len > 0 ? ['data on a reset'] : [];
  for (const reset of side.resets) {
    if (reset.seq !== wire.seq) continue;
    const next = { ...side, resets: side.resets.filter((other) => other !== reset) };
    if (reset.ack === undefined) {
      yield has(wire, 'ACK') ? [[next, wire], ...doubts, 'ACK on a reset'] : [[next, wire], ...doubts];
    } else if (has(wire, 'ACK')) {
      if (wire.ack === reset.ack) yield [[next, wire], ...doubts];
    } else if (notes) {
      const full: Wire = { ...wire, flags: [...wire.flags, 'ACK'], ack: reset.ack };
      yield [[next, full], ...doubts, 'a reset without its ACK'];
    }
  }
  if (['CLOSED', 'LISTEN', 'SYN_SENT', 'TIME_WAIT'].includes(side.state)) return;
  if (side.iss === undefined && side.state === 'SYN_RCVD') return;
  if (diff(wire.seq, side.una) < 0 || diff(wire.seq, side.nxt) > 0) return;
  if (wire.seq !== side.nxt) doubts.push('a reset before SND.NXT');
  if (side.state === 'CLOSING' || side.state === 'LAST_ACK') doubts.push('a reset while both close');
  if (has(wire, 'ACK') && wire.ack !== side.rcv) {
    if (!isLate(side, wire.ack)) return;
    doubts.push('data that was dropped');
  }
  yield [[gone(side), wire], ...doubts];
}

/** Whether the side may still acknowledge only this much: data may have been dropped for want of room. */
function isLate(side: Side, ack: number): boolean {
  const lowest = side.acked ?? (side.irs === undefined ? undefined : mod(side.irs + 1));
  if (lowest === undefined || diff(ack, lowest) < 0 || diff(ack, side.rcv) >= 0) return false;
  return side.peerFin === undefined;
}

function* emittedSyn(side: Side, wire: Wire): Iterable<Way<readonly [Side, Wire]>> {
  const doubts = wire.len > 0 ? ['data on a SYN'] : [];
  const acks = has(wire, 'ACK');
  const end = mod(wire.seq + 1 + wire.len);
  switch (side.state) {
    case 'TIME_WAIT':
    case 'CLOSED':
    case 'LISTEN': {
      if (acks) return;
      if (side.state === 'TIME_WAIT') doubts.push('the port is used again in TIME-WAIT');
      const opened: Side = into(side, 'SYN_SENT', {
        ...NOTHING,
        opened: 'active',
        resets: side.resets,
        iss: wire.seq,
        una: wire.seq,
        nxt: end,
        sent: [[wire.seq, end, undefined]],
      });
      yield [[opened, wire], ...doubts];
      return;
    }
    case 'SYN_SENT':
      if (side.nxt === side.iss) {
        // OPEN was called, and the SYN leaves now.
        if (!acks)
          yield [
            [{ ...side, iss: wire.seq, una: wire.seq, nxt: end, sent: [[wire.seq, end, undefined]] }, wire],
          ];
      } else if (!acks && wire.seq === side.iss) yield [[side, wire], ...doubts];
      return;
    case 'SYN_RCVD': {
      if (acks && wire.ack !== side.rcv) return;
      if (!acks && side.opened === 'passive') return;
      if (!acks) doubts.push('a SYN without ACK in SYN-RECEIVED');
      if (side.iss === undefined) {
        const sent = [[wire.seq, end, wire.ack]] as const;
        yield [[{ ...side, iss: wire.seq, una: wire.seq, nxt: end, sent, acked: wire.ack }, wire], ...doubts];
      } else if (wire.seq === side.iss) {
        yield [[{ ...side, acked: acks ? wire.ack : side.acked }, wire], ...doubts];
      }
      return;
    }
    default:
      if (side.iss === undefined || side.una !== side.iss || wire.seq !== side.iss) return;
      if (acks && wire.ack !== side.rcv) return;
      yield [[side, wire], ...doubts, 'a SYN again after close'];
  }
}

function* emittedPlain(side: Side, wire: Wire): Iterable<Way<readonly [Side, Wire]>> {
  if (side.state === 'CLOSED' || side.state === 'LISTEN' || side.state === 'SYN_SENT') return;
  if (side.state === 'SYN_RCVD' && side.iss === undefined) return;
  const doubts: string[] = [];
  const fin = has(wire, 'FIN');
  const stop = mod(wire.seq + wire.len);
  const end = mod(stop + (fin ? 1 : 0));
  const again = side.sent.some(([from, to]) => from === wire.seq && to === end && from !== to);
  if (!has(wire, 'ACK')) {
    if (fin || has(wire, 'PSH') || wire.len > 0 || wire.flags.length === 0) return;
    doubts.push('flags without ACK');
  } else if (wire.ack !== side.rcv) {
    const older = side.sent.find(([from, to]) => from === wire.seq && from !== to);
    if (older && (older[2] === undefined || older[2] === wire.ack)) doubts.push('a repeat as it was');
    else if (isLate(side, wire.ack)) doubts.push('data that was dropped');
    else return;
  }
  const base: Side = { ...side, acked: has(wire, 'ACK') ? wire.ack : side.acked };
  const fresh: Side = { ...base, nxt: end, sent: [...side.sent, [wire.seq, end, wire.ack]] };
  if (side.edge !== undefined && diff(end, side.edge) > 0) doubts.push('beyond the window');
  if (wire.len === 0 && !fin) {
    // What was acknowledged before the first line, nobody knows.
    const idle = side.una === side.nxt && (side.acked === side.rcv || side.path.length === 1);
    if (wire.seq === side.nxt) yield [[base, wire], ...doubts];
    else if (wire.seq === mod(side.nxt - 1) && idle) yield [[base, wire], ...doubts, 'a keep-alive'];
    else if (side.edge !== undefined && diff(wire.seq, side.una) >= 0 && diff(wire.seq, side.nxt) < 0)
      yield [[base, wire], ...doubts, 'an ACK within a shrunken window'];
    return;
  }
  // What starts before SND.UNA is known to have arrived; an end may be slow to take its peer's word for it.
  if (diff(wire.seq, side.una) < 0) {
    const probe = wire.len === 1 && !fin && wire.seq === mod(side.nxt - 1) && side.una === side.nxt;
    if (probe && side.acked === side.rcv) yield [[base, wire], ...doubts, 'a keep-alive'];
    if (diff(end, side.una) <= 0 || !side.sent.some(([from]) => from === wire.seq)) return;
    doubts.push('a repeat of what is acknowledged in part');
  }
  if (diff(wire.seq, side.nxt) > 0) return;
  // The number of the SYN is no data.
  if (side.iss !== undefined && wire.seq === side.iss) return;
  if (!again && wire.seq !== side.nxt) doubts.push('repackaged');
  if (side.state === 'TIME_WAIT' || side.state === 'FIN_WAIT_2') return;
  if (fin) {
    if (side.fin !== undefined) {
      if (stop === side.fin) yield [[base, wire], ...doubts];
      // In a note, a FIN again may leave out the data that it goes with.
      const whole = side.sent.find(([from, to]) => from === wire.seq && to === mod((side.fin ?? 0) + 1));
      if (whole && stop !== side.fin && wire.len === 0) {
        const full = { ...wire, len: diff(side.fin, whole[0]) };
        yield [[base, full], ...doubts, 'a FIN again without its data'];
      }
      return;
    }
    if (diff(stop, side.nxt) < 0) return;
    if (wire.len > 0 && side.state === 'SYN_RCVD' && stop !== side.nxt) return;
    const state: State =
      side.state === 'CLOSE_WAIT'
        ? 'LAST_ACK'
        : side.state === 'SYN_RCVD' || side.state === 'ESTABLISHED'
          ? 'FIN_WAIT_1'
          : side.state;
    yield [[into(fresh, state, { fin: stop }), wire], ...doubts];
    return;
  }
  if (diff(end, side.nxt) <= 0) {
    // A repeat of data never covers the number of our FIN.
    if (side.fin === undefined || diff(end, side.fin) <= 0) yield [[base, wire], ...doubts];
    return;
  }
  if (side.fin !== undefined || side.state === 'SYN_RCVD') return;
  if (side.state !== 'ESTABLISHED' && side.state !== 'CLOSE_WAIT') doubts.push('data queued before close');
  yield [[fresh, wire], ...doubts];
}

/** SEGMENT ARRIVES (§3.10.7): everything that the side may become. */
function* arrives(side: Side, wire: Wire): Iterable<Way<Side>> {
  switch (side.state) {
    case 'CLOSED':
      yield [refusing(side, wire)];
      if (side.listens !== 'no') yield* atListen(side, wire);
      return;
    case 'LISTEN':
      yield* atListen(side, wire);
      return;
    case 'SYN_SENT':
      yield* atSynSent(side, wire);
      return;
    default:
      yield* atOpen(side, wire);
  }
}

/** §3.5.2: the reset that answers a segment, which may be sent. */
function refusing(side: Side, wire: Wire): Side {
  if (has(wire, 'RST')) return side;
  const reset: Reset = has(wire, 'ACK')
    ? { seq: wire.ack, ack: undefined }
    : { seq: 0, ack: mod(wire.seq + length(wire)) };
  return { ...side, resets: [...side.resets, reset].slice(-4) };
}

function* atListen(side: Side, wire: Wire): Iterable<Way<Side>> {
  if (has(wire, 'RST')) yield [side];
  else if (has(wire, 'ACK')) yield [refusing(side, wire)];
  else if (!has(wire, 'SYN')) yield [side];
  else {
    yield [refusing(side, wire), 'a listening end that refuses'];
    const first = mod(wire.seq + 1);
    const base = { ...NOTHING, opened: 'passive' as const, irs: wire.seq, resets: side.resets };
    yield [into(side, 'SYN_RCVD', { ...base, rcv: first })];
    if (wire.len > 0)
      yield [into(side, 'SYN_RCVD', { ...base, rcv: mod(first + wire.len) }), 'data on a SYN'];
  }
}

function* atSynSent(side: Side, wire: Wire): Iterable<Way<Side>> {
  const acks = has(wire, 'ACK');
  if (acks && (diff(wire.ack, side.iss ?? 0) <= 0 || diff(wire.ack, side.nxt) > 0)) {
    yield [refusing(side, wire)];
    return;
  }
  if (has(wire, 'RST')) {
    yield [acks ? gone(side) : side];
    return;
  }
  if (!has(wire, 'SYN')) {
    yield [side];
    return;
  }
  const seen = { irs: wire.seq, rcv: mod(wire.seq + 1) };
  const doubts = wire.len > 0 ? ['data on a SYN'] : [];
  const room = roomFor(side, wire);
  if (acks) yield [into(acknowledged({ ...side, ...room }, wire.ack), 'ESTABLISHED', seen), ...doubts];
  else yield [into({ ...side, ...room }, 'SYN_RCVD', seen), ...doubts];
}

function roomFor(side: Side, wire: Wire): Partial<Side> {
  if (wire.win === undefined || !has(wire, 'ACK')) return {};
  const edge = mod(wire.ack + wire.win);
  return { edge: side.edge === undefined || diff(edge, side.edge) > 0 ? edge : side.edge };
}

function acknowledged(side: Side, ack: number): Side {
  if (diff(ack, side.una) <= 0 || diff(ack, side.nxt) > 0) return side;
  return { ...side, una: ack, sent: side.sent.filter(([, to]) => diff(to, ack) > 0) };
}

function* atOpen(side: Side, wire: Wire): Iterable<Way<Side>> {
  const long = length(wire);
  const last = mod(wire.seq + Math.max(long, 1) - 1);
  // Figure 7: the SYN,ACK of a simultaneous open repeats a SYN that is known.
  const figure7 = side.state === 'SYN_RCVD' && has(wire, 'SYN') && has(wire, 'ACK') && wire.seq === side.irs;
  if (figure7) {
    if (diff(wire.ack, side.una) > 0 && diff(wire.ack, side.nxt) <= 0 && side.iss !== undefined)
      yield [into(acknowledged({ ...side, ...roomFor(side, wire) }, wire.ack), 'ESTABLISHED')];
    yield [side, 'the letter of the sequence check'];
    return;
  }
  const acceptable = diff(last, side.rcv) >= 0;
  if (!acceptable) {
    yield [side];
    const unsent = side.state === 'SYN_RCVD' && side.iss === undefined;
    if (has(wire, 'ACK') && !has(wire, 'RST') && !has(wire, 'SYN') && !unsent) {
      for (const [next, ...doubts] of withAck(side, wire))
        yield [next, ...doubts, 'an ACK on an old segment'];
    }
    return;
  }
  if (has(wire, 'RST')) {
    yield* atReset(side, wire);
    return;
  }
  // What comes out of order is held or dropped as a whole, or read as far as it can be (SHLD-31).
  if (diff(wire.seq, side.rcv) > 0) yield [side, 'not read for being out of order'];
  if (has(wire, 'SYN')) {
    // A challenge ACK; or back to LISTEN; or the older rule, which answers with a reset and closes.
    yield [side];
    if (side.state === 'SYN_RCVD' && side.opened === 'passive') yield [gone(side, 'LISTEN')];
    else if (side.state === 'TIME_WAIT') {
      yield* atListen({ ...gone(side, 'LISTEN'), listens: side.listens }, wire);
      yield [refusing(gone(side), wire)];
    } else yield [refusing(gone(side), wire)];
    return;
  }
  if (!has(wire, 'ACK')) {
    yield [side];
    return;
  }
  for (const [next, ...doubts] of withAck(side, wire)) {
    if (next.state === 'SYN_RCVD' || next.state === 'CLOSED' || diff(wire.ack, side.nxt) > 0) {
      yield [next, ...doubts];
      continue;
    }
    for (const [taken, ...more] of withText(next, wire)) yield [taken, ...doubts, ...more];
  }
}

function* atReset(side: Side, wire: Wire): Iterable<Way<Side>> {
  const exact = wire.seq === side.rcv;
  if (!exact) yield [side];
  if (side.state === 'SYN_RCVD' && side.opened === 'passive') yield [gone(side, 'LISTEN')];
  else yield [gone(side)];
  if (side.state === 'TIME_WAIT' && exact) yield [side];
}

function* withAck(side: Side, wire: Wire): Iterable<Way<Side>> {
  const good = diff(wire.ack, side.una) > 0 && diff(wire.ack, side.nxt) <= 0;
  if (side.state === 'SYN_RCVD') {
    if (!good || side.iss === undefined) yield [refusing(side, wire)];
    else yield [into(acknowledged({ ...side, ...roomFor(side, wire) }, wire.ack), 'ESTABLISHED')];
    return;
  }
  if (!good) {
    yield [{ ...side, ...(diff(wire.ack, side.nxt) > 0 ? {} : roomFor(side, wire)) }];
    return;
  }
  const next = acknowledged({ ...side, ...roomFor(side, wire) }, wire.ack);
  if (side.fin === undefined || diff(wire.ack, side.fin) <= 0) {
    yield [next];
    return;
  }
  if (side.state === 'FIN_WAIT_1') yield [into(next, 'FIN_WAIT_2')];
  else if (side.state === 'CLOSING') yield [into(next, 'TIME_WAIT')];
  else if (side.state === 'LAST_ACK') yield [gone(side)];
  else yield [next];
}

function* withText(side: Side, wire: Wire): Iterable<Way<Side>> {
  const reads = ['ESTABLISHED', 'FIN_WAIT_1', 'FIN_WAIT_2'].includes(side.state);
  if (!reads || length(wire) === 0) {
    yield [side];
    return;
  }
  const piece = [wire.seq, mod(wire.seq + length(wire)), has(wire, 'FIN')] as const;
  const held = [...side.held, piece].sort(([a], [b]) => diff(a, b));
  yield [deliver({ ...side, held })];
  // After CLOSE, nobody reads: the data may be refused with a reset.
  if (side.state !== 'ESTABLISHED' && wire.len > 0) {
    const reset: Reset = { seq: side.nxt, ack: undefined };
    yield [{ ...gone(side), resets: [reset] }, 'data after close'];
  }
  // What comes out of order may be dropped.
  if (diff(wire.seq, side.rcv) > 0) yield [side];
}

function deliver(side: Side): Side {
  let next = side;
  for (const [from, to, fin] of side.held) {
    if (diff(from, next.rcv) > 0 || diff(to, next.rcv) <= 0) continue;
    next = { ...next, rcv: to };
    if (!fin) continue;
    const state: State =
      next.state === 'ESTABLISHED' ? 'CLOSE_WAIT' : next.state === 'FIN_WAIT_1' ? 'CLOSING' : 'TIME_WAIT';
    next = into(next, state, { peerFin: mod(to - 1) });
    break;
  }
  return { ...next, held: next.held.filter(([, to]) => diff(to, next.rcv) > 0) };
}

/** What a call makes of a side; nothing where the call is an error. */
function* called(side: Side, { call }: CallStatement): Iterable<Way<Side>> {
  const open = !['CLOSED', 'LISTEN'].includes(side.state);
  switch (call) {
    case 'listen':
      if (side.state === 'CLOSED') yield [into(side, 'LISTEN', { listens: 'yes' })];
      else yield [{ ...side, listens: 'yes' }];
      return;
    case 'connect':
      if (open) return;
      yield [into(side, 'SYN_SENT', { ...NOTHING, opened: 'active', iss: 0, resets: side.resets })];
      return;
    case 'send':
      if (side.state === 'CLOSED' || side.fin !== undefined) return;
      if (!['ESTABLISHED', 'CLOSE_WAIT', 'SYN_SENT', 'SYN_RCVD'].includes(side.state))
        throw new Undecided('SEND in this state');
      yield [side];
      return;
    case 'receive':
      if (side.state === 'CLOSED') return;
      if (['CLOSING', 'LAST_ACK', 'TIME_WAIT'].includes(side.state))
        throw new Undecided('RECEIVE at the end');
      yield [side];
      return;
    case 'close':
    case 'shutdown':
      yield* closed(side);
      return;
    case 'abort':
    case 'user-timeout':
      if (side.state === 'CLOSED') return;
      throw new Undecided('ABORT and the user timeout');
    case 'crash':
      throw new Undecided('a crash');
    case 'timeout':
      if (side.una === side.nxt) throw new Undecided('a timeout with nothing to repeat');
      yield [side];
      return;
    case 'keepalive':
      throw new Undecided('a keep-alive');
    case '2MSL':
      if (side.state === 'TIME_WAIT') yield [gone(side)];
  }
}

function* closed(side: Side): Iterable<Way<Side>> {
  switch (side.state) {
    case 'ESTABLISHED':
    case 'SYN_RCVD':
      yield [into(side, 'FIN_WAIT_1')];
      return;
    case 'CLOSE_WAIT':
      yield [into(side, 'LAST_ACK')];
      return;
    case 'SYN_SENT':
    case 'LISTEN':
      yield [gone(side)];
      return;
    case 'CLOSED':
      return;
    default:
      throw new Undecided('CLOSE again');
  }
}
