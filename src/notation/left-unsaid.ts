/** What a drawing of rows cannot show, or leaves out: segments that cross, data between segments, the rest of a handshake. */
import type { SegmentStatement } from '../exchange/script.js';
import type { Flag } from '../tcp/segment.js';
import type { Way } from './exchange.js';
import { DATA, HTTP } from './label/words.js';
import { inPlaceOf } from './lowered.js';
import { later, wayOf, writtenIn, type Written } from './written.js';

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
