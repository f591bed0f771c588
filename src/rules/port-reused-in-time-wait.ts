import { insertBefore } from './lines.js';
import { rule } from './rule.js';

export const portReusedInTimeWait = rule({
  code: 'port-reused-in-time-wait',
  section: '3.6.1',
  requirement: 'MUST-13',
  title: { en: 'The port is used again during TIME-WAIT', 'zh-cn': 'TIME-WAIT 期间重用端口' },
  explanation: {
    en: `The end that closed first stays in TIME-WAIT for 2 MSL. Until then it should not open the same connection (same
addresses, same ports) anew: segments of the old one may still be on their way. A stack that uses timestamps can do it
safely (RFC 6191), which is why this is a warning, not an error.

Write \`C: 2MSL\` before the SYN if the time has passed.`,
    'zh-cn': `主动关闭的一端要在 TIME-WAIT 停留 2 MSL。在此之前不应重新建立同一个连接（地址和端口都相同）：旧连接的报文段可能还在途中。使用时间戳的协议栈可以安全地做到（RFC 6191），所以这里是警告而不是错误。

如果时间已经过去，请在 SYN 之前写上 \`C: 2MSL\`。`,
  },
  examples: {
    bad: ['begin\nC -> FIN -> S\nC <- FIN+ACK <- S\nC -> ACK -> S\nC -> SYN -> S\nend'],
    good: ['begin\nC -> FIN -> S\nC <- FIN+ACK <- S\nC -> ACK -> S\nC: 2MSL\nC -> SYN -> S\nend'],
  },
  message: ({ end }, wording) =>
    wording.say({
      en: `${end} is in ${wording.state('TIME_WAIT')} and should wait until 2MSL have passed before it opens the same connection again: old segments may still arrive.`,
      'zh-cn': `${end} 处于 ${wording.state('TIME_WAIT')}，应等 2MSL 过去之后再重新建立同一连接：旧的报文段可能还会到达。`,
    }),
  short: (_fault, { say }) => say({ en: '2MSL have not passed', 'zh-cn': '2MSL 尚未过去' }),
  fixes: ({ end }, context) => [insertBefore([`${end}: 2MSL`], context)],
});
