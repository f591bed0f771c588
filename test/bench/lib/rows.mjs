/** The rows of docs/benchmarks.md, as they are measured. */
import { appendFileSync } from 'node:fs';

/**
 * @typedef {object} Row
 * @property {string} what
 * @property {string} goal
 * @property {string} figure
 * @property {boolean} [reached] whether the figure is as good as the goal; left out where there is no goal
 * @property {string} [why] why it is not
 */

/**
 * Prints a row, and hands it on where somebody collects them.
 *
 * @param {Row} row
 */
export function tell(row) {
  const mark = row.reached === undefined ? ' ' : row.reached ? '✓' : '✗';
  console.log(`${mark} ${row.what.padEnd(72)} ${row.figure}${row.goal === '' ? '' : `   (${row.goal})`}`);
  const collected = process.env['SEGNO_BENCH_ROWS'];
  if (collected) appendFileSync(collected, `${JSON.stringify(row)}\n`);
}

/**
 * @param {readonly number[]} values
 * @param {number} share 0.5 for the median
 */
export function at(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/**
 * What something costs: processor time of this process and time on the clock, the least of several runs.
 *
 * @param {number} runs
 * @param {(run: number) => unknown} what
 */
export async function cost(runs, what) {
  let best = { cpu: Infinity, wall: Infinity };
  for (let run = 0; run < runs; run++) {
    const [before, began] = [process.cpuUsage(), performance.now()];
    await what(run);
    const { user, system } = process.cpuUsage(before);
    const now = { cpu: (user + system) / 1000, wall: performance.now() - began };
    if (now.cpu < best.cpu) best = now;
  }
  return best;
}

/**
 * What several things cost beside each other: they take turns, so that what else the machine does meets all of them.
 *
 * @param {number} rounds
 * @param {readonly ((round: number) => unknown)[]} those
 */
export async function costs(rounds, those) {
  const best = those.map(() => ({ cpu: Infinity, wall: Infinity }));
  for (let round = 0; round < rounds; round++) {
    for (const [index, what] of those.entries()) {
      const now = await cost(1, () => what(round));
      if (now.cpu < (best[index]?.cpu ?? Infinity)) best[index] = now;
    }
  }
  return best;
}

/** @param {{ cpu: number, wall: number }} cost */
export function shown({ cpu, wall }) {
  return `${cpu.toFixed(0)} ms CPU, ${wall.toFixed(0)} ms wall`;
}
