/** Two hosts with Linux TCP, a network that does as it is told, and a record of all that happens. */
import { parseState, type State } from '../../src/tcp/state.js';
import { Hosts } from './hosts.js';
import {
  peerOf,
  type Happening,
  type Left,
  type Name,
  type Origins,
  type Recording,
  type States,
} from './recording.js';
import { makePacket, markCongestion, parsePacket, type WireSegment } from './wire.js';

const ADDRESS = { C: '10.9.0.1', S: '10.9.0.2' } as const;
/** Each host uses one port for the connection that is looked at. */
const PORT = { C: 40000, S: 80 } as const;

/** Socket options by level, name and value (Linux's numbers). */
export const OPTION = {
  reuseAddress: [1, 2, 1],
  sendBuffer: (octets: number) => [1, 7, octets],
  receiveBuffer: (octets: number) => [1, 8, octets],
  outOfBandInline: [1, 10, 1],
  /** A close is an ABORT. */
  lingerNot: [1, 13, '0100000000000000'],
  keepAlive: [1, 9, 1],
  noDelay: [6, 1, 1],
  cork: (on: boolean) => [6, 3, on ? 1 : 0],
  /** Seconds. */
  keepAliveIdle: (seconds: number) => [6, 4, seconds],
  keepAliveInterval: (seconds: number) => [6, 5, seconds],
  keepAliveCount: (count: number) => [6, 6, count],
  quickAck: (on: boolean) => [6, 12, on ? 1 : 0],
  windowClamp: (octets: number) => [6, 10, octets],
  /** The largest segment that is announced and sent; Linux takes no less than 88. */
  maximumSegment: (octets: number) => [6, 2, octets],
  /** Milliseconds. */
  userTimeout: (ms: number) => [6, 18, ms],
  repair: (mode: 'on' | 'off') => [6, 19, mode === 'on' ? 1 : -1],
  repairSendQueue: [6, 20, 2],
  repairNumber: (number: number) => [6, 21, number | 0],
} as const;

const MSG_OOB = 1;
const MSG_FASTOPEN = 0x20000000;

/** Settings of a host, below /proc/sys/net. */
export type Sysctl = Readonly<Record<string, string | number>>;

/**
 * What becomes of a segment: `hold` keeps it until it is delivered by hand, `mark` delivers it with Congestion
 * Experienced in its IP header (RFC 3168), `refuse` delivers it to a host that has no room for a connection, so that its
 * TCP never sees it.
 */
export type Fate = 'deliver' | 'repeat' | 'lose' | 'hold' | 'mark' | 'refuse';

/** The longest that a timer of the kernel may let us wait, in ms; the longest that is waited for is a keep-alive. */
const PATIENCE = 15_000;

/** Both hosts are CLOSED before anything has happened, which the text says anyway. */
const BEGINNING = { kind: 'quiet' } as const;

export interface Setting {
  readonly title: string;
  readonly origins?: Partial<Origins>;
  readonly sysctl?: Sysctl;
  /** Settings of one host only. */
  readonly sysctlOf?: Partial<Record<Name, Sysctl>>;
}

export class Lab {
  /** What is to become of a segment that has left. */
  network: (left: Left) => Fate = () => 'deliver';

  readonly #hosts: Hosts;
  readonly #setting: Setting;
  readonly #happenings: Happening[] = [];
  readonly #packets: { readonly left: Left; readonly packet: Uint8Array }[] = [];
  /** What has left and whose fate is not decided. */
  readonly #pending: Left[] = [];
  /** What those who are not looked at have sent. */
  readonly #strangers: { readonly to: Name; readonly packet: Uint8Array }[] = [];
  readonly #held = new Set<Left>();
  readonly #arrivals = new Set<Left>();
  #onLeft: (() => void) | undefined;
  #states: States = { C: 'CLOSED', S: 'CLOSED' };
  /** The hosts that have a listener, and the number that the last SYN+ACK of one awaits. */
  readonly #listening = new Map<Name, number | undefined>();
  /** The hosts whose socket has the connection that is looked at, and not one that is over. */
  readonly #attached = new Set<Name>();
  /**
   * What a host shows that has no connection. The kernel shows at most a listener; in the notation an end that listens
   * is in LISTEN before its first connection, and after one that never got beyond SYN-RECEIVED, else in CLOSED.
   */
  readonly #idle: Record<Name, State> = { C: 'CLOSED', S: 'CLOSED' };

