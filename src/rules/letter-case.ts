import { notationRule } from './rule.js';

export const letterCase = notationRule({
  code: 'letter-case',
  severity: 'hint',
  section: '',
  title: { en: 'Unusual upper or lower case', 'zh-cn': '大小写与通常的写法不同' },
  explanation: {
    en: `Keywords and calls are written in lower case, states in upper case: \`listen\` is the call, \`LISTEN\` the state.
Any other case is read by what is possible at that place, which may not be what you meant.`,
    'zh-cn': `关键字和调用用小写，状态用大写：\`listen\` 是调用，\`LISTEN\` 是状态。写成其他大小写时，按该处可能的含义来读，不一定是你的本意。`,
  },
  examples: {
    bad: ['begin\nS: Listen\nC -> SYN -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\nend'],
    good: ['begin\nS: listen\nC -> SYN -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\nend'],
  },
});
