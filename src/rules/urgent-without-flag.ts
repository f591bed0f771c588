import { rule, type Finding } from './rule.js';
import { happenings } from './wire.js';

export const urgentWithoutFlag = rule({
  code: 'urgent-without-flag',
  section: '3.8.5',
  title: { en: 'An urgent pointer without URG', 'zh-cn': '有紧急指针却没有 URG' },
  explanation: {
    en: `The urgent pointer means something only in segments with URG. Without the flag the receiver does not look at it, and
no data is urgent.

This is not checked under \`mode strict\`, for captures: some stacks leave old values in the field.`,
    'zh-cn': `只有带 URG 的报文段里紧急指针才有意义。没有这个标志，接收方不会看它，也就没有紧急数据。

\`mode strict\`（\`模式 严格\`）用于抓包，不检查这一点：有些协议栈会在这个字段里留下旧值。`,
  },
  examples: {
    bad: ['begin\nC -> ACK+DATA(10, up=3) -> S\nend'],
    good: ['begin\nC -> URG+ACK+DATA(10, up=3) -> S\nend'],
  },
  message: ({ up }, { say }) =>
    say({
      en: `\`up=${up}\` means something only with URG: without the flag no data is urgent.`,
      'zh-cn': `\`up=${up}\` 只有与 URG 一起才有意义：没有这个标志就没有紧急数据。`,
    }),
  short: (_fault, { say }) => say({ en: 'up without URG', 'zh-cn': '有 up 而无 URG' }),
  fixes: (_fault, { found }) => [
    {
      title: { en: 'Add URG', 'zh-cn': '加上 URG' },
      place: { statement: found.place.statement, part: 'flag.URG' },
      text: 'URG',
    },
  ],
  check(trace) {
    if (trace.script.mode === 'strict') return [];
    const found: Finding<'urgent-without-flag'>[] = [];
    for (const { kind, step, written } of happenings(trace)) {
      const { up = 0 } = written;
      if (kind !== 'sent' || up === 0 || up > 0xffff || step.flags.includes('URG')) continue;
      found.push({
        fault: { code: 'urgent-without-flag', up },
        place: { statement: step.statement, part: 'up' },
        related: [],
      });
    }
    return found;
  },
});
