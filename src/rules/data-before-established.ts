import { insertBefore, restOfHandshake } from './lines.js';
import { rule } from './rule.js';

export const dataBeforeEstablished = rule({
  code: 'data-before-established',
  section: '3.10.2',
  title: { en: 'Data before the handshake is complete', 'zh-cn': '握手完成之前发送数据' },
  explanation: {
    en: `A program may call SEND in SYN-SENT or SYN-RECEIVED, but TCP keeps the data back until the connection is
ESTABLISHED. The client may put its first data on the ACK that ends the handshake; the server has to wait for that ACK.

The exception is TCP Fast Open (RFC 7413), where data travels on the SYN and the server may send before the handshake
ends. Mark such a SYN with \`tfo\`. A server that acknowledges only the SYN of one with data has declined, and waits.`,
    'zh-cn': `程序可以在 SYN-SENT 或 SYN-RECEIVED 状态调用 SEND，但 TCP 会把数据留到连接进入 ESTABLISHED 之后再发。客户端可以把第一批数据放在完成握手的那个 ACK 上；服务端则要等这个 ACK 到达。

例外是 TCP Fast Open（RFC 7413）：数据可以随 SYN 一起发送，服务端也可以在握手结束前发送数据。这样的 SYN 请加上 \`tfo\`。如果 SYN 带有数据，而服务端只确认了 SYN，就是拒绝了它，需要等待。`,
  },
  examples: {
    bad: ['begin\nC -> SYN -> S\nC <- SYN+ACK <- S\nC <- DATA(len=10) <- S\nC -> ACK -> S\nend'],
    good: [
      'begin\nC -> SYN -> S\nC <- SYN+ACK <- S\nC -> ACK+DATA(len=10) -> S\nend',
      'begin\nC -> SYN -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\nC <- ACK+DATA(len=10) <- S\nend',
    ],
  },
  message: ({ end, state }, wording) =>
    wording.say({
      en: `${end} is in ${wording.state(state)} and cannot send data yet: it waits until the connection is ${wording.state('ESTABLISHED')}.`,
      'zh-cn': `${end} 处于 ${wording.state(state)}，还不能发送数据：要等连接进入 ${wording.state('ESTABLISHED')}。`,
    }),
  short: (_fault, wording) =>
    wording.say({
      en: `data before ${wording.state('ESTABLISHED')}`,
      'zh-cn': `${wording.state('ESTABLISHED')} 之前发送数据`,
    }),
  fixes({ state }, context) {
    const lines = restOfHandshake(state, context);
    return lines.length === 0 ? [] : [insertBefore(lines, context)];
  },
});
