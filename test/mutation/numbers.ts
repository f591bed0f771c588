/** The numbers of docs/conformance.md: those that take a minute to find, and those that stand in the repository. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replay } from '../../src/exchange/replay.js';
import { analyse } from '../../src/language/analyse.js';
import { judge, ruleOf, RULES } from '../../src/rules/index.js';
import { conformanceCounts, type Counts } from '../conformance/counts.js';
import type { Summary } from '../kernel/recorded.js';
import { root } from '../support/root.js';
import { walkBases } from './bases.js';
import { faultTally, trialOfFaults, type FaultTally } from './meaning.js';
import { isCaught, tally, type Tally, type Tried } from './measure.js';
import { trial } from './trial.js';

/** What can be counted at once. */
export interface Standing {
  readonly figures: number;
  readonly valid: number;
  readonly wrong: number;
  readonly rules: number;
  readonly counts: Counts;
  readonly kernel: Summary;
}

/** What takes its time. */
export interface Found {
  readonly rows: readonly Tally[];
  readonly survivors: readonly Tried[];
  /** What became of mistakes of meaning. */
  readonly faults: readonly FaultTally[];
  readonly walks: number;
  /** Walks with an error or a warning. */
  readonly blamedWalks: number;
}

export function standing(): Standing {
  return {
    figures: scenariosIn('figures.segno'),
    valid: scenariosIn('valid.segno') + scenariosIn('valid-requirements.segno'),
    wrong: scenariosIn('wrong.segno'),
    rules: RULES.length,
    counts: conformanceCounts(),
    kernel: JSON.parse(readFileSync(join(root, 'test/kernel/recorded/summary.json'), 'utf8')) as Summary,
  };
}

function scenariosIn(name: string): number {
  const text = readFileSync(join(root, 'test/corpus', name), 'utf8');
  return analyse(text, { kind: 'segno', language: 'en', stateNames: 'netstat' }).scenarios.length;
}

/**
 * Of six mutants one, of everything that is written down and of a hundred walks; many walks as they are; and of eight
 * mistakes of meaning one.
 */
export function find(walks = 500): Found {
  const all = trial({ walks: 100, seed: 1, share: 1 / 6 });
  const blamed = walkBases(walks, 5000).filter(({ script }) =>
    judge(replay(script)).some(({ fault }) => ['error', 'warning'].includes(ruleOf(fault.code).severity)),
  );
  return {
    rows: tally(all),
    survivors: all.filter((one) => one.verdict.kind === 'invalid' && !isCaught(one)),
    faults: faultTally(trialOfFaults(1 / 8)),
    walks,
    blamedWalks: blamed.length,
  };
}
