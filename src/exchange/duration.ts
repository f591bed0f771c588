/** Durations as people read them. */

/** Microseconds in a millisecond, a second, a minute. */
const [MS, S, MIN] = [1e3, 1e6, 6e7];

/** What writes numbers with at most so many digits behind the point; making one takes longer than writing a number. */
const writers = new Map<number, Intl.NumberFormat>();

/** A number with at most so many digits behind the point, and commas between thousands. */
export function numberText(value: number, digits: number): string {
  const writer = writers.get(digits) ?? new Intl.NumberFormat('en-US', { maximumFractionDigits: digits });
  writers.set(digits, writer);
  return writer.format(Number(value.toFixed(digits)));
}

/** `252 ms`, `40 ms`, `12.5 s`: so many microseconds. */
export function durationText(microseconds: number): string {
  const size = Math.abs(microseconds);
  if (size === 0) return '0 ms';
  if (size < MS) return `${numberText(microseconds, size < 10 ? 1 : 0)} µs`;
  if (size < 10 * MS) return `${numberText(microseconds / MS, 2)} ms`;
  if (size < 100 * MS) return `${numberText(microseconds / MS, 1)} ms`;
  if (size < S || (size < 10 * S && size % (100 * MS) !== 0)) return `${numberText(microseconds / MS, 0)} ms`;
  if (size < 2 * MIN) return `${numberText(microseconds / S, 1)} s`;
  return `${numberText(microseconds / MIN, 1)} min`;
}
