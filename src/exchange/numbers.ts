/**
 * Numbers that a note leaves open.
 *
 * Every number that is not written gets a concrete value far from all others, so that the TCP core is plain arithmetic.
 * When a later line shows what the number really is, it is fixed and the script is replayed from the start.
 */
import { add, distance, seq, type Seq } from '../tcp/seq.js';

/** Numbers no further apart than this belong to the same unknown. */
const NEAR = 2 ** 21;
const SPACING = 2 ** 22;

/** Unknown sequence numbers and lengths by name, as far as later lines have fixed them. */
export interface Fixed {
  readonly numbers: ReadonlyMap<string, Seq>;
  /** Octets of data whose length is not written, by statement. */
  readonly lengths: ReadonlyMap<number, number>;
}

export const NOTHING_FIXED: Fixed = { numbers: new Map(), lengths: new Map() };

export interface Unknown {
  readonly id: string;
  readonly base: Seq;
  /** Whether its value is known, so that it cannot move any more. */
  readonly fixed: boolean;
}

export class Numbers {
  private readonly unknowns = new Map<string, Unknown>();
  // Written numbers are mostly small: what is new lies within a large window of them, what is old before them.
  private ahead = seq(2 ** 24);
  private behind = seq(0);

  /** @param avoid numbers that the script writes, which no unknown may come near */
  constructor(
    private readonly fixed: Fixed,
    private readonly avoid: readonly Seq[],
  ) {}

  /**
   * The value of the unknown with this name. Unknowns that are met later lie after those met earlier; those of old
   * segments lie before everything.
   */
  value(id: string, age: 'new' | 'old' = 'new'): Seq {
    const known = this.unknowns.get(id);
    if (known) return known.base;
    const fixed = this.fixed.numbers.get(id);
    const base = fixed ?? this.slot(age);
    this.unknowns.set(id, { id, base, fixed: fixed !== undefined });
    return base;
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
    for (const unknown of this.unknowns.values()) {
      const away = Math.abs(distance(value, unknown.base));
      if (away < best) {
        best = away;
        nearest = unknown;
      }
    }
    return nearest;
  }

  /** What to fix so that `expected` becomes `written`, or undefined when both are known already. */
  reconcile(written: Seq, expected: Seq, named: (unknown: Unknown) => boolean): Fixed | undefined {
    const ofExpected = this.owner(expected);
    const ofWritten = this.owner(written);
    if (ofExpected?.id === ofWritten?.id && ofExpected !== undefined) return undefined;
    const expectedIsOpen = ofExpected !== undefined && !ofExpected.fixed;
    const writtenIsOpen = ofWritten !== undefined && !ofWritten.fixed;
    if (expectedIsOpen && (!writtenIsOpen || !named(ofExpected))) {
      return this.fixing(ofExpected, distance(written, expected));
    }
    if (writtenIsOpen && !(expectedIsOpen && named(ofWritten))) {
      return this.fixing(ofWritten, distance(expected, written));
    }
    return undefined;
  }

  private fixing(unknown: Unknown, by: number): Fixed {
    const numbers = new Map(this.fixed.numbers);
    numbers.set(unknown.id, add(unknown.base, by));
    return { numbers, lengths: this.fixed.lengths };
  }

  /** Octets of the data in a statement that does not write its length: one, until a later line tells. */
  length(statement: number): number {
    return this.fixed.lengths.get(statement) ?? 1;
  }

  /** Whether a later line has told how long the data in the statement is. */
  isLengthFixed(statement: number): boolean {
    return this.fixed.lengths.has(statement);
  }

  /** What to fix so that the data of the statement is `by` octets longer. */
  lengthen(statement: number, by: number): Fixed | undefined {
    const octets = this.length(statement) + by;
    if (this.isLengthFixed(statement) || octets < 1 || octets > NEAR) return undefined;
    const lengths = new Map(this.fixed.lengths);
    lengths.set(statement, octets);
    return { numbers: this.fixed.numbers, lengths };
  }
}
