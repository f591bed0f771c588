/** What is held against a figure: it was drawn to explain, and leaves out what a note in Segno would say. */
import { severityOf, type FaultCode } from '../exchange/fault.js';
import type { Found, Trace } from '../exchange/trace.js';
import { distance } from '../tcp/seq.js';

/** What a figure may leave out without being wrong: options, and what programs do. */
const LEFT_OUT: ReadonlySet<FaultCode> = new Set([
  'contradictory-symbol',
  'ecn-not-agreed',
  'impossible-call',
  'missing-timestamp',
  'option-not-agreed',
]);

/** Whether no reading of a figure makes right what was found in it. */
export function isHeldAgainstFigure(found: Found, trace: Trace): boolean {
  const { code } = found.fault;
  if (code === 'not-checked') return true;
  return (severityOf(code) === 'error' && !LEFT_OUT.has(code)) || endsWithinSegment(found, trace);
}

/** The data of a segment on Ethernet, in octets. What is drawn as one longer segment may be several that a host has joined. */
const FULL = 1_460;

/**
 * Whether an acknowledgment ends within the data of a segment that has arrived. It may be older than what has arrived, or
 * leave that out; but it takes no part of a segment, unless there was no room for the rest.
 */
function endsWithinSegment({ fault, place }: Found, { steps, script }: Trace): boolean {
  if (fault.code !== 'ack-behind') return false;
  const statement = script.statements[place.statement];
  if (statement?.kind !== 'segment' || statement.win !== undefined) return false;
  const { written } = fault;
  const here = steps.find((step) => step.statement === place.statement);
  const segments = steps.flatMap((step) => {
    if (step.kind !== 'segment' || here?.kind !== 'segment' || step.statement >= place.statement) return [];
    return step.to === here.from && step.seq !== null && step.len > 0 && !step.lenAssumed ? [step] : [];
  });
  const offsets = segments.map(({ seq, len }) => ({ offset: distance(written, seq ?? written), len }));
  const within = offsets.filter(({ offset, len }) => offset > 0 && offset < len);
  return (
    within.length > 0 &&
    within.every(({ len }) => len <= FULL) &&
    !offsets.some(({ offset, len }) => offset === 0 || offset === len)
  );
}
