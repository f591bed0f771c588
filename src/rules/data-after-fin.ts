import { rule } from './rule.js';

export const dataAfterFin = rule({
  code: 'data-after-fin',
  section: '3.6',
  title: { en: 'New data after FIN', 'zh-cn': '发送 FIN 之后又发送新数据' },
  explanation: {
    en: `FIN says "I have no more data to send". After it, the only data that this end may still put on the wire is
data it had sent before, again. The other direction stays open: the peer may go on sending until it sends its own FIN.

If the data was meant to go first, move it above the FIN, or put it into the FIN's own segment: \`FIN+ACK+DATA(10)\`.`,
    'zh-cn': `FIN 的意思是“我没有更多数据要发送了”。此后这一端只能重传先前发过的数据。另一个方向仍然开放：对端在发送自己的 FIN 之前可以继续发送数据。

如果数据本应先发，请把它移到 FIN 之前，或者放进 FIN 所在的报文段：\`FIN+ACK+DATA(10)\`。`,
  },
  examples: {
    bad: ['begin\nC -> FIN -> S\nC <- ACK <- S\nC -> DATA(len=10) -> S\nend'],
    good: [
      'begin\nC -> FIN -> S\nC <- ACK <- S\nC <- ACK+DATA(len=10) <- S\nC -> ACK -> S\nend',
      'begin\nC -> DATA(len=10)+FIN -> S\nC <- ACK <- S\nend',
    ],
  },
  message: ({ end }, { say }) =>
    say({
      en: `${end} has sent FIN: nothing new can follow it, and what came before it is sent again only until it is acknowledged.`,
      'zh-cn': `${end} 已经发送 FIN：之后不会再有新数据，之前的数据也只在得到确认之前才会重传。`,
    }),
  short: (_fault, { say }) => say({ en: 'no data after FIN', 'zh-cn': 'FIN 之后不能再有数据' }),
});
