/** What the engine makes of mutants, set against the oracle. */
import { replay } from '../../src/exchange/replay.js';
import { judge, ruleOf } from '../../src/rules/index.js';
import { writtenStatement } from '../support/written.js';
import { KINDS, type Kind, type Mutant } from './mutate.js';
import { decide, type Assumptions, type Verdict } from './oracle/decide.js';

export interface Said {
  /** 0-based. */
  readonly statement: number;
  readonly code: string;
}

export interface Tried {
  readonly mutant: Mutant;
  readonly verdict: Verdict;
  /** Errors and warnings. */
  readonly said: readonly Said[];
}

export function problemsOf({ script }: Mutant): Said[] {
  return judge(replay(script)).flatMap(({ fault, place, expected }) => {
    const serious = ['error', 'warning'].includes(ruleOf(fault.code).severity);
    return serious && !expected ? [{ statement: place.statement, code: fault.code }] : [];
  });
}

/** Tries a mutant; undefined where it says nothing of the engine. */
export function tried(mutant: Mutant): Tried {
  const verdict = verdictOf(mutant);
  return { mutant, verdict, said: verdict.kind === 'undecided' ? [] : problemsOf(mutant) };
}

/** Invalid only if no numbers near those assumed make it possible; valid as soon as some do. */
export function verdictOf({ base, script, kind }: Mutant): Verdict {
  const groups = open(base.assumed);
  const first = decide(script, base.assumed);
  if (groups.length === 0 || first.kind === 'valid') return first;
  let worst = first;
  for (const assumed of nearby(base.assumed, groups)) {
    const verdict = decide(script, assumed);
    if (verdict.kind === 'valid') return verdict;
    if (verdict.kind === 'undecided') worst = verdict;
    else if (worst.kind === 'invalid' && verdict.kind === 'invalid') {
      worst = {
        kind: 'invalid',
        doubtful: Math.min(worst.doubtful, verdict.doubtful),
        wrong: Math.max(worst.wrong, verdict.wrong),
      };
    }
  }
  const loose = groups.some((group) => group.some((name) => /^(?:isn|snd|rcv|len) /.test(name)));
  if (loose && worst.kind === 'invalid' && (kind === 'left out' || kind === 'order' || kind === 'end'))
    return { kind: 'undecided', why: 'numbers that nobody wrote' };
  return worst;
}

/** What is open, by what moves together: the numbers of one direction do. */
function open(assumed: Assumptions): string[][] {
  const names = [...assumed.keys()];
  const starts = names.filter((name) => name.startsWith('snd '));
  const rest = names.filter((name) => !/^(?:snd|rcv) /.test(name));
  const streams = starts.map((snd) => [
    snd,
    ...names.filter((name) => name.startsWith('rcv ') && name.slice(4) !== snd.slice(4)),
  ]);
  return [...streams, ...rest.map((name) => [name])];
}

/** More open numbers than these are moved one at a time only. */
const MOST_OPEN = 5;

function* nearby(assumed: Assumptions, groups: readonly (readonly string[])[]): Iterable<Assumptions> {
  const masks =
    groups.length > MOST_OPEN
      ? groups.map((_, i) => 1 << i)
      : Array.from({ length: 2 ** groups.length - 1 }, (_, i) => i + 1);
  for (const mask of masks) {
    for (const by of [1, -1]) {
      const moved = new Map(assumed);
      groups.forEach((group, i) => {
        if (((mask >> i) & 1) === 0) return;
        for (const name of group) {
          const number = (assumed.get(name) ?? 0) + by;
          // Data has an octet at least.
          moved.set(name, name.startsWith('len ') ? Math.max(1, number) : number >>> 0);
        }
      });
      yield moved;
    }
  }
}

/** Whether the engine has found the mistake, on the line changed or where it first makes a line wrong. */
export function isCaught({ mutant, verdict, said }: Tried): boolean {
  if (verdict.kind !== 'invalid') return false;
  const { doubtful, wrong } = verdict;
  return said.some(
    ({ statement }) => mutant.changed.includes(statement) || (statement >= doubtful && statement <= wrong),
  );
}

export interface Tally {
  readonly kind: Kind | 'all';
  readonly mutants: number;
  readonly undecided: number;
  readonly valid: number;
  /** Valid mutants with an error or a warning. */
  readonly falseAlarms: number;
  readonly invalid: number;
  readonly caught: number;
  /** Errors and warnings on invalid mutants that were found. */
  readonly problems: number;
  /** Invalid mutants on which there was anything at all. */
  readonly spoken: number;
}

export function tally(all: readonly Tried[]): Tally[] {
  const row = (kind: Kind | 'all'): Tally => {
    const own = all.filter(({ mutant }) => kind === 'all' || mutant.kind === kind);
    const of = (verdict: Verdict['kind']): Tried[] => own.filter((one) => one.verdict.kind === verdict);
    const invalid = of('invalid');
    const spoken = invalid.filter(({ said }) => said.length > 0);
    return {
      kind,
      mutants: own.length,
      undecided: of('undecided').length,
      valid: of('valid').length,
      falseAlarms: of('valid').filter(({ said }) => said.length > 0).length,
      invalid: invalid.length,
      caught: invalid.filter(isCaught).length,
      problems: spoken.reduce((sum, { said }) => sum + said.length, 0),
      spoken: spoken.length,
    };
  };
  return [...KINDS.map(row), row('all')];
}

/** The mutant as text, what the oracle and the engine say beside it. */
export function shown({ mutant, verdict, said }: Tried): string {
  const lines = mutant.script.statements.map((statement, i) => {
    const changed = mutant.changed.includes(i) ? '>' : ' ';
    const wrong = verdict.kind === 'invalid' && verdict.wrong === i ? '!' : ' ';
    const found = said.filter((one) => one.statement === i).map(({ code }) => code);
    return `${changed}${wrong} ${writtenStatement(statement)}${found.length > 0 ? `   <== ${found.join(', ')}` : ''}`;
  });
  return [`${mutant.base.name}: ${mutant.what}`, ...lines].join('\n');
}
