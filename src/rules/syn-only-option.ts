import { rule, type Finding } from './rule.js';
import { removeOption } from './text.js';
import { happenings } from './wire.js';

const SYN_ONLY: readonly string[] = ['mss', 'wscale', 'sackok', 'tfo'];

export const synOnlyOption = rule({
  code: 'syn-only-option',
  section: '3.2',
  requirement: 'MUST-65',
  title: { en: 'An option that belongs on a SYN', 'zh-cn': '只能出现在 SYN 上的选项' },
  explanation: {
    en: `The maximum segment size is announced on a SYN and on no other segment. The same holds for the window scale
(RFC 7323 §2.2), for \`sackok\` (RFC 2018 §2) and for the Fast Open cookie (RFC 7413 §4.1.1).`,
    'zh-cn': `最大报文段长度只在 SYN 上通告，其他报文段不带。窗口扩大（RFC 7323 §2.2）、\`sackok\`（RFC 2018 §2）和 Fast Open cookie（RFC 7413 §4.1.1）也是如此。`,
  },
  examples: {
    bad: ['begin\nC -> SYN -> S\nC <- SYN+ACK <- S\nC -> ACK(mss=1460) -> S\nend'],
    good: ['begin\nC -> SYN(mss=1460) -> S\nC <- SYN+ACK(mss=1400) <- S\nC -> ACK -> S\nend'],
  },
  message: ({ option }, { say }) =>
    say({
      en: `\`${option}\` should stand on a SYN: no other segment carries it.`,
      'zh-cn': `\`${option}\` 应写在 SYN 上：其他报文段不带该选项。`,
    }),
  short: ({ option }, { say }) => say({ en: `${option} belongs on a SYN`, 'zh-cn': `${option} 应在 SYN 上` }),
  fixes: ({ option }, context) => [removeOption(option, context)],
  check(trace) {
    const found: Finding<'syn-only-option'>[] = [];
    for (const { kind, step, written } of happenings(trace)) {
      if (kind !== 'sent' || step.flags.includes('SYN')) continue;
      const option = written.options.find(({ name }) => SYN_ONLY.includes(name))?.name;
      if (option === undefined) continue;
      found.push({
        fault: { code: 'syn-only-option', option },
        place: { statement: step.statement, part: `option.${option}` },
        related: [],
      });
    }
    return found;
  },
});
