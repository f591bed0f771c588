/** What an end measures of the round trip, in words. */
import { durationText } from '../exchange/duration.js';
import { LEAST_RTO, roundTripsOf, type RoundTrip } from '../exchange/round-trips.js';
import { stepTimesOf } from '../exchange/times.js';
import type { Step, Trace } from '../exchange/trace.js';
import type { Language } from './rule.js';

/** `C: RTT 40 ms, SRTT 40 ms, RTTVAR 20 ms, RTO 1 s (computed: 120 ms)`. */
export function roundTripInWords({ end, sample, srtt, rttvar, rto }: RoundTrip, language: Language): string {
  const computed =
    rto >= LEAST_RTO
      ? ''
      : { en: ` (computed: ${durationText(rto)})`, 'zh-cn': `（算出 ${durationText(rto)}）` }[language];
  const values = [
    `RTT ${durationText(sample)}`,
    `SRTT ${durationText(srtt)}`,
    `RTTVAR ${durationText(rttvar)}`,
    `RTO ${durationText(Math.max(rto, LEAST_RTO))}${computed}`,
  ];
  return `\`${end}\`: ${values.join(', ')}`;
}

/** What is measured with the line of a step; nothing where no times say so. */
export function roundTripAt(step: Step, trace: Trace, language: Language): string | undefined {
  if (!trace.script.statements.some(({ moment }) => moment)) return undefined;
  for (const [index, trip] of roundTripsOf(trace, stepTimesOf(trace))) {
    if (trace.steps[index]?.statement === step.statement) return roundTripInWords(trip, language);
  }
  return undefined;
}
