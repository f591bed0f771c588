/** The trial of the engine: mutants of every base, tried and counted. */
import { dice } from '../support/dice.js';
import { walkBases, writtenBases, type Base } from './bases.js';
import { tried, verdictOf, type Tried } from './measure.js';
import { mutants, type Mutant } from './mutate.js';

export { isCaught, shown, tally } from './measure.js';
export { KINDS } from './mutate.js';

export interface Extent {
  /** How many random walks, and the seed of the first. */
  readonly walks: number;
  readonly seed: number;
  /** The share of mutants that is tried, 0 … 1. */
  readonly share: number;
}

/** What a base is without any change. */
export function unchanged(base: Base): Mutant {
  return { base, kind: 'number', what: 'nothing', script: base.script, changed: [] };
}

/** The bases that the oracle does not call wrong themselves. */
function soundBases({ walks, seed }: Extent): Base[] {
  return [...writtenBases(), ...walkBases(walks, seed)].filter(
    (base) => verdictOf(unchanged(base)).kind !== 'invalid',
  );
}

/** Tries a share of all mutants, the same each time for the same extent. */
export function trial(extent: Extent): Tried[] {
  const random = dice(extent.seed);
  return soundBases(extent).flatMap((base) =>
    mutants(base).flatMap((mutant) => (random() < extent.share ? [tried(mutant)] : [])),
  );
}

/** What the engine says too much of: mutants with the same problems, by how many are too many, the worst first. */
export function repeated(
  all: readonly Tried[],
): { readonly what: string; readonly tried: readonly Tried[] }[] {
  const groups = new Map<string, Tried[]>();
  for (const one of all) {
    if (one.verdict.kind !== 'invalid' || one.said.length < 2) continue;
    const what = `${one.mutant.kind}, ${one.mutant.what}: ${one.said.map(({ code }) => code).join(' ')}`;
    groups.set(what, [...(groups.get(what) ?? []), one]);
  }
  const extra = (group: readonly Tried[]): number =>
    group.reduce((sum, { said }) => sum + said.length - 1, 0);
  return [...groups]
    .map(([what, group]) => ({ what, tried: group }))
    .sort((a, b) => extra(b.tried) - extra(a.tried));
}
