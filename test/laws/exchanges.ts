/** Exchanges for laws that hold for all of them, right or wrong. */
import fc from 'fast-check';
import type { Script } from '../../src/exchange/script.js';
import { replay } from '../../src/exchange/replay.js';
import { analyse, type Analysis, type TextKind } from '../../src/language/analyse.js';
import type { Found } from '../../src/exchange/trace.js';
import { judge, ruleOf } from '../../src/rules/index.js';
import { walkBases, writtenBases } from '../mutation/bases.js';
import { dice } from '../support/dice.js';
import { wideWalk } from '../walk/wide-walk.js';
import { KINDS, mutants, type Kind } from '../mutation/mutate.js';

/** How often each law is tried; more with `SEGNO_RUNS`. */
export const RUNS = Math.ceil(Number(process.env['SEGNO_RUNS'] ?? 300) / 4);

/** Walks with all that the RFC lets two ends do, with nothing assumed of what they leave open: there is nothing. */
const wideBases = Array.from({ length: 150 }, (_, seed) => ({
  name: `wide walk ${seed}`,
  script: wideWalk(dice(seed), 5 + (seed % 40)).script,
  assumed: new Map(),
}));

const bases = [...writtenBases(), ...walkBases(150), ...wideBases];

const oneOf = <T>(list: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...(list as [T, ...T[]]));

/** Exchanges in which nothing is wrong. */
export const right: fc.Arbitrary<Script> = oneOf(bases).map(({ script }) => script);

/** Exchanges in which one thing of these kinds has been changed; most of them are wrong now. */
function mutated(kinds: readonly Kind[]): fc.Arbitrary<Script> {
  return fc.tuple(oneOf(bases), fc.nat()).map(([base, number]) => {
    const all = mutants(base).filter(({ kind }) => kinds.includes(kind));
    return all[number % Math.max(all.length, 1)]?.script ?? base.script;
  });
}

/** Exchanges, right and wrong. */
export const any: fc.Arbitrary<Script> = fc.oneof(
  { weight: 1, arbitrary: right },
  { weight: 3, arbitrary: mutated(KINDS) },
);

/** Exchanges in which every number counts what it would count if nothing were wrong. */
export const counted: fc.Arbitrary<Script> = fc.oneof(
  { weight: 1, arbitrary: right },
  { weight: 2, arbitrary: mutated(['number', 'order', 'left out', 'doubled', 'state']) },
);

/** What is found in a script, statement by statement, and the states after each, a line each. */
export function verdict(script: Script, except: ReadonlySet<string> = new Set()): string[] {
  const trace = replay(script);
  const found = judge(trace).filter(({ fault }) => !except.has(fault.code));
  return trace.steps.map(({ statement, states }) => {
    const codes = found.filter(({ place }) => place.statement === statement).map(({ fault }) => fault.code);
    const standing = [...states].map(([end, state]) => `${end} ${state}`);
    return [statement, ...standing, ...codes.sort()].join(' ');
  });
}

/** The errors and warnings in a script, but for those that it expects. */
export function mistakes(script: Script): readonly Found[] {
  return judge(replay(script)).filter(
    ({ fault, expected }) =>
      expected === undefined && ['error', 'warning'].includes(ruleOf(fault.code).severity),
  );
}

/** The same, a line each. */
export function serious(script: Script): readonly string[] {
  return mistakes(script).map(({ fault, place }) => `${place.statement} ${fault.code}`);
}

export function read(text: string, kind: TextKind = 'segno'): Analysis {
  return analyse(text, { kind, language: 'en', stateNames: 'netstat' });
}

/** The problems of a text, with the line and column of each moved. */
export function placed({ problems }: Analysis, down = 0, right = 0): string[] {
  return problems.map(
    ({ line, column, endLine, endColumn, severity, code, message }) =>
      `${line + down}:${column + right}-${endLine + down}:${endColumn + right} ${severity} ${code} ${message}`,
  );
}

/** What the traces of a text say, step for step. */
export function traced({ scenarios }: Analysis): unknown {
  return scenarios.map(({ script, trace }) => ({
    statements: script.statements.length,
    steps: trace.steps.map((step) =>
      step.kind === 'segment'
        ? [
            step.from,
            step.to,
            step.fate,
            step.origin,
            step.flags,
            step.seq === null ? null : trace.speak(step.seq),
            step.ack === null ? null : trace.speak(step.ack),
            step.len,
            step.outcome,
            step.states.toRecord(),
          ]
        : [step.kind, step.states.toRecord()],
    ),
  }));
}
