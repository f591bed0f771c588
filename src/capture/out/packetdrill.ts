/**
 * An exchange as a script of packetdrill: one end is the TCP that is tried, and the other is played by packetdrill. What
 * arrives at the end is injected (`<`), what leaves it is expected (`>`), and calls of its program are made.
 */
import type { Scenario } from '../../language/analyse.js';
import { plainText } from '../../language/turn.js';
import type { Call } from '../../exchange/script.js';
import type { EndKey, Step, Trace } from '../../exchange/trace.js';
import { add, seq as number, type Seq } from '../../tcp/seq.js';
import { isSynchronized, type State } from '../../tcp/state.js';
import { ACK, AE, CWR, ECE, FIN, PSH, RST, SYN, URG } from '../packet/tcp.js';
import { clockOf } from './clock.js';
import { optionText, writtenOptions, type OptionStyle } from './options.js';
import { openingEnds, segmentsOf, type Segment } from './segments.js';

/** Why there is no script: the end is none, or has several connections, or begins in a state that no program reaches. */
export type Refused = 'no-such-end' | 'several-connections' | 'begins-within';

/** The end that is tried where nothing else is said: the one that is opened to, or the first. */
export function triedEnd({ trace }: Scenario): string | undefined {
  const segments = segmentsOf(trace);
  const opening = openingEnds(trace, segments);
  const checked = trace.endpoints.filter(({ unchecked }) => !unchecked).map(({ name }) => name);
  return checked.find((name) => !opening.has(name)) ?? checked[0];
}

export function packetdrillScript(
  { trace, title }: Scenario,
  end: string,
): { readonly script: string } | Refused {
  const endpoint = trace.endpoints.find(({ name }) => name === end);
  if (!endpoint || endpoint.unchecked) return 'no-such-end';
  const segments = segmentsOf(trace).filter((segment) => isShown(segment, end));
  const peers = new Set(segments.map(({ from, to }) => (from === end ? to : from)));
  if (peers.size > 1) return 'several-connections';
  const key = Object.keys(trace.initial).find((one) => one === end || one.startsWith(`${end}(`)) ?? end;
  const initial = trace.initial[key] ?? 'CLOSED';
  if (!BEGINNINGS.includes(initial)) return 'begins-within';
  return { script: new Writer(trace, end, key, segments).script(title, initial) };
}

/** Whether a script shows the segment: it leaves the end that is tried, or arrives there. */
function isShown({ from, to, fate, origin }: Segment, end: string): boolean {
  // What others send in its name, or the network brings of it, does not leave it.
  if (from === end) return fate !== 'arrived' && (origin === 'new' || origin === 'repeat');
  return to === end && (fate === 'delivered' || fate === 'arrived');
}

/** The states in which a script can put an end before its first line. */
const BEGINNINGS: readonly State[] = ['CLOSED', 'LISTEN', 'ESTABLISHED'];

/** The socket that listens or connects, and the one that is accepted. */
const [FIRST, ACCEPTED] = [3, 4];

const LETTERS: readonly (readonly [number, string])[] = [
  [FIN, 'F'],
  [SYN, 'S'],
  [RST, 'R'],
  [PSH, 'P'],
  [ACK, '.'],
  [URG, 'U'],
  [ECE, 'E'],
  [CWR, 'W'],
  [AE, 'A'],
];

/** As Linux calls them. */
const STATES: Readonly<Record<State, string>> = {
  CLOSED: 'TCP_CLOSE',
  LISTEN: 'TCP_LISTEN',
  SYN_SENT: 'TCP_SYN_SENT',
  SYN_RCVD: 'TCP_SYN_RECV',
  ESTABLISHED: 'TCP_ESTABLISHED',
  FIN_WAIT_1: 'TCP_FIN_WAIT1',
  FIN_WAIT_2: 'TCP_FIN_WAIT2',
  CLOSE_WAIT: 'TCP_CLOSE_WAIT',
  CLOSING: 'TCP_CLOSING',
  LAST_ACK: 'TCP_LAST_ACK',
  TIME_WAIT: 'TCP_TIME_WAIT',
};

/** Not a call of a program, but what it waits for. */
const TIMERS: readonly Call[] = ['timeout', 'keepalive', '2MSL', 'user-timeout'];

class Writer {
  readonly #lines: string[] = [];
  readonly #clock: readonly number[];
  readonly #segments: ReadonlyMap<number, Segment>;
  readonly #own: Stream;
  readonly #peer: Stream;
  #now = 0;
  #socket: number | undefined;
  #isPassive = false;
  /** A timer runs out before what comes next. */
  #waits = false;

