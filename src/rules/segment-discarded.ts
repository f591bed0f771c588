import { rule } from './rule.js';

export const segmentDiscarded = rule({
  code: 'segment-discarded',
  severity: 'warning',
  section: '3.10.7.4',
  title: { en: 'The receiver throws this away', 'zh-cn': '接收方会丢弃这个报文段' },
  explanation: {
    en: `The segment may be sent, but its receiver can do nothing with it and drops it, and its sender had been told
enough to know: for example data for an end that has received everything up to a FIN.

Segments that are answers, probes, repeats, or that were under way when things changed are not reported, nor are those
marked \`dup\`, \`stale\` or \`forged\`.`,
    'zh-cn': `这个报文段可以发送，但接收方无法使用，只能丢弃；而发送方凭已收到的信息本可以知道这一点。

作为回应、探测或重传的报文段，以及情况变化时已在途中的报文段不会报告；标为 \`dup\`（\`重复\`）、\`stale\`（\`陈旧\`）、\`forged\`（\`伪造\`）的也不会。`,
  },
  examples: { bad: [], good: [] },
  message: ({ end, state }, wording) =>
    wording.say({
      en: `${end} is in ${wording.state(state)} and discards this segment: its sender could have known that.`,
      'zh-cn': `${end} 处于 ${wording.state(state)}，会丢弃这个报文段：发送方本可以知道这一点。`,
    }),
  short: ({ end }, { say }) => say({ en: `${end} discards it`, 'zh-cn': `${end} 会丢弃` }),
});
