/**
 * What text of captured packets leaves open. It shows when a segment passes, not when it arrives: what the sender of the
 * next one had not received yet, or never, and what its program or its host did, is not in it.
 */
import { DOUBTED, unseenCalls } from '../exchange/best-reading.js';
import type { Call, SegmentStatement, Statement } from '../exchange/script.js';
import type { Way } from './exchange.js';
import { inPlaceOf } from './lowered.js';
import { later, wayOf, withFate, writtenIn, type Written } from './written.js';

/** Other ways in which the same lines may be read so that what is wrong with a statement falls away, the likeliest first. */
export function* otherwise(way: Way, wrong: number, code: string): Iterable<Way> {
  const all = writtenIn(way);
  const sent = all[wrong]?.statement;
  if (sent?.kind !== 'segment' || sent.from === undefined) return;
  const end = sent.from;
  if (code === 'wrong-reset-numbers' && sent.seq !== undefined && !hasBegun(all.slice(0, wrong), end)) {
    // Wireshark counts from the first number of an end. One that only resets has none.
    const { seq: _counted, ...statement } = sent;
    yield wayOf(
      way,
      all.map((one, index) => (index === wrong ? { ...one, statement } : one)),
    );
  }
  const arrivals = all
    .flatMap(({ statement }, index) => (index < wrong && arrivesAt(statement, end) ? [index] : []))
    .slice(-DOUBTED)
    .reverse();
  for (let count = 1; count <= arrivals.length; count++) {
    yield later(way, all, new Set(arrivals.slice(0, count)), wrong);
  }
  for (const one of arrivals)
    yield wayOf(
      way,
      all.map((each, index) => (index === one ? lost(each) : each)),
    );
  for (const call of unseenCalls(code)) {
    const before = called(all[wrong], end, call);
    if (before) yield wayOf(way, all.toSpliced(wrong, 0, before));
  }
}

/** Whether an end has sent anything but resets. */
function hasBegun(all: readonly Written[], end: string): boolean {
  return all.some(
    ({ statement }) => statement.kind === 'segment' && statement.from === end && !statement.flags.has('RST'),
  );
}

function arrivesAt(statement: Statement, end: string): statement is SegmentStatement {
  if (statement.kind !== 'segment' || statement.to !== end) return false;
  return statement.fate === 'delivered' || statement.fate === 'arrived';
}

function lost(written: Written): Written | undefined {
  const { statement } = written;
  if (statement.kind !== 'segment') return written;
  return statement.fate === 'delivered' ? withFate(written, 'lost') : undefined;
}

function called(before: Written | undefined, end: string, call: Call): Written | undefined {
  if (!before) return undefined;
  const { line, endLine } = before.statement;
  const statement: Statement = { kind: 'call', end: { name: end }, call, states: [], line, endLine };
  return { statement, mapped: { ...before.mapped, lowered: inPlaceOf(before.mapped.lowered, statement) } };
}