  constructor(
    private readonly trace: Trace,
    private readonly end: string,
    private readonly key: EndKey,
    segments: readonly Segment[],
  ) {
    this.#clock = clockOf(trace);
    this.#segments = new Map(segments.map((segment) => [segment.step, segment]));
    const first = trace.steps.find((step) => step.kind === 'segment' && key in step.before);
    // What an end that is not connected expects is not known.
    const begins = trace.initial[key] === 'ESTABLISHED' && first?.kind === 'segment';
    const tcb = begins ? first.before[key] : undefined;
    this.#own = streamOf(segments, (from) => from === end, tcb?.nxt);
    this.#peer = streamOf(segments, (from) => from !== end, tcb?.rcv);
  }

  script(title: string, initial: State): string {
    const { trace, end } = this;
    if (title !== '') this.#lines.push(`// ${plainText(title)}`);
    this.#begin(initial);
    for (const [index, step] of trace.steps.entries()) {
      if (step.kind === 'call' && step.end === this.key) this.#call(step, index);
      const segment = this.#segments.get(index);
      if (segment && step.kind === 'segment') this.#segment(segment, step.implied, index);
      this.#accept(step);
      this.#claim(step, end);
    }
    return `${this.#lines.join('\n')}\n`;
  }

  #begin(initial: State): void {
    if (initial === 'CLOSED') return;
    this.#listen();
    if (initial === 'LISTEN') return;
    this.#lines.push('// The exchange begins when the connection is open.');
    this.#write('+.01', '< S 0:0(0) win 65535 <mss 1460>');
    this.#write('+0', '> S. 0:0(0) ack 1 <...>');
    this.#write('+.01', '< . 1:1(0) ack 1 win 65535');
    this.#write('+0', `accept(${FIRST}, ..., ...) = ${ACCEPTED}`);
    this.#socket = ACCEPTED;
    this.#lines.push('//');
  }

  #listen(): void {
    this.#isPassive = true;
    this.#write('+0', `socket(..., SOCK_STREAM, IPPROTO_TCP) = ${FIRST}`);
    this.#write('+0', `setsockopt(${FIRST}, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0`);
    this.#write('+0', `bind(${FIRST}, ..., ...) = 0`);
    this.#write('+0', `listen(${FIRST}, 1) = 0`);
  }

  #call({ call, statement }: Extract<Step, { kind: 'call' }>, index: number): void {
    const written = this.trace.script.statements[statement];
    const octets = written?.kind === 'call' ? written.octets : undefined;
    // What is sent without a length has that of the data that follows.
    const following = [...this.#segments.values()].find(
      ({ step, from, len }) => step > index && from === this.end && len > 0,
    );
    this.#do(call, octets ?? (call === 'send' ? following?.len : undefined), this.#after(index));
  }

  #do(call: Call, octets: number | undefined, time: string): void {
    const socket = this.#socket ?? FIRST;
    switch (call) {
      case 'listen':
        this.#listen();
        break;
      case 'connect':
        this.#socket = FIRST;
        this.#write(time, `socket(..., SOCK_STREAM, IPPROTO_TCP) = ${FIRST}`);
        this.#write('+0', `fcntl(${FIRST}, F_SETFL, O_RDWR|O_NONBLOCK) = 0`);
        this.#write('+0', `connect(${FIRST}, ..., ...) = -1 EINPROGRESS (Operation now in progress)`);
        break;
      case 'send':
        if (octets !== undefined) this.#write(time, `write(${socket}, ..., ${octets}) = ${octets}`);
        break;
      case 'receive':
        if (octets !== undefined) this.#write(time, `read(${socket}, ..., ${octets}) = ${octets}`);
        break;
      case 'shutdown':
        this.#write(time, `shutdown(${socket}, SHUT_WR) = 0`);
        break;
      case 'abort':
        this.#write(time, `setsockopt(${socket}, SOL_SOCKET, SO_LINGER, {onoff=1, linger=0}, 8) = 0`);
        this.#close(socket, '+0');
        break;
      case 'close':
        this.#close(socket, time);
        break;
      default:
        this.#waits ||= TIMERS.includes(call);
        this.#lines.push(`// ${this.end}: ${call}`);
    }
  }

  #close(socket: number, time: string): void {
    this.#write(time, `close(${socket}) = 0`);
    this.#socket = undefined;
  }

  #segment(
    segment: Segment,
    implied: readonly { readonly endpoint: EndKey; readonly call: Call }[],
    index: number,
  ): void {
    const { from, bits, seq, len } = segment;
    const isOwn = from === this.end;
    for (const { endpoint, call } of isOwn ? implied : []) {
      if (endpoint === this.key && (call !== 'timeout' || !this.#waits))
        this.#do(call, len, this.#after(index));
    }
    if (bits & SYN) this.#count(isOwn, bits, number(seq));
    const time = isOwn ? (this.#waits ? '*' : '+0') : this.#after(index);
    if (isOwn) this.#waits = false;
    this.#now = this.#clock[index] ?? this.#now;
    this.#write(time, `${isOwn ? '>' : '<'} ${this.#text(segment, isOwn)}`);
  }

  #text(segment: Segment, isOwn: boolean): string {
    const { bits, seq, ack, len, win, winWritten, up, options } = segment;
    const [sender, receiver] = isOwn ? [this.#own, this.#peer] : [this.#peer, this.#own];
    const baseOf = (stream: Stream): Seq => (bits & SYN ? stream.first : stream.counted);
    // The reset of a segment without ACK has the number 0 (RFC 9293 §3.5.2).
    const first = bits & RST && seq === 0 ? 0 : number(seq - baseOf(sender));
    const told = writtenOptions(options).map((option) => optionText(option, receiver.counted, OPTIONS));
    const flags = LETTERS.map(([bit, letter]) => ((bits & bit) === 0 ? '' : letter)).join('');
    return [
      flags === '' ? '-' : flags,
      `${first}:${number(first + len)}(${len})`,
      ...(bits & ACK ? [`ack ${number(ack - baseOf(receiver))}`] : []),
      ...(winWritten || !isOwn ? [`win ${Math.min(win, 0xffff)}`] : []),
      ...(bits & URG ? [`urg ${up}`] : []),
      ...(told.length > 0 ? [`<${told.join(',')}>`] : isOwn && bits & SYN ? ['<...>'] : []),
    ].join(' ');
  }

  /** Once a SYN is answered, the connection counts from it. */
  #count(isOwn: boolean, bits: number, seq: Seq): void {
    const stream = isOwn ? this.#own : this.#peer;
    stream.syn = seq;
    if (!isOwn && (bits & ACK) === 0) return;
    stream.counted = seq;
    if (isOwn && bits & ACK) this.#peer.counted = this.#peer.syn;
  }

  /** As soon as the connection is open, the program has it. */
  #accept(step: Step): void {
    if (!this.#isPassive || this.#socket !== undefined || step.kind !== 'segment') return;
    const before = step.before[this.key]?.state;
    const state = step.states.get(this.key);
    const opens = before === 'SYN_RCVD' && state !== undefined && isSynchronized(state);
    if (!opens) return;
    this.#write('+0', `accept(${FIRST}, ..., ...) = ${ACCEPTED}`);
    this.#socket = ACCEPTED;
  }

  /** What the note says of the state, where a program can ask for it. */
  #claim(step: Step, end: string): void {
    if (this.#socket === undefined) return;
    const statement = this.trace.script.statements[step.statement];
    const claims =
      statement?.kind === 'segment' || statement?.kind === 'call'
        ? statement.states
        : statement?.kind === 'state'
          ? [statement]
          : [];
    const claim = claims.find((one) => one.end.name === end);
    const state = step.states.get(this.key);
    if (!claim || state === undefined) return;
    this.#write('+0', `%{ assert tcpi_state == ${STATES[state]}, tcpi_state }%`);
  }

  /** The time since the line above. */
  #after(index: number): string {
    const moment = this.#clock[index] ?? this.#now;
    const since = Math.max(0, moment - this.#now);
    this.#now = moment;
    return `+${(since / 1e6)
      .toFixed(6)
      .replace(/\.?0+$/, '')
      .replace(/^0(?=\.)/, '')}`;
  }

  #write(time: string, line: string): void {
    this.#lines.push(`${time.padStart(4)} ${line}`);
  }
}

