/** The statements of a way through a figure with their places, of which other ways are made. */
import type { SegmentStatement, Statement } from '../exchange/script.js';
import type { Way } from './exchange.js';
import { SourceMap, type MappedStatement } from './source-map.js';

/** A statement with its place. */
export interface Written {
  readonly statement: Statement;
  readonly mapped: MappedStatement;
}

export function writtenIn({ script, map }: Way): Written[] {
  return script.statements.flatMap((statement, index): Written[] => {
    const mapped = map.statements[index];
    return mapped ? [{ statement, mapped }] : [];
  });
}

export function wayOf(way: Way, written: readonly (Written | undefined)[]): Way {
  const all = written.filter((one) => one !== undefined);
  return {
    ...way,
    script: { ...way.script, statements: all.map(({ statement }) => statement) },
    map: new SourceMap(all.map(({ mapped }) => mapped)),
  };
}

export function withFate(written: Written | undefined, fate: SegmentStatement['fate']): Written | undefined {
  if (written?.statement.kind !== 'segment') return written;
  // States stand where it leaves.
  const states = fate === 'arrived' ? [] : written.statement.states;
  return { ...written, statement: { ...written.statement, fate, states } };
}

/** The way in which some segments arrive only behind another. */
export function later(way: Way, all: readonly Written[], late: ReadonlySet<number>, behind: number): Way {
  const arriving = all.filter((_, index) => late.has(index)).map((one) => withFate(one, 'arrived'));
  return wayOf(
    way,
    all.flatMap((one, index): (Written | undefined)[] => {
      if (index === behind) return [one, ...arriving];
      if (!late.has(index)) return [one];
      // What arrives on a line of its own has left before.
      return one.statement.kind === 'segment' && one.statement.fate === 'arrived'
        ? []
        : [withFate(one, 'sent')];
    }),
  );
}
