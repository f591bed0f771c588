import { rule } from './rule.js';

export const unboundSymbol = rule({
  code: 'unbound-symbol',
  severity: 'error',
  section: '',
  title: { en: 'A symbol that stands for nothing yet', 'zh-cn': '符号尚未定义' },
  explanation: {
    en: `A symbol is bound where it is first used: \`SYN(seq=x)\` makes \`x\` the initial sequence number of that end. An
expression such as \`x+1\` can be used only after that, or where the number is still unknown, in which case it binds
\`x\` all the same.`,
    'zh-cn': `符号在第一次使用时确定含义：\`SYN(seq=x)\` 使 \`x\` 成为这一端的初始序号。像 \`x+1\` 这样的表达式只能在此之后使用；或者用在编号尚属未知之处，那时它同样会确定 \`x\`。`,
  },
  examples: {
    bad: [],
    good: ['begin\nC -> SYN(seq=x) -> S\nC <- SYN+ACK(ack=x+1) <- S\nC -> ACK -> S\nend'],
  },
  message: ({ symbol }, { say }) =>
    say({
      en: `\`${symbol}\` is not known here: a line above should use it first, as in \`SYN(seq=${symbol})\`.`,
      'zh-cn': `\`${symbol}\` 在此处尚无含义：应先在上文中使用它，例如 \`SYN(seq=${symbol})\`。`,
    }),
  short: ({ symbol }, { say }) => say({ en: `${symbol} is not known`, 'zh-cn': `${symbol} 尚无含义` }),
});
