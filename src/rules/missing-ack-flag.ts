import { rule } from './rule.js';

export const missingAckFlag = rule({
  code: 'missing-ack-flag',
  section: '3.1',
  title: { en: 'Segment without ACK on an open connection', 'zh-cn': '已建立的连接上缺少 ACK 标志' },
  explanation: {
    en: `Once a connection is established, every segment carries ACK: its acknowledgment number is always valid. The
only exceptions are the first SYN and a RST. A receiver drops a segment without ACK.

A SYN that answers a SYN carries ACK, too: the two steps are one segment, which is why the handshake takes three.

What is said of open connections is checked under \`mode strict\`. In ordinary notes \`FIN\` is shorthand for \`FIN+ACK\`.`,
    'zh-cn': `连接建立之后，每个报文段都带 ACK，确认号始终有效；例外只有最初的 SYN 和 RST。没有 ACK 的报文段会被接收方丢弃。

回应 SYN 的 SYN 同样带 ACK：两步合成一个报文段，所以握手只需三次。

关于已建立连接的部分只在 \`mode strict\`（\`模式 严格\`）下检查。在普通笔记里，\`FIN\` 是 \`FIN+ACK\` 的简写。`,
  },
  examples: {
    bad: [
      'begin\nmode strict\nC -> FIN -> S\nC <- ACK <- S\nend',
      'begin\nC -> SYN(seq=x) -> S\nC <- SYN(seq=y) <- S\nC -> ACK(ack=y+1) -> S\nend',
    ],
    good: [
      'begin\nmode strict\nC -> FIN+ACK -> S\nC <- ACK <- S\nend',
      'begin\nC -> FIN -> S\nC <- ACK <- S\nend',
    ],
  },
  message: ({ end, state }, wording) =>
    state === 'SYN_RCVD'
      ? wording.say({
          en: `${end} is in ${wording.state(state)}, so its SYN should carry ACK: it answers the SYN that arrived.`,
          'zh-cn': `${end} 处于 ${wording.state(state)}，它的 SYN 应带 ACK：这是对收到的 SYN 的回应。`,
        })
      : wording.say({
          en: `${end} is in ${wording.state(state)}, so this segment should carry ACK: on an open connection only RST may go without it.`,
          'zh-cn': `${end} 处于 ${wording.state(state)}，这个报文段应带 ACK：连接建立后只有 RST 可以不带。`,
        }),
  short: (_fault, { say }) => say({ en: 'should carry ACK', 'zh-cn': '应带 ACK' }),
  fixes: (_fault, { found }) => [
    {
      title: { en: 'Add ACK', 'zh-cn': '加上 ACK' },
      place: { statement: found.place.statement, part: 'flag.ACK' },
      text: 'ACK',
    },
  ],
});
