/** What a figure says in one statement. Of most statements nobody asks where their parts are written. */
import type { Part, Statement } from '../exchange/script.js';
import type { Lowered, WrittenFlag } from './lowered.js';
import { shift, type Range } from './range.js';

/** Where the parts of a statement are written, with lines counted from the figure's first. */
export interface Places {
  readonly parts: ReadonlyMap<Part, Range>;
  readonly values?: ReadonlyMap<Part, Range>;
  readonly flags?: readonly WrittenFlag[];
}

const NOWHERE: Places = { parts: new Map() };

/** A statement of which the places are made out when somebody asks, and then remembered. */
export class Drawn implements Lowered {
  readonly whole: Range;
  readonly states = [];
  readonly left: string | undefined;
  readonly right: string | undefined;
  #places: Required<Places> | undefined;

  /**
   * @param range where all of it stands, with lines counted as those of its places
   * @param find what makes out its places
   */
  constructor(
    readonly statement: Statement,
    private readonly range: Range,
    private readonly find: () => Places = () => NOWHERE,
    sides: { readonly left?: string | undefined; readonly right?: string | undefined } = {},
  ) {
    this.whole = this.#up(range);
    this.left = sides.left;
    this.right = sides.right;
  }

  get parts(): ReadonlyMap<Part, Range> {
    return this.#found().parts;
  }

  get values(): ReadonlyMap<Part, Range> {
    return this.#found().values;
  }

  get flags(): readonly WrittenFlag[] {
    return this.#found().flags;
  }

  #found(): Required<Places> {
    return (this.#places ??= this.#placed(this.find()));
  }

  #placed({ parts, values = new Map(), flags = [] }: Places): Required<Places> {
    return {
      parts: this.#allUp(parts).set('whole', this.whole),
      values: this.#allUp(values),
      flags: flags.map((flag) => ({
        ...flag,
        range: this.#up(flag.range),
        word: flag.word && this.#up(flag.word),
      })),
    };
  }

  #allUp(ranges: ReadonlyMap<Part, Range>): Map<Part, Range> {
    return new Map([...ranges].map(([part, one]) => [part, this.#up(one)]));
  }

  /** With lines counted from the statement's own first. */
  #up(range: Range): Range {
    return shift(range, 1 - this.range.line);
  }
}
