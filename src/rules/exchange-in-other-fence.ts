import { notationRule } from './rule.js';

export const exchangeInOtherFence = notationRule({
  code: 'exchange-in-other-fence',
  severity: 'hint',
  section: '',
  title: { en: 'An exchange in a block of another language', 'zh-cn': '写在其他语言代码块里的交互' },
  explanation: {
    en: `A Markdown block that starts with \`begin\` (\`开始\`) and a segment is checked whatever language it names. If it names
another one (\`java\`, say), colouring and other tools treat it as that language. Name it \`segno\` to say what it is.`,
    'zh-cn': `以 \`begin\`（\`开始\`）和一行报文段开头的 Markdown 代码块，无论标的是什么语言都会检查。但如果标的是别的语言（例如 \`java\`），着色和其他工具就会按那种语言处理。请把它标为 \`segno\`。`,
  },
  examples: {
    bad: ['```java\nbegin\nC -> FIN+ACK -> S\nC <- ACK <- S\nend\n```'],
    good: ['```segno\nbegin\nC -> FIN+ACK -> S\nC <- ACK <- S\nend\n```'],
  },
});
