import { insertBefore, restOfHandshake } from './lines.js';
import { rule } from './rule.js';

export const ackBeforeSyn = rule({
  code: 'ack-before-syn',
  section: '3.5',
  title: { en: 'Acknowledges before the SYNs are exchanged', 'zh-cn': '交换 SYN 之前就发送 ACK' },
  explanation: {
    en: `An acknowledgment number is the next sequence number that its sender expects. Until the other end's SYN has
arrived, an end knows none of the other's sequence numbers, so it has nothing to acknowledge. The last ACK of a
three-way handshake can leave only after the SYN+ACK has come. Once that SYN is there, the end's own SYN is still due:
the first acknowledgment that it sends goes with it, in a SYN+ACK.`,
    'zh-cn': `确认号是发送方期望收到的下一个序号。在对端的 SYN 到达之前，本端不知道对端的任何序号，也就没有什么可以确认。三次握手的最后一个 ACK 只能在收到 SYN+ACK 之后发出。收到 SYN 之后，本端还要发送自己的 SYN：第一个确认随 SYN+ACK 一起发出。`,
  },
  examples: {
    bad: ['begin\nC -> SYN -> S\nC -> ACK -> S\nend'],
    good: ['begin\nC -> SYN -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\nend'],
  },
  message({ end, state, because }, { say, state: name }) {
    if (because === 'lost') {
      return say({
        en: `${end} is in ${name(state)} and cannot acknowledge anything: the other end's SYN was lost on the way.`,
        'zh-cn': `${end} 处于 ${name(state)}，还没有可以确认的内容：对端的 SYN 在途中丢失了。`,
      });
    }
    switch (state) {
      case 'SYN_RCVD':
        return say({
          en: `${end} is in ${name(state)} and has not sent its own SYN yet: the SYN that arrived is answered with SYN+ACK first.`,
          'zh-cn': `${end} 处于 ${name(state)}，还没有发送自己的 SYN：应先用 SYN+ACK 回应收到的 SYN。`,
        });
      case 'CLOSED':
      case 'LISTEN':
        return say({
          en: `${end} is in ${name(state)}: a SYN+ACK answers a SYN, and there is none to answer now.`,
          'zh-cn': `${end} 处于 ${name(state)}：SYN+ACK 是对 SYN 的回应，而此刻没有需要回应的 SYN。`,
        });
      default:
        return say({
          en: `${end} is in ${name(state)} and cannot acknowledge anything: the other end's SYN has not arrived.`,
          'zh-cn': `${end} 处于 ${name(state)}，还没有可以确认的内容：对端的 SYN 尚未到达。`,
        });
    }
  },
  short({ state, because }, { say }) {
    if (because === 'lost') return say({ en: 'the SYN was lost', 'zh-cn': 'SYN 已丢失' });
    switch (state) {
      case 'SYN_RCVD':
        return say({ en: 'SYN+ACK comes first', 'zh-cn': '应先发送 SYN+ACK' });
      case 'CLOSED':
      case 'LISTEN':
        return say({ en: 'no SYN to answer', 'zh-cn': '没有需要回应的 SYN' });
      default:
        return say({ en: 'no SYN has arrived yet', 'zh-cn': '尚未收到 SYN' });
    }
  },
  fixes({ state }, context) {
    const [synAck] = restOfHandshake(state, context);
    return synAck === undefined ? [] : [insertBefore([synAck], context)];
  },
});
