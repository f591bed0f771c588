/** Times as they are read in a drawing. */
import { numberText } from '../exchange/duration.js';
import type { Drawing, Row } from './drawing.js';

export { durationText } from '../exchange/duration.js';

/** Microseconds in a millisecond and in a second. */
const [MS, S] = [1e3, 1e6];

/** The unit in which the times of an axis are said, with the digits behind the point that tell them apart. */
export interface AxisUnit {
  readonly name: 'µs' | 'ms' | 's';
  readonly size: number;
  readonly digits: number;
}

/** @param longest the last of the times, and `step` what they are apart, in microseconds */
export function axisUnit(longest: number, step: number): AxisUnit {
  const [name, size] =
    longest < 2 * MS ? (['µs', 1] as const) : longest < 10 * S ? (['ms', MS] as const) : (['s', S] as const);
  const digits = Math.min(6, Math.max(0, Math.ceil(-Math.log10(step / size) - 1e-9)));
  return { name, size, digits };
}

/** A time on an axis, without its unit. */
export function axisText(microseconds: number, { size, digits }: AxisUnit): string {
  return numberText(microseconds / size, digits);
}

/** What stands in the column of times beside each row: all in one unit, empty where nothing says when. */
export function timeColumn({ rows }: Drawing): readonly string[] {
  const times = rows.map((row) => row.time?.at ?? arrivalOf(row, rows));
  const known = times.flatMap((time) => time ?? []);
  const longest = Math.max(0, ...known);
  const unit = axisUnit(longest, longest < 2 * MS ? 1 : longest < 10 * MS ? 10 : longest < 10 * S ? 100 : MS);
  return times.map((time) => (time === undefined ? '' : `${axisText(time, unit)} ${unit.name}`));
}

/** When what had left in a row above arrives. */
function arrivalOf(row: Row, rows: readonly Row[]): number | undefined {
  if (row.kind !== 'segment' || row.passage !== 'arrival' || row.other === undefined) return undefined;
  return rows[row.other]?.time?.arrives;
}
