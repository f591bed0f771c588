import { notationRule } from './rule.js';

export const unknownCode = notationRule({
  code: 'unknown-code',
  severity: 'hint',
  section: '',
  title: { en: 'Ignores an unknown problem', 'zh-cn': '忽略的不是已知的问题' },
  explanation: {
    en: `\`// ignore CODE: why\` hides the problem of that code, and no other. What stands here is not the code of any
problem, so that nothing is hidden. The codes are listed in the documentation, and each message carries its own.`,
    'zh-cn': `\`// ignore 代码：原因\`（\`// 忽略\`）只隐藏该代码的问题。这里写的不是任何问题的代码，因此什么也没有隐藏。文档列出了全部代码，每条消息也带有自己的代码。`,
  },
  examples: {
    bad: ['begin\n// ignore shorthnd: as on the blackboard\nC -> FIN -> S\nC <- ACK <- S\nend'],
    good: [
      'begin\n// ignore shorthand: as on the blackboard\nC -> FIN -> S\nC <- ACK <- S\nend',
      'begin\n// ignore the window here\nC -> FIN -> S\nC <- ACK <- S\nend',
    ],
  },
});
