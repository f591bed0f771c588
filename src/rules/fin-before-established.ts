import { insertBefore, restOfHandshake } from './lines.js';
import { rule } from './rule.js';

export const finBeforeEstablished = rule({
  code: 'fin-before-established',
  section: '3.10.4',
  title: { en: 'FIN before there is a connection', 'zh-cn': '连接尚未建立就发送 FIN' },
  explanation: {
    en: `A FIN ends a stream that has begun. An end in SYN-SENT that is told to CLOSE simply forgets the attempt: it
deletes its TCB and sends nothing. From SYN-RECEIVED on, a FIN is possible, because by then both ends have seen a SYN.`,
    'zh-cn': `FIN 用来结束已经开始的数据流。处于 SYN-SENT 的一端如果调用 CLOSE，只是放弃这次尝试：删除 TCB，什么也不发送。从 SYN-RECEIVED 起才可以发送 FIN，因为那时两端都已看到 SYN。`,
  },
  examples: {
    bad: ['begin\nC -> SYN -> S\nC -> FIN -> S\nend'],
    good: ['begin\nC -> SYN -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\nC -> FIN+ACK -> S\nC <- ACK <- S\nend'],
  },
  message: ({ end, state }, wording) =>
    wording.say({
      en: `${end} is in ${wording.state(state)} and cannot send FIN: there is no connection to close yet.`,
      'zh-cn': `${end} 处于 ${wording.state(state)}，不能发送 FIN：还没有可以关闭的连接。`,
    }),
  short: (_fault, { say }) => say({ en: 'nothing to close yet', 'zh-cn': '连接尚未建立' }),
  fixes({ state }, context) {
    const lines = restOfHandshake(state, context);
    return lines.length === 0 ? [] : [insertBefore(lines, context)];
  },
});
