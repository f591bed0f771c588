import { rule } from './rule.js';

export const notChecked = rule({
  code: 'not-checked',
  section: '',
  title: { en: 'The rest is not checked', 'zh-cn': '其余部分未检查' },
  explanation: {
    en: `Where a note leaves open what happens, Segno follows every way in which it may go on, and after a mistake it tries
out what may have been meant. In a very long exchange with very much left open, or very many mistakes, that would take
longer than anybody waits: from this line on nothing is checked or drawn. How much is tried is counted, so that the same
text is always checked as far. Mend the mistakes above, write the numbers, or cut the exchange into several.`,
    'zh-cn': `笔记没有写明的地方，Segno 会跟踪每一种可能的走向；出现错误之后，还会逐一尝试作者可能的本意。如果交互很长，而且有大量未写明之处或大量错误，这样做所花的时间会长得无法等待：从这一行起不再检查，也不再绘制。尝试的次数是按数量计算的，因此同一份文本总是检查到同一处。请改正上面的错误、写出编号，或把这段交互拆成几段。`,
  },
  // It takes thousands of lines to meet it.
  examples: { bad: [], good: [] },
  message: ({ unchecked }, { say }) =>
    say({
      en: `This line and what follows it (${unchecked} in all) are not checked: the lines above leave so much open, or have so many mistakes, that it would take too long. Mend those first, or cut the exchange into several.`,
      'zh-cn': `这一行及其后各行（共 ${unchecked} 条语句）未检查：上面的内容未写明之处或错误太多，检查会花太长时间。请先改正，或把这段交互拆成几段。`,
    }),
  short: (_fault, { say }) => say({ en: 'not checked from here on', 'zh-cn': '此后未检查' }),
});
