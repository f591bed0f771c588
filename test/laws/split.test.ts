import fc from 'fast-check';
import { expect, it } from 'vitest';
import { replay } from '../../src/exchange/replay.js';
import type { Script, Statement } from '../../src/exchange/script.js';
import type { Trace } from '../../src/exchange/trace.js';
import { judge, ruleOf } from '../../src/rules/index.js';
import type { Seq } from '../../src/tcp/seq.js';
import type { Tcb } from '../../src/tcp/tcb.js';
import { calls, is } from '../exchange/build.js';
import { written } from '../support/written.js';
import { any, RUNS } from './exchanges.js';

it('an exchange goes on the same from where it is cut in two', { timeout: 300_000 }, () => {
  let cuts = 0;
  fc.assert(
    fc.property(any, fc.nat(), (script, place) => {
      const trace = replay(script);
      // What never left may have been under way where an excerpt begins.
      if (trace.faults.some(({ fault }) => fault.code === 'arrival-without-departure')) return;
      const quiet = script.statements.map((_, i) => i).filter((i) => isQuiet(script, trace, i));
      const at = quiet[place % Math.max(quiet.length, 1)];
      if (at === undefined) return;
      cuts++;
      const ends = [...standing(trace, at)];
      const begins = [
        ...ends.map(([name, tcb]) => beginning(name, tcb, trace)),
        ...ends.filter(([, { listens }]) => listens === 'yes').map(([name]) => calls(name, 'listen')),
      ];
      const second: Script = { ...script, statements: [...begins, ...script.statements.slice(at + 1)] };
      expect(saidFrom(second, begins.length), `${written(script)}\n${written(second)}`).toEqual(
        saidFrom(script, at + 1),
      );
    }),
    { numRuns: RUNS * 4 },
  );
  expect(cuts).toBeGreaterThan(RUNS / 20);
});

/** States of which nothing has to be known but the numbers. */
const SETTLED = ['ESTABLISHED', 'FIN_WAIT_2', 'CLOSE_WAIT', 'TIME_WAIT'];

/** Both ends after a statement. */
function standing(trace: Trace, index: number): Map<string, Tcb> {
  const known = new Map<string, Tcb>();
  for (const step of trace.steps) {
    if (step.statement > index) break;
    if (step.kind !== 'segment' && step.kind !== 'call') continue;
    for (const [key, tcb] of Object.entries(step.after)) known.set(key, tcb);
  }
  return known;
}

/** Whether nothing is under way, owed or unacknowledged after a statement, and nothing was wrong so far. */
function isQuiet(script: Script, trace: Trace, index: number): boolean {
  if (trace.faults.some(({ place }) => place.statement <= index)) return false;
  const rest = script.statements.slice(index + 1);
  if (rest.length === 0 || !rest.every(goesOnAlone)) return false;
  // Who is alone may meet anybody: both ends have to be named.
  const pair = rest.some((s) => s.kind === 'segment' && s.from !== undefined && s.to !== undefined);
  if (trace.endpoints.length !== 2 || !pair) return false;
  if (script.statements.some((s) => s.kind === 'segment' && s.options.length > 0)) return false;
  const flying = trace.steps.some(
    (step) =>
      step.kind === 'segment' &&
      step.statement <= index &&
      step.fate === 'sent' &&
      (step.arrival === undefined || (trace.steps[step.arrival]?.statement ?? 0) > index),
  );
  const tcbs = [...standing(trace, index).values()];
  return (
    !flying &&
    tcbs.length === 2 &&
    trace.endpoints.every(({ unchecked }) => !unchecked) &&
    tcbs.every(isSettled)
  );
}

function isSettled(tcb: Tcb): boolean {
  const { state, una, nxt, owes, held, acked, rcv, fired, queued, closed, edge, rcvEdge } = tcb;
  const even = una === nxt && (acked === undefined || acked === rcv) && queued === 0;
  const open = edge === undefined && rcvEdge === undefined && fired === undefined;
  // How a program has closed shows in no state.
  const told = closed === 'no' || closed === 'shutdown';
  return SETTLED.includes(state) && even && open && told && owes.length === 0 && held.length === 0;
}

/** Whether a line means the same without those above: no copy of what arrived there, no new connection. */
function goesOnAlone(statement: Statement): boolean {
  if (statement.kind === 'path' || statement.kind === 'endpoint') return false;
  if (statement.kind === 'call') return statement.call !== 'listen' && statement.call !== 'crash';
  return statement.kind !== 'segment' || (statement.origin === 'new' && !statement.flags.has('SYN'));
}

function beginning(name: string, { state, nxt, una, rcv }: Tcb, trace: Trace): Statement {
  const say = (number: Seq): number | string => {
    const spoken = trace.speak(number);
    return /^\d+$/.test(spoken) ? Number(spoken) : spoken;
  };
  return is(name, state, { snd: say(nxt), una: say(una), rcv: say(rcv) });
}

/**
 * What is said of the statements from one on up to the first that is wrong, and the states after them. What a wrong line
 * may have meant depends on all lines, above it and below.
 */
function saidFrom(script: Script, first: number): string[] {
  const trace = replay(script);
  const found = judge(trace);
  const said: string[] = [];
  for (const { statement, states } of trace.steps) {
    if (statement < first) continue;
    const codes = found
      .filter(({ place, fault }) => {
        const { severity } = ruleOf(fault.code);
        return place.statement === statement && (severity === 'error' || severity === 'warning');
      })
      .map(({ fault }) => fault.code);
    const ends = [...states].map(([end, state]) => `${end} ${state}`);
    said.push([statement - first, ...ends.sort(), ...codes.sort()].join(' '));
    if (codes.length > 0) break;
  }
  return said;
}
