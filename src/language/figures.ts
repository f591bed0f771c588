/** Exchanges in other notations than Segno's, read and judged. */
import { bestReading, MOST_READ } from '../exchange/best-reading.js';
import { replayAgain } from '../exchange/replay.js';
import { STEP } from '../exchange/work.js';
import type { Place, Script, Statement } from '../exchange/script.js';
import type { Found, Trace } from '../exchange/trace.js';
import type { FigureExchange, Way } from '../notation/exchange.js';
import type { Notation, Source } from '../notation/reader.js';
import { asAcknowledged } from '../notation/as-acknowledged.js';
import { crossing, withData, withHandshake } from '../notation/left-unsaid.js';
import { otherwise } from '../notation/otherwise.js';
import { readFigures, type Unread } from '../notation/read.js';
import { judge } from '../rules/index.js';
import type { Judged, Spent } from './judged.js';

/** A figure that is an exchange. Lines count from 0, at the first line of the text that holds it. */
export interface JudgedFigure {
  readonly judged: Judged;
  readonly first: number;
  readonly last: number;
  readonly notation: Notation;
}

export interface JudgedFigures extends Spent {
  readonly figures: readonly JudgedFigure[];
  readonly unread: readonly Unread[];
}

/** What the readers find in a text, judged; `left` is what may be done for that. */
export function judgeFigures(
  source: Source,
  wanted: (notation: Notation) => boolean,
  left: number,
): JudgedFigures {
  const { exchanges, unread } = readFigures(source, wanted);
  let work = 0;
  const play = (script: Script, most = Infinity): Trace => {
    const { trace } = replayAgain(script, [], Math.min(left - work, most));
    work += trace.work;
    return trace;
  };
  const figures = exchanges.flatMap((exchange) => judged(exchange, play));
  return { figures, unread, work, left };
}

/** Every way through a figure that it shows. */
function judged(
  { ways, line, endLine, notation, counted }: FigureExchange,
  play: (script: Script, most?: number) => Trace,
): JudgedFigure[] {
  const playedOf = (way: Way, most?: number): Played => {
    const trace = play(way.script, most);
    const found = judge(trace);
    // Captured segments may be several at once on the wire, each of which is acknowledged.
    return { way, trace, found: CAPTURED.has(notation) ? found.filter(isNoPart) : found };
  };
  const all = ways.map((way) => {
    const played = playedOf(way);
    if (!CAPTURED.has(notation)) return asMeant(played, playedOf);
    return likeliest(tried(played, asAcknowledged, playedOf) ?? played, playedOf);
  });
  const told = new Set<string>();
  return all
    .filter(({ way }) => !way.asked)
    .map(({ way, trace, found }) => {
      const wrong = found.filter((one) => {
        const key = keyOf(one, way);
        // What one way through the figure makes right is right; what is wrong in all is told once.
        const others = all.filter((other) =>
          other.way.script.statements.some((each) => each.line === lineOf(one, way)),
        );
        const always = others.every((other) => other.found.some((each) => keyOf(each, other.way) === key));
        const fresh = always && !told.has(key);
        if (fresh) told.add(key);
        return fresh;
      });
      const { script, map } = way;
      return {
        judged: {
          script,
          map,
          trace,
          found: wrong.map((one) => asPrinted(one, script, trace, counted)),
          problems: [],
          broken: false,
          guessed: undefined,
          replayed: [],
          work: trace.work,
          left: Infinity,
        },
        first: line - 1,
        last: endLine - 1,
        notation,
      };
    });
}

/** What was found, in numbers that count from where the figure's do. */
function asPrinted(found: Found, { statements }: Script, trace: Trace, counted: readonly number[]): Found {
  const statement = statements[found.place.statement];
  if (counted.length === 0 || statement?.kind !== 'segment' || statement.flags.has('SYN')) return found;
  return {
    ...found,
    speak: (number) => {
      const from = counted.map((base) => (number - base + 2 ** 32) % 2 ** 32);
      const least = Math.min(...from);
      return least < 2 ** 31 ? String(least) : trace.speak(number);
    },
  };
}

