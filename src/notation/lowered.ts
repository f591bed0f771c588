/** What a reader makes of one statement: what it says, and where its parts are written. */
import type { End, Part, Statement } from '../exchange/script.js';
import type { Flag } from '../tcp/segment.js';
import type { State } from '../tcp/state.js';
import type { Range } from './range.js';

/** A flag of a segment as it is written, or the bare arguments of a segment without any. */
export interface WrittenFlag {
  /** The flags that the word spells, in order: several for `SYNACK`, none for bare arguments. */
  readonly flags: readonly (Flag | 'DATA')[];
  /** The flag with its arguments. */
  readonly range: Range;
  /** The word alone. */
  readonly word: Range | undefined;
  /** The parentheses of its first arguments, and what stands in them. */
  readonly parentheses: Range | undefined;
  readonly items: readonly { readonly range: Range; readonly part: Part }[];
}

/** A state in brackets whose end may still have to be found out. */
export interface WrittenState {
  /** The end as written, or the side on which its name stands. */
  readonly end: End | 'left' | 'right' | 'only';
  readonly state: State;
  readonly range: Range;
}

/** What a statement says, and where. Lines count from 1 at its own first line. */
export interface Lowered {
  readonly statement: Statement;
  readonly parts: ReadonlyMap<Part, Range>;
  /** The part `whole`, for those who ask of each statement, where the other parts take some work. */
  readonly whole?: Range | undefined;
  readonly flags: readonly WrittenFlag[];
  /** The sides of a segment as drawn; undefined where `...` stands. */
  readonly left?: string | undefined;
  readonly right?: string | undefined;
  readonly states: readonly WrittenState[];
  /** States that end a text: part of the text after all where they name an end that the scenario does not have. */
  readonly textWithStates?: string;
  /**
   * In another notation than Segno's: what a fix may write over, the values alone. There a fix replaces what is
   * written, and adds nothing.
   */
  readonly values?: ReadonlyMap<Part, Range> | undefined;
}

/** What another statement says at the same places, which are still made out only when somebody asks. */
export function inPlaceOf(lowered: Lowered, statement: Statement): Lowered {
  const { whole, left, right, states } = lowered;
  return {
    statement,
    whole,
    left,
    right,
    states,
    get parts() {
      return lowered.parts;
    },
    get flags() {
      return lowered.flags;
    },
    get values() {
      return lowered.values;
    },
  };
}