/** Numbers of one end's SYNs, absolute: of its first, its last, and the one from which its connection counts. */
interface Stream {
  readonly first: Seq;
  syn: Seq;
  counted: Seq;
}

/** @param next the number that comes next when the exchange begins, which is 1 where no SYN is shown */
function streamOf(
  segments: readonly Segment[],
  isOf: (from: string) => boolean,
  next: Seq | undefined,
): Stream {
  const syn = segments.find(({ from, bits }) => isOf(from) && (bits & SYN) !== 0);
  const shown = next ?? nextShown(segments, isOf) ?? number(1);
  const first = syn ? number(syn.seq) : add(shown, -1);
  return { first, syn: first, counted: first };
}

function nextShown(segments: readonly Segment[], isOf: (from: string) => boolean): Seq | undefined {
  const own = segments.filter(({ from }) => isOf(from));
  const sent = own.find(({ bits }) => (bits & RST) === 0) ?? own[0];
  if (sent) return number(sent.seq);
  const acked = segments.find(({ from, bits }) => !isOf(from) && (bits & (ACK | RST)) === ACK);
  return acked && number(acked.ack);
}

const OPTIONS: OptionStyle = {
  sack: (blocks) => `sack ${blocks.map(([from, to]) => `${from}:${to}`).join(' ')}`,
  tfo: 'FO',
};
