/** Line by line: everything that two ends and the network between them may have become. */
import type { SegmentStatement, StateStatement } from '../../../src/exchange/script.js';
import type { Flag } from '../../../src/tcp/segment.js';
import type { State } from '../../../src/tcp/state.js';
import { arrives } from './arrives.js';
import { Beginning } from './beginning.js';
import { called } from './called.js';
import { emitted } from './leaves.js';
import type { Numbers } from './numbers.js';
import type { Pair } from './pair.js';
import {
  diff,
  doubting,
  EARLIER,
  has,
  mod,
  Undecided,
  withSide,
  type Side,
  type Way,
  type Wire,
  type World,
} from './world.js';

export class Lines {
  private readonly beginning: Beginning;
  private readonly smallestMss: number;

  constructor(
    private readonly pair: Pair,
    private readonly numbers: Numbers,
  ) {
    this.beginning = new Beginning(pair, numbers);
    this.smallestMss = smallestMss(pair);
  }

  begin(): World[] {
    return this.beginning.worlds();
  }

  /** How it may have begun if more had been sent before the first line than that shows, one end at a time. */
  beginFurther(): World[][] {
    return this.beginning.further();
  }

  /** What the world may be after the line with that index. */
  *step(world: World, index: number): Iterable<World> {
    const statement = this.pair.statements[index];
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
        if (this.beginning.setting(statement.end.name) === statement) {
          if (!this.beginning.contradicts(statement)) yield world;
        } else yield* this.asserted(world, statement);
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
      if (this.pair.unchecked.has(end.name)) throw new Undecided('a state of what is no TCP');
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
      const written = this.numbers.value(counters[name]);
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
    if (origin !== 'new') {
      yield* this.strewn(world, statement);
      return;
    }
    const { from, to } = this.ends(statement);
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
    for (const wire of [...known, ...this.earlier(world, statement)]) {
      if (wire.to !== to) continue;
      const [fits, ...doubts] = this.fits(wire, statement);
      if (!fits) continue;
      met = true;
      const flights = origin === 'new' ? world.flights.filter((other) => other !== wire) : world.flights;
      yield* this.landed(doubting({ ...world, flights }, doubts), wire);
    }
    // A copy of what no line shows: it may be older than they are, if anything is.
    const { from } = this.ends(statement);
    const older = this.pair.unchecked.has(from) || this.sideOf(world, from).earlier;
    if (!met && origin === 'dup' && older) {
      yield* this.strewn(doubting(world, ['a copy of what no line shows']), statement);
    }
  }

  /** What may have been on its way before the first line, and be this arrival. */
  private earlier(world: World, statement: SegmentStatement): readonly Wire[] {
    const { from, to } = this.ends(statement);
    const sender = this.sideOf(world, from);
    if (!sender.earlier || statement.origin !== 'new') return [];
    if (['SYN', 'FIN', 'RST'].some((flag) => statement.flags.has(flag as Flag))) throw new Undecided(EARLIER);
    const { flags, seq, ack, data, len = data ? 1 : 0, win } = statement;
    const start = this.numbers.value(seq) ?? mod(sender.nxt - len);
    // What lies after SND.NXT has not been sent.
    if (diff(mod(start + len), sender.nxt) > 0) return [];
    const all = new Set<Flag>([...flags, 'ACK']);
    return [
      {
        from,
        to,
        flags: [...all],
        seq: start,
        ack: this.numbers.value(ack) ?? sender.rcv,
        len,
        win,
        doubt: EARLIER,
      },
    ];
  }

  /** What comes from nowhere. */
  private *strewn(world: World, statement: SegmentStatement): Iterable<World> {
    const { from, to } = this.ends(statement);
    yield* this.landed(world, this.injected(world, statement, from, to));
  }

  private fits(wire: Wire, statement: SegmentStatement): Way<boolean> {
    const doubts: string[] = wire.doubt === undefined ? [] : [wire.doubt];
    // Whether data is pushed does not tell segments apart.
    for (const flag of ['SYN', 'FIN', 'RST', 'ACK', 'URG', 'ECE', 'CWR'] as const) {
      const written = statement.flags.has(flag);
      if (has(wire, flag) === written) continue;
      if (flag === 'ACK' && !written && this.pair.mode === 'notes') {
        if (statement.flags.has('SYN')) return [false];
        if (!statement.data && !statement.flags.has('FIN') && !statement.flags.has('PSH'))
          doubts.push('flags left out');
      } else if (flag === 'URG' || flag === 'ECE' || flag === 'CWR') {
        doubts.push('other flags on arrival');
      } else return [false];
    }
    const { seq, ack, data } = statement;
    if (data !== wire.len > 0 && data) return [false];
    if (data !== wire.len > 0) doubts.push('data left out on arrival');
    if (statement.len !== undefined && statement.len !== wire.len) return [false];
    if (seq !== undefined && this.numbers.value(seq) !== wire.seq) return [false];
    if (ack !== undefined && this.numbers.value(ack) !== wire.ack) return [false];
    return [true, ...doubts];
  }

