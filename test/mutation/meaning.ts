/** What the engine makes of mistakes of meaning: found, told once, on the right line, with a fix that mends. */
import { analyse, type Problem } from '../../src/language/analyse.js';
import { mendings } from '../../src/language/mend.js';
import { applyEdits } from '../../src/language/range.js';
import { noteOf } from '../language/note.js';
import { dice } from '../support/dice.js';
import { written, writtenStatement } from '../support/written.js';
import { corpusBases, type Base } from './bases.js';
import { faults, FAULTS, type FaultKind, type Faulty } from './faults.js';
import { verdictOf } from './measure.js';
import type { Verdict } from './oracle/decide.js';

export interface Judged {
  readonly fault: Faulty;
  readonly verdict: Verdict;
  /** Errors and warnings, by the statements on which they stand. */
  readonly said: readonly { readonly statement: number; readonly code: string }[];
  /** Whether the first fix that is offered for the first problem leaves nothing to say; undefined where there is none. */
  readonly mended: boolean | undefined;
}

const certain: Verdict = { kind: 'invalid', doubtful: 0, wrong: 0 };

function judged(fault: Faulty): Judged {
  const { base, script, kind, what, line, shows } = fault;
  const mutant = {
    base,
    script,
    what,
    changed: [line],
    kind: kind === 'wrong end' ? 'end' : 'number',
  } as const;
  const verdict = fault.certain ? { ...certain, doubtful: line, wrong: shows } : verdictOf(mutant);
  if (verdict.kind === 'undecided') return { fault, verdict, said: [], mended: undefined };
  const text = written(script);
  const problems = seriousIn(text);
  // The first line is `begin`, the second may be `mode strict`.
  const above = script.mode === 'strict' ? 3 : 2;
  const said = problems.map(({ line: at, code }) => ({ statement: at - above, code }));
  const [first] = problems;
  const fix = first && mendings(noteOf(text), first)[0];
  const mended = fix && seriousIn(applyEdits(text, fix.edits)).length === 0;
  return { fault, verdict, said, mended };
}

function seriousIn(text: string): Problem[] {
  const { problems } = analyse(text, { kind: 'segno', language: 'en', stateNames: 'netstat' });
  return problems
    .filter(({ severity }) => severity === 'error' || severity === 'warning')
    .sort((a, b) => a.line - b.line);
}

/** Whether the first problem stands on the line that was changed, or on the first that it makes wrong. */
export function isOnItsLine({ fault, verdict, said }: Judged): boolean {
  const [first] = said;
  if (first === undefined || verdict.kind !== 'invalid') return false;
  const { statement } = first;
  return statement === fault.line || (statement >= verdict.doubtful && statement <= verdict.wrong);
}

export interface FaultTally {
  readonly kind: FaultKind | 'all';
  readonly tried: number;
  readonly undecided: number;
  readonly valid: number;
  readonly falseAlarms: number;
  readonly wrong: number;
  readonly caught: number;
  readonly problems: number;
  readonly onLine: number;
  readonly offered: number;
  readonly mended: number;
}

export function faultTally(all: readonly Judged[]): FaultTally[] {
  const row = (kind: FaultKind | 'all'): FaultTally => {
    const own = all.filter(({ fault }) => kind === 'all' || fault.kind === kind);
    const of = (verdict: Verdict['kind']): Judged[] => own.filter((one) => one.verdict.kind === verdict);
    const wrong = of('invalid');
    const caught = wrong.filter(({ said }) => said.length > 0);
    return {
      kind,
      tried: own.length,
      undecided: of('undecided').length,
      valid: of('valid').length,
      falseAlarms: of('valid').filter(({ said }) => said.length > 0).length,
      wrong: wrong.length,
      caught: caught.length,
      problems: caught.reduce((sum, { said }) => sum + said.length, 0),
      onLine: caught.filter(isOnItsLine).length,
      offered: caught.filter(({ mended }) => mended !== undefined).length,
      mended: caught.filter(({ mended }) => mended === true).length,
    };
  };
  return [...FAULTS.map(row), row('all')];
}

/** Tries a share of all mistakes that the corpus allows, or of those of one kind, the same each time. */
export function trialOfFaults(share: number, seed = 1, kind?: FaultKind): Judged[] {
  const random = dice(seed);
  const isSound = (base: Base): boolean =>
    verdictOf({ base, kind: 'number', what: 'nothing', script: base.script, changed: [] }).kind !== 'invalid';
  return corpusBases()
    .filter(isSound)
    .flatMap((base) => faults(base))
    .filter((fault) => random() < share && (kind === undefined || fault.kind === kind))
    .map(judged);
}

/** The exchange as text, with what is said of it. */
export function shownFault({ fault, verdict, said, mended }: Judged): string {
  const lines = fault.script.statements.map((statement, i) => {
    const found = said.filter((one) => one.statement === i).map(({ code }) => code);
    const wrong = verdict.kind === 'invalid' && verdict.wrong === i ? '!' : ' ';
    return `${fault.line === i ? '>' : ' '}${wrong} ${writtenStatement(statement)}${found.length > 0 ? `   <== ${found.join(', ')}` : ''}`;
  });
  const fix = mended === undefined ? 'no fix' : mended ? 'mended' : 'not mended';
  return [`${fault.base.name}: ${fault.kind}, ${fault.what} (${verdict.kind}, ${fix})`, ...lines].join('\n');
}
