import { rule } from './rule.js';
import { takeOut } from './text.js';

export const finAfterFin = rule({
  code: 'fin-after-fin',
  section: '3.10.4',
  title: { en: 'A second FIN with a new number', 'zh-cn': '又发送了一个新的 FIN' },
  explanation: {
    en: `Each end closes its direction once. Its FIN may be sent again while it is unacknowledged, but then it keeps its
sequence number: the same FIN, not a second one. Calling CLOSE again must not emit another FIN.`,
    'zh-cn': `每一端只关闭自己的方向一次。FIN 在得到确认之前可以重传，但序号不变：那是同一个 FIN，而不是第二个。再次调用 CLOSE 也不会发出新的 FIN。`,
  },
  examples: {
    bad: ['begin\nC -> FIN(seq=u) -> S\nC <- ACK <- S\nC -> FIN(seq=u+1) -> S\nend'],
    good: ['begin\nC -> FIN(seq=u) -x S\nC -> FIN(seq=u) -> S\nC <- ACK(ack=u+1) <- S\nend'],
  },
  message: ({ end }, { say }) =>
    say({
      en: `${end} has sent its FIN and cannot send one now: each direction is closed once, and the FIN is sent again only until it is acknowledged.`,
      'zh-cn': `${end} 已经发送过 FIN，此时不能再发：每个方向只关闭一次，FIN 只在得到确认之前才会重传。`,
    }),
  short: (_fault, { say }) => say({ en: 'FIN was sent already', 'zh-cn': '已经发送过 FIN' }),
  fixes: (_fault, context) => [takeOut(context)],
});
