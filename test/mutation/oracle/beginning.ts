/** The ways in which two ends may begin, by what the lines say of it. */
import type { SegmentStatement, StateStatement } from '../../../src/exchange/script.js';
import type { State } from '../../../src/tcp/state.js';
import type { Numbers } from './numbers.js';
import type { Pair } from './pair.js';
import { diff, doubting, EARLIER, mod, NOTHING, Undecided, type Side, type World } from './world.js';

type States = Readonly<Record<string, State>>;

const hasConnection = (state: State): boolean => state !== 'CLOSED' && state !== 'LISTEN';

/** The states of an end that has sent its FIN, of one whose FIN is not acknowledged, and of one that has been sent one. */
const CLOSED_BY_ITSELF: readonly State[] = ['FIN_WAIT_1', 'FIN_WAIT_2', 'CLOSING', 'LAST_ACK', 'TIME_WAIT'];
const UNACKNOWLEDGED: readonly State[] = ['FIN_WAIT_1', 'CLOSING', 'LAST_ACK'];
const CLOSED_BY_PEER: readonly State[] = ['CLOSE_WAIT', 'CLOSING', 'LAST_ACK', 'TIME_WAIT'];

export class Beginning {
  constructor(
    private readonly pair: Pair,
    private readonly numbers: Numbers,
  ) {}

  worlds(): World[] {
    const [one, other] = this.pair.names;
    return this.starts().flatMap((states) => {
      const doubts = this.fits(states) ? [] : ['begins half closed'];
      return this.sidesOf(one, states).flatMap((first) =>
        this.sidesOf(other, states).flatMap((second) => {
          const world: World = {
            sides: { [one]: first, [other]: second },
            flights: [],
            arrived: [],
            doubts,
          };
          const landed: World = {
            ...world,
            sides: { [one]: caughtUp(first, second), [other]: caughtUp(second, first) },
          };
          return first.earlier || second.earlier ? [world, doubting(landed, [EARLIER])] : [world];
        }),
      );
    });
  }

  /**
   * The worlds in which one end had sent more before the first line than that shows, and the other may hold the last of
   * it: what the lines show is sent again then. None where a state line says what it had sent.
   */
  further(): World[][] {
    return this.pair.names.map((name) => {
      const peer = this.pair.peerOf(name);
      if (this.setting(name)?.counters.snd !== undefined) return [];
      const numbers = this.shown(name);
      return this.worlds().flatMap((world) => {
        const [sender, receiver] = [world.sides[name], world.sides[peer]];
        if (sender === undefined || receiver === undefined) return [];
        if (sender.state !== 'ESTABLISHED' || receiver.state !== 'ESTABLISHED') return [];
        const beyond = numbers.filter((number) => diff(number, receiver.rcv) > 0);
        return beyond.flatMap((nxt) =>
          beyond.flatMap((from) => {
            if (diff(from, nxt) > 0 || diff(nxt, sender.nxt) <= 0) return [];
            const held = from === nxt ? [] : [[from, nxt, false] as const];
            const sides = {
              [name]: { ...sender, una: nxt, nxt, earlier: true },
              [peer]: { ...receiver, held, earlier: true },
            };
            return [doubting({ ...world, sides }, [EARLIER])];
          }),
        );
      });
    });
  }

  /** The numbers of the stream of one end that the lines show: where segments begin and end, and what is acknowledged. */
  private shown(name: string): readonly number[] {
    const numbers = new Set<number>();
    for (const statement of this.pair.statements) {
      if (statement?.kind !== 'segment') continue;
      const own = statement.from === name || statement.to === this.pair.peerOf(name);
      const number = this.numbers.value(own ? statement.seq : statement.ack);
      if (number === undefined) continue;
      numbers.add(number);
      if (own && statement.len !== undefined) numbers.add(mod(number + statement.len));
    }
    return [...numbers];
  }

  /** The state line that says where an end begins. */
  setting(name: string): StateStatement | undefined {
    for (const statement of this.pair.statements) {
      if (statement?.kind === 'call' && statement.end.name === name) return undefined;
      const involved =
        statement?.kind === 'segment' &&
        ((statement.from === name && statement.origin !== 'forged') || statement.to === name);
      if (involved) return undefined;
      if (statement?.kind === 'state' && statement.end.name === name) return statement;
    }
    return undefined;
  }

  /**
   * Whether the line has one end receive what the line above it says the other has not sent, or not receive what the other
   * has as acknowledged.
   */
  contradicts({ line, end, state, counters }: StateStatement): boolean {
    const peer = this.setting(this.pair.peerOf(end.name));
    if (peer === undefined || peer.line >= line) return false;
    if (!hasConnection(state) || !hasConnection(peer.state)) return false;
    const ordered = [
      [counters.rcv, peer.counters.snd],
      [peer.counters.rcv, counters.snd],
      [counters.una, peer.counters.rcv],
      [peer.counters.una, counters.rcv],
    ] as const;
    return ordered.some(([first, second]) => {
      const [before, behind] = [this.numbers.value(first), this.numbers.value(second)];
      return before !== undefined && behind !== undefined && diff(before, behind) > 0;
    });
  }

