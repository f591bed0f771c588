import { rule } from './rule.js';
import { joined } from './text.js';
import type { Flag } from '../tcp/segment.js';

/** The pairs that exclude each other, and the flag that is probably a slip. */
const PAIRS: readonly { pair: readonly [Flag, Flag]; drop: Flag; en: string; zh: string }[] = [
  {
    pair: ['SYN', 'RST'],
    drop: 'RST',
    en: 'SYN opens a connection, RST drops one',
    zh: 'SYN 用于建立连接，RST 用于中止连接',
  },
  {
    pair: ['SYN', 'FIN'],
    drop: 'FIN',
    en: 'SYN starts the stream, FIN ends it',
    zh: 'SYN 表示数据流的开始，FIN 表示数据流的结束',
  },
  {
    pair: ['FIN', 'RST'],
    drop: 'FIN',
    en: 'FIN closes in good order, RST drops the connection at once',
    zh: 'FIN 是正常关闭，RST 是立即中止连接',
  },
];

const clash = (flags: readonly Flag[]) =>
  PAIRS.find(({ pair }) => pair.every((flag) => flags.includes(flag)));

export const impossibleFlags = rule({
  code: 'impossible-flags',
  section: '3.3.2',
  title: { en: 'Flags that no segment carries together', 'zh-cn': '不可能同时出现的标志' },
  explanation: {
    en: `No transition of the TCP state machine emits SYN together with FIN or RST, nor RST together with FIN. Nor does any segment go without flags: the first segment of a connection carries SYN, a reset carries RST, and
everything else carries ACK.

Such segments do exist on real networks, but they come from port scanners and fuzzers. To show one of those, declare
its sender with \`endpoint Scanner unchecked\`, or send the segment as \`forged\`.`,
    'zh-cn': `TCP 状态机的任何一次转换都不会让 SYN 与 FIN 或 RST 同时出现，也不会让 RST 与 FIN 同时出现。一个标志都没有的报文段同样不存在：连接的第一个报文段带 SYN，复位报文段带 RST，其余的都带 ACK。

真实网络中确实能见到这样的报文段，但它们来自端口扫描器或模糊测试工具。要在笔记里画出它们，请用 \`endpoint Scanner unchecked\` 声明发送方，或者把报文段标为 \`forged\`（\`伪造\`）。`,
  },
  examples: {
    bad: ['begin\nC -> SYN+FIN -> S\nend', 'begin\nC -> SYN -> S\nC <- SYN+ACK <- S\nC -> RST+FIN -> S\nend'],
    good: ['begin\nendpoint Scanner unchecked\nScanner -> SYN+FIN -> S\nend'],
  },
  message({ flags }, { say }) {
    const found = clash(flags);
    if (found) {
      const [a, b] = found.pair;
      return say({
        en: `${a} and ${b} cannot be in one segment: ${found.en}.`,
        'zh-cn': `${a} 和 ${b} 不能出现在同一个报文段里：${found.zh}。`,
      });
    }
    return flags.length === 0
      ? say({
          en: 'Every segment carries a flag: this one should carry at least ACK.',
          'zh-cn': '报文段总带有标志：这里至少应带 ACK。',
        })
      : say({
          en: `No segment carries \`${joined(flags)}\`: these flags exclude each other.`,
          'zh-cn': `没有报文段会带 \`${joined(flags)}\`：这些标志互相排斥。`,
        });
  },
  short({ flags }, { say }) {
    const found = clash(flags);
    return found
      ? say({ en: `not ${found.pair.join(' with ')}`, 'zh-cn': `${found.pair.join(' 与 ')} 不能同时出现` })
      : say({ en: 'impossible flags', 'zh-cn': '标志不合法' });
  },
  fixes({ flags }, { found }) {
    const drop = clash(flags)?.drop;
    if (!drop) return [];
    return [
      {
        title: { en: `Take ${drop} out`, 'zh-cn': `去掉 ${drop}` },
        place: { statement: found.place.statement, part: `flag.${drop}` },
        text: '',
      },
    ];
  },
});
