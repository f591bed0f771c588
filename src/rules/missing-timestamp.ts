import { rule, type Finding } from './rule.js';
import { happenings, offers, type Life } from './wire.js';

export const missingTimestamp = rule({
  code: 'missing-timestamp',
  section: '3.2.1',
  title: { en: 'The timestamp is missing', 'zh-cn': '缺少时间戳' },
  explanation: {
    en: `Once both SYNs have carried timestamps, every segment of the connection carries one, a reset excepted
(RFC 7323 §3.2).

This is checked under \`mode strict\`; ordinary notes may leave options out. Only the first
segment without one is reported.`,
    'zh-cn': `双方的 SYN 都带有时间戳之后，这个连接的每个报文段都要带时间戳，RST 除外（RFC 7323 §3.2）。

这条规则用于 \`mode strict\`（\`模式 严格\`）；普通笔记可以省略选项。只报告第一个缺少时间戳的报文段。`,
  },
  examples: {
    bad: [
      'begin\nmode strict\nC -> SYN(seq=x, ts=1/0) -> S\nC <- SYN(seq=y)+ACK(ack=x+1, ts=9/1) <- S\nC -> ACK(seq=x+1, ack=y+1) -> S\nend',
    ],
    good: [
      'begin\nmode strict\nC -> SYN(seq=x, ts=1/0) -> S\nC <- SYN(seq=y)+ACK(ack=x+1, ts=9/1) <- S\nC -> ACK(seq=x+1, ack=y+1, ts=2/9) -> S\nend',
      'begin\nC -> SYN(ts=1/0) -> S\nC <- SYN+ACK(ts=9/1) <- S\nC -> ACK -> S\nend',
    ],
  },
  message: ({ end }, { say }) =>
    say({
      en: `This segment of ${end} should carry a timestamp: both SYNs did, and then every segment does.`,
      'zh-cn': `${end} 的这个报文段应带时间戳：双方的 SYN 都带了，此后每个报文段都要带。`,
    }),
  short: (_fault, { say }) => say({ en: 'no timestamp', 'zh-cn': '没有时间戳' }),
  check(trace) {
    if (trace.script.mode !== 'strict') return [];
    const found: Finding<'missing-timestamp'>[] = [];
    const told = new Set<Life>();
    for (const { kind, step, written, life, said, heard } of happenings(trace)) {
      if (kind !== 'sent' || told.has(life) || step.flags.includes('RST') || step.flags.includes('SYN'))
        continue;
      if (written.options.some(({ name }) => name === 'ts')) continue;
      if (offers(said, 'ts', trace) !== true || offers(heard, 'ts', trace) !== true) continue;
      told.add(life);
      found.push({
        fault: { code: 'missing-timestamp', end: life.end },
        place: { statement: step.statement, part: 'segment' },
        related: [],
      });
    }
    return found;
  },
});
