/** What one kind of mistake is made of, and what the repairs may ask about the line in error. */
import type { Scene } from '../scene.js';
import type { FaultCode } from '../fault.js';
import type { Statement } from '../script.js';
import type { Found } from '../trace.js';
import type { Refusal, World } from '../world.js';
import type { CostName } from './costs.js';

/** A mistake that a writer may have made, and how the exchange goes on if it was that one. */
export interface Repair {
  readonly name: CostName;
  /**
   * line: the line in error is read otherwise, in every world. note: it, or one around it, in the likeliest worlds; then
   * nothing else may be wrong up to and with the line in error.
   */
  readonly reach: 'line' | 'note';
  /** Whether it doubts lines further above than others do: those that it doubts are few. */
  readonly isFar?: true;
  /** The fault that is told if it was that one; else the first that the line in error has as it stands. */
  readonly tells?: FaultCode;
  /** Whether all is told that is wrong with the line as it stands: two wrong numbers are two slips. */
  readonly tellsAll?: true;
  /** What to try, the likeliest first. */
  tries(mistake: Mistake): Iterable<Attempt>;
}

/** Lines to be played in place of those that are written. */
export interface Attempt {
  /** The statement before which it begins, where that is not the line in error. */
  readonly from?: number;
  /** The world in which it begins, where that is not as the lines above have made it. */
  readonly given?: World;
  readonly moves: readonly Move[];
  /** What it costs, where that is not what the repair does. */
  readonly cost?: CostName;
  /** Whether the lines between it and the line in error, which agree with it, leave it as likely as it is. */
  readonly anywhere?: true;
  /** Whether the line is to be shown as it is played, in a world that is given. */
  readonly shown?: true;
  /** What is told, where the line in error says something else as it stands. */
  readonly told?: Pick<Found, 'fault' | 'place'> & Partial<Pick<Found, 'related'>>;
}

/** One line to be played: a statement of the script, or one in its place or before it. */
export interface Move {
  readonly statement: Statement;
  readonly index: number;
  /**
   * unwritten: the script has no such line. ahead: the script has it later, where it is not to be played again. written:
   * it leaves as it is written, whatever its sender could send. refused: nothing comes of it.
   */
  readonly as?: 'unwritten' | 'ahead' | 'written' | 'refused';
}

/** A line in error. */
export interface Mistake {
  readonly scene: Scene;
  readonly statement: Statement;
  readonly index: number;
  /** A likely world before the line, and what was wrong with the line there; undefined for calls and claims. */
  readonly world: World;
  readonly refusal: Refusal | undefined;
  /** The lines that may have been meant otherwise: this one, then those above it, the nearest first. */
  readonly spots: readonly Spot[];
}

/** A line that may have been meant otherwise. */
export interface Spot {
  readonly statement: Statement;
  readonly index: number;
  /** A likely world before it. */
  readonly world: World;
  /** The lines from the one below it to the line in error, as they are written. */
  readonly rest: readonly Move[];
}

/** Gives the file of a repair its types. */
export function repair(definition: Repair): Repair {
  return definition;
}
