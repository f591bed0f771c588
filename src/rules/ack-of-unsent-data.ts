import { rule } from './rule.js';
import { rewriteNumber } from './text.js';

export const ackOfUnsentData = rule({
  code: 'ack-of-unsent-data',
  section: '3.10.7.4',
  title: { en: 'Acknowledges what was never sent', 'zh-cn': '确认了从未发送的内容' },
  explanation: {
    en: `Only what the other end has sent can be acknowledged: an acknowledgment beyond the peer's SND.NXT claims to have
received octets that do not exist. The peer answers such a segment with an ACK of its own and drops it; before the
connection is synchronized, it answers with a reset.`,
    'zh-cn': `只有对端发送过的内容才能被确认：确认号若超过对端的 SND.NXT，就等于声称收到了不存在的字节。对端会丢弃这样的报文段并回一个 ACK；连接尚未同步时则回 RST。`,
  },
  examples: {
    bad: [
      'begin\nC -> SYN(seq=x) -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\nC -> DATA(10, seq=x+1) -> S\nC <- ACK(ack=x+100) <- S\nend',
    ],
    good: [
      'begin\nC -> SYN(seq=x) -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\nC -> DATA(10, seq=x+1) -> S\nC <- ACK(ack=x+11) <- S\nend',
    ],
  },
  message: ({ peer, written, expected, sent }, { say, speak }) =>
    say({
      en: `ACK should be \`${speak(expected)}\`, not \`${speak(written)}\`: ${peer} has sent nothing from \`${speak(sent)}\` on.`,
      'zh-cn': `ACK 应为 \`${speak(expected)}\`，而不是 \`${speak(written)}\`：${peer} 还没有发送过 \`${speak(sent)}\` 及以后的内容。`,
    }),
  short: ({ expected }, { say, speak }) =>
    say({ en: `ack should be ${speak(expected)}`, 'zh-cn': `ack 应为 ${speak(expected)}` }),
  fixes: ({ expected }, context) => [rewriteNumber('ack', expected, context)],
});
