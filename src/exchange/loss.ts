/**
 * What an exchange becomes when one of its segments is lost on the way: what still happens as before, what is sent again
 * and after which timeout, and what the other end says meanwhile.
 */
import { add, after, atOrAfter, type Seq } from '../tcp/seq.js';
import type { Tcb } from '../tcp/tcb.js';
import { UNEXPECTED } from './next/rank.js';
import { nextSegments } from './next/send.js';
import { tcbOf } from './next/standing.js';
import { replay } from './replay.js';
import type { CallStatement, Expr, Script, SegmentStatement, Statement } from './script.js';
import { endNamed } from './topology.js';
import type { EndKey, SegmentStep, Step, Trace } from './trace.js';

/** A line of the exchange after the loss. `statement` is an index of the script that was given. */
export type LossLine =
  | { readonly kind: 'kept'; readonly statement: number }
  | { readonly kind: 'lost'; readonly statement: number; readonly written: SegmentStatement }
  /** The segment of that statement once more; this time it arrives. */
  | { readonly kind: 'again'; readonly statement: number; readonly written: SegmentStatement }
  /** The retransmission timer of an end runs out, so many seconds after the segment was last sent. */
  | { readonly kind: 'timeout'; readonly written: CallStatement; readonly seconds: number }
  | { readonly kind: 'new'; readonly written: SegmentStatement };

/** A line that was not there before. */
type Added = Extract<LossLine, { readonly written: Statement; readonly kind: 'again' | 'timeout' | 'new' }>;

/** RFC 6298: the timer starts at one second where nothing is known of the way, and doubles with every loss. */
const FIRST_TIMEOUT = 1;
const LONGEST_TIMEOUT = 64;

/** Events for which a retransmission timer does not wait: they come after much longer times. */
const LATE: ReadonlySet<string> = new Set(['2MSL', 'user-timeout', 'keepalive', 'timeout']);

/**
 * The ways in which the exchange may go on when the segment of a statement is lost, the likeliest first; none where it
 * cannot be lost. They are not judged: the caller keeps the first that is right.
 */
export function waysAfterLoss(script: Script, trace: Trace, statement: number): LossLine[][] {
  const lost = lossOf(script, trace, statement);
  if (!lost) return [];
  const loss = new Loss(script, trace, lost);
  const { last, recovered } = loss.goesOn();
  if (recovered) return [loss.lines(last, [])];
  const ways = [loss.lines(last, loss.recovery(last))];
  if (last !== lost.statement) ways.push(loss.lines(lost.statement, loss.recovery(lost.statement)));
  // A later line may make good for the loss in a way of its own, or nobody may ever notice.
  ways.push(loss.lines(last, []));
  return ways;
}

/** Whether a segment leaves or arrives with a statement that the network could have lost. */
export function canBeLost(script: Script, trace: Trace, statement: number): boolean {
  return lossOf(script, trace, statement) !== undefined;
}

interface Lost {
  readonly statement: number;
  readonly written: SegmentStatement;
  readonly step: SegmentStep;
  readonly sender: EndKey;
  readonly receiver: EndKey;
  /** The statement with which it would have arrived, where that is another. */
  readonly arrival: number | undefined;
}

/** The segment that leaves with a statement, or that arrives with it; undefined where none can be lost. */
function lossOf(script: Script, trace: Trace, statement: number): Lost | undefined {
  const here = trace.steps.find((one) => one.statement === statement);
  if (here?.kind !== 'segment') return undefined;
  const left = here.departure === undefined ? here : trace.steps[here.departure];
  if (left?.kind !== 'segment' || (here !== left && here.origin === 'dup')) return undefined;
  const written = script.statements[left.statement];
  if (written?.kind !== 'segment' || written.origin !== 'new') return undefined;
  if (left.fate !== 'delivered' && left.fate !== 'sent') return undefined;
  const { from: sender, to: receiver } = left;
  if (sender === null || receiver === null || !trace.initial[sender] || !trace.initial[receiver])
    return undefined;
  const name = written.from;
  if (trace.endpoints.some((end) => end.name === name && end.unchecked)) return undefined;
  const arrival = left.arrival === undefined ? undefined : trace.steps[left.arrival]?.statement;
  const to = written.to ?? endNamed(receiver).name;
  return {
    statement: left.statement,
    written: { ...written, fate: 'lost', to, states: [] },
    step: left,
    sender,
    receiver,
    arrival,
  };
}

class Loss {
  /** The statements, with the lengths that only the whole exchange tells, and without the states that it claims. */
  readonly #statements: readonly Statement[];
  readonly #steps = new Map<number, Step>();

