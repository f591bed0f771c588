import { add, distance, type Seq } from '../tcp/seq.js';
import type { Numbers } from './numbers.js';

/** How far from a symbol a number is still read as that symbol plus something, in octets. */
const NEAR = 2 ** 20;

/**
 * How people read a number: as the nearest symbol before it plus an offset, else the nearest after it; in decimal where
 * it was counted from a written number; under a name of its own where the note leaves it open.
 */
export function speaker(symbols: ReadonlyMap<string, Seq>, numbers: Numbers): (number: Seq) => string {
  const named = [...symbols];
  return (number) => {
    let best: { readonly symbol: string; readonly offset: number } | undefined;
    for (const [symbol, value] of named) {
      const offset = distance(number, value);
      if (Math.abs(offset) >= NEAR) continue;
      if (best === undefined || rank(offset) < rank(best.offset)) best = { symbol, offset };
    }
    if (best) return sum(best.symbol, best.offset);
    const unknown = numbers.owner(number);
    if (unknown === undefined || unknown.fixed) return String(number);
    return sum(nameOf(unknown.id, symbols), distance(number, add(unknown.base, 0)));
  };
}

/** Symbols before the number read better than symbols after it. */
function rank(offset: number): number {
  return offset >= 0 ? offset : NEAR - offset;
}

function sum(symbol: string, offset: number): string {
  if (offset === 0) return symbol;
  return offset > 0 ? `${symbol}+${offset}` : `${symbol}${offset}`;
}

/** A name that the note could use: `ISN_C` for an initial number, `SEQ_C` for where an open connection stands. */
function nameOf(id: string, taken: ReadonlyMap<string, Seq>): string {
  const [kind = '', key = ''] = id.split(':');
  const end = key.replaceAll(/[^\p{L}\p{N}]+/gu, '_').replace(/_$/, '');
  let name = kind === 'iss' ? `ISN_${end}` : kind === 'snd' ? `SEQ_${end}` : `N${end}`;
  while (taken.has(name)) name += '_';
  return name;
}
