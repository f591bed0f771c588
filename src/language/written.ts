/** What a statement says, without where: of most lines of a long exchange nobody ever asks for that. */
import type { Statement } from '../exchange/script.js';
import { Lowering, type Lowered, type WrittenState } from './lower.js';
import { parseLine } from './parse.js';
import type { Range } from './range.js';

/** A statement that is read once more when somebody asks where its parts are written, which is then remembered. */
export class Written implements Lowered {
  readonly statement: Statement;
  readonly whole: Range | undefined;
  readonly left: string | undefined;
  readonly right: string | undefined;
  readonly states: readonly WrittenState[];
  readonly textWithStates?: string;
  private again: Lowered | undefined;

  /** @param text the statement as it stands in the text */
  constructor(
    { statement, parts, left, right, states, textWithStates }: Lowered,
    private readonly text: string,
  ) {
    this.statement = statement;
    this.whole = parts.get('whole');
    this.left = left;
    this.right = right;
    this.states = states;
    if (textWithStates !== undefined) this.textWithStates = textWithStates;
  }

  get parts(): Lowered['parts'] {
    return this.read()?.parts ?? new Map();
  }

  get flags(): Lowered['flags'] {
    return this.read()?.flags ?? [];
  }

  private read(): Lowered | undefined {
    if (this.again) return this.again;
    const parsed = parseLine(this.text);
    const reading = 'line' in parsed ? new Lowering(1).read(parsed.line).reading : undefined;
    if (reading?.kind === 'statement') this.again = reading.lowered;
    return this.again;
  }
}