  private ends({ from, to }: SegmentStatement): { from: string; to: string } {
    if (from !== undefined) return { from, to: to ?? this.pair.peerOf(from) };
    if (to !== undefined) return { from: this.pair.peerOf(to), to };
    throw new Undecided('a segment without ends');
  }

  private injected(world: World, statement: SegmentStatement, from: string, to: string): Wire {
    const { seq, ack, flags, len, data, win } = statement;
    const side = this.sideOf(world, to);
    const number = this.numbers.value(seq) ?? (statement.origin === 'forged' ? side.rcv : undefined);
    const acked = this.numbers.value(ack) ?? (flags.has('ACK') ? undefined : 0);
    if (number === undefined || acked === undefined || (data && len === undefined))
      throw new Undecided('an injected segment without numbers');
    const short = !flags.has('ACK') && (data || flags.has('FIN') || flags.has('PSH'));
    if (short && this.pair.mode === 'notes') throw new Undecided('an injected segment without ACK');
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
    if (this.pair.unchecked.has(from)) {
      yield [[side, this.injected(world, statement, from, to)]];
      return;
    }
    const { seq, ack, data, win, options, up } = statement;
    const flags = new Set(statement.flags);
    const doubts: string[] = [];
    if (options.some(({ name }) => ['sack', 'ts'].includes(name))) doubts.push('options');
    if (up !== undefined || flags.has('URG')) doubts.push('urgent data');
    if (flags.has('ECE') || flags.has('CWR')) doubts.push('ECN');
    const len = data ? (statement.len ?? this.numbers.assume(`len ${statement.line}`)) : 0;
    if (len > this.smallestMss) doubts.push('more than the MSS');
    const plain = !flags.has('SYN') && !flags.has('RST');
    const synchronized = !['CLOSED', 'LISTEN', 'SYN_SENT'].includes(side.state);
    const carries = data || flags.has('FIN') || flags.has('PSH');
    const short = plain && !flags.has('ACK') && carries && synchronized && this.pair.mode === 'notes';
    if (short) flags.add('ACK');
    if (data && len === 0 && flags.size === 0) throw new Undecided('data of no octets');
    const seqs = seq === undefined ? this.likelySeqs(side, from) : [this.numbers.value(seq) ?? 0];
    const acks =
      ack !== undefined ? [this.numbers.value(ack) ?? 0] : flags.has('ACK') ? likelyAcks(side) : [0];
    for (const number of seqs) {
      for (const acked of acks) {
        const wire: Wire = { from, to, flags: [...flags], seq: number, ack: acked, len, win };
        for (const [next, ...more] of emitted(side, wire, this.pair.mode === 'notes')) {
          yield [next, ...doubts, ...more];
        }
      }
    }
  }

  private likelySeqs(side: Side, name: string): readonly number[] {
    const { nxt, iss, sent, resets } = side;
    const opens =
      ['CLOSED', 'LISTEN'].includes(side.state) || (side.state === 'SYN_RCVD' && iss === undefined);
    const fresh = opens ? [this.numbers.known(`isn ${name}`) ?? 0] : [nxt, mod(nxt - 1)];
    const again = sent.map(([start]) => start);
    return [
      ...new Set([...fresh, ...(iss === undefined ? [] : [iss]), ...again, ...resets.map((r) => r.seq)]),
    ];
  }

  private *landed(world: World, wire: Wire): Iterable<World> {
    const remembered = { ...world, arrived: [wire, ...world.arrived].slice(0, 40) };
    if (this.pair.unchecked.has(wire.to)) {
      yield remembered;
      return;
    }
    for (const [side, ...doubts] of arrives(this.sideOf(world, wire.to), wire)) {
      yield doubting(withSide(remembered, wire.to, side), doubts);
    }
  }

  /** Whether every written path is the one taken. */
  paths(world: World): boolean {
    return this.pair.statements.every((statement) => {
      if (statement?.kind !== 'path') return true;
      return plainPath(this.sideOf(world, statement.end.name).path) === plainPath(statement.path);
    });
  }
}

/** A path without what takes no line of its own. */
function plainPath(path: readonly State[]): string {
  return path
    .join(' ')
    .replace(/^CLOSED LISTEN/, 'LISTEN')
    .replace('FIN_WAIT_1 FIN_WAIT_2 TIME_WAIT', 'FIN_WAIT_1 TIME_WAIT')
    .replace(/TIME_WAIT CLOSED$/, 'TIME_WAIT');
}

/** The smallest maximum segment size that is announced anywhere. */
function smallestMss({ statements }: Pair): number {
  const options = statements.flatMap((s) => (s?.kind === 'segment' ? s.options : []));
  const sizes = options.flatMap(({ name, value }) => (name === 'mss' ? [Number(value)] : []));
  return Math.min(Infinity, ...sizes);
}

function likelyAcks({ rcv, resets }: Side): readonly number[] {
  return [...new Set([rcv, ...resets.flatMap(({ ack }) => (ack === undefined ? [] : [ack]))])];
}
