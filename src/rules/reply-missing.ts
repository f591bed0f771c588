import { insertAfter, lineBy } from './lines.js';
import { rule } from './rule.js';
import type { Seq } from '../tcp/seq.js';
import type { Owed } from '../tcp/tcb.js';

/** The flags that the answer carries. */
function flagsOf(reply: Owed['kind'], ack: Seq | undefined): string {
  if (reply === 'syn-ack') return 'SYN+ACK';
  if (reply !== 'reset') return 'ACK';
  return ack === undefined ? 'RST' : 'RST+ACK';
}

export const replyMissing = rule({
  code: 'reply-missing',
  section: '3.5.2',
  title: { en: 'A reset that must answer is missing', 'zh-cn': '缺少必须回应的复位' },
  explanation: {
    en: `Some segments must be answered. An end without a connection answers everything but a reset with RST, so that the
other end learns that it is talking to nobody; an end whose connection is not open yet does so where the segment
acknowledges what it never sent. A note that stops there leaves out the point of the story.`,
    'zh-cn': `有些报文段必须得到回应。没有连接的一端，对除 RST 以外的一切报文段都要回 RST，让对端知道这里并没有连接；连接尚未建立的一端，如果收到的报文段确认了它从未发送的内容，也要回 RST。如果笔记到此为止，就漏掉了故事的关键。`,
  },
  examples: {
    bad: [
      'begin\nC: CLOSED\nS: ESTABLISHED(snd=300, rcv=100)\nC <- ACK+DATA(seq=300, ack=100, len=10) <- S\nend',
    ],
    good: [
      'begin\nC: CLOSED\nS: ESTABLISHED(snd=300, rcv=100)\nC <- ACK+DATA(seq=300, ack=100, len=10) <- S\nC -> RST(seq=100) -> S\nend',
    ],
  },
  message({ end, reply, seq, ack }, { say, speak }) {
    const flags = flagsOf(reply, ack);
    const numbers = [
      ...(seq === undefined ? [] : [`seq=${speak(seq)}`]),
      ...(ack === undefined ? [] : [`ack=${speak(ack)}`]),
    ].join(', ');
    const segment = numbers ? `${flags}(${numbers})` : flags;
    return say({
      en: `${end} should answer this with \`${segment}\`, which never comes: ${
        reply === 'reset'
          ? `no connection that ${end} has can take this segment`
          : 'the RFC requires an answer'
      }.`,
      'zh-cn': `${end} 应当用 \`${segment}\` 回应，但笔记中没有：${
        reply === 'reset' ? '它没有能接收这个报文段的连接' : 'RFC 要求作出回应'
      }。`,
    });
  },
  short: ({ end, reply }, { say }) =>
    reply === 'reset'
      ? say({ en: `${end} owes a RST`, 'zh-cn': `${end} 应回 RST` })
      : say({ en: `${end} owes an answer`, 'zh-cn': `${end} 应作出回应` }),
  fixes({ reply, ack }, context) {
    const { statement } = context;
    if (statement.kind !== 'segment' || statement.to === undefined) return [];
    return [insertAfter(lineBy('receiver', flagsOf(reply, ack), statement), context)];
  },
});
