import { rule, type Bilingual } from './rule.js';
import type { Call } from '../exchange/script.js';

/** Why a call is refused; told by the call alone, since the message names the state. */
const REASONS: Readonly<Record<Call, Bilingual>> = {
  listen: { en: 'only an end without a connection can listen', 'zh-cn': '只有没有连接的一端才能监听' },
  connect: { en: 'a connection exists already', 'zh-cn': '连接已经存在' },
  send: { en: 'this end is not open for sending', 'zh-cn': '这一端的发送方向没有打开' },
  receive: { en: 'nothing can arrive any more', 'zh-cn': '不会再有数据到达' },
  close: { en: 'there is nothing to close', 'zh-cn': '没有可以关闭的连接' },
  shutdown: { en: 'there is nothing to close', 'zh-cn': '没有可以关闭的方向' },
  abort: { en: 'there is no connection to abort', 'zh-cn': '没有可以中止的连接' },
  crash: { en: 'there is nothing to lose', 'zh-cn': '没有可以丢失的状态' },
  timeout: { en: 'nothing waits for an acknowledgment', 'zh-cn': '没有等待确认的报文段' },
  keepalive: { en: 'there is no idle connection to probe', 'zh-cn': '没有可以探测的空闲连接' },
  '2MSL': { en: 'that timer runs in TIME-WAIT only', 'zh-cn': '这个计时器只在 TIME-WAIT 中运行' },
  'user-timeout': { en: 'there is no connection to give up', 'zh-cn': '没有可以放弃的连接' },
};

export const impossibleCall = rule({
  code: 'impossible-call',
  section: '3.10',
  title: { en: 'A call that is refused in this state', 'zh-cn': '当前状态下不可能的调用' },
  explanation: {
    en: `What a program can ask of TCP depends on the state of the connection. SEND is refused once the end has closed;
OPEN is refused where a connection exists; without a connection there is nothing to close or abort. Timers, too, run in
certain states only: 2MSL in TIME-WAIT, the retransmission timer while something is unacknowledged.`,
    'zh-cn': `程序能向 TCP 提出什么请求取决于连接的状态。这一端关闭之后，SEND 会被拒绝；已有连接时，OPEN 会被拒绝；没有连接时，也就没有什么可以关闭或中止。计时器同样只在特定状态下运行：2MSL 在 TIME-WAIT 中，重传计时器在有未确认的内容时。`,
  },
  examples: {
    bad: ['begin\nC: close\nC -> FIN -> S\nC: send 10\nend', 'begin\nC -> FIN -> S\nC: 2MSL\nend'],
    good: ['begin\nC: send 10\nC -> DATA(10) -> S\nC: close\nC -> FIN -> S\nend'],
  },
  message: ({ end, call, state }, wording) =>
    wording.say({
      en: `\`${call}\` is not possible for ${end} in ${wording.state(state)}: ${REASONS[call].en}.`,
      'zh-cn': `${end} 处于 ${wording.state(state)}，不能 \`${call}\`：${REASONS[call]['zh-cn']}。`,
    }),
  short: ({ state }, wording) =>
    wording.say({
      en: `not possible in ${wording.state(state)}`,
      'zh-cn': `在 ${wording.state(state)} 中不可能`,
    }),
  fixes: (_fault, { found }) => [
    {
      title: { en: 'Take the call out', 'zh-cn': '去掉这个调用' },
      place: { statement: found.place.statement, part: 'whole' },
      text: '',
    },
  ],
});
