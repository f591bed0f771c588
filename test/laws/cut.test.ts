import fc from 'fast-check';
import { expect, it } from 'vitest';
import { replay } from '../../src/exchange/replay.js';
import { COUNTERS, type Counter, type Script, type Statement } from '../../src/exchange/script.js';
import type { EndKey, Trace } from '../../src/exchange/trace.js';
import { before, distance, type Seq } from '../../src/tcp/seq.js';
import { isConnected, isSynchronized } from '../../src/tcp/state.js';
import type { Tcb } from '../../src/tcp/tcb.js';
import { calls, is, script as scriptOf } from '../exchange/build.js';
import { walk } from '../exchange/walk.js';
import { withOptions } from '../exchange/walk-options.js';
import { dice } from '../support/dice.js';
import { written } from '../support/written.js';
import { wideWalk } from '../walk/wide-walk.js';
import { RUNS, serious } from './exchanges.js';

const narrow = fc
  .record({ seed: fc.nat(2 ** 32 - 1), iss: fc.nat(2 ** 32 - 1), together: fc.boolean() })
  .map(({ seed, iss, together }): Script => {
    const random = dice(seed);
    const { statements } = walk(random, 1 + Math.floor(random() * 60), iss, 2 ** 32 - (iss % 3000), together);
    return scriptOf(...statements);
  });

const optioned = fc
  .record({ script: narrow, seed: fc.nat(2 ** 32 - 1) })
  .map(({ script, seed }): Script => ({ ...script, statements: withOptions(script.statements, dice(seed)) }));

const wide = fc.nat(2 ** 32 - 1).map((seed) => wideWalk(dice(seed), 5 + (seed % 40)).script);

it('an exchange begins anywhere, from what its state lines say of both ends', { timeout: 300_000 }, () => {
  let cuts = 0;
  fc.assert(
    fc.property(fc.oneof(narrow, wide), fc.nat(), (script, place) => {
      const trace = replay(script);
      const places = script.statements.map((_, i) => i).filter((i) => mayCut(script, trace, i));
      const at = places[place % Math.max(places.length, 1)];
      if (at === undefined) return;
      cuts++;
      const rest = cut(script, trace, at);
      expect(serious(rest), written(rest)).toEqual([]);
    }),
    { numRuns: RUNS * 4 },
  );
  expect(cuts).toBeGreaterThan(RUNS);
});

it(
  'an exchange begins anywhere, whatever of its variables the state lines leave out',
  { timeout: 300_000 },
  () => {
    fc.assert(
      fc.property(fc.oneof(narrow, optioned), fc.nat(), fc.nat(), (script, place, which) => {
        const trace = replay(script);
        const places = script.statements.map((_, i) => i).filter((i) => mayCut(script, trace, i));
        const at = places[place % Math.max(places.length, 1)];
        if (at === undefined) return;
        const random = dice(which);
        const rest = cut(script, trace, at, (counter, tcb) => isNeeded(counter, tcb) || random() < 0.5);
        expect(serious(rest), written(rest)).toEqual([]);
      }),
      { numRuns: RUNS * 2 },
    );
  },
);

/**
 * What is sent again looks new where nobody says that more had been sent behind it, and who has only the SYN shows that
 * by nothing but its RCV.NXT.
 */
function isNeeded(counter: Counter, { state }: Tcb): boolean {
  return counter === 'snd' || (counter === 'rcv' && state === 'SYN_RCVD');
}

/** Both ends after a statement. */
function standing(trace: Trace, index: number): ReadonlyMap<EndKey, Tcb> {
  const known = new Map<EndKey, Tcb>();
  for (const step of trace.steps) {
    if (step.statement > index) break;
    if (step.kind !== 'segment' && step.kind !== 'call') continue;
    for (const [key, tcb] of Object.entries(step.after)) known.set(key, tcb);
  }
  return known;
}

/**
 * Whether state lines can say where the exchange stands. They cannot say how windows are scaled, who used an address
 * before, or who somebody talks to that nobody names, in which segments data was sent, and how SYN-RECEIVED was reached.
 * Where neither end has a connection, or one only begins to open it, whatever is on its way is of an earlier one, which
 * `stale` is for.
 */
function mayCut(script: Script, trace: Trace, index: number): boolean {
  const [one, other] = standing(trace, index).values();
  if (!one || !other || trace.endpoints.length > 2 || script.statements[index + 1] === undefined)
    return false;
  const segments = script.statements.filter((s) => s.kind === 'segment');
  const isScaled =
    segments.some(({ win }) => win !== undefined) &&
    segments.some(({ options }) => options.some(({ name }) => name === 'wscale'));
  const cannotBeSaid =
    isScaled || script.statements.some((s) => s.kind === 'endpoint' && s.reuses !== undefined);
  const rest = script.statements.slice(index + 1);
  const areNamed = rest.some((s) => s.kind === 'segment' && s.from !== undefined && s.to !== undefined);
  const areOpen = [one, other].every(({ state }) => isConnected(state));
  const isOpen = [one, other].some(({ state }) => isSynchronized(state));
  const areOne = !areOpen || !isOpen || (areNear(one.nxt, other.rcv) && areNear(other.nxt, one.rcv));
  return !cannotBeSaid && areNamed && (areOpen || isOpen) && areOne && isTold(one) && isTold(other);
}

/** Whether both numbers may be of the same connection. */
function areNear(one: Seq, other: Seq): boolean {
  return Math.abs(distance(one, other)) < 2 ** 16;
}

/** Whether a state line tells all of the end that matters. */
function isTold({ una, sent, state, opened }: Tcb): boolean {
  const isCut = sent.some(({ seq }) => before(seq, una));
  const isActive = state === 'SYN_RCVD' && opened === 'active';
  return !isCut && !isActive;
}

type Tells = (counter: Counter, tcb: Tcb) => boolean;

/** What is below the statement, begun from where both ends stand behind it, as far as that is told. */
function cut(script: Script, trace: Trace, index: number, tells: Tells = () => true): Script {
  const ends = [...standing(trace, index)];
  const lines = ends.map(([name, tcb]) => stateOf(name, tcb, tells));
  const listening = ends.filter(([, { state, listens }]) => state === 'CLOSED' && listens === 'yes');
  const rest = script.statements.slice(index + 1).map((statement): Statement => {
    if (statement.kind !== 'segment' && statement.kind !== 'call') return statement;
    // An end whose listener stands behind a connection that has ended is CLOSED and listens; here it only listens.
    const states = statement.states.filter(
      ({ end, state }) => state !== 'CLOSED' || !listening.some(([name]) => name === end.name),
    );
    return { ...statement, states };
  });
  const calling = listening.map(([name]) => calls(name, 'listen'));
  return { ...script, statements: [...lines, ...calling, ...rest.filter(({ kind }) => kind !== 'path')] };
}

function stateOf(name: string, tcb: Tcb, tells: Tells): Statement {
  const { state, nxt: snd, una, rcv, wnd, rwnd, iss } = tcb;
  if (!isConnected(state)) return is(name, state);
  const opens = !isSynchronized(state);
  const all = { snd, una, rcv, ...(opens ? { iss } : {}), wnd, rwnd };
  const none: readonly Counter[] = state === 'SYN_SENT' ? ['rcv', 'wnd'] : [];
  const counters: Partial<Record<Counter, number>> = {};
  for (const counter of COUNTERS) {
    const value = counter in all ? all[counter as keyof typeof all] : undefined;
    if (value !== undefined && !none.includes(counter) && tells(counter, tcb)) counters[counter] = value;
  }
  return is(name, state, counters);
}
