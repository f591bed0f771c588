import { rule } from './rule.js';
import { rewrite, rewriteNumber } from './text.js';

export const repeatDiffers = rule({
  code: 'repeat-differs',
  section: '3.10.8',
  title: { en: 'The retransmission differs from what was sent', 'zh-cn': '重传内容与先前发送的不同' },
  explanation: {
    en: `A retransmission sends again what was sent before: the octet that belongs to a sequence number never changes, a SYN
stays a SYN, and a FIN keeps its place. A sender may cut the data into other segments (§3.8.6), but the data is the
same. Only the acknowledgment number, the window and the options are those of the moment.`,
    'zh-cn': `重传就是把先前发送的内容再发一遍：一个序号对应的字节不会改变，SYN 还是那个 SYN，FIN 的位置也不变。发送方可以重新划分报文段（§3.8.6），但数据是一样的。只有确认号、窗口和选项取发送时的值。`,
  },
  examples: {
    bad: ['begin\nC -> DATA("hello", seq=u) -x S\nC: timeout\nC -> DATA("world", seq=u) -> S\nend'],
    good: [
      'begin\nC -> DATA("hello", seq=u) -x S\nC -> DATA("hello", seq=u) -> S\nC <- ACK(ack=u+5) <- S\nend',
    ],
  },
  message({ end, what, seq, len }, { say, speak }) {
    const number = speak(seq);
    switch (what) {
      case 'length':
        return say({
          en: `The retransmission should carry ${len} octets: that is what ${end} sent from \`${number}\` on, and a retransmission repeats it.`,
          'zh-cn': `重传应携带 ${len} 字节：${end} 先前从 \`${number}\` 起发送的就是这些，重传的内容必须相同。`,
        });
      case 'payload':
        return say({
          en: `The retransmission should carry the data that ${end} sent from \`${number}\` on: an octet never changes once it is sent.`,
          'zh-cn': `重传应携带 ${end} 先前从 \`${number}\` 起发送的数据：字节一经发送就不会改变。`,
        });
      case 'flags':
        return say({
          en: `The retransmission should have the flags with which ${end} sent \`${number}\` before: SYN and FIN keep their places.`,
          'zh-cn': `重传的标志应与 ${end} 先前发送 \`${number}\` 时相同：SYN 和 FIN 的位置不变。`,
        });
      case 'seq':
        return say({
          en: `The retransmission should have sequence number \`${number}\`: that is where ${end} sent this before.`,
          'zh-cn': `重传的序号应为 \`${number}\`：${end} 先前就是用这个序号发送的。`,
        });
    }
  },
  short: (_fault, { say }) => say({ en: 'retransmission differs', 'zh-cn': '重传内容不同' }),
  fixes({ what, seq, len }, context) {
    if (what === 'length' && len > 0) return [rewrite('len', `len=${len}`, context)];
    if (what === 'seq') return [rewriteNumber('seq', seq, context)];
    if (what !== 'payload') return [];
    return [
      {
        title: { en: 'Leave the data as it was sent', 'zh-cn': '保持先前发送的数据' },
        place: { statement: context.found.place.statement, part: 'len' },
        text: '',
      },
    ];
  },
});
