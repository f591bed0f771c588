/** Numbers counted from the SYN, behind a SYN with an absolute number. */
import type { Expr } from '../exchange/script.js';
import { distance, seq, type Seq } from '../tcp/seq.js';
import type { Fix, FixContext, Wording } from './rule.js';

export function whyRelative({ say }: Wording): string {
  return say({
    en: 'it is counted from the SYN, whose own number is absolute',
    'zh-cn': '它是从 SYN 数起的相对序号，而 SYN 自己的序号是绝对的',
  });
}

/** Whether a number is nearer to the initial number of its stream than to 0. */
function isAbsolute(number: Seq, start: Seq): boolean {
  return Math.abs(distance(number, start)) <= Math.abs(distance(number, seq(0)));
}

/** The edits that have all lines count from the SYN that do not yet. */
export function countFromSyn({ script }: FixContext): readonly Fix[] {
  const starts = new Map<string, Seq>();
  const edits: Omit<Fix, 'title'>[] = [];
  for (const [statement, one] of script.statements.entries()) {
    if (one.kind !== 'segment' || one.from === undefined || one.to === undefined) continue;
    const { from, to } = one;
    const [own, peer] = [`${from} ${to}`, `${to} ${from}`];
    if (one.flags.has('SYN') && one.seq?.symbol === undefined && one.seq)
      starts.set(own, seq(one.seq.offset));
    const write = (part: 'seq' | 'ack', expr: Expr | undefined, start: Seq | undefined): void => {
      if (expr === undefined || expr.symbol !== undefined || start === undefined) return;
      const number = seq(expr.offset);
      if (isAbsolute(number, start))
        edits.push({ place: { statement, part }, text: `${part}=${distance(number, start) >>> 0}` });
    };
    write('seq', one.seq, starts.get(own));
    write('ack', one.ack, starts.get(peer));
  }
  const [last, ...others] = edits.toReversed();
  if (last === undefined) return [];
  const all = others.reduce((also, edit) => ({ ...edit, also }), last);
  const title = { en: 'Count from the SYN everywhere', 'zh-cn': '全部改为从 SYN 数起的相对序号' };
  return [{ ...all, title }];
}
