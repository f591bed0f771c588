import { rule } from './rule.js';

export const wrongEnd = rule({
  code: 'wrong-end',
  section: '3.3.1',
  title: { en: "Another end's name", 'zh-cn': '端点名写错了' },
  explanation: {
    en: `The segment does not fit the connection that it is written for, but just fits another one: flags and numbers are what
the end with the other name would send, or take, now. Each connection has numbers of its own (§3.3.1), so they tell
which one a segment belongs to. A name with a slip in it stands for an end that no other line names: where
the line fits the end whose name is nearly the same, that one is meant. An \`endpoint\` line says that the name is right.`,
    'zh-cn': `这个报文段与所写的连接不符，却正好属于另一个连接：标志和编号正是另一端此刻会发送或接收的。每个连接有自己的编号（§3.3.1），所以从编号就能看出报文段属于哪个连接。写错的名称会成为其他各行都没有提到的端点：如果这一行与名称相近的另一端相符，指的就是那一端。用 \`endpoint\`（\`端点\`）声明过的名称不算写错。`,
  },
  examples: {
    bad: [
      'begin\nClient -> SYN(seq=x) -> Server\nClient <- SYN+ACK(seq=y, ack=x+1) <- Server\nClient -> ACK(seq=x+1, ack=y+1) -> Sever\nClient -> DATA(5) -> Server\nend',
    ],
    good: [
      'begin\nClient -> SYN(seq=x) -> Server\nClient <- SYN+ACK(seq=y, ack=x+1) <- Server\nClient -> ACK(seq=x+1, ack=y+1) -> Server\nClient -> DATA(5) -> Server\nend',
    ],
  },
  message({ end, meant, because }, { say }) {
    if (because === 'alone')
      return say({
        en: `\`${end}\` should be \`${meant}\`: no other line names ${end}, and this segment fits the connection of ${meant}.`,
        'zh-cn': `\`${end}\` 应为 \`${meant}\`：别处都没有 ${end}，而这个报文段与 ${meant} 的连接相符。`,
      });
    if (because === 'alone-above')
      return say({
        en: `\`${end}\` above should be \`${meant}\`, as here: no other line names ${end}, and the segment there fits the connection of ${meant}.`,
        'zh-cn': `上面的 \`${end}\` 应与此处一样写作 \`${meant}\`：别处都没有 ${end}，而那个报文段与 ${meant} 的连接相符。`,
      });
    return say({
      en: `\`${end}\` should be \`${meant}\`: this segment does not fit the connection of ${end}, and just fits that of ${meant}.`,
      'zh-cn': `\`${end}\` 应为 \`${meant}\`：这个报文段与 ${end} 的连接不符，正好属于 ${meant} 的连接。`,
    });
  },
  short: ({ end, meant, because }, { say }) =>
    because === 'alone-above'
      ? say({ en: `${end} above`, 'zh-cn': `上面是 ${end}` })
      : say({ en: `should be ${meant}`, 'zh-cn': `应为 ${meant}` }),
  fixes: ({ end, meant }, { found }) => [
    {
      title: { en: `Change ${end} to ${meant}`, 'zh-cn': `把 ${end} 改为 ${meant}` },
      place: found.related[0]?.place ?? found.place,
      text: meant,
    },
  ],
});
