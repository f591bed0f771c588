/**
 * What nobody can have sent, so that the network has made a copy of it: acknowledgments that take back what their end
 * has acknowledged, and resets beyond those that there was something to answer with.
 */
import { before, type Seq } from '../../tcp/seq.js';
import { ACK, RST, SYN } from '../packet/tcp.js';
import { endOf, has, isPureAck, opens, other, size, type Passing, type Side } from './passing.js';

export function withoutSurplus(passings: readonly Passing[]): readonly Passing[] {
  const surplus = new Surplus();
  return passings.map((passing) => (surplus.has(passing) ? { ...passing, copy: true } : passing));
}

class Surplus {
  /** By what they say: resets, and acknowledgments. */
  readonly #said = new Map<string, number>();
  /** By end and number: how much of the other end such a reset would answer. */
  readonly #asked = new Map<string, number>();
  readonly #acks: Partial<Record<Side, Seq>> = {};
  /** Who has sent more than a SYN and resets, and so may end the connection of its own accord. */
  readonly #isOpen = new Set<Side>();

  has(passing: Passing): boolean {
    if (opens(passing)) this.#begin();
    return has(passing, RST) ? this.#isReset(passing) : this.#isTold(passing);
  }

  #begin(): void {
    this.#said.clear();
    this.#asked.clear();
    this.#isOpen.clear();
    delete this.#acks.C;
    delete this.#acks.S;
  }

  #isReset(passing: Passing): boolean {
    const { from, seq, ack, bits } = passing;
    const times = this.#count(this.#said, `${from} ${bits} ${seq} ${ack}`);
    const asked = this.#asked.get(
      has(passing, ACK) && seq === 0 ? `${from} behind ${ack}` : `${from} ${seq}`,
    );
    return times > 1 && times > (asked ?? 0) + (this.#isOpen.has(from) ? 1 : 0);
  }

  #isTold(passing: Passing): boolean {
    const { from, seq, ack, bits } = passing;
    const peer = other(from);
    if (!(bits & SYN)) this.#isOpen.add(from);
    this.#count(this.#asked, bits & ACK ? `${peer} ${ack}` : `${peer} behind ${endOf(passing)}`);
    if (!isPureAck(passing)) {
      if (bits & ACK && size(passing) > 0) this.#acknowledges(from, ack);
      return false;
    }
    const times = this.#count(this.#said, `${from} ${seq} ${ack} ${passing.win}`);
    const acked = this.#acks[from];
    if (times > 1 && acked !== undefined && before(ack, acked)) return true;
    this.#acknowledges(from, ack);
    return false;
  }

  #acknowledges(from: Side, ack: Seq): void {
    const acked = this.#acks[from];
    if (acked === undefined || before(acked, ack)) this.#acks[from] = ack;
  }

  #count(counts: Map<string, number>, key: string): number {
    const times = (counts.get(key) ?? 0) + 1;
    counts.set(key, times);
    return times;
  }
}