  /** Whether the states go together: who has sent a FIN that is acknowledged has sent it to somebody. */
  private fits(states: States): boolean {
    const open = Object.values(states).filter(hasConnection);
    if (open.every((state) => state === 'ESTABLISHED')) return true;
    if (open.length < 2 || !this.isEven(states)) return false;
    return this.pair.names.every((name) => {
      const mine = states[name] ?? 'CLOSED';
      const theirs = states[this.pair.peerOf(name)] ?? 'CLOSED';
      return CLOSED_BY_ITSELF.includes(mine) === CLOSED_BY_PEER.includes(theirs);
    });
  }

  /** Whether the lines say of every open end that all it had sent had arrived. */
  private isEven(states: States): boolean {
    if (Object.values(states).filter(hasConnection).length < 2) return true;
    return this.pair.names.every((name) => {
      const counters = this.setting(name)?.counters;
      const rcv = this.setting(this.pair.peerOf(name))?.counters.rcv;
      if (!counters?.snd || !counters.una || !rcv) return false;
      return this.numbers.value(counters.snd) === this.numbers.value(rcv);
    });
  }

  /** The ways in which both ends may begin. */
  private starts(): States[] {
    const [one, other] = this.pair.names;
    const choices = (name: string): readonly State[] => {
      const state = this.setting(name)?.state ?? this.beginsPath(name);
      if (state !== undefined) return [state];
      if (!this.pair.opens) return ['ESTABLISHED'];
      const first = this.pair.statements.find((s) => s?.kind === 'segment');
      const sendsFirst = first?.kind === 'segment' && first.from === name && !first.flags.has('ACK');
      return sendsFirst ? ['CLOSED'] : ['LISTEN', 'CLOSED'];
    };
    return choices(one).flatMap((a) => choices(other).map((b) => ({ [one]: a, [other]: b })));
  }

  private beginsPath(name: string): State | undefined {
    for (const statement of this.pair.statements) {
      if (statement?.kind !== 'path' || statement.end.name !== name) continue;
      const [first, second] = statement.path;
      return first === 'CLOSED' && second === 'LISTEN' ? 'LISTEN' : first;
    }
    return undefined;
  }

  /** What one end may be; what it has sent may be more than its peer has received. */
  private sidesOf(name: string, states: States): Side[] {
    const counters = this.setting(name)?.counters ?? {};
    const theirs = this.setting(this.pair.peerOf(name))?.counters.rcv;
    const state = states[name] ?? 'CLOSED';
    if (!hasConnection(state)) return [this.side(name, states, 0)];
    const written = this.numbers.value(counters.snd);
    const sent =
      written === undefined
        ? new Set([this.numbers.value(theirs) ?? this.first('snd', name), this.first('snd', name)])
        : new Set([written]);
    return [...sent].map((nxt) => this.side(name, states, nxt));
  }

  private side(name: string, states: States, nxt: number): Side {
    const peer = this.pair.peerOf(name);
    const state = states[name] ?? 'CLOSED';
    const listens = state === 'LISTEN' ? 'yes' : state === 'CLOSED' ? 'no' : 'maybe';
    const base: Side = { ...NOTHING, state, listens, path: [state] };
    if (!hasConnection(state)) return base;
    if (state === 'SYN_SENT' || state === 'SYN_RCVD') throw new Undecided('begins within the handshake');
    const counters = this.setting(name)?.counters ?? {};
    const theirs = this.setting(peer)?.counters ?? {};
    const { numbers } = this;
    const rcv = numbers.value(counters.rcv) ?? numbers.value(theirs.snd) ?? this.first('rcv', name);
    if (counters.wnd ?? counters.rwnd ?? counters.iss ?? counters.irs)
      throw new Undecided('counters of windows and first numbers');
    const middle = state !== 'ESTABLISHED' && (counters.snd === undefined || counters.rcv === undefined);
    if (middle) throw new Undecided('begins half closed');
    const una = numbers.value(counters.una) ?? (UNACKNOWLEDGED.includes(state) ? mod(nxt - 1) : nxt);
    if (diff(una, nxt) > 0) throw new Undecided('a beginning that contradicts itself');
    const earlier = !this.isEven(states);
    return {
      ...base,
      una,
      nxt,
      rcv,
      earlier,
      acked: numbers.value(theirs.una) ?? (earlier ? undefined : rcv),
      fin: CLOSED_BY_ITSELF.includes(state) ? mod(nxt - 1) : undefined,
      peerFin: CLOSED_BY_PEER.includes(state) ? mod(rcv - 1) : undefined,
      sent: una === nxt ? [] : [[una, nxt, undefined]],
    };
  }

  /** What is assumed of SND.NXT or RCV.NXT; else what the first segment says that can tell. */
  private first(counter: 'snd' | 'rcv', name: string): number {
    const known = this.numbers.known(`${counter} ${name}`);
    if (known !== undefined) return known;
    const peer = this.pair.peerOf(name);
    const sender = counter === 'snd' ? name : peer;
    for (const statement of this.pair.statements) {
      if (statement?.kind !== 'segment' || statement.flags.has('SYN')) continue;
      const number = statement.from === sender ? statement.seq : acknowledged(statement, sender);
      if (number !== undefined) return this.numbers.value(number) ?? 0;
    }
    throw new Undecided(`nothing says ${counter} ${name}`);
  }
}

/** The side when all that its peer has sent has arrived. */
function caughtUp(side: Side, { nxt }: Side): Side {
  return side.earlier && diff(side.rcv, nxt) < 0 ? { ...side, rcv: nxt } : side;
}

function acknowledged({ from, to, ack }: SegmentStatement, sender: string): SegmentStatement['ack'] {
  return to === sender && from !== undefined ? ack : undefined;
}
