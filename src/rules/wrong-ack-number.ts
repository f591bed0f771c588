import { rule } from './rule.js';
import { countFromSyn, whyRelative } from './relative.js';
import { rewriteNumber, whatTakesNumbers } from './text.js';

export const wrongAckNumber = rule({
  code: 'wrong-ack-number',
  section: '3.4',
  title: { en: 'Wrong acknowledgment number', 'zh-cn': '确认号错误' },
  explanation: {
    en: `The acknowledgment number is the next sequence number that its sender expects: everything before it has arrived.
SYN and FIN take one sequence number each, and data takes one an octet. So \`SYN(seq=x)\` is acknowledged with \`x+1\`,
\`FIN(seq=u)\` with \`u+1\`, and ten octets from \`u\` on with \`u+10\`. A pure ACK takes none and is never itself
acknowledged. Nor does an acknowledgment ever fall below one that was sent before.`,
    'zh-cn': `确认号是发送方期望收到的下一个序号：在它之前的内容都已到达。SYN 和 FIN 各占一个序号，数据每字节占一个。因此 \`SYN(seq=x)\` 用 \`x+1\` 确认，\`FIN(seq=u)\` 用 \`u+1\` 确认，从 \`u\` 开始的十个字节用 \`u+10\` 确认。纯 ACK 不占序号，也不会再被确认。确认号也不会比先前发出的更小。`,
  },
  examples: {
    bad: [
      'begin\nC -> SYN(seq=x) -> S\nC <- SYN(seq=y)+ACK(ack=x+2) <- S\nC -> ACK(seq=x+1, ack=y+1) -> S\nend',
      'begin\nC -> FIN(seq=u) -> S\nC <- ACK(ack=u) <- S\nend',
    ],
    good: [
      'begin\nC -> SYN(seq=x) -> S\nC <- SYN(seq=y)+ACK(ack=x+1) <- S\nC -> ACK(seq=x+1, ack=y+1) -> S\nend',
      'begin\nC -> FIN(seq=u) -> S\nC <- ACK(ack=u+1) <- S\nend',
    ],
  },
  message({ end, written, expected, because }, wording) {
    const why =
      because === undefined
        ? wording.say({
            en: `it is the next number that ${end} expects`,
            'zh-cn': `这是 ${end} 期望收到的下一个序号`,
          })
        : because === 'backwards'
          ? wording.say({
              en: 'an acknowledgment never falls below an earlier one',
              'zh-cn': '确认号不会比先前发出的更小',
            })
          : because === 'relative'
            ? whyRelative(wording)
            : because === 'lost'
              ? wording.say({
                  en: 'what it acknowledges was lost on the way',
                  'zh-cn': '它所确认的内容在途中丢失了',
                })
              : whatTakesNumbers(because, wording);
    return wording.say({
      en: `ACK should be \`${wording.speak(expected)}\`, not \`${wording.speak(written)}\`: ${why}.`,
      'zh-cn': `ACK 应为 \`${wording.speak(expected)}\`，而不是 \`${wording.speak(written)}\`：${why}。`,
    });
  },
  short: ({ expected }, { say, speak }) =>
    say({ en: `ack should be ${speak(expected)}`, 'zh-cn': `ack 应为 ${speak(expected)}` }),
  fixes: ({ expected, because }, context) => [
    ...(because === 'relative' ? countFromSyn(context) : []),
    rewriteNumber('ack', expected, context),
  ],
});
