import { rule, type Finding } from './rule.js';
import { rewrite } from './text.js';
import { happenings } from './wire.js';
import { LARGEST_SHIFT as LARGEST, scaleIn } from '../tcp/options.js';

export const windowScaleTooLarge = rule({
  code: 'window-scale-too-large',
  section: '3.2.1',
  title: { en: 'A window scale above 14', 'zh-cn': '窗口扩大因子超过 14' },
  explanation: {
    en: `A window is shifted by at most 14 bits, which makes it at most 2^30 octets: with more, an old sequence number could
not be told from a new one (RFC 7323 §2.3). A receiver that meets a larger shift count uses 14.`,
    'zh-cn': `窗口最多左移 14 位，也就是最多 2^30 字节：再大就无法区分新旧序号了（RFC 7323 §2.3）。接收方遇到更大的值时按 14 处理。`,
  },
  examples: {
    bad: ['begin\nC -> SYN(wscale=15) -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\nend'],
    good: ['begin\nC -> SYN(wscale=14) -> S\nC <- SYN+ACK(wscale=0) <- S\nC -> ACK -> S\nend'],
  },
  message: ({ written }, { say }) =>
    say({
      en: `The window scale should be at most \`${LARGEST}\`, not \`${written}\`: a window has at most 2^30 octets.`,
      'zh-cn': `窗口扩大因子最大为 \`${LARGEST}\`，不应为 \`${written}\`：窗口最多 2^30 字节。`,
    }),
  short: (_fault, { say }) =>
    say({ en: `wscale is at most ${LARGEST}`, 'zh-cn': `wscale 最大为 ${LARGEST}` }),
  fixes: (_fault, context) => [rewrite('option.wscale', `wscale=${LARGEST}`, context)],
  check(trace) {
    const found: Finding<'window-scale-too-large'>[] = [];
    for (const { kind, step, written } of happenings(trace)) {
      const scale = scaleIn(written);
      if (
        kind !== 'sent' ||
        scale === undefined ||
        scale <= LARGEST ||
        scale > 0xff ||
        !step.flags.includes('SYN')
      )
        continue;
      found.push({
        fault: { code: 'window-scale-too-large', written: scale },
        place: { statement: step.statement, part: 'option.wscale' },
        related: [],
      });
    }
    return found;
  },
});
