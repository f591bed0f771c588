import { rule, type Finding } from './rule.js';
import { removeFlag } from './text.js';
import { happenings, type Life } from './wire.js';
import type { SegmentStatement } from '../exchange/script.js';

export const ecnNotAgreed = rule({
  code: 'ecn-not-agreed',
  section: '3.1',
  title: { en: 'ECN flags without ECN', 'zh-cn': '没有协商 ECN 却使用 ECN 标志' },
  explanation: {
    en: `ECE and CWR speak of congestion only after both ends have agreed to use ECN: the SYN carries both flags, and the
SYN+ACK answers with ECE alone (RFC 3168 §6.1.1). Accurate ECN (RFC 9768) has AE on the SYN, too, and a SYN+ACK with AE
or CWR; afterwards the three flags are one counter, which is not checked. After a SYN without them neither the SYN+ACK
nor a later segment has any of them.`,
    'zh-cn': `只有双方同意使用 ECN 之后，ECE 和 CWR 才用来表示拥塞：SYN 同时带这两个标志，SYN+ACK 只带 ECE 应答（RFC 3168 §6.1.1）。精确 ECN（RFC 9768）的 SYN 还带 AE，SYN+ACK 带 AE 或 CWR；此后这三个标志合起来是一个计数器，Segno 不检查它。如果 SYN 不带它们，SYN+ACK 和以后的报文段也都不带。`,
  },
  examples: {
    bad: [
      'begin\nC -> SYN -> S\nC <- SYN+ACK+ECE <- S\nC -> ACK -> S\nend',
      'begin\nC -> SYN -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\nC -> DATA(10) -> S\nC <- ACK+ECE <- S\nend',
    ],
    good: [
      'begin\nC -> SYN+ECE+CWR -> S\nC <- SYN+ACK+ECE <- S\nC -> ACK -> S\nC -> DATA(10) -> S\nC <- ACK+ECE <- S\nend',
      'begin\nC -> SYN+AE+ECE+CWR -> S\nC <- SYN+ACK+AE <- S\nC -> ACK+ECE -> S\nC -> DATA(10)+CWR -> S\nC <- ACK+AE+CWR <- S\nend',
    ],
  },
  message: ({ end, flag, on }, { say }) =>
    on === 'syn-ack'
      ? say({
          en: `The SYN+ACK of ${end} should have no ${flag}: the SYN did not ask for ECN.`,
          'zh-cn': `${end} 的 SYN+ACK 不应带 ${flag}：SYN 没有请求 ECN。`,
        })
      : say({
          en: `This segment of ${end} should have no ${flag}: the ends did not agree on ECN when the connection opened.`,
          'zh-cn': `${end} 的这个报文段不应带 ${flag}：建立连接时双方没有就 ECN 达成一致。`,
        }),
  short: ({ flag }, { say }) => say({ en: `${flag} without ECN`, 'zh-cn': `未协商 ECN，不应有 ${flag}` }),
  fixes: ({ flag }, context) => [removeFlag(flag, context)],
  check(trace) {
    const found: Finding<'ecn-not-agreed'>[] = [];
    const told = new Set<Life>();
    for (const { kind, step, life, peer, said, heard } of happenings(trace)) {
      if (kind !== 'sent' || told.has(life) || step.flags.includes('RST')) continue;
      const flag = ECN.find((one) => step.flags.includes(one));
      const syn = step.flags.includes('SYN');
      if (flag === undefined || (syn && step.ack === null)) continue;
      const refused = syn
        ? asksNothing(heard)
        : isRefused([...said, ...heard], trace.script.mode === 'strict');
      if (!refused) continue;
      told.add(life);
      if (peer) told.add(peer);
      found.push({
        fault: { code: 'ecn-not-agreed', end: life.end, flag, on: syn ? 'syn-ack' : 'later' },
        place: { statement: step.statement, part: `flag.${flag}` },
        related: [],
      });
    }
    return found;
  },
});

/** The flags that speak of congestion; under accurate ECN (RFC 9768) they are one counter of three bits. */
const ECN = ['ECE', 'CWR', 'AE'] as const;

/** Whether SYNs were seen, and none of them has one of these flags. */
function asksNothing(syns: readonly SegmentStatement[]): boolean {
  return syns.length > 0 && syns.every(({ flags }) => ECN.every((flag) => !flags.has(flag)));
}

/** An answer without any of them refuses; captures made before RFC 9768 do not show AE. */
function isRefused(syns: readonly SegmentStatement[], strict: boolean): boolean {
  const answers = syns.filter(({ flags }) => flags.has('ACK'));
  const asks = syns.filter(({ flags }) => !flags.has('ACK'));
  return asksNothing(asks) || (!strict && asks.length > 0 && asksNothing(answers));
}
