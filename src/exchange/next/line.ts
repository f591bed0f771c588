/** New lines below a script. */
import type { Script, SegmentStatement, Statement } from '../script.js';

/** Where the next line of a script would stand. */
export function below({ statements }: Script): Pick<Statement, 'line' | 'endLine'> {
  const line = (statements.at(-1)?.endLine ?? 0) + 1;
  return { line, endLine: line };
}

type Told = Pick<SegmentStatement, 'arrow' | 'fate' | 'flags' | 'data'> & Partial<SegmentStatement>;

/** A segment on the next line of a script, of which nothing more is known than what is told. */
export function segmentBelow(script: Script, told: Told): SegmentStatement {
  return { ...below(script), kind: 'segment', origin: 'new', options: [], states: [], ...told };
}

/** Which way the arrow between two ends points, by where they are drawn, from left to right. */
export function arrowBetween(
  names: readonly string[],
  from: string,
  to: string | undefined,
): SegmentStatement['arrow'] {
  const [at, peer] = [names.indexOf(from), to === undefined ? -1 : names.indexOf(to)];
  return peer >= 0 && at > peer ? 'left' : 'right';
}

/** The property, if there is a value for it. */
export function optional<K extends string, T>(key: K, value: T | undefined): Partial<Record<K, T>> {
  return (value === undefined ? {} : { [key]: value }) as Partial<Record<K, T>>;
}
