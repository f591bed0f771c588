/** Numbers counted from the SYN, behind a SYN with an absolute number. */
import type { Expr } from '../exchange/script.js';
import type { Fix, FixContext, Wording } from './rule.js';

export function whyRelative({ say }: Wording): string {
  return say({
    en: 'it is counted from the SYN, whose own number is absolute',
    'zh-cn': '它是从 SYN 数起的相对序号，而 SYN 自己的序号是绝对的',
  });
}

/** The edits that have the lines above count from the SYN, too, so that all do. */
export function countFromSyn({ script, found }: FixContext): readonly Fix[] {
  const starts = new Map<string, number>();
  const edits: Omit<Fix, 'title'>[] = [];
  for (const [statement, one] of script.statements.slice(0, found.place.statement).entries()) {
    if (one.kind !== 'segment' || one.from === undefined || one.to === undefined) continue;
    const { from, to, seq, ack } = one;
    const [own, peer] = [`${from} ${to}`, `${to} ${from}`];
    if (one.flags.has('SYN') && seq?.symbol === undefined && seq) starts.set(own, seq.offset);
    const write = (part: 'seq' | 'ack', expr: Expr | undefined, start: number | undefined): void => {
      if (expr === undefined || expr.symbol !== undefined || start === undefined) return;
      edits.push({ place: { statement, part }, text: `${part}=${(expr.offset - start) >>> 0}` });
    };
    write('seq', seq, starts.get(own));
    write('ack', ack, starts.get(peer));
  }
  const [last, ...others] = edits.toReversed();
  if (last === undefined) return [];
  const all = others.reduce((also, edit) => ({ ...edit, also }), last);
  const title = { en: 'Count from the SYN everywhere', 'zh-cn': '全部改为从 SYN 数起的相对序号' };
  return [{ ...all, title }];
}
