import { rule } from './rule.js';
import { takeOut } from './text.js';

export const sentAfterReset = rule({
  code: 'sent-after-reset',
  section: '3.6',
  title: { en: 'Sent after a reset', 'zh-cn': '复位之后又发送报文段' },
  explanation: {
    en: `A reset ends a connection at once, on the end that sends it as well as on the end that accepts it. There is no
state left from which another segment could be sent. What comes next can only be a SYN, for a new connection, or a RST
in answer to something that arrives.`,
    'zh-cn': `复位会立即结束连接：无论是发出 RST 的一端，还是接受 RST 的一端，连接状态都不复存在，也就不可能再发出别的报文段。接下来只能用 SYN 建立新连接，或者用 RST 回应到达的报文段。`,
  },
  examples: {
    bad: [
      'begin\nC -> RST -> S\nC -> DATA(len=1) -> S\nend',
      'begin\nC -> RST -> S\nC <- ACK+DATA(len=1) <- S\nend',
    ],
    good: ['begin\nC -> RST -> S\nC -> SYN -> S\nC <- RST+ACK <- S\nend'],
  },
  message: ({ end, by }, { say }) =>
    by === 'sent'
      ? say({
          en: `${end} has sent RST and cannot send on this connection any more: the reset ended it.`,
          'zh-cn': `${end} 已经发送 RST，不能再在这个连接上发送：复位已使连接结束。`,
        })
      : say({
          en: `${end} has received RST and cannot send on this connection any more: the reset ended it.`,
          'zh-cn': `${end} 已经收到 RST，不能再在这个连接上发送：复位已使连接结束。`,
        }),
  short: (_fault, { say }) => say({ en: 'reset ended the connection', 'zh-cn': '连接已被复位' }),
  fixes: (_fault, context) => [takeOut(context)],
});
