/** What passes later, and so tells what had arrived before. */
import { add, after, before, later, type Seq } from '../../tcp/seq.js';
import { ACK, FIN, RST, SYN } from '../packet/tcp.js';
import { blockOf, covers, endOf, has, other, size, type Passing, type Side } from './passing.js';

/** So many that are sent again are looked at behind a segment. */
const MOST_AGAIN = 512;
/** And so many acknowledgments. */
const MOST_STEPS = 512;

/** Something that begins before the end of what had passed. */
interface Again {
  readonly passing: Passing;
  readonly place: number;
}

/** An acknowledgment, and the next of its end that is of more. */
interface Step {
  readonly ack: Seq;
  readonly next: Step | undefined;
}

export class Hindsight {
  readonly #again: Readonly<Record<Side, readonly Again[]>>;
  readonly #steps: ReadonlyMap<Passing, Step>;

  /** How far down a segment is not known of, by what its receiver sends again. */
  readonly #unknown = new Map<Passing, number>();

  /** @param isCopy which the network has made, so that they tell nothing of their senders */
  constructor(passings: readonly Passing[], isCopy: (passing: Passing) => boolean) {
    this.#again = againIn(passings, isCopy);
    this.#steps = stepsIn(passings);
  }

  /** Whether all that a segment at a place says is sent once more further down. */
  isSentAgain(passing: Passing, place: number): boolean {
    if (size(passing) === 0) return false;
    const again = this.#again[passing.from];
    const start = firstBehind(again, place);
    const octets = blockOf(passing);
    return again.slice(start, start + MOST_AGAIN).some((one) => covers(one.passing, octets));
  }

  /**
   * The place of the last segment that the receiver of an acknowledgment sends although that acknowledges it: until then
   * it has not arrived. Less than 0 where there is none.
   */
  unknownUntil(acknowledgment: Passing, place: number): number {
    const known = this.#unknown.get(acknowledgment);
    if (known !== undefined) return known;
    const again = this.#again[other(acknowledgment.from)];
    const start = firstBehind(again, place);
    const last = again
      .slice(start, start + MOST_AGAIN)
      .findLast(({ passing }) => !has(passing, SYN) && sendsAgain(passing, acknowledgment));
    const until = last?.place ?? -1;
    this.#unknown.set(acknowledgment, until);
    return until;
  }

  /**
   * Whether the receiver of a segment cannot have kept it when it sent an acknowledgment of less: it goes on to
   * acknowledge what comes before the segment, or a part of it, without the rest.
   */
  isMissedAfter(acknowledgment: Passing, passing: Passing): boolean {
    let step = this.#steps.get(acknowledgment)?.next;
    for (let count = 0; step && before(step.ack, passing.seq); step = step.next) {
      if (++count === MOST_STEPS) return false;
    }
    return step !== undefined && before(step.ack, endOf(passing));
  }
}

/** Whether an end sends again what a segment acknowledges, which it would not had it arrived. */
export function sendsAgain(sent: Passing, { ack }: Passing): boolean {
  const isProbe = sent.len <= 1 && (sent.bits & (SYN | FIN)) === 0 && add(sent.seq, 1) === ack;
  return size(sent) > 0 && !isProbe && before(sent.seq, ack);
}

function againIn(passings: readonly Passing[], isCopy: (passing: Passing) => boolean): Record<Side, Again[]> {
  const again: Record<Side, Again[]> = { C: [], S: [] };
  const ends: Partial<Record<Side, Seq>> = {};
  for (const [place, passing] of passings.entries()) {
    if (size(passing) === 0 || isCopy(passing)) continue;
    const end = ends[passing.from];
    if (end !== undefined && after(end, passing.seq)) again[passing.from].push({ passing, place });
    ends[passing.from] = end === undefined ? endOf(passing) : later(end, endOf(passing));
  }
  return again;
}

function stepsIn(passings: readonly Passing[]): ReadonlyMap<Passing, Step> {
  const steps = new Map<Passing, Step>();
  const behind: Partial<Record<Side, Step>> = {};
  for (let at = passings.length - 1; at >= 0; at--) {
    const passing = passings[at];
    if (!passing || (passing.bits & (RST | ACK)) !== ACK) continue;
    const { from, ack } = passing;
    const next = behind[from];
    const step = { ack, next: next && after(next.ack, ack) ? next : next?.next };
    steps.set(passing, step);
    behind[from] = step;
  }
  return steps;
}

/** The index of the first that stands behind a place. */
function firstBehind(again: readonly Again[], place: number): number {
  let [low, high] = [0, again.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((again[middle]?.place ?? 0) > place) high = middle;
    else low = middle + 1;
  }
  return low;
}
