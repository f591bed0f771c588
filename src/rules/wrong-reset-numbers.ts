import { rule, type Wording } from './rule.js';
import type { ResetNumber } from '../tcp/emit.js';
import { rewriteNumber } from './text.js';

/** Why the sequence number is the right one. */
function reason(because: ResetNumber | undefined, { say }: Wording): string {
  switch (because) {
    case 'answers-ack':
      return say({
        en: 'it is the acknowledgment number of the segment that the RST answers',
        'zh-cn': '它取自所回应的报文段的确认号',
      });
    case 'answers-no-ack':
      return say({
        en: 'the segment that it answers has no ACK from which to take a number',
        'zh-cn': '所回应的报文段不带 ACK，没有可取的编号',
      });
    case 'next':
      return say({
        en: 'a RST that answers nothing carries the next number to send',
        'zh-cn': '不回应任何报文段的 RST 用的是要发送的下一个序号',
      });
    case undefined:
      return say({
        en: 'that is the one that its receiver accepts',
        'zh-cn': '接收方只接受这个序号',
      });
  }
}

export const wrongResetNumbers = rule({
  code: 'wrong-reset-numbers',
  section: '3.5.2',
  title: { en: 'Reset with the wrong numbers', 'zh-cn': 'RST 的序号或确认号错误' },
  explanation: {
    en: `A reset that answers a segment takes its numbers from that segment, so that its receiver can tell that it belongs
to the connection. If the segment carried ACK, the reset's sequence number is that acknowledgment number, and the
reset needs no ACK. If it did not, as with a first SYN, the reset has sequence number 0 and acknowledges the segment:
its sequence number plus its length, where a SYN counts as one.

A reset that a program asks for (ABORT, §3.10.5) answers nothing: its sequence number is the next one to send.`,
    'zh-cn': `用来回应某个报文段的 RST，其编号取自那个报文段，这样对端才能判断它属于这个连接。如果那个报文段带 ACK，RST 的序号就等于它的确认号，RST 自己不必带 ACK。如果不带 ACK（例如最初的 SYN），RST 的序号为 0，并确认那个报文段：确认号等于其序号加长度，SYN 算一个。

程序要求的复位（ABORT，§3.10.5）不是回应：它的序号就是要发送的下一个序号。`,
  },
  examples: {
    bad: ['begin\nC: CLOSED\nS: CLOSED\nC -> SYN(seq=x) -> S\nC <- RST(seq=0)+ACK(ack=x) <- S\nend'],
    good: ['begin\nC: CLOSED\nS: CLOSED\nC -> SYN(seq=x) -> S\nC <- RST(seq=0)+ACK(ack=x+1) <- S\nend'],
  },
  message({ field, written, expected, because }, wording) {
    const { say, speak } = wording;
    if (field === 'ack' && expected === undefined) {
      return say({
        en: 'This RST should not carry ACK: it answers a segment that carried ACK, and takes its sequence number from there.',
        'zh-cn': '这个 RST 不应带 ACK：它回应的报文段带有 ACK，序号取自那个确认号即可。',
      });
    }
    const right = expected === undefined ? '' : speak(expected);
    if (field === 'ack' && because === 'next') {
      return say({
        en: `ACK of the RST should be \`${right}\`: a RST that answers nothing acknowledges what its sender has received.`,
        'zh-cn': `RST 的 ACK 应为 \`${right}\`：不回应任何报文段的 RST 所确认的，是发送方已经收到的数据。`,
      });
    }
    if (field === 'ack') {
      return written === undefined
        ? say({
            en: `This RST should carry ACK \`${right}\`: it answers a segment without ACK, and so has to acknowledge it.`,
            'zh-cn': `这个 RST 应带 ACK \`${right}\`：它回应的报文段不带 ACK，所以要确认该报文段。`,
          })
        : say({
            en: `ACK of the RST should be \`${right}\`, not \`${speak(written)}\`: it acknowledges the whole segment that it answers.`,
            'zh-cn': `RST 的 ACK 应为 \`${right}\`，而不是 \`${speak(written)}\`：它要确认所回应的整个报文段。`,
          });
    }
    const why = reason(because, wording);
    return written === undefined
      ? say({
          en: `Sequence number of the RST should be \`${right}\`: ${why}.`,
          'zh-cn': `RST 的序号应为 \`${right}\`：${why}。`,
        })
      : say({
          en: `Sequence number of the RST should be \`${right}\`, not \`${speak(written)}\`: ${why}.`,
          'zh-cn': `RST 的序号应为 \`${right}\`，而不是 \`${speak(written)}\`：${why}。`,
        });
  },
  short: ({ field, expected }, { say, speak }) =>
    expected === undefined
      ? say({ en: `no ${field} here`, 'zh-cn': `此处不应有 ${field}` })
      : say({ en: `${field} should be ${speak(expected)}`, 'zh-cn': `${field} 应为 ${speak(expected)}` }),
  fixes({ field, expected }, context) {
    if (expected !== undefined) return [rewriteNumber(field, expected, context)];
    return [
      {
        title: { en: 'Take ACK out', 'zh-cn': '去掉 ACK' },
        place: { statement: context.found.place.statement, part: 'flag.ACK' },
        text: '',
      },
    ];
  },
});
