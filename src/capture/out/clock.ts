/** When the steps of an exchange happen: as is written, and else as long after one another as RFCs have ends wait. */
import type { Call } from '../../exchange/script.js';
import { stepTimesOf } from '../../exchange/times.js';
import type { Step, Trace } from '../../exchange/trace.js';

/** Microseconds from one step to the next. */
const USUAL = 10_000;
/** What has been waited for before these (RFC 6298 §2, RFC 9293 §3.4.2, §3.8.3, §3.8.4). */
const WAITED: Readonly<Partial<Record<Call, number>>> = {
  timeout: 1e6,
  '2MSL': 240e6,
  keepalive: 7_200e6,
  'user-timeout': 300e6,
};

/** The moment of each step, by its index, in microseconds since the first. It never goes back. */
export function clockOf(trace: Pick<Trace, 'script' | 'steps'>): readonly number[] {
  const written = stepTimesOf(trace).map((times) => times?.at);
  const moments: number[] = [];
  let last = 0;
  for (let at = 0; at < trace.steps.length;) {
    let until = at;
    while (until < written.length && written[until] === undefined) until++;
    const known = written[until];
    const waits = trace.steps.slice(at, until).map((step, index) => (at + index === 0 ? 0 : waitedFor(step)));
    const room = known === undefined ? Infinity : Math.max(0, known - last);
    const needed = waits.reduce((sum, wait) => sum + wait, USUAL);
    // What is written is right: what is not has to find room before it.
    const scale = Math.min(1, room / needed);
    for (const wait of waits) moments.push((last += Math.floor(wait * scale)));
    if (known !== undefined) moments.push((last = Math.max(last, known)));
    at = until + 1;
  }
  return moments;
}

function waitedFor(step: Step): number {
  const calls =
    step.kind === 'call' ? [step.call] : step.kind === 'segment' ? step.implied.map(({ call }) => call) : [];
  if (step.kind !== 'call' && step.kind !== 'segment') return 0;
  return Math.max(USUAL, ...calls.map((call) => WAITED[call] ?? 0));
}
