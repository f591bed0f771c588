import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replay } from '../../src/exchange/replay.js';
import type { End, ExpectedState, Expr, Script, Statement } from '../../src/exchange/script.js';
import { COUNTERS, type Counter } from '../../src/exchange/script.js';
import type { Found } from '../../src/exchange/trace.js';
import { judge, ruleOf } from '../../src/rules/index.js';
import type { Seq } from '../../src/tcp/seq.js';
import { expr } from '../exchange/build.js';
import { written } from '../support/written.js';
import { any, counted, right, RUNS, verdict } from './exchanges.js';

/** The script with every number changed by `change`, which is told whose stream it counts. */
function renumbered(script: Script, change: (expr: Expr, whose: string | undefined) => Expr): Script {
  const names = [...new Set(script.statements.flatMap((s) => (s.kind === 'segment' ? [s.from, s.to] : [])))];
  const peerOf = (name: string | undefined): string | undefined => {
    const others = names.filter((other) => other !== undefined && other !== name);
    return others.length === 1 ? others[0] : undefined;
  };
  return {
    ...script,
    statements: script.statements.map((statement): Statement => {
      if (statement.kind === 'state') {
        const own: readonly Counter[] = ['snd', 'una', 'iss'];
        const counters: Partial<Record<Counter, Expr>> = {};
        for (const counter of COUNTERS) {
          const number = statement.counters[counter];
          const whose = own.includes(counter) ? statement.end.name : peerOf(statement.end.name);
          const isWindow = counter === 'wnd' || counter === 'rwnd';
          if (number) counters[counter] = isWindow ? number : change(number, whose);
        }
        return { ...statement, counters };
      }
      if (statement.kind !== 'segment') return statement;
      const from = statement.from ?? peerOf(statement.to);
      const to = statement.to ?? peerOf(statement.from);
      const { seq, ack } = statement;
      // The reset that refuses a SYN has the number 0, whatever its sender counts from.
      const refuses = statement.flags.has('RST') && statement.flags.has('ACK') && isZero(seq);
      return {
        ...statement,
        ...(seq && !refuses ? { seq: change(seq, from) } : {}),
        ...(ack ? { ack: change(ack, to) } : {}),
      };
    }),
  };
}

const isZero = (expr: Expr | undefined): boolean => expr?.symbol === undefined && expr?.offset === 0;

/** The script with other names for its ends. */
function renamed(script: Script, name: (old: string) => string): Script {
  const end = ({ name: own, peer }: End): End => ({
    name: name(own),
    ...(peer === undefined ? {} : { peer: name(peer) }),
  });
  const states = (all: readonly ExpectedState[]): ExpectedState[] =>
    all.map((state) => ({ ...state, end: end(state.end) }));
  return {
    ...script,
    statements: script.statements.map((statement): Statement => {
      switch (statement.kind) {
        case 'segment':
          return {
            ...statement,
            ...(statement.from === undefined ? {} : { from: name(statement.from) }),
            ...(statement.to === undefined ? {} : { to: name(statement.to) }),
            states: states(statement.states),
          };
        case 'call':
          return { ...statement, end: end(statement.end), states: states(statement.states) };
        case 'state':
        case 'path':
          return { ...statement, end: end(statement.end) };
        case 'endpoint':
          return {
            ...statement,
            name: name(statement.name),
            ...(statement.reuses === undefined ? {} : { reuses: name(statement.reuses) }),
          };
        case 'note':
        case 'timing':
          return { ...statement, ends: statement.ends.map(name) };
        case 'phase':
          return statement;
      }
    }),
  };
}

/**
 * The verdict up to the first mistake. What a mistaken line meant is a guess, and a number that it now tells may favour
 * another one: a segment without numbers may have been meant to go the other way.
 */
function untilMistake(script: Script, except: ReadonlySet<string>): string[] {
  const all = mistakes(script);
  // Whether a reply never comes is told at the end, by what the mistaken lines are taken for.
  const played = all.filter(({ fault }) => fault.code !== 'reply-missing');
  const [counting, others] =
    played.length > 0 ? [played, new Set([...except, 'reply-missing'])] : [all, except];
  const first = Math.min(...counting.map(({ place }) => place.statement));
  const sound = verdict(script, others).filter((_, i) => !(i >= first));
  return Number.isFinite(first) ? [...sound, `mistake in ${first}`] : sound;
}

const OTHER_NAMES = ['North', 'Süd', '东', 'west_4', 'Mitte', 'q'];

