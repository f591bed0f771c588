/** From the statements of a script back to the characters that they were written with. */
import type { Part, Place } from '../exchange/script.js';
import type { Lowered } from './lowered.js';
import { contains, shift, type Range } from './range.js';

/** One statement of a script: where its parts stand, with lines counted from its own first line. */
export interface MappedStatement {
  readonly lowered: Lowered;
  /** The line of the scenario's text on which the statement begins, counted from 0. */
  readonly first: number;
  readonly last: number;
  /** The directive above it or behind it, with lines counted as `first` is, from 1. */
  readonly directive: Range | undefined;
}

export class SourceMap {
  /** `lines` is how many lines come before the scenario's own first line. */
  constructor(
    readonly statements: readonly MappedStatement[],
    readonly lines = 0,
  ) {}

  /** The same map for a text that begins so many lines into the file. */
  at(lines: number): SourceMap {
    return new SourceMap(this.statements, lines);
  }

  /** Where a part is written, or undefined if it is not. */
  written({ statement, part }: Place): Range | undefined {
    const mapped = this.statements[statement];
    if (!mapped) return undefined;
    if (part === 'expectation') return mapped.directive && shift(mapped.directive, this.lines);
    const { lowered } = mapped;
    const range = (part === 'whole' ? lowered.whole : undefined) ?? lowered.parts.get(part);
    return range && shift(range, mapped.first + this.lines);
  }

  /** Where to point for a part: what is not written falls back to the segment, and that to the statement. */
  range(place: Place): Range {
    const parts: Part[] = [place.part, 'segment', 'whole'];
    for (const part of parts) {
      const range = this.written({ ...place, part });
      if (range) return range;
    }
    return { line: this.lines + 1, column: 1, endLine: this.lines + 1, endColumn: 1 };
  }

  /** The index of the statement on a line of the file, or undefined. */
  statementAt(line: number): number | undefined {
    const index = this.statements.findIndex(
      ({ first, last }) => line > first + this.lines && line <= last + this.lines + 1,
    );
    return index < 0 ? undefined : index;
  }

  /** The parts of a statement at a position, the smallest first. */
  partsAt(statement: number, line: number, column: number): { part: Part; range: Range }[] {
    const mapped = this.statements[statement];
    if (!mapped) return [];
    return [...mapped.lowered.parts]
      .map(([part, relative]) => ({ part, range: shift(relative, mapped.first + this.lines) }))
      .filter(({ range }) => contains(range, line, column))
      .sort((a, b) => size(a.range) - size(b.range));
  }
}

function size(range: Range): number {
  return (range.endLine - range.line) * 100_000 + range.endColumn - range.column;
}
