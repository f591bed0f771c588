import { rule } from './rule.js';
import { takeOut } from './text.js';

export const sentInTimeWait = rule({
  code: 'sent-in-time-wait',
  section: '3.10.7.4',
  title: { en: 'Sent in TIME-WAIT', 'zh-cn': '在 TIME-WAIT 中发送报文段' },
  explanation: {
    en: `Both directions are closed by the time an end reaches TIME-WAIT. It stays for 2 MSL for one purpose: to
acknowledge the peer's FIN again if the peer repeats it. All it can send is that ACK.`,
    'zh-cn': `进入 TIME-WAIT 时，两个方向都已关闭。这一端再停留 2 MSL 只为一件事：对端若重传 FIN，就再次确认它。因此它能发送的只有这个 ACK。`,
  },
  examples: {
    bad: ['begin\nC -> FIN -> S\nC <- FIN+ACK <- S\nC -> ACK -> S\nC -> DATA(len=5) -> S\nend'],
    good: ['begin\nC -> FIN -> S\nC <- FIN+ACK <- S\nC -> ACK -x S\nC <- FIN+ACK <- S\nC -> ACK -> S\nend'],
  },
  message: ({ end }, wording) =>
    wording.say({
      en: `${end} is in ${wording.state('TIME_WAIT')} and can only send the last ACK again: both directions are closed.`,
      'zh-cn': `${end} 处于 ${wording.state('TIME_WAIT')}，只能重传最后的 ACK：两个方向都已关闭。`,
    }),
  short: (_fault, wording) =>
    wording.say({
      en: `only the last ACK in ${wording.state('TIME_WAIT')}`,
      'zh-cn': `${wording.state('TIME_WAIT')} 中只能重传最后的 ACK`,
    }),
  fixes: (_fault, context) => [takeOut(context)],
});
