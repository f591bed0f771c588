/** SACK blocks as they are written: `sack=x+101..x+201`. */
import type { Seq } from '../tcp/seq.js';
import type { Expr, SegmentStatement } from './script.js';

/** What a number or symbol stands for; undefined where that cannot be told. */
type Resolve = (expr: Expr) => Seq | undefined;

/** Octets from `from` up to but not including `to`. */
export interface Block {
  readonly from: Seq;
  readonly to: Seq;
}

/** The blocks that a segment carries, without those whose numbers cannot be told. */
export function sackBlocks({ options }: SegmentStatement, resolve: Resolve): readonly Block[] {
  return options.flatMap(({ name, value }): Block[] => {
    const [from, to] = name === 'sack' ? (value ?? '').split('..').map((sum) => valueOf(sum, resolve)) : [];
    return from === undefined || to === undefined ? [] : [{ from, to }];
  });
}

function valueOf(sum: string, resolve: Resolve): Seq | undefined {
  const expr = exprOf(sum.replaceAll(/\s/g, ''));
  return expr && resolve(expr);
}

/** A number, a symbol, or a symbol plus or minus numbers. */
function exprOf(sum: string): Expr | undefined {
  const terms = /^([^+-]+)((?:[+-]\d+)*)$/.exec(sum);
  if (!terms) return undefined;
  const [, first = '', rest = ''] = terms;
  let offset = 0;
  for (const term of rest.match(/[+-]\d+/g) ?? []) offset += Number(term);
  return /^\d/.test(first) ? { offset: Number(first) + offset } : { symbol: first, offset };
}
