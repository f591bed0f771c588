import { rule } from './rule.js';
import { rewrite } from './text.js';

export const contradictorySymbol = rule({
  code: 'contradictory-symbol',
  section: '3.4',
  title: { en: 'A new symbol for a number that is known', 'zh-cn': '用新符号表示已知的编号' },
  explanation: {
    en: `A symbol stands for one number to the end of the scenario, and a new symbol stands for a new number. Where the
number is known already, another name for it is most likely a slip: after \`SYN(seq=y)\`, what acknowledges it is
\`y+1\`, and \`ack=z\` would say that it is something else.

A new symbol as the sequence number of an end that may have sent data meanwhile is fine: it stands for the data not
shown.`,
    'zh-cn': `一个符号到场景结束都表示同一个编号，新符号则表示新编号。在编号已知的地方换一个名字，多半是笔误：\`SYN(seq=y)\` 之后，对它的确认是 \`y+1\`，写成 \`ack=z\` 就等于说它是别的值。

如果某一端在此期间可能发送过数据，用新符号作为它的序号则没有问题：它代表没有画出的数据。`,
  },
  examples: {
    bad: ['begin\nC -> SYN(seq=x) -> S\nC <- SYN(seq=y)+ACK(ack=z) <- S\nC -> ACK -> S\nend'],
    good: [
      'begin\nC -> FIN(seq=u) -> S\nC <- ACK(seq=v, ack=u+1) <- S\nC <- FIN+ACK(seq=w, ack=u+1) <- S\nC -> ACK(ack=w+1) -> S\nend',
    ],
  },
  message: ({ symbol, expected }, { say, speak }) =>
    say({
      en: `\`${symbol}\` should be \`${speak(expected)}\`: that number is known here, and a new symbol would be another one.`,
      'zh-cn': `\`${symbol}\` 应为 \`${speak(expected)}\`：此处的编号是已知的，新符号则表示另一个编号。`,
    }),
  short: ({ expected }, { say, speak }) =>
    say({ en: `should be ${speak(expected)}`, 'zh-cn': `应为 ${speak(expected)}` }),
  fixes({ expected }, context) {
    const { part } = context.found.place;
    const name = part === 'seq' || part === 'ack' ? part : /^counter\.(\w+)$/.exec(part)?.[1];
    return name === undefined ? [] : [rewrite(part, `${name}=${context.trace.speak(expected)}`, context)];
  },
});
