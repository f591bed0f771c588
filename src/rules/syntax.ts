import { notationRule } from './rule.js';

export const syntax = notationRule({
  code: 'syntax',
  severity: 'error',
  section: '',
  title: { en: 'A line that cannot be read', 'zh-cn': '无法读懂的一行' },
  explanation: {
    en: `This line cannot be read as a statement. One statement stands on a line: a segment (\`C -> SYN -> S\`), a call
(\`C: close\`), a state (\`C: ESTABLISHED\`), or one of the words that begin a line, such as \`begin\`, \`note\` or
\`endpoint\`. Nothing on the line counts until it is mended; the lines around it keep their meaning.`,
    'zh-cn': `这一行无法读作一条语句。每行写一条语句：报文段（\`C -> SYN -> S\`）、调用（\`C: close\` 或 \`C: 关闭\`）、状态（\`C: ESTABLISHED\`），或以 \`begin\`（\`开始\`）、\`note\`（\`注\`）、\`endpoint\`（\`端点\`）等词开头的一行。改好之前，这一行的内容都不算数；上下各行的含义不受影响。`,
  },
  examples: {
    bad: ['begin\nC -> SYN S\nend'],
    good: ['begin\nC -> SYN -> S\nend'],
  },
});