/** Notations that tell what passed somewhere, and not what happened at the ends. */
const CAPTURED: ReadonlySet<Notation> = new Set(['tcpdump', 'tshark', 'packetdrill']);

interface Played {
  readonly way: Way;
  readonly trace: Trace;
  readonly found: readonly Found[];
}

/** What may be done for one: what is right is soon seen to be, and what is wrong may be so in many ways. */
const MOST_DONE = 256 * STEP;
const MOST_EACH = 32 * STEP;

/** What was captured, read in the way in which both ends do what RFC 9293 says, as far as there is one. */
function likeliest(played: Played, playedOf: (way: Way, most: number) => Played): Played {
  let left = MOST_READ;
  return bestReading<Played, Found>(played, {
    wrongBehind({ way, found }, place) {
      const wrong = found.find((one) => (lineOf(one, way) ?? 0) > place);
      if (!wrong || isUnchecked(wrong)) return undefined;
      return { wrong, place: lineOf(wrong, way) ?? Infinity };
    },
    *better({ way, found }, wrong, place) {
      // Of what nobody has sent, less would have arrived still.
      if (wrong.fault.code === 'ack-of-unsent-data') return;
      for (const other of otherwise(way, wrong.place.statement, wrong.fault.code)) {
        const { length } = other.script.statements;
        left -= length;
        if (left < 0) return;
        const read = playedOf(other, MOST_DONE + MOST_EACH * length);
        if (read.found.length > found.length || read.found.some(isUnchecked)) continue;
        if (!read.found.some((one) => (lineOf(one, other) ?? 0) <= place)) yield read;
      }
    },
  });
}

/** What was drawn, as it was meant where rows cannot show it, and without what is wrong only for lack of what is left out. */
function asMeant(played: Played, playedOf: (way: Way) => Played): Played {
  const crossed = tried(played, crossing, playedOf) ?? played;
  let filled = crossed;
  for (const fill of [withHandshake, withData]) filled = tried(filled, fill, playedOf) ?? filled;
  return filled === crossed ? crossed : { ...crossed, found: asDrawn(filled, crossed.way) };
}

/** What was found in a reading with more statements, as told of what is drawn, which stays what is shown. */
function asDrawn({ way, trace, found }: Played, drawn: Way): readonly Found[] {
  const { statements } = way.script;
  const places = new Map(drawn.script.statements.map((statement, index) => [statement, index]));
  const back = <P extends Place>(place: P): P | undefined => {
    const index = places.get(statements[place.statement] as Statement);
    return index === undefined ? undefined : { ...place, statement: index };
  };
  return found.flatMap(({ meant: _, ...one }): Found[] => {
    const place = back(one.place);
    const related = one.related.flatMap((other) => {
      const placed = back(other.place);
      return placed ? [{ ...other, place: placed }] : [];
    });
    return place ? [{ ...one, place, related, speak: (number) => trace.speak(number) }] : [];
  });
}

/** Another reading, where less is wrong with it. */
function tried(
  played: Played,
  other: (way: Way) => Way | undefined,
  playedOf: (way: Way) => Played,
): Played | undefined {
  const way = played.found.length === 0 ? undefined : other(played.way);
  const read = way && playedOf(way);
  return read && read.found.length < played.found.length ? read : undefined;
}

function isNoPart({ fault }: Found): boolean {
  return fault.code !== 'ack-behind';
}

function isUnchecked({ fault }: Found): boolean {
  return fault.code === 'not-checked';
}

function lineOf({ place }: Found, { script }: Way): number | undefined {
  return script.statements[place.statement]?.line;
}

function keyOf(found: Found, way: Way): string {
  return `${lineOf(found, way) ?? 0} ${found.fault.code}`;
}
