/**
 * What text of captured packets leaves open. It shows when a segment passes, not when it arrives: what the sender of the
 * next one had not received yet, or never, and what its program or its host did, is not in it.
 */
import { DOUBTED, unseenCalls } from '../exchange/best-reading.js';
import type { Call, SegmentStatement, Statement } from '../exchange/script.js';
import type { Flag } from '../tcp/segment.js';
import type { Way } from './exchange.js';
import { DATA, HTTP } from './label/words.js';
import { inPlaceOf } from './lowered.js';
import { SourceMap, type MappedStatement } from './source-map.js';

/** A statement with its place. */
interface Written {
  readonly statement: Statement;
  readonly mapped: MappedStatement;
}

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

/**
 * A figure in which both ends open or close at once and answer one another, read with what they send crossing (RFC 9293
 * §3.5 and §3.6, figures 7 and 13): rows below one another cannot show that. Undefined where there is nothing of that kind.
 */
export function crossing(way: Way): Way | undefined {
  const all = writtenIn(way);
  const opened = bothSend(all, opens);
  const answered = bothSend(all, ({ flags }) => flags.has('SYN') && flags.has('ACK'), opened?.[1]);
  if (opened && answered) {
    // The later two first: the places of the others stay.
    const open = later(way, all, new Set([answered[0]]), answered[1]);
    return later(open, writtenIn(open), new Set([opened[0]]), opened[1]);
  }
  const closed = bothSend(all, ({ flags }) => flags.has('FIN'));
  const last = bothSend(all, ({ flags }) => flags.has('ACK') && flags.size === 1, closed?.[1]);
  return closed && last ? later(way, all, new Set([closed[0]]), closed[1]) : undefined;
}

/** Dots alone. */
const DOTS = /^[^\p{L}\d]*(?:\.{3,}|…)[^\p{L}\d]*$/u;

/**
 * A figure that tells of data between its segments without drawing it, read with data of an open length from both ends
 * there: the numbers below may be further on. Undefined where it tells of none.
 */
export function withData(way: Way): Way | undefined {
  const all = writtenIn(way);
  const ends = new Set(
    all.flatMap(({ statement }) =>
      statement.kind === 'segment' ? [statement.from, statement.to].filter((end) => end !== undefined) : [],
    ),
  );
  const [one, other] = ends;
  const first = all.findIndex(({ statement }) => statement.kind === 'segment');
  if (one === undefined || other === undefined || ends.size > 2 || first < 0) return undefined;
  const written = all.flatMap((each, index): Written[] => {
    const { statement } = each;
    const text = statement.kind === 'note' || statement.kind === 'phase' ? (statement.text ?? '') : '';
    const tells = index > first && (DATA.test(text) || HTTP.test(text) || DOTS.test(text));
    return tells ? [each, leftOut(each, one, other), leftOut(each, other, one)] : [each];
  });
  return written.length === all.length ? undefined : wayOf(way, written);
}

/**
 * A figure in which data or a FIN follows at once on a SYN that nothing answers, read with the rest of the handshake: it is
 * a summary, in which a SYN stands for that. Undefined where there is nothing of that kind.
 */
export function withHandshake(way: Way): Way | undefined {
  const all = writtenIn(way);
  const segments = all.flatMap(({ statement }) => (statement.kind === 'segment' ? [statement] : []));
  const [syn, next] = segments.filter(({ fate }) => fate === 'delivered');
  if (syn?.from === undefined || syn.to === undefined || !opens(syn) || !next) return undefined;
  if (!next.data && !next.flags.has('FIN')) return undefined;
  if (segments.some((one) => one !== syn && one.flags.has('SYN'))) return undefined;
  const { from, to } = syn;
  return wayOf(
    way,
    all.flatMap((each): Written[] =>
      each.statement === syn
        ? [each, leftOut(each, to, from, ['SYN', 'ACK']), leftOut(each, from, to, ['ACK'])]
        : [each],
    ),
  );
}

function opens({ flags }: SegmentStatement): boolean {
  return flags.has('SYN') && !flags.has('ACK');
}

/** A segment that is not drawn: of data of an open length, or of flags alone. */
function leftOut(
  { statement: { line, endLine }, mapped }: Written,
  from: string,
  to: string,
  flags: readonly Flag[] = [],
): Written {
  const statement: SegmentStatement = {
    kind: 'segment',
    from,
    to,
    arrow: 'right',
    fate: 'delivered',
    origin: 'new',
    flags: new Set(flags),
    data: flags.length === 0,
    options: [],
    states: [],
    line,
    endLine,
  };
  return { statement, mapped: { ...mapped, lowered: inPlaceOf(mapped.lowered, statement) } };
}

/** The first segments of a kind behind a place, if both ends send one, and no other segments between them. */
function bothSend(
  all: readonly Written[],
  isOne: (segment: SegmentStatement) => boolean,
  behind = -1,
): readonly [number, number] | undefined {
  const segments = all.flatMap(({ statement }, index) =>
    index > behind && statement.kind === 'segment' ? [{ statement, index }] : [],
  );
  const at = segments.findIndex(({ statement }) => isOne(statement));
  const [first, second] = segments.slice(at < 0 ? segments.length : at);
  if (!first || !second || !isOne(second.statement)) return undefined;
  return first.statement.from === second.statement.to ? [first.index, second.index] : undefined;
}

function writtenIn({ script, map }: Way): Written[] {
  return script.statements.flatMap((statement, index): Written[] => {
    const mapped = map.statements[index];
    return mapped ? [{ statement, mapped }] : [];
  });
}

function wayOf(way: Way, written: readonly (Written | undefined)[]): Way {
  const all = written.filter((one) => one !== undefined);
  return {
    ...way,
    script: { ...way.script, statements: all.map(({ statement }) => statement) },
    map: new SourceMap(all.map(({ mapped }) => mapped)),
  };
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

/** The way in which some segments arrive only behind another. */
function later(way: Way, all: readonly Written[], late: ReadonlySet<number>, behind: number): Way {
  const arriving = all.filter((_, index) => late.has(index)).map((one) => withFate(one, 'arrived'));
  return wayOf(
    way,
    all.flatMap((one, index): (Written | undefined)[] => {
      if (index === behind) return [one, ...arriving];
      if (!late.has(index)) return [one];
      // What arrives on a line of its own has left before.
      return one.statement.kind === 'segment' && one.statement.fate === 'arrived'
        ? []
        : [withFate(one, 'sent')];
    }),
  );
}

function lost(written: Written): Written | undefined {
  const { statement } = written;
  if (statement.kind !== 'segment') return written;
  return statement.fate === 'delivered' ? withFate(written, 'lost') : undefined;
}

function withFate(written: Written | undefined, fate: SegmentStatement['fate']): Written | undefined {
  if (written?.statement.kind !== 'segment') return written;
  // States stand where it leaves.
  const states = fate === 'arrived' ? [] : written.statement.states;
  return { ...written, statement: { ...written.statement, fate, states } };
}

function called(before: Written | undefined, end: string, call: Call): Written | undefined {
  if (!before) return undefined;
  const { line, endLine } = before.statement;
  const statement: Statement = { kind: 'call', end: { name: end }, call, states: [], line, endLine };
  return { statement, mapped: { ...before.mapped, lowered: inPlaceOf(before.mapped.lowered, statement) } };
}