describe('the verdict stays the same', { timeout: 300_000 }, () => {
  it('when the ends have other names', () => {
    fc.assert(
      fc.property(any, (script) => {
        const known = new Map<string, string>();
        const name = (old: string): string => {
          const fresh = known.get(old) ?? OTHER_NAMES[known.size] ?? `e${known.size}`;
          known.set(old, fresh);
          return fresh;
        };
        const other = renamed(script, name);
        const key = (word: string): string => known.get(word) ?? word;
        // Which names look like typing errors depends on the names alone.
        const except = new Set(['unlike-other-endpoints']);
        const before = verdict(script, except).map((line) => line.replaceAll(/[^ ()]+/g, key));
        expect(verdict(other, except), written(script)).toEqual(before);
      }),
      { numRuns: RUNS },
    );
  });

  it('when the symbols have other names', () => {
    fc.assert(
      fc.property(any, (script) => {
        const other = renumbered(script, ({ symbol, offset }) =>
          symbol === undefined ? { offset } : { symbol: `${symbol}_${symbol}`, offset },
        );
        expect(verdict(other), `${written(script)}\n${written(other)}`).toEqual(verdict(script));
      }),
      { numRuns: RUNS },
    );
  });

  it('when all numbers of one end are shifted', () => {
    fc.assert(
      fc.property(counted, fc.nat(2 ** 32 - 1), fc.boolean(), (script, by, first) => {
        const names = replay(script).endpoints.map(({ name }) => name);
        fc.pre(names.length === 2 && hasNumbersOnly(script));
        const [whose] = first ? names : names.toReversed();
        const other = renumbered(script, (number, end) =>
          end === whose ? { offset: (number.offset + by) >>> 0 } : number,
        );
        expect(verdict(other), `${written(script)}\n${written(other)}`).toEqual(verdict(script));
      }),
      { numRuns: RUNS },
    );
  });

  it('when the numbers that were inferred are written', () => {
    fc.assert(
      fc.property(any, (script) => {
        const other = filledIn(script);
        // Shorthand is what was left out; a number that is needed once gets a symbol of its own.
        const except = new Set(['shorthand', 'unbound-symbol']);
        expect(untilMistake(other, except), `${written(script)}\n${written(other)}`).toEqual(
          untilMistake(script, except),
        );
      }),
      { numRuns: RUNS },
    );
  });

  it('when numbers are left out of what is right', () => {
    fc.assert(
      fc.property(right, fc.nat(), (script, which) => {
        const other = leftOut(script, which);
        expect(serious(other), written(other)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });
});

/**
 * Whether nothing is left to symbols, nor where an end begins: how far apart that is from a number is anyone's guess.
 * The numbers of SACK blocks are not shifted.
 */
function hasNumbersOnly({ statements }: Script): boolean {
  return statements.every((statement) => {
    if (statement.kind === 'state') {
      const { state, counters } = statement;
      const known = state === 'CLOSED' || state === 'LISTEN' || (counters.snd && counters.rcv);
      return known && Object.values(counters).every(({ symbol }) => symbol === undefined);
    }
    if (statement.kind !== 'segment') return true;
    const { seq, ack, options } = statement;
    const hasBlocks = options.some(({ name }) => name === 'sack');
    return seq?.symbol === undefined && ack?.symbol === undefined && !hasBlocks;
  });
}

/** The script with every number that the engine has inferred, up to the first line that is wrong. */
function filledIn(script: Script): Script {
  const trace = replay(script);
  // What lies beyond a mistake has been guessed, and what is guessed may be guessed otherwise with more numbers.
  const wrong = Math.min(...trace.faults.map(({ place }) => place.statement), script.statements.length);
  const steps = new Map(trace.steps.map((step) => [step.statement, step]));
  const unchecked = trace.endpoints.filter((end) => end.unchecked);
  const injectors = new Set<string | undefined>(unchecked.map(({ name }) => name));
  return {
    ...script,
    statements: script.statements.map((statement, index): Statement => {
      const step = steps.get(index);
      if (statement.kind !== 'segment' || step?.kind !== 'segment' || index >= wrong) return statement;
      // An attacker who names no number means the right one, but a new symbol could be any.
      if (statement.origin !== 'new' || injectors.has(statement.from)) return statement;
      const { seq, ack } = statement;
      return {
        ...statement,
        ...(seq === undefined && step.seq !== null ? { seq: numberOf(trace.speak(step.seq)) } : {}),
        ...(ack === undefined && step.ack !== null ? { ack: numberOf(trace.speak(step.ack)) } : {}),
      };
    }),
  };
}

function numberOf(spoken: string): Expr {
  return /^\d+$/.test(spoken) ? { offset: Number(spoken) } : expr(spoken);
}

/** The script without some of the numbers that would be inferred. */
function leftOut(script: Script, which: number): Script {
  const wire = numbersOf(script);
  let left = script;
  for (const [index, statement] of script.statements.entries()) {
    if (statement.kind !== 'segment' || statement.origin !== 'new') continue;
    for (const [bit, field] of (['seq', 'ack'] as const).entries()) {
      if (((which >> ((2 * index + bit) % 30)) & 1) === 0) continue;
      const shorter = without(left, index, field);
      if (numbersOf(shorter) === wire) left = shorter;
    }
  }
  return left;
}

function without(script: Script, index: number, field: 'seq' | 'ack'): Script {
  const statement = script.statements[index];
  if (statement?.kind !== 'segment') return script;
  const { [field]: _gone, ...rest } = statement;
  return { ...script, statements: script.statements.with(index, rest) };
}

/** The numbers of every segment, as they are spoken. */
function numbersOf(script: Script): string {
  const trace = replay(script);
  const spoken = (number: Seq | null): string => (number === null ? '' : trace.speak(number));
  return trace.steps
    .map((step) => (step.kind === 'segment' ? `${spoken(step.seq)} ${spoken(step.ack)} ${step.len}` : ''))
    .join('\n');
}

function serious(script: Script): readonly string[] {
  return mistakes(script).map(({ fault, place }) => `${place.statement} ${fault.code}`);
}

function mistakes(script: Script): readonly Found[] {
  return judge(replay(script)).filter(({ fault }) =>
    ['error', 'warning'].includes(ruleOf(fault.code).severity),
  );
}
