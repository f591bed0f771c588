/** What the network may deliver next: segments on their way, and copies of those that have arrived. */
import type { Script, SegmentStatement } from '../script.js';
import type { SegmentStep } from '../trace.js';
import { endNamed } from '../topology.js';
import { optional, segmentBelow } from './line.js';
import { RANK, type NextSegment } from './rank.js';
import { traceOf } from './standing.js';
import { expression, styleOf } from './style.js';

/** The segments that are in the network at the end of the script, as the lines on which they arrive. */
export function arrivals(script: Script): NextSegment[] {
  return arriving(script, ({ fate, arrival }) => fate === 'sent' && arrival === undefined, 'new');
}

/** The segments that have arrived, the last first, as the lines on which copies of them arrive. */
export function copies(script: Script): NextSegment[] {
  const all = arriving(script, ({ fate }) => fate === 'delivered' || fate === 'arrived', 'dup').reverse();
  const text = ({ statement: { to, flags, len }, numbers }: NextSegment): string =>
    JSON.stringify([to, [...flags], len, numbers]);
  const first = new Map(all.toReversed().map((one) => [text(one), one]));
  return all.filter((one) => first.get(text(one)) === one);
}

function arriving(
  script: Script,
  wanted: (step: SegmentStep) => boolean,
  origin: SegmentStatement['origin'],
): NextSegment[] {
  const trace = traceOf(script);
  const style = styleOf(script);
  const names = trace.endpoints.map(({ name }) => name);
  // The replay may have been asked by a segment more than the script has.
  return trace.steps
    .filter(({ statement }) => statement < script.statements.length)
    .flatMap((step) => {
      if (step.kind !== 'segment' || !wanted(step) || step.to === null || step.to === '...') return [];
      const to = endNamed(step.to).name;
      const numbers = {
        ...optional('seq', step.seq === null ? undefined : expression(trace, style, step.seq)),
        ...optional('ack', step.ack === null ? undefined : expression(trace, style, step.ack)),
      };
      const statement = segmentBelow(script, {
        to,
        arrow: names.indexOf(to) === 0 && names.length > 1 ? 'left' : 'right',
        fate: 'arrived',
        origin,
        flags: new Set(step.flags),
        data: step.len > 0,
        ...(style.numbered ? numbers : {}),
        ...(step.len > 0 ? { len: step.len } : {}),
      });
      return [{ kind: 'segment', statement, numbers, rank: RANK.arrival }];
    });
}
