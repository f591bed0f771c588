import { rule } from './rule.js';

export const resetDiscarded = rule({
  code: 'reset-discarded',
  severity: 'warning',
  section: '3.5.3',
  title: { en: 'A reset that resets nothing', 'zh-cn': '不起作用的 RST' },
  explanation: {
    en: `A receiver checks a reset before it believes it. In SYN-SENT, the reset has to acknowledge the SYN. In every other
state, its sequence number has to lie in the receive window; and where RFC 5961 is followed it has to be exactly the
next number expected, else the receiver answers with a challenge ACK. A listening end ignores resets.

Mark a reset that an attacker sends as \`forged\`: that it does not work is then the point.`,
    'zh-cn': `接收方在相信 RST 之前会先检查它。在 SYN-SENT 状态，RST 必须确认所发的 SYN。在其他状态，RST 的序号必须落在接收窗口之内；若遵循 RFC 5961，还必须正好等于期望的下一个序号，否则接收方回一个挑战 ACK。处于监听的一端忽略 RST。

如果 RST 是攻击者发的，请标为 \`forged\`（\`伪造\`）：它不起作用正是要说明的内容。`,
  },
  examples: { bad: [], good: ['begin\nforged C -> RST(seq=z) -> S\nend'] },
  message: ({ end, state }, wording) =>
    state === 'SYN_SENT'
      ? wording.say({
          en: `${end} is in ${wording.state(state)} and ignores this RST: it should acknowledge the SYN of ${end}.`,
          'zh-cn': `${end} 处于 ${wording.state(state)}，会忽略这个 RST：它应当确认 ${end} 的 SYN。`,
        })
      : state === 'LISTEN' || state === 'CLOSED'
        ? wording.say({
            en: `${end} is in ${wording.state(state)} and ignores this RST: there is no connection to reset.`,
            'zh-cn': `${end} 处于 ${wording.state(state)}，会忽略这个 RST：没有连接可以复位。`,
          })
        : wording.say({
            en: `${end} is in ${wording.state(state)} and ignores this RST: its sequence number should be the next one that ${end} expects.`,
            'zh-cn': `${end} 处于 ${wording.state(state)}，会忽略这个 RST：它的序号应是 ${end} 期望的下一个序号。`,
          }),
  short: ({ end }, { say }) => say({ en: `${end} ignores it`, 'zh-cn': `${end} 会忽略` }),
});
