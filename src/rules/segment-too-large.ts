import { rule, type Finding } from './rule.js';
import { happenings } from './wire.js';
import { numberIn } from '../tcp/options.js';

/** Stands for no limit at all (RFC 2675 §5.1). */
const UNLIMITED = 65_535;

export const segmentTooLarge = rule({
  code: 'segment-too-large',
  section: '3.7.1',
  requirement: 'MUST-16',
  title: { en: 'More data than the maximum segment size', 'zh-cn': '数据超过最大报文段长度' },
  explanation: {
    en: `With \`mss\` on its SYN an end says how much data it takes in one segment. A sender that has more sends several
segments. A line with more data stands for several of them, or is a slip.

This is not checked under \`mode strict\`, for captures: they show what the network card has yet to cut into segments.`,
    'zh-cn': `一端用 SYN 上的 \`mss\` 说明它在一个报文段里最多接收多少数据。要发送更多数据，就要分成几个报文段。写了更多数据的一行，要么代表好几个报文段，要么是笔误。

\`mode strict\`（\`模式 严格\`）用于抓包，不检查这一点：其中可能是网卡尚未切分的数据。`,
  },
  examples: {
    bad: ['begin\nC -> SYN -> S\nC <- SYN+ACK(mss=1000) <- S\nC -> ACK -> S\nC -> DATA(1001) -> S\nend'],
    good: ['begin\nC -> SYN -> S\nC <- SYN+ACK(mss=1000) <- S\nC -> ACK -> S\nC -> DATA(1000) -> S\nend'],
  },
  message: ({ end, len, mss }, { say }) =>
    say({
      en: `${end} should send at most \`${mss}\` octets in one segment, not \`${len}\`: its peer has announced that on its SYN.`,
      'zh-cn': `${end} 在一个报文段里最多应发送 \`${mss}\` 字节，而不是 \`${len}\`：对端在 SYN 上通告了这个上限。`,
    }),
  short: ({ mss }, { say }) => say({ en: `mss is ${mss}`, 'zh-cn': `mss 为 ${mss}` }),
  check(trace) {
    if (trace.script.mode === 'strict') return [];
    const found: Finding<'segment-too-large'>[] = [];
    for (const { kind, step, life, heard } of happenings(trace)) {
      if (kind !== 'sent' || step.len === 0 || step.lenAssumed) continue;
      // A SYN sent again may announce another size.
      const sizes = heard.map((syn) => numberIn(syn, 'mss'));
      const mss = Math.max(...sizes.map((size) => size ?? UNLIMITED));
      if (sizes.length === 0 || mss >= UNLIMITED || step.len <= mss) continue;
      found.push({
        fault: { code: 'segment-too-large', end: life.end, len: step.len, mss },
        place: { statement: step.statement, part: 'len' },
        related: [],
      });
    }
    return found;
  },
});
