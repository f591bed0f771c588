import { notationRule } from './rule.js';

export const otherNotation = notationRule({
  code: 'other-notation',
  severity: 'error',
  section: '',
  title: { en: 'Lines in another notation', 'zh-cn': '用其他记法写的几行' },
  explanation: {
    en: `In a \`.segno\` file and in a \`segno\` block, lines are read as Segno's. Lines that were copied from a Mermaid diagram, a
ladder or the output of tcpdump are recognized all together: the quick fix writes the same exchange in Segno. In a block
of their own, or in a file such as \`.mmd\` or \`.txt\`, figures are read where they stand.`,
    'zh-cn': `在 \`.segno\` 文件和 \`segno\` 代码块里，每一行都按 Segno 的记法来读。从 Mermaid 图、梯形图或 tcpdump 输出里复制来的几行会一并认出，快速修复把同一个交互改写为 Segno。放在各自的代码块里，或放在 \`.mmd\`、\`.txt\` 这样的文件里，图会原样读取。`,
  },
  examples: {
    bad: ['sequenceDiagram\n    C->>S: SYN\n    S->>C: SYN-ACK\n    C->>S: ACK'],
    good: ['C -> SYN -> S\nC <- SYN+ACK <- S\nC -> ACK -> S'],
  },
});
