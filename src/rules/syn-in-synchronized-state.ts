import { insertBefore } from './lines.js';
import { rule } from './rule.js';
import { takeOut } from './text.js';

export const synInSynchronizedState = rule({
  code: 'syn-in-synchronized-state',
  section: '3.10.1',
  title: { en: 'SYN on a connection that is open', 'zh-cn': '在已有连接上发送 SYN' },
  explanation: {
    en: `A SYN opens a connection, and this end has one already. An OPEN call on it is refused with "connection already
exists", so no new SYN can leave it. (A SYN that was sent earlier may be sent again as long as it is unacknowledged.)

An end that lost its memory is another matter: write \`C: crash\` first, and the SYN that follows is a new connection,
as in figure 9 of RFC 9293. The other end, still in a synchronized state, answers it with a challenge ACK.`,
    'zh-cn': `SYN 用来建立连接，而这一端已经有连接了。这时调用 OPEN 会得到“连接已存在”的错误，所以不会再有新的 SYN 发出。（先前发出、尚未得到确认的 SYN 可以重传。）

如果这一端重启过、丢失了连接状态，那是另一回事：先写 \`C: crash\`（\`C: 崩溃\`），随后的 SYN 就是一个新连接，如 RFC 9293 图 9 所示。另一端仍处于同步状态，会用挑战 ACK（challenge ACK）来回应。`,
  },
  examples: {
    bad: [
      'begin\nC -> SYN(seq=x) -> S\nC <- SYN(seq=y)+ACK(ack=x+1) <- S\nC -> ACK -> S\nC -> SYN(seq=x+1) -> S\nend',
    ],
    good: [
      'begin\nC: ESTABLISHED\nS: ESTABLISHED\nC: crash\nC -> SYN -> S\nC <- ACK <- S\nC -> RST -> S\nend',
    ],
  },
  message: ({ end, state }, wording) =>
    wording.say({
      en: `${end} is in ${wording.state(state)} and cannot send SYN: the connection is open already.`,
      'zh-cn': `${end} 处于 ${wording.state(state)}，不能再发送 SYN：连接已经建立。`,
    }),
  short: (_fault, { say }) => say({ en: 'connection is open already', 'zh-cn': '连接已经建立' }),
  // A SYN,ACK answers a SYN, which an end that has lost its memory has not received.
  fixes: ({ end }, context) =>
    context.statement.kind === 'segment' && context.statement.flags.has('ACK')
      ? [takeOut(context)]
      : [insertBefore([`${end}: crash`], context)],
});
