import { add, distance, type Seq } from '../tcp/seq.js';
import type { Numbers } from './numbers.js';
import type { SharedMap } from './shared-map.js';

/** How far from a symbol a number is still read as that symbol plus something, in octets. */
const NEAR = 2 ** 20;

/**
 * How people read a number: as the nearest symbol before it plus an offset, else the nearest after it; in decimal where
 * it was counted from a written number; under a name of its own where the note leaves it open.
 */
export function speaker(symbols: SharedMap<string, Seq>, numbers: Numbers): (number: Seq) => string {
  // Of several symbols for a number, the first is spoken.
  const named = new Map<Seq, string>();
  for (const [symbol, value] of symbols) if (!named.has(value)) named.set(value, symbol);
  const values = [...named.keys()].sort((a, b) => a - b);
  return (number) => {
    const next = firstBeyond(values, number);
    // Symbols before the number read better than symbols after it.
    for (const value of [values.at(next - 1), values[next % values.length]]) {
      const offset = value === undefined ? NEAR : distance(number, value);
      const symbol = value === undefined ? undefined : named.get(value);
      if (symbol !== undefined && Math.abs(offset) < NEAR) return sum(symbol, offset);
    }
    const unknown = numbers.owner(number);
    if (unknown === undefined || unknown.fixed) return String(number);
    return sum(nameOf(unknown.id, symbols), distance(number, add(unknown.base, 0)));
  };
}

/** The index of the first of the sorted numbers that is larger. */
function firstBeyond(sorted: readonly number[], number: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? Infinity) <= number) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sum(symbol: string, offset: number): string {
  if (offset === 0) return symbol;
  return offset > 0 ? `${symbol}+${offset}` : `${symbol}${offset}`;
}

/** A name that the note could use: `ISN_C` for an initial number, `SEQ_C` for where an open connection stands. */
function nameOf(id: string, taken: SharedMap<string, Seq>): string {
  const [kind = '', key = ''] = id.split(':');
  const end = key.replaceAll(/[^\p{L}\p{N}]+/gu, '_').replace(/_$/, '');
  let name = kind === 'iss' ? `ISN_${end}` : kind === 'snd' ? `SEQ_${end}` : `N${end}`;
  while (taken.has(name)) name += '_';
  return name;
}