  constructor(
    readonly script: Script,
    readonly trace: Trace,
    readonly lost: Lost,
  ) {
    for (const step of trace.steps) this.#steps.set(step.statement, step);
    this.#statements = script.statements.map((statement, index) => this.#plain(statement, index));
  }

  #plain(statement: Statement, index: number): Statement {
    if (index === this.lost.statement) return this.lost.written;
    if (statement.kind === 'call') return { ...statement, states: [] };
    if (statement.kind !== 'segment') return statement;
    const step = this.#steps.get(index);
    const known = step?.kind === 'segment' && step.len > 0 && !step.lenAssumed && statement.len === undefined;
    return { ...statement, states: [], ...(known && statement.data ? { len: step.len } : {}) };
  }

  #with(statements: readonly Statement[]): Script {
    return { ...this.script, statements };
  }

  /** How far the exchange goes on as it was, and whether nothing is missing from then on. */
  goesOn(): { readonly last: number; readonly recovered: boolean } {
    const { statement, arrival = this.#statements.length } = this.lost;
    const tried = replay(this.#with(this.#statements.slice(0, arrival)));
    const wrong = new Set(tried.faults.map(({ place }) => place.statement));
    for (const { place } of this.trace.faults) wrong.delete(place.statement);
    let last = statement;
    for (const step of tried.steps) {
      if (step.statement < statement) continue;
      const before = this.#steps.get(step.statement);
      if (!before) continue;
      if (step.statement > statement) {
        if (step.kind === 'note' || step.kind === 'path') continue;
        if (wrong.has(step.statement) || !this.#isSame(step, before, tried)) break;
        last = step.statement;
      }
      if (this.#isRecovered(step, before, tried)) return { last, recovered: true };
    }
    return { last, recovered: false };
  }

  /** Whether the end that acts would have done the same without the loss. */
  #isSame(step: Step, before: Step, tried: Trace): boolean {
    if (step.kind === 'call' && before.kind === 'call') {
      return !LATE.has(step.call) && step.states.get(step.end) === before.states.get(before.end);
    }
    if (step.kind === 'segment' && before.kind === 'segment') {
      const same = (one: Seq | null, other: Seq | null): boolean => this.#isSameNumber(one, other, tried);
      // An answer to what has not arrived is not given.
      const owed = (one: SegmentStep): number =>
        one.from === null ? 0 : (one.before[one.from]?.owes.length ?? 0);
      if (step.from === this.lost.receiver && owed(step) < owed(before)) return false;
      const actor = step.fate === 'arrived' ? step.to : step.from;
      return (
        same(step.seq, before.seq) &&
        same(step.ack, before.ack) &&
        step.len === before.len &&
        (actor === null ||
          step.states.get(actor) === before.states.get(actor) ||
          actor === this.lost.receiver)
      );
    }
    return [...step.states].every(([end, state]) => before.states.get(end) === state);
  }

  #isSameNumber(now: Seq | null, before: Seq | null, tried: Trace): boolean {
    if (now === null || before === null) return now === before;
    return now === before || tried.speak(now) === this.trace.speak(before);
  }

  /** Whether both ends now stand where they stood without the loss. */
  #isRecovered(step: Step, before: Step, tried: Trace): boolean {
    if (step.kind !== 'segment' || before.kind !== 'segment') return false;
    if (this.lost.arrival !== undefined && !this.#hasArrived(step)) return false;
    return [this.lost.sender, this.lost.receiver].every((end) => {
      const [now, then] = [step.after[end], before.after[end]];
      if (!now || !then || now.state !== then.state || now.owes.length !== then.owes.length) return false;
      const numbers = (tcb: Tcb): Seq[] => [tcb.una, tcb.nxt, tcb.rcv];
      const others = numbers(then);
      return numbers(now).every((number, at) => this.#isSameNumber(number, others[at] ?? null, tried));
    });
  }

  /** Whether the receiver knows what the segment would have told it. */
  #hasArrived({ after: { [this.lost.receiver]: tcb } }: SegmentStep): boolean {
    const { step } = this.lost;
    if (!tcb || step.seq === null) return false;
    if (takesNumbers(step)) return atOrAfter(tcb.rcv, endOf(step, step.seq));
    return step.ack !== null && atOrAfter(tcb.una, step.ack);
  }

  /** What is sent again after the statements up to one of them, and what comes before. */
  recovery(last: number): Added[] {
    const { step, sender, receiver } = this.lost;
    const done = this.#statements.slice(0, last + 1);
    const [own, peer] = [
      tcbOf(this.#with(done), endNamed(sender).name, endNamed(receiver).name),
      tcbOf(this.#with(done), endNamed(receiver).name, endNamed(sender).name),
    ];
    if (!own || !peer) return [];
    if (takesNumbers(step) && own.una !== own.nxt) {
      const complaint = this.#complaint(done);
      const before = [...done, ...complaint.map(({ written }) => written)];
      return [...complaint, ...this.#again(before, sender, receiver, step.seq)];
    }
    // Nobody repeats an acknowledgment or a reset. Who waits for one asks again, and so does who gets no further.
    if (peer.una !== peer.nxt) {
      const asked = this.#again(done, receiver, sender, peer.una);
      return [...asked, ...this.#answer([...done, ...asked.map(({ written }) => written)], sender, receiver)];
    }
    if (own.una === own.nxt) return [];
    const added = this.#again(done, sender, receiver, own.una);
    for (const [from, to] of [[receiver, sender] as const, [sender, receiver] as const]) {
      added.push(...this.#answer([...done, ...added.map(({ written }) => written)], from, to));
    }
    return added;
  }

  /** What an end says to what has just arrived, if it says anything. */
  #answer(done: readonly Statement[], from: EndKey, to: EndKey): Added[] {
    const [answer] = nextSegments(this.#with(done), endNamed(from).name, endNamed(to).name);
    return answer && answer.rank < UNEXPECTED ? [{ kind: 'new', written: answer.statement }] : [];
  }

  /** The acknowledgment by which the receiver says that something is missing. */
  #complaint(done: readonly Statement[]): Added[] {
    const { sender, receiver } = this.lost;
    return this.#answer(done, receiver, sender).filter(
      ({ written }) =>
        written.kind === 'segment' && !written.data && written.flags.size === 1 && written.flags.has('ACK'),
    );
  }

  /** The timeout of an end, and the segment with a sequence number as the end has sent it last. */
  #again(done: readonly Statement[], end: EndKey, other: EndKey, number: Seq | null): Added[] {
    const sent = this.trace.steps.filter(
      (one): one is SegmentStep =>
        one.kind === 'segment' &&
        one.statement < done.length &&
        one.from === end &&
        one.departure === undefined &&
        takesNumbers(one) &&
        number !== null &&
        covers(one, number),
    );
    const step = sent.at(-1);
    if (!step) return [];
    const { statement } = step;
    const written = this.script.statements[statement];
    if (written?.kind !== 'segment') return [];
    const seconds = Math.min(LONGEST_TIMEOUT, FIRST_TIMEOUT * 2 ** (sent.length - 1));
    const timeout = timeoutOf(end, written);
    const again: SegmentStatement = {
      ...written,
      fate: 'delivered',
      to: written.to ?? endNamed(other).name,
      states: [],
    };
    // What it has received meanwhile is acknowledged, too.
    const fresh = nextSegments(this.#with([...done, timeout]), endNamed(end).name, endNamed(other).name).find(
      ({ statement: one, numbers }) =>
        one.len === written.len &&
        [...one.flags].every((flag) => step.flags.includes(flag)) &&
        (!written.seq || isSameExpr(numbers.seq, written.seq)),
    );
    const stale = fresh && written.ack && !isSameExpr(fresh.numbers.ack, written.ack);
    return [
      { kind: 'timeout', written: timeout, seconds },
      stale
        ? { kind: 'new', written: { ...fresh.statement, arrow: written.arrow } }
        : { kind: 'again', statement, written: again },
    ];
  }

  /** All lines, with what is added after one of the statements. */
  lines(last: number, added: readonly Added[]): LossLine[] {
    const { statement: lost, written, arrival } = this.lost;
    return this.script.statements.flatMap((_, statement): LossLine[] => {
      if (statement === arrival) return [];
      const line: LossLine =
        statement === lost ? { kind: 'lost', statement, written } : { kind: 'kept', statement };
      return statement === last ? [line, ...added] : [line];
    });
  }
}

/** Whether it takes sequence numbers, so that its sender repeats it until it is acknowledged. */
function takesNumbers({ flags, len }: SegmentStep): boolean {
  return len > 0 || flags.includes('SYN') || flags.includes('FIN');
}

/** The first sequence number after a segment. */
function endOf({ flags, len }: SegmentStep, seq: Seq): Seq {
  return add(seq, len + (flags.includes('SYN') ? 1 : 0) + (flags.includes('FIN') ? 1 : 0));
}

function covers(step: SegmentStep, number: Seq): boolean {
  return step.seq !== null && !after(step.seq, number) && after(endOf(step, step.seq), number);
}

function timeoutOf(end: EndKey, { line, endLine }: Statement): CallStatement {
  return { kind: 'call', line, endLine, end: endNamed(end), call: 'timeout', states: [] };
}

function isSameExpr(one: Expr | undefined, other: Expr): boolean {
  return one !== undefined && one.symbol === other.symbol && one.offset === other.offset;
}
