import { rule } from './rule.js';
import { joined, takeOut } from './text.js';

export const noConnection = rule({
  code: 'no-connection',
  section: '3.3.2',
  title: { en: 'Sent without a connection', 'zh-cn': '没有连接就发送报文段' },
  explanation: {
    en: `An end in CLOSED has no connection, and an end in LISTEN only waits for one. The one segment that either can
send of its own accord is a SYN, which opens a connection. Apart from that it may only answer: with RST, to a segment
that belongs to no connection.

If the note means a connection that is open already, say so first: \`C: ESTABLISHED\`.`,
    'zh-cn': `处于 CLOSED 的一端没有连接，处于 LISTEN 的一端只是在等待连接。它们能主动发送的只有 SYN，也就是发起连接。除此之外只能作出回应：收到不属于任何连接的报文段时回 RST。

如果笔记说的是已经建立好的连接，请先写明：\`C: ESTABLISHED\`。`,
  },
  examples: {
    bad: ['begin\nC: CLOSED\nS: LISTEN\nC -> ACK(seq=1, ack=1) -> S\nC <- RST(seq=1) <- S\nend'],
    good: ['begin\nC -> SYN -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\nend', 'begin\nC -> ACK -> S\nend'],
  },
  message({ end, state, flags, toReset }, wording) {
    if (toReset) {
      return wording.say({
        en: `${end} cannot answer a RST with a RST: no reset is ever answered, or two ends could send resets for ever.`,
        'zh-cn': `${end} 不能用 RST 回应 RST：复位从不得到回应，否则两端会没完没了地互发复位。`,
      });
    }
    const name = wording.state(state);
    const what = flags.length === 0 ? '' : ` \`${joined(flags)}\``;
    return wording.say({
      en: `${end} is in ${name} and cannot send${what || ' this'}: without a connection it can only send SYN, or RST as an answer.`,
      'zh-cn': `${end} 处于 ${name}，不能发送${what || '这个报文段'}：没有连接时只能发送 SYN，或者用 RST 作为回应。`,
    });
  },
  short: ({ end, state }, wording) =>
    wording.say({ en: `${end} is ${wording.state(state)}`, 'zh-cn': `${end} 处于 ${wording.state(state)}` }),
  fixes: (_fault, context) => [takeOut(context)],
});
