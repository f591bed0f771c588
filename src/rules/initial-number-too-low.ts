import { rule } from './rule.js';

export const initialNumberTooLow = rule({
  code: 'initial-number-too-low',
  section: '3.6.1',
  requirement: 'MAY-2',
  title: {
    en: 'Reopened from TIME-WAIT with a number of the old connection',
    'zh-cn': '从 TIME-WAIT 重新打开时使用了旧连接的序号',
  },
  explanation: {
    en: `An end in TIME-WAIT may accept a new SYN at once, without waiting for 2MSL, if the number of its SYN+ACK lies beyond
every number that it used on the old connection. Otherwise old segments could be taken for new ones.

The same end may as well refuse the SYN with an ACK that repeats its last acknowledgment.`,
    'zh-cn': `处于 TIME-WAIT 的一端可以不等 2MSL 就接受新的 SYN，条件是它的 SYN+ACK 的序号大于旧连接用过的所有序号。否则旧的报文段可能被当作新的。

这一端也可以用一个重复上次确认的 ACK 拒绝这个 SYN。`,
  },
  examples: {
    bad: [
      'begin\nC: LAST_ACK(snd=100, rcv=300)\nS: TIME_WAIT(snd=300, rcv=100)\nC: crash\nC -> SYN(seq=900) -> S\nC <- SYN(seq=200)+ACK(ack=901) <- S\nC -> ACK(seq=901, ack=201) -> S\nend',
    ],
    good: [
      'begin\nC: LAST_ACK(snd=100, rcv=300)\nS: TIME_WAIT(snd=300, rcv=100)\nC: crash\nC -> SYN(seq=900) -> S\nC <- SYN(seq=400)+ACK(ack=901) <- S\nC -> ACK(seq=901, ack=401) -> S\nend',
    ],
  },
  message: ({ end, written, least }, { say, speak }) =>
    say({
      en: `The sequence number of the SYN+ACK should be \`${speak(least)}\` or more, not \`${speak(written)}\`: on the old connection ${end} has used all numbers before.`,
      'zh-cn': `SYN+ACK 的序号应不小于 \`${speak(least)}\`，而不是 \`${speak(written)}\`：${end} 在旧连接上已经用过之前的所有序号。`,
    }),
  short: ({ least }, { say, speak }) =>
    say({ en: `seq should be ${speak(least)} or more`, 'zh-cn': `seq 应不小于 ${speak(least)}` }),
});
