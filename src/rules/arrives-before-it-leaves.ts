import { durationText } from '../exchange/duration.js';
import { timesOf } from '../exchange/times.js';
import { rule, type Finding } from './rule.js';

export const arrivesBeforeItLeaves = rule({
  code: 'arrives-before-it-leaves',
  section: '',
  title: { en: 'Arrives before it leaves', 'zh-cn': '离开之前就到达' },
  explanation: {
    en: `\`@0..40ms\` says that a segment leaves at 0 and arrives at 40 ms. Here the second time is before the first. How long
the way takes can be said as well: \`@20ms..+40ms\` arrives 40 ms after it leaves.`,
    'zh-cn': `\`@0..40ms\` 表示报文段在 0 时离开、40 毫秒时到达。这里第二个时间早于第一个。也可以写明路上要多久：\`@20ms..+40ms\` 在离开 40 毫秒之后到达。`,
  },
  examples: {
    bad: ['begin\n@40ms..20ms C -> DATA+ACK -> S\nC <- ACK <- S\nend'],
    good: [
      'begin\n@20ms..40ms C -> DATA+ACK -> S\nC <- ACK <- S\nend',
      'begin\n@20ms..+40ms C -> DATA+ACK -> S\nC <- ACK <- S\nend',
    ],
  },
  message: ({ leaves, arrives }, { say }) =>
    say({
      en: `This segment leaves at ${durationText(leaves)} and would arrive ${durationText(leaves - arrives)} earlier, at ${durationText(arrives)}. Write the later time second.`,
      'zh-cn': `这个报文段在 ${durationText(leaves)} 离开，却写成早 ${durationText(leaves - arrives)} 到达（${durationText(arrives)}）。请把较晚的时间写在后面。`,
    }),
  short: (_fault, { say }) => say({ en: 'arrives before it leaves', 'zh-cn': '离开之前就到达' }),
  check(trace) {
    const times = timesOf(trace.script);
    return trace.script.statements.flatMap((statement, index): Finding<'arrives-before-it-leaves'>[] => {
      const { at = 0, arrives } = times[index] ?? {};
      if (statement.moment?.arrives === undefined || arrives === undefined || arrives >= at) return [];
      return [
        {
          fault: { code: 'arrives-before-it-leaves', leaves: at, arrives },
          place: { statement: index, part: 'moment' },
          related: [],
        },
      ];
    });
  },
});
