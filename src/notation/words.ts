/** Words of a figure, which may be cut into pieces on several lines, with the way back to where they stand. */
import type { Span } from './label/plain.js';
import type { Range } from './range.js';

/** Text on one line; `column` counts from 1. */
export interface Piece {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

export class Words {
  /** The pieces, with blanks between them. */
  readonly text: string;

  constructor(private readonly pieces: readonly Piece[]) {
    this.text = pieces.map(({ text }) => text).join(' ');
  }

  /** These words, and more behind them. */
  with(pieces: readonly Piece[]): Words {
    return new Words([...this.pieces, ...pieces]);
  }

  static at(text: string, line: number, column: number): Words {
    return new Words([{ text, line, column }]);
  }

  /** The text without blanks around it. */
  static trimmed(text: string, line: number, column: number): Words {
    const start = text.length - text.trimStart().length;
    return Words.at(text.trim(), line, column + start);
  }

  /** Where a span of the text stands. */
  range({ start, end }: Span): Range {
    const from = this.#place(start);
    const to = this.#place(end, true);
    return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
  }

  /** Where all of it stands. */
  get whole(): Range {
    return this.range({ start: 0, end: this.text.length });
  }

  #place(offset: number, isEnd = false): { line: number; column: number } {
    let before = 0;
    for (const [index, { text, line, column }] of this.pieces.entries()) {
      const within = offset - before;
      const last = index === this.pieces.length - 1;
      if (within < text.length || last || (isEnd && within === text.length)) {
        return { line, column: column + Math.min(within, text.length) };
      }
      before += text.length + 1;
    }
    return { line: 1, column: 1 };
  }
}
