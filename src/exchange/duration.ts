/** Durations as people read them. */

/** Microseconds in a millisecond, a second, a minute. */
const [MS, S, MIN] = [1e3, 1e6, 6e7];

/** A number with at most so many digits behind the point, and blanks as thin as can be between thousands. */
function number(value: number, digits: number): string {
  const rounded = Number(value.toFixed(digits));
  return rounded.toLocaleString('en-US', { maximumFractionDigits: digits });
}

/** `252 ms`, `40 ms`, `12.5 s`: so many microseconds. */
export function durationText(microseconds: number): string {
  const size = Math.abs(microseconds);
  if (size === 0) return '0 ms';
  if (size < MS) return `${number(microseconds, size < 10 ? 1 : 0)} µs`;
  if (size < 10 * MS) return `${number(microseconds / MS, 2)} ms`;
  if (size < 100 * MS) return `${number(microseconds / MS, 1)} ms`;
  if (size < S || (size < 10 * S && size % (100 * MS) !== 0)) return `${number(microseconds / MS, 0)} ms`;
  if (size < 2 * MIN) return `${number(microseconds / S, 1)} s`;
  return `${number(microseconds / MIN, 1)} min`;
}