  private constructor(setting: Setting) {
    this.#setting = setting;
    this.#hosts = new Hosts((host, packet) => {
      const left: Left = { id: this.#packets.length, from: host as Name, segment: parsePacket(packet) };
      if (isOfStrangers(left.segment)) {
        this.#strangers.push({ to: peerOf(left.from), packet });
        return;
      }
      this.#packets.push({ left, packet });
      this.#happenings.push({ kind: 'left', left });
      this.#noteOpening(left);
      this.#pending.push(left);
      this.#onLeft?.();
    });
  }

  static async start(setting: Setting): Promise<Lab> {
    const lab = new Lab(setting);
    await lab.#boot('C');
    await lab.#boot('S');
    return lab;
  }

  async end(): Promise<void> {
    await this.#hosts.end();
  }

  get recording(): Recording {
    const { title, origins } = this.#setting;
    return { title, happenings: this.#happenings, origins: { C: 1000, S: 5000, ...origins } };
  }

  async #boot(host: Name): Promise<void> {
    const { sysctl: common, sysctlOf } = this.#setting;
    const sysctl = { 'ipv4/tcp_no_metrics_save': 1, ...common, ...sysctlOf?.[host] };
    await this.#hosts.command({ do: 'boot', host, address: ADDRESS[host], sysctl });
  }

  // What programs do

  /** A socket that listens, bound to the host's port. */
  async listen(host: Name, options: readonly (readonly unknown[])[] = [], backlog = 8): Promise<void> {
    const socket = `${host}.listener`;
    await this.#open(host, socket, options);
    const listening = (): string => {
      this.#idle[host] = 'LISTEN';
      this.#listening.set(host, undefined);
      return 'listen';
    };
    await this.#act(host, listening, { do: 'listen', socket, backlog });
  }

  /** An active OPEN from the host's port. */
  async connect(host: Name, options: readonly (readonly unknown[])[] = []): Promise<void> {
    await this.#open(host, host, options);
    await this.#act(host, this.#connecting(host), { do: 'connect', socket: host, to: address(peerOf(host)) });
  }

  #connecting(host: Name): () => string {
    return () => {
      this.#attached.add(host);
      return 'connect';
    };
  }

  /** An active OPEN from a port in TIME-WAIT. Only the SYN tells: by the letter of §3.10.1 the call is refused. */
  async connectInTimeWait(host: Name): Promise<void> {
    await this.#open(host, host, []);
    this.#ignore('port-reused-in-time-wait', 'timestamps tell the connections apart (RFC 6191)');
    await this.#hosts.command({ do: 'connect', socket: host, to: address(peerOf(host)) });
    this.#attached.add(host);
    await this.quiet();
  }

  /** An active OPEN with Fast Open: the data goes onto the SYN if a cookie is known. */
  async connectWith(host: Name, octets: number): Promise<void> {
    await this.#open(host, host, []);
    const to = address(peerOf(host));
    await this.#act(host, this.#connecting(host), {
      do: 'send',
      socket: host,
      octets,
      flags: MSG_FASTOPEN,
      to,
    });
  }

  async #open(host: Name, socket: string, options: readonly (readonly unknown[])[]): Promise<void> {
    await this.#hosts.command({ do: 'socket', host, socket });
    for (const option of [OPTION.reuseAddress, ...options]) {
      await this.#hosts.command({ do: 'option', socket, option });
    }
    await this.#hosts.command({ do: 'bind', socket, to: address(host) });
  }

  /** Takes the connection that the listener has. Nothing on the wire tells. */
  async accept(host: Name, options: readonly (readonly unknown[])[] = []): Promise<void> {
    await this.#hosts.command({ do: 'accept', listener: `${host}.listener`, socket: host });
    this.#attached.add(host);
    for (const option of options) await this.option(host, option);
  }

  async option(host: Name, option: readonly unknown[]): Promise<void> {
    await this.#hosts.command({ do: 'option', socket: host, option });
    await this.quiet();
  }

  /** The kernel may take less. */
  async send(host: Name, octets: number, how: 'plain' | 'urgent' = 'plain'): Promise<void> {
    const flags = how === 'urgent' ? MSG_OOB : 0;
    await this.#move(host, 'send', { do: 'send', socket: host, octets, flags });
  }

  /** Reads up to so many octets. Returns how many; 0 is the end of the stream. */
  async receive(host: Name, octets: number): Promise<number> {
    return this.#move(host, 'receive', { do: 'receive', socket: host, octets });
  }

  /** A call that says how many octets it has moved. */
  async #move(end: Name, call: string, command: Readonly<Record<string, unknown>>): Promise<number> {
    const named = (moved: unknown): string | undefined =>
      moved === 0 ? undefined : `${call} ${String(moved)}`;
    return (await this.#actIfConnected(end, named, command)) as number;
  }

  /** Ends sending, and receiving as well with `both`, of which TCP is told nothing but that nobody reads. */
  async shutdown(host: Name, which: 'sending' | 'both' = 'sending'): Promise<void> {
    const call = which === 'both' ? 'close' : 'shutdown';
    await this.#actIfConnected(host, () => call, { do: 'shutdown', socket: host, both: which === 'both' });
  }

  async close(host: Name): Promise<void> {
    await this.#actIfConnected(host, () => 'close', { do: 'close', socket: host });
  }

  /** Closes a socket that has lost its connection; TCP has no part in that. */
  async discard(host: Name): Promise<void> {
    await this.#hosts.command({ do: 'close', socket: host });
    await this.quiet();
  }

  /** A close with SO_LINGER set to zero. */
  async abort(host: Name): Promise<void> {
    await this.#hosts.command({ do: 'option', socket: host, option: OPTION.lingerNot });
    await this.#actIfConnected(host, () => 'abort', { do: 'close', socket: host });
  }

  /** Stops listening; connections that were not accepted are reset. */
  async unlisten(host: Name): Promise<void> {
    await this.#hosts.command({ do: 'close', socket: `${host}.listener` });
    this.#listening.delete(host);
    this.#idle[host] = 'CLOSED';
  }

  /** The host loses power, and comes back with the same address and nothing else. */
  async crash(host: Name): Promise<void> {
    await this.#decide();
    this.#note(host, 'crash');
    this.#listening.delete(host);
    this.#idle[host] = 'CLOSED';
    await this.#boot(host);
    await this.quiet();
  }

  /** The TIME-WAIT of this host is over, ahead of time: the kernel's lasts a minute and cannot be set. */
  async forgetTimeWait(host: Name): Promise<void> {
    // On a slow machine a reset may have been faster.
    if (this.#states[host] === 'TIME_WAIT') this.#note(host, '2MSL');
    const filter = ['state', 'time-wait', 'sport', '=', `:${PORT[host]}`];
    await this.#hosts.command({ do: 'run', host, command: ['ss', '-K', ...filter] });
    await this.quiet();
  }

  /** Makes a system call and notes what TCP is asked to do, `name` being told what the system call has returned. */
  async #act(
    end: Name,
    name: (value: unknown) => string | undefined,
    command: Readonly<Record<string, unknown>>,
  ): Promise<unknown> {
    await this.quiet();
    let place = 0;
    const value = await this.#hosts.command(command, () => (place = this.#happenings.length));
    const call = name(value);
    if (call !== undefined) this.#happenings.splice(place, 0, { kind: 'call', end, call });
    await this.quiet();
    return value;
  }

  /** The same for a socket whose connection may be gone: then the call only frees the socket, or reads what is left. */
  #actIfConnected(
    end: Name,
    name: (value: unknown) => string | undefined,
    command: Readonly<Record<string, unknown>>,
  ): Promise<unknown> {
    return this.#act(end, (value) => (this.#attached.has(end) ? name(value) : undefined), command);
  }

  #note(end: Name, call: string): void {
    this.#happenings.push({ kind: 'call', end, call });
  }

  /** Says that the next line may have this problem. */
  #ignore(code: string, why: string): void {
    this.#happenings.push({ kind: 'ignore', code, why });
  }

  /**
   * So many clients connect from other ports, and nobody accepts them. None of that is recorded: it only fills the queue
   * of the listener.
   */
  async crowd(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      const socket = `stranger ${i}`;
      await this.#hosts.command({ do: 'socket', host: 'C', socket });
      await this.#hosts.command({ do: 'bind', socket, to: [ADDRESS.C, PORT.C + 1 + i] });
      await this.#hosts.command({ do: 'connect', socket, to: address('S') });
      await this.quiet();
    }
  }

  /** The listener takes one that is not looked at, and has room again for what the network carries from now on. */
  async makeRoom(host: Name): Promise<void> {
    await this.quiet();
    await this.#hosts.command({ do: 'accept', listener: `${host}.listener`, socket: 'taken' });
    this.carry();
    await this.quiet();
  }

  // What the network does

  /** Segments from there are held back until they are released. */
  hold(...from: readonly Name[]): void {
    this.network = (left) => (from.includes(left.from) ? 'hold' : 'deliver');
  }

  /** The next segment from there that fits is lost. */
  loseNext(from: Name, fits: (segment: WireSegment) => boolean = () => true): void {
    const before = this.network;
    this.network = (left) => {
      if (left.from !== from || !fits(left.segment)) return before(left);
      this.network = before;
      return 'lose';
    };
  }

  /** Nothing is held back or lost from now on. What is held stays held. */
  carry(): void {
    this.network = () => 'deliver';
  }

  /** What is held back, oldest first. */
  get held(): readonly Left[] {
    return [...this.#held];
  }

  /** Delivers what is held back, in this order; all of it, oldest first, if not said otherwise. */
  async release(lefts: readonly Left[] = this.held): Promise<void> {
    for (const left of lefts) await this.#deliver(left);
    await this.quiet();
  }

  /** Delivers what is held back to a host that turns it away. */
  async refuseHeld(): Promise<void> {
    for (const left of this.held) {
      this.#held.delete(left);
      await this.#refuse(left);
    }
    await this.quiet();
  }

  /** Loses what is held back. */
  loseHeld(): void {
    for (const left of this.#held) this.#lose(left);
  }

  /** The network delivers a segment once more that has arrived. */
  async repeat(left: Left): Promise<void> {
    await this.#deliver(left);
    await this.quiet();
  }

  /** All segments that have arrived, in the order of their first arrival. */
  get arrived(): readonly Left[] {
    return [...this.#arrivals];
  }

  /** All segments that have left this host. */
  sentBy(from: Name): readonly Left[] {
    return this.#packets.filter(({ left }) => left.from === from).map(({ left }) => left);
  }

  /** The last segment that has left this host. */
  last(from: Name): Left {
    const left = this.sentBy(from).at(-1);
    if (!left) throw new Error(`nothing has left ${from}`);
    return left;
  }

  /** A segment in the name of `from`, with the numbers that are on the wire. */
  async inject(
    origin: 'stale' | 'forged',
    from: Name,
    fields: Pick<WireSegment, 'flags' | 'seq'> & Partial<WireSegment>,
  ): Promise<void> {
    const to = peerOf(from);
    const ports = { fromPort: PORT[from], toPort: PORT[to] };
    const segment = { ...ports, ack: 0, len: 0, win: 64240, up: 0, options: [], ...fields };
    const packet = makePacket(ADDRESS[from], ADDRESS[to], segment);
    await this.#hand(to, packet, { kind: 'injected', left: { id: -1, from, segment }, origin });
    await this.quiet();
  }

  /** The host turns it away before its TCP sees it: for the exchange it is lost. */
  async #refuse(left: Left): Promise<void> {
    const { packet } = this.#packets[left.id] ?? {};
    if (packet === undefined) throw new Error('no such packet');
    await this.#hand(peerOf(left.from), packet, { kind: 'lost', left });
  }

  async #deliver(left: Left, change?: (packet: Uint8Array) => Uint8Array): Promise<void> {
    this.#held.delete(left);
    const { packet } = this.#packets[left.id] ?? {};
    if (packet === undefined) throw new Error('no such packet');
    const again = this.#arrivals.has(left);
    this.#arrivals.add(left);
    const handed = change ? change(packet) : packet;
    await this.#hand(peerOf(left.from), handed, { kind: 'arrived', left, again });
  }

  /** A listener that answers a SYN begins a connection. */
  #noteOpening({ from, segment }: Left): void {
    const { flags, seq } = segment;
    if (!flags.has('SYN') || !flags.has('ACK') || !this.#listening.has(from)) return;
    this.#listening.set(from, (seq + 1) >>> 0);
    this.#idle[from] = 'LISTEN';
    this.#attached.delete(from);
  }

  /** The ACK that takes a host from SYN-RECEIVED, where it came from LISTEN, to ESTABLISHED. */
  #noteOpened(to: Name, { segment }: Left): void {
    const { flags, ack } = segment;
    const acknowledges = flags.has('ACK') && !flags.has('SYN') && !flags.has('RST');
    if (acknowledges && this.#listening.get(to) === ack) this.#idle[to] = 'CLOSED';
  }

  #noteEnd(host: Name, state: State): void {
    const gone = state === 'CLOSED' || state === 'LISTEN';
    if (gone && this.#listening.has(host)) this.#listening.set(host, undefined);
    // In TIME-WAIT the socket is a connection's no more: an ABORT that would end TIME-WAIT (§3.10.5) does not reach it.
    if (gone || state === 'TIME_WAIT') this.#attached.delete(host);
  }

  #lose(left: Left): void {
    this.#held.delete(left);
    this.#happenings.push({ kind: 'lost', left });
  }

  async #hand(to: Name, packet: Uint8Array, happening: Happening): Promise<void> {
    if ('left' in happening && happening.kind !== 'lost') this.#noteOpened(to, happening.left);
    const command = { do: 'deliver', host: to, packet: Buffer.from(packet).toString('hex') };
    await this.#hosts.command(command, () => this.#happenings.push(happening));
  }

  /** Decides the fate of all that has left, until nothing leaves any more in answer. */
  async #decide(): Promise<void> {
    for (let left = this.#pending.shift(); left; left = this.#pending.shift()) {
      const fate = this.network(left);
      if (fate === 'lose') this.#lose(left);
      else if (fate === 'hold') this.#held.add(left);
      else if (fate === 'refuse') await this.#refuse(left);
      else await this.#deliver(left, fate === 'mark' ? markCongestion : undefined);
      if (fate === 'repeat') await this.#deliver(left);
    }
    for (let one = this.#strangers.shift(); one; one = this.#strangers.shift()) {
      const packet = Buffer.from(one.packet).toString('hex');
      await this.#hosts.command({ do: 'deliver', host: one.to, packet });
    }
  }

  // What can be seen

  /**
   * Waits until all segments have met their fate, and notes the states. The kernel answers within the call that hands a
   * packet in, so there is nothing to wait for but our own deliveries; what timers send later is seen later.
   */
  async quiet(): Promise<States> {
    for (;;) {
      await this.#decide();
      const count = this.#packets.length;
      const states = await this.#look();
      if (count !== this.#packets.length) continue;
      this.#states = states;
      for (const host of ['C', 'S'] as const) this.#noteEnd(host, states[host]);
      if ((this.#happenings.at(-1) ?? BEGINNING).kind !== 'quiet')
        this.#happenings.push({ kind: 'quiet', states });
      return states;
    }
  }

  async #look(): Promise<States> {
    const tables = (await this.#hosts.command({ do: 'states' })) as Record<Name, string>;
    return { C: this.#stateIn(tables.C, 'C'), S: this.#stateIn(tables.S, 'S') };
  }

  #stateIn(table: string, host: Name): State {
    const peer = peerOf(host);
    for (const row of table.split('\n')) {
      const [state, , , local, remote] = row.split(/\s+/);
      if (local !== `${ADDRESS[host]}:${PORT[host]}` || remote !== `${ADDRESS[peer]}:${PORT[peer]}`) continue;
      const parsed = parseState(state ?? '');
      if (!parsed) throw new Error(`ss calls a state ${state ?? ''}`);
      return parsed;
    }
    // With SYN cookies a listener remembers nothing of the SYN that it has answered.
    const cookies = this.#setting.sysctl?.['ipv4/tcp_syncookies'] === 2;
    if (cookies && this.#listening.get(host) !== undefined && this.#idle[host] === 'LISTEN')
      return 'SYN_RCVD';
    return this.#idle[host];
  }

  /** Waits for a timer to make either host send something, but not for ever. */
  async pause(ms: number): Promise<void> {
    await this.#anythingLeaves(Date.now() + ms);
    await this.quiet();
  }

  /** Waits, if need be, until the host has sent so many segments that fit, counted from the start. */
  async until(from: Name, count: number, fits: (segment: WireSegment) => boolean): Promise<void> {
    const deadline = Date.now() + PATIENCE;
    for (;;) {
      await this.quiet();
      if (this.sentBy(from).filter(({ segment }) => fits(segment)).length >= count) return;
      if (!(await this.#anythingLeaves(deadline))) throw new Error(`waited in vain for ${from} to send`);
    }
  }

  /** Resolves when something has left whose fate is to be decided, or at the deadline with false. */
  async #anythingLeaves(deadline: number): Promise<boolean> {
    if (this.#pending.length > 0) return true;
    return new Promise((resolve) => {
      const finish = (left: boolean): void => {
        clearTimeout(timer);
        this.#onLeft = undefined;
        resolve(left);
      };
      const timer = setTimeout(finish, deadline - Date.now(), false);
      this.#onLeft = () => finish(true);
    });
  }

  /** Waits, if need be, until the connection is in one of these states at this host. */
  async reaches(host: Name, ...states: readonly State[]): Promise<void> {
    const deadline = Date.now() + PATIENCE;
    while (!states.includes((await this.quiet())[host])) {
      if (!(await this.#anythingLeaves(deadline)))
        throw new Error(`waited in vain for ${host} to reach ${states.join(' or ')}`);
    }
  }

  /** Waits for a timer to end the connection without a word. */
  async untilClosed(host: Name, call: 'user-timeout' | '2MSL', patience = PATIENCE): Promise<void> {
    const deadline = Date.now() + patience;
    // No event tells: the kernel drops the connection in silence, so its table is looked at until the row is gone.
    for (;;) {
      await this.#decide();
      if ((await this.#look())[host] === 'CLOSED') break;
      if (Date.now() > deadline) throw new Error(`waited in vain for ${host} to give up`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    // A reset that left last tells that the connection has been given up before it.
    const last = this.#happenings.findLastIndex(({ kind }) => kind === 'left');
    const happening = this.#happenings[last];
    const isReset = happening?.kind === 'left' && happening.left.segment.flags.has('RST');
    // It may have been seen already that the connection is gone.
    const seen = this.#happenings.findIndex(
      (one, i) => i > last && one.kind === 'quiet' && one.states[host] === 'CLOSED',
    );
    const place = isReset ? last : seen < 0 ? this.#happenings.length : seen;
    this.#happenings.splice(place, 0, { kind: 'call', end: host, call });
    await this.quiet();
  }
}

function isOfStrangers({ fromPort, toPort }: WireSegment): boolean {
  return fromPort > PORT.C || toPort > PORT.C;
}

function address(host: Name): readonly [string, number] {
  return [ADDRESS[host], PORT[host]];
}
