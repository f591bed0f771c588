/**
 * What nobody can have sent, so that the network has made a copy of it: acknowledgments that take back what their end
 * has acknowledged.
 */
import { before, type Seq } from '../../tcp/seq.js';
import { ACK, RST } from '../packet/tcp.js';
import { isPureAck, opens, size, type Passing, type Side } from './passing.js';

export function withoutSurplus(passings: readonly Passing[]): readonly Passing[] {
  const surplus = new Surplus();
  return passings.map((passing) => (surplus.has(passing) ? { ...passing, copy: true } : passing));
}

class Surplus {
  /** By what acknowledgments say: how often they pass. */
  readonly #said = new Map<string, number>();
  readonly #acks: Partial<Record<Side, Seq>> = {};

  has(passing: Passing): boolean {
    if (opens(passing)) this.#begin();
    const { from, seq, ack, bits, win } = passing;
    if (bits & RST) return false;
    if (!isPureAck(passing)) {
      if (bits & ACK && size(passing) > 0) this.#acknowledges(from, ack);
      return false;
    }
    const blocks = passing.sack.map(({ from: start, to }) => `${start}..${to}`).join();
    const said = `${from} ${seq} ${ack} ${win} ${blocks}`;
    const times = (this.#said.get(said) ?? 0) + 1;
    this.#said.set(said, times);
    const acked = this.#acks[from];
    if (times > 1 && acked !== undefined && before(ack, acked)) return true;
    this.#acknowledges(from, ack);
    return false;
  }

  #begin(): void {
    this.#said.clear();
    delete this.#acks.C;
    delete this.#acks.S;
  }

  #acknowledges(from: Side, ack: Seq): void {
    const acked = this.#acks[from];
    if (acked === undefined || before(acked, ack)) this.#acks[from] = ack;
  }
}
