/** Round trips as an end measures them, and the retransmission timeout that follows (RFC 6298). Times in microseconds. */
import { distance, add, type Seq } from '../tcp/seq.js';
import type { Times } from './times.js';
import type { EndKey, SegmentStep, Trace } from './trace.js';

/** What an end knows of the way once an acknowledgment has arrived. */
export interface RoundTrip {
  readonly end: EndKey;
  /** How long this one took. */
  readonly sample: number;
  readonly srtt: number;
  readonly rttvar: number;
  /** As it is computed, and before it is rounded up to a second, as RFC 6298 §2.4 has it. */
  readonly rto: number;
}

/** The least RTO (RFC 6298 §2.4). */
export const LEAST_RTO = 1e6;
/** α and β of RFC 6298 §2.3, and K of §2.2. */
const [ALPHA, BETA, K] = [1 / 8, 1 / 4, 4];
/** No more segments of an end than that are waited for. */
const MOST = 1000;

/** What has been sent and is not acknowledged yet. */
interface Sent {
  /** The number that acknowledges it. */
  readonly until: Seq;
  readonly at: number;
  readonly again: boolean;
  readonly tsval: string | undefined;
}

interface Estimate {
  readonly srtt: number;
  readonly rttvar: number;
}

/** The estimate with one more sample (RFC 6298 §2.2, §2.3). */
export function estimated(before: Estimate | undefined, sample: number): Estimate {
  if (!before) return { srtt: sample, rttvar: sample / 2 };
  return {
    rttvar: (1 - BETA) * before.rttvar + BETA * Math.abs(before.srtt - sample),
    srtt: (1 - ALPHA) * before.srtt + ALPHA * sample,
  };
}

/** SRTT and four times RTTVAR, not rounded up; a clock without grains has no part in it. */
export function timeoutOf({ srtt, rttvar }: Estimate): number {
  return srtt + K * rttvar;
}

/** What each step tells an end of the round trip, by the step's index. `times` are those of the steps. */
export function roundTripsOf(
  { steps, script }: Pick<Trace, 'steps' | 'script'>,
  times: readonly (Times | undefined)[],
): ReadonlyMap<number, RoundTrip> {
  const found = new Map<number, RoundTrip>();
  const sent = new Map<EndKey, Sent[]>();
  const estimates = new Map<EndKey, Estimate>();
  const timestampOf = ({ statement }: SegmentStep): readonly (string | undefined)[] => {
    const written = script.statements[statement];
    const option =
      written?.kind === 'segment' ? written.options.find(({ name }) => name === 'ts') : undefined;
    return option?.value?.split('/') ?? [];
  };
  steps.forEach((step, index) => {
    if (step.kind !== 'segment') return;
    const { from, to, seq, len, flags, fate } = step;
    const at = times[index]?.at;
    if (from !== null && fate !== 'arrived' && seq !== null) {
      const length = len + Number(flags.includes('SYN')) + Number(flags.includes('FIN'));
      const own = sent.get(from) ?? [];
      const until = add(seq, length);
      const again = own.some((one) => one.until === until);
      if (length > 0 && at !== undefined) {
        const others = own.filter((one) => one.until !== until).slice(-MOST);
        sent.set(from, [...others, { until, at, again, tsval: timestampOf(step)[0] }]);
      }
    }
    const arrives = fate === 'arrived' ? at : fate === 'delivered' ? times[index]?.arrives : undefined;
    if (to === null || arrives === undefined || step.ack === null || step.outcome === 'discarded') return;
    const waiting = sent.get(to) ?? [];
    const { ack } = step;
    const covered = waiting.filter(({ until }) => distance(ack, until) >= 0);
    if (covered.length === 0) return;
    sent.set(
      to,
      waiting.filter((one) => !covered.includes(one)),
    );
    const [, echo] = timestampOf(step);
    const echoed = echo === undefined ? undefined : covered.find(({ tsval }) => tsval === echo);
    // Karn: what was sent again tells nothing, unless a timestamp says which of the two is acknowledged (§3).
    const measured = echoed ?? (covered.some(({ again }) => again) ? undefined : covered.at(-1));
    if (!measured || arrives < measured.at) return;
    const sample = arrives - measured.at;
    const estimate = estimated(estimates.get(to), sample);
    estimates.set(to, estimate);
    found.set(index, { end: to, sample, ...estimate, rto: timeoutOf(estimate) });
  });
  return found;
}
