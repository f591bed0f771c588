/** What an exchange may go on with, the likeliest first. */
import type { CallStatement, Script, Statement } from '../script.js';
import { endNamed, topologyOf } from '../topology.js';
import { below } from './line.js';
import { arrivals } from './network.js';
import { pairs } from './peers.js';
import { RANK, UNEXPECTED, type Next, type NextCall } from './rank.js';
import { nextSegments } from './send.js';
import { standingOf } from './standing.js';

/** No exchange takes more lines than that to come to rest. */
const MOST_LINES = 60;

/** What may come next anywhere in the exchange, the likeliest first. `names` stand in for ends that it does not name. */
export function nextSteps(script: Script, names: readonly [string, string] = ['C', 'S']): Next[] {
  const ends = pairs(script, names);
  const sent = ends.flatMap(([from, to]) => nextSegments(script, from, to));
  const all: Next[] = [...sent, ...arrivals(script), ...timers(script, ends)];
  return all.sort((a, b) => a.rank - b.rank);
}

/** The statements that bring both ends to rest, or undefined if none do or nothing is left to do. */
export function completion(script: Script): Statement[] | undefined {
  const added: Statement[] = [];
  for (let current = script; added.length < MOST_LINES;) {
    const expected = nextSteps(current).find(({ rank, statement }) => {
      // Nobody need send more data for the exchange to end.
      const more = statement.kind === 'segment' && statement.data && rank >= RANK.firstData;
      return rank < UNEXPECTED && !more;
    });
    const open = topologyOf(current).endpoints.length > 0;
    if (!expected || !open) return added.length > 0 && open ? added : undefined;
    added.push(expected.statement);
    current = { ...current, statements: [...current.statements, expected.statement] };
  }
  return undefined;
}

function timers(script: Script, ends: readonly (readonly [string, string | undefined])[]): NextCall[] {
  const waiting = ends.flatMap(([from, to]) => {
    const standing = standingOf(script, from, to);
    return standing?.own.state === 'TIME_WAIT' ? [standing.keys[0]] : [];
  });
  return [...new Set(waiting)].map((key): NextCall => {
    const statement: CallStatement = {
      ...below(script),
      kind: 'call',
      end: endNamed(key),
      call: '2MSL',
      states: [],
    };
    return { kind: 'call', statement, rank: RANK.timeWaitEnds };
  });
}
