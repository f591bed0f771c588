import { rule } from './rule.js';
import { rewriteNumber } from './text.js';

export const ackBehind = rule({
  code: 'ack-behind',
  section: '3.10.7.4',
  requirement: 'MUST-59',
  title: { en: 'Leaves out data that has arrived', 'zh-cn': '没有确认已经到达的数据' },
  explanation: {
    en: `Acknowledgments are cumulative: each one names the next number expected, so it covers all data that arrived in
order before it was sent. An ACK may come late, but when it comes it says how far the receiver has got by then. An older
number is possible only if the receiver had no room and dropped the data.

If the ACK was sent before the data arrived, the two crossed in the network. Show that with \`...\`: the data leaves
(\`C -> DATA(10) -> ...\`), the ACK is sent, the data arrives.`,
    'zh-cn': `确认是累积的：确认号表示期望的下一个序号，因此涵盖了此前按序到达的全部数据。ACK 可以推迟，但发出时应反映接收方当时的进度。只有接收方没有空间、丢弃了数据时，才可能出现更旧的确认号。

如果 ACK 是在数据到达之前发出的，说明两者在网络中交错。可以用 \`...\` 表示：数据先发出（\`C -> DATA(10) -> ...\`），然后 ACK 发出，最后数据到达。`,
  },
  examples: {
    bad: [
      'begin\nC -> SYN(seq=x) -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\nC -> DATA(10, seq=x+1) -> S\nC <- ACK(ack=x+1) <- S\nend',
    ],
    good: [
      'begin\nC -> SYN(seq=x) -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\nC -> DATA(10, seq=x+1) -> ...\nC <- ACK(ack=x+1) <- S\n... -> DATA(10, seq=x+1) -> S\nC <- ACK(ack=x+11) <- S\nend',
    ],
  },
  message: ({ end, written, expected, because }, { say, speak }) =>
    because === 'missing'
      ? say({
          en: `ACK \`${speak(written)}\` and the SACK block say that data from \`${speak(written)}\` on is missing: ${end} has received it, so it should be lost above.`,
          'zh-cn': `ACK \`${speak(written)}\` 和 SACK 块表示缺少从 \`${speak(written)}\` 开始的数据：${end} 已经收到，所以上面应写成丢失。`,
        })
      : say({
          en: `ACK \`${speak(written)}\` leaves out data that ${end} has received: it should be \`${speak(expected)}\`, as acknowledgments are cumulative.`,
          'zh-cn': `ACK \`${speak(written)}\` 没有包含 ${end} 已收到的数据：确认是累积的，应为 \`${speak(expected)}\`。`,
        }),
  short: ({ expected, because }, { say, speak }) =>
    because === 'missing'
      ? say({ en: 'nothing is missing', 'zh-cn': '并未缺少数据' })
      : say({ en: `ack should be ${speak(expected)}`, 'zh-cn': `ack 应为 ${speak(expected)}` }),
  // The SACK block beside it would be wrong then.
  fixes: ({ expected, because }, context) =>
    because === 'missing' ? [] : [rewriteNumber('ack', expected, context)],
});
