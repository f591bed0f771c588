import { rule, type Wording } from './rule.js';
import { countFromSyn, whyRelative } from './relative.js';
import { bothNumbers, rewriteBoth, rewriteNumber, whatTakesNumbers } from './text.js';

function reason(
  end: string,
  because: 'syn' | 'fin' | 'data' | 'again' | 'relative' | undefined,
  wording: Wording,
): string {
  if (because === 'relative') return whyRelative(wording);
  if (because === 'again') {
    return wording.say({ en: 'what is sent again keeps its number', 'zh-cn': '重传的报文段序号不变' });
  }
  return because
    ? whatTakesNumbers(because, wording)
    : wording.say({ en: `it is the next number of ${end}`, 'zh-cn': `这是 ${end} 要发送的下一个序号` });
}

export const wrongSequenceNumber = rule({
  code: 'wrong-sequence-number',
  section: '3.4',
  title: { en: 'Wrong sequence number', 'zh-cn': '序号错误' },
  explanation: {
    en: `What an end sends is numbered without gaps: each octet of data takes one number, and so do SYN and FIN. A segment
starts at the number after the last one sent (SND.NXT), unless it repeats something sent before. A pure ACK takes no
number: it carries SND.NXT, and the next segment carries the same.

The usual slip is to forget that the SYN or the FIN takes a number: after \`SYN(seq=x)\` comes \`x+1\`.`,
    'zh-cn': `一端发送的内容是连续编号的：每个字节的数据占用一个序号，SYN 和 FIN 也各占一个。报文段从上次发送之后的序号（SND.NXT）开始，除非它是重传。纯 ACK 不占用序号：它带的就是 SND.NXT，下一个报文段的序号与它相同。

最常见的疏忽是忘了 SYN 或 FIN 也占一个序号：\`SYN(seq=x)\` 之后是 \`x+1\`。`,
  },
  examples: {
    bad: [
      'begin\nC -> SYN(seq=x) -> S\nC <- SYN(seq=y)+ACK(ack=x+1) <- S\nC -> ACK(seq=x, ack=y+1) -> S\nend',
    ],
    good: [
      'begin\nC -> SYN(seq=x) -> S\nC <- SYN(seq=y)+ACK(ack=x+1) <- S\nC -> ACK(seq=x+1, ack=y+1) -> S\nC -> ACK(seq=x+1, ack=y+1)+DATA(10) -> S\nend',
    ],
  },
  message({ end, written, expected, because, ack }, wording) {
    if (ack) return bothNumbers({ written, expected }, ack, wording);
    const why = reason(end, because, wording);
    return wording.say({
      en: `The sequence number should be \`${wording.speak(expected)}\`, not \`${wording.speak(written)}\`: ${why}.`,
      'zh-cn': `序号应为 \`${wording.speak(expected)}\`，而不是 \`${wording.speak(written)}\`：${why}。`,
    });
  },
  short: ({ expected }, { say, speak }) =>
    say({ en: `seq should be ${speak(expected)}`, 'zh-cn': `seq 应为 ${speak(expected)}` }),
  fixes: ({ expected, because, ack }, context) => [
    ...(because === 'relative' ? countFromSyn(context) : []),
    ack ? rewriteBoth(expected, ack.expected, context) : rewriteNumber('seq', expected, context),
  ],
});
