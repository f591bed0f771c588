import { rule } from './rule.js';
import { bothNumbers, rewriteBoth, rewriteNumber } from './text.js';

export const sequenceGap = rule({
  code: 'sequence-gap',
  section: '3.4',
  title: { en: 'A gap in the sequence numbers', 'zh-cn': '序号出现空缺' },
  explanation: {
    en: `A segment starts where the one before it ended, or earlier when it repeats something. Starting later would leave
numbers that stand for nothing, and the receiver would wait for them for ever.

If the numbers stand for data that the note does not show, a new symbol says so (\`FIN(seq=w)\`), or a line for the
data. If a segment was lost, write it with a lost arrow: \`C -> DATA(10) -x S\`.`,
    'zh-cn': `报文段从前一个报文段结束的地方开始，重传时则更早。如果从更后面开始，中间的序号就没有内容，接收方会一直等下去。

如果这些序号对应笔记中没有画出的数据，可以用一个新符号表示（\`FIN(seq=w)\`），或者补上一行数据。如果是报文段丢失，请画成丢失的箭头：\`C -> DATA(10) -x S\`。`,
  },
  examples: {
    bad: [
      'begin\nC -> SYN(seq=x) -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\nC -> DATA(10, seq=x+1) -> S\nC -> DATA(10, seq=x+21) -> S\nend',
    ],
    good: [
      'begin\nC -> SYN(seq=x) -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\nC -> DATA(10, seq=x+1) -x S\nC -> DATA(10, seq=x+11) -> S\nend',
    ],
  },
  message({ end, written, expected, ack }, wording) {
    if (ack) return bothNumbers({ written, expected }, ack, wording);
    const { say, speak } = wording;
    return say({
      en: `The sequence number should be \`${speak(expected)}\`, not \`${speak(written)}\`: ${end} has sent nothing in between.`,
      'zh-cn': `序号应为 \`${speak(expected)}\`，而不是 \`${speak(written)}\`：${end} 没有发送过中间的内容。`,
    });
  },
  short: ({ expected }, { say, speak }) =>
    say({ en: `seq should be ${speak(expected)}`, 'zh-cn': `seq 应为 ${speak(expected)}` }),
  fixes: ({ expected, ack }, context) => [
    ack ? rewriteBoth(expected, ack.expected, context) : rewriteNumber('seq', expected, context),
  ],
});
