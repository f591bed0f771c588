import { notationRule } from './rule.js';

export const missingPlus = notationRule({
  code: 'missing-plus',
  severity: 'error',
  section: '',
  title: { en: 'Flags without + between them', 'zh-cn': '标志之间缺少 +' },
  explanation: {
    en: `The flags of a segment are joined by \`+\`: \`SYN+ACK\`. The spellings \`SYN-ACK\`, \`SYN/ACK\`, \`SYN,ACK\` and
\`SYNACK\` are read the same way. A blank alone does not join them, because it is as likely that something between them
was forgotten, an arrow for example.`,
    'zh-cn': `一个报文段的多个标志用 \`+\` 连接：\`SYN+ACK\`。写成 \`SYN-ACK\`、\`SYN/ACK\`、\`SYN,ACK\`、\`SYNACK\` 也可以。只用空格不算连接，因为也很可能是中间漏写了别的内容，例如箭头。`,
  },
  examples: {
    bad: ['begin\nC -> SYN -> S\nC <- SYN ACK <- S\nend'],
    good: ['begin\nC -> SYN -> S\nC <- SYN+ACK <- S\nend'],
  },
});
