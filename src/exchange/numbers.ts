/**
 * Numbers that a note leaves open.
 *
 * Every number that is not written gets a concrete value far from all others, so that the TCP core is plain arithmetic.
 * When a later line shows what the number really is, it is fixed, and the script is replayed from where it was met first.
 */
import { add, distance, seq, type Seq } from '../tcp/seq.js';

/** Numbers no further apart than this belong to the same unknown. */
const NEAR = 2 ** 21;
const SPACING = 2 ** 22;

/** All numbers lie in so many stretches of `NEAR`. */
const STRETCHES = 2 ** 32 / NEAR;

function stretchOf(number: Seq): number {
  return Math.floor(number / NEAR);
}

/**
 * What a later line has shown: the value of an unknown number, how long the data in a statement is, or how far two
 * numbers lie apart that are the same until a line tells them apart.
 */
export type Discovery =
  | { readonly id: string; readonly value: Seq }
  | { readonly statement: number; readonly octets: number }
  | { readonly gap: string; readonly octets: number };

/** What changes an open number: an unknown is met, or a later line shows what it is. */
export type Change =
  { readonly met: string; readonly age: 'new' | 'old'; readonly base: Seq } | { readonly fixed: Discovery };

export interface Unknown {
  readonly id: string;
  readonly base: Seq;
  /** Whether its value is known, so that it cannot move any more. */
  readonly fixed: boolean;
}

export class Numbers {
  private readonly unknowns = new Map<string, Unknown>();
  /** The same by where they lie, in stretches of `NEAR`. */
  private readonly stretches = new Map<number, Set<Unknown>>();
  private readonly lengths = new Map<number, number>();
  private readonly gaps = new Map<string, number>();
  // Written numbers are mostly small: what is new lies within a large window of them, what is old before them.
  private readonly all: Change[] = [];
  private ahead = seq(2 ** 24);
  private behind = seq(0);

  /** @param avoid numbers that the script writes, which no unknown may come near */
  constructor(private readonly avoid: readonly Seq[]) {}

  /** All that has changed so far, the first change first. */
  get changes(): readonly Change[] {
    return this.all;
  }

  /** Lets the same changes happen again. Returns whether they came to the same numbers. */
  redo(changes: readonly Change[]): boolean {
    return changes.every((change) => {
      if ('met' in change) return this.value(change.met, change.age) === change.base;
      this.fix(change.fixed);
      return true;
    });
  }

  /** Takes note of a discovery. Returns the statement that is the first to which it makes a difference. */
  fix(discovery: Discovery): number {
    this.all.push({ fixed: discovery });
    if ('statement' in discovery) {
      this.lengths.set(discovery.statement, discovery.octets);
      return discovery.statement;
    }
    if ('gap' in discovery) {
      this.gaps.set(discovery.gap, discovery.octets);
      return 0;
    }
    const { id, value } = discovery;
    this.place({ id, base: value, fixed: true });
    // The names of unknowns end in the statement that met them; those of the beginning do not.
    return Number(/:(\d+)$/.exec(id)?.[1] ?? 0);
  }

  /**
   * The value of the unknown with this name. Unknowns that are met later lie after those met earlier; those of old
   * segments lie before everything.
   */
  value(id: string, age: 'new' | 'old' = 'new'): Seq {
    const known = this.unknowns.get(id);
    if (known) return known.base;
    const base = this.slot(age);
    this.place({ id, base, fixed: false });
    this.all.push({ met: id, age, base });
    return base;
  }

  private place(unknown: Unknown): void {
    const before = this.unknowns.get(unknown.id);
    if (before) this.stretches.get(stretchOf(before.base))?.delete(before);
    this.unknowns.set(unknown.id, unknown);
    const stretch = stretchOf(unknown.base);
    this.stretches.set(stretch, (this.stretches.get(stretch) ?? new Set()).add(unknown));
  }

  private slot(age: 'new' | 'old'): Seq {
    for (;;) {
      let place: Seq;
      if (age === 'new') place = this.ahead = add(this.ahead, SPACING);
      else place = this.behind = add(this.behind, -SPACING);
      if (!this.avoid.some((number) => Math.abs(distance(number, place)) < NEAR * 2)) return place;
    }
  }

  /** The unknown that a value was counted from, or undefined when it was counted from a written number. */
  owner(value: Seq): Unknown | undefined {
    let nearest: Unknown | undefined;
    let best = NEAR;
    const stretch = stretchOf(value);
    for (const one of [stretch - 1, stretch, stretch + 1]) {
      for (const unknown of this.stretches.get((one + STRETCHES) % STRETCHES) ?? []) {
        const away = Math.abs(distance(value, unknown.base));
        if (away >= best) continue;
        best = away;
        nearest = unknown;
      }
    }
    return nearest;
  }

  /** What to fix so that `expected` becomes `written`, or undefined when both are known already. */
  reconcile(written: Seq, expected: Seq, named: (unknown: Unknown) => boolean): Discovery | undefined {
    const ofExpected = this.owner(expected);
    const ofWritten = this.owner(written);
    if (ofExpected?.id === ofWritten?.id && ofExpected !== undefined) return undefined;
    const expectedIsOpen = ofExpected !== undefined && !ofExpected.fixed;
    const writtenIsOpen = ofWritten !== undefined && !ofWritten.fixed;
    if (expectedIsOpen && (!writtenIsOpen || !named(ofExpected))) {
      return { id: ofExpected.id, value: add(ofExpected.base, distance(written, expected)) };
    }
    if (writtenIsOpen && !(expectedIsOpen && named(ofWritten))) {
      return { id: ofWritten.id, value: add(ofWritten.base, distance(expected, written)) };
    }
    return undefined;
  }

  /** How many octets lie between the two numbers that the gap is named after: none, until a later line tells. */
  gap(name: string): number {
    return this.gaps.get(name) ?? 0;
  }

  /** Octets of the data in a statement that does not write its length: one, until a later line tells. */
  length(statement: number): number {
    return this.lengths.get(statement) ?? 1;
  }

  /** Whether a later line has told how long the data in the statement is. */
  isLengthFixed(statement: number): boolean {
    return this.lengths.has(statement);
  }

  /** What to fix so that the data of the statement is `by` octets longer. */
  lengthen(statement: number, by: number): Discovery | undefined {
    const octets = this.length(statement) + by;
    if (this.isLengthFixed(statement) || octets < 1 || octets > NEAR) return undefined;
    return { statement, octets };
  }
}
