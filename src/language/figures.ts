/** Exchanges in other notations than Segno's, read and judged. */
import { replayAgain } from '../exchange/replay.js';
import type { Script } from '../exchange/script.js';
import type { Found, Trace } from '../exchange/trace.js';
import type { FigureExchange, Way } from '../notation/exchange.js';
import type { Notation, Source } from '../notation/reader.js';
import { otherwise } from '../notation/captured/otherwise.js';
import { readFigures, type Unread } from '../notation/read.js';
import { judge } from '../rules/index.js';
import type { Judged, Spent } from './analyse.js';

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
  const play = (script: Script): Trace => {
    const { trace } = replayAgain(script, [], left - work);
    work += trace.work;
    return trace;
  };
  const figures = exchanges.flatMap((exchange) => judged(exchange, play));
  return { figures, unread, work, left };
}

/** Every way through a figure that it shows. */
function judged(
  { ways, line, endLine, notation }: FigureExchange,
  play: (script: Script) => Trace,
): JudgedFigure[] {
  const playedOf = (way: Way): Played => {
    const trace = play(way.script);
    return { way, trace, found: judge(trace) };
  };
  const all = ways.map((way) => {
    const played = playedOf(way);
    return CAPTURED.has(notation) ? likeliest(played, playedOf) : played;
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
          found: wrong,
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

/** Notations that tell what passed somewhere, and not what happened at the ends. */
const CAPTURED: ReadonlySet<Notation> = new Set(['tcpdump', 'tshark', 'packetdrill']);

interface Played {
  readonly way: Way;
  readonly trace: Trace;
  readonly found: readonly Found[];
}

/** So many segments are replayed to find another reading. */
const MOST_READ = 4_000;

/** What was captured, read in the way in which both ends do what RFC 9293 says, as far as there is one. */
function likeliest(played: Played, playedOf: (way: Way) => Played): Played {
  let best = played;
  let done = 0;
  let left = MOST_READ;
  for (;;) {
    const { way, found } = best;
    const wrong = found.find((one) => (lineOf(one, way) ?? 0) > done);
    if (!wrong) return best;
    done = lineOf(wrong, way) ?? Infinity;
    for (const other of otherwise(way, wrong.place.statement, wrong.fault.code)) {
      left -= other.script.statements.length;
      if (left < 0) return best;
      const tried = playedOf(other);
      if (tried.found.length > found.length) continue;
      if (tried.found.some((one) => (lineOf(one, other) ?? 0) <= done)) continue;
      best = tried;
      break;
    }
  }
}

function lineOf({ place }: Found, { script }: Way): number | undefined {
  return script.statements[place.statement]?.line;
}

function keyOf(found: Found, way: Way): string {
  return `${lineOf(found, way) ?? 0} ${found.fault.code}`;
}
